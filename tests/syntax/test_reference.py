"""The examples of the language reference are read by the real parser."""

from __future__ import annotations

import re

import pytest

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
def test_an_example_parses(example: str) -> None:
    text = example if example.startswith("protocol") else f"protocol example\n{example}"
    module, found = parse(SourceText("README.md", text))
    assert found == ()
    assert module is not None
    assert module.declarations
