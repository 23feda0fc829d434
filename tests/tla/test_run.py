"""The program that is run here is a shell script in the place of Java."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tdpspec.tla.run import Options, run_tlc
from tdpspec.tla.tools import Tools
from tests.processes import is_gone


@pytest.fixture
def played(tmp_path):
    """``played("echo x")``: the tools, whose Java is a script that says so."""

    def make(script: str) -> tuple[Tools, Path, Path]:
        java = tmp_path / "java"
        java.write_text(f"#!/bin/sh\n{script}\n")
        java.chmod(0o755)
        module, model = tmp_path / "M.tla", tmp_path / "M.cfg"
        return Tools(java, tmp_path / "tla2tools.jar"), module, model

    return make


def test_lines_are_heard_as_they_come_and_the_status_is_told(played):
    heard = []
    run = run_tlc(*played("echo one; echo two; exit 12"), listen=heard.append)
    assert heard == ["one", "two"]
    assert (run.output, run.status, run.stopped) == ("one\ntwo\n", 12, "")


def test_seed_and_fingerprint_are_fixed_and_every_run_has_a_folder_of_its_own(played):
    given = played('echo "$@"')
    first, second = run_tlc(*given).output, run_tlc(*given).output
    assert "-fp 0 -seed 0" in first
    assert "-deadlock" in first
    assert "-Xmx2048m" in first
    assert first.split("-metadir ")[1].split()[0] != second.split("-metadir ")[1].split()[0]
    assert "-deadlock" not in run_tlc(*given, Options(deadlock=True)).output


def test_a_run_that_takes_too_long_is_stopped_with_all_that_it_started(played, tmp_path):
    tools, module, model = played("echo $$; sleep 1000 & echo $!; sleep 1000")
    run = run_tlc(tools, module, model, Options(seconds=0.5))
    assert run.status is None
    assert run.stopped == "stopped after 0.5 seconds"
    numbers = [int(one) for one in run.output.split()]
    assert len(numbers) == 2
    for number in numbers:
        assert is_gone(number)


def test_what_a_program_leaves_behind_is_stopped_too(played):
    run = run_tlc(*played("sleep 1000 >/dev/null 2>&1 & echo $!"))
    assert run.status == 0
    assert is_gone(int(run.output))


CALLER = """
import sys, tempfile
from pathlib import Path
from tdpspec.tla.run import run_tlc
from tdpspec.tla.tools import Tools
from tests.processes import is_gone
with tempfile.TemporaryDirectory(dir=sys.argv[2]) as folder:
    tools = Tools(Path(sys.argv[1]), Path("tla2tools.jar"))
    run_tlc(tools, Path(folder) / "M.tla", Path(folder) / "M.cfg", listen=lambda _: None)
"""


@pytest.mark.parametrize(
    ("number", "status", "is_clean"),
    [
        (signal.SIGINT, -signal.SIGINT, True),
        (signal.SIGTERM, 128 + signal.SIGTERM, True),
        (signal.SIGHUP, 128 + signal.SIGHUP, True),
        (signal.SIGKILL, -signal.SIGKILL, False),
    ],
)
def test_nothing_outlives_the_process_that_started_it(played, tmp_path, number, status, is_clean):
    """A folder is left behind only where nobody could have cleaned it up."""
    told, work = tmp_path / "told", tmp_path / "work"
    work.mkdir()
    tools, _, _ = played(f"sleep 60 & echo $$ $! > {told}.new; mv {told}.new {told}; sleep 60")
    caller = subprocess.Popen(
        [sys.executable, "-c", CALLER, tools.java, work], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(1000):
            if told.exists():
                break
            time.sleep(0.02)
        numbers = [int(one) for one in told.read_text().split()]
        assert len(numbers) == 2
        caller.send_signal(number)
        assert caller.wait(20) == status
    finally:
        caller.kill()
        caller.wait()
    assert all(map(is_gone, numbers))
    assert (not any(work.iterdir())) == is_clean


def test_a_program_that_cannot_be_started_says_so(played, tmp_path):
    tools, module, model = played("exit 0")
    tools.java.chmod(0o644)
    run = run_tlc(tools, module, model)
    assert run.status == 126
    assert "java" in run.output
