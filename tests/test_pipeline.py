"""The line from text to verdicts: what comes out of each stage when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tdpspec import pipeline
from tdpspec.engines.running.question import Question
from tdpspec.source.diagnostic import has_errors
from tdpspec.source.locate import shipped_specs
from tdpspec.source.text import SourceText
from tdpspec.system.finding import Finding, Statistics
from tdpspec.system.instance import Instance
from tdpspec.system.verdict import NOT_JUDGED, HoldsTo
from tests.cli.conftest import GATE

SOURCE = SourceText("gate.tdp", GATE)


def test_text_without_mistakes_becomes_a_system() -> None:
    system, found = pipeline.build_system(SOURCE)
    assert system is not None
    assert not has_errors(found)
    assert [one.name for one in system.designs] == ["careful", "blind"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("process walker", "prozess walker"), ("inside = {}", "insid = {}"), ("looks = true", "")],
    ids=["syntax", "names", "designs"],
)
def test_error_in_any_stage_ends_the_line(old: str, new: str) -> None:
    system, found = pipeline.build_system(SourceText("gate.tdp", GATE.replace(old, new)))
    assert system is None
    assert has_errors(found)


def test_default_spec_is_shipped() -> None:
    assert pipeline.SHIPPED in shipped_specs()


def test_interrupt_leaves_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    system, _ = pipeline.build_system(SOURCE)
    assert system is not None

    def interrupted(asked: tuple[Instance, ...], **_: object) -> Iterator[Finding]:
        first = asked[0].system.properties[0]
        yield Finding(asked[0], first, HoldsTo(7, "time"), "bmc", Statistics(1.0))
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.portfolio, "prove", interrupted)
    answers = pipeline.prove(SOURCE, system, Question(claims=("alone",)))
    assert answers.interrupted
    assert [(one.identifier, one.verdict) for one in answers.findings] == [
        ("careful/alone", HoldsTo(7, "time")),
        ("blind/alone", NOT_JUDGED),
    ]
    assert answers.findings[1].expectation is not None


@pytest.mark.parametrize("name", shipped_specs())
def test_shipped_spec_has_no_mistakes_and_no_warnings(name: str) -> None:
    _, system, found = pipeline.load(name)
    assert found == ()
    assert system is not None
    assert system.name == name
