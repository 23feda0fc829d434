"""Why a token does not fit, in the words of the person who wrote it.

``explain`` asks one question after the other; each looks at the tokens around the place and
knows one mistake. The last one, ``_unexpected``, always has an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from lark import Token

from tdpspec.source.codes import (
    FOREIGN_SIGN,
    LABEL_IN_STEP,
    MISSING_COLON,
    MISSPELLED_WORD,
    MIXED_OPERATORS,
    RESERVED_WORD,
    STRAY_ELSE,
    UNEXPECTED,
    VARIABLE_IN_STEP,
    WRONG_ASSIGNMENT,
)
from tdpspec.source.diagnostic import Diagnostic, Found
from tdpspec.syntax.brackets import bracket_mistake, never_closed, not_closed
from tdpspec.syntax.expectation import expected_text
from tdpspec.syntax.grammar import fixed_texts, kinds, words
from tdpspec.syntax.place import (
    DECLARATIONS,
    PARTNER,
    STATEMENTS,
    Mistake,
    Place,
    begins_declaration,
    complain,
    quoted,
)
from tdpspec.syntax.temporal_mistakes import temporal_mistake
from tdpspec.syntax.tokens import is_in_quantifier, span_of, terminal_of, tight_dot

_COMPARISONS = kinds(
    "EQUAL NOT_EQUAL AT_MOST AT_LEAST LESS GREATER IN NOTIN SUBSET DISJOINT IS AT HOLDS"
)
_SIGNS = _COMPARISONS | kinds("PLUS MINUS_SIGN UNION INTERSECT MINUS AND OR")
_OPEN = kinds("IF FORALL EXISTS NOT")
_ENDS_OPERAND = kinds("NAME INT TRUE FALSE NONE RPAR RSQB RBRACE READ WRITE")

# What is not a word here, but one elsewhere.
_ELSEWHERE = {
    "await": "when",
    "wait": "when",
    "const": "choice",
    "constant": "choice",
    "elif": "else",
    "elsif": "else",
    "fn": "def",
    "func": "def",
    "function": "def",
    "forAll": "forall",
    "init": "initially",
    "lock": "acquire",
    "unlock": "release",
    "macro": "procedure",
    "liveness": "temporal",
    "property": "invariant",
    "safety": "invariant",
    "spinlock": "mutex",
    "spinlock_t": "mutex",
    "type": "enum",
    "variable": "var",
    "either": "choose",
    "implies": "=>",
    "iff": "<=>",
}


_LOCAL = frozenset({"let", "local", "int", "bool", "auto"})
"""What begins a name for a value elsewhere."""


_NO_SUCH_STATEMENT = {
    "while": "to wait until something holds, write `when`; to go round, `if ... { goto LABEL }`",
    "loop": "to go round, `goto` the label of the first step",
    "skip": "a step may be empty: leave it out",
    "pass": "a step may be empty: leave it out",
    "break": "to leave a loop, `goto` a label behind it",
    "continue": "to go on with a loop, `goto` its label",
}
"""Words that begin a statement elsewhere, and what to write instead."""


def missing_protocol(path: str, first: Token) -> Found:
    """The complaint about a file that begins with something else than ``protocol``."""
    at = span_of(path, first)
    if get_close_matches(str(first), ["protocol"], cutoff=0.7):
        hint = "did you mean `protocol`?"
        return (Diagnostic(MISSPELLED_WORD, at, f"unknown word `{first}`", hint=hint),)
    message = f"a file begins with `protocol`, found {quoted(first)}"
    hint = 'write `protocol NAME "what it is about"` before everything else'
    return (Diagnostic(UNEXPECTED, at, message, hint=hint),)


def explain(place: Place) -> Mistake:
    """What is wrong at ``place``."""
    for question in (
        _wrong_assignment,
        _counting_sign,
        _not_in,
        _tight_dot,
        temporal_mistake,
        _claim_without_name,
        _colon_after_claim,
        _text_after_like,
        _no_first_value,
        _label_is_a_word,
        _several_in_one_set,
        _mixed_operators,
        _no_such_statement,
        _misspelled_word,
        _stray_else,
        _declared_in_block,
        bracket_mistake,
        _place_as_field,
        _method,
        _reserved_word,
        _missing_colon,
        _missing_token,
    ):
        mistake = question(place)
        if mistake is not None:
            return mistake
    return _unexpected(place)


def _wrong_assignment(place: Place) -> Mistake | None:
    if place.kind == "EQUAL" and "ASSIGN" in place.accepted:
        message = "a statement changes a variable with `:=`"
        hint = "write `:=`; `=` compares, and gives the values that declarations begin with"
        mended = place.with_token(place.index, "ASSIGN", ":=")
        return Mistake(complain(place, WRONG_ASSIGNMENT, message, hint), mended)
    if place.kind == "ASSIGN" and "EQUAL" in place.accepted:
        message = "`:=` stands only in statements"
        hint = "write `=`: it compares, and gives the values that declarations begin with"
        mended = place.with_token(place.index, "EQUAL", "=")
        return Mistake(complain(place, WRONG_ASSIGNMENT, message, hint), mended)
    return None


def _counting_sign(place: Place) -> Mistake | None:
    """`+=`, `++` and their like, which arrive as two tokens."""
    if place.kind not in {"PLUS", "MINUS_SIGN"} or "ASSIGN" not in place.accepted:
        return None
    sign, second = place.token, place.token_at(place.index + 1)
    assert sign is not None
    if second is None or second.type not in {"EQUAL", place.kind}:
        return None
    if second.start_pos != sign.end_pos:
        return None
    is_plain = place.kind_before == "NAME" and place.tokens[place.index - 2].type != "_FIELD_DOT"
    target = place.previous if is_plain else "x[i]"
    amount = "1" if second.type != "EQUAL" else _amount(place, place.index + 2)
    hint = f"write `{target} := {target} {sign} {amount}`"
    at = span_of(place.path, sign, second)
    return Mistake(complain(place, FOREIGN_SIGN, f"there is no `{sign}{second}`", hint, at))


def _amount(place: Place, index: int) -> str:
    """The token there, if it is all that the line goes on with."""
    token, after = place.token_at(index), place.token_at(index + 1)
    is_all = after is None or token is None or after.line != token.line or after.type == "RBRACE"
    return str(token) if token is not None and token.type in {"NAME", "INT"} and is_all else "..."


def _not_in(place: Place) -> Mistake | None:
    following = place.token_at(place.index + 1)
    if place.kind != "NOT" or "NOTIN" not in place.accepted or following is None:
        return None
    if following.type != "IN" or place.token is None:
        return None
    at = span_of(place.path, place.token, following)
    mended = place.with_token(place.index, "NOTIN", "notin")
    return Mistake(
        complain(place, FOREIGN_SIGN, "`not in` is one word here", "write `notin`", at),
        (*mended[: place.index + 1], *mended[place.index + 2 :]),
    )


def _tight_dot(place: Place) -> Mistake | None:
    if place.kind == "_FIELD_DOT" and "_DOT" in place.accepted:
        mended = place.with_token(place.index, "_DOT", ".")
        return Mistake(tight_dot(place.span), mended)
    # In `forall r in listed.r in x` the dot was read as a field's and the mistake shows later.
    for i in range(place.index - 1, 0, -1):
        token = place.tokens[i]
        if token.type == "_FIELD_DOT" and is_in_quantifier(place.tokens[:i]):
            mended = place.with_token(i, "_DOT", ".")
            if place.gets_past(mended, i):
                return Mistake(tight_dot(span_of(place.path, token)), mended)
        if token.type in {"FORALL", "EXISTS", "LBRACE"}:
            break
    return None


def _claim_without_name(place: Place) -> Mistake | None:
    """``invariant n < 3``, ``assert n < 3``: the condition's first word was taken for the name."""
    word = place.tokens[place.index - 2] if place.index > 1 else None
    if place.kind not in _COMPARISONS | {"_FIELD_DOT", "LSQB"} or place.kind_before != "NAME":
        return None
    if word is None or word.type not in {"INVARIANT", "LEMMA", "ASSERT"}:
        return None
    message = f"this `{word}` has no name"
    colon = ":" if word.type == "ASSERT" else ""
    hint = f"write `{word} NAME{colon} {place.previous} {place.token} ...`"
    return Mistake(complain(place, UNEXPECTED, message, hint, span_of(place.path, word)))


