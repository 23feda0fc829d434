"""Which runs are told step by step, and which are only named."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.report.compose import compose
from tdpspec.report.layout import text_of
from tdpspec.report.refutation import refutation
from tdpspec.report.runs import distinct_runs, told_runs
from tdpspec.system.finding import Finding
from tdpspec.system.model import Expectation, Expected
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Induction, Proved, Refuted
from tests.report import example

CLAIM = example.NOTHING_LEFT.name


def refuted(design: str, claim: str, steps: int, *, expected: bool = True) -> Finding:
    """By the first steps of the example's run; by another one for a single step."""
    whole = example.trace()
    trace = Trace(whole.states[: steps + 1], whole.steps[:steps])
    trace = example.trace_of_nothing() if steps == 1 else trace
    line = Expectation(design, claim, Expected.REFUTES, False, example.at_line(97))
    found = example.finding(design, claim, Refuted(trace, shortest=True))
    return replace(found, expectation=line if expected else None)


def names(*findings: Finding, every_run: bool = False) -> list[tuple[list[str], list[str]]]:
    return [
        ([one.identifier for one in told.run], [one.identifier for one in told.others])
        for told in told_runs(findings, every_run=every_run)
    ]


MANY = (
    refuted("keep_and_skip", CLAIM, 6),
    refuted("keep_and_skip", "listed", 1),
    refuted("remove_from_list", CLAIM, 5),
    refuted("keep_on_list", CLAIM, 5),
)


def test_few_runs_are_all_told() -> None:
    assert [run for run, _ in names(*MANY[:3])] == [[one.identifier] for one in MANY[:3]]


def test_of_many_the_shortest_of_each_claim_is_told_and_the_others_are_named() -> None:
    assert names(*MANY) == [
        (["keep_and_skip/listed"], []),
        ([f"remove_from_list/{CLAIM}"], [f"keep_and_skip/{CLAIM}", f"keep_on_list/{CLAIM}"]),
    ]


def test_every_run_is_told_where_that_is_wanted() -> None:
    assert len(names(*MANY, every_run=True)) == 4


def test_what_was_not_expected_is_told_and_stands_for_its_claim() -> None:
    last = refuted("keep_on_list", CLAIM, 6, expected=False)
    assert names(*MANY[:3], last) == [
        (["keep_and_skip/listed"], []),
        ([f"keep_on_list/{CLAIM}"], [f"keep_and_skip/{CLAIM}", f"remove_from_list/{CLAIM}"]),
    ]


def test_what_the_spec_denies_is_told_though_others_break_the_same_sooner() -> None:
    line = Expectation("keep_on_list", CLAIM, Expected.PROVES, True, example.at_line(98))
    denied = replace(refuted("keep_on_list", CLAIM, 6), expectation=line)
    sooner = refuted("keep_and_skip", CLAIM, 4, expected=False)
    assert names(sooner, *MANY[1:3], denied) == [
        ([f"keep_and_skip/{CLAIM}"], [f"remove_from_list/{CLAIM}"]),
        (["keep_and_skip/listed"], []),
        ([f"keep_on_list/{CLAIM}"], []),
    ]


def test_a_run_that_breaks_two_claims_is_one() -> None:
    both = (refuted("keep_and_skip", CLAIM, 6), refuted("keep_and_skip", "listed", 6))
    other = example.finding("keep_on_list", CLAIM, Proved(None, Induction(1)))
    assert distinct_runs((*both, other)) == (both,)
    lines = [text_of(one) for one in refutation(both, 72)]
    assert lines[:2] == [
        "keep_and_skip breaks nothing_survives_the_zapper and listed in 6 steps;",
        "  no shorter run does",
    ]
    assert sum("zapper0: begin -> zap" in one for one in lines) == 1
    assert [one.split()[1] for one in lines if one.startswith("   !")] == [CLAIM, "listed"]


def test_a_run_that_breaks_a_claim_on_its_way_is_told_once_with_both() -> None:
    late, soon = refuted("keep_and_skip", CLAIM, 6), refuted("keep_and_skip", "listed", 4)
    elsewhere = refuted("keep_on_list", "listed", 4)
    assert distinct_runs((late, soon, elsewhere)) == ((soon, late), (elsewhere,))
    lines = [text_of(one) for one in refutation((soon, late), 72)]
    assert lines[:2] == [
        "keep_and_skip breaks listed in 4 steps, and nothing_survives_the_zapper",
        "  in 6 steps; no shorter run does",
    ]
    numbers = [one[:4].strip() for one in lines if one[:3] == "   " and one[3:4].strip()]
    assert numbers == ["1", "2", "3", "4", "!", "5", "6", "!"]


def test_a_step_that_would_break_an_assert_on_the_way_has_no_number() -> None:
    name = example.ONLY_LISTED.name
    soon, late = refuted("keep_and_skip", name, 4), refuted("keep_and_skip", CLAIM, 6)
    lines = [text_of(one) for one in refutation((soon, late), 72)]
    (at,) = (at for at, one in enumerate(lines) if one.startswith("   !  vcpu0    map(page0)"))
    assert lines[at + 1].strip() == f"would break {name}"
    assert sum(one.startswith("   5") for one in lines) == 1


def test_what_a_state_breaks_is_told_before_a_step_that_would_break_an_assert_there() -> None:
    by_step = refuted("keep_and_skip", example.ONLY_LISTED.name, 4)
    by_state = refuted("keep_and_skip", CLAIM, 4)
    lines = [text_of(one) for one in refutation((by_step, by_state), 72)]
    (state,) = (at for at, one in enumerate(lines) if f"!  {CLAIM} is broken" in one)
    (step,) = (at for at, one in enumerate(lines) if one.startswith("   5"))
    assert state < step


def test_infinite_runs_are_one_only_if_they_are_the_same() -> None:
    whole = example.trace()
    lasso = Trace(whole.states[:3], whole.steps[:2], 2)
    finding = refuted("keep_and_skip", CLAIM, 6)
    infinite = replace(finding, verdict=Refuted(lasso, shortest=False), claim=example.LISTED_MAPS)
    assert len(distinct_runs((finding, infinite))) == 2


def test_the_report_names_what_it_does_not_tell() -> None:
    report = replace(example.report(), findings=MANY, hints=(), warnings=())
    text = "\n".join(text_of(one) for one in compose(report, 80))
    flat = " ".join(text.split())
    assert f"{CLAIM} is broken as well by keep_and_skip (in 6 steps) and keep_on_list" in flat
    named = f"2 refutations are named only; tdpspec show keep_and_skip/{CLAIM} tells one, prove"
    assert f"{named} --every-run all." in flat
    every = "\n".join(text_of(one) for one in compose(report, 80, every_run=True))
    assert "as well" not in every
    assert "named only" not in every
