"""The types of terms. Every type has finitely many values once the sorts have sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True, slots=True)
class BoolType:
    """``bool``"""


@dataclass(frozen=True, slots=True)
class EnumType:
    """A closed list of words: a declared enumeration, a choice's values, a process's places."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SortType:
    """Members of a sort; interchangeable unless the sort names them."""

    name: str


@dataclass(frozen=True, slots=True)
class RangeType:
    """``low..high``, both included. Sums and differences have a wider range of their own."""

    low: int
    high: int


Scalar = BoolType | EnumType | SortType | RangeType


@dataclass(frozen=True, slots=True)
class OptionType:
    """``T?``: a value of ``of``, or none."""

    of: Scalar


@dataclass(frozen=True, slots=True)
class SetType:
    """``set T`` or ``set (T, U)``: a set of tuples as wide as ``of`` is long."""

    of: tuple[Scalar, ...]


Type = Scalar | OptionType | SetType

BOOL = BoolType()


def fits(narrow: Type, wide: Type) -> bool:
    """Whether every value of ``narrow`` is a value of ``wide``: they are the same but for ranges.

    >>> fits(OptionType(RangeType(1, 2)), OptionType(RangeType(0, 3)))
    True
    """
    match narrow, wide:
        case RangeType(low, high), RangeType(lowest, highest):
            return lowest <= low and high <= highest
        case OptionType(inner), OptionType(outer):
            return fits(inner, outer)
        case _:
            return narrow == wide


def describe(type_: Type) -> str:
    """The type as it is written in a spec.

    >>> describe(SetType((SortType("Root"), RangeType(0, 3))))
    'set (Root, 0..3)'
    """
    match type_:
        case BoolType():
            return "bool"
        case EnumType(name, _) | SortType(name):
            return name
        case RangeType(low, high):
            return f"{low}..{high}"
        case OptionType(of):
            return f"{describe(of)}?"
        case SetType((one,)):
            return f"set {describe(one)}"
        case SetType(of):
            return f"set ({', '.join(map(describe, of))})"
        case _:
            assert_never(type_)
