"""Mutants against claims: outcomes that a person can work out."""

from __future__ import annotations

import time

import pytest

from tdpspec import pipeline
from tdpspec.engines.ladder import ladder
from tdpspec.engines.mutants import Effort
from tdpspec.engines.question import Question
from tdpspec.source.text import SourceText
from tdpspec.system.fix import fix
from tdpspec.system.mutant import Fate, Judgement, Mutation
from tests.spec import system_of

GATE = """protocol gate
sort Walker = 2
choice looks: bool
design careful { looks = true }
design blind { looks = false }
var inside: set Walker = {}
process walker(w: Walker) {
    outside:
        when not looks or inside = {}
        add w to inside
    within:
        remove w from inside
        goto outside
}
invariant alone forall w: Walker, x: Walker. w in inside and x in inside => w = x
"""


def mutation(
    text: str,
    question: Question | None = None,
    seconds: float = 100,
    seed: int = 0,
    limit: int = 999,
) -> Mutation:
    source = SourceText("t.tdp", text)
    system, _ = pipeline.build_system(source)
    assert system is not None
    return pipeline.mutate(source, system, question or Question(), Effort(seconds, seed, limit))


def of(found: Mutation, name: str, design: str) -> Judgement:
    (one,) = (one for one in found.judgements if (one.mutant, one.design) == (name, design))
    return one


def test_killed_by_a_claim_that_holds_otherwise() -> None:
    found = mutation(GATE)
    one = of(found, "walker.outside.guard_dropped", "careful")
    assert one.fate is Fate.KILLED
    # Two walkers have to be there, and both have to enter.
    assert [(kill.claim, kill.steps, kill.sizes) for kill in one.kills] == [
        ("alone", 2, (("Walker", 2),))
    ]
    assert found.complete


def test_a_claim_that_does_not_hold_kills_nothing() -> None:
    found = mutation(GATE)
    blind = [one for one in found.judgements if one.design == "blind"]
    # At size 1 it holds, and there no fault can break it.
    assert not [one for one in blind if one.fate is Fate.KILLED]
    # The guard is always true there: nothing is different without it.
    assert of(found, "walker.outside.guard_dropped", "blind").fate is Fate.EQUIVALENT
    assert of(found, "walker.outside.guard_negated", "blind").fate is Fate.SURVIVED


def test_survived_and_equivalent() -> None:
    found = mutation(GATE)
    skipped = of(found, "walker.within.statement_skipped", "careful")
    assert (skipped.fate, skipped.kills) == (Fate.SURVIVED, ())
    text = GATE.replace("remove w from inside", "remove w from inside remove w from inside")
    again = mutation(text)
    assert of(again, "walker.within.statement_skipped", "careful").fate is Fate.EQUIVALENT
    assert of(again, "walker.within.statement_skipped_2", "careful").fate is Fate.EQUIVALENT


def test_the_same_states_with_an_assert_that_fails_are_not_equivalent() -> None:
    text = """protocol t
    var n: bool = false
    action a { if n { n := n } assert quiet: true n := n assert never: not n }
    action b { when n assert never: false }
    """
    found = mutation(text)
    one = of(found, "a.statement_skipped_2", "t")
    assert one.fate is Fate.EQUIVALENT
    # Negated, `b` can be taken at the start: that changes no state, but the assert fails.
    negated = of(found, "b.guard_negated", "t")
    assert [kill.claim for kill in negated.kills] == ["never"]
    deaf = mutation(text, Question(claims=("quiet",)))
    assert of(deaf, "b.guard_negated", "t").fate is Fate.SURVIVED


def test_lock_misuse_kills_under_its_own_name() -> None:
    text = """protocol t
    mutex m
    var n: bool = false
    process q { a: acquire m b: n := not n c: release m goto a }
    invariant either n or not n
    """
    found = mutation(text)
    one = of(found, "q.a.lock_not_taken", "t")
    assert [(kill.claim, kill.steps) for kill in one.kills] == [("locks_are_used_correctly", 2)]


