"""Terms: what guards, updates and claims are made of. Their meaning is ``interpret/evaluate.py``.

A term is read in one state (the one before a step), under values for its bound variables.
Build terms with the functions of ``make.py``, which simplify; the classes are for matching.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

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


@dataclass(frozen=True, slots=True)
class BoolValue:
    """``true``, ``false``"""

    value: bool


@dataclass(frozen=True, slots=True)
class IntValue:
    """``3``"""

    value: int


@dataclass(frozen=True, slots=True)
class EnumValue:
    """One word of an enumeration."""

    value: str
    type: EnumType


@dataclass(frozen=True, slots=True)
class MemberValue:
    """A sort's member with a name of its own, as in ``sort Proc = {left, right}``."""

    name: str
    sort: SortType


@dataclass(frozen=True, slots=True)
class NoneValue:
    """``none``"""

    type: OptionType


@dataclass(frozen=True, slots=True)
class Bound:
    """A variable of a quantifier, a comprehension, a definition, an action or a map."""

    name: str
    type: Scalar

    def __hash__(self) -> int:
        # Values are looked up by it everywhere, and names alone tell nearly all of them apart.
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class ChoiceRead:
    """What the design says for one choice; ``fix`` replaces it by a value."""

    name: str
    type: EnumType | BoolType


