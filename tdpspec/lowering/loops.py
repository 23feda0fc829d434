"""``for``: the body has run once with its variables left open; here it takes effect for all
their values at the same time."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.lowering.situation import Situation
from tdpspec.system.make import (
    comprehension,
    conjunction,
    ite,
    member,
    negation,
    set_operation,
    unused,
)
from tdpspec.system.maps import Branch, Build, Current, Map, Store, entry, store
from tdpspec.system.terms import (
    Bound,
    Ite,
    SetOf,
    SetOp,
    SetOperation,
    Term,
    children,
    free,
    type_of,
)
from tdpspec.system.types import SetType


def simultaneously(
    bound: tuple[Bound, ...], where: Term, before: Situation, after: Situation
) -> Situation:
    """``before`` with the writes that lead to ``after``, made for all values of ``bound`` for
    which ``where`` holds. Every write is to an entry (or an element) that ``bound`` names, so
    that no two values write to the same place; checking has seen to that."""
    result = before
    for name, map_ in after.maps.items():
        if map_ != before.map(name):
            result = result.with_map(name, _lift(bound, where, name, before, map_))
    return replace(result, locks=after.locks)


def _lift(bound: tuple[Bound, ...], where: Term, name: str, before: Situation, after: Map) -> Map:
    variable = before.vocabulary.variables[name]
    old = before.map(name)
    written = _indices(after)
    position = {one: k for one in bound for at in written for k, i in enumerate(at) if i == one}
    elements = tuple(one for one in bound if one not in position)
    if isinstance(after, Store) and after.base == old and not position:
        # One entry, named by terms that do not depend on the loop: only its elements change.
        value = _lift_set(elements, where, entry(old, after.indices), after.value)
        return store(old, after.indices, value)
    taken = set(before.taken) | {one.name for one in bound}
    indices: list[Bound] = []
    for k, type_ in enumerate(variable.indices):
        own = [one for one, at in position.items() if at == k]
        if own:
            indices.append(own[0])
        else:
            fresh = unused(getattr(type_, "name", "n")[0].lower(), taken)
            taken.add(fresh)
            indices.append(Bound(fresh, type_))
    at = tuple(indices)
    base, new = entry(old, at), entry(after, at)
    value = _lift_set(elements, where, base, new) if elements else ite(where, new, base)
    return Build(at, value) if at else store(old, (), value)


def _indices(map_: Map) -> tuple[tuple[Term, ...], ...]:
    match map_:
        case Store(base, indices, _):
            return (*_indices(base), indices)
        case Branch(_, then, otherwise):
            return (*_indices(then), *_indices(otherwise))
        case Current() | Build():
            return ()


def _lift_set(elements: tuple[Bound, ...], where: Term, old: Term, new: Term) -> Term:
    """The set that ``new`` becomes when its changes are made for all values of ``elements``."""
    plain = _lift_pattern(elements, where, old, new)
    if plain is not None:
        return plain
    type_ = type_of(old)
    assert isinstance(type_, SetType)
    changed = _changed_tuple(new, elements)
    taken = {one.name for one in free(new) | free(old) | set(elements)}
    # The element under question: the loop's own variable where the element is just that.
    names: list[Bound] = []
    for part, scalar in zip(changed, type_.of, strict=True):
        if isinstance(part, Bound) and part in elements:
            names.append(part)
        else:
            fresh = unused("e", taken)
            taken.add(fresh)
            names.append(Bound(fresh, scalar))
    element = tuple(names)
    kept = member(element, old)
    return comprehension(element, ite(where, member(element, new), kept))


def _lift_pattern(elements: tuple[Bound, ...], where: Term, old: Term, new: Term) -> Term | None:
    """The common shapes, kept readable: elements added or taken away, perhaps on a condition."""
    if new == old:
        return old
    match new:
        case SetOperation((SetOp.UNION | SetOp.MINUS) as op, base, SetOf((one,), _)) if (
            one == elements
        ):
            below = _lift_pattern(elements, where, old, base)
            if below is None:
                return None
            return set_operation(op, below, comprehension(elements, where))
        case Ite(condition, then, otherwise) if otherwise == old:
            return _lift_pattern(elements, conjunction(where, condition), old, then)
        case Ite(condition, then, otherwise) if then == old:
            return _lift_pattern(elements, conjunction(where, negation(condition)), old, otherwise)
        case _:
            return None


def _changed_tuple(term: Term, elements: tuple[Bound, ...]) -> tuple[Term, ...]:
    """The first element added or removed in ``term`` that names the loop's variables."""
    if isinstance(term, SetOf):
        for one in term.elements:
            if set(one) & set(elements):
                return one
    for below in children(term):
        found = _changed_tuple(below, elements)
        if found:
            return found
    return ()
