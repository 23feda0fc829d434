"""Whatever ends tdpspec, no child process goes on; and none runs the program that called."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

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
        os.write(1, b"%d\\n" % os.getpid())
        import time; time.sleep(60)
        yield

def begin():
    at = instance(systems.workshop())
    list(judge_in_child(Task(Slow(), at, at.system.properties), Limits(3), Bounds()))
"""
MUTANTS = """
import os, time
from tdpspec.engines.examining import mutants

class Slow:
    @property
    def system(self):
        os.write(1, b"%d\\n" % os.getpid())
        time.sleep(60)

def begin():
    list(mutants._run((Slow() for _ in range(9)), {}, time.monotonic() + 100, 2))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda one: one.name)
@pytest.mark.parametrize(("script", "workers"), [(ENGINE, 1), (MUTANTS, 2)], ids=["one", "pool"])
def test_no_child_outlives_its_parent(script: str, workers: int, number: int, tmp_path) -> None:
    (tmp_path / "endless.py").write_text(script)
    parent = subprocess.Popen(
        [sys.executable, "-c", "import endless; endless.begin()"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{os.getcwd()}{os.pathsep}{tmp_path}"},
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


@pytest.mark.parametrize("by", ["file", "input"])
def test_no_child_runs_the_program_that_called(by: str, tmp_path) -> None:
    """Which has no line ``if __name__ == "__main__"``."""
    text = "print('here')\nimport tdpspec\n" + (
        "report = tdpspec.prove(tdpspec.load('peterson'), vacuity=False)\n"
        "print([type(one.verdict).__name__ for one in report.findings])\n"
    )
    file = tmp_path / "program.py"
    file.write_text(text)
    done = subprocess.run(
        [sys.executable, *([file] if by == "file" else ["-"])],
        input=text,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        timeout=300,
    )
    assert done.stdout.splitlines() == ["here", "['Proved', 'Proved']"]


def test_a_fork_of_who_has_started_children_starts_its_own() -> None:
    program = """
import multiprocessing, tdpspec
from concurrent.futures import ProcessPoolExecutor

def proved():
    return len(tdpspec.prove(tdpspec.load("peterson"), vacuity=False).findings)

if __name__ == "__main__":
    here = proved()
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        print(here, pool.submit(proved).result())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("2 2\n", "")


def test_children_are_of_the_same_tdpspec_whatever_folder_this_is(tmp_path: Path) -> None:
    (tmp_path / "tdpspec").mkdir()
    (tmp_path / "tdpspec" / "__init__.py").write_text("raise RuntimeError('another one')\n")
    command = tmp_path / "bin" / "tdpspec"
    command.parent.mkdir()
    command.write_text("from tdpspec.__main__ import main\nmain()\n")
    words = ["prove", "peterson", "--no-cache", "--no-vacuity", "--claim", "mutual_exclusion"]
    done = subprocess.run(
        [sys.executable, str(command), *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "As expected: 1 verdict." in done.stdout
