"""All that a system does at small sizes, in a form in which two systems can be compared."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from tdpspec.interpret.fairness import fair_graph
from tdpspec.interpret.step import stepper
from tdpspec.interpret.temporal import broken_by
from tdpspec.system.claims import condition_of, state_claims, temporal_claims
from tdpspec.system.instance import Instance, State
from tdpspec.system.model import Assertion

CLOCK_EVERY = 256
"""States between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The reachable states of an instance and what they lead to.

    Shape: ``after`` has for each state those that a step leads to, itself included where a step
           changes nothing. ``failing`` has the states in which a claim made of asserts is false,
           with these claims. ``fair`` is, where fairness matters, for each state which conditions
           of fairness can be met there, and which are met by going to each other state; else
           None. ``steps`` gives for each claim that is refuted the length of a run that does it,
           a shortest one for a claim about states. ``complete``: all states were visited;
           ``late``: the deadline ended the search.
    """

    initial: frozenset[State]
    after: Mapping[State, frozenset[State]]
    failing: Mapping[State, frozenset[str]]
    fair: Mapping[State, object] | None
    steps: Mapping[str, int]
    complete: bool
    late: bool = False

    def same_as(self, other: Behaviour) -> bool:
        """Whether states, transitions and failing asserts are the same."""
        return (
            self.complete
            and other.complete
            and self.initial == other.initial
            and self.failing == other.failing
            and self.after == other.after
            and self.fair == other.fair
        )


def behaviour(instance: Instance, limit: int, deadline: float) -> Behaviour:
    """What ``instance`` does, as far as ``limit`` states and ``deadline`` (of
    ``time.monotonic``) let it be seen; temporal claims are judged once all states are known."""
    steps = stepper(instance)
    claims = state_claims(instance.system.properties)
    tests = tuple(
        (
            one.name,
            isinstance(one, Assertion),
            steps.meaning.function(condition_of(instance.system, one)),
        )
        for one in claims
    )
    refuted: dict[str, int] = {}
    after: dict[State, frozenset[State]] = {}
    failing: dict[State, frozenset[str]] = {}
    level = list(steps.initial())
    initial = frozenset(level)
    known = set(level)
    depth = 0
    while level:
        following: dict[State, None] = {}
        for state in level:
            if len(after) % CLOCK_EVERY == 0 and time.monotonic() >= deadline:
                return Behaviour(initial, after, failing, None, refuted, False, late=True)
            wrong = [
                (name, made_of_asserts) for name, made_of_asserts, ok in tests if not ok(state)
            ]
            for name, _ in wrong:
                refuted.setdefault(name, depth)
            if asserts := frozenset(name for name, made_of_asserts in wrong if made_of_asserts):
                failing[state] = asserts
            reached = [new for one in steps.actions for _, new in one.moves(state)]
            after[state] = frozenset(reached)
            for new in reached:
                if new not in known:
                    known.add(new)
                    following[new] = None
            if len(known) > limit:
                return Behaviour(initial, after, failing, None, refuted, False)
        level = list(following)
        depth += 1
    fair = _judge_runs(instance, limit, refuted)
    return Behaviour(initial, after, failing, fair, refuted, True)


def _judge_runs(
    instance: Instance, limit: int, refuted: dict[str, int]
) -> Mapping[State, object] | None:
    """The temporal claims that are broken, into ``refuted``; the graph as fairness sees it."""
    claims = temporal_claims(instance.system.properties)
    graph = fair_graph(instance, limit) if claims else None
    if graph is None:
        return None
    for one in claims:
        lasso = broken_by(graph, one)
        if lasso is not None:
            refuted[one.name] = len(lasso)
    conditions = tuple((one.fairness.name, one.values) for one in graph.conditions)
    return {
        state: (
            conditions,
            graph.possible[number],
            frozenset(
                (graph.states[to], done)
                for to, done in zip(graph.successors[number], graph.done[number], strict=True)
            ),
        )
        for number, state in enumerate(graph.states)
    }
