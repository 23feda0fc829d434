"""``replay`` and the files that it reads: 0 to the end, 11 where a trace stops being possible."""

from __future__ import annotations

import json
from pathlib import Path

import itf_py
import pytest

from tdpspec.interpret.explore import explore
from tdpspec.pipeline import load
from tdpspec.report.to_itf import Counterexample, itf_files
from tdpspec.report.write import write
from tdpspec.system.claims import state_claims
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tests.cli.conftest import GATE, Run
from tests.counterexamples import broken

NAME = "blind.alone.itf.json"


WORDS = ("--design", "blind", "--claim", "alone", "--engine", "bmc", "--no-vacuity")


@pytest.fixture
def trace(gate: Path, tmp_path: Path) -> Path:
    """Two walkers enter at once: the file that ``prove`` writes, without proving."""
    _, system, _ = load(str(gate))
    assert system is not None
    at = instance(fix(system, "blind"))
    ((claim, run),) = explore(at, state_claims(at.system.properties)).refuted
    write(tmp_path / "traces", itf_files((Counterexample(at, claim.name, run),)))
    return tmp_path / "traces" / NAME


def test_trace_of_the_design_is_possible(run: Run, gate: Path, trace: Path) -> None:
    result = run("replay", trace, gate)
    assert result.exit_code == 0
    assert "blind (Walker=2): possible, all 2 steps" in result.stdout
    assert "alone is broken for " in result.stdout


def test_trace_stops_being_possible_on_another_design(run: Run, gate: Path, trace: Path) -> None:
    result = run("replay", trace, gate, "--design", "careful")
    assert result.exit_code == 11
    assert "careful (Walker=2): stops being possible at step 2 of 2" in result.stdout
    assert "outside cannot be taken" in result.stdout
    assert "false: inside = {}; inside is {walker" in result.stdout


def test_json_document(run: Run, gate: Path, trace: Path) -> None:
    result = run("replay", trace, gate, "--design", "careful", "--format", "json")
    assert result.exit_code == 11
    assert json.loads(result.stdout)["exact"]["stop"]["kind"] == "not_enabled"


def test_spec_is_the_one_that_the_trace_names(
    run: Run, trace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("replay", trace).exit_code == 0
    (tmp_path / "gate.tdp").unlink()
    result = run("replay", trace)
    assert result.exit_code == 2
    assert "blind.alone.itf.json names no spec that is there" in result.stderr


def test_shipped_spec_is_found_by_its_trace(run: Run, tmp_path: Path) -> None:
    write(tmp_path, itf_files(broken("die_hard")))
    result = run("replay", tmp_path / "die_hard.no_jug_holds_four.itf.json")
    assert result.exit_code == 0
    assert "no_jug_holds_four is broken" in result.stdout


def test_edited_spec_is_followed_as_far_as_it_goes(run: Run, gate: Path, trace: Path) -> None:
    gate.write_text(GATE.replace("outside", "before"), encoding="utf-8")
    result = run("replay", trace, gate)
    assert result.exit_code == 2
    assert 'walker.at[walker0]: "outside" is no walker' in _unboxed(result.stderr)
    gate.write_text(GATE.replace("add w to inside", "inside := {}"), encoding="utf-8")
    result = run("replay", trace, gate)
    assert result.exit_code == 11
    assert "inside is {walker0} in the trace, {} here" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--design", "carefull"), "did you mean 'careful'?"),
        (("--size", "Walker=3"), "no value for walker2"),
        (("--size", "Walker=1"), "is no Walker at Walker=1"),
        (("--size", "Runner=1"), "no sort is called 'Runner'"),
        (("--size", "Walker"), "is not of the form SORT=NUMBER"),
    ],
)
def test_mistake_is_2(run: Run, gate: Path, trace: Path, words: tuple[str, ...], said: str) -> None:
    result = run("replay", trace, gate, *words)
    assert result.exit_code == 2
    assert said in _unboxed(result.stderr)


def test_trace_of_another_spec_is_2(run: Run, trace: Path) -> None:
    result = run("replay", trace, "peterson", "--design", "peterson")
    assert result.exit_code == 2
    assert "no sort is called 'Walker'" in _unboxed(result.stderr)


