"""The examples of the language reference are read and checked by the real stages."""

from __future__ import annotations

import re

import pytest

from tdpspec.checking.check import check
from tdpspec.source.codes import NOTHING_HAPPENS
from tdpspec.source.data import data_folder
from tdpspec.source.text import SourceText
from tdpspec.syntax.parse import parse

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
