"""Claims that hold because members are finitely many, and in an order: proved for every size, and
only where they are true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tdpspec.engines.lemmas import general, orders
from tdpspec.engines.lemmas.general import EverySizeChecker
from tdpspec.engines.search.alone import first_members
from tdpspec.engines.search.every_size import EverySize
from tdpspec.interpret.explore import explore
from tdpspec.system.claims import condition_of
from tdpspec.system.first_member import by_order
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction, Proved, Refuted
from tests.engines.confirmed import confirmed
from tests.spec import instance_of

LOCKS = """
    sort Thread, Lock
    choice in_order: bool "does a thread take the lower of its two locks first?"
    choice is_total: bool "are any two locks in order?"
    design ordered { in_order = true, is_total = true }
    design any_order { in_order = false, is_total = true }
    design partly { in_order = true, is_total = false }
    var below: set (Lock, Lock) = any
    initially forall a: Lock. (a, a) notin below
    initially forall a, b, c: Lock. (a, b) in below and (b, c) in below => (a, c) in below
    initially forall a, b: Lock. is_total => a = b or (a, b) in below or (b, a) in below
    var first: Thread -> Lock = any
    var second: Thread -> Lock = any
    initially forall t: Thread. first[t] != second[t]
    initially forall t: Thread. in_order => (first[t], second[t]) in below
    var holder: Lock -> Thread? = none
    process thread(t: Thread) {
        idle:
            when holder[first[t]] = none
            holder[first[t]] := t
        one:
            when holder[second[t]] = none
            holder[second[t]] := t
        both:
            holder[first[t]] := none
            holder[second[t]] := none
            goto idle
    }
    invariant never_stuck can_step
"""


def test_what_stands_in_an_order_never_waits_in_a_circle() -> None:
    at = instance_of(LOCKS, "ordered", Thread=2, Lock=3)
    proof = confirmed(EverySize(), at)["never_stuck"]
    assert isinstance(proof, Proved)
    assert proof.covers is None
    assert isinstance(proof.by, Induction)
    lemmas = {one.name: one.condition for one in proof.by.lemmas}
    # One of them is needed, with the order that it is about, and no other.
    ((first, order),) = by_order(lemmas).items()
    assert {first, order} <= set(dict(proof.by.needs)["never_stuck"]) | {order}
    assert sum(name.startswith(("first_", "order_")) for name in lemmas) == 2


def test_an_order_of_some_of_them_is_enough() -> None:
    at = instance_of(LOCKS, "partly", Thread=2, Lock=3)
    proof = confirmed(EverySize(), at)["never_stuck"]
    assert isinstance(proof, Proved)
    assert proof.covers is None


def test_what_is_wrong_is_refuted() -> None:
    at = instance_of(LOCKS, "any_order", Thread=2, Lock=2)
    verdict = confirmed(EverySize(), at)["never_stuck"]
    assert isinstance(verdict, Refuted)
    assert len(verdict.trace) == 2


def test_without_these_lemmas_it_is_not_proved_for_every_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(orders, "MOST", 0)
    at = instance_of(LOCKS, "ordered", Thread=2, Lock=2)
    proof = confirmed(EverySize(), at)["never_stuck"]
    assert isinstance(proof, Proved)
    assert proof.covers == at.sizes


def of_three(system: System) -> Instance:
    return instance(system, {one.name: 3 for one in system.sorts})


def lemmas_of(system: System) -> tuple[dict[str, Term], dict[str, Term]]:
    """What may be orders, and what follows of members that come first."""
    found = first_members(of_three(system), (), {})
    firsts = {name: one for name, one in found.items() if name.startswith("first_")}
    return {name: one for name, one in found.items() if name not in firsts}, firsts


def test_it_is_shown_of_what_is_an_order_only() -> None:
    system = instance_of(LOCKS, "ordered").system
    found, firsts = lemmas_of(system)
    # Both ways round; a lock that is both first and second of a thread stands in no order.
    assert len(found) == 2
    assert firsts
    name, lemma = next(iter(firsts.items()))
    order = by_order({**found, name: lemma})[name]
    both = EverySizeChecker(system).needs({order: found[order], name: lemma}, {}, {})
    assert both.obstacles == {}
    assert both.of[name] == {order}
    # By itself it is a lemma like any other, and no solver knows of finitely many.
    alone = EverySizeChecker(system).needs({name: lemma}, {}, {}, general.AT_ONCE)
    assert set(alone.obstacles) == {name}


TOURNAMENT = """
    sort Player = 2
    var beats: set (Player, Player) = any "who would win against whom; never changes"
    initially forall a: Player. (a, a) notin beats
    initially forall a, b: Player. a = b or (a, b) in beats or (b, a) in beats
    initially forall a, b: Player. (a, b) notin beats or (b, a) notin beats
    var out: set Player = {}
    action play(a: Player, b: Player) { when (a, b) in beats  add b to out }
    invariant somebody_is_unbeaten "" exists a: Player. forall b: Player. (b, a) notin beats
    invariant somebody_is_left "" exists a: Player. a notin out
