"""A table as lines of text: columns as wide as they need, folded where they do not fit."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.report.layout import Line, Segment, Style, fold, pad

GAP = "  "
NARROWEST = 10


@dataclass(frozen=True, slots=True)
class Table:
    """Texts; each row has as many as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_lines(table: Table, indent: int, width: int) -> tuple[Line, ...]:
    """The table in at most ``width`` cells."""
    wanted = [
        max(len(row[at]) for row in (table.head, *table.rows)) for at in range(len(table.head))
    ]
    room = width - indent - len(GAP) * (len(wanted) - 1)
    while sum(wanted) > room and max(wanted) > NARROWEST:
        wanted[wanted.index(max(wanted))] -= 1
    rule = " " * indent + GAP.join("-" * one for one in wanted)
    lines = list(_row(table.head, wanted, indent, Style.NAME))
    lines.append((Segment(rule, Style.QUIET),))
    for row in table.rows:
        lines.extend(_row(row, wanted, indent, Style.NORMAL))
    return tuple(lines)


def _row(texts: tuple[str, ...], widths: list[int], indent: int, style: Style) -> tuple[Line, ...]:
    cells = [fold(text, width) for text, width in zip(texts, widths, strict=True)]
    height = max(map(len, cells))
    return tuple(
        (
            Segment(" " * indent),
            *(
                Segment(pad((*cell, *[""] * height)[number], width) + GAP, style)
                for cell, width in zip(cells, widths, strict=True)
            ),
        )
        for number in range(height)
    )
