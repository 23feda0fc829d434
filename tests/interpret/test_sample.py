"""Some reachable states: all of them, or some that there are."""

from __future__ import annotations

import pytest

from tdpspec.interpret import sample as sampling
from tdpspec.interpret.explore import graph
from tdpspec.interpret.sample import sample
from tdpspec.system.instance import instance
from tests import systems
from tests.spec import instance_of


def test_where_they_are_few_it_is_all_of_them() -> None:
    at = instance(systems.workshop())
    assert set(sample(at)) == set(graph(at).states)


def test_where_they_are_many_they_are_reachable_and_the_same_every_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sampling, "NEAR", 5)
    monkeypatch.setattr(sampling, "RUNS", 3)
    monkeypatch.setattr(sampling, "LENGTH", 4)
    at = instance(systems.workshop())
    found = sample(at)
    assert len(found) == len(set(found))
    assert 5 < len(found) <= 5 + 3 * 4
    assert set(found) < set(graph(at).states)
    assert sample(at) == found


def test_runs_go_where_the_nearest_states_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "NEAR", 2)
    at = instance(systems.counter())
    assert len(sample(at)) == 4


def test_there_may_be_none() -> None:
    at = instance_of(
        """
        design only "" {}
        sort Proc
        var up: set Proc = any
        initially exists p: Proc. p in up and p notin up
        action go(p: Proc) { add p to up }
        invariant fine "" true
        """
    )
    assert sample(at) == ()