"""
"""Of two players one is unbeaten; three may beat one another in a circle."""


def test_what_goes_in_a_circle_is_no_order() -> None:
    at = instance_of(TOURNAMENT)
    assert first_members(of_three(at.system), (), {}) == {}
    verdicts = confirmed(EverySize(), at)
    broken = {
        one.name
        for one, _ in explore(instance(at.system, {"Player": 3}), at.system.properties).refuted
    }
    assert broken == {"somebody_is_unbeaten", "somebody_is_left"}
    for name in broken:
        verdict = verdicts[name]
        assert isinstance(verdict, Proved)
        assert verdict.covers == at.sizes


def test_a_false_order_proves_nothing() -> None:
    circle = instance_of(TOURNAMENT).system
    in_turn = "(a, b) in beats and (b, c) in beats => (a, c) in beats"
    best = instance_of(f"{TOURNAMENT}\ninitially forall a, b, c: Player. {in_turn}").system
    proof = confirmed(EverySize(), instance(best))["somebody_is_unbeaten"]
    assert isinstance(proof, Proved)
    assert proof.covers is None
    assert isinstance(proof.by, Induction)
    claim = condition_of(best, best.property["somebody_is_unbeaten"])
    assert EverySizeChecker(best).confirms(claim, proof.by)
    assert not EverySizeChecker(circle).confirms(claim, proof.by)
    without = tuple(one for one in proof.by.lemmas if not one.name.startswith("order_"))
    assert len(without) < len(proof.by.lemmas)
    assert not EverySizeChecker(best).confirms(claim, replace(proof.by, lemmas=without, needs=()))


QUEUE = """
    sort Waiter
    choice keeps: bool "does who is not the first stay in the queue where it is?"
    design in_turn { keeps = true }
    design lost { keeps = false }
    var waiting: set Waiter = {}
    var before: set (Waiter, Waiter) = {} "of two that wait, who came first"
    var inside: Waiter? = none
    action come(w: Waiter) {
        when w notin waiting and inside != w
        for v: Waiter where v in waiting { add (v, w) to before }
        add w to waiting
    }
    action enter(w: Waiter) {
        when w in waiting and inside = none
        when forall v in waiting. (v, w) notin before
        remove w from waiting
        for v: Waiter { remove (w, v) from before }
        inside := w
    }
    action leave(w: Waiter) { when inside = w  inside := none }
    action again(v: Waiter, w: Waiter) {
        when not keeps and v in waiting and w in waiting and v != w
        add (v, w) to before
    }
    invariant somebody_may_go ""
        waiting = {} or exists w in waiting. forall v in waiting. (v, w) notin before
"""


def test_an_order_that_changes_is_one_as_far_as_it_is_kept() -> None:
    proof = confirmed(EverySize(), instance_of(QUEUE, "in_turn", Waiter=3))["somebody_may_go"]
    assert isinstance(proof, Proved)
    assert proof.covers is None
    assert isinstance(proof.by, Induction)
    assert by_order({one.name: one.condition for one in proof.by.lemmas})
    broken = confirmed(EverySize(), instance_of(QUEUE, "lost", Waiter=3))["somebody_may_go"]
    assert isinstance(broken, Refuted)
