"""One program run to its end or to a cap, with its time and its memory."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """Units: ``seconds`` of wall time, the cap if it was ``capped``; ``megabytes`` is the largest
    resident set of any one process of the run."""

    seconds: float
    megabytes: float
    output: str
    status: int
    capped: bool


def measure(command: Sequence[str], folder: Path, cap: float) -> Measured:
    """``command`` in ``folder``, ended with all that it started after ``cap`` seconds."""
    with tempfile.TemporaryFile() as output:
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        capped = threading.Event()

        def end() -> None:
            capped.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(cap, end)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
            timer.join()
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Measured(
        cap if capped.is_set() else seconds,
        usage.ru_maxrss / unit,
        text,
        process.returncode,
        capped.is_set(),
    )


def median(run: Callable[[], Measured], times: int) -> Measured:
    """The run of median time; one that was capped is not repeated."""
    found: list[Measured] = []
    for _ in range(times):
        found.append(run())
        if found[-1].capped:
            return found[-1]
    middle = statistics.median_low(one.seconds for one in found)
    return next(one for one in found if one.seconds == middle)
