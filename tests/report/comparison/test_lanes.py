"""A run in lanes: who steps, which locks are held, in whatever width."""

from __future__ import annotations

import pytest

from tdpspec.report.comparison.lanes import lane_lines, legend
from tdpspec.report.layout import text_of
from tests.report.comparison.example import document


def _lines(width: int) -> list[str]:
    (told,) = (one for one in document().stories if len(one.moments) == 6)
    return [text_of(one) for one in lane_lines(told, width)]


def test_a_lock_is_drawn_while_it_is_held() -> None:
    lines = _lines(72)
    zapper = lines[1].index("zapper0")
    rows = {line[:3].strip(): line for line in lines if line[:3].strip()}
    # Step 3 takes the lock, step 4 yields it, step 6 takes it again.
    assert [rows[str(one)][zapper : zapper + 2].strip() for one in range(1, 7)] == [
        ".",
        ".",
        "*",
        "*m",
        ".",
        "*",
    ]
    assert "zapper0: begin -> zap, takes mmu_lock for read" in lines[lines.index(rows["4"]) - 1]


def test_the_signs_are_explained() -> None:
    (told,) = (one for one in document().stories if len(one.moments) == 6)
    assert legend(told, 72) == "*: takes the step; m: holds mmu_lock for read"


@pytest.mark.parametrize("width", [40, 60, 72, 92])
def test_no_line_is_wider_than_it_may_be(width: int) -> None:
    assert max(map(len, _lines(width))) <= width
