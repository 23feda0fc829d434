"""Every format of the table, byte for byte, and what each promises about its lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tdpspec.report.document import Page
from tdpspec.report.formats import FORMATS, Format
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


def test_interrupted_report_says_so() -> None:
    text = FORMATS["terminal"].report(replace(report(), interrupted=True), Page())
    assert "Interrupted: this is what was known by then." in text
