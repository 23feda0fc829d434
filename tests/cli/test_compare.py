"""``compare``: the files, the exit status, and what is never overwritten."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tdpspec import pipeline
from tdpspec.cli.compare import FileFormat
from tdpspec.engines.contradiction import ContradictionError
from tdpspec.report.comparison import formats
from tdpspec.report.comparison.formats import FORMATS
from tdpspec.report.write import LEDGER
from tdpspec.system.comparison import Comparison
from tdpspec.system.finding import Finding
from tests.cli.conftest import GATE, Run

FEW = ("--claim", "alone", "--mutants", "0", "--only", "text", "--only", "json")


def test_every_format_is_a_word_of_the_command_line() -> None:
    assert [one.value for one in FileFormat] == list(FORMATS)


def test_all_files_and_the_same_bytes_twice(run: Run, gate: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        result = run("compare", gate, "-o", tmp_path / name, "--mutants", "60")
        assert result.exit_code == 0, result.stderr
    names = sorted(one.name for one in (tmp_path / "one").iterdir())
    there = [one.file for one in FORMATS.values() if formats.is_there(one)]
    assert names == sorted([LEDGER, *there])
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    text = (tmp_path / "one" / "report.txt").read_text(encoding="utf-8")
    assert "- looks = true alone mends blind." in text
    assert "careful: the same up to step 1; step 2, walker" in text
    assert "false: inside = {}; inside is {walker" in text
    assert str(tmp_path / "two" / "report.html") in result.stdout


def test_the_verdict_is_told_before_the_files(run: Run, gate: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("compare", gate, "-o", out, *FEW)
    assert result.exit_code == 0
    assert (
        result.stdout
        == f"""gate
  sizes: Walker=2

careful keeps its claim for every size.
blind breaks alone.

What turns it:
  - alone: looks = true alone mends blind.

As expected: 2 verdicts.

{out / "report.txt"}
{out / "findings.json"}
"""
    )


def test_an_interrupt_among_the_mixtures_writes_what_is_known(
    run: Run, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> Comparison:
        return Comparison(interrupted=True)

    monkeypatch.setattr(pipeline, "compare", interrupted)
    result = run("compare", gate, "-o", tmp_path / "out", *FEW[:2], "--only", "text")
    assert result.exit_code == 130
    assert "Interrupted: 2 verdicts are known" in result.stdout
    text = (tmp_path / "out" / "report.txt").read_text(encoding="utf-8")
    assert "- Interrupted when all verdicts were known: what turns them, and what" in text


def test_an_interrupt_before_all_verdicts_writes_nothing(
    run: Run, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> Iterator[Finding]:
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.portfolio, "prove", interrupted)
    result = run("compare", gate, "-o", tmp_path / "out", *FEW)
    assert result.exit_code == 130
    assert "Interrupted before any claim was decided." in result.stdout
    assert "nothing is written" in result.stdout
    assert not (tmp_path / "out").exists()


def test_parts_that_disagree_write_nothing(
    run: Run, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disagree(*_: object, **__: object) -> Comparison:
        raise ContradictionError("this and that")

    monkeypatch.setattr(pipeline, "compare", disagree)
    result = run("compare", gate, "-o", tmp_path / "out", *FEW)
    assert result.exit_code == 1
    assert "two parts of it disagree: this and that" in result.stderr
    assert "blind breaks alone." in result.stdout
    assert "INTERNAL ERROR: two parts of tdpspec disagree\n  this and that." in result.stdout
    assert not (tmp_path / "out").exists()


def test_exit_status_is_that_of_prove(run: Run, gate: Path, tmp_path: Path) -> None:
    gate.write_text(GATE.replace("expect blind refutes alone\n", ""), encoding="utf-8")
    result = run("compare", gate, "-o", tmp_path / "out", *FEW)
    assert result.exit_code == 12
    assert "Not as the spec expects: 1 of 2 verdicts; they" in (
        tmp_path / "out" / "report.txt"
    ).read_text(encoding="utf-8")


def test_a_file_of_somebody_else_stays(run: Run, gate: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.txt").write_text("mine\n")
    result = run("compare", gate, "-o", out, *FEW)
    assert result.exit_code == 2
    assert "report.txt; see --force" in result.stderr
    assert [one.name for one in out.iterdir()] == ["report.txt"]
    assert run("compare", gate, "-o", out, *FEW, "--force").exit_code == 0
    assert (out / "report.txt").read_text(encoding="utf-8").startswith("gate\n")


def test_a_library_that_is_missing_is_told(
    run: Run, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(name: str) -> None:
        return None

    monkeypatch.setattr(formats, "find_spec", nothing)
    result = run("compare", gate, "-o", tmp_path / "out", "--only", "junit")
    assert result.exit_code == 2
    assert "pip install 'tdpspec[report]'" in result.stderr
    assert importlib.util.find_spec("json") is not None


def test_a_mistake_in_the_question_is_2(run: Run, gate: Path, tmp_path: Path) -> None:
    result = run("compare", gate, "-o", tmp_path / "out", "--design", "carful")
    assert result.exit_code == 2
    assert "did you mean 'careful'?" in result.stderr
    assert not (tmp_path / "out").exists()


def test_versions_are_told_unless_somebody_minds(run: Run, gate: Path, tmp_path: Path) -> None:
    assert run("compare", gate, "-o", tmp_path / "out", *FEW, "--no-footer").exit_code == 0
    loaded = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
    assert loaded["tool"] == {}
    assert "z3 4" not in json.dumps(loaded)
    assert "tdpspec 0" not in (tmp_path / "out" / "report.txt").read_text(encoding="utf-8")
