"""The merged answer does not depend on the order in which answers come."""

from itertools import permutations

import pytest

from tdpspec.engines.contradiction import ContradictionError
from tdpspec.engines.defaults import SURE
from tdpspec.engines.running.child import Judged
from tdpspec.engines.running.merge import Job, Table
from tdpspec.engines.search.registry import ENGINES
from tdpspec.system.claims import state_claims
from tdpspec.system.instance import instance
from tdpspec.system.model import Expectation, Expected
from tdpspec.system.trace import Step, Trace
from tdpspec.system.verdict import NOT_JUDGED, HoldsTo, Induction, Proved, Refuted, Unknown
from tests import systems

AT = instance(systems.counter())
CLAIM = AT.system.property["below_two"]


def refuted(length, shortest=True):
    return Refuted(Trace(((0,),) * (length + 1), (Step("up", ()),) * length), shortest)


def merged(*verdicts):
    """The findings for all orders in which the engines "a", "b", ... may give ``verdicts``."""
    names = "abc"[: len(verdicts)]
    jobs = tuple(Job(0, AT, (CLAIM,), name, ENGINES["bmc"]) for name in names)
    for order in permutations(zip(jobs, verdicts, strict=True)):
        table = Table(jobs)
        early = []
        for job, verdict in order:
            table.record(job, Judged(CLAIM.name, verdict, 1, 0.0))
            early += table.final()
        assert list(table.rest()) == []
        (finding,) = early
        yield finding.engine, finding.verdict


PROVED = Proved((), Induction(1))


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((HoldsTo(4, ""), PROVED, HoldsTo(9, "")), ("b", PROVED)),
        ((Unknown(""), refuted(3), HoldsTo(2, "")), ("bmc", refuted(3))),
        ((HoldsTo(4, ""), HoldsTo(9, ""), HoldsTo(9, "late")), ("b", HoldsTo(9, ""))),
        ((Unknown("first"), Unknown("second")), ("a", Unknown("first"))),
        ((Unknown("first"), HoldsTo(0, "")), ("b", HoldsTo(0, ""))),
        ((PROVED, Proved((), Induction(2))), ("a", PROVED)),
        ((refuted(3), refuted(3)), ("bmc", refuted(3))),
        ((refuted(30, False), refuted(31, False)), ("a", refuted(30, False))),
        ((Unknown(""), refuted(31, False), refuted(30, False)), ("b", refuted(31, False))),
        # The second would not have been asked any more, had the first been faster.
        ((refuted(18, False), refuted(SURE + 1)), ("a", refuted(18, False))),
        ((refuted(SURE + 1), refuted(SURE + 1)), ("bmc", refuted(SURE + 1))),
    ],
)
def test_the_order_of_arrival_does_not_matter(verdicts, expected):
    assert set(merged(*verdicts)) == {expected}


@pytest.mark.parametrize(
    "verdicts",
    [
        (PROVED, refuted(3)),
        (HoldsTo(3, ""), refuted(3)),
        (refuted(3), refuted(4)),
    ],
)
def test_answers_that_exclude_each_other_are_an_error(verdicts):
    with pytest.raises(ContradictionError, match="only/below_two"):
        list(merged(*verdicts))


def test_a_bound_short_of_the_violation_excludes_nothing():
    assert set(merged(HoldsTo(2, ""), refuted(3))) == {("bmc", refuted(3))}


def test_an_answer_is_final_only_when_no_earlier_engine_can_overrule_it():
    first, second = (Job(0, AT, (CLAIM,), name, ENGINES["bmc"]) for name in ("first", "second"))
    table = Table((first, second))
    table.record(second, Judged(CLAIM.name, PROVED, 1, 0.0))
    assert list(table.final()) == []
    assert not table.is_needless(first)
    table.record(first, Judged(CLAIM.name, PROVED, 1, 0.0))
    assert table.is_needless(second)
    assert [one.engine for one in table.final()] == ["first"]


def test_a_job_is_needless_once_its_last_claim_is_refuted_elsewhere():
    at = instance(systems.workshop())
    claims = state_claims(at.system.properties)[:2]
    first = Job(0, at, claims, "first", ENGINES["every_size"])
    second = Job(0, at, claims, "second", ENGINES["bmc"])
    table = Table((first, second))
    table.record(first, Judged(claims[0].name, PROVED, 1, 0.0))
    assert not table.is_needless(first)
    table.record(second, Judged(claims[1].name, refuted(2), 1, 0.0))
    assert table.is_needless(first)
    assert table.is_needless(second)


def test_a_proof_at_some_sizes_says_why_there_is_none_for_every_size():
    every_size, pdr = (Job(0, AT, (CLAIM,), name, ENGINES[name]) for name in ("every_size", "pdr"))
    table = Table((every_size, pdr))
    table.record(pdr, Judged(CLAIM.name, PROVED, 1, 0.0))
    table.record(every_size, Judged(CLAIM.name, Unknown("too many queries"), 1, 0.0))
    (finding,) = table.final()
    assert (finding.engine, finding.verdict.obstacle) == ("pdr", "too many queries")


def test_claims_that_no_engine_began_are_unknown():
    table = Table((Job(0, AT, (CLAIM,), "first", ENGINES["bmc"]),))
    (finding,) = table.rest()
    assert finding.verdict == NOT_JUDGED


def test_a_finding_carries_its_expectation():
    expectation = Expectation("only", "below_two", Expected.REFUTES, False, systems.HERE)
    at = instance(systems.replace(systems.counter(), expectations=(expectation,)))
    job = Job(0, at, (CLAIM,), "first", ENGINES["bmc"])
    table = Table((job,))
    table.record(job, Judged(CLAIM.name, refuted(2), 5, 0.5, ("interpreter",)))
    (finding,) = table.final()
    assert finding.expectation is expectation
    assert finding.confirmed_by == ("interpreter",)
    assert (finding.statistics.queries, finding.statistics.seconds) == (5, 0.5)
