"""The matrix: one row a claim, one column a design, in each cell what came out.

Where the designs do not fit beside each other, the matrix continues below with the next designs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from tdpspec.report.document import (
    Report,
    expected_text,
    is_surprise,
    is_unjudged,
    verdict_lines,
)
from tdpspec.report.layout import EMPTY, Line, Segment, Style, fold, pad
from tdpspec.system.finding import Finding
from tdpspec.system.verdict import HoldsTo, Proved, Refuted, Unknown, Verdict

GAP = "  "
NARROWEST, WIDEST = 12, 18
"""Units: cells of a design's column; the narrower holds "at this size"."""


def matrix(report: Report, width: int) -> tuple[Line, ...]:
    """The whole matrix in lines of at most ``width`` cells."""
    first = min(max((len(one) for one in report.claims), default=0), width - 2 * NARROWEST - 4)
    fits = max(1, (width - first) // (NARROWEST + len(GAP)))
    lines: list[Line] = []
    for start in range(0, len(report.designs), fits):
        designs = report.designs[start : start + fits]
        column = min(WIDEST, (width - first) // len(designs) - len(GAP))
        if lines:
            lines.append(EMPTY)
        lines.extend(_block(report, designs, first, column))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Some short lines, each in a style."""

    lines: tuple[Segment, ...]


def _block(report: Report, designs: tuple[str, ...], first: int, column: int) -> tuple[Line, ...]:
    head = (_Cell(()), *(_words(one, column, Style.NAME) for one in designs))
    rule = (Segment("-" * (first + len(designs) * (column + len(GAP))), Style.QUIET),)
    lines = [*_row(head, first, column), rule]
    for claim in report.claims:
        cells = (_cell(report.cell(one, claim), column) for one in designs)
        lines.extend(_row((_words(claim, first, Style.NAME), *cells), first, column))
    return tuple(lines)


def _words(text: str, width: int, style: Style) -> _Cell:
    return _Cell(tuple(Segment(one, style) for one in fold(text, width)))


def _cell(finding: Finding | None, width: int) -> _Cell:
    if finding is None:
        return _Cell((Segment("-", Style.QUIET),))
    if is_unjudged(finding):
        return _words("not judged", width, Style.QUIET)
    style = style_of(finding.verdict)
    lines = [
        Segment(part, style)
        for text in verdict_lines(finding.verdict)
        for part in fold(text, width)
        if part
    ]
    if is_surprise(finding):
        surprise = f"! expected {expected_text(finding)}"
        lines.extend(Segment(one, Style.SURPRISE) for one in fold(surprise, width))
    return _Cell(tuple(lines))


def style_of(verdict: Verdict) -> Style:
    match verdict:
        case Proved():
            return Style.GOOD
        case Refuted():
            return Style.BAD
        case HoldsTo():
            return Style.BOUND
        case Unknown():
            return Style.UNKNOWN
        case _:
            assert_never(verdict)


def _row(cells: tuple[_Cell, ...], first: int, column: int) -> tuple[Line, ...]:
    height = max(len(one.lines) for one in cells)
    widths = (first, *(column for _ in cells[1:]))
    blank = Segment("")
    return tuple(
        tuple(
            Segment(
                (GAP if place else "") + pad(segment.text, width),
                segment.style,
            )
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
            for segment in ((*cell.lines, *(blank,) * height)[number],)
        )
        for number in range(height)
    )
