"""Formulas as blocks of lines: on one line where they fit, else broken where a person would.

A block's later lines are indented relative to its first column, so that a block may be put
anywhere; lists of conjuncts keep their columns by that.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tdpspec.source.span import Origin

WIDTH = 79
"""No line of an emitted file is longer."""

Lines = tuple[str, ...]


class Binds(IntEnum):
    """How tightly a formula holds together, loosest first."""

    LOOSE = 1  # =>, <=>
    JUNCTION = 3  # /\\ and \\/, which do not mix without parentheses
    NOT = 4
    RELATION = 5
    SET = 8
    RANGE = 9
    SUM = 10
    TIMES = 13
    ATOM = 16


@dataclass(frozen=True, slots=True)
class Text:
    """A formula: ``flat`` on one line, or ``broken`` for a width in columns.

    Shape: ``open`` if it ends in something that reaches to the right as far as it can.
    """

    flat: str
    binds: Binds
    open: bool = False
    broken: Callable[[int], Lines] | None = None

    def lines(self, width: int) -> Lines:
        """The formula as a block, at most ``width`` columns wide where that can be had."""
        if len(self.flat) <= width or self.broken is None:
            return (self.flat,)
        return self.broken(width)

    def at_least(self, binds: Binds) -> Text:
        """As an operand with nothing to its right."""
        return self if self.binds >= binds else self.inside()

    def left(self, binds: Binds) -> Text:
        """As an operand with something to its right."""
        return self if self.binds >= binds and not self.open else self.inside()

    def inside(self) -> Text:
        """In parentheses."""

        def broken(width: int) -> Lines:
            return after(hang("(", self.lines(width - 2)), ")")

        return Text(f"({self.flat})", Binds.ATOM, broken=broken)


def atom(text: str) -> Text:
    return Text(text, Binds.ATOM)


def prefixed(sign: str, text: Text) -> Text:
    """``sign`` in front of an operand."""
    kept = text if text.binds is Binds.ATOM else text.inside()

    def broken(width: int) -> Lines:
        return hang(sign, kept.lines(width - len(sign)))

    return Text(sign + kept.flat, Binds.NOT, broken=broken)


def hang(prefix: str, lines: Sequence[str]) -> Lines:
    """``prefix`` in front, the lines after the first indented below it."""
    blank = " " * len(prefix)
    return (prefix + lines[0], *(blank + one if one else one for one in lines[1:]))


def after(lines: Sequence[str], suffix: str) -> Lines:
    return (*lines[:-1], lines[-1] + suffix)


def indent(lines: Iterable[str], by: int = 2) -> Lines:
    return tuple(" " * by + one if one else one for one in lines)


def bullets(sign: str, parts: Sequence[Text], width: int) -> Lines:
    """A list of conjuncts or disjuncts, one below the other."""
    if len(parts) == 1:
        return parts[0].lines(width)
    return tuple(
        line for one in parts for line in hang(f"{sign} ", one.lines(width - len(sign) - 1))
    )


def junction(sign: str, parts: Sequence[Text]) -> Text:
    """Conjuncts or disjuncts, at least one of them."""
    if len(parts) == 1:
        return parts[0]
    *most, last = parts
    end = last.at_least(Binds.NOT)
    flat = f" {sign} ".join((*(one.left(Binds.NOT).flat for one in most), end.flat))

    def broken(width: int) -> Lines:
        return bullets(sign, parts, width)

    return Text(flat, Binds.JUNCTION, end.open, broken)


def enclosed(start: str, parts: Sequence[Text], end: str) -> Text:
    """``start part, part end``, filled up line by line where it is too long."""

    def broken(width: int) -> Lines:
        room = width - len(start)
        rows: list[str] = []
        row: list[str] = []
        for place, one in enumerate(parts):
            tail = end if place == len(parts) - 1 else ","
            block = after(one.lines(room - len(tail)), tail)
            if row and len(" ".join((*row, block[0]))) <= room and len(block) == 1:
                row.append(block[0])
                continue
            if row:
                rows.append(" ".join(row))
            rows.extend(block[:-1])
            row = [block[-1]]
        rows.append(" ".join(row))
        return hang(start, rows)

    flat = start + ", ".join(one.flat for one in parts) + end
    return Text(flat, Binds.ATOM, broken=broken if parts else None)


def definition(head: str, body: Text) -> Lines:
    """``head == body``, the body on lines of its own where it is long."""
    flat = f"{head} == {body.flat}"
    if len(flat) <= WIDTH:
        return (flat,)
    return (f"{head} ==", *indent(body.lines(WIDTH - 2)))


def comment(*paragraphs: str, width: int = WIDTH) -> Lines:
    """Each paragraph as ``\\*`` lines of its own, at most ``width`` columns wide."""
    return tuple(f"\\* {line}" for paragraph in paragraphs for line in filled(paragraph, width - 3))


def sourced(doc: str, origin: Origin) -> Lines:
    """A comment of what something is, and where it was written."""
    source = f"Source: {origin.file}, line {origin.line}.".replace(" ", HARD_SPACE)
    return comment(f"{sentence(doc)}  {source}".strip())


def sentence(text: str) -> str:
    """``text`` with a capital letter, unless it begins with a name, and with a full stop.

    >>> sentence("nobody waits"), sentence("try_to_unmap()"), sentence("")
    ('Nobody waits.', 'try_to_unmap().', '')
    """
    if re.match(r"[a-z]+([ ,:;]|$)", text):
        text = text[0].upper() + text[1:]
    return text if not text or text[-1] in ".!?" else f"{text}."


def box(lines: Iterable[str]) -> Lines:
    """A boxed comment as wide as the module; ``lines`` are at most ``BOX`` columns wide."""
    edge = f"({'*' * (WIDTH - 2)})"
    return (edge, *(f"(* {one:<{BOX}} *)" for one in lines), edge)


BOX = WIDTH - 6

HARD_SPACE = "\N{NO-BREAK SPACE}"


def filled(text: str, width: int = BOX) -> Lines:
    """``text`` as lines of running text, not broken at a ``HARD_SPACE``."""
    lines = textwrap.wrap(plain(text), width, break_on_hyphens=False)
    return tuple(one.replace(HARD_SPACE, " ") for one in lines)


def plain(text: str) -> str:
    """``text`` such that it cannot end or begin a comment."""
    return text.replace("(*", "( *").replace("*)", "* )")


RULE = "-" * WIDTH


def heading(module: str) -> str:
    """The first line of a module, as wide as its rules."""
    return f" MODULE {module} ".center(WIDTH, "-")


ENDING = "=" * WIDTH
