"""Mutants against the claims: each is searched exhaustively at small sizes, and what no claim
notices there is tried by bounded model checking at the usual ones, as long as time is left.

A mutant is killed by a claim only if the design without the fault is known to keep this claim at
the same sizes. What was not judged for lack of time is told as such, and as nothing else.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace

from tdpspec.engines.defaults import STATES
from tdpspec.engines.examining.behaviour import behaviour
from tdpspec.engines.examining.ladder import Rung, ladder, largest, smallest
from tdpspec.engines.examining.wider import Attempt, wider
from tdpspec.engines.running.processes import live_with_parent, processes, starting_children
from tdpspec.engines.running.question import Question, chosen_claims, chosen_designs
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import LOCKS_CLAIM, RANGES_CLAIM, System
from tdpspec.system.mutant import Baseline, Fate, Judgement, Kill, Mutant, Mutation


@dataclass(frozen=True, slots=True)
class Effort:
    """Units: ``seconds`` of wall time for everything; ``states`` visited at most of one mutant.
    ``seed`` decides in which order mutants are tried, which matters only if time runs out."""

    seconds: float
    seed: int = 0
    states: int = STATES


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant under one design; ``system`` is fixed to it."""

    mutant: str
    system: System
    claims: frozenset[str]
    states: int


Ladders = Mapping[str, tuple[Rung, ...]]
"""The rungs of each design."""


Lowered = Callable[[Mutant], System | None]
"""The system of a mutant with all its designs; None if there is none."""


def judge_mutants(
    system: System, mutants: Sequence[Mutant], lowered: Lowered, question: Question, effort: Effort
) -> Mutation:
    """What becomes of each of ``mutants`` under each design asked about that has the fault; those
    found to be no system are left out. ``KeyboardInterrupt`` ends the judging, not the answer."""
    deadline = time.monotonic() + effort.seconds
    given = dict(question.sizes)
    designs = chosen_designs(system, question)
    asked = frozenset(chosen_claims(system, question))
    if not question.claims:
        asked |= {LOCKS_CLAIM, RANGES_CLAIM}
    fixed = {one: fix(system, one) for one in designs}
    rungs = {
        one: ladder(fixed[one], given, effort.states, deadline)
        if time.monotonic() < deadline
        else ()
        for one in designs
    }
    pairs = [(one, design) for design in designs for one in mutants if one.design in (None, design)]
    order = list(pairs)
    random.Random(effort.seed).shuffle(order)
    void: set[str] = set()

    def trials() -> Iterator[Trial]:
        for one, design in order:
            if time.monotonic() >= deadline:
                return
            changed = lowered(one)
            if changed is None:
                void.add(one.name)
                continue
            here = fix(changed, design)
            yield Trial(one.name, here, asked, effort.states)

    goals = {
        one: largest(fixed[one], given)
        if rungs[one]
        else tuple(smallest(fixed[one], given).items())
        for one in designs
    }
    judged: dict[tuple[str, str], Judgement] = {}
    proved: Mapping[str, tuple[str, ...]] = {}
    interrupted = False
    try:
        for found in _run(trials(), rungs, deadline, question.jobs):
            judged[found.mutant, found.design] = found
        attempts = tuple(
            Attempt(judged[one.name, design], fixed[design], fix(changed, design))
            for fates in ((Fate.SURVIVED, Fate.TOO_LARGE), (Fate.EQUIVALENT,))
            for one, design in order
            if (one.name, design) in judged
            and judged[one.name, design].fate in fates
            and (changed := lowered(one)) is not None
        )
        second = wider(attempts, goals, asked, deadline, question.jobs)
        judged.update(((one.mutant, one.design), one) for one in second.judgements)
        proved = second.proved
    except KeyboardInterrupt:
        interrupted = True
        for key, found in judged.items():
            if found.fate is Fate.SURVIVED and goals[found.design] not in found.searched:
                judged[key] = replace(found, fate=Fate.OUT_OF_TIME)
    baselines = tuple(
        _baseline(fixed[one], rungs[one], asked, proved.get(one, ())) for one in designs
    )
    nothing = {pair: Judgement(pair[0].name, pair[1], Fate.NOT_TRIED) for pair in pairs}
    judgements = tuple(
        judged.get((one.name, design), nothing[one, design])
        for one, design in pairs
        if one.name not in void
    )
    return Mutation(tuple(mutants), baselines, judgements, interrupted)


def _baseline(
    system: System, rungs: tuple[Rung, ...], asked: frozenset[str], proved: tuple[str, ...]
) -> Baseline:
    holding = {name for one in rungs for name in one.holding} | set(proved)
    names = tuple(one.name for one in system.properties if one.name in asked)
    return Baseline(
        system.design or "",
        tuple(one for one in names if one in holding),
        tuple(one for one in names if one not in holding),
        tuple(one.at.sizes for one in rungs),
        len(rungs[-1].behaviour.after) if rungs else 0,
    )


def _run(
    trials: Iterable[Trial], ladders: Ladders, deadline: float, jobs: int
) -> Iterator[Judgement]:
    """All of ``trials``, in no particular order; never more of them in memory than needed."""
    if jobs == 1:
        for one in trials:
            yield judge(one, ladders, deadline - time.monotonic())
        return
    # The ladders are large: each process gets them once, not with each mutant.
    with ProcessPoolExecutor(jobs, processes(), _begin, (ladders,)) as pool:
        running: set[Future[Judgement]] = set()
        try:
            for one in trials:
                with starting_children():
                    running.add(pool.submit(_judge_here, one, deadline - time.monotonic()))
                if len(running) > jobs:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            yield from (future.result() for future in running)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_ladders: Ladders = {}
"""In a child process: what its mutants are compared with."""


def _begin(ladders: Ladders) -> None:
    live_with_parent()
    global _ladders
    _ladders = ladders


def _judge_here(trial: Trial, seconds: float) -> Judgement:
    return judge(trial, _ladders, seconds)


def judge(trial: Trial, ladders: Ladders, seconds: float) -> Judgement:
    """The fate of one mutant at the sizes of its rungs, within ``seconds``."""
    deadline = time.monotonic() + seconds
    design = trial.system.design or ""
    searched = []
    states = 0
    same = True
    for rung in ladders[design]:
        sizes = rung.at.sizes
        at = instance(trial.system, dict(sizes))
        if at.system == rung.at.system:
            searched.append(sizes)
            states = len(rung.behaviour.after)
            continue
        found = behaviour(at, trial.states, deadline)
        kills = tuple(
            Kill(one.name, found.steps[one.name], sizes)
            for one in at.system.properties
            if one.name in found.steps
            and one.name in trial.claims
            and one.name not in rung.behaviour.steps
        )
        if found.complete:
            searched.append(sizes)
            states = len(found.after)
        if kills:
            return Judgement(
                trial.mutant, design, Fate.KILLED, kills, tuple(searched), len(found.after)
            )
        if found.late:
            return Judgement(trial.mutant, design, Fate.OUT_OF_TIME, (), tuple(searched), states)
        same = same and found.same_as(rung.behaviour)
    fate = Fate.EQUIVALENT if same else Fate.SURVIVED
    return Judgement(
        trial.mutant, design, fate if searched else Fate.TOO_LARGE, (), tuple(searched), states
    )
