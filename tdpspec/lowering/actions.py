"""From the tree of a step to actions: one for each way that its ``choose`` statements open.

Ways that differ only by ``if`` are one action, merged by if-then-else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import assert_never

from tdpspec.lowering.situation import Situation, merge
from tdpspec.lowering.tree import End, Fork, Select, Site, Tree, Verify, Wait
from tdpspec.system.make import (
    conjunction,
    disjunction,
    exists,
    implies,
    ite,
    negation,
    substitute,
    unused,
)
from tdpspec.system.maps import map_terms
from tdpspec.system.model import Check
from tdpspec.system.terms import FALSE, TRUE, Bound, Term


@dataclass(frozen=True)
class Path:
    """One action in the making.

    Shape: ``history`` says which way was taken at which ``choose``: what makes two paths two
           actions. ``suffixes`` are the names of those ways, "" for one without a name.
           ``situation`` is the one at the end of the step.
    """

    history: tuple[tuple[Site, int], ...]
    suffixes: tuple[str, ...]
    parameters: tuple[Bound, ...]
    guard: Term
    checks: tuple[Check, ...]
    situation: Situation


def paths(tree: Tree) -> tuple[Path, ...]:
    """The actions of a step, in the order written; those that can never be taken left out."""
    match tree:
        case End(situation):
            return (Path((), (), (), TRUE, (), situation),)
        case Wait(condition, then):
            return _alive(
                replace(one, guard=conjunction(condition, one.guard)) for one in paths(then)
            )
        case Verify(check, then):
            return tuple(replace(one, checks=(check, *one.checks)) for one in paths(then))
        case Fork(condition, then, otherwise):
            return _fork(condition, paths(then), paths(otherwise))
        case Select(site, ways):
            return _alive(
                replace(
                    one,
                    history=((site, number), *one.history),
                    suffixes=(way.suffix, *one.suffixes),
                    parameters=(*way.parameters, *one.parameters),
                    guard=conjunction(way.where, one.guard),
                )
                for number, way in enumerate(ways)
                for one in paths(way.then)
            )
        case _:
            assert_never(tree)


def enabled(tree: Tree) -> Term:
    """Whether some way through ``tree`` can be taken to its end."""
    match tree:
        case End():
            return TRUE
        case Wait(condition, then):
            return conjunction(condition, enabled(then))
        case Verify(_, then):
            return enabled(then)
        case Fork(condition, then, otherwise):
            return ite(condition, enabled(then), enabled(otherwise))
        case Select(_, ways):
            return disjunction(
                *(exists(way.parameters, conjunction(way.where, enabled(way.then))) for way in ways)
            )
        case _:
            assert_never(tree)


def suffixes(found: tuple[Path, ...]) -> tuple[str, ...]:
    """What tells each path's action from the others of the same step: ``_1``, ``_else``,
    ``_skip`` where a ``choose`` is not met, nothing where there is only one."""
    sites = [{site for site, _ in path.history} for path in found]
    names: list[str] = []
    for path, met in zip(found, sites, strict=True):
        name = "_".join(filter(None, path.suffixes))
        if len(found) > 1 and not name:
            name = "skip" if any(met < others for others in sites) else "1"
        if name.isdecimal():
            name = next(number for n in count(int(name)) if (number := str(n)) not in names)
        names.append(unused(name, names) if name else "")
    return tuple(f"_{name}" if name else "" for name in names)


def _alive(found: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(one for one in found if one.guard != FALSE)


def _fork(condition: Term, then: tuple[Path, ...], otherwise: tuple[Path, ...]) -> tuple[Path, ...]:
    no = negation(condition)
    second = {one.history: one for one in otherwise}
    first = {one.history for one in then}
    result = [
        _merge(condition, one, second[one.history])
        if one.history in second
        else replace(one, guard=conjunction(condition, one.guard))
        for one in then
    ]
    result.extend(
        replace(one, guard=conjunction(no, one.guard))
        for one in otherwise
        if one.history not in first
    )
    return _alive(result)


def _merge(condition: Term, then: Path, otherwise: Path) -> Path:
    """One action for both sides of an ``if``: the same way at every ``choose``."""
    otherwise = _renamed(otherwise, dict(zip(otherwise.parameters, then.parameters, strict=True)))
    no = negation(condition)
    yes_checks = (replace(one, condition=implies(condition, one.condition)) for one in then.checks)
    no_checks = (replace(one, condition=implies(no, one.condition)) for one in otherwise.checks)
    return replace(
        then,
        guard=_either(condition, then.guard, otherwise.guard),
        checks=(*yes_checks, *no_checks),
        situation=merge(condition, then.situation, otherwise.situation),
    )


def _either(condition: Term, then: Term, otherwise: Term) -> Term:
    """``if condition then then else otherwise``, as the conjunction that a guard should be."""
    return (
        then
        if then == otherwise
        else conjunction(implies(condition, then), implies(negation(condition), otherwise))
    )


def _renamed(path: Path, names: Mapping[Bound, Bound]) -> Path:
    changed = {old: new for old, new in names.items() if old != new}
    if not changed:
        return path

    def change(term: Term) -> Term:
        return substitute(term, changed)

    maps = {name: map_terms(map_, change) for name, map_ in path.situation.maps.items()}
    return replace(
        path,
        parameters=tuple(names[one] for one in path.parameters),
        guard=change(path.guard),
        checks=tuple(replace(one, condition=change(one.condition)) for one in path.checks),
        situation=replace(path.situation, maps=maps),
    )
