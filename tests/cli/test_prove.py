"""``prove``: the exit status says what came out, and the report says why."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tdpspec import pipeline
from tdpspec.engines.contradiction import ContradictionError
from tdpspec.engines.defaults import DEPTH, SECONDS
from tdpspec.engines.search.registry import ENGINES
from tdpspec.system.finding import Finding
from tdpspec.system.verdict import Induction, Proved
from tests.cli.conftest import GATE, Run
from tests.engines.doubles import Fixed


def test_all_as_expected_is_0(run: Run, gate: Path) -> None:
    result = run("prove", gate)
    assert result.exit_code == 0
    assert "blind breaks alone in 2 steps; no shorter run does" in result.stdout
    assert "As expected: " in result.stdout


def test_unexpected_refutation_is_12(run: Run, gate: Path) -> None:
    gate.write_text(GATE.replace("expect blind refutes alone\n", ""), encoding="utf-8")
    result = run("prove", gate, "--design", "blind", "--no-vacuity")
    assert result.exit_code == 12
    assert "! expected" in result.stdout


def test_missing_refutation_is_10(run: Run, gate: Path) -> None:
    gate.write_text(GATE.replace("careful proves", "careful refutes"), encoding="utf-8")
    assert run("prove", gate, "--design", "careful", "--no-vacuity").exit_code == 10


def test_bound_where_a_proof_was_expected_is_3(run: Run, gate: Path) -> None:
    words = ("--design", "careful", "--engine", "bmc", "--depth", "3")
    result = run("prove", gate, *words)
    assert result.exit_code == 3
    assert "to depth 3" in result.stdout


def test_time_limit_is_never_a_pass(run: Run, gate: Path) -> None:
    result = run("prove", gate, "--design", "careful", "--timeout", "0.001")
    assert result.exit_code == 4
    assert "time limit of 0.001 s reached" in result.stdout


@pytest.mark.parametrize("installed", [True, False])
def test_who_lacks_time_is_told_of_the_faster_solver(
    run: Run, gate: Path, monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    monkeypatch.setattr("tdpspec.cli.prove.find_spec", lambda _: object() if installed else None)
    short = run("prove", gate, "--design", "careful", "--timeout", "0.001")
    assert ("pip install 'tdpspec[fast]'" in short.stderr) is not installed
    enough = run("prove", gate, "--design", "careful", "--engine", "bmc", "--depth", "3")
    assert "fast" not in enough.stderr


LEMMA = "lemma nobody inside = {}\n"


def test_wrong_lemma_is_a_warning_and_changes_no_status(run: Run, gate: Path) -> None:
    gate.write_text(GATE + LEMMA, encoding="utf-8")
    result = run("prove", gate, "--no-vacuity", "--design", "careful")
    assert result.exit_code == 0
    assert "careful breaks the lemma nobody in 1 step; no shorter run does" in result.stdout
    assert "warning[TDP505]: the lemma 'nobody' is false: a run of careful" in result.stdout
    document = json.loads(run("prove", gate, "--no-vacuity", "--format", "json").stdout)
    assert [(one["design"], one["verdict"]) for one in document["lemmas"]] == [
        ("careful", "broken"),
        ("blind", "broken"),
    ]


def test_explain_says_why_a_proof_works(run: Run, gate: Path) -> None:
    hint = "lemma place forall w: Walker. w in inside => w at within\n"
    claim = "invariant where_else forall w: Walker. w at outside => w notin inside\n"
    gate.write_text(GATE + hint + claim, encoding="utf-8")
    words = ("prove", gate, "--no-vacuity", "--design", "careful", "--engine", "kinduction")
    result = run(*words, "--explain")
    assert result.exit_code == 0
    assert "careful: why alone is proved" in result.stdout
    assert "for all walkers w and x: if w in inside and x in inside then w = x" in result.stdout
    document = json.loads(run(*words, "--explain", "--format", "json").stdout)
    assert [one["claim"] for one in document["explanations"]] == ["alone", "where_else"]
    assert json.loads(run(*words, "--format", "json").stdout)["explanations"] is None


def test_lemma_cannot_be_asked_for(run: Run, gate: Path) -> None:
    gate.write_text(GATE + LEMMA, encoding="utf-8")
    result = run("prove", gate, "--claim", "nobody")
    assert result.exit_code == 2
    assert "is a lemma, not a claim" in " ".join(result.stderr.split())


def test_json_document(run: Run, gate: Path) -> None:
    result = run("prove", gate, "--format", "json", "--size", "Walker=3")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["sizes"] == {"Walker": 3}
    verdicts = {one["id"]: (one["verdict"], one["confirmed"]) for one in document["findings"]}
    assert verdicts["careful/alone"] == ("proved", True)
    assert verdicts["blind/alone"] == ("refuted", True)


def test_plain_report_is_the_same_for_every_number_of_jobs(run: Run, gate: Path) -> None:
    one, two = (run("prove", gate, "--format", "plain", "--jobs", jobs) for jobs in (1, 2))
    assert (one.exit_code, two.exit_code) == (0, 0)
    assert one.stdout == two.stdout


def test_only_the_claim_asked_about_is_judged(run: Run, gate: Path) -> None:
    words = ("--design", "blind", "--claim", "alone", "--format", "json", "--no-vacuity")
    result = run("prove", gate, *words)
    assert result.exit_code == 0
    assert [one["id"] for one in json.loads(result.stdout)["findings"]] == ["blind/alone"]


def test_action_that_no_run_takes_is_told(run: Run, gate: Path) -> None:
    gate.write_text(GATE + "\naction flood { when inside = Walker and looks remove_all() }\n"
                    "procedure remove_all() { inside := {} }\n", encoding="utf-8")  # fmt: skip
    result = run("prove", gate, "--design", "careful")
    assert result.exit_code == 0
    assert "warning[TDP501]: no run of careful takes flood" in result.stdout
    assert "careful: 2 of 3 actions can be taken, each within 2 steps" in result.stdout
    without = run("prove", gate, "--design", "careful", "--no-vacuity")
    assert without.exit_code == 0
    assert "TDP501" not in without.stdout


FAULTS = """
choice paint: red | green
invariant idle "a left side that is never true"
    (forall w: Walker. w at within and w notin inside => inside = {}) and inside = inside