def test_a_temporal_claim_kills() -> None:
    text = """protocol t
    var n: bool = false
    process q { a: n := true b: n := false goto a }
    fair q
    temporal returns always eventually n
    """
    one = of(mutation(text), "q.a.statement_skipped", "t")
    assert [kill.claim for kill in one.kills] == ["returns"]


def test_without_time_nothing_is_tried_and_nothing_killed() -> None:
    found = mutation(GATE, seconds=0)
    assert {one.fate for one in found.judgements} == {Fate.NOT_TRIED}
    assert len(found.judgements) == len(mutation(GATE).judgements)
    assert not found.complete


COUNTER = """protocol t
var n: 0..40 = 0
var m: bool = false
action up { when n < 2 n := n + 1 }
action flip { m := not m }
invariant small n < 30
"""


def test_too_large_is_neither_killed_nor_survived() -> None:
    # Six states; without the guard eighty-two, and the claim is broken after thirty steps.
    killed = of(mutation(COUNTER), "up.guard_dropped", "t")
    assert [kill.steps for kill in killed.kills] == [30, 40]
    found = mutation(COUNTER, limit=8, seconds=1)
    one = of(found, "up.guard_dropped", "t")
    assert (one.fate, one.kills, one.searched) == (Fate.TOO_LARGE, (), ())
    assert not found.complete


@pytest.mark.slow
@pytest.mark.parametrize(("bound", "fate"), [(19, Fate.KILLED), (20, Fate.KILLED), (21, None)])
def test_what_is_too_large_is_searched_to_a_bound(bound: int, fate: Fate | None) -> None:
    found = mutation(COUNTER.replace("n < 30", f"n < {bound}"), limit=8)
    one = of(found, "up.guard_dropped", "t")
    assert one.fate is (fate or Fate.TOO_LARGE)
    assert [kill.steps for kill in one.kills] == ([bound] if fate else [])
    assert bool(one.wider) == (fate is None)


def test_flipped_choices_are_told_with_the_design_that_they_are() -> None:
    found = mutation(GATE)
    flips = {one.design: one for one in found.mutants if one.same_as}
    assert {name: one.same_as for name, one in flips.items()} == {
        "careful": "blind",
        "blind": "careful",
    }
    assert of(found, flips["careful"].name, "careful").fate is Fate.KILLED
    assert not [one for one in found.judgements if one.mutant == flips["careful"].name][1:]


def test_the_seed_changes_no_outcome_and_processes_neither() -> None:
    once = mutation(GATE)
    assert mutation(GATE, seed=5) == once
    assert mutation(GATE, Question(jobs=2)) == once


def test_sizes_grow_as_far_as_the_limit_lets_them() -> None:
    system = fix(system_of(GATE), "blind")
    later = time.monotonic() + 100
    # 2 to the power of the walkers is the number of states; a quarter of the limit is used.
    assert [one.at.sizes for one in ladder(system, {}, 16, later)] == [
        (("Walker", 1),),
        (("Walker", 2),),
    ]
    assert [one.at.sizes for one in ladder(system, {}, 15, later)] == [(("Walker", 1),)]
    assert ladder(system, {}, 1, later) == ()
    assert [one.at.sizes for one in ladder(system, {"Walker": 3}, 99, later)] == [(("Walker", 3),)]


@pytest.mark.slow
def test_a_survivor_of_small_sizes_is_killed_at_the_usual_ones() -> None:
    # Only one walker fits into the limit of states, so the second look has to find it.
    found = mutation(GATE, seconds=120, limit=5)
    one = of(found, "walker.outside.guard_dropped", "careful")
    assert one.searched == ((("Walker", 1),),)
    assert one.fate is Fate.KILLED
    assert [(kill.claim, kill.steps) for kill in one.kills] == [("alone", 2)]
