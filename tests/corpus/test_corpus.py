"""The corpus holds for every stage that there is: parsing, then checking."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tdpspec.checking.check import check
from tdpspec.source import codes
from tdpspec.source.diagnostic import Code, Found, Severity, has_errors
from tdpspec.source.text import SourceText
from tdpspec.syntax.parse import parse
from tests.corpus import ACCEPTED, REJECTED, marks, read

# Mistakes of bytes, not of text: tests/source/test_read.py shows each of them.
OF_FILES = {codes.UNREADABLE, codes.WRONG_ENCODING, codes.BINARY, codes.TOO_LARGE}
TABLE = tuple(value for value in vars(codes).values() if isinstance(value, Code))


def found_in(source: SourceText) -> Found:
    module, found = parse(source)
    if module is not None:
        found += check(module, source)[1]
    return found


def lines_and_codes(source: SourceText) -> list[tuple[int, str]]:
    found = found_in(source)
    return sorted((source.position(one.span.start)[0], one.code.number) for one in found)


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_an_accepted_file_has_no_mistakes(path: Path) -> None:
    found = found_in(read(path))
    assert not has_errors(found), found


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_a_rejected_file_has_the_marked_mistakes_and_no_other_errors(path: Path) -> None:
    source = read(path)
    announced = marks(source)
    assert announced, "no mark in this file"
    assert {code for _, code in announced} == {path.stem.partition("_")[0]}
    told = lines_and_codes(source)
    errors = {code.number for code in TABLE if code.severity is Severity.ERROR}
    assert [one for one in told if one in announced or one[1] in errors] == announced


def hints_announced(source: SourceText) -> list[tuple[int, str]]:
    """Line (from 1) and text of the marks that go on behind their code."""
    return [
        (number, mark.group(1))
        for number in range(1, len(source.line_starts) + 1)
        for mark in re.finditer(r"// error: \[TDP\d+\] (.+)$", source.line(number))
    ]


@pytest.mark.parametrize(
    "path", [one for one in REJECTED if hints_announced(read(one))], ids=lambda path: path.stem
)
def test_a_hint_that_is_announced_is_given(path: Path) -> None:
    source = read(path)
    given = {(source.position(one.span.start)[0], one.hint) for one in found_in(source)}
    assert set(hints_announced(source)) <= given


def test_codes_are_told_apart_by_number_and_summary() -> None:
    assert len({code.number for code in TABLE}) == len(TABLE)
    assert len({code.summary for code in TABLE}) == len(TABLE)


@pytest.mark.parametrize("code", TABLE, ids=lambda code: code.number)
def test_every_code_but_those_of_engines_has_a_rejected_file(code: Code) -> None:
    if code in OF_FILES or code.number.startswith("TDP5"):
        pytest.skip("shown by a test of its own")
    assert any(path.name.startswith(f"{code.number}_") for path in REJECTED)
