"""What ``compare`` says at a terminal: the verdict, in a few lines, of the files that it writes."""

from __future__ import annotations

from tdpspec.report.comparison.divides import undecided
from tdpspec.report.comparison.document import Document
from tdpspec.report.compose import summary
from tdpspec.report.document import Page, is_unjudged
from tdpspec.report.in_short import in_short
from tdpspec.report.layout import EMPTY, Line, Style, indented, line
from tdpspec.report.to_terminal import WIDEST, terminal_text

MOST = 6
"""Sentences of what turns a verdict; the others are counted."""


def verdict_text(document: Document, page: Page) -> str:
    """What each design keeps and breaks, what turns that, and whether it was expected."""
    return terminal_text(verdict_lines(document, min(page.width, WIDEST)), page)


def verdict_lines(document: Document, width: int) -> tuple[Line, ...]:
    report = document.dossier.report
    lines = list(indented(document.title, 0, width, Style.TITLE))
    if document.sizes:
        lines.extend(indented(f"sizes: {document.sizes}", 2, width, Style.QUIET))
    short = () if all(map(is_unjudged, report.findings)) else in_short(report, width)
    for section in (short, _turns(document, width), summary(report, width)):
        if section:
            lines.extend((EMPTY, *section))
    return tuple(lines)


def _turns(document: Document, width: int) -> tuple[Line, ...]:
    """The smallest sets of choices that mend a design, each with the claims that it then keeps."""
    told: dict[str, list[str]] = {}
    for one in document.divides:
        for turn in one.turns:
            claims = told.setdefault(turn.mends, [])
            claims.extend(it for it in turn.claims if it not in claims)
    if not told:
        return ()
    lines = [line("What turns it:")]
    for mends, claims in list(told.items())[:MOST]:
        lines.extend(indented(f"- {', '.join(claims)}: {mends}", 2, width))
    if len(told) > MOST:
        lines.extend(indented(f"- and {len(told) - MOST} more, in the report", 2, width))
    if open_ := undecided(document.dossier.comparison).strip():
        lines.extend(indented(f"Of the mixtures of two designs {open_}", 2, width, Style.UNKNOWN))
    return tuple(lines)
