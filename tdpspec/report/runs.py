"""Which of the runs that refute are told step by step: each run once, and of the designs that break
a claim only one; the others are named.

A claim that many designs break is mostly broken in the same way by all of them, and somebody who
has read one run looks up another by its name.
"""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.report.document import and_text, as_expected, sizes_text, steps_text
from tdpspec.system.finding import Finding, refutations
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Refuted

FEW = 3
"""So many runs are all told."""

OneRun = tuple[Finding, ...]
"""The claims of one design that one run breaks on its way, in the order in which it does; the last
of them at its end."""


@dataclass(frozen=True, slots=True)
class Told:
    """A run that is told. Shape: ``others`` are refutations of the same claims, under other
    designs, by runs that are not."""

    run: OneRun
    others: tuple[Finding, ...] = ()


def trace_of(finding: Finding) -> Trace:
    """The run of a refutation."""
    assert isinstance(finding.verdict, Refuted), finding.identifier
    return finding.verdict.trace


def distinct_runs(findings: tuple[Finding, ...]) -> tuple[OneRun, ...]:
    """The refutations among ``findings``: those whose run is the beginning of another one, or the
    same, together with it; each run where its first claim stands."""
    refuted = refutations(findings)
    # Of equal runs the last stands for all, so that the claims of one keep their order.
    longest = sorted(enumerate(refuted), key=lambda it: (-len(trace_of(it[1])), -it[0]))
    runs: list[list[Finding]] = []
    for _, one in longest:
        whole = next((it for it in runs if _begins(it[-1], one)), None)
        if whole is None:
            runs.append([one])
        else:
            whole.insert(0, one)
    place = {one.identifier: at for at, one in enumerate(refuted)}
    runs.sort(key=lambda run: min(place[one.identifier] for one in run))
    return tuple(map(tuple, runs))


def _begins(whole: Finding, part: Finding) -> bool:
    """Whether the run of ``whole`` begins with that of ``part``. An infinite run does not."""
    if (whole.design, whole.instance.sizes) != (part.design, part.instance.sizes):
        return False
    long, short = trace_of(whole), trace_of(part)
    if short.loop is not None or long.loop is not None:
        return long == short
    steps = len(short)
    return (long.states[: steps + 1], long.steps[:steps]) == (short.states, short.steps)


def title_of(run: OneRun) -> str:
    """``keep breaks safe in 4 steps, and live in 6 steps; no shorter run does``; of a run at other
    sizes than those asked about ``keep, at Root=3, breaks``"""
    lengths: dict[int, list[str]] = {}
    for one in run:
        lengths.setdefault(len(trace_of(one)), []).append(one.claim.name)
    told = [f"{and_text(claims)} in {steps_text(steps)}" for steps, claims in lengths.items()]
    shortest = all(isinstance(one.verdict, Refuted) and one.verdict.shortest for one in run)
    ending = "no shorter run does" if shortest else "there may be a shorter run"
    where = f", at {sizes_text(run[0].instance.sizes)}," if run[0].elsewhere else ""
    return f"{run[0].design}{where} breaks {', and '.join(told)}; {ending}"


def _is_denied(finding: Finding) -> bool:
    """Whether the spec says, and not only by saying nothing, that it is not refuted."""
    return finding.expectation is not None and not as_expected(finding)


def told_runs(findings: tuple[Finding, ...], *, every_run: bool = False) -> tuple[Told, ...]:
    """What is told: all where there are ``FEW``, or ``every_run`` is wanted. Else those that an
    ``expect`` line denies, and for each claim the shortest run, the first of equals; if some were
    not expected, of these."""
    runs = distinct_runs(findings)
    if every_run or len(runs) <= FEW:
        return tuple(map(Told, runs))
    ranks: dict[str, list[tuple[bool, int, int]]] = {}
    for at, run in enumerate(runs):
        for one in run:
            rank = (as_expected(one), len(trace_of(one)), at)
            ranks.setdefault(one.claim.name, []).append(rank)
    denied = {at for at, run in enumerate(runs) if any(map(_is_denied, run))}
    chosen = denied.union(min(some)[-1] for some in ranks.values())
    others: dict[int, list[Finding]] = {at: [] for at in sorted(chosen)}
    for at, run in enumerate(runs):
        for one in () if at in chosen else run:
            others[min(ranks[one.claim.name])[-1]].append(one)
    return tuple(Told(runs[at], tuple(some)) for at, some in others.items())
