"""The grammar, loaded; and what its terminals are called when a person reads about them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from lark import Lark
from lark.lexer import PatternStr

from tdpspec.source.data import data_folder


def load_grammar(strict: bool = False) -> Lark:
    """The parser of ``grammar/tdpspec.lark``.

    Its lexer is the basic one, which knows nothing of the parser's state: a word of the language
    is that word everywhere, and a mistake is noticed where it was made. ``strict`` makes lark
    look for terminals that collide (it needs the package interegular).
    """
    text = (data_folder("grammar") / "tdpspec.lark").read_text(encoding="utf-8")
    return Lark(
        text,
        parser="lalr",
        lexer="basic",
        start=["start", "declarations"],
        propagate_positions=True,
        maybe_placeholders=True,
        strict=strict,
    )


@cache
def grammar() -> Lark:
    """The one parser of this process. Building it takes about 0.2 s; a copy of it on disk would
    save most of that and could be out of date, so there is none."""
    return load_grammar()


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
