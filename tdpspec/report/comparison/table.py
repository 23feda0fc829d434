"""A table as lines of text: columns as wide as they need, folded where they do not fit."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.report.layout import EMPTY, Line, Segment, Style, fold, pad

GAP = "  "
NARROWEST = 10


@dataclass(frozen=True, slots=True)
class Table:
    """Texts; each row has as many as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_lines(table: Table, indent: int, width: int) -> tuple[Line, ...]:
    """The table in at most ``width`` cells; columns that do not fit beside the others follow
    below, with the first one again."""
    fits = _fitting(table, width - indent)
    if fits < len(table.head):
        left, right = _split(table, fits)
        return (*table_lines(left, indent, width), EMPTY, *table_lines(right, indent, width))
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


def _fitting(table: Table, room: int) -> int:
    """How many columns fit, each as narrow as it may be; two at least, if there are two."""
    rows = (table.head, *table.rows)
    taken = 0
    for at in range(len(table.head)):
        taken += min(max(len(row[at]) for row in rows), NARROWEST) + (len(GAP) if at else 0)
        if taken > room:
            return max(at, 2)
    return len(table.head)


def _split(table: Table, at: int) -> tuple[Table, Table]:
    left = Table(table.head[:at], tuple(row[:at] for row in table.rows))
    first = Table(table.head[:1], tuple(row[:1] for row in table.rows))
    rest = tuple((*row, *more[at:]) for row, more in zip(first.rows, table.rows, strict=True))
    return left, Table((*first.head, *table.head[at:]), rest)


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
