"""Terms as text, in the language's own syntax, with no more parentheses than it needs.

What lowering adds is not shown: ``The(x)`` and ``Some(x)`` are ``x``, a place compared with a label
is ``z at zap``, a member of a lock's holders is ``v holds mmu_lock read``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import assert_never

from tdpspec.system.model import (
    Holders,
    Local,
    Mode,
    Place,
    System,
    Temporal,
    TemporalKind,
    Variable,
    Yielded,
)
from tdpspec.system.terms import (
    And,
    Apply,
    Arithmetic,
    BoolValue,
    Bound,
    ChoiceRead,
    Compare,
    Comprehension,
    EnumValue,
    Equal,
    Everything,
    Exists,
    ForAll,
    Implies,
    IntValue,
    Ite,
    Member,
    MemberValue,
    NoneValue,
    Not,
    Or,
    Read,
    Saturate,
    SetOf,
    SetOp,
    SetOperation,
    Some,
    Subset,
    Term,
    The,
    type_of,
)
from tdpspec.system.types import BOOL, SetType, SortType, describe


class Binds(IntEnum):
    """How tightly a text holds together, loosest first; as in the grammar."""

    IFF = 1
    IMPLIES = 2
    OR = 3
    AND = 4
    NOT = 5
    COMPARISON = 6
    SUM = 7
    ATOM = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and what it may stand beside; ``open`` if it ends in something that reaches to the
    right as far as it can, such as a quantifier."""

    text: str
    binds: Binds
    open: bool = False

    def at_least(self, binds: Binds) -> str:
        """The text as the right operand of something that binds that tightly."""
        return self.text if self.binds >= binds else f"({self.text})"

    def left(self, binds: Binds) -> str:
        """The text as an operand with something to its right."""
        return self.text if self.binds >= binds and not self.open else f"({self.text})"


def term_text(system: System, term: Term) -> str:
    """``term`` as it would be written in a spec, on one line.

    >>> from tdpspec.system.terms import BoolValue, Bound
    >>> from tdpspec.system.types import BOOL
    >>> empty = System("s", "", (), (), (), (), (), (), (), (), (), ())
    >>> a, b = Bound("a", BOOL), Bound("b", BOOL)
    >>> term_text(empty, And((Or((a, b)), Not(a), Implies(a, b))))
    '(a or b) and not a and (a => b)'
    """
    return _Printer(system).piece(term).text


def temporal_text(system: System, claim: Temporal) -> str:
    """``forall p: Page. p in wanted leads to p in mapped``"""
    printer = _Printer(system)
    binding = f"forall {bounds_text(claim.bound)}. " if claim.bound else ""
    premise = ""
    if claim.kind is TemporalKind.LEADS_TO:
        premise = printer.piece(claim.premise).left(Binds.IFF) + " "
    return f"{binding}{premise}{claim.kind.value} {term_text(system, claim.goal)}"


