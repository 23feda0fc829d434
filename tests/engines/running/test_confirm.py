"""Wrong answers do not pass, whatever engine they come from."""

from dataclasses import replace

import pytest

from tdpspec.engines.base import Decided, Limits
from tdpspec.engines.contradiction import Disagreement
from tdpspec.engines.running.confirm import Confirmed, confirm
from tdpspec.engines.search.bmc import Bmc
from tdpspec.engines.search.kinduction import KInduction
from tdpspec.interpret.replay import run
from tdpspec.interpret.step import stepper
from tdpspec.solving import relation as relation_module
from tdpspec.solving.circuit import TRUE
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import solver_version
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.terms import BoolValue
from tdpspec.system.trace import Step, Trace
from tdpspec.system.verdict import Beyond, HoldsTo, Induction, Lemma, Proved, Refuted, Unknown
from tests import systems

EFFORT = 20_000_000
FRESH = f"{solver_version()} (fresh)"


def counter(claim):
    at = instance(systems.counter())
    return at, at.system.property[claim]


def up(*numbers):
    return Trace(tuple((one,) for one in numbers), (Step("up", ()),) * (len(numbers) - 1))


def test_a_trace_is_replayed_and_says_what_is_violated():
    at, claim = counter("in_range")
    found = confirm(at, claim, Refuted(up(0, 1, 2, 3), True), EFFORT)
    assert isinstance(found, Confirmed)
    assert found.by == ("interpreter",)
    assert found.violation.step == Step("up", ())


@pytest.mark.parametrize("trace", [up(0, 1, 2), up(1, 2, 3), up(0, 1, 3), up(0, 2, 3)])
def test_a_trace_that_is_no_run_to_a_violation_disagrees(trace):
    at, claim = counter("in_range")
    assert isinstance(confirm(at, claim, Refuted(trace, True), EFFORT), Disagreement)


def test_a_run_at_other_sizes_is_replayed_there():
    free = fix(systems.mutex(), "free")
    at, there = instance(free, {"Proc": 1}), instance(free, {"Proc": 2})
    claim = at.system.property["mutual_exclusion"]
    enter = tuple(Step("enter", (number,)) for number in range(2))
    broken = run(there, next(stepper(there).initial()), enter)

    def said(trace):
        return Proved(at.sizes, Induction(1), "", Beyond(there.sizes, Refuted(trace, True)))

    found = confirm(at, claim, said(broken), EFFORT)
    assert (found.by, found.violation.members) == ((FRESH,), (("p", "proc0"), ("q", "proc1")))
    for steps in (enter[:1], (*enter, *enter)):
        wrong = replace(broken, states=broken.states[: len(steps) + 1], steps=steps)
        assert isinstance(confirm(at, claim, said(wrong), EFFORT), Disagreement)
    # A run that breaks the claim elsewhere does not make a false proof a true one.
    unproved = replace(said(broken), covers=there.sizes)
    assert isinstance(confirm(there, claim, unproved, EFFORT), Disagreement)


def test_a_bound_is_confirmed_up_to_the_violation_and_not_beyond():
    at, claim = counter("in_range")
    assert confirm(at, claim, HoldsTo(2, ""), EFFORT) == Confirmed((FRESH,))
    assert isinstance(confirm(at, claim, HoldsTo(3, ""), EFFORT), Disagreement)
    assert isinstance(confirm(at, claim, HoldsTo(7, ""), EFFORT), Disagreement)


def test_a_bound_beyond_the_end_of_every_run_is_still_read_as_within():
    at = instance(systems.handover())
    found = confirm(at, at.system.properties[0], HoldsTo(5, ""), EFFORT)
    assert isinstance(found, Disagreement)


def test_a_bound_that_costs_too_much_is_left_unconfirmed():
    at = instance(fix(systems.mutex(), "locked"), {"Proc": 12})
    assert confirm(at, at.system.properties[0], HoldsTo(12, ""), 1) == Confirmed(())


def test_a_false_claim_is_not_proved_by_its_base():
    at, claim = counter("below_two")
    found = confirm(at, claim, Proved(at.sizes, Induction(3)), EFFORT)
    assert found == Disagreement("below_two: a fresh solver contradicts its base")


def test_a_claim_that_is_not_inductive_is_not_proved_by_its_step():
    at, claim = counter("below_two")
    found = confirm(at, claim, Proved(at.sizes, Induction(1)), EFFORT)
    assert found == Disagreement("below_two: a fresh solver contradicts its step")


def test_a_proof_with_a_false_lemma_is_not_believed():
    at, claim = counter("in_range")
    absurd = Lemma("absurd", BoolValue(False))
    found = confirm(at, claim, Proved(at.sizes, Induction(1, (absurd,))), EFFORT)
    assert isinstance(found, Disagreement)


def test_nothing_confirms_that_nothing_is_known():
    at, claim = counter("in_range")
    assert confirm(at, claim, Unknown("why not"), EFFORT) == Confirmed(())


def only(engine, at):
    events = engine.judge(at, at.system.properties, (), Limits(4))
    (verdict,) = (one.verdict for one in events if isinstance(one, Decided))
    return verdict


def test_an_engine_that_forgets_guards_is_caught_by_replay(monkeypatch):
    at = instance(fix(systems.mutex(), "locked"))
    honest = Relation._all

    def without_guards(self, action):
        return [replace(one, guard=TRUE) for one in honest(self, action)]

    monkeypatch.setattr(relation_module.Relation, "_all", without_guards)
    verdict = only(Bmc(), at)
    assert isinstance(verdict, Refuted)
    monkeypatch.undo()
    found = confirm(at, at.system.properties[0], verdict, EFFORT)
    assert isinstance(found, Disagreement)
    assert "not enabled" in found.reason


def test_an_engine_that_loses_transitions_is_caught_by_the_fresh_solver(monkeypatch):
    at = instance(fix(systems.mutex(), "free"))
    monkeypatch.setattr(relation_module.Relation, "_all", lambda self, action: [])
    verdicts = [only(Bmc(), at), only(KInduction(), at)]
    monkeypatch.undo()
    assert [type(one) for one in verdicts] == [HoldsTo, Proved]
    deep = replace(verdicts[0], depth=4)
    for verdict in (deep, verdicts[1]):
        assert isinstance(confirm(at, at.system.properties[0], verdict, EFFORT), Disagreement)
