"""A text under its name, and the way from an offset to a line and a column."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from tdpspec.source.span import Origin, Span


@dataclass(frozen=True)
class SourceText:
    """One ``.tdp`` text.

    Shape: ``path`` is what diagnostics print; ``text`` is the decoded content with its own
           line ends kept, so that offsets are those of the file.
    """

    path: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line."""
        starts = [0]
        starts.extend(i + 1 for i, char in enumerate(self.text) if char == "\n")
        return tuple(starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of ``offset``, both from 1.

        >>> SourceText("a.tdp", "ab\\ncd").position(4)
        (2, 2)
        """
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1) without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def origin(self, span: Span) -> Origin:
        """``span``'s beginning as file name, line and column; the folder is left out, so that
        the same spec gives the same bytes wherever it lies."""
        line, column = self.position(span.start)
        return Origin(self.path.replace("\\", "/").rsplit("/", 1)[-1], line, column)
