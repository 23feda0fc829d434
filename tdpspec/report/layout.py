"""Lines of styled text, and how they are folded: what the terminal and plain text share.

A line is a tuple of segments; a format decides what a style looks like, or drops it.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from enum import Enum

from rich.cells import cell_len


class Style(Enum):
    """What a piece of text is, never how it looks."""

    NORMAL = "normal"
    TITLE = "title"
    QUIET = "quiet"
    NAME = "name"
    CHANGE = "change"
    GOOD = "good"
    BAD = "bad"
    BOUND = "bound"
    UNKNOWN = "unknown"
    SURPRISE = "surprise"


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    style: Style = Style.NORMAL


Line = tuple[Segment, ...]
EMPTY: Line = ()


def line(text: str, style: Style = Style.NORMAL) -> Line:
    return (Segment(text, style),)


def width_of(segments: Line) -> int:
    """Units: terminal cells."""
    return sum(cell_len(one.text) for one in segments)


def text_of(segments: Line) -> str:
    """The line without its styles and without blanks at its end."""
    return "".join(one.text for one in segments).rstrip()


def pad(text: str, width: int) -> str:
    """``text`` with blanks up to ``width`` cells."""
    return text + " " * (width - cell_len(text))


def fold(text: str, width: int) -> tuple[str, ...]:
    """``text`` in lines of at most ``width`` characters, broken at blanks where there are any,
    then after an underscore, a dot or a comma.

    >>> fold("nothing_survives_its_notifier", 20)
    ('nothing_survives_', 'its_notifier')
    """
    width = max(width, 8)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for part in textwrap.wrap(
            paragraph, width, break_long_words=False, break_on_hyphens=False
        ) or [""]:
            lines.extend(_break(part, width))
    return tuple(lines)


def _break(word: str, width: int) -> list[str]:
    lines: list[str] = []
    is_path = "/" in word and "." in word  # somebody will copy it
    while len(word) > width and not is_path:
        breaks = [one.end() for one in re.finditer(r"[_.,]", word[:width])]
        at = breaks[-1] if breaks else width
        lines.append(word[:at])
        word = word[at:]
    return [*lines, word]


def indented(text: str, indent: int, width: int, style: Style = Style.NORMAL) -> tuple[Line, ...]:
    """``text`` folded into what ``indent`` leaves of ``width``; further lines are indented by
    two more."""
    first, *_ = fold(text, width - indent)
    rest = text[len(first) :].lstrip(" ")
    lines = [line(" " * indent + first, style)]
    if rest:
        more = fold(rest, width - indent - 2)
        lines.extend(line(" " * (indent + 2) + one, style) for one in more)
    return tuple(lines)
