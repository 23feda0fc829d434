"""The designs between one that is refuted and one that is proved: all mixtures of their choices,
judged, so that one sees which choices turn the verdict.

A run that is known already is tried first, and lemmas that are known already are: most mixtures
are decided by these. What is left goes to the engines that judge every design.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain

from tdpspec.engines import portfolio
from tdpspec.engines.base import Limits
from tdpspec.engines.child import Bounds, Judged, Task, judge_in_child
from tdpspec.engines.dependence import lemmas_of
from tdpspec.engines.kinduction import KInduction
from tdpspec.interpret.replay import Mismatch, replay, run
from tdpspec.system.claims import state_claims
from tdpspec.system.comparison import Between, Difference, Differing, subsets
from tdpspec.system.finding import Finding, Statistics
from tdpspec.system.fix import assign
from tdpspec.system.instance import Instance, Sizes, instance
from tdpspec.system.model import Design, Property, System
from tdpspec.system.terms import BoolValue, EnumValue
from tdpspec.system.verdict import Proved, Refuted

Value = EnumValue | BoolValue
Assignment = tuple[tuple[str, Value], ...]
"""A value for every choice, in the order of the choices."""

SECONDS = 30.0
"""For one engine on one mixture, where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A design under which ``claims`` are refuted, and one under which they are proved."""

    refuted: Design
    holding: Design
    claims: tuple[str, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        return _differing(self.refuted, self.holding)

    def mixture(self, taken: Iterable[str]) -> Assignment:
        """The refuted design with the choices ``taken`` from the holding one."""
        theirs = dict(self.holding.assignment)
        return tuple(
            (name, theirs[name] if name in set(taken) else value)
            for name, value in self.refuted.assignment
        )


def pairs(system: System, findings: tuple[Finding, ...]) -> tuple[Pair, ...]:
    """For each refuted claim the designs that keep it and differ from the refuted one in the
    fewest choices; the claims of the same two designs together, in declaration order."""
    designs = {one.name: one for one in system.designs}
    found: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        if not isinstance(one.verdict, Refuted):
            continue
        here = designs[one.design]
        proved = [
            designs[other.design]
            for other in findings
            if other.claim.name == one.claim.name and isinstance(other.verdict, Proved)
        ]
        fewest = min((len(_differing(here, other)) for other in proved), default=0)
        for other in proved:
            if len(_differing(here, other)) == fewest:
                found.setdefault((here.name, other.name), []).append(one.claim.name)
    return tuple(
        Pair(designs[refuted], designs[holding], tuple(claims))
        for (refuted, holding), claims in found.items()
    )


def _differing(one: Design, other: Design) -> tuple[str, ...]:
    theirs = dict(other.assignment)
    return tuple(name for name, value in one.assignment if theirs[name] != value)


def differences(
    system: System,
    findings: tuple[Finding, ...],
    sizes: Sizes,
    *,
    limit: int,
    limits: Limits,
    bounds: Bounds,
    jobs: int,
) -> tuple[Difference, ...]:
    """One ``Difference`` for each of ``pairs``; mixtures of more than ``limit`` choices are not
    tried. ``sizes`` are those that were asked for."""
    wanted = pairs(system, findings)
    asked: dict[Assignment, set[str]] = {}
    for pair in wanted:
        if len(pair.choices) <= limit:
            for taken in subsets(pair.choices):
                asked.setdefault(pair.mixture(taken), set()).update(pair.claims)
    mixtures = tuple(_Mixture(one, _fixed(system, one, sizes)) for one in asked)
    same = {one.assignment: tuple(_same_as(system, one, sizes)) for one in mixtures}
    answers: dict[tuple[Assignment, str], Finding] = {}
    known = {(one.design, one.claim.name): one for one in findings}
    open_: dict[Assignment, list[str]] = {}
    for one in mixtures:
        for claim in sorted(asked[one.assignment]):
            named = (known.get((design, claim)) for design in same[one.assignment])
            told = next((it for it in named if it is not None), None)
            told = told or _broken_alike(one.at, claim, findings)
            if told is None:
                open_.setdefault(one.assignment, []).append(claim)
            else:
                answers[one.assignment, claim] = told
    left = tuple((one.at, open_[one.assignment]) for one in mixtures if one.assignment in open_)
    judged = _judged(left, findings, limits, _bounded(bounds), jobs)
    for one in mixtures:
        for claim in open_.get(one.assignment, ()):
            answers[one.assignment, claim] = judged[one.name, claim]
    return tuple(_difference(pair, limit, same, answers) for pair in wanted)


@dataclass(frozen=True, slots=True)
class _Mixture:
    """``at`` is the system with these choices, under a name of its own."""

    assignment: Assignment
    at: Instance

    @property
    def name(self) -> str:
        return self.at.system.design or ""


def _fixed(system: System, assignment: Assignment, sizes: Sizes) -> Instance:
    shown = ", ".join(f"{name} = {value_text(value)}" for name, value in assignment)
    fixed = replace(assign(system, dict(assignment)), design=shown)
    return instance(fixed, dict(sizes))


def value_text(value: Value) -> str:
    """``keep``, ``true``"""
    return str(value.value).lower() if isinstance(value, BoolValue) else value.value


def _same_as(system: System, mixture: _Mixture, sizes: Sizes) -> Iterator[str]:
    """The designs that make these choices, or others that come to the same."""
    for design in system.designs:
        if design.assignment == mixture.assignment:
            yield design.name
        else:
            fixed = _fixed(system, design.assignment, sizes)
            if replace(fixed.system, design=mixture.name) == mixture.at.system:
                yield design.name


def _broken_alike(at: Instance, claim: str, findings: tuple[Finding, ...]) -> Finding | None:
    """A refutation by the steps of a run that breaks ``claim`` elsewhere, the shortest such."""
    prop = at.system.property[claim]
    runs = sorted(
        (
            one.verdict.trace
            for one in findings
            if isinstance(one.verdict, Refuted)
            and one.claim.name == claim
            and one.instance.sizes == at.for_claim(prop).sizes
        ),
        key=len,
    )
    for trace in runs:
        here = at.for_claim(prop)
        if trace.loop is None:
            told = run(here, trace.states[0], trace.steps)
            if isinstance(told, Mismatch):
                continue
            trace = told
        replayed = replay(here, trace, prop)
        if not isinstance(replayed, Mismatch) and replayed.violation is not None:
            verdict = Refuted(trace, shortest=False)
            cost = Statistics(0.0)
            by = ("interpreter",)
            return Finding(here, prop, verdict, "interpreter", cost, by, replayed.violation)
    return None


def _judged(
    open_: tuple[tuple[Instance, list[str]], ...],
    findings: tuple[Finding, ...],
    limits: Limits,
    bounds: Bounds,
    jobs: int,
) -> dict[tuple[str, str], Finding]:
    """By mixture and claim: first by induction with the lemmas of all designs, then by the usual
    engines."""
    found: dict[tuple[str, str], Finding] = {}
    left: dict[frozenset[str], list[Instance]] = {}
    stop = threading.Event()

    def by_known_lemmas(mixture: tuple[Instance, list[str]]) -> tuple[Finding, ...]:
        at, names = mixture
        claims = tuple(one for one in at.system.properties if one.name in names)
        return tuple(_by_known_lemmas(at, claims, findings, limits, bounds, stop))

    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        for told in chain.from_iterable(pool.map(by_known_lemmas, open_)):
            found[told.design, told.claim.name] = told
    finally:
        # After an interrupt no child goes on.
        stop.set()
        pool.shutdown(cancel_futures=True)
    for at, names in open_:
        rest = frozenset(name for name in names if (at.system.design or "", name) not in found)
        if rest:
            left.setdefault(rest, []).append(at)
    for rest, some in left.items():
        system = some[0].system
        for engine, claims in _engines(tuple(system.property[name] for name in rest)):
            for told in portfolio.prove(
                tuple(some),
                limits=limits,
                claims=claims,
                engines=(engine,),
                bounds=bounds,
                jobs=jobs,
            ):
                found[told.design, told.claim.name] = told
    return found


def _engines(claims: tuple[Property, ...]) -> Iterator[tuple[str, frozenset[str]]]:
    """Who judges a mixture, at these sizes only: that is what is asked of it."""
    of_states = frozenset(one.name for one in state_claims(claims))
    of_runs = frozenset(one.name for one in claims) - of_states
    yield from ((name, some) for name, some in (("pdr", of_states), ("explore", of_runs)) if some)


def _by_known_lemmas(
    at: Instance,
    claims: tuple[Property, ...],
    findings: tuple[Finding, ...],
    limits: Limits,
    bounds: Bounds,
    stop: threading.Event,
) -> Iterator[Finding]:
    names = {one.name for one in claims}
    related = tuple(one for one in findings if one.claim.name in names)
    lemmas = lemmas_of(related)
    if not lemmas or not state_claims(claims):
        return
    task = Task(KInduction(largest=1), at, state_claims(claims), lemmas)
    for told in judge_in_child(task, limits, bounds, stop):
        if isinstance(told, Judged) and isinstance(told.verdict, (Proved, Refuted)):
            yield Finding(
                at,
                at.system.property[told.claim],
                told.verdict,
                "kinduction",
                Statistics(told.seconds, told.queries),
                told.confirmed_by,
                told.violation,
            )


def _bounded(bounds: Bounds) -> Bounds:
    return bounds if bounds.seconds is not None else replace(bounds, seconds=SECONDS)


def _difference(
    pair: Pair,
    limit: int,
    same: Mapping[Assignment, tuple[str, ...]],
    answers: Mapping[tuple[Assignment, str], Finding],
) -> Difference:
    here, there = dict(pair.refuted.assignment), dict(pair.holding.assignment)
    choices = tuple(
        Differing(name, value_text(here[name]), value_text(there[name])) for name in pair.choices
    )
    betweens = tuple(
        Between(
            taken,
            same[mixture],
            tuple(answers[mixture, claim] for claim in pair.claims),
        )
        for taken in (subsets(pair.choices) if len(pair.choices) <= limit else ())
        for mixture in (pair.mixture(taken),)
    )
    return Difference(pair.refuted.name, pair.holding.name, pair.claims, choices, betweens)
