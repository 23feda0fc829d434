"""A search in which many actions are one step finds what is wrong, and only that."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tdpspec.engines.base import Decided, Limits
from tdpspec.engines.lemmas.frames import Frames
from tdpspec.engines.search import few_states
from tdpspec.engines.search.falsify import long_runs, short_runs, where_long
from tdpspec.engines.search.parallel import Layers, Parallel
from tdpspec.interpret.explore import explore
from tdpspec.interpret.replay import Replayed, replay
from tdpspec.pipeline import load
from tdpspec.solving.relation import Relation
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.system.verdict import HoldsTo, Refuted
from tests.spec import instance_of
from tests.strategies import systems as random_systems

DEPTH = 6

RELAY = """
    sort Runner
    var lap: Runner -> 0..4 = 0
    action run(r: Runner) { when lap[r] < 4  lap[r] := lap[r] + 1 }
    invariant not_all_home "" not (forall r: Runner. lap[r] = 4)
"""
"""Broken after four steps of each runner, who do not look at one another."""


def literals(at: Instance, relation: Relation) -> dict[str, int]:
    return {
        one.name: relation.condition(condition_of(at.system, one))
        for one in state_claims(at.system.properties)
    }


@given(random_systems(budget=300))
@settings(max_examples=60)
def test_what_breaks_within_so_many_steps_is_found_in_as_many_layers(system: System) -> None:
    at = instance(system)
    claims = state_claims(system.properties)
    shortest = {one.name: len(trace) for one, trace in explore(at, system.properties).refuted}
    decided = {
        one.claim: one.verdict
        for one in Parallel().judge(at, claims, (), Limits(DEPTH))
        if isinstance(one, Decided)
    }
    for claim in claims:
        verdict, least = decided[claim.name], shortest.get(claim.name)
        if isinstance(verdict, Refuted):
            assert isinstance(replay(at, verdict.trace, claim), Replayed)
            assert verdict.shortest
            assert len(verdict.trace) == least
        else:
            assert verdict == HoldsTo(DEPTH, f"depth limit of {DEPTH} steps")
            assert least is None or least > DEPTH


def test_steps_that_do_not_look_at_one_another_are_one_layer() -> None:
    at = instance_of(RELAY, Runner=5)
    relation = Relation(at)
    layers = Layers(relation, literals(at, relation))
    for _ in range(3):
        layers.deeper()
        assert layers.broken() == []
    layers.deeper()
    ((name, trace),) = layers.broken()
    assert (name, len(trace), layers.depth) == ("not_all_home", 20, 4)
    assert list(layers.open) == ["ranges_are_respected"]
    assert isinstance(replay(at, trace, at.system.properties[0]), Replayed)


@pytest.mark.parametrize(("states", "shortest"), [(few_states.FEW_STATES, True), (1000, False)])
def test_long_run_is_found_without_a_proof_that_it_is_a_shortest_if_states_are_many(
    states: int, shortest: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(few_states, "FEW_STATES", states)
    at = instance_of(RELAY, Runner=5)
    claims = at.system.properties[:1]
    *_, found = Parallel().judge(at, claims, (), Limits(4))
    assert isinstance(found, Decided)
    assert isinstance(found.verdict, Refuted)
    assert (len(found.verdict.trace), found.verdict.shortest) == (20, shortest)


def test_several_layers_at_a_time_leave_no_run_out() -> None:
    at = instance_of(RELAY, Runner=2)
    relation = Relation(at)
    layers = Layers(relation, literals(at, relation))
    layers.deeper(7)
    ((_, trace),) = layers.broken()
    # Seven layers are room for more than it takes, and what does not matter is left out.
    assert len(trace) == 8


def test_short_runs_also_of_few_members() -> None:
    at = instance_of(RELAY, Runner=2)
    frames = Frames(Relation(at))
    terms = {one.name: condition_of(at.system, one) for one in at.system.properties}
    (found,) = short_runs(frames, literals(at, frames.relation), (), terms)
    assert (found.claim, dict(found.sizes), len(found.trace)) == ("not_all_home", {"Runner": 2}, 8)


def test_long_runs_where_few_sorts_have_two_members() -> None:
    _, system, _ = load("tdp_mmu_roots")
    assert system is not None
    sizes = [tuple(dict(one.sizes).values()) for one in where_long(system, 2)]
    assert len(sizes) == len(set(sizes)) == 6
    assert {sum(one) for one in sizes} == {6}


@pytest.mark.slow
def test_the_long_runs_of_two_fast_zaps_that_meet() -> None:
    """As long as the shortest ones that TLC finds at these sizes."""
    _, system, _ = load("tdp_mmu_roots")
    assert system is not None
    fixed = fix(system, "keep_on_list_no_slots_lock")
    at = instance(fixed, {"Root": 1, "Vcpu": 1, "Page": 2, "Zapper": 2})
    names = ("no_touch_after_notifier", "nothing_survives_its_notifier", "fast_zap_is_complete")
    terms = {name: condition_of(fixed, fixed.property[name]) for name in names}
    lengths = {}
    for one in long_runs(at, terms):
        assert isinstance(replay(at, one.trace, fixed.property[one.claim]), Replayed)
        lengths[one.claim] = len(one.trace)
    assert lengths == dict(zip(names, (27, 26, 32), strict=True))
