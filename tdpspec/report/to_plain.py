"""ASCII text of at most 72 columns: survives a mail client, and being quoted in an answer."""

from __future__ import annotations

import unicodedata

from tdpspec.report.compose import compose
from tdpspec.report.document import Page, Report
from tdpspec.report.layout import Line, text_of

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
    """The report as plain text; the page is not asked, so that it is the same everywhere."""
    return plain_text(compose(report, COLUMNS))


def plain_text(lines: tuple[Line, ...]) -> str:
    return "".join(ascii_text(text_of(one)) + "\n" for one in lines)


def ascii_text(text: str) -> str:
    """
    >>> ascii_text("naïve → done")
    'naive -> done'
    """
    apart = unicodedata.normalize("NFKD", text.translate(REPLACED))
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return letters.encode("ascii", "replace").decode("ascii")
