"""``show``: a run told once more, from what was kept or from a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tdpspec.cli.show import RunFormat
from tdpspec.report.comparison.one_run import RUN_FORMATS
from tests.cli.conftest import Run

PROVE = ("--claim", "alone", "--engine", "bmc", "--depth", "3", "--no-vacuity")


@pytest.fixture
def kept(run: Run, gate: Path, cache_folder: Path) -> Path:
    """What ``prove`` leaves behind."""
    assert run("prove", gate, *PROVE).exit_code == 3
    (path,) = cache_folder.rglob("last_findings.json")
    return path


def test_every_format_is_a_word_of_the_command_line() -> None:
    assert [one.value for one in RunFormat] == list(RUN_FORMATS)


def test_the_last_run_without_its_spec(run: Run, gate: Path, kept: Path) -> None:
    gate.unlink()
    result = run("show", "alone")
    assert result.exit_code == 0
    assert result.stdout.startswith("blind breaks alone in 2 steps; no shorter run does\n")
    assert run("show", "blind/alone").stdout == result.stdout


def test_every_format(run: Run, kept: Path) -> None:
    beginnings = {
        "terminal": "blind breaks alone",
        "plain": "blind breaks alone",
        "lanes": "blind breaks alone",
        "markdown": '<a id="run-blind-alone"></a>',
        "html": "<!DOCTYPE html>",
        "json": '{\n  "id": "blind/alone"',
        "itf": '{\n  "#meta"',
    }
    for name, beginning in beginnings.items():
        result = run("show", "blind/alone", "--format", name)
        assert result.exit_code == 0, name
        assert result.stdout.startswith(beginning), name


def test_a_run_at_other_sizes(run: Run, gate: Path, tmp_path: Path) -> None:
    gate.write_text(gate.read_text().replace("Walker = 2", "Walker = 1"))
    title = "blind, at Walker=2, breaks alone in 2 steps; no shorter run does\n"
    proved = run("prove", gate, "--traces", tmp_path, "--trace-format", "itf")
    assert proved.exit_code == 10
    assert f"\n{title}" in proved.stdout
    assert "found by every_size, confirmed by interpreter" in proved.stdout
    assert "at this size only" in proved.stdout
    # What a choice changes may be seen at other sizes only.
    assert "warning[TDP502]" in proved.stdout
    assert "warning[TDP504]" not in proved.stdout
    shown = run("show", "alone")
    assert shown.stdout.startswith(title)
    assert shown.stdout.splitlines()[-1] in proved.stdout
    replayed = run("replay", tmp_path / "blind.alone.itf.json", gate)
    assert (replayed.exit_code, "alone is broken" in replayed.stdout) == (0, True)
    told = json.loads(run("prove", gate, "--format", "json").stdout)["findings"]
    beyond = {one["id"]: one["beyond"] for one in told}
    assert beyond["careful/alone"] is None
    assert {**beyond["blind/alone"], "trace": ...} == {
        "sizes": {"Walker": 2},
        "depth": 2,
        "shortest": True,
        "trace": ...,
    }
    assert len(beyond["blind/alone"]["trace"]["steps"]) == 2
    compared = run("compare", gate, "--output", tmp_path, "--mutants", "0")
    assert compared.exit_code == 10
    assert title.strip() in (tmp_path / "report.md").read_text()


def test_from_a_file(run: Run, kept: Path, tmp_path: Path) -> None:
    path = kept.rename(tmp_path / "findings.json")
    assert run("show", "alone").exit_code == 2
    assert run("show", "alone", "--from", path).exit_code == 0


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        ("careful/alone", "there is no run to show"),
        ("blind/alon", "did you mean 'blind/alone'?"),
    ],
)
def test_what_is_not_there_is_2(run: Run, kept: Path, finding: str, told: str) -> None:
    result = run("show", finding)
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert told in said
    assert "of gate.tdp" in said
    assert "Only the refutations of the last prove or compare are kept." in said
    assert "--from out/SPEC/findings.json" in said


def test_of_a_file_that_was_named_nothing_is_said_of_what_is_kept(
    run: Run, kept: Path, tmp_path: Path
) -> None:
    path = kept.rename(tmp_path / "findings.json")
    result = run("show", "blind/alon", "--from", path)
    assert result.exit_code == 2
    assert "did you mean 'blind/alone'?" in " ".join(result.stderr.split())
    assert "are kept" not in result.stderr


def test_nothing_kept_is_2(run: Run) -> None:
    result = run("show", "alone")
    assert result.exit_code == 2
    assert "run tdpspec prove" in " ".join(result.stderr.split())


@pytest.mark.parametrize("content", ["", "[]", '{"text": 1}', "\x00"])
def test_a_file_of_something_else_is_2(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "findings.json"
    path.write_text(content, encoding="utf-8")
    result = run("show", "alone", "--from", path)
    assert result.exit_code == 2
    assert "it has no findings" in " ".join(result.stderr.split())


def test_a_run_that_does_not_break_the_claim_is_not_shown(run: Run, kept: Path) -> None:
    loaded = json.loads(kept.read_text(encoding="utf-8"))
    run_ = loaded["runs"]["blind/alone"]
    run_["states"] = run_["states"][:2]
    kept.write_text(json.dumps(loaded), encoding="utf-8")
    result = run("show", "alone")
    assert result.exit_code == 2
    assert "does not break alone under blind" in " ".join(result.stderr.split())
