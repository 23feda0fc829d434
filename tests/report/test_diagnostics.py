"""Complaints as a person sees them: the caret stands under the exact piece."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from tdpspec.report.diagnostics import diagnostics_lines
from tdpspec.report.document import Page
from tdpspec.report.formats import FORMATS, Format
from tdpspec.report.layout import text_of
from tdpspec.source.diagnostic import Code, Diagnostic, Label, Severity
from tdpspec.source.span import Span
from tdpspec.source.text import SourceText

ERROR = Code("TDP201", "a name that nothing declares")
WARNING = Code("TDP451", "a declaration that nothing uses", Severity.WARNING)

TEXT = "protocol demo\nvar listed: set Root = {}\n\n\tadd r to lissted\nvar spare: bool = false\n"
SOURCE = SourceText("demo.tdp", TEXT)


def span(word: str, text: str = TEXT) -> Span:
    start = text.index(word)
    return Span("demo.tdp", start, start + len(word))


FOUND = (
    Diagnostic(WARNING, span("spare"), "nothing reads 'spare'"),
    Diagnostic(
        ERROR,
        span("lissted"),
        "nothing is called 'lissted' here",
        labels=(Label(span("listed"), "this is spelled alike"),),
        hint="did you mean 'listed'?",
    ),
)


def shown(*found: Diagnostic, source: SourceText | None = SOURCE, width: int = 80) -> list[str]:
    return [text_of(one) for one in diagnostics_lines(found, source, width)]


@pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS)
def test_diagnostics_of_the_example(
    format_: Format, matches_golden: Callable[[str, str], None]
) -> None:
    text = format_.diagnostics(FOUND, SOURCE, "demo.tdp", Page(80))
    matches_golden(f"diagnostics/{format_.name}.{format_.suffix}", text)


def test_caret_stands_under_the_piece_behind_a_tab() -> None:
    lines = shown(FOUND[1])
    at = next(number for number, one in enumerate(lines) if "^" in one)
    line, carets = lines[at - 1], lines[at]
    assert line[carets.index("^") : carets.rindex("^") + 1] == "lissted"


def test_caret_stands_under_the_piece_behind_wide_characters() -> None:
    text = 'var x "根根": bol\n'
    found = Diagnostic(ERROR, span("bol", text), "no such type")
    lines = shown(found, source=SourceText("demo.tdp", text))
    line, carets = next((a, b) for a, b in pairwise(lines) if "^" in b)
    # Each of the two wide characters takes two cells.
    assert carets.index("^") == line.index("bol") + 2
    assert carets.count("^") == 3


def test_long_line_is_cut_around_the_piece() -> None:
    text = "x" * 5000 + "PIECE" + "y" * 5000
    found = Diagnostic(ERROR, span("PIECE", text), "too long")
    lines = shown(found, source=SourceText("demo.tdp", text))
    assert max(map(len, lines)) <= 80
    line, carets = next((a, b) for a, b in pairwise(lines) if "^" in b)
    assert line[carets.index("^") :][:5] == "PIECE"


def test_end_of_the_text_has_a_caret_too() -> None:
    end = len(TEXT)
    lines = shown(Diagnostic(ERROR, Span("demo.tdp", end, end), "more was expected"))
    assert any(one.endswith("^") for one in lines)


def test_control_characters_are_not_sent_to_the_window() -> None:
    text = "var \x1b[31mred\n"
    found = Diagnostic(ERROR, span("red", text), "no \x1b[31m here")
    assert "\x1b" not in "\n".join(shown(found, source=SourceText("demo.tdp", text)))


def test_file_without_text_has_no_excerpt() -> None:
    found = Diagnostic(ERROR, Span("gone.tdp", 0, 0), "there is no such file")
    assert shown(found, source=None) == [
        "error[TDP201]: there is no such file",
        " --> gone.tdp",
        "",
        "1 error",
    ]


def test_errors_and_warnings_are_counted() -> None:
    assert shown(*FOUND)[-1] == "1 error, 1 warning"
    assert shown()[-1] == "demo.tdp: no errors, no warnings"
    assert shown(source=None)[-1] == "no errors, no warnings"


def test_complaints_come_in_the_order_of_their_places() -> None:
    lines = shown(*FOUND)
    assert lines.index("error[TDP201]: nothing is called 'lissted' here") < lines.index(
        "warning[TDP451]: nothing reads 'spare'"
    )


def test_a_path_that_is_longer_than_a_line_stays_whole() -> None:
    path = f"/tmp/{'a_long_name/' * 12}gate.tdp"
    found = Diagnostic(ERROR, span("lissted"), "no such name", hint=f"name a file: {path}, or two")
    lines = [text_of(one).strip() for one in diagnostics_lines((found,), SOURCE, 80)]
    assert f"{path}," in lines
