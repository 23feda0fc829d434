"""One design of a system: its choices replaced by values, everything simplified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar, assert_never

from tdpspec.system.make import rewrite
from tdpspec.system.maps import Current, map_terms
from tdpspec.system.model import Action, Assertion, Invariant, Property, System, Temporal, Update
from tdpspec.system.terms import FALSE, ChoiceRead, Term

_Part = TypeVar("_Part")


def fix(system: System, design: str) -> System:
    """``system`` under ``design``: no choices left, actions that the design rules out dropped.

    Errors: ``KeyError`` for an unknown design.
    """
    chosen = {one.name: one for one in system.designs}[design]
    fixed = assign(system, dict(chosen.assignment))
    return replace(fixed, design=design)


def assign(system: System, values: Mapping[str, Term]) -> System:
    """``system`` with some or all choices replaced by values; the other choices stay.

    An action whose guard becomes ``false`` by that is left out: it was switched off on purpose.
    """

    def leaf(term: Term) -> Term | None:
        return values.get(term.name) if isinstance(term, ChoiceRead) else None

    def change(term: Term) -> Term:
        return rewrite(term, leaf)

    return replace(
        change_terms(system, change),
        choices=tuple(one for one in system.choices if one.name not in values),
    )


def change_terms(system: System, change: Callable[[Term], Term]) -> System:
    """``system`` with ``change`` applied to every term that it is made of."""
    actions = tuple(_same_if_equal(one, _change_action(one, change)) for one in system.actions)
    kept = tuple(one for one in actions if one.guard != FALSE)
    names = {one.name for one in kept}
    return replace(
        system,
        variables=tuple(
            replace(one, initial=None if one.initial is None else change(one.initial))
            for one in system.variables
        ),
        definitions=tuple(replace(one, body=change(one.body)) for one in system.definitions),
        initially=tuple(map(change, system.initially)),
        actions=kept,
        properties=tuple(
            _same_if_equal(one, _change_property(one, change)) for one in system.properties
        ),
        hints=tuple(replace(one, condition=change(one.condition)) for one in system.hints),
        fairness=tuple(
            replace(one, actions=tuple(name for name in one.actions if name in names))
            for one in system.fairness
        ),
    )


def _same_if_equal(before: _Part, after: _Part) -> _Part:
    """What nothing changes is one thing in all designs, to be looked at once: see ``Cache``."""
    return before if after == before else after


def _change_property(claim: Property, change: Callable[[Term], Term]) -> Property:
    match claim:
        case Invariant():
            return replace(claim, condition=change(claim.condition))
        case Temporal():
            return replace(claim, premise=change(claim.premise), goal=change(claim.goal))
        case Assertion():
            return claim
        case _:
            assert_never(claim)


def _change_action(action: Action, change: Callable[[Term], Term]) -> Action:
    updates = tuple(
        Update(one.variable, map_)
        for one in action.updates
        if not isinstance(map_ := map_terms(one.map, change), Current)
    )
    return replace(
        action,
        guard=change(action.guard),
        updates=updates,
        checks=tuple(replace(one, condition=change(one.condition)) for one in action.checks),
    )
