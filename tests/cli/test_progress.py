"""What is shown while engines run, as a terminal would have it."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from tdpspec import api
from tdpspec.cli.progress import Board, progress
from tdpspec.engines.doing import Doing
from tdpspec.engines.question import Question


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


def test_what_is_not_counted_is_told_all_the_same() -> None:
    board = Board(("careful",))
    board.listen(Doing("TLC"))
    assert _shown(board) == ["TLC"]


def test_nothing_is_shown_where_nobody_looks(gate, capsys: pytest.CaptureFixture[str]) -> None:
    opened = api.load(gate)
    with progress(opened.system, Question()) as listener:
        assert listener is None
    assert capsys.readouterr() == ("", "")
