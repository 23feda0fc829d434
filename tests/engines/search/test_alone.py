"""Claims that something exists, proved without a search, and only where they are true."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tdpspec.engines.base import Decided, Limits
from tdpspec.engines.search.alone import proved_alone
from tdpspec.engines.search.every_size import EverySize
from tdpspec.interpret.explore import explore
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction, Proved, Refuted
from tests.engines.confirmed import confirmed
from tests.spec import instance_of
from tests.strategies import systems as random_systems

SLOTS = """
    sort Thread
    sort Slot
    choice looks: bool "does a thread look whether it has a slot already?"
    design looks { looks = true }
    design blind { looks = false }
    var used: set Slot = {}
    process thread(t: Thread) {
        var has: Slot? = none
        idle:
            when not looks or has = none
            choose s: Slot where s notin used as take { add s to used  has := s  goto busy }
            or choose as wait { goto idle }
        busy:
            choose as keep { goto idle }
            or choose as give {
                if has is s { remove s from used }
                has := none
                goto idle
            }
    }
    invariant owned "" forall s: Slot. s in used => exists t: Thread. t.has = s
"""
"""A thread that comes back with a slot waits for ever, or takes a second and forgets the first."""


def terms(at: Instance) -> dict[str, Term]:
    return {
        one.name: condition_of(at.system, one)
        for one in state_claims(at.system.properties)
        if one.name == "owned"
    }


def test_a_claim_that_every_step_keeps_is_proved_for_every_size() -> None:
    at = instance_of(SLOTS, "looks", Thread=3, Slot=3)
    found = proved_alone(at, terms(at), ())
    proof = found["owned"]
    assert proof.covers is None
    assert isinstance(proof.by, Induction)
    # The claim itself is a lemma; whatever else it needs comes for free.
    assert "owned" in [one.name for one in proof.by.lemmas]
    assert confirmed(EverySize(), at)["owned"] == proof


def test_a_claim_that_a_step_breaks_is_not() -> None:
    at = instance_of(SLOTS, "blind", Thread=3, Slot=3)
    assert proved_alone(at, terms(at), ()) == {}
    (found,) = (
        one
        for one in EverySize().judge(at, (at.system.property["owned"],), (), Limits(20))
        if isinstance(one, Decided)
    )
    assert isinstance(found.verdict, Refuted)
    assert len(found.verdict.trace) == 3


OWNED = """
    sort Thread
    var owner: Thread? = none
    process thread(t: Thread) {
        look:
            when owner = none
            owner := t
        crit:
            owner := none
            goto look
    }
    invariant apart "" forall a, b: Thread. a at crit and b at crit => a = b
    invariant is_owned "" (exists t: Thread. t at crit) => exists t: Thread. owner = t
"""


def test_a_claim_that_follows_from_the_lemmas_of_others_is_proved_with_them() -> None:
    at = instance_of(OWNED, Thread=2)
    verdicts = confirmed(EverySize(), at)
    proof = verdicts["is_owned"]
    assert isinstance(proof, Proved)
    assert proof.covers is None
    assert isinstance(proof.by, Induction)
    assert proof.by.lemmas


@pytest.mark.slow
@given(random_systems(budget=300))
@settings(max_examples=150)
def test_nothing_that_is_false_is_proved(system: System) -> None:
    at = instance(system)
    claims = {one.name: condition_of(system, one) for one in state_claims(system.properties)}
    found = proved_alone(at, claims, ())
    broken = {one.name for one, _ in explore(at, state_claims(system.properties)).refuted}
    assert not broken & found.keys()
