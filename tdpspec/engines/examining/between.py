"""The designs between one that is refuted and one that is proved: all mixtures of their choices,
judged, so that one sees which choices turn the verdict.

A run that is known already is tried first, and lemmas that are known already are: most mixtures
are decided by these. What is left goes to one engine, which need not prove for every size.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from tdpspec.engines.base import Engine, Limits
from tdpspec.engines.doing import Doing
from tdpspec.engines.running.child import Bounds, Judged, Task, judge_in_child
from tdpspec.engines.running.merge import finding_of
from tdpspec.engines.search.kinduction import KInduction
from tdpspec.engines.search.registry import ENGINES
from tdpspec.interpret.replay import Mismatch, replay, run
from tdpspec.system.claims import state_claims, temporal_claims
from tdpspec.system.comparison import Between, Difference, Differing, subsets
from tdpspec.system.finding import Finding, Statistics, lemmas_of
from tdpspec.system.fix import assign
from tdpspec.system.instance import Instance, Sizes, instance
from tdpspec.system.model import Design, Property, System
from tdpspec.system.terms import BoolValue, EnumValue
from tdpspec.system.verdict import NOT_JUDGED, Lemma, Proved, Refuted, Unknown, hinted

Value = EnumValue | BoolValue
Assignment = tuple[tuple[str, Value], ...]
"""A value for every choice, in the order of the choices."""

SECONDS = 30.0
"""For one engine on one mixture, at most."""

_LOOK_UP = 0.1
"""Seconds between two looks at whether there was an interrupt."""

_Told = tuple[int, list[Finding] | BaseException | None]
"""The number of a mixture, and its findings; None when it is begun."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What all mixtures together may use up.

    Units: ``total`` seconds of wall time, of which the last is before ``deadline`` (of
           ``time.monotonic``); ``bounds`` for one engine on one mixture. Nothing goes on once
           ``stop`` is set.
    """

    total: float
    deadline: float
    bounds: Bounds
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()

    @property
    def over(self) -> str:
        """Why nothing is known of what is not judged by then."""
        return f"the time for all mixtures, {self.total:g} s, was up"


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
    seconds: float,
    jobs: int,
    listener: Callable[[Doing], None] | None = None,
) -> Differences:
    """One ``Difference`` for each of ``pairs``; mixtures of more than ``limit`` choices are not
    tried. ``sizes`` are those that were asked for.

    Units: ``seconds`` of wall time for the engines on all mixtures; ``bounds`` are those of one of
           them on one mixture, which has ``SECONDS`` at most. What is not judged in time, or
           before an interrupt, is ``Unknown``. ``listener`` is told, on the caller's thread, which
           mixtures are judged.
    """
    wanted = pairs(system, findings)
    asked: dict[Assignment, set[str]] = {}
    for pair in wanted:
        if len(pair.choices) <= limit:
            for taken in subsets(pair.choices):
                asked.setdefault(pair.mixture(taken), set()).update(pair.claims)
    mixtures = tuple(_Mixture(one, _fixed(system, one, sizes)) for one in asked)
    named = {one.name: _fixed(system, one.assignment, sizes).system for one in system.designs}
    same = {one.assignment: tuple(_same_as(named, one)) for one in mixtures}
    answers: dict[tuple[Assignment, str], Finding] = {}
    known = {(one.design, one.claim.name): one for one in findings}
    open_: dict[Assignment, list[str]] = {}
    for one in mixtures:
        for claim in sorted(asked[one.assignment]):
            theirs = (known.get((design, claim)) for design in same[one.assignment])
            told = next((it for it in theirs if it is not None), None)
            told = told or _broken_alike(one.at, claim, findings)
            if told is None:
                open_.setdefault(one.assignment, []).append(claim)
            else:
                answers[one.assignment, claim] = told
    left = tuple((one.at, open_[one.assignment]) for one in mixtures if one.assignment in open_)
    bounds = replace(bounds, seconds=min(SECONDS, bounds.seconds or SECONDS))
    budget = Budget(seconds, time.monotonic() + seconds, bounds)
    judged = _judge(left, findings, limits, budget, jobs, listener)
    for one in mixtures:
        for claim in open_.get(one.assignment, ()):
            unjudged = finding_of(one.at, "none", Judged(claim, NOT_JUDGED, 0, 0.0))
            answers[one.assignment, claim] = judged.found.get((one.name, claim), unjudged)
    found = tuple(_difference(pair, limit, same, answers) for pair in wanted)
    return Differences(found, judged.interrupted)


@dataclass(frozen=True, slots=True)
class Differences:
    """What lies between designs. ``interrupted``: that mixtures were left unjudged for that."""

    told: tuple[Difference, ...]
    interrupted: bool = False


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


def _same_as(designs: Mapping[str, System], mixture: _Mixture) -> Iterator[str]:
    """The designs that make these choices, or others that come to the same."""
    for name, fixed in designs.items():
        if replace(fixed, design=mixture.name) == mixture.at.system:
            yield name


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


@dataclass(slots=True)
class _Judged:
    """Findings by mixture and claim; not of all of them, if ``interrupted``."""

    found: dict[tuple[str, str], Finding] = field(default_factory=dict)
    interrupted: bool = False


def _judge(
    open_: tuple[tuple[Instance, list[str]], ...],
    findings: tuple[Finding, ...],
    limits: Limits,
    budget: Budget,
    jobs: int,
    listener: Callable[[Doing], None] | None,
) -> _Judged:
    """The mixtures in their order, ``jobs`` at a time."""
    told: queue.SimpleQueue[_Told] = queue.SimpleQueue()

    def work(number: int, at: Instance, names: list[str]) -> None:
        told.put((number, None))
        try:
            claims = tuple(one for one in at.system.properties if one.name in names)
            told.put((number, list(_findings(at, claims, findings, limits, budget))))
        except BaseException as failure:
            told.put((number, failure))

    judged = _Judged()
    running: dict[int, str] = {}
    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        for number, (at, names) in enumerate(open_):
            pool.submit(work, number, at, names)
        done = 0
        while done < len(open_):
            number, answer = _next(told)
            match answer:
                case None:
                    running[number] = open_[number][0].system.design or ""
                case list():
                    del running[number]
                    done += 1
                    judged.found.update(_named(answer))
                case BaseException():
                    raise answer
            if listener is not None:
                now = tuple(
                    f"mixture {at + 1} of {len(open_)}: {name}"
                    for at, name in sorted(running.items())
                )
                listener(Doing("designs between", done, len(open_), now))
    except KeyboardInterrupt:
        judged.interrupted = True
    finally:
        # After an interrupt no child goes on.
        budget.stop.set()
        pool.shutdown(cancel_futures=True)
    while not told.empty():
        _, answer = told.get()
        if isinstance(answer, list):
            judged.found.update(_named(answer))
    return judged


def _named(findings: list[Finding]) -> Iterator[tuple[tuple[str, str], Finding]]:
    return (((one.design, one.claim.name), one) for one in findings)


def _next(told: queue.SimpleQueue[_Told]) -> _Told:
    # An interrupt that the system gives to another thread does not end a wait of this one.
    while True:
        try:
            return told.get(timeout=_LOOK_UP)
        except queue.Empty:
            continue


def _findings(
    at: Instance,
    claims: tuple[Property, ...],
    findings: tuple[Finding, ...],
    limits: Limits,
    budget: Budget,
) -> Iterator[Finding]:
    """One finding a claim: by induction with the lemmas of all designs if that decides it, else by
    who judges such claims at these sizes, since that is all that is asked of a mixture."""
    names = {one.name for one in claims}
    lemmas = lemmas_of(tuple(one for one in findings if one.claim.name in names))
    of_states = state_claims(claims)
    decided: set[str] = set()
    if lemmas and of_states:
        for told in _asked(KInduction(largest=1), at, of_states, lemmas, limits, budget):
            if isinstance(told.verdict, (Proved, Refuted)):
                decided.add(told.claim.name)
                yield told
    rest = tuple(one for one in of_states if one.name not in decided)
    if rest:
        yield from _asked(ENGINES["pdr"], at, rest, hinted(at.system), limits, budget)
    for one in temporal_claims(claims):
        yield from _asked(ENGINES["explore"], at.for_claim(one), (one,), (), limits, budget)


def _asked(
    engine: Engine,
    at: Instance,
    claims: tuple[Property, ...],
    known: tuple[Lemma, ...],
    limits: Limits,
    budget: Budget,
) -> Iterator[Finding]:
    """What ``engine`` says; where time for everything was up before it decided, that."""
    seconds = min(budget.bounds.seconds or SECONDS, budget.left)
    if seconds <= 0:
        for claim in claims:
            yield finding_of(at, engine.name, Judged(claim.name, Unknown(budget.over), 0, 0.0))
        return
    task = Task(engine, at, claims, known)
    for told in judge_in_child(task, limits, replace(budget.bounds, seconds=seconds), budget.stop):
        if not isinstance(told, Judged):
            continue
        if budget.left <= 0 and not isinstance(told.verdict, (Proved, Refuted)):
            told = replace(told, verdict=Unknown(budget.over))
        yield finding_of(at, engine.name, told)


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
