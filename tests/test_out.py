"""The files in ``out/`` are what the program writes today."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tdpspec import api, pipeline
from tdpspec.engines.running.question import Question
from tdpspec.report.comparison.formats import FORMATS
from tdpspec.report.write import LEDGER

OUT = Path(__file__).parent.parent / "out"
FOLDER = OUT / pipeline.SHIPPED
REPORTS = {one.file: one for one in FORMATS.values()}


def test_the_shipped_tla_is_current() -> None:
    _, system, _ = pipeline.load(pipeline.SHIPPED)
    assert system is not None
    current = pipeline.emit(system, Question())
    there = {one.name for one in FOLDER.iterdir()} - set(REPORTS)
    assert sorted([*current, LEDGER]) == sorted(there)
    for name, text in current.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, name


@pytest.mark.slow
def test_the_shipped_report_is_current() -> None:
    """Of the designs and at the sizes that it was made of; what was left out stays left out."""
    findings = FOLDER / "findings.json"
    if not findings.exists():
        pytest.skip("no report is committed")
    made = json.loads(findings.read_text(encoding="utf-8"))
    document = api.compare(
        api.load(pipeline.SHIPPED),
        Question(
            designs=tuple(dict.fromkeys(one["design"] for one in made["findings"])),
            sizes=tuple(made["sizes"].items()),
            jobs=os.cpu_count() or 1,
        ),
        mixtures=7200.0,
        mutants=7200.0 if made["mutation"] else 0.0,
        footer=bool(made["tool"]),
    )
    for name in sorted(set(REPORTS) & {one.name for one in FOLDER.iterdir()}):
        current = REPORTS[name].write(document)
        assert (FOLDER / name).read_text(encoding="utf-8") == current, name
