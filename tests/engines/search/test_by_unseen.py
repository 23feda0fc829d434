"""Proofs by what was never seen together: of what says that something exists, too."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tdpspec.engines.search import by_unseen
from tdpspec.engines.search.by_unseen import guessed, proved_by_unseen
from tdpspec.engines.search.every_size import EverySize
from tdpspec.interpret.explore import explore
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.system.printer import term_text
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction, Proved, Refuted
from tests.engines.confirmed import confirmed
from tests.spec import instance_of
from tests.strategies import systems as random_systems

CANCEL = """
    sort Worker, Caller, Work
    choice clears: bool "does a caller say when it is done?"
    design clears { clears = true }
    design keeps { clears = false }
    var pending: set Work = {}
    var queued: set Work = {}
    var freed: set Work = {}
    var cancelling: Work -> Caller? = none
    action queue(k: Work) {
        when k notin pending and k notin freed and cancelling[k] = none
        add k to pending
        add k to queued
    }
    action alloc(k: Work) { when k in freed  remove k from freed }
    process worker(w: Worker) {
        var work: Work? = none
        pick:
            choose k in queued { work := k  remove k from queued  remove k from pending }
        run:
            work := none
            goto pick
    }
    process caller(c: Caller) {
        var mine: Work? = none
        begin:
            choose k: Work where k notin freed and cancelling[k] = none {
                mine := k
                cancelling[k] := c
            }
        steal "only while it is queued":
            if mine is k {
                when k notin pending or k in queued
                remove k from queued
                add k to pending
            }
        flush:
            if mine is k { when forall w: Worker. w.work != k }
        free:
            if mine is k {
                remove k from pending
                add k to freed
                if clears { cancelling[k] := none }
            }
            mine := none
            goto begin
    }
    invariant never_stuck can_step
    invariant freed_is_not_queued "" queued disjoint freed
"""
"""After the workqueue's ``cancel_work_sync()``. That somebody can go on needs to know who cancels
what."""


def terms(at: Instance) -> dict[str, Term]:
    claims = state_claims(at.system.properties)
    return {one.name: condition_of(at.system, one) for one in claims}


def test_that_a_step_can_be_taken_is_proved_by_what_few_members_never_are() -> None:
    at = instance_of(CANCEL, "clears", Worker=3, Caller=3, Work=3)
    found = proved_by_unseen(guessed(at), terms(at))
    assert {"never_stuck", "freed_is_not_queued"} <= found.keys()
    by = found["never_stuck"].by
    assert found["never_stuck"].covers is None
    assert isinstance(by, Induction)
    said = [term_text(at.system, one.condition) for one in by.lemmas]
    assert any("cancelling[w] = c" in one for one in said)


def test_the_search_for_what_is_true_at_every_size_comes_to_it() -> None:
    at = instance_of(CANCEL, "clears")
    proof = confirmed(EverySize(), at)["never_stuck"]
    assert isinstance(proof, Proved)
    assert proof.covers is None


def test_where_somebody_is_forgotten_it_is_not() -> None:
    at = instance_of(CANCEL, "keeps")
    assert "never_stuck" not in proved_by_unseen(guessed(at), terms(at))
    assert isinstance(confirmed(EverySize(), at)["never_stuck"], Refuted)


def test_what_needs_more_members_than_were_looked_at_is_not_proved_by_them() -> None:
    at = instance_of(
        """
        design only "" {}
        sort Node
        var on: set Node = {}
        action go(n: Node) { when exists m: Node. m != n and m notin on  add n to on }
        action all(n: Node, m: Node, k: Node, l: Node) {
            when n != m and n != k and n != l and m != k and m != l and k != l
            add n to on  add m to on  add k to on  add l to on
        }
        invariant somebody_is_off "" exists n: Node. n notin on
        """,
        Node=3,
    )
    assert "somebody_is_off" not in proved_by_unseen(guessed(at), terms(at))


def test_guesses_that_are_too_many_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    at = instance_of(CANCEL, "clears", Worker=3, Caller=3, Work=3)
    monkeypatch.setattr(by_unseen, "MOST", 3)
    assert proved_by_unseen(guessed(at), terms(at)) == {}


@pytest.mark.slow
@given(random_systems(budget=300))
@settings(max_examples=40)
def test_nothing_that_is_false_is_proved(system: System) -> None:
    at = instance(system)
    found = proved_by_unseen(guessed(at), terms(at))
    broken = {one.name for one, _ in explore(at, state_claims(system.properties)).refuted}
    assert not broken & found.keys()
    assert all(isinstance(one, Proved) and one.covers is None for one in found.values())
