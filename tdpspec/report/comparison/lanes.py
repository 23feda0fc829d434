"""A story in lanes, as lines of text: a column for each process, steps numbered downwards, and in
each column the locks that are held."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.report.comparison.document import Moment, Story
from tdpspec.report.layout import Line, Segment, Style, fold, indented, pad

NUMBER = 3
"""Units: cells of the column with the step's number."""
ROOM = 24
"""Units: cells that are left for what happens; with more lanes than leave so much, there are none
and everybody is named in front of his step."""
STEP = "*"
IDLE = "."


def lane_lines(story: Story, width: int, earlier: tuple[Story, ...] = ()) -> tuple[Line, ...]:
    """The run in at most ``width`` cells; who is meant stands above each lane. ``earlier`` are
    those of other claims that this run breaks on its way, told where it does."""
    if not _has_room(story, width):
        return lane_lines(_without_lanes(story), width, tuple(map(_without_lanes, earlier)))
    lane = _lane_width(story, width)
    margin = NUMBER + 2 + len(story.lanes) * lane
    lines: list[Line] = []
    if story.start:
        lines.extend(indented(f"at first: {', '.join(story.start)}", NUMBER + 2, width))
    lines.extend(_heads(story.lanes, lane))
    held = story.held
    for number, moment in enumerate(story.moments, 1):
        lines.extend(_moment_lines(str(number), moment, held, lane, margin, width))
        held = moment.held
        for one in earlier:
            if len(one.moments) == number:
                if one.breaking is not None:
                    lines.extend(_moment_lines("!", one.breaking, held, lane, margin, width))
                lines.extend(broken_lines(one, width))
    if story.breaking is not None:
        lines.extend(_moment_lines("!", story.breaking, held, lane, margin, width))
    if story.loop:
        lines.extend(indented(story.loop, NUMBER + 2, width, Style.TITLE))
    return tuple(lines)


def broken_lines(story: Story, width: int) -> tuple[Line, ...]:
    """What is told after the last step: which claim is broken, unless a step that breaks it was
    told, and for whom."""
    lines: list[Line] = []
    if story.breaking is None:
        text = f"!  {story.claim} is broken ({story.source})"
        lines.extend(indented(text, NUMBER - 1, width, Style.BAD))
    for text in story.reason:
        lines.extend(indented(text, NUMBER + 2, width, Style.BAD))
    return tuple(lines)


def _has_room(story: Story, width: int) -> bool:
    return NUMBER + 2 + len(story.lanes) * _lane_width(story, width) <= max(width - ROOM, 0)


def _without_lanes(story: Story) -> Story:
    def alone(one: Moment) -> Moment:
        return replace(one, lane=None, held=())

    breaking = None if story.breaking is None else alone(story.breaking)
    moments = tuple(map(alone, story.moments))
    return replace(story, lanes=(), held=(), moments=moments, breaking=breaking)


def legend(story: Story, width: int) -> str:
    """What the signs in the lanes mean; "" where there are none."""
    if not story.lanes or not _has_room(story, width):
        return ""
    marks = "".join(f"; {mark}: holds {text}" for mark, text in story.marks)
    return f"{STEP}: takes the step{marks}"


def _lane_width(story: Story, width: int) -> int:
    """A lane is as wide as the longest name, but all lanes leave half of the width for the rest."""
    if not story.lanes:
        return 0
    marks = max((len(one) for moment in story.moments for one in moment.held), default=0)
    fair = (width // 2 - NUMBER - 2) // len(story.lanes)
    return max(min(max(map(len, story.lanes)) + 1, fair), marks + 2, 4)


def _heads(lanes: tuple[str, ...], lane: int) -> tuple[Line, ...]:
    """The names of the lanes, folded into their width."""
    if not lanes:
        return ()
    columns = [_folded(one, lane - 1) for one in lanes]
    height = max(map(len, columns))
    return tuple(
        (
            Segment(" " * (NUMBER + 2)),
            *(Segment(pad((*one, *[""] * height)[number], lane), Style.NAME) for one in columns),
        )
        for number in range(height)
    )


def _folded(name: str, width: int) -> tuple[str, ...]:
    if len(name) <= width:
        return (name,)
    return tuple(part for one in fold(name, width) for part in _cut(one, width))


def _cut(text: str, width: int) -> tuple[str, ...]:
    return tuple(text[at : at + width] for at in range(0, len(text), width))


def _moment_lines(
    number: str, moment: Moment, before: tuple[str, ...], lane: int, margin: int, width: int
) -> tuple[Line, ...]:
    """The first line has the step, with what is held before it; those below what it changes, with
    what is held after it."""
    room = width - margin
    who = f"{moment.who} " if moment.lane is None and moment.who else ""
    head = _parts(f"{who}{moment.step}", moment.kernel, room)
    body = [
        (text, Style.CHANGE)
        for change in moment.changed or ("(nothing changes)",)
        for text in _hanging(change, room - 2)
    ]
    lines: list[Line] = []
    for place, (text, style) in enumerate((*head, *((f"  {text}", style) for text, style in body))):
        mark = number.rjust(NUMBER) if place == 0 else " " * NUMBER
        held = before if place < len(head) else moment.held
        lines.append(
            (
                Segment(f"{mark}  ", Style.QUIET),
                *(
                    _lane(shown, at == moment.lane and place == 0, lane)
                    for at, shown in enumerate(held)
                ),
                Segment(text, style),
            )
        )
    return tuple(lines)


def _parts(step: str, kernel: str, room: int) -> tuple[tuple[str, Style], ...]:
    together = f"{step}  {kernel}".rstrip()
    if len(together) <= room:
        return ((together, Style.TITLE),)
    return tuple(
        (text, Style.TITLE) for part in (step, kernel) if part for text in _hanging(part, room)
    )


def _hanging(text: str, room: int) -> tuple[str, ...]:
    """``text`` folded, further lines indented by two."""
    first, *_ = fold(text, room)
    rest = text[len(first) :].lstrip(" ")
    return (first, *(f"  {one}" for one in fold(rest, room - 2))) if rest else (first,)


def _lane(held: str, steps: bool, lane: int) -> Segment:
    text = (STEP if steps else "") + (held or ("" if steps else IDLE))
    return Segment(pad(text, lane), Style.NAME if steps else Style.QUIET)
