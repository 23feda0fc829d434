"""What is shown while engines run, as a terminal would have it."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from tdpspec import api
from tdpspec.cli.progress import Board, progress
from tdpspec.engines.doing import Doing
from tdpspec.engines.running.child import Begun, Judged
from tdpspec.engines.running.merge import Job
from tdpspec.engines.running.portfolio import News
from tdpspec.engines.running.question import Question
from tdpspec.engines.search.registry import ENGINES
from tdpspec.system.instance import instance
from tdpspec.system.verdict import Unknown
from tests import systems


def _shown(board: Board, width: int = 60) -> list[str]:
    console = Console(file=StringIO(), width=width, force_terminal=False)
    with console.capture() as captured:
        console.print(board.table())
    return [one[1:].strip() for one in captured.get().splitlines()]


def test_after_the_designs_come_the_mixtures_between_them() -> None:
    board = Board(("careful", "blind"))
    assert _shown(board) == ["careful  waiting", "blind    waiting"]
    now = ("mixture 4 of 24: looks = true", "mixture 5 of 24: looks = false")
    board.listen(Doing("designs between", 3, 24, now))
    assert _shown(board) == ["designs between: 3 of 24 judged", *now]


def test_a_design_waits_until_an_engine_begins_on_it() -> None:
    board = Board(("careful", "blind"))
    at = instance(replace(systems.counter(), design="careful"))
    job = Job(0, at, at.system.properties, "bmc", ENGINES["bmc"])
    board.listen(News(job, Begun()))
    count = len(at.system.properties)
    assert _shown(board) == [f"careful  bmc: 0 of {count} claims", "blind    waiting"]
    board.listen(News(job, Judged(at.system.properties[0].name, Unknown("no time"), 1, 0.1)))
    assert _shown(board) == [f"careful  bmc: 1 of {count} claims", "blind    waiting"]


def test_what_is_not_counted_is_told_all_the_same() -> None:
    board = Board(("careful",))
    board.listen(Doing("TLC"))
    assert _shown(board) == ["TLC"]


def test_nothing_is_shown_where_nobody_looks(gate, capsys: pytest.CaptureFixture[str]) -> None:
    opened = api.load(gate)
    with progress(opened.system, Question()) as listener:
        assert listener is None
    assert capsys.readouterr() == ("", "")
