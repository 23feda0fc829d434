"""A text to its tokens. What is no token is told here, and where it is plain what was meant, the
meant token takes its place, so that parsing finds the other mistakes and none that follow."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lark import Token
from lark.exceptions import UnexpectedCharacters

from tdpspec.source.codes import (
    FOREIGN_SIGN,
    OPEN_COMMENT,
    OPEN_STRING,
    STRAY_CHARACTER,
    TIGHT_DOT,
)
from tdpspec.source.diagnostic import Diagnostic, Found
from tdpspec.source.span import Span
from tdpspec.source.text import SourceText
from tdpspec.syntax.grammar import fixed_texts, grammar, words

MOST_MISTAKES = 50
"""After so many a file is taken for something else, and reading stops."""

# What other languages write, and what is written here; "" where nothing is.
_FOREIGN = {
    "&&": "and",
    "||": "or",
    "/\\": "and",
    "\\/": "or",
    "==": "=",
    "!": "not",
    "~": "not",
    "&": "and",
    "\\land": "and",
    "\\lor": "or",
    "\\lnot": "not",
    "\\in": "in",
    "\\notin": "notin",
    "\\cup": "union",
    "\\cap": "intersect",
    "\\union": "union",
    "\\intersect": "intersect",
    "\\subseteq": "subset",
    "\\": "minus",
    "\\A": "forall",
    "\\E": "exists",
    "#": "!=",
    "∧": "and",
    "∨": "or",
    "¬": "not",
    "∈": "in",
    "∉": "notin",
    "∪": "union",
    "∩": "intersect",
    "⊆": "subset",
    "∖": "minus",
    "∀": "forall",
    "∃": "exists",
    "⇒": "=>",
    "⇔": "<=>",
    "~>": "leads to",
    "⇝": "leads to",
    "→": "->",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    ";": "",
}
_SIGN = re.compile(
    "|".join(
        re.escape(sign) + (r"(?![A-Za-z])" if sign[-1:].isalpha() and sign.isascii() else "")
        for sign in sorted(_FOREIGN, key=len, reverse=True)
    )
)
_PAIRS = {("EQUAL", "EQUAL"): "==", ("VBAR", "VBAR"): "||"}
_QUOTED = re.compile(
    '\'[^\'"\r\n]*\'|`[^`"\r\n]*`|\u2018[^\u2019"\r\n]*\u2019|[\u201c\u201d\u201e][^\u201c\u201d"\r\n]*[\u201c\u201d]'
)

_OVER_LINES = re.compile(r'"[^"\r\n]*(?:\r?\n[^"\r\n]*){1,9}"(?=[ \t]*(?:[\r\n]|\Z))')
"""What was meant as one string: closed at the end of a line soon after it was begun."""


def read_tokens(source: SourceText) -> tuple[tuple[Token, ...], Found, tuple[int, ...]]:
    """The tokens of ``source``, complaints, and the offsets of pieces of which it is not plain
    what they stand for: near them a further complaint would be about the same mistake."""
    text, path = source.text, source.path
    tokens: list[Token] = []
    found: list[Diagnostic] = []
    gaps: list[int] = []
    thread = grammar().parse_interactive(text, start="start").lexer_thread
    state = thread.state
    assert state is not None, "there is a text"
    while True:
        try:
            tokens.extend(thread.lex(None))  # type: ignore[no-untyped-call] # lark's gap
            break
        except UnexpectedCharacters:
            start = state.line_ctr.char_pos
        diagnostic, put = _explain(text, path, start, tokens)
        found.append(diagnostic)
        tokens.extend(put)
        if diagnostic.code is OPEN_STRING or not (put or diagnostic.code is FOREIGN_SIGN):
            gaps.append(start)
        if len(found) >= MOST_MISTAKES:
            break
        end = len(text) if diagnostic.code is OPEN_COMMENT else diagnostic.span.end
        state.line_ctr.feed(text[start:end])
    return _without_pairs(tokens, path, found), tuple(found), tuple(gaps)


def make_token(kind: str, text: str, at: Token) -> Token:
    """A token that was meant, at the place of ``at``."""
    return Token.new_borrow_pos(kind, text, at)


def token_after(kind: str, previous: Token) -> Token:
    """A token that is missing, directly after ``previous``."""
    return Token(
        kind,
        fixed_texts().get(kind, "."),
        previous.end_pos,
        previous.end_line,
        previous.end_column,
        previous.end_line,
        previous.end_column,
        previous.end_pos,
    )


def span_of(path: str, first: Token, last: Token | None = None) -> Span:
    """The place of a token, or of all from ``first`` to ``last``."""
    return Span(path, first.start_pos or 0, (last or first).end_pos or 0)


def is_in_quantifier(tokens: Sequence[Token]) -> bool:
    """Whether the last ``forall`` or ``exists`` still waits for its dot."""
    for token in reversed(tokens):
        if token.type in {"_DOT", "LBRACE", "RBRACE"}:
            return False
        if token.type in {"FORALL", "EXISTS"}:
            return True
    return False


def _explain(
    text: str, path: str, start: int, tokens: Sequence[Token]
) -> tuple[Diagnostic, tuple[Token, ...]]:
    """The complaint about the characters at ``start``, whose span is skipped, and what stands
    for them."""

    def at(length: int) -> Span:
        return Span(path, start, start + length)

    def put(kind: str, value: str, length: int) -> tuple[Token, ...]:
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        return (Token(kind, value, start, line, column, line, column + length, start + length),)

    rest = text[start : start + 12]
    over_lines = _OVER_LINES.match(text, start)
    if over_lines:
        length = len(over_lines.group())
        message = "a string stands on one line"
        hint = 'begin one on each line, `"..."`: several one after the other are read as one'
        return Diagnostic(OPEN_STRING, at(length), message, hint=hint), put("STRING", '""', length)
    if rest.startswith('"'):
        ends = [i for i in (text.find("\n", start), text.find("\r", start)) if i >= 0]
        length = min([*ends, len(text)]) - start
        message = "this string is not closed on its line"
        hint = 'close it with `"`; several strings one after the other are read as one'
        value = text[start : start + length] + '"'
        return Diagnostic(OPEN_STRING, at(length), message, hint=hint), put("STRING", value, length)
    if rest.startswith("/*"):
        message = "this block comment is not closed"
        return Diagnostic(OPEN_COMMENT, at(2), message, hint="close it with `*/`"), ()
    if rest.startswith(".") and is_in_quantifier(tokens):
        return tight_dot(at(1)), put("_DOT", ".", 1)
    sign = _SIGN.match(rest)
    if sign:
        length, meant = len(sign.group()), _FOREIGN[sign.group()]
        tokens_put = tuple(
            one for text in meant.split() for one in put(terminal_of(text), text, length)
        )
        return foreign_sign(at(length), sign.group()), tokens_put
    quoted = _QUOTED.match(text, start)
    if quoted:
        length = len(quoted.group())
        message = f"`{quoted.group()[0]}` does not quote here"
        hint = 'a doc string stands in `"`; a name of a value needs no quotes'
        diagnostic = Diagnostic(STRAY_CHARACTER, at(length), message, hint=hint)
        return diagnostic, put("STRING", f'"{quoted.group()[1:-1]}"', length)
    char = rest[0]
    if char == ".":
        message, hint = "this `.` belongs to nothing", "numbers are whole; a range is `0..7`"
    elif char in "*/%^":
        message, hint = f"there is no `{char}`", "numbers have only `+` and `-`"
    elif char.isprintable():
        message, hint = f"`{char}` means nothing here", "remove it"
    else:
        message, hint = f"the character U+{ord(char):04X} means nothing here", "remove it"
    length = 1
    while text[start + length : start + length + 1] == char:
        length += 1
    return Diagnostic(STRAY_CHARACTER, at(length), message, hint=hint), ()


def tight_dot(span: Span) -> Diagnostic:
    message = "the dot after a quantifier's variables needs a blank after it"
    hint = "`forall r: Root. r in listed`; a dot before a name, `v.root`, reads a variable of `v`"
    return Diagnostic(TIGHT_DOT, span, message, hint=hint)


def foreign_sign(span: Span, sign: str) -> Diagnostic:
    meant = _FOREIGN[sign]
    if not meant:
        return Diagnostic(
            FOREIGN_SIGN,
            span,
            f"no `{sign}` is needed",
            hint="remove it: a statement ends where the next one begins",
        )
    message = f"`{sign}` is written `{meant}` here"
    return Diagnostic(FOREIGN_SIGN, span, message, hint=f"write `{meant}`")


def terminal_of(text: str) -> str:
    """The terminal that always reads ``text``: ``GOTO`` for ``goto``, ``IMPLIES`` for ``=>``."""
    if text in words():
        return words()[text]
    return next(kind for kind, fixed in fixed_texts().items() if fixed == text)


def _without_pairs(
    tokens: Sequence[Token], path: str, found: list[Diagnostic]
) -> tuple[Token, ...]:
    """``==`` and ``||`` arrive as two tokens; they are told and become the one that was meant."""
    result: list[Token] = []
    for token in tokens:
        last = result[-1] if result else None
        sign = _PAIRS.get((last.type, token.type)) if last is not None else None
        if last is not None and sign is not None and last.end_pos == token.start_pos:
            if len(found) < MOST_MISTAKES:
                found.append(foreign_sign(span_of(path, last, token), sign))
            meant = _FOREIGN[sign]
            result[-1] = make_token(terminal_of(meant), meant, last)
        else:
            result.append(token)
    return tuple(result)
