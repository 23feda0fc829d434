"""The files that are not Python are found."""

from __future__ import annotations

import pytest

from tdpspec.source.data import data_folder


def test_the_grammar_is_found() -> None:
    assert (data_folder("grammar") / "tdpspec.lark").is_file()


def test_a_folder_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(FileNotFoundError, match="no folder 'nothing'"):
        data_folder("nothing")
