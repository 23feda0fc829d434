"""A place in a text: offsets inside the program, lines and columns only when shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """The characters ``start`` (included) to ``end`` (excluded) of the text called ``path``.

    Units: offsets count Unicode characters from 0, never bytes.
    """

    path: str
    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The smallest span that covers both.

        >>> Span("a.tdp", 3, 5).to(Span("a.tdp", 9, 10))
        Span(path='a.tdp', start=3, end=10)
        """
        return Span(self.path, min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A place as a person reads it: file name, line and column, both counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"
