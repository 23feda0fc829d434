"""Why proofs work: what is told is inductive, and none of it can be spared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.engines.base import Decided, Explained, Limits
from tdpspec.engines.examining.explain import Proof, explain, proof_of
from tdpspec.engines.examining.support import Explainer
from tdpspec.engines.running.child import Bounds
from tdpspec.engines.running.portfolio import prove
from tdpspec.engines.search.every_size import EverySize
from tdpspec.engines.search.kinduction import KInduction
from tdpspec.engines.search.pdr import Pdr
from tdpspec.pipeline import load
from tdpspec.solving.recheck import Rechecker
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer
from tdpspec.solving.unroll import Start, Unrolling
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.explanation import EVERY_SIZE, Explanation, Unexplained
from tdpspec.system.finding import Finding
from tdpspec.system.first_member import by_order
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.verdict import Induction, Proved, hinted
from tests.spec import instance_of
from tests.strategies import systems

CHAIN = """
var a: bool = false
var b: bool = false
var c: bool = false
var d: bool = false
var e: bool = false
action ab { when a  b := true }
action bc { when b  c := true }
action other { when d  c := true }
action clear { c := false  b := false }
action idle { d := d }
invariant no_c not c
lemma no_b not b
lemma no_a not a
lemma no_d not d
lemma no_e not e
"""


def proofs_of(at: Instance, engine: KInduction | Pdr | None = None) -> tuple[Proof, ...]:
    claims = state_claims(at.system.properties)
    events = (engine or KInduction()).judge(at, claims, hinted(at.system), Limits(6))
    return tuple(
        Proof(one.claim, condition_of(at.system, by_name[one.claim]), one.verdict.by)
        for by_name in ({claim.name: claim for claim in claims},)
        for one in events
        if isinstance(one, Decided)
        and isinstance(one.verdict, Proved)
        and isinstance(one.verdict.by, Induction)
    )


def explained(at: Instance, proofs: tuple[Proof, ...]) -> list[Explanation]:
    events = Explainer(proofs).judge(at, (), (), Limits(6))
    return [one.explanation for one in events if isinstance(one, Explained)]


def told(one: Explanation) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(need.target, need.action, need.lemmas) for need in one.needs]


def test_each_step_names_what_it_needs_and_the_claim_comes_first() -> None:
    at = instance_of(CHAIN)
    (one,) = explained(at, proofs_of(at))
    assert told(one) == [
        ("no_c", "bc", ("no_b",)),
        ("no_c", "other", ("no_d",)),
        ("no_b", "ab", ("no_a",)),
    ]
    assert [lemma.name for lemma in one.lemmas] == ["no_b", "no_d", "no_a"]
    assert (one.design, one.claim, one.k) == ("t", "no_c", 1)
    assert one.supports("no_b") == (("no_c", ("bc",)),)
    assert one.supports("no_c") == ()


def test_lemmas_that_nothing_needs_are_left_out() -> None:
    at = instance_of(CHAIN)
    (proof,) = proofs_of(at)
    whole = Proof(proof.claim, proof.condition, Induction(1, hinted(at.system)))
    (one,) = explained(at, (whole,))
    assert one.needless == ("no_e",)
    assert [lemma.name for lemma in one.lemmas] == ["no_b", "no_d", "no_a"]


def test_claim_that_follows_from_itself_needs_nothing() -> None:
    at = instance_of("var x: bool = false  action keep { when x  x := true }  invariant i not x")
    (one,) = explained(at, proofs_of(at))
    assert (one.lemmas, one.needs, one.needless) == ((), (), ())


def test_claim_may_be_what_a_lemma_needs() -> None:
    at = instance_of("""
        var a: bool = false
        var b: bool = false
        action ab { when a  b := true }
        action ba { when b  a := true }
        invariant no_a not a
        lemma no_b not b
    """)
    (one,) = explained(at, proofs_of(at))
    assert told(one) == [("no_a", "ba", ("no_b",)), ("no_b", "ab", ("no_a",))]
    assert one.supports("no_a") == (("no_b", ("ab",)),)


def test_several_states_in_a_row() -> None:
    at = instance_of("""
        var n: 0..7 = 0
        var on: bool = false
        action up { when on or n = 4 or n = 5  n := n + 1 }
        invariant low n != 6
        lemma off not on
    """)
    (one,) = explained(at, tuple(proof for proof in proofs_of(at) if proof.claim == "low"))
    assert one.k == 3
    assert told(one) == [("low", "up", ("off",))]


def _check(at: Instance, proof: Proof, one: Explanation) -> None:
    """The lemmas told are inductive with the claim, and each need is one with none to spare."""
    conditions = (proof.condition, *(lemma.condition for lemma in one.lemmas))
    assert Rechecker(at).induction(conditions, one.k).answer is Answer.UNSAT
    relation = Relation(at)
    holds = {proof.claim: relation.condition(proof.condition)} | {
        lemma.name: relation.condition(lemma.condition) for lemma in one.lemmas
    }
    steps = Unrolling(relation, Start.ANY)
    for _ in range(one.k):
        steps.extend()

    def breaks(target: str, action: str, names: Iterator[str] | tuple[str, ...]) -> bool:
        fires = relation.circuit.disjunction(
            step.selector for step in relation.actions if step.step.action == action
        )
        before = [(at_, holds[name]) for name in (target, *names) for at_ in range(one.k)]
        return steps.check([(one.k, -holds[target]), (one.k - 1, fires), *before]) is Answer.SAT

    needs = {(need.target, need.action): need.lemmas for need in one.needs}
    for target in holds:
        for action in {step.step.action for step in relation.actions}:
            names = needs.get((target, action), ())
            assert not breaks(target, action, names)
            assert breaks(target, action, ()) is bool(names)
            for name in names:
                assert breaks(target, action, tuple(other for other in names if other != name))


@given(st.data())
@settings(max_examples=25)
def test_on_random_systems_what_is_told_is_enough_and_none_too_much(data: st.DataObject) -> None:
    at = instance(data.draw(systems(budget=300)))
    for engine in (KInduction(), Pdr()):
        proofs = proofs_of(at, engine)
        for proof, one in zip(proofs, explained(at, proofs), strict=True):
            _check(at, proof, one)


@pytest.mark.parametrize(
    ("name", "design"),
    [("peterson", "peterson"), ("lock_server", "guarded"), ("ticket_lock", "fetch_and_add")],
)
def test_on_shipped_specs(name: str, design: str) -> None:
    _, system, _ = load(name)
    assert system is not None
    at = instance(fix(system, design))
    (proof,) = proofs_of(at, Pdr())
    (one,) = explained(at, (proof,))
    # How many lemmas the engine finds is its own; no more are told than it found.
    assert 0 < len(one.lemmas) <= len(proof.by.lemmas)
    assert len(one.lemmas) + len(one.needless) == len(proof.by.lemmas)
    _check(at, proof, one)


def test_that_some_member_comes_first_is_told_to_be_needed_at_every_size() -> None:
    _, system, _ = load("lock_order")
    assert system is not None
    at = instance(fix(system, "by_address"), {"Inode": 2})
    claim = at.system.property["no_deadlock"]
    (by,) = (
        one.verdict.by
        for one in EverySize().judge(at, (claim,), hinted(at.system), Limits(4))
        if isinstance(one, Decided) and isinstance(one.verdict, Proved)
    )
    assert isinstance(by, Induction)
    proof = Proof(claim.name, condition_of(at.system, claim), by)
    (one,) = explained(at, (proof,))
    ((first, order),) = by_order({lemma.name: lemma.condition for lemma in by.lemmas}).items()
    assert one.supports(first) == ((claim.name, (EVERY_SIZE,)),)
    assert one.supports(order) == ((first, (EVERY_SIZE,)),)
    assert {first, order}.isdisjoint(one.needless)
    assert len(one.lemmas) + len(one.needless) == len(by.lemmas)


def findings() -> tuple[Finding, ...]:
    at = instance_of(CHAIN + "invariant open not e or e\ninvariant falls not d => not b")
    return tuple(prove((at,), limits=Limits(4), engines=("kinduction",)))


def test_proofs_of_a_run_in_order() -> None:
    found = explain(findings(), limits=Limits(4), bounds=Bounds(), jobs=2)
    assert [(one.design, one.claim) for one in found] == [
        ("t", "no_c"),
        ("t", "open"),
        ("t", "falls"),
    ]
    assert all(isinstance(one, Explanation) for one in found)


def test_time_limit_explains_nothing() -> None:
    found = explain(findings(), limits=Limits(4), bounds=Bounds(seconds=0.01), jobs=1)
    assert found == tuple(Unexplained("t", name) for name in ("no_c", "open", "falls"))


def test_only_proofs_by_induction_are_explained() -> None:
    at = instance_of(CHAIN)
    for engine in ("bmc", "explore"):
        found = tuple(prove((at,), limits=Limits(2), engines=(engine,)))
        assert [proof_of(one) for one in found] == [None]
        assert explain(found, limits=Limits(2), bounds=Bounds(), jobs=1) == ()
