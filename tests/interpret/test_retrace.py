"""A recorded run is followed as far as the system goes, and what stops it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.replay import Replayed, replay
from tdpspec.interpret.retrace import retrace
from tdpspec.interpret.simulate import simulate
from tdpspec.interpret.step import stepper
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import System
from tdpspec.system.recording import Recording, Stop, StopKind
from tdpspec.system.terms import TRUE, Equal, IntValue, Read
from tdpspec.system.trace import Step, Trace
from tdpspec.system.types import RangeType
from tests import counterexamples
from tests import systems as hand
from tests.interpret import walks
from tests.interpret.walks import walk
from tests.spec import system_of
from tests.strategies import systems

FREE, LOCKED = (instance(fix(hand.mutex(), one)) for one in ("free", "locked"))
IDLE, ONE_IN, BOTH_IN = ("idle", "idle"), ("critical", "idle"), ("critical", "critical")
STATES = ((IDLE, None), (ONE_IN, 0), (BOTH_IN, 1))
STEPS = (Step("enter", (0,)), Step("enter", (1,)))
A, B = Step("a0", ()), Step("b1", ())


def recording(run: Trace) -> Recording:
    return Recording(run.states, run.steps)


@given(systems(), st.integers(0, 3))
def test_run_of_the_same_system_is_followed_to_its_end(system: System, seed: int) -> None:
    at = instance(system)
    trace = simulate(at, 6, seed)
    assert trace is not None
    found = retrace(at, recording(trace))
    assert (found.exact.stop, found.exact.trace, found.by_steps) == (None, trace, None)
    judged = [one.claim for one in found.exact.broken] + list(found.exact.holding)
    assert sorted(judged) == sorted(one.name for one in system.properties)


@given(systems(), st.integers(0, 3))
def test_steps_that_are_not_recorded_are_found(system: System, seed: int) -> None:
    at = instance(system)
    trace = simulate(at, 6, seed)
    assert trace is not None
    followed = retrace(at, Recording(trace.states, (None,) * len(trace))).exact
    assert followed.stop is None
    assert replay(at, followed.trace) == Replayed(None)
    assert followed.trace.states[-1] == trace.states[-1]


def test_refutation_breaks_its_claim_at_its_end() -> None:
    found = retrace(FREE, Recording(STATES, STEPS)).exact
    assert [one.claim for one in found.broken] == ["mutual_exclusion"]
    assert found.holding == ()


def test_guard_that_is_false_is_told_with_what_it_reads() -> None:
    found = retrace(LOCKED, Recording(STATES, STEPS))
    assert found.exact.trace == Trace(STATES[:2], STEPS[:1])
    assert found.exact.stop == Stop(
        1, StopKind.NOT_ENABLED, "enter(proc1)", ("false: holder = none; holder is proc0",)
    )
    assert found.by_steps is None


def test_only_the_false_conjuncts_are_told() -> None:
    found = retrace(LOCKED, Recording((*STATES[:2], STATES[1]), (STEPS[0], STEPS[0]))).exact.stop
    assert found is not None
    assert found.reasons == (
        "false: place[proc0] = idle; place[proc0] is critical",
        "false: holder = none; holder is proc0",
    )


def test_condition_about_arguments_alone_is_told_with_them() -> None:
    counter = hand.counter()
    (up, down) = counter.actions
    bound = hand.Bound("k", RangeType(0, 3))
    picky = replace(up, parameters=(bound,), guard=Equal(bound, IntValue(2)))
    at = instance(replace(counter, actions=(picky, down)))
    found = retrace(at, Recording(((0,), (1,)), (Step("up", (1,)),))).exact.stop
    assert found == Stop(0, StopKind.NOT_ENABLED, "up(1)", ("false: k = 2, for k = 1",))


LOCKS = """protocol locks
sort Walker = 2
rwlock gate
process walker(w: Walker) {
    look: acquire gate read
    leave: release gate
}
process builder {
    build: acquire gate write
    built: release gate
}
"""


def test_lock_that_is_not_free_is_told_with_who_holds_it() -> None:
    at = instance(system_of(LOCKS))
    first = next(stepper(at).initial())
    look, build = Step("look", (0,)), Step("build", ())
    inside = stepper(at).successor(first, look)
    stop = retrace(at, Recording((first, inside, inside), (look, build))).exact.stop
    reason = ("gate is held for read by walker0",)
    assert stop == Stop(1, StopKind.NOT_ENABLED, "builder build", reason)


def test_step_that_leads_elsewhere_is_told_and_the_steps_go_on() -> None:
    states = ((IDLE, None), (ONE_IN, 1), (IDLE, None))
    steps = (Step("enter", (0,)), Step("leave", (0,)))
    found = retrace(LOCKED, Recording(states, steps))
    reasons = ("holder is proc1 in the trace, proc0 here",)
    assert found.exact.stop == Stop(0, StopKind.LEADS_ELSEWHERE, "enter(proc0)", reasons)
    assert found.by_steps is not None
    assert found.by_steps.stop is None
    assert found.by_steps.trace == Trace((STATES[0], STATES[1], STATES[0]), steps)
    assert found.by_steps.holding == ("mutual_exclusion",)


def test_steps_go_on_only_as_far_as_they_can() -> None:
    states = ((IDLE, None), (ONE_IN, 1), (BOTH_IN, 1))
    found = retrace(LOCKED, Recording(states, STEPS)).by_steps
    assert found is not None
    assert found.stop is not None
    assert (found.stop.at, found.stop.kind) == (1, StopKind.NOT_ENABLED)


def test_steps_go_on_only_where_all_are_known() -> None:
    states = ((IDLE, None), (ONE_IN, 1), (IDLE, None))
    assert retrace(LOCKED, Recording(states, (STEPS[0], None))).by_steps is None


def test_action_that_the_design_does_not_have_is_told() -> None:
    found = retrace(FREE, Recording(STATES[:2], (Step("push", ()),))).exact.stop
    assert found == Stop(0, StopKind.NOT_ENABLED, "push", ("there is no such step under free",))


def test_states_that_no_step_joins_are_told_by_what_differs() -> None:
    found = retrace(FREE, Recording((STATES[0], STATES[2]), (None,))).exact.stop
    reasons = (
        "place[proc0]: idle -> critical",
        "place[proc1]: idle -> critical",
        "holder: none -> proc1",
    )
    assert found == Stop(0, StopKind.NO_STEP, "", reasons)


def test_first_state_that_is_not_initial_is_told() -> None:
    found = retrace(FREE, Recording(STATES[1:], STEPS[1:])).exact
    assert len(found.trace) == 0
    assert found.stop == Stop(
        0,
        StopKind.NOT_INITIAL,
        "",
        (
            "place[proc0] is critical in the trace, idle at first",
            "holder is proc0 in the trace, none at first",
        ),
    )


def test_condition_on_first_states_that_is_false_is_told() -> None:
    n = Read("n", (), hand.NUMBER)
    counter = hand.counter()
    free = replace(counter.variables[0], initial=None)
    at = instance(replace(counter, variables=(free,), initially=(TRUE, Equal(n, IntValue(2)))))
    assert retrace(at, Recording(((2,),), ())).exact.stop is None
    found = retrace(at, Recording(((3,),), ())).exact.stop
    assert found is not None
    assert found.reasons == ("false: n = 2",)


def test_state_that_is_repeated_without_a_step_is_passed_over() -> None:
    states = (STATES[0], STATES[0], STATES[1], STATES[1])
    found = retrace(FREE, Recording(states, (None, None, None))).exact
    assert found.stop is None
    assert found.trace == Trace(STATES[:2], STEPS[:1])


# -------------------------------------------------------------------------------------- lassos

ROUND = walk("0 a 1 | 1 b 0 | 1 go 2")
LASSO = Trace(((0,), (1,)), (A, B), 0)


@pytest.mark.parametrize(
    "recorded",
    [
        Recording(LASSO.states, (A,), 0, B),
        Recording(LASSO.states, (None,), 0),
        Recording(((0,), (1,), (0,)), (None, None), 0),
        Recording(((0,), (0,), (1,), (0,)), (None, None, None), 1),
    ],
)
def test_lasso_is_closed_by_its_step_or_by_the_state_written_twice(recorded: Recording) -> None:
    found = retrace(ROUND, recorded).exact
    assert (found.stop, found.trace) == (None, LASSO)


def test_lasso_that_stays_in_its_last_state_is_followed() -> None:
    found = retrace(ROUND, Recording(((0,), (1,)), (A,), 1)).exact
    assert (found.stop, found.trace) == (None, Trace(((0,), (1,)), (A,), 1))


def test_lasso_that_no_step_closes_stops_at_its_end() -> None:
    found = retrace(ROUND, Recording(((0,), (1,), (2,)), (A, None), 0)).exact.stop
    assert found is not None
    assert (found.at, found.kind) == (2, StopKind.NO_STEP)


def test_lasso_that_is_not_fair_is_told() -> None:
    at = walk("0 a 1 | 1 b 0 | 1 go 2", strong="go")
    found = retrace(at, Recording(LASSO.states, (A,), 0, B)).exact
    assert found.stop == Stop(2, StopKind.NOT_FAIR, "", ("not kept: strongly fair go",))


def test_temporal_claim_is_judged_by_a_lasso_only() -> None:
    never = walks.claim(ROUND, walks.TemporalKind.EVENTUALLY, {2})
    at = instance(replace(ROUND.system, properties=(never,)))
    lasso = retrace(at, Recording(LASSO.states, (A,), 0, B)).exact
    assert [one.claim for one in lasso.broken] == ["claim"]
    finite = retrace(at, Recording(LASSO.states, (A,))).exact
    assert (finite.broken, finite.not_judged) == ((), ("claim",))


# ---------------------------------------------------------------------------- the shipped spec


def test_the_race_of_remove_from_list_is_impossible_with_the_fix() -> None:
    run = counterexamples.broken_by("remove_from_list", "nothing_survives_its_notifier")
    found = retrace(counterexamples.roots("keep_on_list"), recording(run.trace))
    assert found.exact.stop is not None
    assert found.exact.stop.kind is StopKind.LEADS_ELSEWHERE
    assert found.exact.stop.step == "zapper0 invalidate"
    assert found.exact.stop.reasons == ("listed is {} in the trace, {root0} here",)
    assert found.by_steps is not None
    assert found.by_steps.stop is not None
    assert found.by_steps.stop.step == "notifier(page0) walk_else"
    (reason,) = found.by_steps.stop.reasons
    assert reason == (
        "false: not exists r: Root. (if page0.pin != none and lost_its_place(page0.pin) then "
        "r in listed else r in page0.todo) and r in listed; "
        "page0.pin is none, listed is {root0}, page0.todo is {root0}"
    )
