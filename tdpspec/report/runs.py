"""Which of the runs that refute are told step by step: each run once, and of the designs that break
a claim only one; the others are named.

A claim that many designs break is mostly broken in the same way by all of them, and somebody who
has read one run looks up another by its name.
"""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.report.document import as_expected
from tdpspec.system.finding import Finding
from tdpspec.system.instance import Sizes
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Refuted

FEW = 3
"""So many runs are all told."""

OneRun = tuple[Finding, ...]
"""The claims of one design that one run breaks at its end, in the order of the findings."""


@dataclass(frozen=True, slots=True)
class Told:
    """A run that is told. Shape: ``others`` are refutations of the same claims, under other
    designs, by runs that are not."""

    run: OneRun
    others: tuple[Finding, ...] = ()


def distinct_runs(findings: tuple[Finding, ...]) -> tuple[OneRun, ...]:
    """The refutations among ``findings``, those by the same run together."""
    runs: dict[tuple[str, Sizes, Trace], list[Finding]] = {}
    for one in findings:
        if isinstance(one.verdict, Refuted):
            run = (one.design, one.instance.sizes, one.verdict.trace)
            runs.setdefault(run, []).append(one)
    return tuple(map(tuple, runs.values()))


def told_runs(findings: tuple[Finding, ...], *, every_run: bool = False) -> tuple[Told, ...]:
    """What is told: all where there are ``FEW``, or ``every_run`` is wanted. Else what came out
    otherwise than expected, and for each other claim the shortest run, the first of equals."""
    runs = distinct_runs(findings)
    if every_run or len(runs) <= FEW:
        return tuple(map(Told, runs))
    chosen = {at for at, one in enumerate(runs) if not all(map(as_expected, one))}
    for claim in dict.fromkeys(it.claim.name for one in runs for it in one):
        breaking = [at for at, one in enumerate(runs) if _breaks(one, claim)]
        if chosen.isdisjoint(breaking):
            chosen.add(min(breaking, key=lambda at: _length(runs[at])))
    others: dict[int, list[Finding]] = {at: [] for at in sorted(chosen)}
    for at, one in enumerate(runs):
        for finding in () if at in chosen else one:
            others[next(it for it in others if _breaks(runs[it], finding.claim.name))].append(
                finding
            )
    return tuple(Told(runs[at], tuple(some)) for at, some in others.items())


def _breaks(run: OneRun, claim: str) -> bool:
    return any(one.claim.name == claim for one in run)


def _length(run: OneRun) -> int:
    verdict = run[0].verdict
    assert isinstance(verdict, Refuted), run[0].identifier
    return len(verdict.trace)
