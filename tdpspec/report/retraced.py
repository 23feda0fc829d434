"""A recorded run followed by a design, for reading and for loading: how far, and why no further."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from tdpspec.report.document import Page, sizes_text, steps_text
from tdpspec.report.interleaving import NUMBER, columns, interleaving, row_lines, rows
from tdpspec.report.layout import EMPTY, Line, Segment, Style, indented
from tdpspec.report.to_json import SCHEMA, json_text
from tdpspec.report.to_plain import COLUMNS, plain_text
from tdpspec.report.to_terminal import terminal_text
from tdpspec.report.values_to_json import Json, origin_json, step_json, trace_json
from tdpspec.system.instance import Instance
from tdpspec.system.recording import Followed, Retraced, Stop, StopKind
from tdpspec.system.trace import Violation

INDENT = NUMBER + 2


@dataclass(frozen=True, slots=True)
class Replay:
    """How ``instance`` follows the run in ``file``.

    Shape: ``made_by`` and ``claim`` are the design that the run is of and what it breaks there, ""
           where the file does not say.
    Units: ``recorded`` counts the steps of the file.
    """

    file: str
    made_by: str
    claim: str
    recorded: int
    instance: Instance
    retraced: Retraced

    @property
    def design(self) -> str:
        return self.instance.system.design or self.instance.system.name

    @property
    def is_possible(self) -> bool:
        """Whether the run can be followed to its end."""
        return self.retraced.exact.stop is None


def replay_text(replay: Replay, format_: str, page: Page) -> str:
    """The replay in one of the formats."""
    match format_:
        case "json":
            return replay_json(replay)
        case "plain":
            return plain_text(_lines(replay, COLUMNS))
        case _:
            return terminal_text(_lines(replay, page.width), page)


def _lines(replay: Replay, width: int) -> tuple[Line, ...]:
    instance, exact, by_steps = replay.instance, replay.retraced.exact, replay.retraced.by_steps
    shown = rows(instance, (by_steps or exact).trace)
    at = columns(shown, width)
    lines = [*_heading(replay, width), EMPTY, *interleaving(instance, exact.trace, at)]
    lines.extend(_ending(exact, width))
    if by_steps is not None:
        lines.append(EMPTY)
        text = "The steps of the trace, in the states that they lead to here:"
        lines.extend(indented(text, 0, width, Style.TITLE))
        lines.append(EMPTY)
        for number, one in enumerate(shown[len(exact.trace) :], len(exact.trace) + 1):
            lines.extend(row_lines(str(number), one, at))
        lines.extend(_ending(by_steps, width))
    return tuple(lines)


def _heading(replay: Replay, width: int) -> Iterator[Line]:
    stop = replay.retraced.exact.stop
    steps = steps_text(replay.recorded)
    match stop:
        case None:
            result = f"possible, all {steps}"
        case Stop(kind=StopKind.NOT_INITIAL):
            result = "impossible from the first state on"
        case Stop(kind=StopKind.NOT_FAIR):
            are = "is" if replay.recorded == 1 else "are"
            result = f"the {steps} {are} possible, but not for ever"
        case Stop(at):
            result = f"stops being possible at step {at + 1} of {replay.recorded}"
    sizes = f" ({sizes_text(replay.instance.sizes)})" if replay.instance.sizes else ""
    yield from indented(f"{replay.design}{sizes}: {result}", 0, width, Style.TITLE)
    made = f"{replay.file}: a run"
    if replay.made_by:
        made += f" of {replay.made_by}"
    if replay.claim:
        made += f" that breaks {replay.claim}"
    yield from indented(made, 2, width, Style.QUIET)


def _ending(followed: Followed, width: int) -> Iterator[Line]:
    if followed.stop is not None:
        mark = Segment("!".rjust(NUMBER) + "  ", Style.BAD)
        first, *more = indented(_said(followed.stop), 0, width - INDENT, Style.BAD)
        yield (mark, *first)
        for one in more:
            yield (Segment(" " * INDENT), *one)
        for reason in followed.stop.reasons:
            yield from indented(reason, INDENT + 2, width)
        return
    for broken in followed.broken:
        text = f"{broken.claim} is broken{_for(broken)}"
        yield from indented(text, INDENT, width, Style.BAD)
    for word, claims, style in (
        ("holds here: ", followed.holding, Style.GOOD),
        ("needs a run that goes on for ever: ", followed.not_judged, Style.UNKNOWN),
    ):
        if claims:
            yield from indented(f"{word}{', '.join(claims)}", INDENT, width, style)


def _said(stop: Stop) -> str:
    match stop.kind:
        case StopKind.NOT_INITIAL:
            return "this is not an initial state"
        case StopKind.NOT_ENABLED:
            return f"{stop.step} cannot be taken"
        case StopKind.LEADS_ELSEWHERE:
            return f"{stop.step} leads to another state"
        case StopKind.NO_STEP:
            return "no step leads to the next state, in which"
        case StopKind.NOT_FAIR:
            return "such a run is not fair"
        case _:
            assert_never(stop.kind)


def _for(broken: Violation) -> str:
    members = ", ".join(f"{name} = {value}" for name, value in broken.members)
    return f" for {members}" if members else ""


def replay_json(replay: Replay) -> str:
    """``exact`` goes through the states of the file; ``by_steps``, else null, takes its steps
    where a step leads to another state."""
    by_steps = replay.retraced.by_steps
    return json_text(
        {
            "schema": SCHEMA,
            "spec": replay.instance.system.file,
            "design": replay.design,
            "sizes": dict(replay.instance.sizes),
            "recorded": {
                "file": replay.file,
                "design": replay.made_by or None,
                "claim": replay.claim or None,
                "steps": replay.recorded,
            },
            "possible": replay.is_possible,
            "exact": followed_json(replay.instance, replay.retraced.exact),
            "by_steps": by_steps and followed_json(replay.instance, by_steps),
        }
    )


def followed_json(instance: Instance, followed: Followed) -> Json:
    stop = followed.stop
    return {
        "steps": len(followed.trace),
        "stop": stop
        and {
            "at": stop.at + 1,
            "kind": stop.kind.value,
            "step": stop.step or None,
            "reasons": list(stop.reasons),
        },
        "broken": [
            {
                "claim": one.claim,
                "members": dict(one.members),
                "step": one.step and step_json(instance, one.step),
                "text": one.text,
                "source": origin_json(one.origin),
            }
            for one in followed.broken
        ],
        "holding": list(followed.holding),
        "not_judged": list(followed.not_judged),
        "trace": trace_json(instance, followed.trace),
    }
