"""Looking after processes that a test has started."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path


def is_gone(number: int) -> bool:
    """Whether a process has ended, or is about to: a killed one needs a moment to be reaped."""
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        # It may be reaped between two looks; and elsewhere than on Linux there is no such file.
        with suppress(FileNotFoundError, ProcessLookupError):
            state = Path(f"/proc/{number}/stat").read_text()
            if state.rpartition(")")[2].split()[0] == "Z":
                return True
        time.sleep(0.02)
    return False
