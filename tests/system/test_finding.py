"""The exit status of a run: each verdict against each expectation, and which one wins."""

import pytest

from tdpspec.system.finding import Finding, Statistics, exit_status
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import Expectation, Expected
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Beyond, HoldsTo, Induction, Proved, Refuted, Unknown
from tests import systems

AT = instance(fix(systems.mutex(), "locked"))
REFUTED = Refuted(Trace(((),), ()), shortest=True)
UNKNOWN = Unknown("no time")
BOUND = HoldsTo(5, "no time")
SIZES = Proved(AT.sizes, Induction(1))
EVERY = Proved(None, Induction(1))
HERE_ONLY = Proved(AT.sizes, Induction(1), "", Beyond((("Proc", 3),), REFUTED))


def finding(verdict, expected=None, every_size=False):
    line = None
    if expected is not None:
        line = Expectation("locked", "mutual_exclusion", expected, every_size, systems.HERE)
    (claim,) = AT.system.properties
    return Finding(AT, claim, verdict, "bmc", Statistics(0.0), expectation=line)


@pytest.mark.parametrize(
    ("verdict", "proves", "refutes", "holds", "no_line"),
    [
        (REFUTED, 12, 0, 12, 12),
        (UNKNOWN, 4, 4, 4, 4),
        (BOUND, 3, 10, 0, 0),
        (SIZES, 0, 10, 0, 0),
        (EVERY, 0, 10, 0, 0),
    ],
    ids=["refuted", "unknown", "bound", "proved at sizes", "proved"],
)
def test_status_of_one_finding(verdict, proves, refutes, holds, no_line):
    statuses = [
        exit_status((finding(verdict, expected),))
        for expected in (Expected.PROVES, Expected.REFUTES, Expected.HOLDS, None)
    ]
    assert statuses == [proves, refutes, holds, no_line]


@pytest.mark.parametrize("expected", [Expected.PROVES, Expected.HOLDS])
def test_proof_at_some_sizes_is_only_a_bound_where_every_size_is_expected(expected):
    assert exit_status((finding(SIZES, expected, every_size=True),)) == 3
    assert exit_status((finding(EVERY, expected, every_size=True),)) == 0


def test_what_is_false_at_other_sizes_fails_if_it_is_not_expected_of_these_only():
    assert exit_status((finding(HERE_ONLY),)) == 12
    for expected in (Expected.PROVES, Expected.HOLDS):
        assert exit_status((finding(HERE_ONLY, expected, every_size=True),)) == 12
        assert exit_status((finding(HERE_ONLY, expected),)) == 0
    assert exit_status((finding(HERE_ONLY, Expected.REFUTES),)) == 10


def test_nothing_found_is_success():
    assert exit_status(()) == 0


def test_worst_status_wins_in_the_order_of_the_table():
    findings = [
        finding(REFUTED),
        finding(SIZES, Expected.REFUTES),
        finding(UNKNOWN),
        finding(BOUND, Expected.PROVES),
        finding(EVERY),
    ]
    for number, status in enumerate((12, 10, 4, 3, 0)):
        assert exit_status(tuple(reversed(findings[number:]))) == status


def test_finding_names_its_design_and_claim():
    assert finding(EVERY).identifier == "locked/mutual_exclusion"
    assert finding(EVERY).expected is Expected.HOLDS
