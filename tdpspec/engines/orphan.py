"""Child processes that end with their parent, however that one ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading


def live_with_parent() -> None:
    """For a child's first line: an interrupt from the terminal, which reaches the whole group, is
    left to the parent to understand; and when the parent has gone without ending this process, it
    ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
