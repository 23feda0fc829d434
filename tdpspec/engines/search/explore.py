"""Exhaustive search: all reachable states, and for temporal claims all cycles among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tdpspec.engines.base import Decided, Event, Limits, Progress
from tdpspec.engines.search.shortest import Shortest
from tdpspec.interpret.explore import Search
from tdpspec.interpret.fairness import FairGraph, fair_graph
from tdpspec.interpret.step import stepper
from tdpspec.interpret.temporal import broken_by
from tdpspec.interpret.uncollected import uncollected
from tdpspec.system.claims import state_claims, temporal_claims
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property, StateProperty, Temporal
from tdpspec.system.verdict import (
    Exhaustive,
    HoldsTo,
    Lemma,
    Proved,
    Refuted,
    Unknown,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Explore:
    """The interpreter itself, as an engine; ``states`` is how many it visits at most."""

    name: str = "explore"
    states: int = 300_000

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """See ``Engine.judge``. ``known`` is not needed; ``limits.depth`` does not bind it, as a
        part of the states proves nothing."""
        if of_states := state_claims(claims):
            yield from self._judge_states(instance, of_states)
        if of_runs := temporal_claims(claims):
            with uncollected():
                yield from self._judge_all_runs(instance, of_runs)

    def _judge_states(
        self, instance: Instance, claims: tuple[StateProperty, ...]
    ) -> Iterator[Event]:
        search = Search(stepper(instance), claims, self.states, stop_when_refuted=True)
        shortest = Shortest(instance, claims)
        names = [one.name for one in claims]
        depth = 0
        while True:
            for number in sorted(search.bad):
                if claims[number].name in names:
                    names.remove(claims[number].name)
                    trace = search.trace(search.bad[number])
                    shown = shortest.in_place_of(claims[number].name, trace)
                    yield Decided(claims[number].name, Refuted(shown, shortest=True), 0)
            if not names:
                return
            if search.stopped or not search.level:
                break
            yield Progress(tuple(names), depth)
            search.expand()
            depth += 1
        verdict: Verdict = Proved(instance.sizes, Exhaustive(len(search.origin)))
        if search.stopped:
            verdict = HoldsTo(depth - 1, self._reason) if depth else Unknown(self._reason)
        for name in names:
            yield Decided(name, verdict, 0)

    def _judge_all_runs(
        self, instance: Instance, claims: tuple[Temporal, ...]
    ) -> Iterator[Decided]:
        graph = fair_graph(instance, self.states)
        for one in claims:
            yield Decided(one.name, self._judge_runs(graph, one), 0)

    def _judge_runs(self, graph: FairGraph | None, claim: Temporal) -> Verdict:
        if graph is None:
            return Unknown(self._reason)
        lasso = broken_by(graph, claim)
        if lasso is not None:
            return Refuted(lasso, shortest=False)
        return Proved(graph.meaning.instance.sizes, Exhaustive(len(graph.states)))

    @property
    def _reason(self) -> str:
        return f"more than {self.states} states"
