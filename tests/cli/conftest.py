"""Running the command line in this process, and specs small enough to be proved at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tdpspec.cli.app import app

GATE = """protocol gate
"Two walkers and one gate."

sort Walker = 2
choice looks: bool "does a walker look before it enters?"
design careful { looks = true }
design blind "nobody looks" { looks = false }

var inside: set Walker = {}

process walker(w: Walker) {
    outside "gate_enter()":
        when not looks or inside = {}
        add w to inside
    within "gate_leave()":
        remove w from inside
        goto outside
}

invariant alone "at most one walker is inside"
    forall w: Walker, x: Walker. w in inside and x in inside => w = x

expect careful proves alone
expect blind refutes alone
"""

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands of one test remember verdicts: nowhere that another test looks."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("TDPSPEC_CACHE_DIR", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("check", "a.tdp")``: the result of the command, standard error apart."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return lambda *words: CliRunner().invoke(app, [str(one) for one in words])


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A spec whose designs are judged at once: one holds, one is refuted in two steps."""
    path = tmp_path / "gate.tdp"
    path.write_text(GATE, encoding="utf-8")
    return path
