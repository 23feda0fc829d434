"""Tasks that judge no claims, some at a time, each in a child process."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tdpspec.engines.base import Limits
from tdpspec.engines.running.child import Bounds, Message, Task, judge_in_child


def told_by(
    tasks: Iterable[Task], *, limits: Limits, bounds: Bounds, seconds: float, jobs: int
) -> tuple[tuple[Message, ...], ...]:
    """What each of ``tasks`` tells, in their order, as far as it comes within ``bounds`` and within
    ``seconds``. An interrupt ends all children."""
    own = bounds.seconds
    within = replace(bounds, seconds=seconds if own is None else min(own, seconds))
    stop = threading.Event()

    def told(task: Task) -> tuple[Message, ...]:
        return tuple(judge_in_child(task, limits, within, stop))

    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        return tuple(pool.map(told, tasks))
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
