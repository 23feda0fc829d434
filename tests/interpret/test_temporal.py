"""Temporal claims on graphs drawn by hand, and on random ones against all sets of states."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.explore import graph
from tdpspec.interpret.fairness import fair_conditions, fair_graph
from tdpspec.interpret.feasible import Interpreted, is_broken
from tdpspec.interpret.replay import Replayed, replay
from tdpspec.interpret.temporal import broken_by
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import Fairness, Temporal, TemporalKind
from tdpspec.system.terms import TRUE, Bound, Equal, Read
from tdpspec.system.trace import Trace
from tdpspec.system.types import RangeType
from tests import systems
from tests.interpret.walks import claim, walk

LEADS_TO, EVENTUALLY, ALWAYS_EVENTUALLY, EVENTUALLY_ALWAYS = TemporalKind


def judge(at: Instance, of: Temporal) -> Trace | None:
    """What the search says, which the fixpoint must say as well and a replay must confirm."""
    found = fair_graph(at)
    assert found is not None
    lasso = broken_by(found, of)
    assert is_broken(Interpreted(at), of) == (lasso is not None)
    if lasso is not None:
        assert isinstance(replay(at, lasso, of), Replayed)
    return lasso


def numbers(lasso: Trace | None) -> tuple[tuple[object, ...], int | None] | None:
    """The states of a walk, and where its loop begins."""
    if lasso is None:
        return None
    return tuple(state[0] for state in lasso.states), lasso.loop


@pytest.mark.parametrize(
    ("arrows", "fair", "strong", "broken"),
    [
        # without fairness a run may stop before its first step
        ("0 go 1", "", "", ((0,), 0)),
        ("0 go 1", "go", "", None),
        # a step that changes nothing is none: it is not what fairness demands
        ("0 stay 0", "stay", "", ((0,), 0)),
        ("0 go 0 | 0 go 1", "go", "", None),
        # always possible and never done: only weakly fair runs need to leave
        ("0 a 2 | 2 b 0 | 0 go 1 | 2 go 1", "go", "", None),
        ("0 a 2 | 2 b 0 | 0 go 1 | 2 go 1", "a b", "", ((0, 2), 0)),
        # possible again and again but not always: strong fairness tells the difference
        ("0 a 2 | 2 b 0 | 0 go 1", "a b go", "", ((0, 2), 0)),
        ("0 a 2 | 2 b 0 | 0 go 1", "a b", "go", None),
        ("0 a 2 | 2 b 0 | 0 go 1", "", "go", ((0, 2), 1)),
        # strongly fair of something that stops being possible
        ("0 a 2 | 2 b 3 | 3 b 2 | 0 go 1", "a b", "go", ((0, 2, 3), 1)),
        # what is demanded may lie anywhere on the loop
        ("0 a 2 | 2 b 3 | 3 c 0", "a b c", "", ((0, 2, 3), 0)),
        # two names for the same change: either is done when the other is
        ("0 a 2 | 0 go 2 | 2 b 0 | 2 go 1", "b", "", ((0,), 0)),
        ("0 a 2 | 0 go 2 | 2 b 0 | 2 go 1", "go", "", ((0, 2), 0)),
    ],
)
def test_eventually_one(arrows, fair, strong, broken):
    at = walk(arrows, fair=fair, strong=strong)
    assert numbers(judge(at, claim(at, EVENTUALLY, {1}))) == broken


def test_the_run_stutters_where_it_can_and_else_repeats():
    at = walk("0 go 1 | 1 on 2 | 2 on 1", fair="go")
    lasso = judge(at, claim(at, EVENTUALLY, {3}))
    assert (numbers(lasso), lasso.stutters) == (((0, 1), 1), True)
    at = walk("0 go 1 | 1 on 2 | 2 on 1", fair="go on")
    lasso = judge(at, claim(at, EVENTUALLY, {3}))
    assert (numbers(lasso), lasso.stutters) == (((0, 1, 2), 1), False)
    assert [step.action for step in lasso.steps] == ["go0", "on1", "on2"]


RING = "0 a 1 | 1 a 2 | 2 a 0"
"""Fair in ``a`` it goes round for ever."""


@pytest.mark.parametrize(
    ("kind", "goal", "premise", "broken"),
    [
        (EVENTUALLY, {2}, None, None),
        (ALWAYS_EVENTUALLY, {2}, None, None),
        (EVENTUALLY_ALWAYS, {0, 1, 2}, None, None),
        (EVENTUALLY_ALWAYS, {0, 1}, None, ((0, 1, 2), 0)),
        (EVENTUALLY_ALWAYS, {1, 2}, None, ((0, 1, 2), 0)),
        (LEADS_TO, {0}, {1}, None),
        (LEADS_TO, {3}, {3}, None),
        (LEADS_TO, {3}, {1}, ((0, 1, 2), 1)),
    ],
)
def test_all_kinds_on_a_ring(kind, goal, premise, broken):
    at = walk(RING, fair="a")
    found = judge(at, claim(at, kind, goal, premise))
    if kind is LEADS_TO and broken is not None:
        # the loop begins where the premise holds, one turn of the ring later it is there again
        assert numbers(found) == ((0, 1, 2, 0), 1)
    else:
        assert numbers(found) == broken


ENDS = "0 a 1 | 1 a 2 | 2 a 1 | 2 out 3"
"""Back and forth between 1 and 2, and perhaps out to 3, where nothing is possible."""


@pytest.mark.parametrize(
    ("kind", "goal", "fair", "strong", "broken"),
    [
        (EVENTUALLY, {3}, "a", "", ((0, 1, 2), 1)),
        (EVENTUALLY, {3}, "a", "out", None),
        (EVENTUALLY_ALWAYS, {3}, "a", "out", None),
        (EVENTUALLY_ALWAYS, {3}, "a out", "", ((0, 1, 2), 1)),
        (ALWAYS_EVENTUALLY, {1}, "a out", "", ((0, 1, 2, 3), 3)),
        (ALWAYS_EVENTUALLY, {1, 3}, "a", "", None),
        (ALWAYS_EVENTUALLY, {1, 3}, "out", "", ((0,), 0)),
    ],
)
def test_leaving_a_loop(kind, goal, fair, strong, broken):
    at = walk(ENDS, fair=fair, strong=strong)
    assert numbers(judge(at, claim(at, kind, goal))) == broken


def test_a_goal_seen_before_the_premise_does_not_count():
    at = walk("0 a 1 | 1 a 2", fair="a")
    assert judge(at, claim(at, LEADS_TO, {0, 1}, {0, 1})) is None
    assert numbers(judge(at, claim(at, LEADS_TO, {0, 1}, {2}))) == ((0, 1, 2), 2)


def test_the_claim_is_judged_for_each_value_of_its_variables():
    at = walk("0 a 1 | 1 a 2", fair="a")
    place = RangeType(0, 2)
    p = Bound("p", place)
    goal = Equal(Read("at", (), place), p)
    of = Temporal("claim", EVENTUALLY, (p,), TRUE, goal, "", systems.HERE)
    assert judge(at, of) is None
    of = replace(of, kind=ALWAYS_EVENTUALLY)
    found = replay(at, judge(at, of), of)
    assert found.violation.members == (("p", "0"),)
    assert found.violation.text == "never again from step 1 on: at = p"
    assert found.violation.fairness == ("fair a: not possible any more",)


def mutex(*fairness: tuple[str, bool]) -> Instance:
    """The locked mutex with these actions fair, for each process."""
    system = fix(systems.mutex(), "locked")
    p = Bound("p", systems.PROC.type)
    fair = tuple(
        Fairness(name, strong, (p,), (name,), "", systems.HERE) for name, strong in fairness
    )
    return instance(replace(system, fairness=fair))


def test_only_strong_fairness_lets_everybody_in():
    p = Bound("p", systems.PROC.type)
    inside = Equal(Read("place", (p,), systems.PLACE), systems.CRITICAL)
    of = Temporal("served", ALWAYS_EVENTUALLY, (p,), TRUE, inside, "", systems.HERE)
    assert judge(mutex(("enter", True), ("leave", False)), of) is None
    lasso = judge(mutex(("enter", False), ("leave", False)), of)
    found = replay(mutex(("enter", False), ("leave", False)), lasso, of)
    assert found.violation.members == (("p", "proc0"),)
    assert found.violation.fairness == (
        "fair enter(proc0): not possible after step 1",
        "fair enter(proc1): taken by step 1",
        "fair leave(proc0): never possible in what repeats",
        "fair leave(proc1): taken by step 2",
    )


def test_fairness_of_a_design_that_rules_its_actions_out_demands_nothing():
    at = walk("0 go 1", fair="go")
    without = replace(at.system.fairness[0], actions=())
    at = instance(replace(at.system, fairness=(without,)))
    assert fair_conditions(at) == ()
    assert judge(at, claim(at, EVENTUALLY, {1})) is not None


def test_a_graph_beyond_the_limit_is_not_made():
    at = walk(RING)
    assert fair_graph(at, 2) is None
    assert len(fair_graph(at, 3).states) == 3


# ------------------------------------------------------------------------------ by brute force


def brute_force(at: Instance, of: Temporal) -> bool:
    """Whether some set of states can be what a fair and bad run visits again and again; all sets
    are tried. Of a walk, so that its states are small numbers."""
    whole = graph(at)
    place = [state[0] for state in whole.states]
    pairs: dict[tuple[int, int], set[str]] = {}
    for before, step, after in whole.edges:
        if before != after:
            pairs.setdefault((place[before], place[after]), set()).add(step.action)
    conditions = [
        (one.strong, {pair for pair, names in pairs.items() if names & set(one.actions)})
        for one in at.system.fairness
        if one.actions
    ]
    value = evaluator(at).value
    true = {
        number: (value(of.premise, state), value(of.goal, state))
        for state, number in zip(whole.states, place, strict=True)
    }

    def reach(starts: set[int], inside: set[int]) -> set[int]:
        found = starts & inside
        while True:
            more = {b for a, b in pairs if a in found and b in inside} - found
            if not more:
                return found
            found |= more

    missing = {state for state in place if not true[state][1]}
    begins = {
        LEADS_TO: {state for state in missing if true[state][0]},
        EVENTUALLY: missing & {0},
        ALWAYS_EVENTUALLY: missing,
        EVENTUALLY_ALWAYS: set(place),
    }[of.kind]
    inside = set(place) if of.kind is EVENTUALLY_ALWAYS else missing
    region = reach(begins, inside)
    for size in range(1, len(region) + 1):
        for chosen in map(set, combinations(sorted(region), size)):
            if not chosen & missing:
                continue
            if not all(reach({state}, chosen) == chosen for state in chosen):
                continue
            if all(_is_kept(strong, owned, chosen) for strong, owned in conditions):
                return True
    return False


def _is_kept(strong: bool, owned: set[tuple[int, int]], chosen: set[int]) -> bool:
    if any(a in chosen and b in chosen for a, b in owned):
        return True
    possible = {a for a, _ in owned} & chosen
    return not possible if strong else possible != chosen


@st.composite
def questions(draw: st.DrawFn, most: int = 5) -> tuple[Instance, Temporal]:
    """A random walk with up to three fair names, and a random claim about it."""
    states = st.integers(0, draw(st.integers(1, most)) - 1)
    arrow = st.tuples(states, st.sampled_from("abcd"), states)
    arrows = draw(st.lists(arrow, min_size=1, max_size=3 * most))
    names = draw(st.lists(st.sampled_from("abc"), unique=True, max_size=3))
    strong = draw(st.sets(st.sampled_from("abc")))
    at = walk(
        arrows,
        fair=" ".join(one for one in names if one not in strong),
        strong=" ".join(one for one in names if one in strong),
    )
    kind = draw(st.sampled_from(TemporalKind))
    some = st.sets(st.integers(0, most - 1))
    return at, claim(at, kind, draw(some), draw(some) if kind is LEADS_TO else None)


@settings(max_examples=400)
@given(questions())
def test_the_search_agrees_with_trying_all_sets_of_states(question):
    at, of = question
    assert (judge(at, of) is not None) == brute_force(at, of)


@pytest.mark.slow
@settings(max_examples=1_000)
@given(questions(7))
def test_the_search_agrees_with_trying_all_sets_of_states_of_larger_graphs(question):
    at, of = question
    assert (judge(at, of) is not None) == brute_force(at, of)


@settings(max_examples=100)
@given(questions())
def test_the_same_question_has_the_same_lasso(question):
    at, of = question
    assert judge(at, of) == judge(instance(at.system), of)


def test_lassos_are_told_with_numbers_of_steps():
    at = walk(ENDS, fair="a", strong="")
    of = claim(at, LEADS_TO, {3}, {1})
    found = replay(at, judge(at, of), of)
    assert found.violation.text == "after step 1: at = 1; from there on never: at = 3"
    assert found.violation.fairness == ("fair a: taken by step 2",)
    of = claim(at, EVENTUALLY_ALWAYS, {1})
    found = replay(at, judge(at, of), of)
    assert found.violation.text == "false after step 2, again and again: at = 1"
