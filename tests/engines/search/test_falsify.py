"""Runs that break claims where all states are few enough to be visited."""

from __future__ import annotations

import pytest

from tdpspec.engines.base import Decided, Limits
from tdpspec.engines.search import few_states
from tdpspec.engines.search.every_size import EverySize
from tdpspec.engines.search.falsify import where_few_states
from tdpspec.interpret.explore import explore
from tdpspec.interpret.replay import Mismatch, replay
from tdpspec.system.claims import state_claims
from tdpspec.system.instance import Instance, instance
from tdpspec.system.verdict import Proved
from tests.spec import instance_of

# One is woken at a time, whoever it is: with three workers all of them may come to sleep.
ONE_IS_WOKEN = """
    sort Worker
    enum Kind = producer | consumer
    mutex m
    var kind: Worker -> Kind = any
    initially (exists w: Worker. kind[w] = producer) and (exists w: Worker. kind[w] = consumer)
    var full: bool = false
    var asleep: set Worker = {}
    def blocked(w: Worker) = if kind[w] = producer then full else not full
    process worker(w: Worker) {
        lock:
            acquire m
        test:
            if not blocked(w) { goto work }
            add w to asleep
            release m
        first:
        second:
        sleep:
            when w notin asleep
            acquire m
            goto test
        work:
            full := not full
            choose u in asleep { remove u from asleep } else { }
        unlock:
            release m
            goto lock
    }
    invariant never_stuck can_step
    invariant in_turn forall w: Worker. w at work => not blocked(w)
"""


def few(at: Instance) -> list[tuple[str, int, int]]:
    """Broken claims, each with the members there and the length of its run, which is one."""
    found = []
    for one in where_few_states(at.system, dict(at.sizes), state_claims(at.system.properties)):
        there = instance(at.system, dict(one.sizes))
        assert not isinstance(replay(there, one.trace, at.system.property[one.claim]), Mismatch)
        found.append((one.claim, dict(one.sizes)["Worker"], len(one.trace)))
    return found


def test_a_run_that_takes_one_member_more_is_a_shortest_one_there() -> None:
    at = instance_of(ONE_IS_WOKEN, Worker=2)
    ((_, trace),) = explore(instance(at.system, {"Worker": 3}), at.system.properties).refuted
    assert few(at) == [("never_stuck", 3, len(trace))]


def test_with_more_states_than_a_few_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_states, "FEW_STATES", 20)
    assert few(instance_of(ONE_IS_WOKEN, Worker=2)) == []


def test_where_there_are_very_many_ways_to_begin_none_is_looked_for() -> None:
    # At three workers 2^27 of them, and no condition can be told before the last piece is there.
    seen = "var seen: set (Worker, Worker, Worker) = any\ninitially seen = {}\n"
    assert few(instance_of(seen + ONE_IS_WOKEN, Worker=2)) == []
    assert few(instance_of(ONE_IS_WOKEN, Worker=2)) != []


def test_what_a_long_run_of_one_member_more_breaks_is_said_to_be_false_there() -> None:
    at = instance_of(ONE_IS_WOKEN, Worker=2)
    verdicts = {
        one.claim: one.verdict
        for one in EverySize().judge(at, at.system.properties, (), Limits(depth=0))
        if isinstance(one, Decided)
    }
    stuck, in_turn = verdicts["never_stuck"], verdicts["in_turn"]
    assert isinstance(stuck, Proved)
    assert (stuck.covers, stuck.obstacle) == (at.sizes, "it is false at Worker = 3")
    assert stuck.beyond is not None
    there = instance(at.system, {"Worker": 3})
    ((_, shortest),) = explore(there, at.system.properties).refuted
    shown = stuck.beyond.refuted
    assert (stuck.beyond.sizes, shown.shortest) == (there.sizes, True)
    assert len(shown.trace) == len(shortest)
    assert not isinstance(replay(there, shown.trace, at.system.property["never_stuck"]), Mismatch)
    assert isinstance(in_turn, Proved)
    assert in_turn.covers is None
