"""One refuted claim: the interleaving, and at its end what is broken, for whom."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from tdpspec.report.document import steps_text
from tdpspec.report.interleaving import NUMBER, columns, interleaving, row, row_lines, rows
from tdpspec.report.layout import EMPTY, Line, Segment, Style, indented
from tdpspec.system.finding import Finding
from tdpspec.system.model import Assertion, Invariant, Temporal
from tdpspec.system.printer import temporal_text, term_text
from tdpspec.system.trace import Step
from tdpspec.system.verdict import Refuted

INDENT = NUMBER + 2


def refutation(finding: Finding, width: int) -> tuple[Line, ...]:
    """Everything about one finding whose verdict is ``Refuted``."""
    verdict = finding.verdict
    assert isinstance(verdict, Refuted), finding.identifier
    steps = rows(finding.instance, verdict.trace)
    breaking = _breaking_step(finding)
    shown = (*steps, *(row(finding.instance, one) for one in breaking))
    at = columns(shown, width)
    lines = [*_heading(finding, verdict, width), EMPTY]
    lines.extend(interleaving(finding.instance, verdict.trace, at))
    if breaking:
        last = replace(shown[-1], changed=(f"breaks {finding.claim.name}",))
        lines.extend(map(_alarming, row_lines(len(steps) + 1, last, at)))
    else:
        lines.append(_broken(finding, width))
    lines.extend(_reason(finding, width))
    return tuple(lines)


def _heading(finding: Finding, verdict: Refuted, width: int) -> tuple[Line, ...]:
    (design,) = (one for one in finding.instance.system.designs if one.name == finding.design)
    steps = steps_text(len(verdict.trace))
    shortest = "; no shorter run does" if verdict.shortest else ""
    title = f"{design.name} breaks {finding.claim.name} in {steps}{shortest}"
    lines = list(indented(title, 0, width, Style.TITLE))
    for name, doc in ((design.name, design.doc), (finding.claim.name, finding.claim.doc)):
        if doc:
            lines.extend(indented(f"{name}: {doc}", 2, width, Style.QUIET))
    if finding.confirmed_by:
        confirmed = f"found by {finding.engine}, confirmed by {', '.join(finding.confirmed_by)}"
    else:
        confirmed = f"found by {finding.engine}, not confirmed"
    return (*lines, *indented(confirmed, 2, width, Style.QUIET))


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
