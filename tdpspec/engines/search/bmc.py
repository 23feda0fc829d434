"""Bounded model checking: all claims at each depth before any at the next, so that the first
violation met is a shortest one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tdpspec.engines.base import Decided, Event, Fired, Limits, Progress, left_to_explore
from tdpspec.engines.search.shortest import Shortest
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer
from tdpspec.solving.unroll import Unrolling
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.verdict import HoldsTo, Lemma, Refuted, Unknown


@dataclass(frozen=True, slots=True)
class Bmc:
    """Source: Biere, Cimatti, Clarke, Zhu, Symbolic Model Checking without BDDs, TACAS 1999."""

    name: str = "bmc"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """See ``Engine.judge``; ``known`` is not needed. Goes on to ``limits.depth`` for the
        witnesses even when all claims are decided."""
        yield from left_to_explore(claims)
        relation = Relation(instance)
        circuit = relation.circuit
        runs = Unrolling(relation)
        shortest = Shortest(instance, claims)
        open_ = relation.claims(claims)
        guards: dict[str, list[int]] = {}
        for ground in relation.actions:
            guards.setdefault(ground.step.action, []).append(ground.guard)
        enabled = {name: circuit.disjunction(each) for name, each in guards.items()}
        unfired = dict(enabled) if limits.witnesses else {}
        can_move = circuit.disjunction(enabled.values())

        reason = f"depth limit of {limits.depth} steps"
        for depth in range(limits.depth + 1):
            if depth:
                runs.extend()
            while open_:
                answer = runs.check([(depth, -circuit.conjunction(open_.values()))])
                if answer is Answer.UNSAT:
                    break
                if answer is Answer.UNKNOWN:
                    yield from _gave_up(runs, open_, depth)
                    return
                found = runs.trace(depth)
                for name in [one for one, holds in open_.items() if not runs.value(depth, holds)]:
                    del open_[name]
                    trace = shortest.in_place_of(name, found)
                    yield Decided(name, Refuted(trace, shortest=True), runs.queries)
            for holds in open_.values():
                # It follows from what is there, and spares the solver finding it again.
                runs.require(depth, holds)
            if open_ or unfired:
                yield Progress(tuple(open_), depth)
            if depth == limits.depth or not (open_ or unfired):
                break
            while unfired:
                if runs.check([(depth, circuit.disjunction(unfired.values()))]) is not Answer.SAT:
                    break
                for name in [one for one, can in unfired.items() if runs.value(depth, can)]:
                    del unfired[name]
                    yield Fired(name, depth + 1)
            if runs.check([(depth, can_move)]) is Answer.UNSAT:
                reason = f"every run has ended after {depth} steps"
                break
        for name in open_:
            yield Decided(name, HoldsTo(depth, reason), runs.queries)


def _gave_up(runs: Unrolling, open_: dict[str, int], depth: int) -> Iterator[Event]:
    why = f"the solver gave up at depth {depth}: {runs.session.why_unknown()}"
    for name in open_:
        verdict = HoldsTo(depth - 1, why) if depth else Unknown(why)
        yield Decided(name, verdict, runs.queries)
