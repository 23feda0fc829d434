"""Terms as TLA+: the fewest parentheses, and the forms that a person would choose.

``forall r: Root. r in listed => ...`` is ``\\A r \\in listed : ...``, ``exists r: Root. r in s`` is
``s # {}``, and what an option holds is written as the option itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from tdpspec.system.clause import conjuncts
from tdpspec.system.make import conjunction, implies, negation
from tdpspec.system.model import System
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
    Sign,
    Some,
    Subset,
    Term,
    The,
    free,
    type_of,
)
from tdpspec.system.types import (
    BOOL,
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
    Type,
)
from tdpspec.tla.layout import (
    Binds,
    Lines,
    Text,
    atom,
    enclosed,
    hang,
    indent,
    junction,
)
from tdpspec.tla.names import Names
from tdpspec.tla.patterns import as_members, as_ranges, is_relation, one_implication

OLD = "@"
"""The variable that stands for the old value of an entry inside ``EXCEPT``."""


@dataclass(frozen=True)
class Writer:
    """Writes terms of one system.

    Shape: ``bound`` has the names of the bound variables in scope, ``short`` the names that LET
           gives to terms.
    """

    system: System
    names: Names
    bound: Mapping[Bound, str] = field(default_factory=dict)
    short: Mapping[Term, str] = field(default_factory=dict)

    def binding(self, bound: Iterable[Bound]) -> Writer:
        """The writer below something that binds ``bound``."""
        inner = dict(self.bound)
        for one in bound:
            # Also beside itself: TLA+ lets no quantifier bind a name that is in scope.
            inner[one] = self.names.bound(one.name, {*inner.values(), *self.short.values()})
        return replace(self, bound=inner)

    # ------------------------------------------------------------------------------- terms

    def text(self, term: Term) -> Text:
        if term in self.short:
            return atom(self.short[term])
        match term:
            case BoolValue(value):
                return atom("TRUE" if value else "FALSE")
            case IntValue(value):
                return Text(str(value), Binds.ATOM if value >= 0 else Binds.SUM)
            case EnumValue(value, _):
                return atom(f'"{value}"')
            case MemberValue(member, _):
                return atom(f'"{member}"')
            case NoneValue(type_):
                return atom(self.names.nothing[type_.of])
            case Bound():
                return atom(self.bound[term])
            case ChoiceRead(choice, _):
                return atom(self.names.choices[choice])
            case Read(variable, indices, _):
                name = OLD if variable == OLD else self.names.variables[variable]
                return atom(name + "".join(f"[{self.text(one).flat}]" for one in indices))
            case Some(of) | The(of):
                return self.text(of)
            case Not(of):
                return self._negated(of)
            case And():
                return self._junction("/\\", as_ranges(term.of))
            case Or(of):
                members = as_members(of)
                if len(members) == 1:
                    return self.text(members[0])
                return self._junction("\\/", members)
            case Implies():
                return self._implies(*one_implication(term))
            case Ite(condition, then, otherwise):
                return self.choice(self.text(condition), self.text(then), self.text(otherwise))
            case Equal(left, right):
                return self._equal(left, right, "=")
            case Compare(op, left, right):
                return self._binary(op.value, left, right, Binds.RELATION)
            case Arithmetic(sign, left, right):
                return self._sum(sign, left, right)
            case Saturate():
                return self._saturated(term)
            case Member(elements, set_):
                return self._member("\\in", elements, set_)
            case SetOf(elements, _):
                return enclosed("{", [self._element(one) for one in elements], "}")
            case Everything(type_):
                return self.product(type_.of)
            case SetOperation():
                return self._set_operation(term)
            case Subset(left, right):
                return self._binary("\\subseteq", left, right, Binds.RELATION)
            case Comprehension(bound, condition):
                return self._comprehension(bound, condition)
            case ForAll(bound, body):
                return self._for_all(bound, body)
            case Exists(bound, body):
                return self._exists(bound, body)
            case Apply(definition, arguments, _):
                applied = self.names.definitions[definition]
                if not arguments:
                    return atom(applied)
                return enclosed(f"{applied}(", [self.text(one) for one in arguments], ")")
            case _:
                assert_never(term)

    def choice(self, condition: Text, then: Text, otherwise: Text) -> Text:
        """``IF ... THEN ... ELSE ...``"""

        def broken(width: int) -> Lines:
            return (
                *hang("IF ", condition.lines(width - 3)),
                *indent(hang("THEN ", then.lines(width - 7))),
                *indent(hang("ELSE ", otherwise.lines(width - 7))),
            )

        flat = f"IF {condition.flat} THEN {then.flat} ELSE {otherwise.flat}"
        return Text(flat, Binds.NOT, open=True, broken=broken)

    def _negated(self, of: Term) -> Text:
        match of:
            case Member(elements, set_):
                return self._member("\\notin", elements, set_)
            case Equal(left, right) if type_of(left) != BOOL:
                return self._equal(left, right, "#")
            case Exists(bound, Member(elements, set_)) if elements == bound and not (
                free(set_) & set(bound)
            ):
                return self._is_empty(set_, "=")
            case ForAll(bound, Not(Member(elements, set_))) if elements == bound and not (
                free(set_) & set(bound)
            ):
                return self._is_empty(set_, "#")
            case Exists(bound, body) if is_relation(conjuncts(body)[-1]):
                *before, last = conjuncts(body)
                return self._for_all(bound, implies(conjunction(*before), negation(last)))
            case _:
                inner = self.text(of)
                if isinstance(of, (ForAll, Exists)) and inner.open:
                    kept = inner
                else:
                    kept = inner if inner.binds is Binds.ATOM else inner.inside()

        def broken(width: int) -> Lines:
            return hang("~", kept.lines(width - 1))

        return Text(f"~{kept.flat}", Binds.NOT, kept.open, broken)

    def _junction(self, sign: str, of: tuple[Term, ...]) -> Text:
        return junction(sign, [self.text(one) for one in of])

    def _implies(self, left: Term, right: Term) -> Text:
        before = self.text(left).left(Binds.JUNCTION)
        then = self.text(right).at_least(Binds.JUNCTION)

        def broken(width: int) -> Lines:
            return (*before.lines(width), *hang("=> ", then.lines(width - 3)))

        return Text(f"{before.flat} => {then.flat}", Binds.LOOSE, then.open, broken)

    def _equal(self, left: Term, right: Term, sign: str) -> Text:
        if type_of(left) == BOOL:
            return self._binary("<=>", left, right, Binds.LOOSE, Binds.NOT)
        return self._binary(sign, left, right, Binds.RELATION)

    def _binary(
        self, sign: str, left: Term, right: Term, binds: Binds, below: Binds | None = None
    ) -> Text:
        tighter = below or Binds.SET
        return self.infix(
            sign, self.text(left).left(tighter), self.text(right).at_least(tighter), binds
        )

    def infix(self, sign: str, before: Text, then: Text, binds: Binds) -> Text:
        def broken(width: int) -> Lines:
            head = f"{before.flat} {sign} "
            if len(head) < width // 2:
                return hang(head, then.lines(width - len(head)))
            return (
                *before.lines(width),
                *indent(hang(f"{sign} ", then.lines(width - 3 - len(sign)))),
            )

        return Text(f"{before.flat} {sign} {then.flat}", binds, broken=broken)

    def _sum(self, sign: Sign, left: Term, right: Term) -> Text:
        before = self.text(left)
        if not isinstance(left, Arithmetic):
            before = before.left(Binds.TIMES)
        then = self.text(right).at_least(Binds.TIMES)
        return self.infix(sign.value, before, then, Binds.SUM)

    def _saturated(self, term: Saturate) -> Text:
        """The nearest number of the range; only the bounds that can be passed are named."""
        known = type_of(term.of)
        assert isinstance(known, RangeType)
        found = self.text(term.of)
        if known.high > term.type.high:
            found = atom(f"Min({found.flat}, {term.type.high})")
        if known.low < term.type.low:
            found = atom(f"Max({found.flat}, {term.type.low})")
        return found

    def _member(self, sign: str, elements: tuple[Term, ...], set_: Term) -> Text:
        element = self._element(elements)
        return self.infix(
            sign, element.left(Binds.SET), self.text(set_).at_least(Binds.SET), Binds.RELATION
        )

    def _element(self, element: tuple[Term, ...]) -> Text:
        if len(element) == 1:
            return self.text(element[0])
        return enclosed("<<", [self.text(one) for one in element], ">>")

    def _set_operation(self, term: SetOperation) -> Text:
        sign = {SetOp.UNION: "\\cup", SetOp.INTERSECT: "\\cap", SetOp.MINUS: "\\"}[term.op]
        before = self.text(term.left)
        goes_on = (
            isinstance(term.left, SetOperation)
            and term.left.op is term.op
            and term.op is not SetOp.MINUS
            and term.left not in self.short
        )
        if not goes_on:
            before = before.left(Binds.RANGE)
        return self.infix(sign, before, self.text(term.right).at_least(Binds.RANGE), Binds.SET)

    # --------------------------------------------------------------- quantifiers and the like

    def _for_all(self, bound: tuple[Bound, ...], body: Term) -> Text:
        match body:
            case Not(Member(elements, set_)) if elements == bound and not (free(set_) & set(bound)):
                return self._is_empty(set_, "=")
            case _:
                left, right = one_implication(body)
                inner = self.binding(bound)
                sets, rest = self._ranges(bound, conjuncts(left), inner)
                body = implies(conjunction(*rest), right)
                return inner._quantified("\\A", bound, sets, inner.text(body))

    def _exists(self, bound: tuple[Bound, ...], body: Term) -> Text:
        match body:
            case Member(elements, set_) if elements == bound and not free(set_) & set(bound):
                return self._is_empty(set_, "#")
            case _:
                inner = self.binding(bound)
                sets, rest = self._ranges(bound, conjuncts(body), inner)
                return inner._quantified("\\E", bound, sets, inner.text(conjunction(*rest)))

    def _is_empty(self, set_: Term, sign: str) -> Text:
        type_ = type_of(set_)
        assert isinstance(type_, SetType)
        return self._equal(set_, SetOf((), type_), sign)

    def _ranges(
        self, bound: tuple[Bound, ...], conditions: tuple[Term, ...], inner: Writer
    ) -> tuple[list[Text], tuple[Term, ...]]:
        """The set that each variable ranges over, and what is left of ``conditions``: the leading
        ones that say ``x in s`` or ``x != a`` are taken into the sets."""
        own = set(bound)
        sets: dict[Bound, Text] = {}
        rest = list(conditions)
        while rest:
            match rest[0]:
                case Member((Bound() as one,), set_) if (
                    one in own
                    and one not in sets
                    and not free(set_) & own
                    and type_of(set_) == SetType((one.type,))
                ):
                    sets[one] = self.text(set_)
                case Not(Equal(Bound() as one, other)) if (
                    one in own and not free(other) & own and not isinstance(other, NoneValue)
                ):
                    sets[one] = self._apart(sets.get(one, self.set_of(one.type)), other)
                case Not(Equal(other, Bound() as one)) if one in own and not free(other) & own:
                    sets[one] = self._apart(sets.get(one, self.set_of(one.type)), other)
                case _:
                    break
            rest.pop(0)
        return [sets.get(one, self.set_of(one.type)) for one in bound], tuple(rest)

    def _apart(self, set_: Text, other: Term) -> Text:
        taken = enclosed("{", [self.text(other)], "}")
        return self.infix("\\", set_.left(Binds.RANGE), taken, Binds.SET)

    def _quantified(
        self, sign: str, bound: tuple[Bound, ...], sets: list[Text], body: Text
    ) -> Text:
        head = f"{sign} {self.ranging(bound, sets)} :"

        def broken(width: int) -> Lines:
            return (head, *indent(body.lines(width - 2)))

        return Text(f"{head} {body.flat}", Binds.NOT, open=True, broken=broken)

    def ranging(self, bound: tuple[Bound, ...], sets: list[Text] | None = None) -> str:
        """``r, q \\in Roots, p \\in Pages``, of variables in scope."""
        groups: list[tuple[list[str], str]] = []
        for one, set_ in zip(bound, sets or [self.set_of(b.type) for b in bound], strict=True):
            if groups and groups[-1][1] == set_.flat:
                groups[-1][0].append(self.bound[one])
            else:
                groups.append(([self.bound[one]], set_.flat))
        return ", ".join(f"{', '.join(names)} \\in {set_}" for names, set_ in groups)

    def _comprehension(self, bound: tuple[Bound, ...], condition: Term) -> Text:
        inner = self.binding(bound)
        whole = SetType(tuple(one.type for one in bound))
        rest = conjuncts(condition)
        set_ = self.product(whole.of)
        match rest:
            case (Member(elements, named), *others) if (
                elements == bound and type_of(named) == whole and not free(named) & set(bound)
            ):
                set_, rest = self.text(named), tuple(others)
            case _:
                pass
        body = inner.text(conjunction(*rest))
        element = inner._element(bound).flat
        if not rest:
            return set_
        head = f"{{{element} \\in {set_.flat} :"

        def broken(width: int) -> Lines:
            return (head, *indent((*body.lines(width - 3)[:-1], body.lines(width - 3)[-1] + "}")))

        return Text(f"{head} {body.flat}}}", Binds.ATOM, broken=broken)

    # -------------------------------------------------------------------------------- types

    def set_of(self, type_: Type) -> Text:
        """All values of ``type_``."""
        match type_:
            case BoolType():
                return atom("BOOLEAN")
            case EnumType(_, values):
                if type_ in self.names.enumerations:
                    return atom(self.names.enumerations[type_])
                return strings(values)
            case SortType(name):
                return atom(self.names.sorts[name])
            case RangeType(low, high):
                return Text(f"{low}..{high}", Binds.RANGE)
            case OptionType(of):
                nothing = enclosed("{", [atom(self.names.nothing[of])], "}")
                return self.infix("\\cup", self.set_of(of), nothing, Binds.SET)
            case SetType(of):
                inner = self.product(of)
                kept = inner if inner.binds is Binds.ATOM else inner.inside()
                return Text(f"SUBSET {kept.flat}", Binds.SET)
            case _:
                assert_never(type_)

    def product(self, of: tuple[Scalar, ...]) -> Text:
        """All tuples, of one element the elements themselves."""
        if len(of) == 1:
            return self.set_of(of[0])
        parts = [self.set_of(one) for one in of]
        flat = " \\X ".join(one.left(Binds.ATOM).flat for one in parts)
        return Text(flat, Binds.TIMES)


def strings(values: Iterable[str]) -> Text:
    return enclosed("{", [atom(f'"{one}"') for one in values], "}")
