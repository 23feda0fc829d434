"""ASCII text of at most 72 columns: survives a mail client, and being quoted in an answer."""

from __future__ import annotations

import unicodedata

from tdpspec.report.compose import compose
from tdpspec.report.document import Page, Report
from tdpspec.report.layout import Line, indented, text_of

COLUMNS = 72

REPLACED = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "…": "...",
        "→": "->",
        "⇒": "=>",
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "×": "x",
        "·": "-",
    }
)


def plain_report(report: Report, page: Page) -> str:
    """The report as plain text; the page is not asked how wide it is, so that it is the
    same everywhere."""
    return plain_text(compose(report, COLUMNS, every_run=page.every_run))


def plain_text(lines: tuple[Line, ...]) -> str:
    return "".join(one + "\n" for line in lines for one in _ascii_lines(text_of(line)))


def _ascii_lines(text: str) -> tuple[str, ...]:
    """Usually one line; letters that take several in ASCII may make it too long."""
    plain = ascii_text(text).rstrip()
    if len(plain) <= COLUMNS:
        return (plain,)
    start = len(plain) - len(plain.lstrip(" "))
    return tuple(text_of(one) for one in indented(plain[start:], start, COLUMNS))


def ascii_text(text: str) -> str:
    """
    >>> ascii_text("naïve → done")
    'naive -> done'
    """
    apart = unicodedata.normalize("NFKD", text.translate(REPLACED))
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return letters.encode("ascii", "replace").decode("ascii")