@dataclass(frozen=True, slots=True)
class _Printer:
    system: System

    def piece(self, term: Term) -> Piece:
        match term:
            case BoolValue(value):
                return _atom("true" if value else "false")
            case IntValue(value):
                return _atom(str(value))
            case EnumValue(value, _):
                return _atom(value)
            case NoneValue():
                return _atom("none")
            case MemberValue(name, _) | Bound(name, _) | ChoiceRead(name, _):
                return _atom(name)
            case Read(variable, indices, _):
                return self._read(self.system.variable[variable], indices)
            case Some(of) | The(of) | Saturate(of, _):
                return self.piece(of)
            case Not(of):
                return self._negated(of)
            case And(of):
                return self._chain("and", of, Binds.AND)
            case Or(of):
                return self._chain("or", of, Binds.OR)
            case Implies(left, right):
                return self._binary("=>", left, right, Binds.OR, Binds.IMPLIES, Binds.IMPLIES)
            case Ite(condition, then, otherwise):
                parts = (self.piece(one).text for one in (condition, then, otherwise))
                return Piece("if {} then {} else {}".format(*parts), Binds.NOT, open=True)
            case Equal(left, right):
                return self._equal("=", left, right)
            case Compare(op, left, right):
                return self._compared(op.value, left, right)
            case Arithmetic(sign, left, right):
                return self._sum(sign.value, left, right)
            case Member(elements, set_):
                return self._member("in", elements, set_)
            case SetOf(elements, _):
                return _atom("{" + ", ".join(map(self._element, elements)) + "}")
            case Everything(SetType((SortType(name),))):
                return _atom(name)
            case Everything(SetType(of)):
                bound = tuple(Bound(f"x{place}", one) for place, one in enumerate(of, 1))
                return _atom(f"{{{bounds_text(bound)} | true}}")
            case SetOperation(set_op, left, right):
                return self._sum(set_op.value, left, right)
            case Subset(left, right):
                return self._compared("subset", left, right)
            case Comprehension(bound, condition):
                return _atom(f"{{{bounds_text(bound)} | {self.piece(condition).text}}}")
            case ForAll(bound, body):
                return self._quantified("forall", bound, body)
            case Exists(bound, body):
                return self._quantified("exists", bound, body)
            case Apply(definition, arguments, _):
                given = ", ".join(self.piece(one).text for one in arguments)
                return _atom(f"{definition}({given})" if arguments else definition)
            case _:
                assert_never(term)

    def _read(self, variable: Variable, indices: tuple[Term, ...]) -> Piece:
        names = tuple(self.piece(one).text for one in indices)
        match variable.role:
            case Holders() if variable.type == BOOL:
                return self._holds(variable.role)
            case _:
                return _atom(entry_text(self.system, variable, names))

    def _negated(self, of: Term) -> Piece:
        match of:
            case Member(elements, set_) if not self._is_lock(set_):
                return self._member("notin", elements, set_)
            case Equal(left, right) if type_of(left) != BOOL and not self._is_place(left):
                return self._equal("!=", left, right)
            case _:
                inner = self.piece(of)
                return Piece(f"not {inner.at_least(Binds.NOT)}", Binds.NOT, inner.open)

    def _chain(self, word: str, of: tuple[Term, ...], binds: Binds) -> Piece:
        *most, last = map(self.piece, of)
        tighter = Binds(binds + 1)
        parts = [*(one.left(tighter) for one in most), last.at_least(tighter)]
        return Piece(f" {word} ".join(parts), binds, last.open)

    def _binary(
        self, sign: str, left: Term, right: Term, before: Binds, after: Binds, binds: Binds
    ) -> Piece:
        end = self.piece(right)
        text = f"{self.piece(left).left(before)} {sign} {end.at_least(after)}"
        return Piece(text, binds, end.open and end.binds >= after)

    def _equal(self, sign: str, left: Term, right: Term) -> Piece:
        if type_of(left) == BOOL:
            return self._binary("<=>", left, right, Binds.OR, Binds.OR, Binds.IFF)
        for one, other in ((left, right), (right, left)):
            if self._is_place(one) and isinstance(one, Read) and isinstance(other, EnumValue):
                (who,) = map(self.piece, one.indices) if one.indices else (self._process(one),)
                return Piece(f"{who.text} at {other.value}", Binds.COMPARISON)
        match left, right:
            case SetOperation(SetOp.INTERSECT, a, b), SetOf(()) if sign == "=":
                return self._compared("disjoint", a, b)
            case _:
                return self._compared(sign, left, right)

    def _compared(self, sign: str, left: Term, right: Term) -> Piece:
        return self._binary(sign, left, right, Binds.SUM, Binds.SUM, Binds.COMPARISON)

    def _sum(self, sign: str, left: Term, right: Term) -> Piece:
        return self._binary(sign, left, right, Binds.SUM, Binds.ATOM, Binds.SUM)

    def _member(self, word: str, elements: tuple[Term, ...], set_: Term) -> Piece:
        if isinstance(set_, Read):
            role = self.system.variable[set_.variable].role
            if isinstance(role, Holders):
                who = self._element(elements)
                return Piece(f"{who} {_held(role)}", Binds.COMPARISON)
        held = self.piece(set_).at_least(Binds.SUM)
        only = self.piece(elements[0]).left(Binds.SUM)
        element = only if len(elements) == 1 else self._element(elements)
        return Piece(f"{element} {word} {held}", Binds.COMPARISON)

    def _element(self, element: tuple[Term, ...]) -> str:
        parts = ", ".join(self.piece(one).text for one in element)
        return parts if len(element) == 1 else f"({parts})"

    def _quantified(self, word: str, bound: tuple[Bound, ...], body: Term) -> Piece:
        text = f"{word} {bounds_text(bound)}. {self.piece(body).text}"
        return Piece(text, Binds.NOT, open=True)

    def _holds(self, role: Holders) -> Piece:
        return Piece(f"{role.process} {_held(role)}", Binds.COMPARISON)

    def _is_lock(self, term: Term) -> bool:
        return isinstance(term, Read) and isinstance(
            self.system.variable[term.variable].role, Holders
        )

    def _is_place(self, term: Term) -> bool:
        return isinstance(term, Read) and isinstance(
            self.system.variable[term.variable].role, Place
        )

    def _process(self, place: Read) -> Piece:
        role = self.system.variable[place.variable].role
        assert isinstance(role, Place), place
        return _atom(role.process)


def entry_text(system: System, variable: Variable, indices: tuple[str, ...]) -> str:
    """One entry of a variable: ``maps[root0]``, ``vcpu0.root``, ``mmu_lock.read``.

    Shape: ``indices`` are texts, as many as the variable has indices; for a local variable of a
           process with copies the first is the copy.
    """
    match variable.role:
        case Local(process) | Place(process) if system.process[process].parameter is not None:
            own = variable.name.removeprefix(f"{process}.")
            copy, *rest = indices
            return f"{copy}.{own}" + (f"[{', '.join(rest)}]" if rest else "")
        case _:
            return variable.name + (f"[{', '.join(indices)}]" if indices else "")


def bounds_text(bound: tuple[Bound, ...]) -> str:
    """``r, q: Root, p: Page``"""
    groups: list[tuple[list[str], str]] = []
    for one in bound:
        written = describe(one.type)
        if groups and groups[-1][1] == written:
            groups[-1][0].append(one.name)
        else:
            groups.append(([one.name], written))
    return ", ".join(f"{', '.join(names)}: {written}" for names, written in groups)


def lock_text(role: Holders | Yielded) -> str:
    """``mmu_lock for read``; a mutex needs no mode."""
    return role.lock if role.mode is Mode.EXCLUSIVE else f"{role.lock} for {role.mode.value}"


def _held(role: Holders) -> str:
    mode = "" if role.mode is Mode.EXCLUSIVE else f" {role.mode.value}"
    return f"holds {role.lock}{mode}"


def _atom(text: str) -> Piece:
    return Piece(text, Binds.ATOM)
