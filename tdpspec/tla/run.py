"""Runs TLC and SANY; the only place that starts another program.

A run has a folder for its files and a process group of its own, a limit of time and of memory; when
it is over, or given up, nothing that it started goes on, and nothing outlives this process, however
it ends. Its folder lies beside the module and is left to whoever made that one.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tdpspec.tla.tools import Tools

_UNDER_WATCH = """
exec 3<&0 </dev/null
(read -r _; kill -KILL 0) <&3 >/dev/null 2>&1 &
exec "$@" 3<&-
"""
"""A shell becomes the program; a watcher beside it kills their process group when standard input
ends, which only we can write to: so also where we are killed and can do nothing about it."""


@dataclass(frozen=True, slots=True)
class Options:
    """Units: ``seconds`` of wall time; ``megabytes`` of Java heap. ``dump`` is a file for the state
    graph. ``deadlock`` leaves TLC's own deadlock check on."""

    workers: int = 1
    seconds: float = 600.0
    megabytes: int = 2048
    deadlock: bool = False
    dump: Path | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What a program said: ``status`` is None if it was stopped, and ``stopped`` then says why."""

    command: tuple[str, ...]
    output: str
    status: int | None
    stopped: str = ""


def run_tlc(
    tools: Tools,
    module: Path,
    configuration: Path,
    options: Options | None = None,
    listen: Callable[[str], None] | None = None,
) -> Run:
    """TLC's answer on ``module`` with ``configuration``, in the form of ``-tool``.

    ``listen`` is called with every line as it comes.
    """
    options = options or Options()
    own = _own_folder(module.parent)
    command = [
        *_java(tools, own, quick=options.workers == 1),
        f"-Xmx{options.megabytes}m",
        "tlc2.TLC",
        "-tool",
        *("-fp", "0", "-seed", "0"),
        *("-workers", str(options.workers)),
        *("-metadir", str(own / "states")),
        *(() if options.deadlock else ("-deadlock",)),
        *(() if options.dump is None else ("-dump", "dot,actionlabels", str(options.dump))),
        *("-config", configuration.name),
        module.name,
    ]
    return _run(command, module.parent, options.seconds, listen)


def run_sany(tools: Tools, modules: Sequence[Path], seconds: float = 120.0) -> Run:
    """SANY's opinion of several modules of one folder, from one start of Java."""
    folder = modules[0].parent
    command = [*_java(tools, _own_folder(folder), quick=True), "tla2sany.SANY"]
    return _run([*command, *(one.name for one in modules)], folder, seconds, None)


def _own_folder(beside: Path) -> Path:
    """A folder for what a run writes: TLC also unpacks the standard modules, by their bare names,
    into Java's temporary folder, where two runs would disturb each other."""
    return Path(tempfile.mkdtemp(prefix=".tlc-", dir=beside)).resolve()


def _java(tools: Tools, own: Path, quick: bool) -> list[str]:
    """Java with TLC, ``quick`` to start or else fast in the long run."""
    quickly = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
    return [
        str(tools.java),
        *(quickly if quick else ("-XX:+UseParallelGC",)),
        "-XX:-UsePerfData",
        f"-Djava.io.tmpdir={own}",
        "-cp",
        str(tools.jar.resolve()),
    ]


def _run(
    command: Sequence[str], folder: Path, seconds: float, listen: Callable[[str], None] | None
) -> Run:
    with _ended_in_order():
        return _run_under_watch(command, folder, seconds, listen)


def _run_under_watch(
    command: Sequence[str], folder: Path, seconds: float, listen: Callable[[str], None] | None
) -> Run:
    deadline = time.monotonic() + seconds
    process = subprocess.Popen(
        ["/bin/sh", "-c", _UNDER_WATCH, "sh", *command],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    lines: queue.Queue[str | None] = queue.Queue()
    is_over = False
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reader.start()
    output: list[str] = []
    stopped = ""
    try:
        while True:
            try:
                line = lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                stopped = f"stopped after {seconds:g} seconds"
                break
            if line is None:
                is_over = True
                break
            output.append(line)
            if listen is not None:
                listen(line.rstrip("\n"))
        status = None if stopped else process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        status, stopped = None, f"stopped after {seconds:g} seconds"
    finally:
        _stop(process)
        reader.join()
    while not is_over:
        rest = lines.get()
        is_over = rest is None
        output.append(rest or "")
    return Run(tuple(command), "".join(output), status, stopped)


@contextlib.contextmanager
def _ended_in_order() -> Iterator[None]:
    """SIGTERM and SIGHUP end this process as Ctrl-C does, folders being cleaned up, for as long as
    the block lasts; unless somebody else has decided what they do."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    taken: list[signal.Signals] = []
    if threading.current_thread() is threading.main_thread():
        for one in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(one) is signal.SIG_DFL:
                signal.signal(one, end)
                taken.append(one)
    try:
        yield
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    with process.stdout as output:
        for line in output:
            lines.put(line)
    lines.put(None)


def _stop(process: subprocess.Popen[str]) -> None:
    """End the whole process group; the leader may be gone already and others not."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdin is not None
    process.stdin.close()
