"""Mutants against claims: outcomes that a person can work out."""

from __future__ import annotations

import time
from collections import Counter
from random import Random

import pytest

from tdpspec import pipeline
from tdpspec.checking.check import check
from tdpspec.engines.examining import mutants
from tdpspec.engines.examining.ladder import Rung, ladder
from tdpspec.engines.examining.mutants import Effort, Ladders, Trial, judge, judge_mutants
from tdpspec.engines.running.question import Question
from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.explore import graph
from tdpspec.interpret.step import State
from tdpspec.lowering.lower import lower
from tdpspec.mutation.mutate import Mutated, mutate
from tdpspec.mutation.mutate import system_of as mutant_system
from tdpspec.source.text import SourceText
from tdpspec.syntax.parse import parse
from tdpspec.system.claims import condition_of
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import Assertion, System
from tdpspec.system.mutant import Fate, Judgement, Mutant, Mutation
from tests.lowering.writing import Writer
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


def with_mutants(text: str) -> tuple[System, tuple[Mutated, ...]]:
    source = SourceText("t.tdp", text)
    module, _ = parse(source)
    assert module is not None
    checked, found = check(module, source)
    assert checked is not None, found
    system = lower(checked)
    return system, mutate(checked, system)


class Watch:
    """A clock that stands still until ``after`` mutants were lowered, and then is far ahead."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.tried: list[str] = []

    def now(self) -> float:
        return 0.0 if len(self.tried) < self.after else 1000.0

    def outcome(self, seed: int) -> dict[str, Fate]:
        """What becomes of the mutants of the careful gate within ten seconds of this clock."""
        system, mutants = with_mutants(GATE)
        systems = {one.mutant.name: mutant_system(one)[0] for one in mutants}

        def lowered(mutant: Mutant) -> System | None:
            self.tried.append(mutant.name)
            return systems[mutant.name]

        question = Question(designs=("careful",))
        told = tuple(one.mutant for one in mutants)
        judged = judge_mutants(system, told, lowered, question, Effort(10, seed))
        assert not judged.interrupted
        return {one.mutant: one.fate for one in judged.judgements}


def test_the_seed_decides_who_is_tried_before_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: set[frozenset[str]] = set()
    for seed in range(3):
        watch = Watch(after=3)
        monkeypatch.setattr(time, "monotonic", watch.now)
        fates = watch.outcome(seed)
        open_ = Counter(fates.values())
        # The third has begun when the time is over; it is not told as one that survived.
        assert (open_[Fate.OUT_OF_TIME], open_[Fate.NOT_TRIED]) == (1, len(fates) - 3)
        assert fates[watch.tried[2]] is Fate.OUT_OF_TIME
        judged = [name for name, fate in fates.items() if fate is not Fate.NOT_TRIED]
        assert set(judged) == set(watch.tried[:3])
        tried.add(frozenset(watch.tried[:2]))
    assert len(tried) == 3


Doing = tuple[frozenset[State], frozenset[tuple[State, State]], frozenset[tuple[str, State]]]


def doing(at: Instance) -> Doing:
    """The initial states, the pairs of a state and one after it, and where asserts fail; found by
    the search that draws graphs, which the judgement does not use."""
    found = graph(at)
    states = found.states
    meaning = evaluator(at, {})
    failing = frozenset(
        (one.name, state)
        for one in at.system.properties
        if isinstance(one, Assertion)
        for state in states
        if not meaning.function(condition_of(at.system, one))(state)
    )
    edges = frozenset((states[before], states[after]) for before, _, after in found.edges)
    return frozenset(states[: found.initial]), edges, failing


def fates_of_random_mutants(seed: int, count: int) -> Counter[Fate]:
    """``count`` mutants of a random protocol, each fate checked against the two graphs."""
    system, mutants = with_mutants(Writer(seed).protocol())
    design = system.designs[0].name
    whole = fix(system, design)
    rungs: tuple[Rung, ...] = ladder(whole, {"R": 1}, 400, time.monotonic() + 1000)
    fates: Counter[Fate] = Counter()
    here = [one for one in mutants if one.mutant.design in (None, design)]
    for one in Random(seed).sample(here, min(count, len(here))):
        changed, _ = mutant_system(one)
        if changed is None or not rungs:
            continue
        trial = Trial(one.mutant.name, fix(changed, design), frozenset({"fine"}), 400)
        judged = judge(trial, {design: rungs}, 1000)
        fates[judged.fate] += 1
        if judged.fate not in (Fate.EQUIVALENT, Fate.SURVIVED):
            continue
        same = all(
            doing(instance(trial.system, dict(rung.at.sizes))) == doing(rung.at)
            for rung in rungs
            if rung.at.sizes in judged.searched
        )
        assert same == (judged.fate is Fate.EQUIVALENT), (seed, one.mutant.name)
    return fates


def test_equivalent_means_equal_graphs_on_random_protocols() -> None:
    fates: Counter[Fate] = Counter()
    for seed in (3, 4, 8, 9):
        fates += fates_of_random_mutants(seed, 8)
    assert min(fates[Fate.EQUIVALENT], fates[Fate.SURVIVED]) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40, 46))
def test_equivalent_means_equal_graphs_on_more_random_protocols(seed: int) -> None:
    fates_of_random_mutants(seed, 20)


def test_an_interrupt_leaves_what_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = mutation(GATE, Question(designs=("careful",)))
    left = iter(range(4))

    def judge_some(trial: Trial, ladders: Ladders, seconds: float) -> Judgement:
        if next(left) == 3:
            raise KeyboardInterrupt
        return judge(trial, ladders, seconds)

    monkeypatch.setattr(mutants, "judge", judge_some)
    some = mutation(GATE, Question(designs=("careful",)))
    assert (whole.interrupted, some.interrupted) == (False, True)
    assert not some.complete
    fates = {one.mutant: one.fate for one in whole.judgements}
    judged = [one for one in some.judgements if one.fate is not Fate.NOT_TRIED]
    assert len(judged) == 3
    assert all(one.fate is fates[one.mutant] for one in judged)


def test_what_was_not_looked_at_with_more_members_has_not_survived(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # With few states allowed, only one walker is tried, who meets nobody.
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mutants, "wider", interrupted)
    found = mutation(GATE, Question(designs=("careful",)), limit=3)
    assert {one.fate for one in found.judgements} == {Fate.OUT_OF_TIME, Fate.EQUIVALENT}
