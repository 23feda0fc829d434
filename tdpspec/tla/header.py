"""The comment at the top of a module: what it is about, its designs, the verdicts expected."""

from __future__ import annotations

from collections.abc import Sequence
from operator import ne

from tdpspec.system.model import LOCKS_CLAIM, RANGES_CLAIM, Design, Expected, System
from tdpspec.system.terms import BoolValue, EnumValue
from tdpspec.tla.layout import BOX, HARD_SPACE, Lines, box, filled, hang, indent, sentence
from tdpspec.tla.names import Names

VERDICTS = {
    Expected.PROVES: "proved",
    Expected.HOLDS: "holds",
    Expected.REFUTES: "violated",
}
"""What is said of a claim, by what the spec expects of it."""

_OWN = (LOCKS_CLAIM, RANGES_CLAIM)
"""What every spec claims."""

Row = tuple[str, ...]

_BESIDE = 50
"""Columns for what a design is, beside its name."""


def header_lines(system: System, names: Names) -> Lines:
    """The boxed comment below the module's first line."""
    lines: list[str] = [*filled(system.doc)] if system.doc else []
    for part in (_designs(system, names), _verdicts(system, names)):
        if part:
            lines += ["", *part] if lines else part
    lines += ["", *filled(_HOW_TO_RUN)]
    return box(lines)


_HOW_TO_RUN = (
    "Whether a run may come to an end is for the claims to say: run TLC with -deadlock, which "
    "tells it not to report that as an error."
)


def designs_of(system: System) -> tuple[Design, ...]:
    """The designs that the module describes: one if the system is fixed to it."""
    return tuple(one for one in system.designs if system.design in (None, one.name))


def expected_of(system: System, design: str) -> tuple[tuple[str, Expected], ...]:
    """What the spec expects of a design, claim by claim: those that it says nothing of come last,
    and are expected to hold; nothing where it says nothing of any design."""
    said = {one.claim: one.verdict for one in system.expectations if one.design == design}
    others = (one.name for one in system.properties if one.name not in (*said, *_OWN))
    return (*said.items(), *((one, Expected.HOLDS) for one in others if system.expectations))


def value_text(value: EnumValue | BoolValue) -> str:
    """A choice's value in TLA+."""
    if isinstance(value, BoolValue):
        return "TRUE" if value.value else "FALSE"
    return f'"{value.value}"'


def _designs(system: System, names: Names) -> list[str]:
    designs = designs_of(system)
    if not system.choices:
        return []
    shorts = {one.name: _short(one.name, names) for one in designs}
    first = next(iter(shorts.values()))
    lines = [
        *filled(
            "One module describes every design: a design is a value for each choice. "
            f"The model of {first} is {names.module}{first}.cfg, and so on."
        ),
        "",
    ]
    head = ("design", *(names.choices[one.name] for one in system.choices))
    rows = [
        (shorts[one.name], *(value_text(value) for _, value in one.assignment)) for one in designs
    ]
    short_enough = table((head, *rows))
    lines += short_enough
    for number, (one, row) in enumerate(zip(designs, rows, strict=True)):
        said = [] if short_enough else [_compared(head, row, rows[:number])]
        if one.doc or said:
            text = " ".join((sentence(one.doc), *said)).strip() if said else one.doc
            lines += [*([""] if lines[-1] else []), *_entry(f"  {row[0]}: ", text)]
    return lines


def _entry(prefix: str, text: str) -> Lines:
    """``text`` beside ``prefix``; below it where that leaves too narrow a column."""
    room = BOX - len(prefix)
    if room >= _BESIDE:
        return hang(prefix, filled(text, _BESIDE))
    return (prefix.rstrip(), *indent(filled(text, BOX - 6), 6))


def _compared(head: Row, row: Row, earlier: Sequence[Row]) -> str:
    """The choices of a design, by what sets it apart from the most similar one before it."""
    before = min(earlier, key=lambda one: sum(map(ne, one[1:], row[1:])), default=None)
    own = [
        f"{name} = {cell}".replace(" ", HARD_SPACE)
        for place, (name, cell) in enumerate(zip(head, row, strict=True))
        if place and (before is None or before[place] != cell)
    ]
    start = f"As {before[0]}, but " if before else ""
    return f"{start}{', '.join(own)}."


def _short(design: str, names: Names) -> str:
    return names.designs[design].removeprefix(names.module) or names.module


def _verdicts(system: System, names: Names) -> list[str]:
    """A table of designs and claims, turned round or as a list where it would be too wide."""
    expected = {one.name: dict(expected_of(system, one.name)) for one in designs_of(system)}
    claims = [
        one.name for one in system.properties if any(one.name in of for of in expected.values())
    ]
    if not claims:
        return []
    rows = [
        (_short(design, names), *(VERDICTS[of.get(one, Expected.HOLDS)] for one in claims))
        for design, of in expected.items()
    ]
    head = ("design", *(names.properties[one] for one in claims))
    turned = [tuple(column) for column in zip(head, *rows, strict=True)]
    turned[0] = ("claim", *turned[0][1:])
    found = table((head, *rows)) or table(turned) or _listed(turned)
    return ["The verdicts that are expected:", "", *found]


def _listed(rows: Sequence[Row]) -> list[str]:
    """A paragraph for each claim: the designs by what is expected of them."""
    lines: list[str] = []
    for claim, *cells in rows[1:]:
        groups: dict[str, list[str]] = {}
        for name, cell in zip(rows[0][1:], cells, strict=True):
            groups.setdefault(cell, []).append(name)
        parts = (
            f"{verdict} in {'all designs' if len(of) == len(cells) else ', '.join(of)}"
            for verdict, of in sorted(groups.items(), reverse=True)
        )
        lines += [f"  {claim}", *indent(filled("; ".join(parts) + ".", BOX - 6), 6)]
    return lines


def table(rows: Sequence[Row]) -> list[str]:
    """Columns with their names underlined; nothing if they are wider than a boxed comment."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  " + "   ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        for row in (rows[0], tuple("-" * width for width in widths), *rows[1:])
    ]
    return [one.rstrip() for one in lines] if max(map(len, lines)) <= BOX else []
