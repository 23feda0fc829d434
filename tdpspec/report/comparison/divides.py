"""The difference that matters, in words: which choices turn which verdict."""

from __future__ import annotations

from typing import assert_never

from tdpspec.report.comparison.document import Cell, Divide, Mixture, Turn
from tdpspec.report.document import verdict_lines
from tdpspec.system.comparison import Comparison, Difference, Smallest
from tdpspec.system.finding import Finding
from tdpspec.system.model import System
from tdpspec.system.verdict import HoldsTo, Proved, Refuted, Unknown


def divides(comparison: Comparison, system: System) -> tuple[tuple[Divide, ...], str]:
    """All differences, and how they were found."""
    told = tuple(_divide(one, system, comparison.limit) for one in comparison.differences)
    if not told:
        return (), ""
    note = (
        "Beside each design that breaks a claim: the nearest that keep it, which differ in the "
        "fewest choices. Every mixture of the two was judged where they differ in at most "
        f"{comparison.limit} choices."
    )
    return told, f"{note}{undecided(comparison)}"


def undecided(comparison: Comparison) -> str:
    """How many mixtures are open, and why; "" if none is."""
    mixtures = {
        (found.design, found.claim.name): found
        for one in comparison.differences
        for between in one.betweens
        for found in between.findings
    }
    reasons: dict[str, set[str]] = {}
    for (design, _), found in mixtures.items():
        match found.verdict:
            case Unknown(reason) | HoldsTo(_, reason):
                reasons.setdefault(reason, set()).add(design)
            case Proved() | Refuted():
                pass
            case _:
                assert_never(found.verdict)
    if not reasons:
        return ""
    open_ = len(set[str]().union(*reasons.values()))
    why = "; ".join(f"{reason} ({len(designs)})" for reason, designs in reasons.items())
    return f" {open_} of {len({design for design, _ in mixtures})} were not decided: {why}."


def _divide(one: Difference, system: System, limit: int) -> Divide:
    docs = {choice.name: choice.doc for choice in system.choices}
    note = ""
    if not one.betweens:
        note = (
            f"They differ in {len(one.choices)} choices, more than the {limit} of which every "
            "mixture is tried."
        )
    return Divide(
        f"between-{one.refuted}-{one.holding}",
        one.refuted,
        one.holding,
        one.claims,
        tuple((it.choice, docs[it.choice], it.refuted, it.holding) for it in one.choices),
        _turns(one),
        tuple(
            Mixture(between.taken, between.designs, tuple(map(_cell, between.findings)))
            for between in one.betweens
        ),
        note,
    )


def _cell(finding: Finding) -> Cell:
    return Cell(*verdict_lines(finding.verdict))


def _turns(one: Difference) -> tuple[Turn, ...]:
    """Claims that the same choices turn are told together."""
    if not one.betweens:
        return ()
    groups: dict[tuple[tuple[Smallest, ...], tuple[Smallest, ...]], list[str]] = {}
    for claim in one.claims:
        groups.setdefault((one.mended_by(claim), one.broken_by(claim)), []).append(claim)
    values = {it.choice: (it.refuted, it.holding) for it in one.choices}
    return tuple(
        Turn(
            tuple(claims),
            _sentence(mends, f"mends {one.refuted}", {k: v[1] for k, v in values.items()}),
            _sentence(breaks, f"breaks {one.holding}", {k: v[0] for k, v in values.items()}),
        )
        for (mends, breaks), claims in groups.items()
    )


def _sentence(found: tuple[Smallest, ...], does: str, values: dict[str, str]) -> str:
    """``gap = false alone mends keep; so do a = x and b = y together.``"""
    verb, design = does.split(" ")
    if not found:
        return f"No mixture that was decided {verb} {design}."
    first, *rest = found
    text = _set(first, values)
    if len(first.choices) == 1:
        text += f" alone {verb} {design}"
    else:
        text += f" together {verb.removesuffix('s')} {design}"
        text += "; no part of that does" if first.certain else ""
    for one in rest:
        alone = len(one.choices) == 1
        text += f"; so {'does' if alone else 'do'} {_set(one, values)}"
        text += "" if alone else " together"
    if not all(one.certain for one in found):
        text += "; a smaller set may, since not every mixture was decided"
    return text + "."


def _set(one: Smallest, values: dict[str, str]) -> str:
    parts = [f"{name} = {values[name]}" for name in one.choices]
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)
