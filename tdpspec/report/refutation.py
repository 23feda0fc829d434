"""One run that refutes: the interleaving, and at its end what is broken, for whom."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from tdpspec.report.interleaving import NUMBER, columns, interleaving, row, row_lines, rows
from tdpspec.report.layout import EMPTY, Line, Segment, Style, indented
from tdpspec.report.runs import OneRun, title_of, trace_of
from tdpspec.system.finding import Finding
from tdpspec.system.model import Assertion, Invariant, Temporal
from tdpspec.system.printer import temporal_text, term_text
from tdpspec.system.trace import Step

INDENT = NUMBER + 2


def refutation(run: OneRun, width: int) -> tuple[Line, ...]:
    """Everything about one run, and about each claim that it breaks, where it does."""
    instance, trace = run[-1].instance, trace_of(run[-1])
    breaking = {one.identifier: row(instance, step) for one in run for step in _breaking_step(one)}
    at = columns((*rows(instance, trace), *breaking.values()), width)
    ends: dict[int, list[Line]] = {}
    violation = run[-1].violation
    for step, what in () if violation is None else violation.held:
        told = f"a value would have left its range: {what}"
        ends.setdefault(step, []).extend(indented(told, at.indent + 2, width, Style.UNKNOWN))
    # What the last state breaks is broken before a step that would break something else.
    for finding in sorted(run, key=lambda one: one.identifier in breaking):
        steps = len(trace_of(finding))
        lines = ends.setdefault(steps, [])
        if finding.identifier in breaking:
            # On the way it is a step that could be taken instead of the next one.
            goes_on = steps < len(trace)
            told = f"{'would break' if goes_on else 'breaks'} {finding.claim.name}"
            last = replace(breaking[finding.identifier], changed=(told,))
            number = "!" if goes_on else str(steps + 1)
            lines.extend(map(_alarming, row_lines(number, last, at)))
        else:
            lines.append(_broken(finding, width))
        lines.extend(_reason(finding, width))
    return (*_heading(run, width), EMPTY, *interleaving(instance, trace, at, ends))


def _heading(run: OneRun, width: int) -> tuple[Line, ...]:
    first = run[0]
    (design,) = (one for one in first.instance.system.designs if one.name == first.design)
    lines = list(indented(title_of(run), 0, width, Style.TITLE))
    docs = ((design.name, design.doc), *((one.claim.name, one.claim.doc) for one in run))
    for name, doc in docs:
        if doc:
            lines.extend(indented(f"{name}: {doc}", 2, width, Style.QUIET))
    for told in dict.fromkeys(map(_provenance, run)):
        lines.extend(indented(told, 2, width, Style.QUIET))
    return tuple(lines)


def _provenance(finding: Finding) -> str:
    by = ", ".join(finding.confirmed_by)
    return f"found by {finding.engine}, {f'confirmed by {by}' if by else 'not confirmed'}"


def _breaking_step(finding: Finding) -> tuple[Step, ...]:
    """The step that breaks an assert, which is enabled at the end and not taken; else nothing."""
    violation = finding.violation
    return () if violation is None or violation.step is None else (violation.step,)


def _broken(finding: Finding, width: int) -> Line:
    """The last row, where the last state itself breaks the claim."""
    text, source = f"{finding.claim.name} is broken", str(finding.claim.origin)
    gap = " " * max(2, width - INDENT - len(text) - len(source))
    marked = Segment("!".rjust(NUMBER) + "  " + text, Style.BAD)
    if INDENT + len(text) + 2 + len(source) > width:
        return (marked,)
    return (marked, Segment(gap + source, Style.QUIET))


def _alarming(line: Line) -> Line:
    def alarming(one: Segment) -> Segment:
        return Segment(one.text, Style.BAD) if one.style is Style.CHANGE else one

    return tuple(map(alarming, line))


def _reason(finding: Finding, width: int) -> tuple[Line, ...]:
    """What was claimed, the members that it is false for, and why the run is fair."""
    lines: list[Line] = []
    for text in broken_lines(finding):
        lines.extend(indented(text, INDENT, width, Style.BAD))
    for kept in () if finding.violation is None else finding.violation.fairness:
        lines.extend(indented(kept, INDENT, width, Style.QUIET))
    if claimed := claimed_text(finding):
        lines.extend(indented(f"claimed: {claimed}", INDENT, width))
    return tuple(lines)


def broken_lines(finding: Finding) -> tuple[str, ...]:
    """For whom the claim is false, and for a temporal one what never happens."""
    violation = finding.violation
    if violation is None:
        return ()
    members = ", ".join(f"{name} = {value}" for name, value in violation.members)
    told = [f"for {members}"] if members and violation.step is None else []
    if isinstance(finding.claim, Temporal):
        told.append(violation.text)
    return tuple(told)


def claimed_text(finding: Finding) -> str:
    """The claim as it would be written; of asserts the one that is broken."""
    system, violation = finding.instance.system, finding.violation
    match finding.claim:
        case Invariant(_, condition, _, _):
            return term_text(system, condition)
        case Assertion():
            return f"{violation.text} ({violation.origin})" if violation is not None else ""
        case Temporal():
            return temporal_text(system, finding.claim)
        case _:
            assert_never(finding.claim)
