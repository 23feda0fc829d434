"""Brackets that are never closed, or closed without having been opened."""

from __future__ import annotations

from lark import Token

from tdpspec.source.codes import OPEN_BRACKET, STRAY_BRACKET
from tdpspec.source.diagnostic import Diagnostic, Label
from tdpspec.source.span import Span
from tdpspec.syntax.grammar import fixed_texts
from tdpspec.syntax.place import PARTNER, Mistake, Place, begins_declaration, complain
from tdpspec.syntax.tokens import span_of


def bracket_mistake(place: Place) -> Mistake | None:
    """What the brackets before ``place`` say about it."""
    stack, suspect = _open_at(place)
    if place.kind in PARTNER.values():
        if place.kind not in {PARTNER[token.type] for token in stack}:
            message = f"this `{place.token}` closes nothing"
            rest = place.without_token(place.index)
            return Mistake(complain(place, STRAY_BRACKET, message, "remove it"), rest)
        if PARTNER[stack[-1].type] == place.kind:
            return None
        return _mended_here(place, stack[-1])
    if not stack:
        return None
    if place.token is not None and not begins_declaration(place.token):
        if stack[-1].type == "LBRACE" or not place.begins_line:
            return None
        return _mended_here(place, stack[-1])
    opener = suspect or stack[-1]
    behind = (
        token
        for token in place.tokens
        if (token.start_pos or 0) > (opener.start_pos or 0) and begins_declaration(token)
    )
    noticed = next(behind, None)
    at = place.span if noticed is None else span_of(place.path, noticed)
    return Mistake(not_closed(place, opener, at))


def never_closed(place: Place) -> Token | None:
    """The innermost brace around ``place``, if the piece has more opening braces than closing."""
    kinds = [token.type for token in place.tokens]
    if kinds.count("LBRACE") <= kinds.count("RBRACE"):
        return None
    stack, _ = _open_at(place)
    return stack[-1] if stack and stack[-1].type == "LBRACE" else None


def not_closed(place: Place, opener: Token, at: Span) -> Diagnostic:
    """The complaint that ``opener`` is not closed, noticed ``at``."""
    closing = fixed_texts()[PARTNER[opener.type]]
    return Diagnostic(
        OPEN_BRACKET,
        at,
        f"`{closing}` is missing before this",
        (Label(span_of(place.path, opener), f"this `{opener}` is not closed"),),
        f"write the `{closing}`",
    )


def _mended_here(place: Place, opener: Token) -> Mistake | None:
    """The mistake that ``opener`` is not closed at the place, if the text then goes on to fit."""
    mended = place.with_missing(place.index, PARTNER[opener.type])
    if not place.gets_past(mended, place.index):
        return None
    return Mistake(not_closed(place, opener, place.span), mended)


def _open_at(place: Place) -> tuple[list[Token], Token | None]:
    """The brackets open at the place, the innermost last; and the first one whose partner begins
    a line further left than its own line: that partner was probably meant for an outer one."""
    first_of_line: dict[int | None, Token] = {}
    for token in place.tokens:
        first_of_line.setdefault(token.line, token)
    stack: list[Token] = []
    suspect: Token | None = None
    for token in place.tokens[: place.index]:
        if token.type in PARTNER:
            stack.append(token)
        elif token.type in PARTNER.values() and stack:
            opener = stack.pop()
            is_first = first_of_line[token.line] is token
            indent = first_of_line[opener.line].column or 0
            if suspect is None and is_first and (token.column or 0) < indent:
                suspect = opener
    return stack, suspect
