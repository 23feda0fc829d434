"""Whether a number stays in its range on the way that leads there, by trying all values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod

from tdpspec.system.terms import (
    And,
    Arithmetic,
    BoolValue,
    Compare,
    Equal,
    IntValue,
    Not,
    Or,
    Order,
    Sign,
    Term,
    type_of,
)
from tdpspec.system.types import RangeType

_MOST = 20_000
"""How many valuations are tried before the answer is that nothing is known."""


def always(claim: Term, known: Iterable[Term]) -> bool:
    """Whether ``claim``, made of comparisons of numbers, is true wherever ``known`` is, judged by
    the ranges of what it reads; False also where that is not clear."""
    if not _is_numeric(claim):
        return isinstance(claim, BoolValue) and claim.value
    read = dict.fromkeys(_read(claim))
    facts = [one for one in known if _is_numeric(one) and read.keys() & set(_read(one))]
    for one in facts:
        read.update(dict.fromkeys(_read(one)))
    ranges = [_range(one) for one in read]
    if prod(map(len, ranges)) > _MOST:
        return False
    valuations = (dict(zip(read, values, strict=True)) for values in product(*ranges))
    return all(
        _holds(claim, values)
        for values in valuations
        if all(_holds(fact, values) for fact in facts)
    )


def _is_numeric(term: Term) -> bool:
    match term:
        case Compare():
            return True
        case Equal(left, _):
            return isinstance(type_of(left), RangeType)
        case Not(of):
            return _is_numeric(of)
        case And(of) | Or(of):
            return all(map(_is_numeric, of))
        case _:
            return False


def _read(term: Term) -> Iterator[Term]:
    """The numbers in ``term`` that are not sums: what is given a value."""
    match term:
        case IntValue():
            pass
        case Compare(_, left, right) | Equal(left, right) | Arithmetic(_, left, right):
            yield from _read(left)
            yield from _read(right)
        case Not(of):
            yield from _read(of)
        case And(of) | Or(of):
            for one in of:
                yield from _read(one)
        case _:
            yield term


def _range(term: Term) -> range:
    type_ = type_of(term)
    assert isinstance(type_, RangeType), type_
    return range(type_.low, type_.high + 1)


def _number(term: Term, values: Mapping[Term, int]) -> int:
    match term:
        case IntValue(value):
            return value
        case Arithmetic(sign, left, right):
            a, b = _number(left, values), _number(right, values)
            return a + b if sign is Sign.PLUS else a - b
        case _:
            return values[term]


def _holds(term: Term, values: Mapping[Term, int]) -> bool:
    match term:
        case Compare(op, left, right):
            a, b = _number(left, values), _number(right, values)
            return {
                Order.LESS: a < b,
                Order.AT_MOST: a <= b,
                Order.GREATER: a > b,
                Order.AT_LEAST: a >= b,
            }[op]
        case Equal(left, right):
            return _number(left, values) == _number(right, values)
        case Not(of):
            return not _holds(of, values)
        case And(of):
            return all(_holds(one, values) for one in of)
        case Or(of):
            return any(_holds(one, values) for one in of)
        case _:
            raise AssertionError(f"{term} is not about numbers")
