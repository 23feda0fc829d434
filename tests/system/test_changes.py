"""What a step changed, as data and in words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tdpspec.system.changes import Change, change_texts, changes, step_text, who_steps
from tdpspec.system.instance import instance
from tdpspec.system.model import Process
from tdpspec.system.trace import Step
from tests.report.example import VARIABLES, ZAP, V, at_line, system, trace

HERE = instance(system())
STATES = trace().states


def test_only_the_entry_that_differs_is_a_change() -> None:
    found = changes(HERE, STATES[4], STATES[5])
    assert found == (
        Change(
            VARIABLES[1],
            ("root0",),
            frozenset(),
            frozenset({0, 1}),
            added=("page0", "page1"),
            removed=(),
        ),
    )


def test_equal_states_have_no_changes() -> None:
    assert changes(HERE, STATES[0], STATES[0]) == ()


def test_changes_in_words_tell_data_before_places_and_locks() -> None:
    told = [change_texts(HERE, changes(HERE, before, after)) for before, after in pairwise(STATES)]
    assert told == [
        ("vcpu0.root: none -> root0", "vcpu0: run -> fault"),
        ("vcpu0: fault -> map",),
        ("listed: {root0} -> {}", "zapper0: begin -> zap, takes mmu_lock for read"),
        ("zapper0 yields mmu_lock",),
        ("maps[root0]: {} -> {page0, page1}",),
        (
            "maps[root0]: {page0, page1} -> {page1}",
            "zapper0: zap -> done, takes mmu_lock for read again",
        ),
    ]


def test_a_lock_dropped_is_told_once() -> None:
    held = (*STATES[3][:6], frozenset({0}), frozenset())
    free = (*STATES[3][:6], frozenset(), frozenset())
    assert change_texts(HERE, changes(HERE, held, free)) == ("zapper0 drops mmu_lock",)


def test_a_lock_taken_again_and_dropped_at_once_is_told() -> None:
    waiting = (*STATES[3][:6], frozenset(), frozenset({0}))
    done = (*STATES[3][:6], frozenset(), frozenset())
    assert change_texts(HERE, changes(HERE, waiting, done)) == (
        "zapper0 takes mmu_lock for read again and drops it",
    )


def test_step_is_told_without_the_process_that_takes_it() -> None:
    step = Step("zap", (0, 1, 0))
    assert (who_steps(HERE, step), step_text(HERE, step)) == ("zapper0", "zap(root1, page0)")


def test_free_standing_action_is_taken_by_nobody() -> None:
    assert who_steps(HERE, Step("reboot", ())) == ""


def test_copies_of_two_processes_over_one_sort_are_told_apart() -> None:
    here = system()
    second = Process("worker", V, ZAP, ("", "", "", ""), "", at_line(1))
    action = replace(here.action["fault"], name="work", process="worker")
    both = replace(here, processes=(*here.processes, second), actions=(*here.actions, action))
    assert who_steps(instance(both), Step("work", (0,))) == "worker(vcpu0)"
    assert who_steps(instance(both), Step("fault", (0,))) == "vcpu0"
