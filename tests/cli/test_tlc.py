"""``tlc``: the second judge, and what it takes to ask it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_tlc_agrees_on_every_claim(run: Run, gate: Path) -> None:
    result = run("tlc", gate, "--format", "json")
    rows = json.loads(result.stdout)["compared"]
    assert result.exit_code == 0
    assert [row["agree"] for row in rows] == [True] * len(rows)
    assert {row["design"] for row in rows} == {"careful", "blind"}
    assert {"verdict": "refuted", "steps": 2, "replayed": True} in [row["tlc"] for row in rows]


CHOOSY = """protocol choosy
choice careful: bool
design yes { careful = true }
design no { careful = false }
var broken: bool = false
action work { broken := true }
fair work
invariant sound careful or not broken
temporal ends eventually (careful or broken)
"""


def test_claims_that_read_a_choice_are_compared_in_every_design(run: Run, tmp_path: Path) -> None:
    spec = tmp_path / "choosy.tdp"
    spec.write_text(CHOOSY, encoding="utf-8")
    result = run("tlc", spec, "--format", "json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)["compared"]
    assert [(row["design"], row["claim"], row["tlc"]["verdict"]) for row in rows] == [
        ("yes", "sound", "holds"),
        ("yes", "ends", "holds"),
        ("no", "sound", "refuted"),
        ("no", "ends", "holds"),
    ]


CLASHES = """protocol clashes
sort X = 2
sort Y = 2
var x0: Y -> bool = false
var moment: Y -> X? = none
action trace_next(q: Y) { x0[q] := true }
action trace_init(q: Y, r: X) { when forall z: Y. moment[z] = none  moment[q] := r }
invariant claim_at_the_end exists c: Y. not x0[c]
invariant trace_spec forall z: Y. moment[z] = none
"""


def test_tlc_follows_runs_whose_members_have_names_of_other_things(
    run: Run, tmp_path: Path
) -> None:
    spec = tmp_path / "clashes.tdp"
    spec.write_text(CLASHES, encoding="utf-8")
    result = run("tlc", spec, "--format", "json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)["compared"]
    assert [row["tlc"] for row in rows] == [
        {"verdict": "refuted", "steps": 2, "replayed": True},
        {"verdict": "refuted", "steps": 1, "replayed": True},
    ]


def test_a_count_that_gives_up_leaves_no_agreement(run: Run, gate: Path) -> None:
    result = run("tlc", gate, "--design", "careful", "--limit", "1")
    assert result.exit_code == 4
    assert "more than 1 states" in result.stdout


def test_a_jar_that_is_not_there_is_one_sentence(run: Run, gate: Path, tmp_path: Path) -> None:
    result = run("tlc", gate, "--jar", tmp_path / "none.jar")
    assert result.exit_code == 2
    assert result.stderr == f"There is no TLC at {tmp_path / 'none.jar'}.\n"


def test_a_missing_java_is_one_sentence(
    run: Run, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    result = run("tlc", gate)
    assert result.exit_code == 2
    assert result.stderr == f"JAVA_HOME is {tmp_path}, which has no bin/java.\n"


def test_distributed_prints_a_server_and_a_worker(run: Run, gate: Path) -> None:
    result = run("tlc", gate, "--design", "blind", "--distributed")
    assert result.exit_code == 0
    server, worker = [line for line in result.stdout.splitlines() if line.startswith("java")]
    assert server.endswith(
        "tlc2.tool.distributed.TLCServer -deadlock -config GateBlind.cfg Gate.tla"
    )
    assert worker.endswith("tlc2.tool.distributed.TLCWorker HOST")