invariant nothing_said forall w: Walker. w at within or w at outside
"""


def test_what_makes_verdicts_worth_less_is_told(run: Run, gate: Path) -> None:
    painted = GATE.replace("looks = true", "looks = true, paint = red").replace(
        "looks = false", "looks = false, paint = red"
    )
    dabbing = painted.replace(
        "add w to inside", "add w to inside\n        if paint = green { dabs := 1 - dabs }"
    )
    gate.write_text(f"{dabbing}{FAULTS}var dabs: 0..1 = 0\n", encoding="utf-8")
    result = run("prove", gate, "--format", "json")
    assert result.exit_code == 0, result.stdout + result.stderr
    document = json.loads(result.stdout)
    codes = [one["code"] for one in document["warnings"] if one["code"] >= "TDP5"]
    assert codes == ["TDP502", "TDP503", "TDP504"]
    vacuity = document["vacuity"]
    assert vacuity["indifferent"] == ["paint"]
    assert vacuity["designs"]["blind"]["of_any_state"] == ["nothing_said"]
    assert [one["claim"] for one in vacuity["designs"]["blind"]["idle"]] == ["idle"]
    assert {one["witness"] for one in vacuity["designs"]["blind"]["actions"].values()} == {1, 2}
    without = json.loads(run("prove", gate, "--format", "json", "--no-vacuity").stdout)
    assert without["vacuity"] is None
    assert [one["code"] for one in without["warnings"] if one["code"] >= "TDP5"] == []


def test_sound_spec_has_no_such_warning(run: Run, gate: Path) -> None:
    result = run("prove", gate, "--format", "json")
    assert [one["code"] for one in json.loads(result.stdout)["warnings"]] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--design", "carefull"), "did you mean 'careful'?"),
        (("--claim", "alon"), "did you mean 'alone'?"),
        (("--size", "Wlaker=2"), "did you mean 'Walker'?"),
        (("--engine", "bcm"), "did you mean 'bmc'?"),
        (("--size", "Walker"), "not of the form SORT=NUMBER"),
        (("--size", "Walker=-1"), "not of the form SORT=NUMBER"),
        (("--size", "Walker=0"), "at least one member"),
        (("--depth", "-1"), "--depth"),
        (("--timeout", "0"), "--timeout"),
        (("--format", "html"), "--format"),
    ],
)
def test_wrong_word_is_a_usage_error(
    run: Run, gate: Path, words: tuple[str, ...], message: str
) -> None:
    result = run("prove", gate, *words)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_spec_with_mistakes_is_not_proved(run: Run, gate: Path) -> None:
    gate.write_text(GATE.replace("sort Walker", "sort Wlaker"), encoding="utf-8")
    result = run("prove", gate)
    assert result.exit_code == 2
    assert result.stderr.startswith("error[TDP")
    assert result.stdout == ""


def test_default_depth_is_the_one_of_the_engines(run: Run) -> None:
    result = run("prove", "--help")
    assert result.exit_code == 0
    assert f"default: {DEPTH};" in result.stdout
    assert f"default: {SECONDS};" in result.stdout


def test_help_names_every_engine(run: Run) -> None:
    result = run("prove", "--help")
    assert result.exit_code == 0
    assert all(one in result.stdout for one in ENGINES)


@pytest.mark.slow
@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_shows_what_is_known(tmp_path: Path, ended_by: signal.Signals) -> None:
    path = tmp_path / "gate.tdp"
    path.write_text(GATE, encoding="utf-8")
    # So deep and so large that it cannot be done before the interrupt comes.
    words = ["prove", str(path), "--engine", "bmc", "--depth", "100000", "--size", "Walker=12"]
    # On a busy machine it may take long to begin, and before it has there is nothing to be shown.
    for seconds in (4, 16, 64):
        running = subprocess.Popen(
            [sys.executable, "-m", "tdpspec", *words, "--jobs", "1", "--format", "json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COLUMNS": "80"},
            start_new_session=True,
        )
        time.sleep(seconds)
        # As a terminal and `timeout` do it: the whole group gets the signal, the children too.
        os.killpg(running.pid, ended_by)
        out, err = running.communicate(timeout=60)
        assert running.returncode == 130, err
        assert "Traceback" not in err
        if out:
            break
    document = json.loads(out)
    assert document["interrupted"] is True
    assert all(one["verdict"] != "proved" for one in document["findings"])
    assert {one["design"] for one in document["findings"]} == {"careful", "blind"}


def test_interrupt_before_anything_is_known_keeps_what_was_kept(
    run: Run, gate: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("prove", gate, "--claim", "alone", "--no-vacuity").exit_code == 0
    (path,) = cache_folder.rglob("last_findings.json")
    kept = path.read_text(encoding="utf-8")

    def interrupted(*_: object, **__: object) -> Iterator[Finding]:
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.portfolio, "prove", interrupted)
    result = run("prove", gate, "--no-cache")
    assert result.exit_code == 130
    assert "Interrupted before any claim was decided.\n" in result.stdout
    assert "expected" not in result.stdout
    assert path.read_text(encoding="utf-8") == kept


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that proves everything: rightly of the careful design, wrongly of the blind one."""
    engine = Fixed("liar", Proved((("Walker", 2),), Induction(1)))
    monkeypatch.setitem(ENGINES, engine.name, engine)  # type: ignore[index]


