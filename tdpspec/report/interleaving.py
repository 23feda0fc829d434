"""A trace as rows that a person can follow: who took which step, and what it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tdpspec.report.layout import Line, Segment, Style, fold, indented, line, pad, width_of
from tdpspec.system.changes import (
    change_texts,
    changes,
    index_names,
    step_text,
    who_steps,
)
from tdpspec.system.instance import Instance
from tdpspec.system.printer import entry_text
from tdpspec.system.trace import Step, Trace

NUMBER = 4
"""Units: cells of the column with the step's number."""
ENVIRONMENT = "-"
"""Who takes a free-standing action, where others have names."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step in words.

    Shape: ``who`` is the copy of a process, ``step`` the action with what it chose, ``kernel``
           the kernel function or "", ``source`` where it is written; ``changed`` one text a line.
    """

    who: str
    step: str
    kernel: str
    source: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the parts of a row are; the same for all rows of one interleaving, 0 for a part
    that no row has."""

    who: int
    step: int
    width: int

    @property
    def indent(self) -> int:
        """Where the columns after the one for ``who`` begin."""
        return NUMBER + 2 + (self.who + 2 if self.who else 0)


def rows(instance: Instance, trace: Trace) -> tuple[Row, ...]:
    """One row for each step of ``trace``."""
    return tuple(
        row(instance, step, change_texts(instance, changes(instance, before, after)))
        for before, step, after in trace.moves()
    )


def row(instance: Instance, step: Step, changed: tuple[str, ...] = ()) -> Row:
    """One step, taken or about to be taken."""
    action = instance.system.action[step.action]
    who, text = who_steps(instance, step), step_text(instance, step)
    return Row(who, text, action.kernel, str(action.origin), changed)


def columns(all_rows: tuple[Row, ...], width: int) -> Columns:
    """The columns that suit all rows; one step that is much longer than the others has a line
    of its own instead of a wide column."""
    who = max((len(one.who) for one in all_rows), default=0)
    step = max((len(one.step) for one in all_rows), default=0)
    return Columns(min(who, 20), min(step, 24), width)


def row_lines(number: str, row: Row, at: Columns) -> tuple[Line, ...]:
    """A head line (number, who, step, kernel function), the place in the source at the right of
    the first line that has room for it, and a line for each change."""
    head: list[Segment] = [Segment(f"{number:>{NUMBER}}  ", Style.QUIET)]
    if at.who:
        head.append(Segment(pad(row.who or ENVIRONMENT, at.who) + "  ", Style.NAME))
    lines: list[Line]
    step = pad(row.step, at.step) + "  "
    if at.indent + len(step) + len(row.kernel) <= at.width:
        lines = [(*head, Segment(step), Segment(row.kernel, Style.TITLE))]
    else:
        room = at.width - at.indent
        texts = (*_styled(row.step, room, Style.NORMAL), *_styled(row.kernel, room, Style.TITLE))
        below = (line(" " * at.indent + one.text, one.style) for one in texts[1:])
        lines = [(*head, texts[0]), *below]
    for text in row.changed or ("(nothing changes)",):
        style = Style.CHANGE if row.changed else Style.QUIET
        lines.extend(indented(text, at.indent + 2, at.width, style))
    return _with_source(lines, row.source, at.width)


def _styled(text: str, width: int, style: Style) -> tuple[Segment, ...]:
    return tuple(Segment(one, style) for one in fold(text, width)) if text else ()


def _with_source(lines: list[Line], source: str, width: int) -> tuple[Line, ...]:
    """The source at the right end of the first line that has room for it, else below."""
    for number, one in enumerate(lines):
        one = _trimmed(one)
        gap = width - width_of(one) - len(source)
        if gap >= 2:
            lines[number] = (*one, Segment(" " * gap + source, Style.QUIET))
            return tuple(lines)
    return (*lines, line(source.rjust(width), Style.QUIET))


def _trimmed(segments: Line) -> Line:
    """Without blanks at the end."""
    last = len(segments)
    while last and not segments[last - 1].text.strip():
        last -= 1
    if not last:
        return ()
    ending = segments[last - 1]
    return (*segments[: last - 1], Segment(ending.text.rstrip(), ending.style))


def start_lines(instance: Instance, trace: Trace, width: int) -> tuple[Line, ...]:
    """What the start of the run could have been otherwise: variables that begin with any value."""
    free = tuple(
        entry_text(instance.system, variable, index_names(instance, variable, indices))
        + " = "
        + instance.show(variable.type, instance.read(trace.states[0], variable, indices))
        for variable in instance.system.variables
        if variable.initial is None
        for indices in instance.index_tuples(variable)
    )
    return indented(f"at first: {', '.join(free)}", NUMBER + 2, width) if free else ()


def interleaving(
    instance: Instance,
    trace: Trace,
    at: Columns,
    after: Mapping[int, Sequence[Line]] = MappingProxyType({}),
) -> tuple[Line, ...]:
    """The whole run, steps numbered from 1; ``after`` has what is told after so many steps."""
    lines = list(start_lines(instance, trace, at.width))
    for number, one in enumerate(rows(instance, trace), 1):
        lines.extend((*after.get(number - 1, ()), *row_lines(str(number), one, at)))
    if trace.loop is not None:
        lines.extend(indented(_ending(trace, trace.loop), NUMBER + 2, at.width, Style.TITLE))
    return (*lines, *after.get(len(trace), ()))


def _ending(trace: Trace, loop: int) -> str:
    """How a lasso goes on."""
    first, last = loop + 1, len(trace)
    if trace.stutters:
        return "nothing more happens, for ever"
    if first == last:
        return f"step {last} repeats for ever"
    return f"the steps {first} to {last} repeat for ever"
