"""Random runs: real runs, the same for the same seed."""

from dataclasses import replace

from tdpspec.interpret.replay import Replayed, replay
from tdpspec.interpret.simulate import simulate
from tdpspec.system.instance import instance
from tdpspec.system.terms import FALSE
from tests import systems


def test_run_is_as_long_as_asked_and_replays():
    at = instance(systems.workshop())
    run = simulate(at, 40, seed=1)
    assert len(run) == 40
    assert replay(at, run) == Replayed(None)


def test_seed_decides():
    at = instance(systems.workshop())
    runs = [simulate(at, 20, seed=seed) for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


def test_run_stops_at_a_deadlock():
    run = simulate(instance(systems.handover()), 5, seed=0)
    assert run.states == ((0,), (1,))
    assert len(run) == 1


def test_no_run_without_an_initial_state():
    nowhere = replace(systems.counter(), initially=(FALSE,))
    assert simulate(instance(nowhere), 5, seed=0) is None
