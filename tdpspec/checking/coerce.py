"""Where a value of one type may stand for another: ranges within ranges, values as options."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.checking import type_mistakes
from tdpspec.checking.scopes import Scope
from tdpspec.source.span import Span
from tdpspec.system import make
from tdpspec.system.terms import Term, type_of
from tdpspec.system.types import OptionType, RangeType, Scalar, SetType, Type, fits


@dataclass(frozen=True, slots=True)
class Unknown:
    """The type of something that is wrong and has been told: everything fits it."""


UNKNOWN = Unknown()

Hint = Type | Unknown | None
"""The type that the surroundings expect; None where they expect nothing in particular."""


def hint_of(term: Term | None) -> Type | Unknown:
    """What something that goes together with ``term`` is expected to be."""
    return UNKNOWN if term is None else type_of(term)


def is_kind_of(one: Type, other: Type) -> bool:
    """Whether the two may be compared: equal up to the bounds of ranges."""
    match one, other:
        case (RangeType(), RangeType()):
            return True
        case OptionType(of), OptionType(other_of):
            return is_kind_of(of, other_of)
        case _:
            return one == other


def fit(term: Term | None, wanted: Hint, span: Span, scope: Scope) -> Term | None:
    """``term`` as a value of ``wanted``, wrapped where that is an option; None where it is
    wrong, which is then reported unless it has been before."""
    if term is None or wanted is None or isinstance(wanted, Unknown):
        return term
    got = type_of(term)
    if isinstance(wanted, OptionType) and not isinstance(got, (OptionType, SetType)):
        inside = fit_inside(term, wanted, span, scope)
        return None if inside is None else make.some(inside)
    if fits(got, wanted):
        return term
    outer, inner = _ranges(wanted, got)
    if outer is not None and inner is not None:
        scope.complain(type_mistakes.leaves_range(span, outer, inner))
    else:
        scope.complain(type_mistakes.wrong_type(span, wanted, got))
    return None


def fit_inside(term: Term, wanted: OptionType, span: Span, scope: Scope) -> Term | None:
    """``term`` as the value inside an option."""
    if not is_kind_of(wanted.of, type_of(term)):
        scope.complain(type_mistakes.wrong_type(span, wanted, type_of(term)))
        return None
    return fit(term, wanted.of, span, scope)


def _ranges(wanted: Type, got: Type) -> tuple[RangeType | None, RangeType | None]:
    if isinstance(wanted, OptionType) and isinstance(got, OptionType):
        wanted, got = wanted.of, got.of
    return (
        wanted if isinstance(wanted, RangeType) else None,
        got if isinstance(got, RangeType) else None,
    )


def bring_together(
    left: Term | None, right: Term | None, spans: tuple[Span, Span], scope: Scope
) -> tuple[Term | None, Term | None]:
    """Both terms as values of one type (ranges may differ in bounds); None twice where there is
    no such type, which is then reported."""
    if left is None or right is None:
        return left, right
    one, other = type_of(left), type_of(right)
    if is_kind_of(one, other):
        return left, right
    if isinstance(one, OptionType) and is_kind_of(one.of, other):
        return left, make.some(right)
    if isinstance(other, OptionType) and is_kind_of(other.of, one):
        return make.some(left), right
    scope.complain(type_mistakes.not_comparable(*spans, one, other))
    return None, None


def scalar(type_: Hint) -> Scalar | None:
    """``type_`` where it has single values, its inside for an option."""
    match type_:
        case OptionType(of):
            return of
        case None | Unknown() | SetType():
            return None
        case _:
            return type_