def _colon_after_claim(place: Place) -> Mistake | None:
    """``invariant x: n < 3``."""
    first = place.index - 1
    while place.kind == "COLON" and first > 0 and place.tokens[first].type == "STRING":
        first -= 1
    word = place.tokens[first - 1] if first > 0 else None
    if place.kind != "COLON" or word is None or word.type not in {"INVARIANT", "LEMMA"}:
        return None
    hint = "remove it: what is claimed follows the name, or what is said of it"
    mended = place.without_token(place.index)
    return Mistake(complain(place, UNEXPECTED, "no colon stands here", hint), mended)


def _text_after_like(place: Place) -> Mistake | None:
    """``design other like one "text" {``."""
    if place.kind != "STRING" or place.index < 2 or place.tokens[place.index - 2].type != "LIKE":
        return None
    hint = 'it follows the name: `design NAME "what it is" like OTHER { ... }`'
    mended = place.without_token(place.index)
    return Mistake(complain(place, UNEXPECTED, "no text stands here", hint), mended)


def _no_first_value(place: Place) -> Mistake | None:
    """``var n: 0..3``, and then something else."""
    if "EQUAL" not in place.accepted or not (place.begins_line or place.token is None):
        return None
    since = place.tokens[: place.index]
    while since and since[-1].type not in DECLARATIONS | {"EQUAL"}:
        since = since[:-1]
    if not since or since[-1].type != "VAR":
        return None
    hint = "write `= VALUE` behind the type, or `= any` where it may begin with any value"
    message = "this variable has no first value"
    return Mistake(complain(place, UNEXPECTED, message, hint, place.behind_previous))


