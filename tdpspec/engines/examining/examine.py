"""The second look at a run of ``prove``: all that is told about vacuity, in child processes."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from tdpspec.engines.base import Engine, Examined, Indifferent, Limits, OnDemand, Runs
from tdpspec.engines.examining.remembered import (
    choices_worth_trying,
    keep_choices,
    keep_runs,
    runs_worth_following,
)
from tdpspec.engines.running.cache import Cache
from tdpspec.engines.running.child import Bounds, Task, judge_in_child
from tdpspec.system.claims import checks_of, nothing_is_left
from tdpspec.system.finding import Finding, lemmas_of
from tdpspec.system.instance import Instance
from tdpspec.system.model import Assertion, Property, System
from tdpspec.system.trace import Trace
from tdpspec.system.vacuity import DesignVacuity, Vacuity
from tdpspec.system.verdict import Proved, Refuted

SHARE, LEAST = 0.05, 5.0
"""What it may take: all designs together, and then all choices together, this share of the time
that the verdicts took, in any case so many seconds for each design and for the choices."""

LONGEST = 120.0
"""Seconds after which a design is given up that has no first answer yet."""


def examine(
    system: System,
    instances: tuple[Instance, ...],
    findings: tuple[Finding, ...],
    *,
    limits: Limits,
    bounds: Bounds,
    jobs: int,
    took: float,
    memory: Cache | None = None,
) -> Vacuity:
    """What ``findings`` are worth. ``instances`` are the designs asked about, fixed; ``memory``
    says what an earlier look has found.

    Units: ``took`` is the seconds that the verdicts took. What is not found out in time is left
           open, and never told as a fault.
    """
    each = max(LEAST, SHARE * took * jobs / max(1, len(instances)))
    stops = [threading.Event() for _ in (*instances, system)]
    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        # The choices first: they are one job, and the longest.
        at_most = _within(bounds, max(LEAST, SHARE * took))
        flips = pool.submit(
            _indifferent, system, instances, findings, limits, at_most, stops[-1], memory
        )
        designs = [
            pool.submit(_examined, one, findings, limits, bounds, each, stop, memory)
            for one, stop in zip(instances, stops, strict=False)
        ]
        examined = tuple(found for one in designs if (found := one.result()) is not None)
        return Vacuity(_told(system, instances, examined), flips.result())
    finally:
        for stop in stops:
            stop.set()
        pool.shutdown(cancel_futures=True)


def _told(
    system: System, instances: tuple[Instance, ...], examined: tuple[DesignVacuity, ...]
) -> tuple[DesignVacuity, ...]:
    """Without the claims of which a design leaves nothing, unless no design has more; and
    without those that have no assert at all, of which checking has warned."""
    fixed = {one.system.design: one.system for one in instances}
    empty = {
        one.name
        for one in system.properties
        if isinstance(one, Assertion) and not checks_of(system, one.name)
    }

    def is_told(design: str, claim: str) -> bool:
        if claim in empty:
            return False
        if all(claim in one.of_any_state for one in examined):
            return True
        return not nothing_is_left(fixed[design], fixed[design].property[claim])

    return tuple(
        replace(
            one, of_any_state=tuple(name for name in one.of_any_state if is_told(one.design, name))
        )
        for one in examined
    )


def _within(bounds: Bounds, seconds: float) -> Bounds:
    """``bounds`` with at most so many seconds."""
    own = bounds.seconds
    return replace(bounds, seconds=seconds if own is None else min(own, seconds))


def _examined(
    instance: Instance,
    findings: tuple[Finding, ...],
    limits: Limits,
    bounds: Bounds,
    seconds: float,
    stop: threading.Event,
    memory: Cache | None,
) -> DesignVacuity | None:
    """``seconds`` are for the proofs that come after the first answer: what is counted and cheap
    is always done, however busy the machine is."""
    mine = tuple(one for one in findings if one.design == instance.system.design)
    traces = tuple(
        one.verdict.trace
        for one in mine
        if isinstance(one.verdict, Refuted) and one.instance.sizes == instance.sizes
    )
    names = tuple(one.claim.name for one in mine)
    runs = None if memory is None else runs_worth_following(memory, instance, names)
    asked = tuple(one.claim for one in mine)
    engine = OnDemand("vacuity", partial(_examiner, asked, traces, runs))
    found: Examined | None = None
    task, within = Task(engine, instance, (), lemmas_of(mine)), _within(bounds, LONGEST)
    began = time.monotonic()
    end = threading.Timer(seconds, stop.set)
    end.daemon = True
    for one in judge_in_child(task, limits, within, stop):
        if isinstance(one, Examined):
            if found is None:
                end.start()
            found = one
    end.cancel()
    if found is None and runs is not None and not stop.is_set():
        # They may be anything, and the child has failed of them.
        return _examined(instance, findings, limits, bounds, seconds, stop, None)
    assert within.seconds is not None, "as _within says"
    is_all = not stop.is_set() and time.monotonic() - began < within.seconds
    if memory is not None and runs is None and found is not None and is_all:
        keep_runs(memory, instance, names, found)
    return None if found is None else found.vacuity


def _indifferent(
    system: System,
    instances: tuple[Instance, ...],
    findings: tuple[Finding, ...],
    limits: Limits,
    bounds: Bounds,
    stop: threading.Event,
    memory: Cache | None,
) -> tuple[str, ...]:
    """Only where all was asked and all was decided can a choice be told to change nothing; not
    where claims are known to be false at other sizes, which may be all that it changes."""
    everything = len(system.designs) * len(system.properties)
    decided = all(
        isinstance(one.verdict, (Proved, Refuted)) and not one.is_false_elsewhere
        for one in findings
    )
    if not system.choices or not decided or not findings or len(findings) != everything:
        return ()
    assert bounds.seconds is not None, "as _within says"
    tried = (
        None if memory is None else choices_worth_trying(memory, system, findings, bounds.seconds)
    )
    if tried == ():
        return ()
    task = Task(OnDemand("flips", partial(_flips, system, findings, tried)), instances[0], ())
    told = judge_in_child(task, limits, bounds, stop)
    found = tuple(one.choice for one in told if isinstance(one, Indifferent))
    if memory is not None and tried is None and not stop.is_set():
        keep_choices(memory, system, findings, bounds.seconds, found)
    return found


def _examiner(asked: tuple[Property, ...], traces: tuple[Trace, ...], runs: Runs | None) -> Engine:
    from tdpspec.engines.examining.vacuity import Examiner

    return Examiner(asked, traces, remembered=runs)


def _flips(system: System, findings: tuple[Finding, ...], only: tuple[str, ...] | None) -> Engine:
    from tdpspec.engines.examining.dependence import Flips

    return Flips(system, findings, only)
