"""A text to its module, or to all its mistakes.

A file is parsed in pieces: a declaration's word at the beginning of a line, outside of all
brackets, begins a piece. A mistake that is plain (``==``, a forgotten colon) is told, mended in
the tokens, and parsing goes on; after another one it goes on with the next piece.
"""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token
from lark.exceptions import UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from tdpspec.source.codes import EMPTY, RESERVED_WORD
from tdpspec.source.diagnostic import Diagnostic, Found, has_errors, in_order
from tdpspec.source.span import Span
from tdpspec.source.text import SourceText
from tdpspec.syntax.build import build_module, mistakes_in
from tdpspec.syntax.build_expressions import Syntax
from tdpspec.syntax.declarations import Module
from tdpspec.syntax.grammar import grammar
from tdpspec.syntax.mistakes import explain, missing_protocol
from tdpspec.syntax.place import PARTNER, Place, begins_declaration
from tdpspec.syntax.tokens import MOST_MISTAKES, read_tokens


def parse(source: SourceText) -> tuple[Module | None, Found]:
    """The module that ``source`` says; None exactly when one of the complaints is an error."""
    tokens, found, gaps = read_tokens(source)
    if not tokens and not found:
        at = Span(source.path, 0, 0)
        hint = "begin with `protocol NAME`"
        return None, (Diagnostic(EMPTY, at, "there is nothing in this file", hint=hint),)
    pieces, more = _parse_pieces(tokens, source.path, gaps)
    found += more
    if not has_errors(found):
        module, found_in_tree = build_module(pieces[0], pieces[1:], source.path)
        found += found_in_tree
        return (None if has_errors(found) else module), in_order(found)
    for piece in pieces:
        found += mistakes_in(piece, source.path)
    return None, in_order(found)[:MOST_MISTAKES]


def _parse_pieces(
    tokens: Sequence[Token], path: str, gaps: tuple[int, ...]
) -> tuple[tuple[Syntax, ...], Found]:
    """The trees of the pieces without mistakes, and the mistakes of the others."""
    pieces: list[Syntax] = []
    found: list[Diagnostic] = []
    rest = tuple(tokens)
    start = "start"
    if rest and rest[0].type != "PROTOCOL":
        found.extend(missing_protocol(path, rest[0]))
        rest, start = _from_next_declaration(rest, 0), "declarations"
    mended_at = -1
    while rest and len(found) < MOST_MISTAKES:
        end = _end_of_piece(rest)
        piece = rest[:end]
        tree, failed = _run(piece, start)
        if tree is not None:
            pieces.append(tree)
            rest, start, mended_at = rest[end:], "declarations", -1
            continue
        accepted = _accepted(piece[:failed], start)
        after = rest[end] if end < len(rest) else None
        place = Place(path, piece, failed, accepted, start, after, _reaches)
        mistake = explain(place)
        # A mistake right behind a mended one is its consequence, so is one near a gap.
        if failed > mended_at + 1 and not _is_near(place, gaps):
            if not _was_told(mistake.diagnostic, found):
                found.append(mistake.diagnostic)
            if mistake.mended is not None:
                mended_at = failed
                rest = mistake.mended + rest[end:]
                continue
        rest, start, mended_at = _from_next_declaration(rest, max(failed, 1)), "declarations", -1
    return tuple(pieces), tuple(found)


def _was_told(mistake: Diagnostic, found: Sequence[Diagnostic]) -> bool:
    """Whether it is about a name that cannot be one, and that was told of another of its places."""
    return mistake.code is RESERVED_WORD and any(
        (one.code, one.message) == (mistake.code, mistake.message) for one in found
    )


def _end_of_piece(tokens: Sequence[Token]) -> int:
    """Where the piece ends that begins with the first token."""
    depth = 0
    for i, token in enumerate(tokens):
        if token.type in PARTNER:
            depth += 1
        elif token.type in PARTNER.values():
            depth = max(0, depth - 1)
        elif depth == 0 and i > 0 and begins_declaration(token):
            return i
    return len(tokens)


def _from_next_declaration(tokens: tuple[Token, ...], first: int) -> tuple[Token, ...]:
    """What is left, from the first declaration that begins a line; not before ``first``."""
    for i in range(first, len(tokens)):
        if begins_declaration(tokens[i]):
            return tokens[i:]
    return ()


def _is_near(place: Place, gaps: tuple[int, ...]) -> bool:
    """Whether something that is no token lies around the token that does not fit."""
    first = place.tokens[max(place.index - 2, 0)].start_pos or 0
    behind = (*place.tokens[place.index + 1 : place.index + 2], *filter(None, [place.after]))
    if not behind:
        return any(first <= gap for gap in gaps)
    last = behind[0].end_pos or 0
    return any(first <= gap <= last for gap in gaps)


def _run(tokens: Sequence[Token], start: str) -> tuple[Syntax | None, int]:
    """The tree of ``tokens``, or None and the index of the token that does not fit; the index
    after the last one if more was expected."""
    parser = _parser(start)
    for i, token in enumerate(tokens):
        try:
            parser.feed_token(token)
        except UnexpectedToken:
            return None, i
    try:
        tree: Syntax = parser.feed_eof(tokens[-1])  # type: ignore[no-untyped-call] # lark's gap
    except UnexpectedToken:
        return None, len(tokens)
    return tree, len(tokens)


def _accepted(tokens: Sequence[Token], start: str) -> frozenset[str]:
    """The terminals that may follow ``tokens``."""
    parser = _parser(start)
    for token in tokens:
        parser.feed_token(token)
    return frozenset(parser.accepts())  # type: ignore[no-untyped-call] # lark's gap


def _reaches(tokens: Sequence[Token], start: str) -> int:
    """How many of ``tokens`` fit; one more if they are a whole piece."""
    tree, failed = _run(tokens, start)
    return failed + (tree is not None)


def _parser(start: str) -> InteractiveParser:
    return grammar().parse_interactive(start=start)
