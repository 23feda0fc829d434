"""Replay accepts real runs and tells what is wrong with any other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.explore import explore
from tdpspec.interpret.replay import Mismatch, Replayed, replay, run, run_of
from tdpspec.interpret.simulate import simulate
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import TemporalKind
from tdpspec.system.trace import Step, Trace, Violation
from tests import systems as hand
from tests.interpret import walks
from tests.interpret.walks import walk
from tests.spec import instance_of
from tests.strategies import states, systems

FREE = instance(fix(hand.mutex(), "free"))
EXCLUSION = FREE.system.property["mutual_exclusion"]
IDLE, ONE_IN, BOTH_IN = ("idle", "idle"), ("critical", "idle"), ("critical", "critical")
ENTER_0, ENTER_1 = Step("enter", (0,)), Step("enter", (1,))
BROKEN = Trace(((IDLE, None), (ONE_IN, 0), (BOTH_IN, 1)), (ENTER_0, ENTER_1))
COUNTER = instance(hand.counter())
UP, DOWN = Step("up", ()), Step("down", ())


def test_violation_of_an_invariant_names_the_members():
    assert replay(FREE, BROKEN, EXCLUSION) == Replayed(
        Violation(
            "mutual_exclusion",
            members=(("p", "proc0"), ("q", "proc1")),
            step=None,
            text="about mutual_exclusion",
            origin=hand.HERE,
        )
    )


def test_violation_of_an_assertion_shows_the_step_that_is_not_taken():
    trace = Trace(((0,), (1,), (2,), (3,)), (UP, UP, UP))
    assert replay(COUNTER, trace, COUNTER.system.property["in_range"]) == Replayed(
        Violation("in_range", members=(), step=UP, text="n + 1 in 0..3", origin=hand.HERE)
    )


def test_check_fails_only_for_an_enabled_step_and_names_its_arguments():
    system = hand.workshop()
    take, _, give, _ = system.actions
    never = hand.Check("never", hand.BoolValue(False), "false", hand.HERE)
    system = replace(
        system,
        actions=(
            replace(take, guard=hand.BoolValue(False), checks=(never,)),
            replace(give, checks=(never,)),
        ),
        properties=(hand.Assertion("never", "", hand.HERE),),
        variables=tuple(replace(one, initial=None) for one in system.variables),
    )
    at, start = instance(system), (frozenset({(1, 0)}), (None, None), False)
    found = replay(at, Trace((start,), ()), system.properties[0])
    assert isinstance(found, Replayed)
    assert found.violation.step == Step("give", (1, 0))
    assert found.violation.members == (("w", "worker1"), ("t", "tool0"))
    nothing = Trace(((frozenset(), (None, None), False),), ())
    assert replay(at, nothing, system.properties[0]) == Mismatch(0, "never holds in the last state")


def test_trace_without_a_claim_is_only_walked():
    assert replay(FREE, BROKEN) == Replayed(None)


@pytest.mark.parametrize(
    ("trace", "mismatch"),
    [
        (
            replace(BROKEN, states=((ONE_IN, 0), *BROKEN.states[1:])),
            Mismatch(0, "the first state is not an initial state"),
        ),
        (
            replace(BROKEN, states=(BROKEN.states[0], (ONE_IN, 1), BROKEN.states[2])),
            Mismatch(0, "enter(proc0) leads to another state"),
        ),
        (
            replace(BROKEN, states=(*BROKEN.states[:2], (BOTH_IN, 0))),
            Mismatch(1, "enter(proc1) leads to another state"),
        ),
        (
            replace(BROKEN, steps=(ENTER_0, ENTER_0)),
            Mismatch(1, "enter(proc0) is not enabled"),
        ),
        (
            replace(BROKEN, steps=(ENTER_0, Step("enter", (7,)))),
            Mismatch(1, "enter(7,) is not enabled"),
        ),
        (
            replace(BROKEN, steps=(Step("jump", ()), ENTER_1)),
            Mismatch(0, "jump() is not enabled"),
        ),
        (
            Trace(BROKEN.states[:2], (ENTER_0,)),
            Mismatch(1, "mutual_exclusion holds in the last state"),
        ),
        (replace(BROKEN, steps=(ENTER_0,)), Mismatch(0, "1 steps between 3 states")),
        (Trace((), ()), Mismatch(0, "0 steps between 0 states")),
    ],
    ids=[
        "not initial",
        "first state changed",
        "last state changed",
        "disabled step",
        "no such member",
        "no such action",
        "too short to be wrong",
        "step missing",
        "empty",
    ],
)
def test_tampered_trace_is_refused(trace, mismatch):
    assert replay(FREE, trace, EXCLUSION) == mismatch


def test_trace_of_the_free_design_is_no_run_of_the_locked_one():
    locked = instance(fix(hand.mutex(), "locked"))
    assert replay(locked, BROKEN, EXCLUSION) == Mismatch(1, "enter(proc1) is not enabled")


def test_run_rebuilds_the_states():
    assert run(FREE, (IDLE, None), (ENTER_0, ENTER_1)) == BROKEN


def test_run_says_where_it_stops_being_possible():
    assert run(COUNTER, (0,), (UP, DOWN, DOWN)) == Mismatch(2, "down is not enabled")
    assert run(COUNTER, (1,), ()) == Mismatch(0, "the first state is not an initial state")


@given(st.data())
def test_trace_that_ends_in_any_other_state_is_refused(data):
    system = data.draw(systems())
    at = instance(system)
    trace = simulate(at, 5, seed=data.draw(st.integers(0, 99)))
    assert replay(at, trace) == Replayed(None)
    other = data.draw(states(at))
    if other != trace.states[-1] and trace.steps:
        changed = replace(trace, states=(*trace.states[:-1], other))
        assert isinstance(replay(at, changed), Mismatch)


@given(systems(budget=500))
def test_refutations_of_the_search_replay(system):
    at = instance(system)
    found = explore(at, system.properties, limit=500)
    for claim, trace in found.refuted:
        replayed = replay(at, trace, claim)
        assert isinstance(replayed, Replayed)
        assert replayed.violation.claim == claim.name


# -------------------------------------------------------------------------------------- lassos

FAIR = walk("0 a 1 | 1 b 0 | 1 go 2", fair="go")
STRONG = walk("0 a 1 | 1 b 0 | 1 go 2", strong="go")
NEVER_2 = walks.claim(FAIR, TemporalKind.EVENTUALLY, {2})
A, B, GO = Step("a0", ()), Step("b1", ()), Step("go2", ())
ROUND = Trace(((0,), (1,)), (A, B), 0)


def test_lasso_that_keeps_fairness_is_a_run_and_breaks_the_claim():
    found = replay(FAIR, ROUND, NEVER_2)
    assert isinstance(found, Replayed)
    assert found.violation.text == "never: at = 2"
    assert found.violation.fairness == ("fair go: not possible at first",)


@pytest.mark.parametrize(
    ("at", "trace", "mismatch"),
    [
        (STRONG, ROUND, Mismatch(2, "not kept: strongly fair go")),
        (FAIR, Trace(((0,), (1,)), (A,), 1), Mismatch(1, "not kept: fair go")),
        (
            FAIR,
            Trace(((0,), (1,)), (A,), 0),
            Mismatch(0, "1 steps between 2 states, and a loop to"),
        ),
        (FAIR, Trace(((0,), (1,)), (A, B), 1), Mismatch(1, "b1 leads to another state")),
        (FAIR, Trace(((0,), (1,)), (A, B), 2), Mismatch(0, "a loop to state 2 of 2")),
        (FAIR, Trace(((0,), (1,)), (A, GO), 0), Mismatch(1, "go2 leads to another state")),
        (FAIR, Trace(((0,),), (), None), Mismatch(0, "a run without a loop cannot break claim")),
        (
            FAIR,
            Trace(((0,), (1,), (2,)), (A, GO), 2),
            Mismatch(2, "claim holds along the lasso"),
        ),
    ],
)
def test_lasso_that_is_unfair_or_none_or_breaks_nothing_is_told(at, trace, mismatch):
    found = replay(at, trace, NEVER_2)
    assert isinstance(found, Mismatch)
    assert found.at == mismatch.at
    assert found.reason.startswith(mismatch.reason)


def test_fairness_is_asked_of_a_lasso_without_a_claim_as_well():
    assert replay(FAIR, ROUND) == Replayed(None)
    assert replay(STRONG, ROUND) == Mismatch(2, "not kept: strongly fair go")


def test_stuttering_needs_no_step_where_nothing_fair_is_possible():
    at = walk("0 a 1 | 1 b 0 | 1 go 2", fair="go b")
    assert isinstance(replay(at, Trace(((0,),), (), 0), NEVER_2), Replayed)
    assert replay(at, Trace(((0,), (1,)), (A,), 1), NEVER_2).reason == "not kept: fair go"


@pytest.mark.parametrize(
    ("kind", "goal", "broken"),
    [
        (TemporalKind.EVENTUALLY, {0}, False),
        (TemporalKind.EVENTUALLY, {1}, False),
        (TemporalKind.ALWAYS_EVENTUALLY, {0}, False),
        (TemporalKind.ALWAYS_EVENTUALLY, {2}, True),
        (TemporalKind.EVENTUALLY_ALWAYS, {0}, True),
        (TemporalKind.EVENTUALLY_ALWAYS, {0, 1}, False),
    ],
)
def test_what_a_lasso_breaks_is_decided_on_its_loop(kind, goal, broken):
    found = replay(FAIR, ROUND, walks.claim(FAIR, kind, goal))
    assert isinstance(found, Replayed) == broken


def test_where_a_value_would_leave_its_range_is_told_with_the_run() -> None:
    at = instance_of("""
        var n: 0..1 = 0
        var turns: 0..7 = 0
        action up { n := n + 1  turns := turns + 1 }
        action down { n := 0 }
        invariant early turns < 3
    """)
    trace = run_of(at, (UP, UP, DOWN, UP))
    assert trace is not None
    replayed = replay(at, trace, at.system.property["early"])
    assert isinstance(replayed, Replayed)
    assert replayed.violation is not None
    assert replayed.violation.held == ((2, "n := n + 1 stays within 0..1"),)