@dataclass(frozen=True, slots=True)
class Read:
    """``variable[indices]`` in the state before the step; no indices for a plain variable."""

    variable: str
    indices: tuple[Term, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Some:
    """A plain value as an optional one."""

    of: Term


@dataclass(frozen=True, slots=True)
class The:
    """The value inside an optional one. Lowering puts it only where the option is known not to
    be none; elsewhere its value is any value of the type and must not matter."""

    of: Term


@dataclass(frozen=True, slots=True)
class Not:
    of: Term


@dataclass(frozen=True, slots=True)
class And:
    """At least two terms, none of them an ``And``; read from left to right, so that a later one
    may rely on an earlier one (``root != none and the(root) in listed``)."""

    of: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least two terms, none of them an ``Or``; read from left to right."""

    of: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Implies:
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Ite:
    """``if condition then then else otherwise``, of any type."""

    condition: Term
    then: Term
    otherwise: Term


@dataclass(frozen=True, slots=True)
class Equal:
    """Of any one type; ranges of different bounds may be compared. On bool: if and only if."""

    left: Term
    right: Term


class Order(Enum):
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Compare:
    """Of two numbers."""

    op: Order
    left: Term
    right: Term


class Sign(Enum):
    PLUS = "+"
    MINUS = "-"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Exact: its type is the range of all possible results."""

    op: Sign
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Saturate:
    """The number of ``type`` that lies nearest to ``of``: an update that leaves its range stays
    a transition (the violation is a check of the action)."""

    of: Term
    type: RangeType


@dataclass(frozen=True, slots=True)
class Member:
    """``elements in set``; as many elements as the set is wide."""

    elements: tuple[Term, ...]
    set: Term


@dataclass(frozen=True, slots=True)
class SetOf:
    """``{a, b}``, ``{(a, b)}``, ``{}``"""

    elements: tuple[tuple[Term, ...], ...]
    type: SetType


@dataclass(frozen=True, slots=True)
class Everything:
    """The set of all values of the element type: a sort's name used as a set."""

    type: SetType


class SetOp(Enum):
    UNION = "union"
    INTERSECT = "intersect"
    MINUS = "minus"


@dataclass(frozen=True, slots=True)
class SetOperation:
    op: SetOp
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Subset:
    """``left subset right``; equal sets are subsets of each other."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Comprehension:
    """``{x: T, y: U | condition}``: the set of the tuples ``(x, y)``."""

    bound: tuple[Bound, ...]
    condition: Term


@dataclass(frozen=True, slots=True)
class ForAll:
    bound: tuple[Bound, ...]
    body: Term


@dataclass(frozen=True, slots=True)
class Exists:
    bound: tuple[Bound, ...]
    body: Term


@dataclass(frozen=True, slots=True)
class Apply:
    """A definition of the spec, read in the state before the step."""

    definition: str
    arguments: tuple[Term, ...]
    type: Type


Constant = BoolValue | IntValue | EnumValue | MemberValue | NoneValue
Leaf = Constant | Bound | ChoiceRead
Term = (
    BoolValue
    | IntValue
    | EnumValue
    | MemberValue
    | NoneValue
    | Bound
    | ChoiceRead
    | Read
    | Some
    | The
    | Not
    | And
    | Or
    | Implies
    | Ite
    | Equal
    | Compare
    | Arithmetic
    | Saturate
    | Member
    | SetOf
    | Everything
    | SetOperation
    | Subset
    | Comprehension
    | ForAll
    | Exists
    | Apply
)

TRUE = BoolValue(True)
FALSE = BoolValue(False)


def type_of(term: Term) -> Type:
    """The type of a well-formed term; for numbers the smallest range known for it."""
    match term:
        case (
            BoolValue()
            | Not()
            | And()
            | Or()
            | Implies()
            | Equal()
            | Compare()
            | Member()
            | Subset()
            | ForAll()
            | Exists()
        ):
            return BOOL
        case IntValue(value):
            return RangeType(value, value)
        case (
            EnumValue(type=type_)
            | NoneValue(type_)
            | Bound(type=type_)
            | ChoiceRead(type=type_)
            | Read(type=type_)
            | Saturate(type=type_)
            | SetOf(type=type_)
            | Everything(type_)
            | Apply(type=type_)
        ):
            return type_
        case MemberValue(_, sort):
            return sort
        case Some(of):
            inner = type_of(of)
            assert not isinstance(inner, (OptionType, SetType)), inner
            return OptionType(inner)
        case The(of):
            outer = type_of(of)
            assert isinstance(outer, OptionType), outer
            return outer.of
        case Ite(_, then, otherwise):
            return join(type_of(then), type_of(otherwise))
        case Arithmetic(op, left, right):
            a, b = type_of(left), type_of(right)
            assert isinstance(a, RangeType), a
            assert isinstance(b, RangeType), b
            if op is Sign.PLUS:
                return RangeType(a.low + b.low, a.high + b.high)
            return RangeType(a.low - b.high, a.high - b.low)
        case SetOperation(_, left, _):
            return type_of(left)
        case Comprehension(bound, _):
            return SetType(tuple(one.type for one in bound))
        case _:
            assert_never(term)


def join(left: Type, right: Type) -> Type:
    """The type of a term that is of one type or of the other: the same, or the range over both.

    Errors: ``TypeError`` if no such type exists; checking rules that out for specs.
    """
    if left == right:
        return left
    if isinstance(left, RangeType) and isinstance(right, RangeType):
        return RangeType(min(left.low, right.low), max(left.high, right.high))
    if isinstance(left, OptionType) and isinstance(right, OptionType):
        inner = join(left.of, right.of)
        assert not isinstance(inner, (OptionType, SetType))
        return OptionType(inner)
    raise TypeError(f"no common type of {left} and {right}")


def children(term: Term) -> tuple[Term, ...]:
    """The terms directly below, in reading order."""
    match term:
        case (
            BoolValue()
            | IntValue()
            | EnumValue()
            | MemberValue()
            | NoneValue()
            | Bound()
            | ChoiceRead()
            | Everything()
        ):
            return ()
        case Read(_, indices, _):
            return indices
        case Some(of) | The(of) | Not(of) | Saturate(of, _):
            return (of,)
        case And(of) | Or(of):
            return of
        case Implies(left, right) | Equal(left, right) | Subset(left, right):
            return (left, right)
        case Compare(_, left, right) | Arithmetic(_, left, right) | SetOperation(_, left, right):
            return (left, right)
        case Ite(condition, then, otherwise):
            return (condition, then, otherwise)
        case Member(elements, set_):
            return (*elements, set_)
        case SetOf(elements, _):
            return tuple(one for element in elements for one in element)
        case Comprehension(_, body) | ForAll(_, body) | Exists(_, body):
            return (body,)
        case Apply(_, arguments, _):
            return arguments
        case _:
            assert_never(term)


def bound_by(term: Term) -> tuple[Bound, ...]:
    """The variables that ``term`` itself binds in the term below it."""
    match term:
        case Comprehension(bound, _) | ForAll(bound, _) | Exists(bound, _):
            return bound
        case _:
            return ()


def free(term: Term) -> frozenset[Bound]:
    """The bound variables that ``term`` reads without binding them itself."""
    return free_given(term, free)


def free_given(term: Term, below: Callable[[Term], frozenset[Bound]]) -> frozenset[Bound]:
    """``free``, where ``below`` says it of the terms directly below."""
    if isinstance(term, Bound):
        return frozenset({term})
    found: frozenset[Bound] = frozenset().union(*map(below, children(term)))
    return found - frozenset(bound_by(term))


def variables_read(term: Term) -> frozenset[str]:
    """Names of the state variables read by ``term`` itself; definitions are not looked into."""
    below: frozenset[str] = frozenset().union(*map(variables_read, children(term)))
    return below | {term.variable} if isinstance(term, Read) else below


def definitions_used(term: Term) -> frozenset[str]:
    """Names of the definitions that ``term`` itself applies; their bodies are not looked into."""
    below: frozenset[str] = frozenset().union(*map(definitions_used, children(term)))
    return below | {term.definition} if isinstance(term, Apply) else below
