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
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY = 0.2
"""Seconds between two looks at the memory of all processes."""


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
        watched = _Watched(process.pid)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
            timer.join()
            most = watched.end()
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Measured(
        cap if capped.is_set() else seconds,
        max(usage.ru_maxrss / unit, most),
        text,
        process.returncode,
        capped.is_set(),
    )


class _Watched:
    """Looks at the memory of all processes of a session until it is ended: some are nobody's
    children that the first one would wait for. Where there is no /proc it sees nothing."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._most = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """The largest resident set of any one process, in MB."""
        self._ended.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            for one in Path("/proc").glob("[0-9]*"):
                with suppress(OSError, IndexError, ValueError):
                    fields = (one / "stat").read_text().rpartition(")")[2].split()
                    if int(fields[3]) == self._session:
                        pages = int((one / "statm").read_text().split()[1])
                        self._most = max(self._most, pages * os.sysconf("SC_PAGESIZE") / (1 << 20))


def median(run: Callable[[], Measured], times: int) -> Measured:
    """The run of median time; one that was capped is not repeated."""
    found: list[Measured] = []
    for _ in range(times):
        found.append(run())
        if found[-1].capped:
            return found[-1]
    middle = statistics.median_low(one.seconds for one in found)
    return next(one for one in found if one.seconds == middle)
