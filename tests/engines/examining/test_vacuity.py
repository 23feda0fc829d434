"""What a design can do at all: each fault in a spec that has it, and in one that has not."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tdpspec.engines.base import Examined, Limits
from tdpspec.engines.examining.reach import Budget, Reach
from tdpspec.engines.examining.vacuity import Examiner
from tdpspec.engines.search.explore import Explore
from tdpspec.interpret.explore import explore
from tdpspec.interpret.replay import Replayed, replay
from tdpspec.pipeline import load
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.trace import Step, Trace
from tdpspec.system.vacuity import DesignVacuity, Why
from tests.spec import instance_of

NOTHING = Budget(walks=0, states=1, tiny_states=1, depth=0)
"""Nothing but proofs."""

LAMP = """
var on: bool = false
var broken: bool = false
var count: 0..3 = 0
process user {
    off:
        on := true
        if count < 3 { count := count + 1 }
    lit:
        on := false
        goto off
}
action repair { when broken and on broken := false }
"""


def examined(at: Instance, budget: Budget | None = None) -> DesignVacuity:
    engine = Examiner(at.system.properties, budget=budget or Budget())
    told = [one for one in engine.judge(at, (), (), Limits(20)) if isinstance(one, Examined)]
    # A later one has all that an earlier one had.
    for earlier, later in pairwise(told):
        for one, other in zip(earlier.vacuity.actions, later.vacuity.actions, strict=True):
            assert one.witness is None or other.witness is not None
            assert one.never is None or other.never is not None
    return told[-1].vacuity


def never(found: DesignVacuity) -> dict[str, Why]:
    return {one.action: one.never for one in found.actions if one.never is not None}


@pytest.mark.parametrize("name", ["peterson", "die_hard", "two_phase_commit"])
def test_every_witness_is_a_run_that_ends_with_its_action(name: str) -> None:
    _, system, _ = load(name)
    assert system is not None
    at = instance(fix(system, system.designs[0].name) if system.designs else system)
    found = examined(at)
    assert [one.action for one in found.actions] == [one.name for one in system.actions]
    shortest = {one.action: one.witness for one in explore(at).actions}
    for one in found.actions:
        assert one.witness is not None
        assert one.witness.steps[-1].action == one.action
        assert isinstance(replay(at, one.witness), Replayed)
        assert len(one.witness) == shortest[one.action]
    assert (found.of_any_state, found.idle) == ((), ())


@pytest.mark.parametrize(
    "budget",
    [
        Budget(states=1, tiny_states=1, depth=0),
        Budget(walks=0, tiny_states=1, depth=0),
        Budget(walks=0, states=1, tiny_states=1),
        Budget(walks=0, states=1, depth=0),
        NOTHING,
    ],
    ids=["walks", "search", "bounded", "tiny", "proofs"],
)
def test_each_means_finds_witnesses_of_its_own(budget: Budget) -> None:
    _, system, _ = load("two_phase_commit")
    assert system is not None
    at = instance(fix(system, system.designs[0].name))
    found = examined(at, budget)
    seen = {one.action for one in found.actions if one.witness is not None}
    assert {"prepare", "receive_prepared", "decide_to_abort", "obey_abort"} <= seen
    assert all(
        one.witness is None or isinstance(replay(at, one.witness), Replayed)
        for one in found.actions
    )


@pytest.mark.parametrize(
    ("budget", "why"), [(Budget(), Why.EXHAUSTIVE), (NOTHING, Why.INDUCTION)], ids=["all", "proof"]
)
def test_dead_action_is_proved_dead(budget: Budget, why: Why) -> None:
    assert never(examined(instance_of(LAMP), budget)) == {"repair": why}


def test_action_that_can_be_taken_is_not_dead() -> None:
    text = LAMP + "action hit { when not broken broken := true }\n"
    for budget in (Budget(), NOTHING):
        assert never(examined(instance_of(text), budget)) == {}


def test_nothing_found_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tdpspec.engines.examining.vacuity._Proofs.open_claims", lambda _: ())
    found = examined(instance_of(LAMP), NOTHING)
    assert never(found) == {}
    (repair,) = (one for one in found.actions if one.action == "repair")
    assert repair.witness is None


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("invariant c on or not on", True),
        ("invariant c count <= 3", True),
        ("invariant c not broken", False),  # of all reachable states, not of any
        ("invariant c count <= 2", False),
        ("temporal c on leads to on", True),
        ("temporal c on leads to not on", False),
    ],
)
def test_claim_that_is_true_of_any_state(claim: str, told: bool) -> None:
    found = examined(instance_of(f"{LAMP}\n{claim}\n"))
    assert found.of_any_state == (("c",) if told else ())


ASSERTING = LAMP.replace("    lit:\n", "    lit:\n        assert c: CONDITION\n")


@pytest.mark.parametrize(
    ("condition", "told"), [("user at lit", True), ("count < 9", True), ("on", False)]
)
def test_assert_that_is_true_of_any_state(condition: str, told: bool) -> None:
    found = examined(instance_of(ASSERTING.replace("CONDITION", condition)))
    assert found.of_any_state == (("c",) if told else ())


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        ("broken => on", ["broken"]),
        ("on => not broken", []),
        ("on => (broken => count = 2)", ["on and broken"]),
        ("(on => count > 0) and (broken and on => count = 3)", ["broken and on"]),
    ],
)
def test_left_side_that_is_never_true(condition: str, shown: list[str]) -> None:
    at = instance_of(f"{LAMP}\ninvariant c {condition}\n")
    for budget, why in ((Budget(), Why.EXHAUSTIVE), (NOTHING, Why.INDUCTION)):
        idle = examined(at, budget).idle
        assert [(one.claim, one.text, one.why) for one in idle] == [
            ("c", one, why) for one in shown
        ]


def test_left_side_of_an_assert() -> None:
    text = ASSERTING.replace("CONDITION", "broken => count = 3")
    assert [one.text for one in examined(instance_of(text)).idle] == ["broken => count = 3"]
    text = ASSERTING.replace("CONDITION", "count = 2 => on")
    assert examined(instance_of(text)).idle == ()


PROCEDURE = """
var on: bool = false
procedure note(x: bool) { if x { assert c: on } }
action press { when not on on := true }
action tell { note(on) }
"""


def test_assert_of_a_procedure_is_reached_by_one_action() -> None:
    text = PROCEDURE + "action hush { note(not on and on) }\n"
    for budget in (Budget(), NOTHING):
        assert examined(instance_of(text), budget).idle == ()


def test_assert_that_no_action_reaches() -> None:
    text = PROCEDURE.replace("note(on)", "note(broken)") + "var broken: bool = false\n"
    for budget in (Budget(), NOTHING):
        assert [(one.claim, one.text) for one in examined(instance_of(text), budget).idle] == [
            ("c", "on")
        ]


def test_action_that_is_never_possible_reaches_nothing() -> None:
    text = PROCEDURE.replace("note(on)", "note(broken)") + "var broken: bool = false\n"
    text += "action never_done { when broken note(on) }\n"
    for budget in (Budget(), NOTHING):
        found = examined(instance_of(text), budget)
        assert list(never(found)) == ["never_done"]
        assert [one.text for one in found.idle] == ["on"]


def test_run_that_is_none_is_not_believed() -> None:
    at = instance_of(LAMP)
    reach = Reach(at, {})
    (start,) = reach.meaning.initial()
    reach.follow(Trace((start, start), (Step("repair", ()),)))
    assert reach.untaken == [one.name for one in at.system.actions]
    step, after = next(reach.meaning.moves(start))
    reach.follow(Trace((start, start), (step,)))
    assert step.action in reach.untaken
    reach.follow(Trace((start, after), (step,)))
    assert step.action not in reach.untaken


def test_known_runs_come_first() -> None:
    _, system, _ = load("die_hard")
    assert system is not None
    at = instance(fix(system, system.designs[0].name))
    (decided, *_) = (
        one
        for one in Explore().judge(at, (system.property["no_jug_holds_four"],), (), Limits(20))
        if hasattr(one, "verdict")
    )
    trace = decided.verdict.trace
    taken = {one.action for one in trace.steps}
    assert "big_to_small" in taken
    for traces in ((), (trace,)):
        first = next(iter(Examiner((), traces, NOTHING).judge(at, (), (), Limits(0))))
        assert isinstance(first, Examined)
        seen = {one.action for one in first.vacuity.actions if one.witness is not None}
        assert (taken <= seen) == bool(traces)
