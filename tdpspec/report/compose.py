"""The report as one column of lines, for every format that is read and not loaded."""

from __future__ import annotations

from tdpspec.report.diagnostics import diagnostic_lines
from tdpspec.report.document import (
    Report,
    as_expected,
    expected_text,
    sizes_text,
    verdict_text,
)
from tdpspec.report.explain import explanation_lines
from tdpspec.report.layout import EMPTY, Line, Segment, Style, indented
from tdpspec.report.lemmas import counted_lemmas, lemma_lines
from tdpspec.report.matrix import matrix
from tdpspec.report.refutation import refutation
from tdpspec.report.vacuity import vacuity_lines
from tdpspec.system.finding import Finding
from tdpspec.system.hints import Broken, NotInductive
from tdpspec.system.instance import Sizes
from tdpspec.system.verdict import HoldsTo, Proved, Refuted, Unknown


def compose(report: Report, width: int) -> tuple[Line, ...]:
    """Heading, matrix, why proofs work, one section for each refutation and for each lemma that
    is not inductive, what is open, how many lemmas are, which actions were taken, warnings,
    summary."""
    lines: list[Line] = [*_heading(report, width), EMPTY, *matrix(report, width)]
    lines.extend(explanation_lines(report, width))
    for finding in report.findings:
        if isinstance(finding.verdict, Refuted):
            lines.extend((EMPTY, EMPTY, *refutation(finding, width)))
    for hint in report.hints:
        if isinstance(hint.verdict, (Broken, NotInductive)):
            lines.extend((EMPTY, EMPTY, *lemma_lines(hint, width)))
    for section in (
        _open(report, width),
        counted_lemmas(report.hints, width),
        vacuity_lines(report.vacuity, width),
        _warnings(report, width),
        _summary(report, width),
    ):
        if section:
            lines.extend((EMPTY, *section))
    return tuple(lines)


def _heading(report: Report, width: int) -> tuple[Line, ...]:
    lines = list(indented(report.system.name, 0, width, Style.TITLE))
    if report.system.doc:
        lines.extend(indented(report.system.doc, 2, width))
    if report.sizes:
        lines.extend(indented(f"sizes: {sizes_text(report.sizes)}", 2, width, Style.QUIET))
    for name, sizes in _own_sizes(report).items():
        lines.extend(indented(f"{name}: at {sizes_text(sizes)}", 2, width, Style.QUIET))
    return tuple(lines)


def _own_sizes(report: Report) -> dict[str, Sizes]:
    """The sizes of the claims that are judged at others than the rest."""
    return {
        one.claim.name: one.instance.sizes
        for one in report.findings
        if one.instance.sizes != report.sizes
    }


def _open(report: Report, width: int) -> tuple[Line, ...]:
    """Why a search went no further, once for each reason."""
    reasons: dict[str, list[str]] = {}
    for finding in report.findings:
        match finding.verdict:
            case HoldsTo(depth, reason):
                reasons.setdefault(f"holds to depth {depth}: {reason}", []).append(
                    finding.identifier
                )
            case Unknown(reason):
                reasons.setdefault(f"unknown: {reason}", []).append(finding.identifier)
            case Proved(_, _, obstacle) if obstacle:
                reason = f"proved at this size; not for every size: {obstacle}"
                reasons.setdefault(reason, []).append(finding.identifier)
            case Proved() | Refuted():
                pass
    lines: list[Line] = []
    for reason, identifiers in reasons.items():
        lines.extend(indented(reason, 0, width))
        lines.extend(indented(", ".join(identifiers), 2, width, Style.QUIET))
    if any(isinstance(one.verdict, HoldsTo) for one in report.findings):
        lines.extend(indented("A depth is a bound on the search, not a proof.", 0, width))
    return tuple(lines)


def _warnings(report: Report, width: int) -> tuple[Line, ...]:
    lines: list[Line] = []
    for one in report.warnings:
        lines.extend(diagnostic_lines(one, report.source, width))
        lines.append(EMPTY)
    return tuple(lines[:-1])


def _summary(report: Report, width: int) -> tuple[Line, ...]:
    if report.interrupted:
        text = "Interrupted: this is what was known by then."
        return (*indented(text, 0, width, Style.SURPRISE), *_surprises(report, width))
    return _surprises(report, width)


def _surprises(report: Report, width: int) -> tuple[Line, ...]:
    surprises = tuple(one for one in report.findings if not as_expected(one))
    total = len(report.findings)
    if not total:
        return indented("There is nothing to prove.", 0, width)
    verdicts = f"{total} verdict{'' if total == 1 else 's'}"
    if not surprises:
        return indented(f"As expected: {verdicts}.", 0, width, Style.GOOD)
    head = f"Not as expected: {len(surprises)} of {verdicts}."
    lines = list(indented(head, 0, width, Style.SURPRISE))
    for one in surprises:
        lines.extend(_surprise(one, width))
    return tuple(lines)


def _surprise(finding: Finding, width: int) -> tuple[Line, ...]:
    wanted = expected_text(finding)
    origin = finding.expectation.origin if finding.expectation else None
    where = f" ({origin})" if origin else " (no expect line)"
    text = f"{finding.identifier}: {verdict_text(finding.verdict)}, expected {wanted}{where}"
    return indented(text, 2, width)


def footer(report: Report) -> tuple[Line, ...]:
    """What it took; for a person at a terminal only, since it differs from run to run."""
    if report.seconds is None:
        return ()
    versions = ", ".join(f"{name} {version}" for name, version in report.tool)
    return ((Segment(f"{report.seconds:.1f} s; {versions}", Style.QUIET),),)
