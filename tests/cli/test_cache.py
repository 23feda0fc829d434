"""``prove`` with a cache: the same words, and never what a file says alone."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from tdpspec.cli.options import cache_folder as cache_folder_of_the_user
from tests.cli.conftest import GATE, Run

WORDS = ("--no-vacuity", "--jobs", "2")

VERDICTS = "[0-9a-f]*.json"
"""Named by a hash; beside them lies what ``show`` shows."""


def without_figures(text: str) -> str:
    """A JSON report without what it cost."""
    return re.sub(r'"(seconds|queries)": [0-9.]+', r'"\1": 0', text)


def test_report_is_the_same_from_the_cache(run: Run, gate: Path, cache_folder: Path) -> None:
    words = ("prove", gate, "--format", "json", *WORDS)
    plain = run(*words, "--no-cache")
    assert list(cache_folder.glob(VERDICTS)) == []
    cold, warm = run(*words), run(*words)
    assert len(list(cache_folder.glob(VERDICTS))) == len(json.loads(cold.stdout)["findings"])
    assert [one.exit_code for one in (plain, cold, warm)] == [0, 0, 0]
    assert without_figures(plain.stdout) == without_figures(cold.stdout)
    assert without_figures(plain.stdout) == without_figures(warm.stdout)
    queries = [
        {one["queries"] for one in json.loads(it.stdout)["findings"]} for it in (plain, warm)
    ]
    assert 0 not in queries[0]
    assert queries[1] == {0}


def test_changed_spec_is_judged_anew(run: Run, gate: Path) -> None:
    words = ("prove", gate, "--design", "careful", "--claim", "alone", *WORDS)
    assert run(*words).exit_code == 0
    gate.write_text(GATE.replace("when not looks or inside = {}", "when true"), encoding="utf-8")
    assert run(*words).exit_code == 12


def test_a_claim_that_was_not_asked_about_is_added_in_order(run: Run, gate: Path) -> None:
    words = ("prove", gate, "--format", "json", *WORDS)
    assert run(*words, "--claim", "alone", "--design", "blind").exit_code == 0
    every, none = run(*words), run(*words, "--no-cache")
    assert without_figures(every.stdout) == without_figures(none.stdout)


def test_entries_that_were_exchanged_are_not_believed(
    run: Run, gate: Path, cache_folder: Path
) -> None:
    words = ("prove", gate, "--claim", "alone", "--format", "json", *WORDS)
    right = run(*words)
    one, other = sorted(cache_folder.glob(VERDICTS))
    entries = [json.loads(path.read_text()) for path in (one, other)]
    for path, own, wrong in ((one, *entries), (other, *reversed(entries))):
        path.write_text(json.dumps({**own, "verdict": wrong["verdict"]}))
    again = run(*words)
    assert again.exit_code == 0
    assert without_figures(right.stdout) == without_figures(again.stdout)
    assert [json.loads(path.read_text())["verdict"] for path in (one, other)] == [
        entry["verdict"] for entry in entries
    ]


def test_a_folder_that_cannot_be_made_changes_nothing(
    run: Run, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TDPSPEC_CACHE_DIR", str(gate / "below a file"))
    result = run("prove", gate, "--claim", "alone", *WORDS)
    assert (result.exit_code, result.stderr) == (0, "")


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("TDPSPEC_CACHE_DIR", "here")
    assert cache_folder_of_the_user() == Path("here")
    monkeypatch.delenv("TDPSPEC_CACHE_DIR")
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder_of_the_user() == tmp_path / "xdg" / "tdpspec"
    for unset in ("", "not/absolute"):
        monkeypatch.setenv("XDG_CACHE_HOME", unset)
        assert cache_folder_of_the_user() == tmp_path / ".cache" / "tdpspec"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder_of_the_user() == tmp_path / "Library" / "Caches" / "tdpspec"
