"""Several engines on several designs: run as independent jobs, merged into one finding a claim.

What is reported does not depend on which job ends first: the order of the engines decides, and
an answer ends only jobs of engines that come later in it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from tdpspec.engines.base import Limits
from tdpspec.engines.contradiction import ContradictionError, DisputedError
from tdpspec.engines.running.child import Begun, Bounds, Judged, Message, Task, judge_in_child
from tdpspec.engines.running.merge import Job, Table
from tdpspec.engines.search.registry import ENGINES
from tdpspec.system.claims import state_claims, temporal_claims
from tdpspec.system.finding import Finding
from tdpspec.system.instance import Instance, Sizes
from tdpspec.system.model import Property
from tdpspec.system.verdict import hinted

Share = Callable[[tuple[Property, ...]], tuple[Property, ...]]
"""Which claims an engine judges, of those that are asked about."""

AUTO: tuple[tuple[str, Share], ...] = (
    ("every_size", state_claims),
    ("explore", temporal_claims),
    ("parallel", state_claims),
    ("explore", state_claims),
    ("pdr", state_claims),
    ("bmc", state_claims),
    ("kinduction", state_claims),
)
"""The engines that are run where none is asked for, in the order of preference, each on what it is
good at: ``explore`` first on the temporal claims, which nobody else judges. From the third on they
begin only where there is nothing else to do; then ``explore`` decides what is left where there are
few states."""

_LOOK_UP = 0.1
"""Seconds between two looks at whether there was an interrupt."""


@dataclass(frozen=True, slots=True)
class News:
    """Something that a running job tells, for whoever shows progress."""

    job: Job
    message: Message | Begun


Listener = Callable[[News], None]


def prove(
    instances: tuple[Instance, ...],
    *,
    limits: Limits,
    claims: frozenset[str] | None = None,
    engines: tuple[str, ...] = (),
    bounds: Bounds | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    listener: Listener | None = None,
) -> Iterator[Finding]:
    """One finding for each claim of each instance, which is fixed to a design: in this order, and
    each as soon as it and those before it are final.

    Shape: ``claims`` names those to judge, None for all; ``engines`` those to use on all of them,
           empty for the usual ones. The jobs run on ``jobs`` threads that
           each drive a child process, or on ``executor``, from where no news comes before a job
           ends. ``listener`` is called on the caller's thread.
    Errors: ``KeyError`` for an unknown engine; ``ContradictionError`` if an answer is not
            confirmed or two answers exclude each other. After this, and after
            ``KeyboardInterrupt``, all children are ended, what is known is yielded, and the error
            goes on.
    """
    todo = tuple(
        Job(number, at, wanted, name, ENGINES[name])
        # The preferred engine on every design first: where it decides, the others hardly begin.
        for name, share in [(name, tuple) for name in engines] or AUTO
        for number, instance in enumerate(instances)
        for at, wanted in _by_sizes(instance, share(_asked(instance, claims)))
    )
    table = Table(todo, witnesses=limits.witnesses)
    with ExitStack() as stack:
        if executor is None:
            pool = stack.enter_context(ThreadPoolExecutor(max_workers=jobs))
            running = _Running(pool, local=True)
        else:
            running = _Running(executor, local=False)
        stack.callback(running.stop)
        for job in todo:
            running.start(job, limits, bounds or Bounds())
        try:
            while running.jobs:
                for news in running.next_news():
                    table.record(news.job, news.message)
                    if listener is not None:
                        listener(news)
                running.stop(table.is_needless)
                yield from table.final()
        except (KeyboardInterrupt, ContradictionError) as ended:
            running.stop()
            while running.jobs:
                with suppress(ContradictionError):  # one is enough
                    for news in running.next_news():
                        table.record(news.job, news.message)
            disputed = ended.identifier if isinstance(ended, DisputedError) else ""
            yield from (one for one in table.rest() if one.identifier != disputed)
            raise
        yield from table.rest()


def _asked(instance: Instance, names: frozenset[str] | None) -> tuple[Property, ...]:
    return tuple(one for one in instance.system.properties if names is None or one.name in names)


def _by_sizes(
    instance: Instance, claims: tuple[Property, ...]
) -> tuple[tuple[Instance, tuple[Property, ...]], ...]:
    """The claims with the sizes at which they are judged, those with the same ones together."""
    found: dict[Sizes, list[Property]] = {}
    for one in claims:
        found.setdefault(instance.for_claim(one).sizes, []).append(one)
    return tuple((instance.for_claim(some[0]), tuple(some)) for some in found.values())


class _Running:
    """The jobs that have not ended; all that they tell comes through one queue."""

    def __init__(self, executor: Executor, *, local: bool) -> None:
        self.jobs: dict[Job, Future[tuple[Judged, ...]]] = {}
        self._executor = executor
        self._local = local
        self._stops: dict[Job, threading.Event] = {}
        self._told: queue.SimpleQueue[tuple[Job, Message | Begun | None]] = queue.SimpleQueue()

    def start(self, job: Job, limits: Limits, bounds: Bounds) -> None:
        task = Task(job.engine, job.instance, job.claims, hinted(job.instance.system))
        if self._local:
            stop = self._stops[job] = threading.Event()

            def tell(message: Message | Begun) -> None:
                self._told.put((job, message))

            future = self._executor.submit(_drive, task, limits, bounds, stop, tell)
        else:
            future = self._executor.submit(_drive, task, limits, bounds)
        self.jobs[job] = future
        future.add_done_callback(lambda _: self._told.put((job, None)))

    def next_news(self) -> Iterator[News]:
        """What is told next, after waiting for it: nothing where a job ends without news."""
        job, message = self._wait()
        if message is not None:
            yield News(job, message)
            return
        future = self.jobs.pop(job)
        if future.cancelled():
            return
        judged = future.result()
        if not self._local:
            for one in judged:
                yield News(job, one)

    def _wait(self) -> tuple[Job, Message | Begun | None]:
        # An interrupt that the system gives to another thread does not end a wait of this one.
        while True:
            try:
                return self._told.get(timeout=_LOOK_UP)
            except queue.Empty:
                continue

    def stop(self, which: Callable[[Job], bool] = lambda _: True) -> None:
        """End those jobs, whether they have begun or not."""
        for job, future in tuple(self.jobs.items()):
            if which(job):
                future.cancel()
                if job in self._stops:
                    self._stops[job].set()


def _drive(
    task: Task,
    limits: Limits,
    bounds: Bounds,
    stop: threading.Event | None = None,
    tell: Callable[[Message | Begun], None] | None = None,
) -> tuple[Judged, ...]:
    """One job to its end: the answers, also told one by one."""
    answers = []
    if tell is not None:
        tell(Begun())
    for message in judge_in_child(task, limits, bounds, stop):
        if tell is not None:
            tell(message)
        if isinstance(message, Judged):
            answers.append(message)
    return tuple(answers)
