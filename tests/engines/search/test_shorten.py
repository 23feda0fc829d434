"""Runs without the steps that do not matter."""

from __future__ import annotations

from random import Random

import pytest

from tdpspec.engines.search.shorten import shortened
from tdpspec.interpret.explore import explore
from tdpspec.interpret.replay import Replayed, replay
from tdpspec.interpret.simulate import simulate
from tdpspec.interpret.step import stepper
from tdpspec.pipeline import load
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.trace import Trace
from tests.spec import instance_of


@pytest.mark.parametrize("name", ["peterson", "two_phase_commit", "die_hard"])
def test_run_stays_a_run_that_ends_with_the_same_step(name: str) -> None:
    _, system, _ = load(name)
    assert system is not None
    at = instance(fix(system, system.designs[0].name) if system.designs else system)
    meaning = stepper(at)
    least = {one.action: one.witness or 0 for one in explore(at).actions}
    saved = 0
    for seed in range(10):
        long = simulate(at, 10 + Random(seed).randrange(30), seed)
        assert long is not None
        found = shortened(meaning, long)
        assert found.steps[-1] == long.steps[-1]
        assert isinstance(replay(at, Trace(found.states, found.steps)), Replayed)
        assert least[found.steps[-1].action] <= len(found) <= len(long)
        saved += len(long) - len(found)
    assert saved > 10


def test_steps_of_others_are_left_out() -> None:
    _, system, _ = load("two_phase_commit")
    assert system is not None
    at = instance(fix(system, system.designs[0].name))
    meaning = stepper(at)
    states = list(meaning.initial())[:1]
    steps = []
    for wanted, argument in [("prepare", 1), ("receive_prepared", 1), ("choose_to_abort", 0)]:
        step, after = next(
            (one, after)
            for one, after in meaning.moves(states[-1])
            if (one.action, one.arguments) == (wanted, (argument,))
        )
        steps.append(step)
        states.append(after)
    found = shortened(meaning, Trace(tuple(states), tuple(steps)))
    assert found.steps == (steps[-1],)


def test_a_detour_of_one_process_among_steps_of_others_is_left_out() -> None:
    at = instance_of("""
        sort Thread
        var inside: set Thread = {}
        process worker(t: Thread) {
            enter: add t to inside
            leave: remove t from inside
                   goto enter
        }
    """)
    meaning = stepper(at)
    states = list(meaning.initial())
    steps = []
    for action, thread in [("enter", 0), ("enter", 1), ("leave", 0), ("leave", 1)] * 3:
        step, after = next(
            (one, after)
            for one, after in meaning.moves(states[-1])
            if (one.action, one.arguments) == (action, (thread,))
        )
        steps.append(step)
        states.append(after)
    both = states[2]
    found = shortened(meaning, Trace(tuple(states[:11]), tuple(steps[:10])), both.__eq__)
    assert found == Trace(tuple(states[:3]), tuple(steps[:2]))
