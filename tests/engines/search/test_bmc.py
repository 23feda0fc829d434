"""Shortest traces, and the boundary on both sides."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.engines.base import Decided, Fired, Limits, Progress
from tdpspec.engines.search.bmc import Bmc
from tdpspec.interpret.explore import explore
from tdpspec.interpret.replay import Replayed, replay
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.terms import BoolValue
from tdpspec.system.verdict import HoldsTo, Refuted
from tests import systems
from tests.strategies import systems as random_systems


def judge(at, depth, witnesses=False):
    return list(Bmc().judge(at, at.system.properties, (), Limits(depth, witnesses)))


def decided(at, depth):
    return {one.claim: one.verdict for one in judge(at, depth) if isinstance(one, Decided)}


def test_bmc_misses_the_bug_one_step_too_early():
    at = instance(fix(systems.mutex(), "free"))
    assert decided(at, 1) == {"mutual_exclusion": HoldsTo(1, "depth limit of 1 steps")}


def test_bmc_finds_the_bug_at_its_depth():
    at = instance(fix(systems.mutex(), "free"))
    verdict = decided(at, 2)["mutual_exclusion"]
    assert isinstance(verdict, Refuted)
    assert verdict.shortest
    assert [one.action for one in verdict.trace.steps] == ["enter", "enter"]
    assert isinstance(replay(at, verdict.trace, at.system.properties[0]), Replayed)


def test_a_longer_search_finds_the_same_shortest_traces_of_several_claims():
    at = instance(systems.counter())
    lengths = {name: len(verdict.trace) for name, verdict in decided(at, 9).items()}
    assert lengths == {"below_two": 2, "in_range": 3}


@pytest.mark.parametrize("depth", [1, 5])
def test_a_run_that_ends_is_told_and_later_depths_are_not_claimed(depth):
    at = instance(
        replace(systems.handover(), properties=(systems.invariant("always", BoolValue(True)),))
    )
    reason = "every run has ended after 1 steps" if depth > 1 else "depth limit of 1 steps"
    assert decided(at, depth) == {"always": HoldsTo(1, reason)}


def test_without_an_initial_state_nothing_is_claimed_beyond_depth_zero():
    at = instance(replace(systems.counter(), initially=(BoolValue(False),)))
    assert {type(one) for one in decided(at, 5).values()} == {HoldsTo}
    assert {one.depth for one in decided(at, 5).values()} == {0}


def test_depths_are_told_one_by_one():
    at = instance(fix(systems.mutex(), "locked"))
    depths = [one.depth for one in judge(at, 3) if isinstance(one, Progress)]
    assert depths == [0, 1, 2, 3]


def test_witnesses_are_told_only_when_asked_for():
    assert not any(isinstance(one, Fired) for one in judge(instance(systems.workshop()), 3))


@given(st.data())
def test_witnesses_are_the_shortest_that_exhaustive_search_finds(data):
    at = instance(data.draw(random_systems(budget=200)))
    depth = 4
    fired = {one.action: one.witness for one in judge(at, depth, True) if isinstance(one, Fired)}
    expected = {
        one.action: one.witness
        for one in explore(at).actions
        if one.witness is not None and one.witness <= depth
    }
    assert fired == expected
