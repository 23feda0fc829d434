"""``for``: the body has run once with its variables left open; here it takes effect for all
their values at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tdpspec.lowering.situation import Situation, Write, index_name
from tdpspec.system.make import (
    comprehension,
    conjunction,
    ite,
    member,
    negation,
    set_operation,
    unused,
)
from tdpspec.system.maps import Build, Map, Store, entry, store
from tdpspec.system.terms import Bound, Ite, SetOf, SetOp, SetOperation, Term, free
from tdpspec.system.types import SetType


def simultaneously(
    bound: tuple[Bound, ...], where: Term, before: Situation, after: Situation
) -> Situation:
    """``before`` with the writes that lead to ``after``, made for all values of ``bound`` for
    which ``where`` holds. Every write is to an entry (or an element) that ``bound`` names, so
    that no two values write to the same place; checking has seen to that."""
    result = replace(
        before, locks=after.locks, writes=tuple(dict.fromkeys((*before.writes, *after.writes)))
    )
    for name, map_ in after.maps.items():
        if map_ != before.map(name):
            key = _key(bound, tuple(one for one in after.writes if one.variable == name))
            result = result.with_map(name, _lift(bound, key, where, name, before, map_))
    return result


def _key(bound: tuple[Bound, ...], writes: tuple[Write, ...]) -> dict[int, Bound]:
    """Where each of ``bound`` stands in every write: the number of an index, or of a part of the
    element counted on from the indices."""
    keys = [(*one.indices, *one.elements) for one in writes]
    return {
        min(
            set.intersection(*({k for k, term in enumerate(key) if term == one} for key in keys))
        ): one
        for one in bound
    }


def _lift(
    bound: tuple[Bound, ...],
    key: Mapping[int, Bound],
    where: Term,
    name: str,
    before: Situation,
    after: Map,
) -> Map:
    variable = before.vocabulary.variables[name]
    old = before.map(name)
    width = len(variable.indices)
    parts = variable.type.of if isinstance(variable.type, SetType) else ()
    taken = {*before.taken, *(one.name for one in bound)}
    names: list[Bound] = []
    for k, type_ in enumerate((*variable.indices, *parts)):
        fresh = unused(index_name(type_), taken)
        names.append(key.get(k, Bound(fresh, type_)))
        taken.add(names[-1].name)
    at, element = tuple(names[:width]), tuple(names[width:])
    by_element = any(k >= width for k in key)
    if (
        isinstance(after, Store)
        and after.base == old
        and not any(free(one) & set(bound) for one in after.indices)
    ):
        # One entry, named by terms that do not depend on the loop: only its elements change.
        value = _lift_set(element, where, entry(old, after.indices), after.value)
        return store(old, after.indices, value)
    base, new = entry(old, at), entry(after, at)
    value = _lift_set(element, where, base, new) if by_element else ite(where, new, base)
    return Build(at, value) if at else store(old, (), value)


def _lift_set(element: tuple[Bound, ...], where: Term, old: Term, new: Term) -> Term:
    """The set that ``new`` becomes when its changes are made in all turns: whether ``element``
    is in it is decided by the turn that it names."""
    plain = _lift_pattern(element, where, old, new)
    if plain is not None:
        return plain
    return comprehension(element, ite(where, member(element, new), member(element, old)))


def _lift_pattern(element: tuple[Bound, ...], where: Term, old: Term, new: Term) -> Term | None:
    """The common shapes, kept readable: elements added or taken away, perhaps on a condition."""
    if new == old:
        return old
    match new:
        case SetOperation((SetOp.UNION | SetOp.MINUS) as op, base, SetOf((one,), _)) if (
            one == element
        ):
            below = _lift_pattern(element, where, old, base)
            if below is None:
                return None
            return set_operation(op, below, comprehension(element, where))
        case Ite(condition, then, otherwise) if not free(condition) & set(element):
            yes = _lift_pattern(element, where, old, then)
            no = _lift_pattern(element, where, old, otherwise)
            return None if yes is None or no is None else ite(condition, yes, no)
        case Ite(condition, then, otherwise) if otherwise == old:
            return _lift_pattern(element, conjunction(where, condition), old, then)
        case Ite(condition, then, otherwise) if then == old:
            return _lift_pattern(element, conjunction(where, negation(condition)), old, otherwise)
        case _:
            return None
