"""An engine in a process of its own: limits that hold even where the solver overruns its own.

The child also confirms what the engine decides (``worker.py``), so that this is under the limits
as well.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import assert_never

from tdpspec.engines.base import (
    Engine,
    Examined,
    Explained,
    Fired,
    Hinted,
    Indifferent,
    Limits,
    Progress,
)
from tdpspec.engines.contradiction import ContradictionError, Disagreement, DisputedError
from tdpspec.engines.running.processes import processes, starting_children
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.trace import Violation
from tdpspec.system.verdict import (
    CUT_SHORT,
    NOT_JUDGED,
    TIME_LIMIT,
    HoldsTo,
    Lemma,
    Unknown,
    Verdict,
)

_GRACE = 1.0
"""Seconds between asking a child to end and ending it."""

_LOOK_UP = 0.05
"""Seconds between two looks at whether the caller wants to stop."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one child does: one engine on all the claims of one instance. ``again``: what it
    answers was confirmed before."""

    engine: Engine
    instance: Instance
    claims: tuple[Property, ...]
    known: tuple[Lemma, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may use up.

    Units: ``seconds`` of wall time and ``megabytes`` of address space (where the platform can
           limit it), None for no limit; ``effort`` of confirming the bounds of a task's claims,
           in Z3's deterministic resource units, about five million a second.
    """

    seconds: float | None = None
    megabytes: int | None = None
    effort: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, and what confirmed it. Units: ``queries`` of the whole task so far, ``seconds``
    since it began."""

    claim: str
    verdict: Verdict
    queries: int
    seconds: float
    confirmed_by: tuple[str, ...] = ()
    violation: Violation | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A task waits no longer; told by whoever starts its child."""


Message = Judged | Progress | Fired | Examined | Indifferent | Hinted | Explained


@dataclass(frozen=True, slots=True)
class Ended:
    """The last thing that a child sends if it gets so far."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The engine raised; ``reason`` is None where it ran out of memory."""

    reason: str | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """The child was ended from outside, as all of its group."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """What the engine answers to ``claim`` was not confirmed."""

    claim: str
    reason: str


Sent = Message | Disagreement | Disputed | Ended | Failed | Stopped


def judge_in_child(
    task: Task, limits: Limits, bounds: Bounds, stop: threading.Event | None = None
) -> Iterator[Message]:
    """What the engine of ``task`` says, as it says it, with exactly one ``Judged`` a claim: those
    still open when the child ends early hold to the depth that was clean so far.

    Once ``stop`` is set the child is ended. Errors: ``DisputedError`` if an answer was not
    confirmed, ``ContradictionError`` if the engine itself met a contradiction.
    """
    began = time.monotonic()
    clean: dict[str, int] = {}
    open_ = [one.name for one in task.claims]
    queries = 0
    why = ""
    with _child(task, limits, bounds) as (process, receiver):
        while not why:
            left = None if bounds.seconds is None else began + bounds.seconds - time.monotonic()
            if left is not None and left <= 0:
                why = f"{TIME_LIMIT} of {bounds.seconds:g} s reached"
            elif stop is not None and stop.is_set():
                why = CUT_SHORT
            elif receiver.poll(_wait(left, stop)):
                message = _receive(receiver, process)
                match message:
                    case Ended():
                        break
                    case Stopped():
                        why = CUT_SHORT
                    case Failed(None):
                        why = f"memory limit of {bounds.megabytes} MB reached"
                    case Failed(reason):
                        limit = "" if bounds.megabytes is None else _near(bounds.megabytes)
                        why = f"the engine failed{limit}: {reason}"
                    case Disagreement(reason):
                        raise ContradictionError(
                            f"{task.instance.system.design}, {task.engine.name}: {reason}"
                        )
                    case Disputed(claim, reason):
                        raise DisputedError(
                            f"{task.instance.system.design}/{claim}",
                            f"{task.engine.name} is contradicted: "
                            f"{reason.removeprefix(f'{claim}: ')}",
                        )
                    case Judged():
                        open_.remove(message.claim)
                        queries = message.queries
                        yield message
                    case Progress(names, depth):
                        clean.update(dict.fromkeys(names, depth))
                        yield message
                    case Fired() | Examined() | Indifferent() | Hinted() | Explained():
                        yield message
                    case _:
                        assert_never(message)
    for name in open_:
        yield Judged(name, _so_far(why, clean.get(name)), queries, time.monotonic() - began)


def _so_far(why: str, clean: int | None) -> Verdict:
    if why == CUT_SHORT and clean is None:
        return NOT_JUDGED
    why = why or "the engine said nothing"
    return Unknown(why) if clean is None else HoldsTo(clean, f"{why} after depth {clean}")


def _near(megabytes: int) -> str:
    """Memory that is not to be had does not always end in an error of its own."""
    return f", perhaps at the memory limit of {megabytes} MB"


def _wait(left: float | None, stop: threading.Event | None) -> float | None:
    """Seconds to wait for the child at most."""
    if stop is None:
        return left
    return _LOOK_UP if left is None else min(left, _LOOK_UP)


def _receive(receiver: Connection, process: BaseProcess) -> Sent:
    try:
        message: Sent = receiver.recv()
        return message
    except EOFError:
        process.join(_GRACE)
        code = process.exitcode
        if code == -signal.SIGTERM:
            return Stopped()
        if code is not None and code < 0:
            return Failed(f"its process was ended by {signal.Signals(-code).name}")
        return Failed(f"its process ended with status {code}")


@contextmanager
def _child(task: Task, limits: Limits, bounds: Bounds) -> Iterator[tuple[BaseProcess, Connection]]:
    """A running child and the end of the pipe on which it sends; it does not outlive the block."""
    context = processes()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, task, limits, bounds), daemon=True)
    with closing(receiver):
        with closing(sender), starting_children():
            process.start()
        try:
            yield process, receiver
        finally:
            process.terminate()
            process.join(_GRACE)
            if process.is_alive():
                process.kill()
                process.join()
            # Another thread that starts a child looks after all children, and may be just about
            # to note that this one has ended: then it cannot be closed yet, and need not be.
            with suppress(ValueError):
                process.close()


def _work(sender: Connection, task: Task, limits: Limits, bounds: Bounds) -> None:
    """The child."""
    # Not above: a parent does none of this, and it takes longest of all to import.
    from tdpspec.engines.running.worker import work

    work(sender, task, limits, bounds)
