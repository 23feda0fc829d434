"""Where parsing stopped, and what can be asked about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lark import Token

from tdpspec.source.diagnostic import Code, Diagnostic
from tdpspec.source.span import Span
from tdpspec.syntax.grammar import kinds, words
from tdpspec.syntax.tokens import make_token, span_of, token_after

DECLARATIONS = kinds(
    "SORT ENUM CHOICE DESIGN RWLOCK MUTEX VAR INITIALLY DEF PROCEDURE PROCESS ACTION CLAIM "
    "INVARIANT LEMMA FAIR STRONGLY TEMPORAL EXPECT"
)
STATEMENTS = kinds("ADD REMOVE IF WHEN CHOOSE FOR GOTO ASSERT WITH ACQUIRE RELEASE YIELD")
PARTNER = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where parsing stopped.

    Shape: ``tokens`` is a whole piece of the file; the one at ``index`` does not fit, or, if
           ``index`` is their number, more was expected. ``accepted`` are the terminals that
           would fit, ``after`` is the token behind the piece. ``reaches(tokens, start)`` counts
           how many of other tokens fit.
    """

    path: str
    tokens: tuple[Token, ...]
    index: int
    accepted: frozenset[str]
    start: str
    after: Token | None
    reaches: Callable[[Sequence[Token], str], int]

    @property
    def token(self) -> Token | None:
        """The token that does not fit."""
        return self.token_at(self.index)

    @property
    def kind(self) -> str:
        """Its terminal, ``$END`` at the end."""
        return self.token.type if self.token is not None else "$END"

    @property
    def previous(self) -> Token | None:
        """The token before it."""
        return self.tokens[self.index - 1] if self.index else None

    @property
    def kind_before(self) -> str:
        """The terminal before it, "" at the beginning."""
        return self.previous.type if self.previous is not None else ""

    def token_at(self, index: int) -> Token | None:
        """The token there, None behind the last one."""
        return self.tokens[index] if index < len(self.tokens) else None

    @property
    def span(self) -> Span:
        """The token that does not fit; the gap after the last one at the end."""
        if self.token is not None:
            return span_of(self.path, self.token)
        return self.behind_previous

    @property
    def behind_previous(self) -> Span:
        """Right behind the token before it: where a missing piece belongs at the end of a line."""
        end = self.tokens[self.index - 1].end_pos or 0
        return Span(self.path, end, end)

    @property
    def begins_line(self) -> bool:
        """Whether the token stands on another line than the one before it."""
        if self.token is None or self.previous is None:
            return True
        return self.token.line != self.previous.end_line

    def with_token(self, index: int, kind: str, text: str) -> tuple[Token, ...]:
        """The tokens with another one at ``index``."""
        meant = make_token(kind, text, self.tokens[index])
        return (*self.tokens[:index], meant, *self.tokens[index + 1 :])

    def with_missing(self, index: int, kind: str) -> tuple[Token, ...]:
        """The tokens with one more, before the one at ``index``."""
        missing = token_after(kind, self.tokens[index - 1])
        return (*self.tokens[:index], missing, *self.tokens[index:])

    def without_token(self, index: int) -> tuple[Token, ...]:
        """The tokens without the one at ``index``."""
        return (*self.tokens[:index], *self.tokens[index + 1 :])

    def gets_past(self, tokens: tuple[Token, ...], changed: int) -> bool:
        """Whether ``tokens``, mended at the index ``changed``, fit beyond the place and beyond
        what was changed."""
        added = len(tokens) - len(self.tokens)
        return self.reaches(tokens, self.start) > max(self.index, changed + 1 - added) + added


@dataclass(frozen=True, slots=True)
class Mistake:
    """A complaint, and the piece's tokens as they were meant, or None if that is not plain."""

    diagnostic: Diagnostic
    mended: tuple[Token, ...] | None = None


def begins_declaration(token: Token) -> bool:
    """Whether a declaration begins with ``token`` at the beginning of a line."""
    return token.column == 1 and token.type in DECLARATIONS


def complain(
    place: Place, code: Code, message: str, hint: str | None = None, at: Span | None = None
) -> Diagnostic:
    """A complaint about the token that does not fit, or about ``at``."""
    return Diagnostic(code, at or place.span, message, hint=hint)


def quoted(token: Token | None) -> str:
    """``token`` as a message shows it."""
    if token is None:
        return "the end of the file"
    if token.type == "STRING":
        return "a string"
    if token.type == "_FOR_EVERY_SIZE":
        return "`for every size`"
    text = str(token)
    if len(text) > 40:
        text = text[:37] + "..."
    return f"the word `{text}`" if text in words() else f"`{text}`"
