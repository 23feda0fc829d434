"""The examples of the language reference are read and checked by the real stages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tdpspec import api
from tdpspec.checking.check import check
from tdpspec.report.document import verdict_text
from tdpspec.source.codes import NOTHING_HAPPENS
from tdpspec.source.data import data_folder
from tdpspec.source.text import SourceText
from tdpspec.syntax.parse import parse
from tdpspec.system.finding import exit_status

EXAMPLES = tuple(
    re.findall(
        r"```tdp\n(.*?)```",
        (data_folder("grammar") / "README.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 15


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_has_no_mistakes(example: str) -> None:
    text = example if example.startswith("protocol") else f"protocol example\n{example}"
    source = SourceText("README.md", text)
    module, found = parse(source)
    assert found == ()
    assert module is not None
    assert module.declarations
    _, found = check(module, source)
    # Some examples show declarations only.
    assert not [one for one in found if one.is_error and one.code is not NOTHING_HAPPENS]


def test_the_reference_opens_with_a_whole_spec_that_is_proved_and_refuted(tmp_path: Path) -> None:
    """It is the only one: the reference says that the others are pieces."""
    assert [one.startswith("protocol counter") for one in EXAMPLES[:2]] == [True, False]
    path = tmp_path / "counter.tdp"
    path.write_text(EXAMPLES[0], encoding="utf-8")
    report = api.prove(api.load(path))
    assert report.warnings == ()
    told = {one.identifier: verdict_text(one.verdict) for one in report.findings}
    assert told == {
        "careful/nothing_is_lost": "proved every size",
        "careful/locks_are_used_correctly": "proved every size",
        "racy/nothing_is_lost": "refuted in 4 steps",
        "racy/locks_are_used_correctly": "proved every size",
    }
    assert exit_status(report.findings) == 0