LIE = "blind/alone: liar is contradicted: a fresh solver contradicts its step"


@pytest.mark.usefixtures("liar")
def test_engines_that_disagree_are_an_internal_error(run: Run, gate: Path, tmp_path: Path) -> None:
    words = ("prove", gate, "--engine", "liar", "--claim", "alone", "--jobs", "1")
    result = run(*words, "--certificates", tmp_path / "proofs")
    assert result.exit_code == 1
    assert result.stderr == f"tdpspec: internal error: two parts of it disagree: {LIE}\n"
    ending = result.stdout[result.stdout.index("careful keeps") :]
    assert ending.startswith(
        f"""careful keeps its claim.
blind is not known to keep its claim; not decided: alone(!) (unknown).

Not as expected: 1 of 2 verdicts.
  blind/alone: unknown, expected a refutation (gate.tdp:24)

INTERNAL ERROR: two parts of tdpspec disagree
  {LIE}.
  One of them is wrong, and so may be every verdict above: rely on none. The
"""
    )
    assert "maintainers of tdpspec (tdpspec 0" in " ".join(ending.split())
    assert not (tmp_path / "proofs").exists()
    document = json.loads(run(*words, "--format", "json", "--no-cache").stdout)
    assert document["contradiction"] == LIE
    assert {one["id"]: one["verdict"] for one in document["findings"]} == {
        "careful/alone": "proved",
        "blind/alone": "unknown",
    }
    assert run("show", "alone").exit_code == 2


@pytest.mark.usefixtures("liar")
def test_what_disagrees_elsewhere_has_no_stack_trace(
    run: Run, gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disagree(*_: object, **__: object) -> None:
        raise ContradictionError("this and that")

    monkeypatch.setattr(pipeline, "states", disagree)
    result = run("states", gate)
    assert result.exit_code == 1
    assert result.stderr == ("tdpspec: internal error: two parts of it disagree: this and that\n")


def test_many_runs_are_told_on_request(run: Run, gate: Path) -> None:
    more = "".join(f"design blind{at} {{ looks = false }}\n" for at in range(3))
    lines = "".join(f"expect blind{at} refutes alone\n" for at in range(3))
    gate.write_text(GATE.replace("var inside", f"{more}var inside") + lines, encoding="utf-8")
    words = ("prove", gate, "--claim", "alone", "--no-vacuity")
    few = run(*words)
    assert few.exit_code == 0
    assert few.stdout.count("no shorter run does") == 1
    assert "3 refutations are named only; tdpspec show blind0/alone tells one" in few.stdout
    every = run(*words, "--every-run")
    assert every.exit_code == 0
    assert every.stdout.count("no shorter run does") == 4
    assert run("show", "blind0/alone").stdout in every.stdout
