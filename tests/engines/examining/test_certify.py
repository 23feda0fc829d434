"""What is no proof has a certificate that a solver contradicts."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.engines.examining.certify import certify
from tdpspec.solving.script_answers import z3_answers
from tdpspec.solving.session import Answer
from tdpspec.system.claims import condition_of
from tdpspec.system.first_member import order_in
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.terms import BoolValue
from tdpspec.system.verdict import Exhaustive, Induction, Lemma, Proved
from tests import systems
from tests.spec import instance_of


def contradicted(at: Instance, claim: str, by: Induction, every_size: bool = False) -> list[str]:
    """The scripts to which Z3 does not say unsat throughout."""
    verdict = Proved(None if every_size else at.sizes, by)
    made = certify(at, at.system.property[claim], verdict)
    assert made is not None
    found = []
    for one in made.scripts:
        answers = z3_answers(one.text, 10.0)
        assert len(answers) == one.queries, answers
        assert one.queries or "Not asked, since" in one.text
        if not set(answers) <= {Answer.UNSAT}:
            assert Answer.SAT in answers
            found.append(one.file)
    return found


def test_a_false_claim_is_contradicted_by_its_step_or_its_base() -> None:
    at = instance(systems.counter())
    assert contradicted(at, "below_two", Induction(1)) == ["finite.step.up.smt2"]
    assert "finite.initial.smt2" in contradicted(at, "below_two", Induction(3))


def test_a_false_lemma_is_contradicted_where_runs_begin() -> None:
    absurd = Lemma("absurd", BoolValue(False))
    at = instance(systems.counter())
    assert contradicted(at, "below_two", Induction(1, (absurd,))) == ["finite.initial.smt2"]
    mutex = instance(fix(systems.mutex(), "locked"))
    claim = mutex.system.properties[0].name
    files = contradicted(mutex, claim, Induction(1, (absurd,)), every_size=True)
    assert files == ["finite.initial.smt2", "every_size.initial.smt2"]


def test_a_claim_that_does_not_follow_from_the_lemmas_is_contradicted_at_every_size() -> None:
    mutex = instance(fix(systems.mutex(), "free"))
    claim = mutex.system.properties[0].name
    files = contradicted(mutex, claim, Induction(1), every_size=True)
    assert "every_size.claim.smt2" in files


def test_that_some_member_comes_first_is_asked_where_it_is_not_said_that_the_order_is_one() -> None:
    at = instance_of(
        """
        sort Node
        var before: set (Node, Node) = any
        initially forall a: Node. (a, a) notin before
        initially forall a, b, c: Node. (a, b) in before and (b, c) in before => (a, c) in before
        action clear() { before := {} }
        invariant some_is_first exists a: Node. forall b: Node. (b, a) notin before
        """,
        Node=2,
    )
    claim = at.system.property["some_is_first"]
    first = Lemma("first", condition_of(at.system, claim))
    order = Lemma("order", order_in(first.condition) or first.condition)

    def asked(*lemmas: Lemma) -> list[str]:
        made = certify(at, claim, Proved(None, Induction(1, lemmas)))
        assert made is not None
        scripts = [one for one in made.scripts if one.file.startswith("every_size")]
        return [one.file for one in scripts if "; first: " in one.text]

    assert asked(first, order) == []
    assert asked(first) == ["every_size.initial.smt2", "every_size.step.clear.smt2"]
    made = certify(at, claim, Proved(None, Induction(1, (first, order))))
    assert made is not None
    of_order = [one.file for one in made.scripts if "; order: " in one.text]
    assert of_order[-2:] == ["every_size.initial.smt2", "every_size.step.clear.smt2"]
    by = Induction(1, (first, order))
    assert contradicted(at, claim.name, by, every_size=True) == []


def test_a_design_without_a_guard_is_contradicted() -> None:
    mutex = instance(fix(systems.mutex(), "locked"))
    blind = tuple(replace(one, guard=BoolValue(True)) for one in mutex.system.actions)
    at = replace(mutex, system=replace(mutex.system, actions=blind))
    assert contradicted(at, mutex.system.properties[0].name, Induction(1))


def test_an_exhaustive_search_has_no_certificate() -> None:
    at = instance(systems.counter())
    assert certify(at, at.system.property["below_two"], Proved(at.sizes, Exhaustive(3))) is None
