"""Whether any fair run breaks a temporal claim, by a fixpoint: a second opinion on ``temporal.py``.

No cycles are looked for and no run is found. States are taken away from which what must happen
again and again cannot be reached any more, until none is left or all that are left are good for
ever. Source: Kesten, Pnueli, Raviv, Algorithmic Verification of Linear Temporal Logic
Specifications, ICALP 1998.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import assert_never

from tdpspec.interpret.explore import Graph
from tdpspec.interpret.fairness import fair_conditions
from tdpspec.interpret.step import stepper
from tdpspec.system.instance import Element, Instance
from tdpspec.system.model import Temporal, TemporalKind

States = frozenset[int]
Pairs = frozenset[tuple[int, int]]


def is_broken(instance: Instance, graph: Graph, claim: Temporal) -> bool:
    """Whether some fair run breaks ``claim``; ``graph`` is the whole graph of ``instance``."""
    follow = frozenset((before, after) for before, _, after in graph.edges if before != after)
    conditions = tuple(
        _Condition(
            one.fairness.strong,
            frozenset(
                (before, after)
                for before, step, after in graph.edges
                if before != after and one.owns(step.action, step.arguments)
            ),
        )
        for one in fair_conditions(instance)
    )
    return any(
        _is_broken_for(instance, graph, claim, values, follow, conditions)
        for values in product(*(instance.elements(one.type) for one in claim.bound))
    )


@dataclass(frozen=True)
class _Condition:
    strong: bool
    pairs: Pairs

    @cached_property
    def possible(self) -> States:
        return frozenset(before for before, _ in self.pairs)


def _is_broken_for(
    instance: Instance,
    graph: Graph,
    claim: Temporal,
    values: tuple[Element, ...],
    follow: Pairs,
    conditions: tuple[_Condition, ...],
) -> bool:
    meaning = stepper(instance).meaning

    def where(holds: Callable[..., object]) -> States:
        return frozenset(at for at, state in enumerate(graph.states) if holds(state, *values))

    everything = frozenset(range(len(graph.states)))
    misses = everything - where(meaning.function(claim.goal, claim.bound))
    match claim.kind:
        case TemporalKind.LEADS_TO:
            begins = misses & where(meaning.function(claim.premise, claim.bound))
            stays = misses
        case TemporalKind.EVENTUALLY:
            begins, stays = misses & frozenset(range(graph.initial)), misses
        case TemporalKind.ALWAYS_EVENTUALLY:
            begins, stays = misses, misses
        case TemporalKind.EVENTUALLY_ALWAYS:
            begins, stays = everything, everything
        case _:
            assert_never(claim.kind)
    inside = _within(follow, stays)
    ahead: dict[int, list[int]] = {}
    for before, after in inside:
        ahead.setdefault(before, []).append(after)
    return bool(_good_for_ever(_closure(begins, ahead, stays), misses, inside, conditions))


def _good_for_ever(
    states: States, wanted: States, follow: Pairs, conditions: tuple[_Condition, ...]
) -> States:
    """The states from which a fair run stays in ``states`` for ever and is in ``wanted`` again and
    again; a run may also stay where it is."""
    back: dict[int, list[int]] = {}
    for before, after in _within(follow, states):
        back.setdefault(after, []).append(before)

    def can_reach(goals: States) -> States:
        """The goals, and all states from which there is a way to one through ``states``."""
        return _closure(goals, back, states)

    while True:
        before_all = states
        states = can_reach(wanted & states)
        for one in conditions:
            doers = frozenset(
                state for state, after in one.pairs if state in states and after in states
            )
            idle = states - one.possible
            states = idle | can_reach(doers) if one.strong else can_reach(doers | idle)
        if states == before_all:
            return states


def _within(pairs: Pairs, states: States) -> Pairs:
    return frozenset(one for one in pairs if one[0] in states and one[1] in states)


def _closure(states: States, following: dict[int, list[int]], inside: States) -> States:
    """``states``, and all that can be reached from them through those ``inside``."""
    found = set(states)
    todo = list(states)
    while todo:
        for one in following.get(todo.pop(), ()):
            if one not in found and one in inside:
                found.add(one)
                todo.append(one)
    return frozenset(found)