def _label_is_a_word(place: Place) -> Mistake | None:
    """``release:``, at the beginning of a line."""
    first = place.index - 1
    while place.kind == "COLON" and first >= 0 and place.tokens[first].type == "STRING":
        first -= 1
    if place.kind != "COLON" or first < 0 or str(place.tokens[first]) not in words():
        return None
    word = place.tokens[first]
    mended = place.with_token(first, "NAME", str(word))
    if not place.gets_past(mended, first):
        return None
    return Mistake(_is_no_name(place, word), mended)


def _is_no_name(place: Place, word: Token) -> Diagnostic:
    message = f"`{word}` is a word of the language and cannot be a name"
    hint = f"choose another name, `{word}_` or a longer one"
    return complain(place, RESERVED_WORD, message, hint, span_of(place.path, word))


def _several_in_one_set(place: Place) -> Mistake | None:
    """``forall a, b in s``."""
    names = [str(place.previous)]
    at = place.index - 1
    while at > 1 and place.tokens[at - 1].type == "COMMA" and place.tokens[at - 2].type == "NAME":
        at -= 2
        names.insert(0, str(place.tokens[at]))
    if place.kind != "IN" or len(names) < 2 or not is_in_quantifier(place.tokens[: place.index]):
        return None
    following = place.token_at(place.index + 1)
    set_ = following if following is not None and following.type == "NAME" else "..."
    hint = f"write `{', '.join(f'{one} in {set_}' for one in names)}`"
    message = "each variable has a set of its own behind `in`"
    return Mistake(complain(place, UNEXPECTED, message, hint))


def _mixed_operators(place: Place) -> Mistake | None:
    if place.kind in {"IMPLIES", "IFF"} and place.kind_before in _ENDS_OPERAND:
        message = "`=>` and `<=>` do not mix without parentheses"
        hint = "write `a => (b <=> c)` or `(a => b) <=> c`"
        return Mistake(complain(place, MIXED_OPERATORS, message, hint))
    if place.kind in _COMPARISONS and place.kind_before in _ENDS_OPERAND:
        if "AND" not in place.accepted:
            return None
        message = f"comparisons do not chain, `{place.token}` is one too many"
        hint = "write `a < b and b < c`, or put one of them in parentheses"
        return Mistake(complain(place, MIXED_OPERATORS, message, hint))
    if place.kind in _OPEN and place.kind_before in _SIGNS and "LPAR" in place.accepted:
        message = f"`{place.token}` needs parentheses after `{place.previous}`"
        hint = f"write `{place.previous} ({place.token} ...)`"
        return Mistake(complain(place, MIXED_OPERATORS, message, hint))
    return None


def _names(place: Place) -> Iterator[tuple[int, Token]]:
    """The token itself and the one before it, as far as they were taken for names."""
    for i in (place.index, place.index - 1):
        if 0 <= i < len(place.tokens) and place.tokens[i].type == "NAME":
            yield i, place.tokens[i]


