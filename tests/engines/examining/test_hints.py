"""Lemmas judged: the largest inductive set, the steps and the runs that break the others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.engines.base import Hinted, Limits
from tdpspec.engines.examining.hints import LONGEST, HintJudge
from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.explore import graph
from tdpspec.interpret.step import stepper
from tdpspec.system.claims import condition_of
from tdpspec.system.hints import Broken, HintVerdict, Inductive, NotInductive
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import Hint
from tdpspec.system.terms import Term
from tdpspec.system.trace import Step
from tests.spec import instance_of
from tests.strategies import systems

EVEN = """
var n: 0..7 = 0
var other: bool = false
action up { when n < 6  n := n + 2 }
action flip { other := not other }
invariant fine n < 7
lemma not_three n != 3
"""
PARITY = "lemma even n = 0 or n = 2 or n = 4 or n = 6"


def judged(at: Instance, proved: tuple[Term, ...] = (), depth: int = 20) -> dict[str, HintVerdict]:
    events = HintJudge(proved).judge(at, (), (), Limits(depth))
    return {one.hint: one.verdict for one in events if isinstance(one, Hinted)}


def test_step_from_an_unreachable_state_is_told_as_that() -> None:
    verdict = judged(instance_of(EVEN))["not_three"]
    assert isinstance(verdict, NotInductive)
    # The other variable is as at first: the state is as near to an initial one as can be.
    assert verdict.trace.states == ((1, False), (3, False))
    assert verdict.trace.steps == (Step("up", ()),)
    assert verdict.start == (0, False)
    assert verdict.violation.claim == "not_three"


def test_another_lemma_excludes_the_state() -> None:
    found = judged(instance_of(EVEN + PARITY))
    assert found == {"not_three": Inductive(), "even": Inductive()}


def test_what_is_proved_excludes_the_state_as_well() -> None:
    at = instance_of(EVEN + PARITY.replace("lemma", "invariant"))
    even = at.system.property["even"]
    assert isinstance(judged(at)["not_three"], NotInductive)
    assert judged(at, (even.condition,))["not_three"] == Inductive()  # type: ignore[union-attr]


def test_lemma_that_only_a_wrong_one_supports_is_not_kept() -> None:
    found = judged(instance_of(EVEN + "lemma small n < 3"))
    assert isinstance(found["small"], Broken)
    assert isinstance(found["not_three"], NotInductive)
    # From 2 the first goes to 4; that is reached in two steps, and no run is shorter.
    assert [len(one.trace) for one in found.values() if isinstance(one, Broken)] == [2]


def test_lemma_false_at_first_is_broken_without_a_step() -> None:
    verdict = judged(instance_of(EVEN + "lemma begun n > 0"))["begun"]
    assert isinstance(verdict, Broken)
    assert len(verdict.trace) == 0


@pytest.mark.parametrize(("depth", "kind"), [(3, NotInductive), (4, Broken)])
def test_run_is_found_at_its_length_and_not_before(depth: int, kind: type[HintVerdict]) -> None:
    at = instance_of("""
        var n: 0..7 = 0
        action up { when n < 7  n := n + 1 }
        invariant fine n >= 0
        lemma below n < 4
    """)
    assert isinstance(judged(at, depth=depth)["below"], kind)


def test_long_runs_are_not_looked_for() -> None:
    text = """
        var n: 0..20 = 0
        action up { when n < 20  n := n + 1 }
        invariant fine n >= 0
        lemma below n < LIMIT
    """
    longest = judged(instance_of(text.replace("LIMIT", str(LONGEST))))["below"]
    assert isinstance(longest, Broken)
    assert len(longest.trace) == LONGEST
    beyond = judged(instance_of(text.replace("LIMIT", str(LONGEST + 1))))["below"]
    assert isinstance(beyond, NotInductive)


@given(st.data())
def test_on_random_systems_search_of_all_states_agrees(data: st.DataObject) -> None:
    """The claims of a random system, taken as its lemmas."""
    system = data.draw(systems(budget=300))
    hints = tuple(
        Hint(one.name, condition_of(system, one), "", one.origin)  # type: ignore[arg-type]
        for one in system.properties
    )
    at = instance(replace(system, hints=hints))
    meaning = stepper(at)
    if next(meaning.initial(), None) is None:
        return
    states = graph(at).states
    for hint in hints:
        verdict = judged(at)[hint.name]
        holds = evaluator(at).function(hint.condition)
        match verdict:
            case Inductive():
                assert all(map(holds, states))
            case Broken(trace, _):
                assert not holds(trace.states[-1])
                assert meaning.is_initial(trace.states[0])
            case NotInductive(trace, _, start):
                ((before, step, after),) = trace.moves()
                assert holds(before)
                assert not holds(after)
                assert after in [one for taken, one in meaning.moves(before) if taken == step]
                assert start in states
            case _:
                raise AssertionError(verdict)
