"""``states``: exact numbers, and honest ones where the search stopped."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_counts_of_every_design(run: Run, gate: Path) -> None:
    result = run("states", gate)
    assert result.exit_code == 0
    # Nobody or one walker inside; without looking any set of them.
    assert "careful (Walker=2)\n  3 distinct states\n  4 transitions, depth 2" in result.stdout
    assert "blind (Walker=2)\n  4 distinct states\n  8 transitions, depth 3" in result.stdout


def test_json_of_one_design_has_its_keys_on_top(run: Run, gate: Path) -> None:
    result = run("states", gate, "--design", "blind", "--size", "Walker=3", "--format", "json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert (document["distinct"], document["transitions"], document["depth"]) == (8, 24, 4)
    assert (document["deadlocks"], document["never_taken"], document["complete"]) == (0, [], True)


def test_json_of_several_designs_has_an_object_for_each(run: Run, gate: Path) -> None:
    result = run("states", gate, "--format", "json")
    assert result.exit_code == 0
    designs = json.loads(result.stdout)["designs"]
    assert {name: one["distinct"] for name, one in designs.items()} == {"careful": 3, "blind": 4}


def test_shipped_neighbour(run: Run) -> None:
    result = run("states", "peterson")
    assert result.exit_code == 0
    assert "\n  42 distinct states\n" in result.stdout


def test_stopped_search_is_3_and_says_so(run: Run, gate: Path) -> None:
    result = run("states", gate, "--design", "blind", "--limit", "3")
    assert result.exit_code == 3
    assert "more than 3 distinct states" in result.stdout
    assert "stopped at the limit" in result.stdout


def test_exactly_the_limit_is_no_stop(run: Run, gate: Path) -> None:
    assert run("states", gate, "--design", "blind", "--limit", "4").exit_code == 0


def test_unknown_design_is_a_usage_error(run: Run, gate: Path) -> None:
    result = run("states", gate, "--design", "blnd")
    assert result.exit_code == 2
    assert "did you mean 'blind'?" in result.stderr
