"""What a child process does: run the engine, confirm what it decides, send it all."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import replace
from functools import cache, partial
from multiprocessing.connection import Connection

from tdpspec.engines.base import Decided, Limits
from tdpspec.engines.contradiction import ContradictionError, Disagreement
from tdpspec.engines.lemmas.general import EverySizeChecker
from tdpspec.engines.running.child import Bounds, Disputed, Ended, Failed, Judged, Task
from tdpspec.engines.running.confirm import Confirmed, confirm
from tdpspec.engines.running.processes import live_with_parent
from tdpspec.engines.running.second_search import SecondSearch
from tdpspec.interpret.step import FruitlessError, stepper
from tdpspec.interpret.tidy import tidy
from tdpspec.interpret.values import FEW_WAYS, ways_to_begin
from tdpspec.solving.recheck import Rechecker
from tdpspec.solving.session import limit_memory
from tdpspec.system.instance import Instance
from tdpspec.system.printer import term_text
from tdpspec.system.verdict import Beyond, Proved, Refuted, Unknown, Verdict

NO_INITIAL_STATE = "there is no initial state at these sizes, so anything would be true"

TRIES = 20_000
"""Ways to begin in a row none of which is an initial state, after which it is not looked why."""


def work(sender: Connection, task: Task, limits: Limits, bounds: Bounds) -> None:
    """The child: run the engine, confirm what it decides, send it all."""
    live_with_parent()
    began = time.monotonic()
    effort = bounds.effort // max(1, len(task.claims))
    claims = {one.name: one for one in task.claims}
    rechecker = cache(partial(Rechecker, task.instance))
    every_size = cache(partial(EverySizeChecker, task.instance.system))
    second_search = SecondSearch(task.instance)
    try:
        if bounds.megabytes is not None:
            _limit_memory(bounds.megabytes)
        if next(stepper(task.instance).initial(), None) is None:
            nothing = Unknown(_no_initial_state(task.instance))
            for name in claims:
                sender.send(Judged(name, nothing, 0, time.monotonic() - began))
            sender.send(Ended())
            return
        for event in task.engine.judge(task.instance, task.claims, task.known, limits):
            if not isinstance(event, Decided):
                sender.send(event)
                continue
            verdict = _told(task.instance, event.verdict)
            claim = claims[event.claim]
            found = confirm(
                task.instance,
                claim,
                verdict,
                effort,
                rechecker,
                every_size,
                second_search,
                again=task.again,
            )
            if isinstance(found, Disagreement):
                sender.send(Disputed(event.claim, found.reason))
                return
            verdict = _as_confirmed(verdict, found)
            seconds = time.monotonic() - began
            sender.send(
                Judged(event.claim, verdict, event.queries, seconds, found.by, found.violation)
            )
        sender.send(Ended())
    except ContradictionError as failure:
        sender.send(Disagreement(str(failure)))
    except BaseException as failure:
        # Z3 tells that memory ran out by an exception of its own.
        if isinstance(failure, MemoryError) or "out of memory" in str(failure):
            sender.send(Failed(None))
        else:
            (place,) = traceback.extract_tb(failure.__traceback__)[-1:]
            where = f"{os.path.basename(place.filename)}:{place.lineno}"
            sender.send(Failed(f"{type(failure).__name__}: {failure} ({where})"))


def _no_initial_state(at: Instance) -> str:
    """Why there is none: the first condition with which none is left, if that is soon found."""
    system = at.system
    # With fewer conditions it may take longer to see that no state meets them than with all.
    few = ways_to_begin(at) <= FEW_WAYS
    for number, condition in enumerate(system.initially if few else (), start=1):
        fewer = replace(at, system=replace(system, initially=system.initially[:number]))
        try:
            if next(stepper(fewer).initial(TRIES), None) is None:
                told = term_text(system, condition)
                return (
                    f"{NO_INITIAL_STATE}: with what is declared before it, no state meets `{told}`"
                )
        except FruitlessError:
            break
    return NO_INITIAL_STATE


def _as_confirmed(verdict: Verdict, found: Confirmed) -> Verdict:
    """A proof for every size that was not confirmed for all of them covers those it was."""
    if isinstance(verdict, Proved) and verdict.covers is None and found.covers is not None:
        reason = "a fresh solver did not confirm it for every size"
        return replace(verdict, covers=found.covers, obstacle=reason)
    return verdict


def _told(instance: Instance, verdict: Verdict) -> Verdict:
    """``verdict`` as it is shown: a trace in an order that can be followed; and a proof at the only
    size that there is, is one for every size."""
    match verdict:
        case Proved() if not instance.system.interchangeable:
            return replace(verdict, covers=None, obstacle="")
        case Refuted(trace, shortest):
            return Refuted(tidy(instance, trace), shortest)
        case Proved(beyond=Beyond(sizes, refuted)):
            trace = tidy(Instance(instance.system, sizes), refuted.trace)
            return replace(verdict, beyond=Beyond(sizes, Refuted(trace, refuted.shortest)))
        case _:
            return verdict


def _limit_memory(megabytes: int) -> None:
    limit_memory(megabytes)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    except (ImportError, ValueError, OSError):
        # No such limit on this platform; the solver's own still stands.
        return
