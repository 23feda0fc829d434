"""A complaint for a person: the line, a caret under the exact piece, other places, a hint."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len

from tdpspec.report.layout import EMPTY, Line, Segment, Style, fold, indented, line
from tdpspec.source.diagnostic import Diagnostic, Found, in_order
from tdpspec.source.span import Span
from tdpspec.source.text import SourceText

TAB = 4
"""Units: cells that a tab is shown as; the caret moves with it."""


def diagnostics_lines(found: Found, source: SourceText | None, width: int) -> tuple[Line, ...]:
    """All complaints in the order of their places, and how many there are."""
    lines: list[Line] = []
    for one in in_order(found):
        lines.extend((*diagnostic_lines(one, source, width), EMPTY))
    return (*lines, _count(found, source))


def diagnostic_lines(
    diagnostic: Diagnostic, source: SourceText | None, width: int
) -> tuple[Line, ...]:
    """One complaint; ``source`` is None where there is no text to show."""
    severity = diagnostic.code.severity.value
    style = Style.BAD if diagnostic.is_error else Style.UNKNOWN
    head = f"{severity}[{diagnostic.code.number}]: {_visible(diagnostic.message)}"
    lines = list(indented(head, 0, width, style))
    places = (
        (diagnostic.span, "", "^"),
        *((one.span, one.message, "-") for one in diagnostic.labels),
    )
    numbers = [source.position(span.start)[0] for span, _, _ in places] if source else []
    margin = max((len(str(one)) for one in numbers), default=1)
    arrow = " " * margin + "--> "
    lines.append(line(arrow + _place(diagnostic.span, source), Style.QUIET))
    if source is not None and source.text:
        for span, message, mark in places:
            lines.extend(_excerpt(span, message, mark, source, margin, width, style))
    if diagnostic.hint:
        lines.extend(indented(f"hint: {_visible(diagnostic.hint)}", margin + 1, width))
    return tuple(lines)


def _count(found: Found, source: SourceText | None) -> Line:
    errors = sum(one.is_error for one in found)
    warnings = len(found) - errors
    if not found:
        where = "" if source is None else f"{source.path}: "
        return line(f"{where}no errors, no warnings", Style.GOOD)
    parts = [_plural(errors, "error")] if errors else []
    parts += [_plural(warnings, "warning")] if warnings else []
    return line(", ".join(parts), Style.BAD if errors else Style.UNKNOWN)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _place(span: Span, source: SourceText | None) -> str:
    if source is None or not source.text:
        return _visible(span.path)
    row, column = source.position(span.start)
    return f"{_visible(span.path)}:{row}:{column}"


def _excerpt(
    span: Span,
    message: str,
    mark: str,
    source: SourceText,
    margin: int,
    width: int,
    style: Style,
) -> tuple[Line, ...]:
    """One line of the source with a mark under the piece, as far as it reaches on that line."""
    number, column = source.position(span.start)
    text = source.line(number)
    length = max(1, min(span.end - span.start, len(text) - column + 1))
    text, column = _window(text, column - 1, length, width - margin - 4)
    before, marked = _visible(text[:column]), _visible(text[column : column + length])
    marks = mark * max(1, cell_len(marked))
    gutter = " " * margin + " | "
    indent = cell_len(before)
    marker = style if mark == "^" else Style.NAME
    lines: list[Line] = [
        line(" " * margin + " |", Style.QUIET),
        (
            Segment(f"{number:>{margin}} | ", Style.QUIET),
            Segment(before + marked + _visible(text[column + length :])),
        ),
    ]
    room = width - margin - 3 - indent - len(marks) - 1
    under = Segment(" " * indent + marks, marker)
    if not message or len(message) <= room:
        lines.append(
            (Segment(gutter, Style.QUIET), Segment(f"{under.text} {message}".rstrip(), marker))
        )
    else:
        lines.append((Segment(gutter, Style.QUIET), under))
        for one in fold(_visible(message), width - margin - 3):
            lines.append((Segment(gutter, Style.QUIET), Segment(one, marker)))
    return tuple(lines)


def _window(text: str, start: int, length: int, width: int) -> tuple[str, int]:
    """The part of a long line around the piece, and where the piece then starts."""
    text = text.rstrip()
    if cell_len(text.replace("\t", " " * TAB)) <= width:
        return text, start
    # Wide characters and tabs take more than one cell: half as many characters always fit.
    room = width if text.isascii() and "\t" not in text else width // 2
    first = max(0, min(start - room // 3, len(text) - room))
    shown = text[first : first + room]
    if first > 0:
        shown = "..." + shown[3:]
    if first + room < len(text):
        shown = shown[:-3] + "..."
    return shown, start - first


def _visible(text: str) -> str:
    """``text`` without anything that moves the cursor: tabs as blanks, control characters as
    the replacement character."""
    return "".join(
        " " * TAB
        if char == "\t"
        else "�"
        if unicodedata.category(char) in ("Cc", "Cf", "Cs")
        else char
        for char in text
    )