def _no_such_statement(place: Place) -> Mistake | None:
    """A word that begins a statement in many languages, taken for a name here; the text goes on to
    fit without it, or with an ``if`` for a ``while``."""
    for i, token in _names(place):
        if str(token) not in _NO_SUCH_STATEMENT:
            continue
        is_while = str(token) == "while"
        mended = place.with_token(i, "IF", "if") if is_while else place.without_token(i)
        if place.gets_past(mended, i):
            message, hint = f"there is no statement `{token}`", _NO_SUCH_STATEMENT[str(token)]
            at = span_of(place.path, token)
            return Mistake(complain(place, MISSPELLED_WORD, message, hint, at), mended)
    return None


def _misspelled_word(place: Place) -> Mistake | None:
    """The token itself, or the one before it that was taken for a name, is nearly a word that
    fits there, and the text goes on to fit."""
    for i, token in _names(place):
        text = str(token)
        near = get_close_matches(text.lower(), list(words()), n=3, cutoff=0.65)
        for word in [_ELSEWHERE[text]] if text in _ELSEWHERE else near:
            mended = place.with_token(i, terminal_of(word), word)
            if place.gets_past(mended, i):
                at = span_of(place.path, token)
                hint = f"did you mean `{word}`?"
                diagnostic = complain(place, MISSPELLED_WORD, f"unknown word `{text}`", hint, at)
                return Mistake(diagnostic, mended)
    return None


def _stray_else(place: Place) -> Mistake | None:
    if "GOTO" not in place.accepted:
        return None
    if place.kind == "ELSE":
        message = "this `else` continues nothing"
        hint = "it follows the `}` of an `if` or of the last `choose`, once"
    elif place.kind == "OR" and place.kind_before == "RBRACE":
        message = "this `or` continues nothing"
        hint = "`or choose { ... }` follows the `}` of a `choose`, before its `else`"
    else:
        return None
    return Mistake(complain(place, STRAY_ELSE, message, hint))


def _declared_in_block(place: Place) -> Mistake | None:
    """Labels and variables where only statements may stand."""
    if place.kind == "VAR" and "GOTO" in place.accepted:
        if begins_declaration(place.tokens[place.index]):
            return None
        message = "a variable is declared inside a block"
        hint = "declare it at the beginning of the process, or outside of it"
        return Mistake(complain(place, VARIABLE_IN_STEP, message, hint))
    if place.kind not in {"COLON", "STRING"} or "ASSIGN" not in place.accepted:
        return None
    colon = place.index + (place.kind == "STRING")
    if colon >= len(place.tokens) or place.tokens[colon].type != "COLON":
        return None
    name = place.tokens[place.index - 1]
    at = span_of(place.path, name)
    opener = never_closed(place)
    if opener is not None:
        mended = place.with_missing(place.index - 1, "RBRACE")
        return Mistake(not_closed(place, opener, at), mended)
    message = f"the label `{name}` stands inside a block of a step"
    hint = "a step is whole: labels stand directly in a process, or in a `with` that does"
    return Mistake(complain(place, LABEL_IN_STEP, message, hint, at))


def _place_as_field(place: Place) -> Mistake | None:
    """``p.at = label``."""
    if place.kind != "AT" or place.kind_before != "_FIELD_DOT" or place.index < 2:
        return None
    who, rest = place.tokens[place.index - 2], place.tokens[place.index + 1 :]
    if rest[:1] and rest[0].type == "EQUAL":
        rest = rest[1:]
    where = str(rest[0]) if rest and rest[0].type == "NAME" else "..."
    message = "where a process is, is not one of its variables"
    at = place.tokens[place.index]
    mended = (*place.tokens[: place.index - 1], at, *rest)
    hint = f"write `{who} at {where}`"
    return Mistake(complain(place, UNEXPECTED, message, hint), mended)


def _method(place: Place) -> Mistake | None:
    """``s.add(x)``."""
    words_of = {"ADD": "to", "REMOVE": "from"}
    if place.kind not in words_of or place.kind_before != "_FIELD_DOT" or place.index < 2:
        return None
    set_, inside = place.tokens[place.index - 2], place.token_at(place.index + 2)
    what = str(inside) if inside is not None and inside.type == "NAME" else "..."
    hint = f"write `{place.token} {what} {words_of[place.kind]} {set_}`"
    return Mistake(complain(place, UNEXPECTED, f"a set has no `.{place.token}`", hint))


