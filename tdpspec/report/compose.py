"""The report as one column of lines, for every format that is read and not loaded."""

from __future__ import annotations

from tdpspec.report.diagnostics import diagnostic_lines
from tdpspec.report.document import (
    Report,
    and_text,
    expected_text,
    is_cut_short,
    is_surprise,
    is_unjudged,
    sizes_text,
    verdict_lines,
    verdict_text,
)
from tdpspec.report.explain import explanation_lines
from tdpspec.report.in_short import in_short
from tdpspec.report.layout import EMPTY, Line, Segment, Style, indented
from tdpspec.report.lemmas import counted_lemmas, lemma_lines
from tdpspec.report.matrix import matrix
from tdpspec.report.refutation import INDENT, refutation
from tdpspec.report.runs import Told, told_runs
from tdpspec.report.vacuity import vacuity_lines
from tdpspec.system.finding import Finding
from tdpspec.system.hints import Broken, NotInductive
from tdpspec.system.instance import Sizes
from tdpspec.system.verdict import HoldsTo, Proved, Refuted, Unknown


def compose(report: Report, width: int, *, every_run: bool = False) -> tuple[Line, ...]:
    """Heading, matrix, why proofs work, the runs that refute (see ``told_runs``), a section for
    each lemma that is not inductive, what is open, how many lemmas are, which actions were taken,
    warnings, and at the end, where a window shows it, all of it in short."""
    lines: list[Line] = list(_heading(report, width))
    if not all(map(is_unjudged, report.findings)) or not report.findings:
        lines.extend((EMPTY, *matrix(report, width)))
    lines.extend(explanation_lines(report, width))
    told = told_runs(report.findings, every_run=every_run)
    for one in told:
        lines.extend((EMPTY, EMPTY, *refutation(one.run, width), *_others(one, width)))
    for hint in report.hints:
        if isinstance(hint.verdict, (Broken, NotInductive)):
            lines.extend((EMPTY, EMPTY, *lemma_lines(hint, width)))
    for section in (
        _open(report, width),
        counted_lemmas(report.hints, width),
        vacuity_lines(report.vacuity, width),
        _warnings(report, width),
        _in_short(report, told, width),
        summary(report, width),
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
            case Unknown() if is_unjudged(finding):
                pass  # that is told of the whole run
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


def _others(told: Told, width: int) -> tuple[Line, ...]:
    """The designs that break the same claims, by runs that are not told."""
    broken: dict[str, list[Finding]] = {}
    for one in told.others:
        broken.setdefault(one.claim.name, []).append(one)
    lines: list[Line] = []
    for claim, some in broken.items():
        designs = and_text([f"{one.design} ({_how_far(one)})" for one in some])
        lines.extend(indented(f"{claim} is broken as well by {designs}", INDENT, width))
    return tuple(lines)


def _how_far(finding: Finding) -> str:
    where = f" at {sizes_text(finding.instance.sizes)}" if finding.elsewhere else ""
    return f"{verdict_lines(finding.verdict)[1]}{where}"


def _in_short(report: Report, told: tuple[Told, ...], width: int) -> tuple[Line, ...]:
    """A sentence a design, and where the runs are that are not told."""
    if all(map(is_unjudged, report.findings)):
        return ()
    lines = list(in_short(report, width))
    untold = [one for it in told for one in it.others]
    if untold:
        count = f"{len(untold)} refutation{'s are' if len(untold) > 1 else ' is'} named only"
        text = f"{count}; tdpspec show {untold[0].identifier} tells one, prove --every-run all."
        lines.extend(indented(text, 0, width, Style.QUIET))
    return tuple(lines)


def summary(report: Report, width: int) -> tuple[Line, ...]:
    """What came out otherwise than expected; what an interrupt cut short is not among it."""
    judged = tuple(one for one in report.findings if not is_cut_short(one))
    lines: list[Line] = []
    if report.interrupted:
        lines.extend(indented(_interrupted(report, judged), 0, width, Style.SURPRISE))
        lines.extend(_cut_short(report, width) if judged else ())
    elif report.contradiction:
        lines.extend(_cut_short(report, width))
    if judged or not report.findings:
        lines.extend(_surprises(judged, width))
    if report.contradiction:
        lines.extend(_contradiction(report, width))
    return tuple(lines)


def _contradiction(report: Report, width: int) -> tuple[Line, ...]:
    """Loud, and last: nothing above it is worth anything."""
    versions = ", ".join(f"{name} {version}" for name, version in report.tool)
    told = (
        f"{report.contradiction}.",
        "One of them is wrong, and so may be every verdict above: rely on none. The mistake is "
        "tdpspec's, not the spec's.",
        "Please send the spec, the command line and this text to the maintainers of tdpspec"
        f"{f' ({versions})' if versions else ''}.",
    )
    return (
        EMPTY,
        *indented("INTERNAL ERROR: two parts of tdpspec disagree", 0, width, Style.SURPRISE),
        *(one for text in told for one in indented(text, 2, width)),
    )


def _interrupted(report: Report, judged: tuple[Finding, ...]) -> str:
    of = _verdicts(len(report.findings))
    if not judged:
        return "Interrupted before any claim was decided."
    if len(judged) < len(report.findings):
        return f"Interrupted: this is what was known by then, {len(judged)} of {of}."
    return f"Interrupted: {of} are known, but not all of what they are worth."


def _cut_short(report: Report, width: int) -> tuple[Line, ...]:
    """What was not judged, or not to the end, design by design."""
    lines: list[Line] = []
    for design in report.designs:
        own = [one for one in report.findings if one.design == design]
        left = [one.claim.name for one in own if is_cut_short(one)]
        if left:
            names = "all of its claims" if len(left) == len(own) else ", ".join(left)
            lines.extend(indented(f"{design}: not decided: {names}", 2, width))
    return tuple(lines)


def _verdicts(count: int) -> str:
    return f"{count} verdict{'' if count == 1 else 's'}"


def _surprises(judged: tuple[Finding, ...], width: int) -> tuple[Line, ...]:
    surprises = tuple(filter(is_surprise, judged))
    if not judged:
        return indented("There is nothing to prove.", 0, width)
    if not surprises:
        return indented(f"As expected: {_verdicts(len(judged))}.", 0, width, Style.GOOD)
    head = f"Not as expected: {len(surprises)} of {_verdicts(len(judged))}."
    lines = list(indented(head, 0, width, Style.SURPRISE))
    alike: dict[tuple[str, str], list[str]] = {}
    for one in surprises:
        alike.setdefault((one.design, _surprise(one)), []).append(one.claim.name)
    for (design, told), claims in alike.items():
        if len(claims) == 1:
            lines.extend(indented(f"{design}/{claims[0]}: {told}", 2, width))
        else:
            text = f"{design}: {told}: {', '.join(claims)}"
            lines.extend(indented(text, 2, width))
    return tuple(lines)


def _surprise(finding: Finding) -> str:
    wanted = expected_text(finding)
    origin = finding.expectation.origin if finding.expectation else None
    where = f" ({origin})" if origin else " (no expect line)"
    return f"{verdict_text(finding.verdict)}, expected {wanted}{where}"


def footer(report: Report) -> tuple[Line, ...]:
    """What it took; for a person at a terminal only, since it differs from run to run."""
    if report.seconds is None:
        return ()
    versions = ", ".join(f"{name} {version}" for name, version in report.tool)
    return ((Segment(f"{report.seconds:.1f} s; {versions}", Style.QUIET),),)
