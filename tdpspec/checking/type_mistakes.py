"""Complaints 3xx: about types."""

from __future__ import annotations

from tdpspec.source import codes
from tdpspec.source.diagnostic import Diagnostic, Label
from tdpspec.source.span import Span
from tdpspec.syntax.expressions import Word
from tdpspec.system.types import OptionType, RangeType, SetType, Type, describe


def wrong_type(span: Span, wanted: Type, got: Type) -> Diagnostic:
    """Shape: the hint depends on how the two types are related."""
    hint = None
    if isinstance(got, OptionType) and got.of == wanted:
        hint = "name its value first: `... is name and ...`"
    elif isinstance(wanted, SetType) and wanted.of == (got,):
        hint = "put braces around it to make a set of one element"
    elif isinstance(got, SetType) and got.of == (wanted,):
        hint = "`in` asks for one element of it, `choose` takes one"
    return Diagnostic(
        codes.WRONG_TYPE, span, f"this is {_a(got)}, but {_a(wanted)} is wanted here", hint=hint
    )


def none_is_not(span: Span, wanted: Type) -> Diagnostic:
    hint = None
    if not isinstance(wanted, SetType):
        hint = f"only `{describe(wanted)}?` has it"
    else:
        hint = "the empty set is written `{}`"
    return Diagnostic(codes.WRONG_TYPE, span, f"`none` is not {_a(wanted)}", hint=hint)


def nothing_is_not(span: Span, wanted: Type) -> Diagnostic:
    hint = "no value is written `none`" if isinstance(wanted, OptionType) else None
    return Diagnostic(codes.WRONG_TYPE, span, f"`{{}}` is a set, not {_a(wanted)}", hint=hint)


def not_comparable(left: Span, right: Span, one: Type, other: Type) -> Diagnostic:
    hint = None
    if isinstance(one, OptionType) and isinstance(other, SetType):
        hint = "name the optional value first: `... is name and ...`"
    elif isinstance(one, SetType) != isinstance(other, SetType):
        hint = "did you mean `in`, or braces around the single value?"
    return Diagnostic(
        codes.WRONG_TYPE,
        left.to(right),
        f"{_a(one)} and {_a(other)} do not go together",
        (Label(left, f"{_a(one)}"), Label(right, f"{_a(other)}")),
        hint,
    )


def wrong_operand(span: Span, sign: str, wanted: str, got: Type, hint: str | None) -> Diagnostic:
    return Diagnostic(
        codes.WRONG_TYPE, span, f"`{sign}` wants {wanted}, but this is {_a(got)}", hint=hint
    )


def unknown_type(span: Span, what: str) -> Diagnostic:
    return Diagnostic(
        codes.UNKNOWN_TYPE,
        span,
        f"nothing here tells the type of {what}",
        hint="compare it with a variable, or assign it to one",
    )


def leaves_range(span: Span, wanted: RangeType, got: RangeType) -> Diagnostic:
    return Diagnostic(
        codes.LEAVES_RANGE,
        span,
        f"this may be anything in {describe(got)}, but only {describe(wanted)} is allowed here"
        if got.low != got.high
        else f"this is {got.low}, but only {describe(wanted)} is allowed here",
        hint="widen the declared range, or keep the number inside it",
    )


def never_fits(span: Span, variable: str, wanted: RangeType, got: RangeType) -> Diagnostic:
    value = str(got.low) if got.low == got.high else describe(got)
    return Diagnostic(
        codes.NEVER_FITS,
        span,
        f"`{variable}` holds {describe(wanted)}, and this is always outside: {value}",
        hint="widen the range of the variable, or assign something else",
    )


def empty_range(span: Span, low: int, high: int) -> Diagnostic:
    return Diagnostic(
        codes.EMPTY_RANGE,
        span,
        f"no number is in `{low}..{high}`",
        hint=f"write the smaller bound first: `{high}..{low}`",
    )


def not_scalar(span: Span, what: str, got: Type) -> Diagnostic:
    return Diagnostic(
        codes.NOT_SCALAR,
        span,
        f"{what} cannot be {_a(got)}",
        hint="only bool, enumerations, sorts and ranges have single values",
    )


def wrong_count(
    span: Span,
    name: str,
    wanted: int,
    what: str,
    got: int,
    declared: Span | None,
    hint: str | None = None,
) -> Diagnostic:
    """``what`` is counted: ``argument``, ``index``, ``part``."""
    plural = {"index": "indices"}.get(what, f"{what}s")
    counted = f"{wanted or 'no'} {what if wanted == 1 else plural}"
    labels = () if declared is None else (Label(declared, "declared here"),)
    return Diagnostic(
        codes.WRONG_COUNT, span, f"{name} has {counted}, not {got or 'none'}", labels, hint
    )


def not_indexed(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.NOT_INDEXED,
        span,
        "only a variable can have an index",
        hint="a definition is called with parentheses; several indices share one pair of "
        "brackets, as in `seen[v, r]`",
    )


def not_optional(span: Span, word: Word, got: Type) -> Diagnostic:
    return Diagnostic(
        codes.NOT_OPTIONAL,
        span,
        f"this is {_a(got)} and never none, so `is` has nothing to unwrap",
        hint=f"use it directly, without the name `{word.text}`; to compare, write `=`",
    )


def stray_tuple(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.STRAY_TUPLE,
        span,
        "a tuple is only ever an element of a set of tuples",
        hint="write `(a, b) in pairs`, `{(a, b)}` or `add (a, b) to pairs`",
    )


def state_in_initial(span: Span, variable: str) -> Diagnostic:
    return Diagnostic(
        codes.STATE_IN_INITIAL,
        span,
        f"an initial value cannot depend on `{variable}`, which has no value yet",
        hint="write `= any` and say what holds at first with `initially`",
    )


def empty_sort(word: Word) -> Diagnostic:
    return Diagnostic(
        codes.EMPTY_SORT,
        word.span,
        f"`{word.text}` has no members",
        hint="every sort has at least one member",
    )


def named_members(word: Word) -> Diagnostic:
    return Diagnostic(
        codes.EMPTY_SORT,
        word.span,
        f"the size of `{word.text}` is fixed, since its members have names",
        hint="leave it out",
    )


def _a(type_: Type) -> str:
    """
    >>> _a(OptionType(RangeType(0, 3)))
    'an optional 0..3'
    """
    match type_:
        case OptionType(of):
            return f"an optional {describe(of)}"
        case SetType():
            return f"a {describe(type_)}"
        case RangeType(low, high):
            return f"the number {low}" if low == high else f"a number in {low}..{high}"
        case _:
            name = describe(type_)
            return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"
