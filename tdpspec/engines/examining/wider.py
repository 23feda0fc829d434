"""A second look, at larger sizes, at mutants that no claim has noticed: only to kill them.

The design without the fault is judged first, since only a claim that is proved for it can kill.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from tdpspec.engines.base import Limits
from tdpspec.engines.defaults import DEPTH
from tdpspec.engines.running.child import Bounds, Judged, Task, judge_in_child
from tdpspec.engines.search.registry import ENGINES
from tdpspec.system.claims import state_claims
from tdpspec.system.instance import Instance, Sizes, instance
from tdpspec.system.model import System
from tdpspec.system.mutant import Fate, Judgement, Kill
from tdpspec.system.verdict import HoldsTo, Proved, Refuted

SHARE = 0.3
"""How much of the time that is left the designs without faults may take."""

LEAST = 2.0
"""Seconds. With less, a process of its own would end before it has begun."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A mutant to look at again; both systems are fixed to its design."""

    judgement: Judgement
    system: System
    changed: System


@dataclass(frozen=True, slots=True)
class Budget:
    """Units: ``seconds`` for one engine on one instance, which must end at ``deadline`` (of
    ``time.monotonic``), and once ``stop`` is set."""

    seconds: float
    deadline: float
    stop: threading.Event


@dataclass(frozen=True, slots=True)
class Wider:
    """``judgements`` of all attempts, in their order; ``proved`` by design the claims that hold
    at the sizes looked at."""

    judgements: tuple[Judgement, ...]
    proved: Mapping[str, tuple[str, ...]]


def wider(
    attempts: tuple[Attempt, ...],
    goals: Mapping[str, Sizes],
    asked: frozenset[str],
    deadline: float,
    jobs: int,
) -> Wider:
    """Each of ``attempts`` at the sizes that ``goals`` has for its design, unless all its states
    were visited there, until ``deadline``; the earlier ones first."""
    open_ = [one for one in attempts if goals[one.judgement.design] not in one.judgement.searched]
    designs = {one.judgement.design: one.system for one in open_}
    stop = threading.Event()
    proved: dict[str, tuple[str, ...]] = {}
    found: dict[tuple[str, str], Judgement] = {}
    with ThreadPoolExecutor(jobs) as pool:
        try:
            share = SHARE * (deadline - time.monotonic()) * jobs / max(1, len(designs))
            budget = Budget(share, deadline, stop)
            holding = {
                name: pool.submit(_holding, instance(one, dict(goals[name])), asked, budget)
                for name, one in designs.items()
            }
            proved = {name: one.result() for name, one in holding.items()}
            left = (deadline - time.monotonic()) * jobs
            budget = Budget(max(LEAST, left / max(1, len(open_))), deadline, stop)
            for trial in [
                pool.submit(_attempt, one, goals[design], asked, proved[design], budget)
                for one in open_
                if (design := one.judgement.design)
            ]:
                judged = trial.result()
                found[judged.mutant, judged.design] = judged
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return Wider(
        tuple(
            found.get((one.judgement.mutant, one.judgement.design), one.judgement)
            for one in attempts
        ),
        proved,
    )


def _judge(engine: str, at: Instance, claims: frozenset[str], budget: Budget) -> tuple[Judged, ...]:
    """What one engine says about the claims that are about states."""
    wanted = tuple(one for one in state_claims(at.system.properties) if one.name in claims)
    seconds = min(budget.seconds, budget.deadline - time.monotonic())
    if not wanted or seconds < LEAST:
        return ()
    task = Task(ENGINES[engine], at, wanted)
    messages = judge_in_child(task, Limits(DEPTH), Bounds(seconds), budget.stop)
    return tuple(one for one in messages if isinstance(one, Judged))


def _holding(at: Instance, asked: frozenset[str], budget: Budget) -> tuple[str, ...]:
    """The claims that are proved."""
    found = _judge("pdr", at, asked, budget)
    proved = {one.claim for one in found if isinstance(one.verdict, Proved)}
    return tuple(one.name for one in at.system.properties if one.name in proved)


def _attempt(
    one: Attempt,
    sizes: Sizes,
    asked: frozenset[str],
    proved: tuple[str, ...],
    budget: Budget,
) -> Judgement:
    at = instance(one.changed, dict(sizes))
    own = {claim.name for claim in one.system.properties}
    # A claim that every spec has is not in a system of which no step could break it.
    new = {claim.name for claim in at.system.properties} - own
    able = asked & (frozenset(proved) | new)
    found = _judge("bmc", at, able, budget)
    kills = tuple(
        Kill(judged.claim, len(judged.verdict.trace), sizes)
        for claim in at.system.properties
        for judged in found
        if judged.claim == claim.name and isinstance(judged.verdict, Refuted)
    )
    if kills:
        return replace(one.judgement, fate=Fate.KILLED, kills=kills)
    depths = [judged.verdict.depth for judged in found if isinstance(judged.verdict, HoldsTo)]
    if not depths:
        # With no claim that can kill there is nothing to be found out.
        late = able and one.judgement.fate is Fate.SURVIVED
        return replace(one.judgement, fate=Fate.OUT_OF_TIME) if late else one.judgement
    shown = ", ".join(f"{name}={size}" for name, size in sizes)
    text = f"no claim refuted within {min(depths)} steps at {shown}"
    return replace(one.judgement, wider=text)
