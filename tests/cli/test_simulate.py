"""``simulate``: a run to read, the same for the same seed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_run_of_a_design(run: Run, gate: Path) -> None:
    result = run("simulate", gate, "--design", "careful", "--steps", "2")
    assert result.exit_code == 0
    assert "careful (Walker=2): a random run of 2 steps, seed 0" in result.stdout
    assert "gate_enter()" in result.stdout
    assert "gate.tdp:" in result.stdout


def test_same_seed_same_run(run: Run, gate: Path) -> None:
    words = ("simulate", gate, "--design", "blind", "--seed", "3")
    first, second, other = run(*words), run(*words), run(*words[:-1], "4")
    assert (first.exit_code, second.exit_code, other.exit_code) == (0, 0, 0)
    assert first.stdout == second.stdout
    assert first.stdout != other.stdout


def test_json_document(run: Run, gate: Path) -> None:
    result = run("simulate", gate, "--design", "blind", "--steps", "5", "--format", "json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert len(document["trace"]["steps"]) == 5
    assert document["design"] == "blind"


def test_design_must_be_named_where_there_are_several(run: Run, gate: Path) -> None:
    result = run("simulate", gate)
    assert result.exit_code == 2
    assert "careful, blind" in result.stderr


def test_only_design_need_not_be_named(run: Run) -> None:
    assert run("simulate", "peterson", "--steps", "1").exit_code == 0
