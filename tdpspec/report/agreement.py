"""What TLC says beside what the interpreter says, for reading and for loading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from tdpspec.report.document import Page, sizes_text
from tdpspec.report.layout import EMPTY, Line, Style, indented
from tdpspec.report.to_json import SCHEMA, json_text
from tdpspec.report.to_plain import COLUMNS, plain_text
from tdpspec.report.to_terminal import terminal_text
from tdpspec.report.values_to_json import Json
from tdpspec.system.model import Temporal
from tdpspec.system.opinion import Breaks, Compared, Holds, Opinion, Silent


def agreement_text(rows: Sequence[Compared], format_: str, page: Page) -> str:
    """All comparisons in one of the formats."""
    match format_:
        case "json":
            return json_text({"schema": SCHEMA, "compared": [_row(one) for one in rows]})
        case "plain":
            return plain_text(_lines(rows, COLUMNS))
        case _:
            return terminal_text(_lines(rows, page.width), page)


def _lines(rows: Sequence[Compared], width: int) -> tuple[Line, ...]:
    lines: list[Line] = []
    design = ""
    for one in rows:
        system = one.instance.system
        if system.design != design:
            design = system.design or ""
            sizes = f" ({sizes_text(one.instance.sizes)})" if one.instance.sizes else ""
            lines.extend((EMPTY,) if lines else ())
            lines.extend(indented(f"{design}{sizes}", 0, width, Style.TITLE))
        lines.extend(indented(one.claim.name, 2, width, Style.NAME))
        lines.extend(indented(_verdict(one), 4, width, _style(one)))
    return tuple(lines)


def _verdict(one: Compared) -> str:
    tlc, own = _said(one, one.tlc), _said(one, one.own)
    match one.agree:
        case True:
            return f"TLC and tdpspec agree: {tlc}"
        case False if one.doubt is not None:
            return f"TLC DOES NOT FOLLOW the run that tdpspec found: {one.doubt}"
        case False:
            return f"THEY DISAGREE. TLC: {tlc}; tdpspec: {own}"
        case None:
            return f"TLC: {tlc}; tdpspec: {own}"


def _said(one: Compared, opinion: Opinion) -> str:
    match opinion:
        case Holds(states):
            return f"holds, {states} distinct states"
        case Breaks(steps, _):
            if isinstance(one.claim, Temporal):
                return "violated by a run that goes on for ever"
            return f"violated in {steps} steps"
        case Silent(reason):
            return f"unknown, {reason}"
        case _:
            assert_never(opinion)


def _style(one: Compared) -> Style:
    return {True: Style.GOOD, False: Style.SURPRISE, None: Style.UNKNOWN}[one.agree]


def _row(one: Compared) -> Json:
    return {
        "design": one.instance.system.design,
        "claim": one.claim.name,
        "sizes": dict(one.instance.sizes),
        "agree": one.agree,
        "doubt": one.doubt,
        "tlc": _opinion(one.tlc),
        "tdpspec": _opinion(one.own),
    }


def _opinion(opinion: Opinion) -> Json:
    match opinion:
        case Holds(states):
            return {"verdict": "holds", "distinct": states}
        case Breaks(steps, trace):
            return {"verdict": "refuted", "steps": steps, "replayed": trace is not None}
        case Silent(reason):
            return {"verdict": "unknown", "reason": reason}
        case _:
            assert_never(opinion)
