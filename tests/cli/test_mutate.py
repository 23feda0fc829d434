"""``mutate``: the survivors with their places, the same bytes each time, honest statuses."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_survivors_and_a_claim_that_kills_nothing(run: Run, gate: Path) -> None:
    gate.write_text(gate.read_text() + "invariant idle forall w: Walker. w = w\n", "utf-8")
    result = run("mutate", gate, "--design", "careful", "--jobs", 1)
    assert result.exit_code == 0, result.output
    assert "careful (Walker=1; Walker=2)\n  claim  kills  alone\n" in result.stdout
    assert "  idle       0      0  kills nothing\n" in result.stdout
    assert "gate.tdp:16:9: `remove w from inside` skipped\n" in result.stdout
    assert "guard `not looks or inside = {}` dropped" not in result.stdout  # killed
    shown = run("mutate", gate, "--design", "careful", "--jobs", 1, "--all").stdout
    assert "gate.tdp:13:9: guard `not looks or inside = {}` dropped\n" in shown
    assert "by alone in 2 steps" in shown
    assert "(this is blind)" in shown


def test_json_is_the_same_each_time(run: Run, gate: Path) -> None:
    words = ("mutate", gate, "--format", "json", "--seed", 3, "--jobs", 1)
    once, again = run(*words), run(*words)
    assert (once.exit_code, once.stdout) == (0, again.stdout)
    document = json.loads(once.stdout)
    assert (document["complete"], document["seed"], document["spec"]) == (True, 3, "gate.tdp")
    careful, blind = document["designs"]
    dropped = careful["mutants"]["walker.outside.guard_dropped"]
    assert dropped["kills"] == [{"claim": "alone", "steps": 2, "sizes": {"Walker": 2}}]
    assert blind["counts"]["killed"] == 0
    assert sum(careful["counts"].values()) == len(careful["mutants"])
    assert careful["claims"]["alone"]["kills"] == careful["counts"]["killed"] > 0


def test_json_has_this_shape(run: Run, gate: Path) -> None:
    document = json.loads(run("mutate", gate, "--format", "json", "--jobs", 1).stdout)
    names = ["schema", "spec", "seed", "complete", "mutants", "designs", "invalid"]
    assert list(document) == names
    assert (document["schema"], document["seed"], document["invalid"]) == (1, 0, 0)
    assert document["mutants"][0] == {
        "name": "careful.looks.choice_flipped",
        "fault": "choice flipped",
        "text": "`looks = false` instead of `true`",
        "at": "gate.tdp:6:1",
        "design": "careful",
        "same_as": "blind",
        "invalid": None,
    }
    careful, blind = document["designs"]
    assert (careful["design"], blind["design"]) == ("careful", "blind")
    assert careful["sizes"] == [{"Walker": 1}, {"Walker": 2}]
    assert careful["states"] == 3
    assert careful["claims"] == {"alone": {"kills": 3, "alone": 3}}
    assert careful["counts"] == {
        "killed": 3,
        "survived": 6,
        "equivalent": 0,
        "too large": 0,
        "out of time": 0,
        "not tried": 0,
    }
    assert careful["mutants"]["careful.looks.choice_flipped"] == {
        "fate": "killed",
        "kills": [{"claim": "alone", "steps": 2, "sizes": {"Walker": 2}}],
        "searched": [{"Walker": 1}, {"Walker": 2}],
        "states": 4,
        "wider": None,
    }
    named = [one["name"] for one in document["mutants"]]
    assert set(careful["mutants"]) | set(blind["mutants"]) == set(named)


def test_no_time_kills_nothing_and_is_told(run: Run, gate: Path) -> None:
    result = run("mutate", gate, "--seconds", 0, "--format", "json")
    assert result.exit_code == 3
    counts = [one["counts"] for one in json.loads(result.stdout)["designs"]]
    assert [{word: n for word, n in one.items() if n} for one in counts] == [
        {"not tried": 9},
        {"not tried": 9},
    ]
    text = run("mutate", gate, "--seconds", 0, "--format", "plain")
    assert "no claim is known to hold, so none can kill" in text.stdout


def test_mistakes_are_told(run: Run, gate: Path) -> None:
    for option, value in (("--design", "x"), ("--claim", "x"), ("--size", "X=1")):
        assert run("mutate", gate, option, value).exit_code == 2
