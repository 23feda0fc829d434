"""The printed command lines work: a server and a worker here count as TLC alone does."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest

from tdpspec import pipeline
from tdpspec.engines.running.question import Question
from tdpspec.report.write import write
from tdpspec.tla.distributed import commands
from tdpspec.tla.tools import Tools


@pytest.mark.slow
def test_a_server_and_a_worker_count_the_same_states(tools: Tools, tmp_path: Path) -> None:
    _, system, _ = pipeline.load("two_phase_commit")
    assert system is not None
    write(tmp_path, pipeline.emit(system, Question()))
    found = commands(
        tools.java, tools.jar, "127.0.0.1", "TwoPhaseCommit.tla", "TwoPhaseCommit.cfg", 1
    )
    server = subprocess.Popen(
        found.server, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        deadline = time.monotonic() + 60
        # The worker gives up at once where no server listens yet.
        while time.monotonic() < deadline and server.poll() is None:
            worker = subprocess.run(
                found.worker, cwd=tmp_path, capture_output=True, text=True, timeout=60
            )
            if "work completed" in worker.stdout:
                break
        output, _ = server.communicate(timeout=60)
    finally:
        server.kill()
        server.wait()
    assert re.search(r"\b288 distinct states found, 0 states left on queue", output), output
