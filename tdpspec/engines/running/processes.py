"""Child processes: how they begin, and that they end with their parent, however that one ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import site
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

_PRELOADED = [
    "tdpspec.engines.running.worker",
    "tdpspec.engines.search.every_size",
    "tdpspec.engines.search.parallel",
    "tdpspec.engines.search.explore",
    "tdpspec.engines.examining.vacuity",
]
"""What a child needs most of, and what takes it longest to import."""


_started_by: list[int] = []
"""The process, if any, that has started the one that is forked in its place. A fork of it has what
it knows of that one, which is no child of the fork and is none to wait for."""


def processes() -> ForkServerContext | SpawnContext:
    """What starts child processes. Not "fork": the caller may have threads. Where it is safe, a
    process that has none, and has imported what is needed, is forked in the caller's place, which
    takes a tenth of the time."""
    if not sys.platform.startswith("linux") or _started_by not in ([], [os.getpid()]):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def get_ready() -> None:
    """Let what children need be imported now, beside whatever the caller goes on to do."""
    if not _started_by and processes().get_start_method() == "forkserver":
        from multiprocessing import forkserver  # not on every platform

        with deaf_to_interrupts(), _finding_us():
            forkserver.ensure_running()
        _started_by[:] = [os.getpid()]


@contextmanager
def _finding_us() -> Iterator[None]:
    """An interpreter that is started in this block imports this very package, and not one that
    happens to be in the current folder, as a clone of another version is."""
    ours = {"PYTHONSAFEPATH": "1"}
    folder = str(Path(__file__).parents[3])
    if folder not in (*site.getsitepackages(), site.getusersitepackages()):
        given = os.environ.get("PYTHONPATH")
        ours["PYTHONPATH"] = f"{folder}{os.pathsep}{given}" if given else folder
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """What is started in this block never hears an interrupt from the terminal, nor what ends the
    whole group; who started it ends it. One that dies of it while it begins would leave its parent
    writing to it for ever."""
    # This is started with the first child, and lets interrupts through again when it is.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_changing_main = threading.Lock()


@contextmanager
def starting_children() -> Iterator[None]:
    """Where children are started. They hear no interrupt, and do not run the caller's program: a
    child that is not a copy of its parent would begin by doing so, and needs nothing of it."""
    get_ready()
    with deaf_to_interrupts(), _changing_main:
        main = sys.modules["__main__"]
        # One without a file: there is nothing to be run.
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def live_with_parent() -> None:
    """For a child's first line: an interrupt from the terminal, which reaches the whole group, is
    left to the parent to understand; the parent can end it; and when the parent has gone without
    doing so, it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
