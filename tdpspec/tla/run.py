"""Runs TLC and SANY; the only place that starts another program.

A run has a folder, a metadir and a process group of its own, a limit of time and of memory; when it
is over, or given up, nothing that it started is left.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tdpspec.tla.tools import Tools


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
    meta = module.parent / f".tlc-{configuration.stem}"
    few = options.workers == 1
    command = [
        str(tools.java),
        f"-Xmx{options.megabytes}m",
        *(("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1") if few else ("-XX:+UseParallelGC",)),
        "-cp",
        str(tools.jar),
        "tlc2.TLC",
        "-tool",
        *("-fp", "0", "-seed", "0"),
        *("-workers", str(options.workers)),
        *("-metadir", str(meta)),
        *(() if options.deadlock else ("-deadlock",)),
        *(() if options.dump is None else ("-dump", "dot,actionlabels", str(options.dump))),
        *("-config", configuration.name),
        module.name,
    ]
    return _run(command, module.parent, options.seconds, listen)


def run_sany(tools: Tools, modules: Sequence[Path], seconds: float = 120.0) -> Run:
    """SANY's opinion of several modules of one folder, from one start of Java."""
    command = [str(tools.java), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    command += ["-cp", str(tools.jar), "tla2sany.SANY", *(one.name for one in modules)]
    return _run(command, modules[0].parent, seconds, None)


def _run(
    command: Sequence[str], folder: Path, seconds: float, listen: Callable[[str], None] | None
) -> Run:
    deadline = time.monotonic() + seconds
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    lines: queue.Queue[str | None] = queue.Queue()
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
    while (rest := lines.get()) is not None:
        output.append(rest)
    return Run(tuple(command), "".join(output), status, stopped)


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _stop(process: subprocess.Popen[str]) -> None:
    """End the whole process group; the leader may be gone already and others not."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()