@pytest.mark.parametrize("content", [None, b"\xff", b"[1, 2]", b"not a trace"])
def test_file_that_is_no_trace_is_2(
    run: Run, gate: Path, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "bad.itf.json"
    if content is not None:
        path.write_bytes(content)
    result = run("replay", path, gate)
    assert result.exit_code == 2
    assert "TRACE" in result.stderr
    assert "bad.itf.json" in result.stderr


def test_trace_without_meta_needs_a_design(run: Run, gate: Path, trace: Path) -> None:
    document = json.loads(trace.read_text(encoding="utf-8"))
    del document["#meta"]
    for state in document["states"]:
        del state["#meta"]
    trace.write_text(json.dumps(document), encoding="utf-8")
    result = run("replay", trace, gate)
    assert result.exit_code == 2
    assert "name one of careful, blind" in _unboxed(result.stderr)
    assert run("replay", trace, gate, "--design", "blind").exit_code == 0
    assert run("replay", trace, gate, "--design", "careful").exit_code == 11


# ---------------------------------------------------------------------------- witnesses


def test_witness_of_a_hardware_model_checker(run: Run, gate: Path, tmp_path: Path) -> None:
    assert run("emit", gate, "--as", "aag", "--design", "blind", "-o", tmp_path).exit_code == 0
    lines = (tmp_path / "gate.blind.aag").read_text().splitlines()
    _, _, inputs, latches, *_ = lines[0].split()
    resets = [one.split()[2:] == ["1"] for one in lines[1 + int(inputs) :][: int(latches)]]
    enter = [line.split(" ", 1)[1] for line in lines if line.startswith("i")]
    steps = [enter.index("outside(walker0)"), enter.index("outside(walker1)"), -1]
    bad = next(line.split()[0] for line in lines if line.endswith(" alone"))
    witness = tmp_path / "alone.cex"
    words = ["".join(str(int(one == at)) for one in range(int(inputs))) for at in steps]
    witness.write_text("\n".join(["1", bad, "".join(str(int(one)) for one in resets), *words, "."]))

    result = run("replay", witness, gate, "--design", "blind")
    assert result.exit_code == 0
    assert "blind (Walker=2): possible, all 2 steps" in result.stdout
    assert "a run of blind that breaks alone" in result.stdout
    assert "alone is broken for w = walker0, x = walker1" in result.stdout
    for words, said in (
        ((), "names no spec"),
        ((gate,), "name one of careful, blind"),
        ((gate, "--design", "blind", "--size", "Walker=3"), "blind (Walker=3) has"),
    ):
        result = run("replay", witness, *words)
        assert result.exit_code == 2
        assert said in _unboxed(result.stderr)


# ---------------------------------------------------------------------------- writing traces


def test_refutation_is_written_and_told(run: Run, gate: Path, tmp_path: Path) -> None:
    result = run("prove", gate, *WORDS, "--trace-format", "itf", "--traces", tmp_path / "traces")
    assert result.exit_code == 0
    assert "blind breaks alone in 2 steps" in result.stdout
    path = tmp_path / "traces" / NAME
    assert result.stderr == f"wrote {path}\n"
    read = itf_py.trace_from_json(json.loads(path.read_text(encoding="utf-8")))
    assert read.states[-1].values["inside"] == frozenset({"walker0", "walker1"})
    assert run("replay", path, gate).exit_code == 0


def test_run_that_tlc_found_is_written_and_replays(run: Run, gate: Path, tmp_path: Path) -> None:
    words = ("--design", "blind", "--trace-format", "itf", "--traces", tmp_path)
    result = run("tlc", gate, *words)
    assert result.exit_code == 0
    assert f"wrote {tmp_path / NAME}\n" in result.stderr
    read = itf_py.trace_from_json(json.loads((tmp_path / NAME).read_text(encoding="utf-8")))
    assert len(read.states) == 3
    assert run("replay", tmp_path / NAME, gate).exit_code == 0


def test_file_of_somebody_else_is_not_overwritten(run: Run, gate: Path, trace: Path) -> None:
    words = (*WORDS, "--trace-format", "itf", "--traces", trace.parent)
    assert run("prove", gate, *words).exit_code == 0
    written = trace.read_bytes()
    trace.write_text("mine", encoding="utf-8")
    result = run("prove", gate, *words)
    assert result.exit_code == 2
    assert "see --force" in _unboxed(result.stderr)
    assert result.stdout == ""
    assert trace.read_text(encoding="utf-8") == "mine"
    assert run("prove", gate, *words, "--force").exit_code == 0
    assert trace.read_bytes() == written


def test_nothing_is_written_for_what_holds(run: Run, gate: Path, tmp_path: Path) -> None:
    words = ("--design", "careful", "--claim", "alone", "--no-vacuity", "--trace-format", "itf")
    assert run("prove", gate, *words, "--traces", tmp_path / "traces").exit_code == 0
    assert list(tmp_path.glob("**/*.itf.json")) == []


def test_default_folder_is_under_out(
    run: Run, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("prove", gate, *WORDS, "--trace-format", "itf").exit_code == 0
    assert (tmp_path / "out" / "gate" / "traces" / NAME).is_file()


def test_folder_without_a_format_is_2(run: Run, gate: Path, tmp_path: Path) -> None:
    result = run("prove", gate, "--traces", tmp_path)
    assert result.exit_code == 2
    assert "--trace-format itf" in _unboxed(result.stderr)


def _unboxed(text: str) -> str:
    """What stands in a box, on one line."""
    return " ".join(text.replace("│", " ").split())
