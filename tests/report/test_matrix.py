"""The matrix: what fits, what continues below, what is marked."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.report.document import as_expected
from tdpspec.report.layout import text_of
from tdpspec.report.matrix import matrix
from tests.report.example import report


def rows(width: int) -> list[str]:
    return [text_of(one) for one in matrix(report(), width)]


def test_all_designs_stand_beside_each_other_at_80_columns() -> None:
    (head, *_) = rows(80)
    assert head.split() == ["keep_and_skip", "remove_from_", "keep_on_list"]


def test_designs_that_do_not_fit_continue_below() -> None:
    narrow = rows(50)
    assert max(map(len, narrow)) <= 50
    assert "" in narrow
    assert sum("nothing_survives" in one for one in narrow) > 1


def test_only_the_unexpected_is_marked() -> None:
    marks = sum(one.count("! expected") for one in rows(80))
    assert marks == 3 == sum(not as_expected(one) for one in report().findings)


def test_question_not_asked_has_no_verdict() -> None:
    without = replace(report(), findings=())
    cells = [text_of(one).split()[1:] for one in matrix(without, 80)[3:]]
    assert cells == [["-", "-", "-"]] * 3
