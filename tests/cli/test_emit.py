"""``emit``: the files, and what is never overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_module_and_a_model_for_each_design(run: Run, gate: Path, tmp_path: Path) -> None:
    result = run("emit", gate, "-o", tmp_path / "tla")
    assert result.exit_code == 0
    assert sorted(one.name for one in (tmp_path / "tla").iterdir()) == [
        ".tdpspec",
        "Gate.tla",
        "GateBlind.cfg",
        "GateCareful.cfg",
        "MCGate.tla",
        "MCGateBlind.cfg",
        "MCGateCareful.cfg",
    ]
    assert str(tmp_path / "tla" / "Gate.tla") in result.stdout


def test_one_design_has_the_same_module(run: Run, gate: Path, tmp_path: Path) -> None:
    assert run("emit", gate, "-o", tmp_path / "all").exit_code == 0
    assert run("emit", gate, "-o", tmp_path / "one", "--design", "blind").exit_code == 0
    assert not (tmp_path / "one" / "GateCareful.cfg").exists()
    for name in ("Gate.tla", "GateBlind.cfg"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "all" / name).read_bytes()


def test_sizes_go_to_the_models(run: Run, gate: Path, tmp_path: Path) -> None:
    assert run("emit", gate, "-o", tmp_path, "--size", "Walker=3").exit_code == 0
    assert "{walker0, walker1, walker2}" in (tmp_path / "GateBlind.cfg").read_text()


def test_a_file_of_somebody_else_stays(run: Run, gate: Path, tmp_path: Path) -> None:
    (tmp_path / "Gate.tla").write_text("mine\n")
    result = run("emit", gate, "-o", tmp_path)
    assert result.exit_code == 2
    assert "Gate.tla" in result.stderr
    assert "--force" in result.stderr
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".cfg"] == []
    assert (tmp_path / "Gate.tla").read_text() == "mine\n"
    assert run("emit", gate, "-o", tmp_path, "--force").exit_code == 0
    assert "MODULE Gate" in (tmp_path / "Gate.tla").read_text()


def test_own_files_are_written_again(run: Run, gate: Path, tmp_path: Path) -> None:
    assert run("emit", gate, "-o", tmp_path).exit_code == 0
    assert run("emit", gate, "-o", tmp_path, "--size", "Walker=3").exit_code == 0


def test_a_folder_that_cannot_be_made_is_2(run: Run, gate: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run("emit", gate, "-o", tmp_path / "file" / "below").exit_code == 2


def test_an_unknown_design_is_2(run: Run, gate: Path, tmp_path: Path) -> None:
    assert run("emit", gate, "-o", tmp_path, "--design", "carefull").exit_code == 2


def test_aiger_of_one_design_and_its_text(run: Run, gate: Path, tmp_path: Path) -> None:
    words = ("--design", "blind", "--size", "Walker=3", "-o", tmp_path / "aiger")
    assert run("emit", gate, "--as", "aiger", *words).exit_code == 0
    result = run("emit", gate, "--as", "aag", *words)
    assert result.exit_code == 0
    assert sorted(one.name for one in (tmp_path / "aiger").iterdir()) == [
        ".tdpspec",
        "gate.blind.aag",
        "gate.blind.aig",
    ]
    text = (tmp_path / "aiger" / "gate.blind.aag").read_text()
    content = (tmp_path / "aiger" / "gate.blind.aig").read_bytes()
    assert text.splitlines()[0].replace("aag", "aig").encode() == content.splitlines()[0]
    assert "sizes: Walker=3" in text
    assert run("emit", gate, "--as", "aiger", *words).exit_code == 0


def test_an_unknown_form_is_2(run: Run, gate: Path, tmp_path: Path) -> None:
    assert run("emit", gate, "--as", "smv", "-o", tmp_path).exit_code == 2


def test_a_copy_of_a_spec_has_a_folder_of_its_own(
    run: Run, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copy = tmp_path / "copy.tdp"
    copy.write_bytes(gate.read_bytes())
    assert run("emit", gate).exit_code == run("emit", copy).exit_code == 0
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["copy", "gate"]
