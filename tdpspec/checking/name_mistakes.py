"""Complaints 2xx: about names."""

from __future__ import annotations

from collections.abc import Sequence

from tdpspec.source import codes
from tdpspec.source.diagnostic import Diagnostic, Label
from tdpspec.source.span import Span
from tdpspec.syntax.expressions import Word
from tdpspec.system.types import Scalar, describe


def unknown_name(
    span: Span, message: str, nearest: str | None, hint: str | None = None
) -> Diagnostic:
    """``hint`` is given where no similar name is known."""
    if nearest is not None:
        hint = f"did you mean `{nearest}`?"
    return Diagnostic(codes.UNKNOWN_NAME, span, message, hint=hint)


def declared_twice(word: Word, what: str, first: Span) -> Diagnostic:
    return Diagnostic(
        codes.DECLARED_TWICE,
        word.span,
        f"{what} `{word.text}` is declared twice",
        (Label(first, "first here"),),
        "give one of them another name",
    )


def value_is_a_name(word: Word, other: Span) -> Diagnostic:
    return Diagnostic(
        codes.DECLARED_TWICE,
        word.span,
        f"the value `{word.text}` has the name of something else",
        (Label(other, "which is declared here"),),
        "give one of them another name, so that an expression can mean only one",
    )


def same_members(word: Word, other: Word) -> Diagnostic:
    return Diagnostic(
        codes.DECLARED_TWICE,
        word.span,
        f"members of `{word.text}` can have the same names as members of `{other.text}`",
        (Label(other.span, "the other sort"),),
        "members are called as their sort, with a number: give one of them another name",
    )


def set_twice(word: Word, first: Span) -> Diagnostic:
    return Diagnostic(
        codes.DECLARED_TWICE,
        word.span,
        f"the design sets `{word.text}` twice",
        (Label(first, "first here"),),
        "keep one of the two",
    )


def size_twice(word: Word, first: Span) -> Diagnostic:
    return Diagnostic(
        codes.DECLARED_TWICE,
        word.span,
        f"the size of `{word.text}` is given twice",
        (Label(first, "first here"),),
        "keep one of the two",
    )


def label_done(word: Word) -> Diagnostic:
    return Diagnostic(
        codes.DECLARED_TWICE,
        word.span,
        "`done` is already the place after the last step of this process",
        hint="give the label another name, or end the last step with a `goto`",
    )


def hides_name(word: Word, other: Span, hint: str = "choose another name") -> Diagnostic:
    return Diagnostic(
        codes.HIDES_NAME,
        word.span,
        f"`{word.text}` already has a meaning here",
        (Label(other, "from here"),),
        hint,
    )


def ambiguous_value(name: str, span: Span, owners: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        codes.AMBIGUOUS_VALUE,
        span,
        f"`{name}` is a value of {_and(owners)}, and nothing here says which",
        hint="compare it with a variable or a choice, or assign it to one",
    )


def wrong_kind(span: Span, message: str, declared: Span, hint: str | None = None) -> Diagnostic:
    return Diagnostic(codes.WRONG_KIND, span, message, (Label(declared, "declared here"),), hint)


def lemma_expected(claim: Word, declared: Span) -> Diagnostic:
    return wrong_kind(
        claim.span,
        f"`{claim.text}` is a lemma, of which nothing can be expected",
        declared,
        "make it an `invariant` to claim it",
    )


def needs_no_parentheses(span: Span, name: Word, declared: Span) -> Diagnostic:
    return wrong_kind(
        span,
        f"`{name.text}` has no parameters",
        declared,
        f"write `{name.text}` without parentheses",
    )


def ambiguous_process(span: Span, what: str, processes: Sequence[tuple[str, Span]]) -> Diagnostic:
    return Diagnostic(
        codes.AMBIGUOUS_PROCESS,
        span,
        f"the processes {_and([name for name, _ in processes])} run for the same values, "
        f"and each has {what}",
        tuple(Label(place, f"process `{name}`") for name, place in processes),
        "give it another name in one of them",
    )


def no_process(span: Span, type_: Scalar) -> Diagnostic:
    return Diagnostic(
        codes.NO_PROCESS,
        span,
        f"no process runs once for each {describe(type_)}",
        hint="only a process's parameter, or the name of a process without one, names a copy",
    )


def uses_itself(span: Span, cycle: Sequence[str], others: Sequence[Span]) -> Diagnostic:
    way = " uses ".join(f"`{name}`" for name in (*cycle, cycle[0]))
    return Diagnostic(
        codes.USES_ITSELF,
        span,
        f"`{cycle[0]}` uses itself: {way}",
        tuple(Label(other, "also in the circle") for other in others),
        "take one of the uses out",
    )


def reserved_name(word: Word) -> Diagnostic:
    return Diagnostic(
        codes.RESERVED_NAME,
        word.span,
        f"`{word.text}` is a claim that is made of every spec",
        hint="give this claim another name",
    )


def _and(words: Sequence[str]) -> str:
    quoted = [f"`{one}`" for one in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
