"""The files in ``out/`` are what the program writes today."""

from __future__ import annotations

from pathlib import Path

from tdpspec import pipeline
from tdpspec.engines.question import Question
from tdpspec.report.write import LEDGER

OUT = Path(__file__).parent.parent / "out"


def test_the_shipped_tla_is_current() -> None:
    _, system, _ = pipeline.load(pipeline.SHIPPED)
    assert system is not None
    folder = OUT / pipeline.SHIPPED
    current = pipeline.emit(system, Question())
    assert sorted([*current, LEDGER]) == sorted(one.name for one in folder.iterdir())
    for name, text in current.items():
        assert (folder / name).read_text(encoding="utf-8") == text, name