def _reserved_word(place: Place) -> Mistake | None:
    if place.token is None or str(place.token) not in words() or "NAME" not in place.accepted:
        return None
    follows = place.tokens[place.index + 1].type if place.index + 1 < len(place.tokens) else ""
    is_only_name = "LPAR" not in place.accepted and "GOTO" not in place.accepted
    begins_statement = "GOTO" in place.accepted and follows in {"ASSIGN", "COLON", "STRING"}
    if place.begins_line and not begins_statement:
        return None
    mended = place.with_token(place.index, "NAME", str(place.token))
    begins_other = place.kind in STATEMENTS | DECLARATIONS
    is_operand = (
        "LPAR" in place.accepted and not begins_other and place.gets_past(mended, place.index)
    )
    if not (is_only_name or begins_statement or is_operand):
        return None
    return Mistake(_is_no_name(place, place.token), mended)


def _missing_colon(place: Place) -> Mistake | None:
    if "COLON" not in place.accepted or place.kind_before not in {"NAME", "STRING"}:
        return None
    if "ASSIGN" not in place.accepted and place.kind_before != "STRING":
        return None
    first = place.index - 1
    while first > 0 and place.tokens[first].type == "STRING":
        first -= 1
    if not (place.begins_line or place.kind in STATEMENTS or place.kind_before == "STRING"):
        return None
    label = place.tokens[first]
    assert place.previous is not None
    diagnostic = complain(
        place,
        MISSING_COLON,
        f"the label `{label}` has no colon",
        f'write `{label}:` or `{label} "doc":`',
        span_of(place.path, label, place.previous),
    )
    return Mistake(diagnostic, place.with_missing(place.index, "COLON"))


def _missing_token(place: Place) -> Mistake | None:
    """Exactly one sign or word is missing: with it the text goes on to fit."""
    if place.previous is None or place.token is None:
        return None
    candidates = place.accepted - (DECLARATIONS | STATEMENTS | _SIGNS | _OPEN)
    fitting = [
        kind
        for kind in sorted(candidates)
        if (kind in fixed_texts() or kind == "_DOT")
        and place.gets_past(place.with_missing(place.index, kind), place.index)
    ]
    if len(fitting) != 1:
        return None
    at = place.behind_previous if place.begins_line else place.span
    message = f"expected {expected_text(frozenset(fitting))}, found {quoted(place.token)}"
    hint = None
    if fitting == ["LBRACE"] and place.kind in STATEMENTS:
        hint = f"put it in braces: `{{ {place.token} ... }}`"
    # An opening bracket is told but not put: its partner would be missing next.
    opens = fitting[0] in PARTNER
    mended = None if opens else place.with_missing(place.index, fitting[0])
    return Mistake(complain(place, UNEXPECTED, message, hint, at), mended)


def _unexpected(place: Place) -> Mistake:
    found = quoted(place.token or place.after)
    message = f"expected {expected_text(place.accepted)}, found {found}"
    hint = None
    before = [one.type for one in place.tokens[: place.index]]
    if place.kind == "PROTOCOL":
        hint = "a file holds one protocol"
    elif before[-3:] == ["CHOICE", "NAME", "COLON"]:
        hint = "a choice is between words, as `few | many`, or `bool`"
    elif before[-2:] == ["VAR", "NAME"]:
        hint = f"a variable has a type: `var {place.previous}: TYPE = VALUE`"
    elif place.kind == "NAME" and str(place.previous) in _LOCAL and "ASSIGN" in place.accepted:
        hint = "values have no names inside a step; a process has variables, and there is `def`"
    elif str(place.token) == "->" and "IMPLIES" in place.accepted:
        hint = "implies is `=>`"
    elif before[-2:] == ["PROCEDURE", "NAME"]:
        hint = f"write `procedure {place.previous}() {{ ... }}` where it has no parameters"
    elif place.kind == "LBRACE" and before[-1:] == ["OR"] and "CHOOSE" in place.accepted:
        hint = "each alternative says so: `or choose { ... }`"
    elif place.kind == "COMMA" and "REFUTES" in place.accepted:
        hint = "write a line for each design; a line may name several claims"
    elif str(place.token) in words() and "LPAR" in place.accepted:
        hint = f"`{place.token}` is a word of the language, it has no value"
    return Mistake(complain(place, UNEXPECTED, message, hint))
