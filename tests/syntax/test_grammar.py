"""The grammar as lark sees it."""

from __future__ import annotations

import re

from tdpspec.source.data import data_folder
from tdpspec.syntax.grammar import fixed_texts, load_grammar, words


def test_no_two_terminals_collide() -> None:
    assert load_grammar(strict=True).terminals


def test_every_word_of_the_language_is_reserved() -> None:
    assert {"goto", "choose", "notin", "invariant", "holds"} <= set(words())
    assert not {"every", "size", "end", "begin", "done"} & set(words())


def test_no_terminal_has_an_invented_name() -> None:
    # lark calls a sign that the grammar does not name __ANON_0; messages would show that.
    assert not [name for name in fixed_texts() if name.startswith("__")]


def test_the_reference_lists_all_reserved_words() -> None:
    readme = (data_folder("grammar") / "README.md").read_text(encoding="utf-8")
    section = readme.split("## Reserved words")[1].split("\n## ")[0]
    listed = re.search(r"```text\n(.*?)```", section, re.DOTALL)
    assert listed is not None
    assert listed.group(1).split() == sorted(words())
