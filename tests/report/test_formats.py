"""Every format of the table, byte for byte, and what each promises about its lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tdpspec.report.document import Page
from tdpspec.report.formats import FORMATS, Format
from tdpspec.system.model import Expectation, Expected
from tdpspec.system.verdict import CUT_SHORT, NOT_JUDGED, HoldsTo, Induction, Proved, Unknown
from tests.report import example
from tests.report.example import report

Golden = Callable[[str, str], None]
ALL = pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS)


@ALL
def test_report_of_the_example(format_: Format, matches_golden: Golden) -> None:
    matches_golden(f"report/{format_.name}.{format_.suffix}", format_.report(report(), Page(80)))


@ALL
def test_equal_input_gives_equal_bytes(format_: Format) -> None:
    assert format_.report(report(), Page(80)) == format_.report(report(), Page(80))


@pytest.mark.parametrize("width", [80, 100, 120])
def test_terminal_keeps_to_its_width(width: int) -> None:
    text = FORMATS["terminal"].report(report(), Page(width))
    assert max(map(len, text.splitlines())) <= width


def test_colour_changes_nothing_but_colour() -> None:
    import re

    plain = FORMATS["terminal"].report(report(), Page(80, colour=False))
    coloured = FORMATS["terminal"].report(report(), Page(80, colour=True))
    assert "\x1b[" in coloured
    without = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [one.rstrip() for one in without.splitlines()] == plain.splitlines()


def test_plain_text_survives_a_mail_client() -> None:
    text = FORMATS["plain"].report(report(), Page(200, colour=True))
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 72
    assert all(one == one.rstrip() for one in text.splitlines())


def test_time_is_only_told_at_a_terminal() -> None:
    timed = replace(report(), seconds=12.34)
    assert FORMATS["terminal"].report(timed, Page()).endswith("12.3 s; tdpspec 0.1.0, z3 4.13.0\n")
    assert FORMATS["plain"].report(timed, Page()) == FORMATS["plain"].report(report(), Page())


def test_bound_is_never_called_a_proof() -> None:
    text = FORMATS["plain"].report(report(), Page())
    assert "to depth 20" in text
    assert "A depth is a bound on the search, not a proof." in text


def test_interrupted_report_says_once_what_is_known_and_what_is_not() -> None:
    unjudged = replace(example.finding("remove_from_list", "listed", NOT_JUDGED), engine="none")
    findings = (*report().findings[:4], unjudged)
    text = FORMATS["plain"].report(
        replace(report(), findings=findings, interrupted=True, hints=(), warnings=()), Page()
    )
    assert text.endswith(
        """
keep_and_skip keeps none of 3 claims; breaks
  nothing_survives_the_zapper, maps_only_listed(!); not decided: listed
  (holds to depth 20).
remove_from_list keeps none of 2 claims; not decided:
  nothing_survives_the_zapper(!) (unknown); 1 not judged.

Interrupted: this is what was known by then, 4 of 5 verdicts.
  remove_from_list: not decided: listed
Not as expected: 2 of 4 verdicts.
  keep_and_skip/maps_only_listed: refuted within 1 step, expected no
    violation (no expect line)
  remove_from_list/nothing_survives_the_zapper: unknown, expected no
    violation (no expect line)
"""
    )
    assert text.count("Interrupted") == 1
    assert "not judged" in text.split("\n\n")[1]


def test_interrupted_before_anything_is_known_shows_no_matrix() -> None:
    findings = tuple(replace(one, verdict=NOT_JUDGED) for one in report().findings)
    bare = replace(report(), findings=findings, interrupted=True, hints=(), warnings=())
    lines = FORMATS["plain"].report(bare, Page()).splitlines()
    assert lines[-1] == "Interrupted before any claim was decided."
    assert len(lines) == 5


def test_the_end_says_in_a_sentence_a_design_what_it_keeps() -> None:
    text = FORMATS["plain"].report(report(), Page())
    assert "\nkeep_on_list keeps all 3 claims, 1 of them for every size.\n" in text


def test_what_is_unexpected_for_the_same_reason_is_told_together() -> None:
    unknown = Unknown("out of time")
    findings = tuple(
        example.finding("remove_from_list", one, unknown) for one in report().claims[:2]
    )
    text = FORMATS["terminal"].report(replace(report(), findings=findings), Page())
    assert (
        "Not as expected: 2 of 2 verdicts.\n"
        "  remove_from_list: unknown, expected no violation (no expect line):\n"
        "    nothing_survives_the_zapper, maps_only_listed\n" in text
    )


def test_a_bound_that_an_interrupt_cut_short_surprises_nobody() -> None:
    name = example.ONLY_LISTED.name
    short = example.finding("keep_and_skip", name, HoldsTo(7, f"{CUT_SHORT} after depth 7"))
    proved = example.finding("keep_and_skip", "listed", Proved(None, Induction(1)))
    wanted = Expectation("keep_and_skip", name, Expected.PROVES, True, example.at_line(98))
    findings = (replace(short, expectation=wanted), proved)
    found = replace(report(), findings=findings, interrupted=True, hints=(), warnings=())
    text = FORMATS["terminal"].report(found, Page())
    assert text.endswith(
        f"""
Interrupted: this is what was known by then, 1 of 2 verdicts.
  keep_and_skip: not decided: {name}
As expected: 1 verdict.
"""
    )
    assert "! expected" not in text
    assert "to depth 7" in text
