"""The grammar, loaded; and what its terminals are called when a person reads about them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import lark
from lark import Lark
from lark.lexer import PatternStr

from tdpspec.source.data import data_folder


def load_grammar(strict: bool = False) -> Lark:
    """The parser of ``grammar/tdpspec.lark``, made from its text.

    Its lexer is the basic one, which knows nothing of the parser's state: a word of the language
    is that word everywhere, and a mistake is noticed where it was made. ``strict`` makes lark
    look for terminals that collide (it needs the package interegular).
    """
    return Lark(
        _text(),
        parser="lalr",
        lexer="basic",
        start=["start", "declarations"],
        propagate_positions=True,
        maybe_placeholders=True,
        strict=strict,
    )


@cache
def grammar() -> Lark:
    """The one parser of this process. To make it takes 0.3 s, most of it for its tables, and to
    load it a tenth of that: an installed package has it as ``grammar/hatch_build.py`` saved it
    when the package was built."""
    saved = data_folder("grammar") / saved_name()
    if not saved.is_file():
        return load_grammar()
    with saved.open("rb") as file:
        return Lark.load(file)


def saved_name() -> str:
    """The file in the grammar's folder with the parser that this version of lark makes of it; of
    another text, or by another version, it would have another name."""
    of = f"{lark.__version__}\n{_text()}"
    return f"parser.{hashlib.sha256(of.encode()).hexdigest()[:16]}.bin"


def _text() -> str:
    return (data_folder("grammar") / "tdpspec.lark").read_text(encoding="utf-8")


@cache
def fixed_texts() -> Mapping[str, str]:
    """Terminal to text, for those that always read the same: ``GOTO`` to ``goto``."""
    return MappingProxyType(
        {
            terminal.name: terminal.pattern.value
            for terminal in grammar().terminals
            if isinstance(terminal.pattern, PatternStr)
        }
    )


def kinds(names: str) -> frozenset[str]:
    """A set of terminals, written with blanks between them.

    >>> sorted(kinds("LBRACE RBRACE"))
    ['LBRACE', 'RBRACE']
    """
    return frozenset(names.split())


@cache
def words() -> Mapping[str, str]:
    """The reserved words, each with its terminal: ``goto`` to ``GOTO``."""
    return MappingProxyType(
        {text: name for name, text in sorted(fixed_texts().items()) if text.isidentifier()}
    )
