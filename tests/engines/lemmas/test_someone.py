"""That someone is there: lemmas about who can still do something."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.engines.lemmas.someone import someone
from tdpspec.engines.search.alone import proved_with_someone
from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.explore import graph
from tdpspec.system.claims import condition_of
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import Invariant, System
from tdpspec.system.printer import term_text
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Proved, Refuted
from tests.engines.search.test_every_size import judged
from tests.spec import instance_of
from tests.strategies import scope_of, terms
from tests.strategies import systems as random_systems

FUTEX = """
    sort Thread
    enum Word = free | taken | contended
    choice wakes: bool
    design wakes { wakes = true }
    design forgets { wakes = false }
    var word: Word = free
    var asleep: set Thread = {}
    process thread(t: Thread) {
        lock: if word = free { word := taken  goto critical }
        announce:
            if word = free { word := contended  goto critical }
            word := contended
        wait:
            if word != contended { goto announce }
            add t to asleep
        sleeping:
            when t notin asleep
            goto announce
        critical:
        unlock:
            if word = contended { word := free  goto wake }
            word := free
            goto finished
        wake:
            choose s in asleep where wakes { remove s from asleep }
            else { }
        finished:
            when wakes
            goto lock
    }
    invariant never_stuck "" can_step
"""

FUTEXES = """
    sort Thread
    sort Lock
    enum Word = free | taken
    design only "" {}
    var word: Lock -> Word = free
    var asleep: set Thread = {}
    process thread(t: Thread) {
        var mine: Lock? = none
        pick: choose l: Lock { mine := l }
        lock:
            choose l: Lock where mine = l and word[l] = free { word[l] := taken  goto critical }
            else { add t to asleep }
        sleeping:
            when t notin asleep
            goto lock
        critical:
            choose l: Lock where mine = l { word[l] := free }
        wake:
            choose s in asleep where s.mine = mine { remove s from asleep }
            else { }
        finished:
            mine := none
            goto pick
    }
    invariant someone_has_it "" forall l: Lock.
        word[l] = taken => exists t: Thread. t.mine = l and t notin asleep
"""

HALVES = """
    sort Cpu, Pair
    enum Half = low | high
    choice gives_back: bool
    design gives_back { gives_back = true }
    design leaks { gives_back = false }
    mutex zone
    var whole: set Pair = Pair
    var free: Half -> set Pair = {}
    var used: set (Cpu, Pair, Half) = {}
    process cpu(c: Cpu) {
        var pair: Pair? = none
        var half: Half = low
        decide:
            choose p: Pair, h: Half where (c, p, h) in used { pair := p  half := h  goto give }
            or choose as take { }
        take:
            acquire zone
            choose p: Pair, h: Half where p in free[h] as fits {
                remove p from free[h]
                pair := p
                half := h
            }
            or choose p in whole as split {
                remove p from whole
                if gives_back { add p to free[high] }
                pair := p
                half := low
            }
            else { release zone  goto decide }
        own:
            choose p: Pair where pair = p { add (c, p, half) to used }
            pair := none
            release zone
            goto decide
        give:
            choose p: Pair where pair = p {
                remove (c, p, half) from used
                add p to free[half]
            }
        out:
            pair := none
            goto decide
    }
    invariant one_user forall c, d: Cpu, p: Pair, h: Half.
        (c, p, h) in used and (d, p, h) in used => c = d
    invariant nothing_leaks forall p: Pair, h: Half.
        p in whole or p in free[h]
        or exists c: Cpu. (c, p, h) in used or (c.pair = p and c.half = h)
"""


def claim_of(at: Instance) -> Term:
    (claim,) = (one for one in at.system.properties if isinstance(one, Invariant))
    return condition_of(at.system, claim)


def first(at: Instance) -> list[str]:
    """Those of the first lemmas that say that someone is there."""
    found = next(someone(at, claim_of(at), {}))
    told = [term_text(at.system, one) for one in found]
    return [one for one in told if "exists" in one]


def test_it_is_said_where_someone_is_who_can_step() -> None:
    assert first(instance_of(FUTEX, "wakes", Thread=3)) == [
        "word = free => exists t: Thread. not t at sleeping or t notin asleep",
        "word = taken or word = contended => exists t: Thread. t at critical or t at unlock",
    ]


def test_it_is_said_of_each_member_that_the_claim_is_about() -> None:
    assert first(instance_of(FUTEXES, Thread=3, Lock=2)) == [
        "forall l: Lock. word[l] = taken => exists t: Thread. t at critical and t.mine = l",
    ]


@pytest.mark.parametrize("threads", [2, 3])
def test_there_are_none_where_everybody_can_be_asleep(threads: int) -> None:
    at = instance_of(FUTEX, "forgets", Thread=threads)
    assert list(someone(at, claim_of(at), {})) == []


@pytest.mark.parametrize(("text", "design"), [(FUTEX, "wakes"), (FUTEXES, "only")])
def test_such_claims_are_proved_for_every_size(text: str, design: str) -> None:
    (verdict,) = (
        one for name, one in judged(instance_of(text, design)).items() if "lock" not in name
    )
    assert isinstance(verdict, Proved)
    assert verdict.covers is None


def test_of_what_is_also_about_words_it_is_said_for_each_of_them() -> None:
    at = instance_of(HALVES, "gives_back", Cpu=2, Pair=2)
    verdict = judged(at)["nothing_leaks"]
    assert isinstance(verdict, Proved)
    assert verdict.covers is None
    assert isinstance(judged(instance_of(HALVES, "leaks"))["nothing_leaks"], Refuted)


def test_one_that_is_wrong_is_refuted() -> None:
    verdict = judged(instance_of(FUTEX, "forgets"))["never_stuck"]
    assert isinstance(verdict, Refuted)


@given(random_systems(budget=300), st.data())
@settings(max_examples=60, deadline=None)
def test_they_are_true_in_all_states_and_so_is_the_claim(
    system: System, data: st.DataObject
) -> None:
    at = instance(system)
    claim = data.draw(terms(scope_of(system)))
    states = graph(at).states
    holds = evaluator(at).function(claim)
    for lemmas in someone(at, claim, {}):
        assert all(map(holds, states))
        for one in lemmas:
            assert all(map(evaluator(at).function(one), states)), term_text(system, one)


def test_lemmas_that_are_not_so_at_first_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tdpspec.engines.lemmas.someone._Steps.holds_initially", lambda self, alternatives: True
    )
    at = instance_of(FUTEX, "forgets", Thread=3)
    wrong = list(someone(at, claim_of(at), {}))
    assert wrong
    assert proved_with_someone(at, "never_stuck", claim_of(at), ()) is None
