"""How a variable changes in a step: a map from its indices to its new value.

The shape follows what was written (one entry, all entries, one or the other), so that it can be
shown as it was meant; ``entry`` gives the same thing pointwise, ``var'(i..) = term(i..)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from tdpspec.system.make import conjunction, equal, ite, substitute
from tdpspec.system.terms import FALSE, TRUE, Bound, Read, Term
from tdpspec.system.types import Type


@dataclass(frozen=True, slots=True)
class Current:
    """The variable as it is before the step."""

    variable: str
    type: Type


@dataclass(frozen=True, slots=True)
class Store:
    """``base`` but for one entry. A variable without indices has one entry, at ``()``."""

    base: Map
    indices: tuple[Term, ...]
    value: Term


@dataclass(frozen=True, slots=True)
class Build:
    """All entries at once: the entry at ``bound`` is ``value``."""

    bound: tuple[Bound, ...]
    value: Term


@dataclass(frozen=True, slots=True)
class Branch:
    """One map or the other."""

    condition: Term
    then: Map
    otherwise: Map


Map = Current | Store | Build | Branch


def entry(map_: Map, indices: tuple[Term, ...]) -> Term:
    """The value of ``map_`` at ``indices``, as a term over the state before the step."""
    match map_:
        case Current(variable, type_):
            return Read(variable, indices, type_)
        case Store(base, at, value):
            same = conjunction(*(equal(a, b) for a, b in zip(indices, at, strict=True)))
            return ite(same, value, entry(base, indices))
        case Build(bound, value):
            return substitute(value, dict(zip(bound, indices, strict=True)))
        case Branch(condition, then, otherwise):
            return ite(condition, entry(then, indices), entry(otherwise, indices))
        case _:
            assert_never(map_)


def store(base: Map, indices: tuple[Term, ...], value: Term) -> Map:
    """``base`` with one entry replaced; a write over the same entry replaces the earlier one."""
    if isinstance(base, Store) and base.indices == indices:
        base = base.base
    if entry(base, indices) == value:
        return base
    return Store(base, indices, value)


def branch(condition: Term, then: Map, otherwise: Map) -> Map:
    """``then`` where ``condition`` holds; stores to the same entry are merged into one."""
    if condition == TRUE or then == otherwise:
        return then
    if condition == FALSE:
        return otherwise
    for one, other in ((then, otherwise), (otherwise, then)):
        if isinstance(one, Store) and _base(other) == one.base:
            indices = one.indices
            a, b = entry(then, indices), entry(otherwise, indices)
            if isinstance(other, Current) or (
                isinstance(other, Store) and other.indices == indices
            ):
                return store(one.base, indices, ite(condition, a, b))
    return Branch(condition, then, otherwise)


def _base(map_: Map) -> Map:
    return map_.base if isinstance(map_, Store) else map_


def map_terms(map_: Map, change: Callable[[Term], Term]) -> Map:
    """``map_`` with ``change`` applied to each term in it, simplified."""
    match map_:
        case Current():
            return map_
        case Store(base, indices, value):
            return store(map_terms(base, change), tuple(map(change, indices)), change(value))
        case Build(bound, value):
            return Build(bound, change(value))
        case Branch(condition, then, otherwise):
            return branch(change(condition), map_terms(then, change), map_terms(otherwise, change))
        case _:
            assert_never(map_)


def terms_in(map_: Map) -> tuple[Term, ...]:
    """Every term that ``map_`` is made of, in reading order."""
    match map_:
        case Current():
            return ()
        case Store(base, indices, value):
            return (*terms_in(base), *indices, value)
        case Build(_, value):
            return (value,)
        case Branch(condition, then, otherwise):
            return (condition, *terms_in(then), *terms_in(otherwise))
        case _:
            assert_never(map_)
