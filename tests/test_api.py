"""The Python face: the commands' words, and mistakes as exceptions that say what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import tdpspec
from tdpspec.report.to_itf import counterexamples, itf_files
from tests.cli.conftest import GATE


@pytest.fixture
def spec(tmp_path: Path) -> tdpspec.Spec:
    path = tmp_path / "gate.tdp"
    path.write_text(GATE, encoding="utf-8")
    return tdpspec.load(path)


def test_every_public_name_is_there() -> None:
    assert all(getattr(tdpspec, name) is not None for name in tdpspec.__all__)


def test_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        _ = tdpspec.nothing_of_ours  # type: ignore[attr-defined]  # that is the point


def test_prove_and_render(spec: tdpspec.Spec) -> None:
    report = tdpspec.prove(spec, designs=["blind"], claims=["alone"], vacuity=False)
    (finding,) = report.findings
    assert finding.identifier == "blind/alone"
    assert "blind breaks alone in 2 steps" in tdpspec.render(report, "plain")


def test_states(spec: tdpspec.Spec) -> None:
    counts = tdpspec.states(spec, sizes={"Walker": 4})
    assert [(one.design, one.distinct) for one in counts] == [("careful", 5), ("blind", 16)]


def test_simulate(spec: tdpspec.Spec) -> None:
    run = tdpspec.simulate(spec, "careful", steps=7, seed=1)
    assert run is not None
    assert len(run.trace) == 7


def test_spec_with_mistakes_cannot_be_loaded(tmp_path: Path) -> None:
    path = tmp_path / "bad.tdp"
    path.write_text("protocol bad\nvar x: Nothing = 1\n", encoding="utf-8")
    with pytest.raises(tdpspec.SpecError, match="Nothing") as caught:
        tdpspec.load(path)
    assert caught.value.diagnostics


def test_question_about_nothing_is_refused(spec: tdpspec.Spec) -> None:
    with pytest.raises(tdpspec.QuestionError, match="did you mean 'blind'"):
        tdpspec.prove(spec, designs=["blinde"])


def test_replay(spec: tdpspec.Spec, tmp_path: Path) -> None:
    report = tdpspec.prove(spec, designs=["blind"], claims=["alone"], vacuity=False)
    (name, text), *_ = itf_files(counterexamples(report.findings)).items()
    (tmp_path / name).write_text(text, encoding="utf-8")
    trace = tdpspec.read_trace(tmp_path / name)
    assert tdpspec.replay(spec, trace).is_possible
    assert not tdpspec.replay(spec, trace, "careful").is_possible
    with pytest.raises(tdpspec.TraceError, match="no value for walker2"):
        tdpspec.replay(spec, trace, sizes={"Walker": 3})
    with pytest.raises(tdpspec.TraceError, match="no such file"):
        tdpspec.read_trace(tmp_path / "none.itf.json")


def test_who_only_starts_engines_waits_for_no_solver() -> None:
    """Verdicts are found and looked at once more in child processes, so that nothing that imports
    a solver is imported here: it takes as long as all else together."""
    program = """
import sys, tdpspec
report = tdpspec.prove(tdpspec.load("lock_server"), designs=["guarded"], explain=True)
assert [one.confirmed_by for one in report.findings] != [()]
tdpspec.render(report)
print([one for one in ("z3", "pysat", "numpy", "pydantic") if one in sys.modules])
"""
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"


def test_a_proof_that_may_rest_on_values_kept_in_range_says_so(tmp_path: Path) -> None:
    path = tmp_path / "count.tdp"
    path.write_text(
        "protocol count\nvar n: 0..3 = 0\naction up { n := n + 1 }\n"
        'action down { when n > 2  n := 0 }\ninvariant small "" n < 4\ninvariant low "" n < 2\n',
        encoding="utf-8",
    )
    spec = tdpspec.load(path)

    def numbers(*claims: str) -> list[str]:
        report = tdpspec.prove(spec, claims=claims, vacuity=False)
        return [one.code.number for one in report.warnings]

    assert numbers("small") == ["TDP507"]
    assert numbers("low") == [], "it is refuted"
    assert numbers("small", "ranges_are_respected") == []
    assert numbers() == []
