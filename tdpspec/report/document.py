"""What a report is made from, and the words of its verdicts; every format says them alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from tdpspec.source.diagnostic import Diagnostic
from tdpspec.source.text import SourceText
from tdpspec.system.explanation import Explanation, Unexplained
from tdpspec.system.finding import Finding, exit_status
from tdpspec.system.hints import JudgedHint
from tdpspec.system.instance import Sizes
from tdpspec.system.model import Expected, System
from tdpspec.system.vacuity import Vacuity
from tdpspec.system.verdict import (
    CUT_SHORT,
    NOT_JUDGED,
    Beyond,
    HoldsTo,
    Proved,
    Refuted,
    Unknown,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is known about one spec at one size.

    Shape: ``system`` still has its choices; ``designs`` and ``claims`` are what was asked about,
           in declaration order, ``findings`` what has been answered. ``warnings`` are shown
           under the matrix. ``tool`` names the versions of what took part. ``vacuity`` is None
           where nobody asked what the verdicts are worth. ``hints`` are the spec's lemmas.
           ``explanations`` say why proofs work, None where nobody asked. ``contradiction`` tells
           what two parts of this program answer differently, a mistake of ours; else "".
    """

    source: SourceText
    system: System
    sizes: Sizes
    designs: tuple[str, ...]
    claims: tuple[str, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[Diagnostic, ...] = ()
    tool: tuple[tuple[str, str], ...] = ()
    seconds: float | None = None
    interrupted: bool = False
    vacuity: Vacuity | None = None
    hints: tuple[JudgedHint, ...] = ()
    explanations: tuple[Explanation | Unexplained, ...] | None = None
    contradiction: str = ""

    def cell(self, design: str, claim: str) -> Finding | None:
        """What was answered for one design and one claim."""
        for one in self.findings:
            if (one.design, one.claim.name) == (design, claim):
                return one
        return None


@dataclass(frozen=True, slots=True)
class Page:
    """How a report is laid out. Units: ``width`` counts terminal cells. ``every_run``: whether each
    run that refutes is told step by step, and not only some (see ``runs.py``)."""

    width: int = 80
    colour: bool = False
    every_run: bool = False


def steps_text(count: int) -> str:
    """``1 step``, ``14 steps``"""
    return f"{count} step{'' if count == 1 else 's'}"


def verdict_lines(verdict: Verdict) -> tuple[str, str]:
    """The verdict in two short lines: ``refuted``, ``in 14 steps``. A bound is never called a
    proof."""
    match verdict:
        case Proved(beyond=Beyond()):
            return "proved", "at this size only"
        case Proved(covers, _):
            return "proved", "every size" if covers is None else "at this size"
        case Refuted(trace, shortest):
            # Where it is not known that there is no shorter run, "in" would say so.
            return "refuted", f"{'in' if shortest else 'within'} {steps_text(len(trace))}"
        case HoldsTo(depth, _):
            return "holds", f"to depth {depth}"
        case Unknown():
            return "unknown", ""
        case _:
            assert_never(verdict)


def verdict_text(verdict: Verdict) -> str:
    """The verdict in one line: ``refuted in 14 steps``, ``holds to depth 20``."""
    return " ".join(part for part in verdict_lines(verdict) if part)


def as_expected(finding: Finding) -> bool:
    """Whether this finding alone would leave the exit status at 0."""
    return exit_status((finding,)) == 0


def obstacle_text(finding: Finding) -> str:
    """What stood in the way of a proof for every size; "" where nothing did, or there is none."""
    return finding.verdict.obstacle if isinstance(finding.verdict, Proved) else ""


def is_unjudged(finding: Finding) -> bool:
    """Whether nobody came to this claim, so that nothing is said of it."""
    return finding.verdict == NOT_JUDGED


def is_cut_short(finding: Finding) -> bool:
    """Whether more would be known of this claim without an interrupt."""
    verdict = finding.verdict
    bound = isinstance(verdict, HoldsTo) and verdict.reason.startswith(CUT_SHORT)
    return bound or is_unjudged(finding)


def is_surprise(finding: Finding) -> bool:
    """Whether something else was expected, and not only more of the same."""
    return not as_expected(finding) and not is_cut_short(finding)


def and_text(names: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``"""
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def expected_text(finding: Finding) -> str:
    """What should have come out: ``a proof for every size``."""
    wanted = {
        Expected.PROVES: "a proof",
        Expected.REFUTES: "a refutation",
        Expected.HOLDS: "no violation",
    }[finding.expected]
    every_size = finding.expectation is not None and finding.expectation.every_size
    return f"{wanted} for every size" if every_size else wanted


def sizes_text(sizes: Sizes) -> str:
    """``Root=2, Vcpu=1``"""
    return ", ".join(f"{name}={size}" for name, size in sizes)
