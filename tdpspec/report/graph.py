"""Counted state graphs, for reading and for loading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tdpspec.report.document import Page, sizes_text
from tdpspec.report.layout import EMPTY, Line, Style, indented
from tdpspec.report.to_json import SCHEMA, json_text
from tdpspec.report.to_plain import COLUMNS, plain_text
from tdpspec.report.to_terminal import terminal_text
from tdpspec.report.values_to_json import Json
from tdpspec.system.instance import Sizes


@dataclass(frozen=True, slots=True)
class Counts:
    """The state graph of one design.

    Units: ``depth`` counts the states of the longest shortest run, as TLC does. Counts of a
           search that is not ``complete`` are lower bounds.
    """

    spec: str
    design: str
    sizes: Sizes
    distinct: int
    transitions: int
    depth: int
    deadlocks: int
    never_taken: tuple[str, ...]
    complete: bool


def graph_text(graphs: Sequence[Counts], format_: str, page: Page) -> str:
    """All graphs in one of the formats."""
    match format_:
        case "json":
            return graph_json(graphs)
        case "plain":
            return plain_text(_lines(graphs, COLUMNS))
        case _:
            return terminal_text(_lines(graphs, page.width), page)


def _lines(graphs: Sequence[Counts], width: int) -> tuple[Line, ...]:
    lines: list[Line] = []
    for one in graphs:
        if lines:
            lines.append(EMPTY)
        sizes = f" ({sizes_text(one.sizes)})" if one.sizes else ""
        lines.extend(indented(f"{one.design}{sizes}", 0, width, Style.TITLE))
        at_least = "" if one.complete else "more than "
        lines.extend(indented(f"{at_least}{one.distinct} distinct states", 2, width))
        counted = f"{one.transitions} transitions, depth {one.depth}, {one.deadlocks} deadlocks"
        lines.extend(indented(counted, 2, width))
        if not one.complete:
            stopped = "stopped at the limit (--limit); what was visited so far is counted"
            lines.extend(indented(stopped, 2, width, Style.UNKNOWN))
        elif one.never_taken:
            never = f"actions that are never taken: {', '.join(one.never_taken)}"
            lines.extend(indented(never, 2, width, Style.UNKNOWN))
    return tuple(lines)


def graph_json(graphs: Sequence[Counts]) -> str:
    """The keys of one design at the top level; of several, an object by design."""
    if len(graphs) == 1:
        return json_text({"schema": SCHEMA, **_graph(graphs[0])})
    return json_text({"schema": SCHEMA, "designs": {one.design: _graph(one) for one in graphs}})


def _graph(one: Counts) -> Json:
    return {
        "spec": one.spec,
        "design": one.design,
        "sizes": dict(one.sizes),
        "distinct": one.distinct,
        "transitions": one.transitions,
        "depth": one.depth,
        "deadlocks": one.deadlocks,
        "never_taken": list(one.never_taken) if one.complete else None,
        "complete": one.complete,
    }
