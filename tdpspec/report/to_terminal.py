"""Lines for a terminal: in colour where there is any, readable without."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.text import Text

from tdpspec.report.compose import compose, footer
from tdpspec.report.document import Page, Report
from tdpspec.report.layout import EMPTY, Line, Style, text_of

LOOKS = {
    Style.NORMAL: "",
    Style.TITLE: "bold",
    Style.QUIET: "dim",
    Style.NAME: "cyan",
    Style.CHANGE: "",
    Style.GOOD: "green",
    Style.BAD: "bold red",
    Style.BOUND: "yellow",
    Style.UNKNOWN: "magenta",
    Style.SURPRISE: "bold reverse",
}

WIDEST = 120
"""Units: cells. Lines longer than this are hard to read however wide the window is."""


def terminal_report(report: Report, page: Page) -> str:
    """The report for a window of ``page.width`` cells."""
    width = min(page.width, WIDEST)
    lines = compose(report, width, every_run=page.every_run)
    ending = footer(report)
    return terminal_text((*lines, *((EMPTY, *ending) if ending else ())), page)


def terminal_text(lines: tuple[Line, ...], page: Page) -> str:
    """``lines``, with the colours of their styles where the page has any."""
    if not page.colour:
        return "".join(text_of(one) + "\n" for one in lines)
    out = StringIO()
    console = Console(
        file=out,
        force_terminal=True,
        color_system="standard",
        width=page.width,
        highlight=False,
        legacy_windows=False,
        _environ={},  # the page decides about colour, not the environment
    )
    for one in lines:
        text = Text.assemble(*((part.text, LOOKS[part.style]) for part in one))
        console.print(text, soft_wrap=True)
    return out.getvalue()
