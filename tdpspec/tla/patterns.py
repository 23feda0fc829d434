"""Shapes of terms that have a shorter form in TLA+ than their own."""

from __future__ import annotations

from tdpspec.system.make import conjunction
from tdpspec.system.terms import (
    TRUE,
    Compare,
    EnumValue,
    Equal,
    Everything,
    Implies,
    IntValue,
    Member,
    Not,
    Order,
    SetOf,
    Term,
)
from tdpspec.system.types import RangeType, SetType


def one_implication(term: Term) -> tuple[Term, Term]:
    """``a => (b => c)`` as ``a /\\ b => c``: the condition, ``true`` if there is none, and what
    follows from it."""
    match term:
        case Implies(left, right):
            more, last = one_implication(right)
            return conjunction(left, more), last
        case _:
            return TRUE, term


def is_relation(term: Term) -> bool:
    """Whether the negation is no longer than the term."""
    return isinstance(term.of if isinstance(term, Not) else term, (Equal, Member))


def as_ranges(parts: tuple[Term, ...]) -> tuple[Term, ...]:
    """``low <= n`` beside ``n <= high`` as ``n in low..high``."""
    result: list[Term] = []
    for one in parts:
        match result[-1:], one:
            case (
                [Compare(Order.AT_MOST, IntValue(low), number)],
                Compare(Order.AT_MOST, other, IntValue(high)),
            ) if number == other and low <= high:
                result[-1] = Member((number,), Everything(SetType((RangeType(low, high),))))
            case _:
                result.append(one)
    return tuple(result)


def as_members(parts: tuple[Term, ...]) -> tuple[Term, ...]:
    """``x = "a"`` beside ``x = "b"`` as ``x in {"a", "b"}``."""
    result: list[Term] = []
    for one in parts:
        match result[-1:], one:
            case [Equal(left, first)], Equal(same, EnumValue(_, type_) as second) if (
                left == same and isinstance(first, EnumValue)
            ):
                result[-1] = Member((left,), SetOf(((first,), (second,)), SetType((type_,))))
            case [Member((left,), SetOf(values, kind))], Equal(same, EnumValue() as next_) if (
                left == same and all(isinstance(value, EnumValue) for (value,) in values)
            ):
                result[-1] = Member((left,), SetOf((*values, (next_,)), kind))
            case _:
                result.append(one)
    return tuple(result)
