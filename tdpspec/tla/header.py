"""The comment at the top of a module: what it is about, its designs, the verdicts expected."""

from __future__ import annotations

from collections.abc import Sequence

from tdpspec.system.model import Design, Expected, System
from tdpspec.system.terms import BoolValue, EnumValue
from tdpspec.tla.layout import BOX, Lines, box, filled, hang
from tdpspec.tla.names import Names

VERDICTS = {
    Expected.PROVES: "proved",
    Expected.HOLDS: "holds",
    Expected.REFUTES: "violated",
}
"""What is said of a claim, by what the spec expects of it."""

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
    "A run may come to an end, and no claim says otherwise: run TLC with -deadlock, which tells "
    "it not to report that as an error."
)


def designs_of(system: System) -> tuple[Design, ...]:
    """The designs that the module describes: one if the system is fixed to it."""
    return tuple(one for one in system.designs if system.design in (None, one.name))


def expected_of(system: System, design: str) -> tuple[tuple[str, Expected], ...]:
    """What the spec expects of a design, claim by claim."""
    return tuple((one.claim, one.verdict) for one in system.expectations if one.design == design)


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
    lines += table((head, *rows)) or _listed(head, rows, " = ")
    for one in designs:
        if one.doc:
            lines += ["", *hang(f"  {shorts[one.name]}: ", filled(one.doc, _BESIDE))]
    return lines


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
        (_short(design, names), *(VERDICTS[of[one]] if one in of else "-" for one in claims))
        for design, of in expected.items()
    ]
    head = ("design", *(names.properties[one] for one in claims))
    turned = [tuple(column) for column in zip(head, *rows, strict=True)]
    turned[0] = ("claim", *turned[0][1:])
    found = table((head, *rows)) or table(turned) or _listed(head, rows, ": ")
    return ["The verdicts that are expected:", "", *found]


def _listed(head: Row, rows: Sequence[Row], sign: str) -> list[str]:
    lines: list[str] = []
    for first, *rest in rows:
        lines.append(f"  {first}")
        lines += [f"      {name}{sign}{cell}" for name, cell in zip(head[1:], rest, strict=True)]
    return lines


def table(rows: Sequence[Row]) -> list[str]:
    """Columns with their names underlined; nothing if they are wider than a boxed comment."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  " + "   ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        for row in (rows[0], tuple("-" * width for width in widths), *rows[1:])
    ]
    return [one.rstrip() for one in lines] if max(map(len, lines)) <= BOX else []
