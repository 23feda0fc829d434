"""``check``: 0 without errors, 2 with, and never a stack trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import GATE, Run


def test_spec_without_mistakes(run: Run, gate: Path) -> None:
    result = run("check", gate)
    assert result.exit_code == 0
    assert result.stdout == f"{gate}: no errors, no warnings\n"


def test_shipped_spec_is_the_default_in_any_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check").exit_code == 0


def test_shipped_spec_by_its_name(run: Run) -> None:
    assert run("check", "peterson").exit_code == 0


def test_misspelled_name_is_shown_in_its_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.tdp"
    path.write_text(GATE.replace("add w to inside", "add w to insede"), encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == 2
    assert "add w to insede" in result.stdout
    assert "did you mean" in result.stdout
    assert result.stdout.endswith("1 error\n")


def test_json_has_lines_and_columns(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.tdp"
    path.write_text(GATE.replace("add w to inside", "add w to insede"), encoding="utf-8")
    result = run("check", path, "--format", "json")
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    (one,) = document["diagnostics"]
    assert (document["errors"], document["warnings"]) == (1, 0)
    assert (one["severity"], one["line"], one["column"], one["end_column"]) == ("error", 14, 18, 24)


NO_SPECS = {
    "UTF-16": b"\xff\xfe\x00p",
    "not UTF-8": b"protocol \xff\xfe",
    "binary": b"\x00\x01\x02" * 100,
    "empty": b"",
    "5 MB": b"x" * (5 * 2**20),
    "deep": b"(" * 50_000,
}


@pytest.mark.parametrize("kind", NO_SPECS)
def test_file_that_is_no_spec_gets_a_diagnostic(run: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd.tdp"
    path.write_bytes(NO_SPECS[kind])
    result = run("check", path)
    assert result.exit_code == 2
    assert result.stdout.startswith("error[TDP")


def test_file_that_does_not_exist_gets_a_diagnostic(run: Run) -> None:
    result = run("check", "no/such/file.tdp")
    assert result.exit_code == 2
    assert "there is no such file" in result.stdout


def test_misspelled_shipped_spec_gets_a_hint(run: Run) -> None:
    result = run("check", "petersen")
    assert result.exit_code == 2
    assert "did you mean 'peterson'?" in result.stdout


def test_a_folder_with_one_spec_means_that_spec(run: Run, gate: Path) -> None:
    result = run("check", gate.parent)
    assert result.exit_code == 0
    assert result.stdout == run("check", gate).stdout


def test_a_folder_with_several_gets_a_diagnostic_that_names_them(run: Run, gate: Path) -> None:
    (gate.parent / "other.tdp").write_text("protocol other\n", encoding="utf-8")
    result = run("check", gate.parent)
    assert result.exit_code == 2
    told = " ".join(result.stdout.split())
    assert "error[TDP101]: this is a folder, not a file" in told
    assert "gate.tdp, " in told
    assert "other.tdp" in told


def test_a_folder_without_a_spec_gets_a_diagnostic(run: Run, tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "error[TDP101]: this is a folder, not a file" in result.stdout
    assert "there is no .tdp file in it" in result.stdout


def test_a_name_that_is_too_long_gets_a_diagnostic(run: Run) -> None:
    result = run("check", "a" * 300)
    assert result.exit_code == 2
    assert "error[TDP101]" in result.stdout


def test_unknown_format_is_a_usage_error(run: Run, gate: Path) -> None:
    result = run("check", gate, "--format", "yaml")
    assert result.exit_code == 2
    assert "terminal" in result.stderr
