"""Whatever ends tdpspec, none of its child processes goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from tests.processes import is_gone

ENGINE = """
import os
from tdpspec.engines.base import Limits
from tdpspec.engines.running.child import Bounds, Task, judge_in_child
from tdpspec.system.instance import instance
from tests import systems

class Slow:
    name = "slow"
    def judge(self, *_):
        print(os.getpid(), flush=True)
        import time; time.sleep(60)
        yield

if __name__ == "__main__":
    at = instance(systems.workshop())
    list(judge_in_child(Task(Slow(), at, at.system.properties), Limits(3), Bounds()))
"""
MUTANTS = """
import os, time
from tdpspec.engines.examining import mutants

class Slow:
    @property
    def system(self):
        print(os.getpid(), flush=True)
        time.sleep(60)

if __name__ == "__main__":
    list(mutants._run((Slow() for _ in range(9)), {}, time.monotonic() + 100, 2))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda one: one.name)
@pytest.mark.parametrize(("script", "workers"), [(ENGINE, 1), (MUTANTS, 2)], ids=["one", "pool"])
def test_no_child_outlives_its_parent(script: str, workers: int, number: int, tmp_path) -> None:
    file = tmp_path / "script.py"
    file.write_text(script)
    parent = subprocess.Popen(
        [sys.executable, file],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert parent.stdout is not None
    children: list[int] = []
    try:
        children = [int(parent.stdout.readline()) for _ in range(workers)]
        parent.send_signal(number)
        assert parent.wait(20) == -number
        assert all(map(is_gone, children))
    finally:
        for one in (parent.pid, *children):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
