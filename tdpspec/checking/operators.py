"""Operators on terms that are already known: what types they take, which term they make."""

from __future__ import annotations

from tdpspec.checking import type_mistakes
from tdpspec.checking.scopes import Scope
from tdpspec.source.diagnostic import Diagnostic
from tdpspec.source.span import Span
from tdpspec.syntax.expressions import Binary, Operator
from tdpspec.system import make
from tdpspec.system.terms import Order, SetOp, Sign, Term, type_of
from tdpspec.system.types import OptionType, RangeType, Scalar, SetType

_ORDERS = {
    Operator.LESS: Order.LESS,
    Operator.AT_MOST: Order.AT_MOST,
    Operator.GREATER: Order.GREATER,
    Operator.AT_LEAST: Order.AT_LEAST,
}
_SET_OPERATORS = {
    Operator.UNION: SetOp.UNION,
    Operator.INTERSECT: SetOp.INTERSECT,
    Operator.WITHOUT: SetOp.MINUS,
}
_HINTS = {
    Operator.PLUS: "for sets, write `union`",
    Operator.MINUS: "for sets, write `minus`",
    Operator.AT_MOST: "for sets, write `subset`",
    Operator.WITHOUT: "for numbers, write `-`",
    Operator.UNION: "for conditions, write `or`; for numbers, `+`",
    Operator.INTERSECT: "for conditions, write `and`",
    Operator.SUBSET: "a single value is asked for with `in`",
}


def of_numbers(expr: Binary, left: Term | None, right: Term | None, scope: Scope) -> Term | None:
    """``<=``, ``+`` and their like: both operands are numbers."""
    for part, term in ((expr.left, left), (expr.right, right)):
        if term is not None and not isinstance(type_of(term), RangeType):
            scope.complain(_wrong_operand(expr, part.span, "numbers", term))
            return None
    if left is None or right is None:
        return None
    if expr.op in _ORDERS:
        return make.compare(_ORDERS[expr.op], left, right)
    return make.arithmetic(Sign.PLUS if expr.op is Operator.PLUS else Sign.MINUS, left, right)


def of_sets(expr: Binary, left: Term | None, right: Term | None, scope: Scope) -> Term | None:
    """``union``, ``subset``, ``disjoint`` and their like: both operands are sets of one type."""
    if left is None or right is None:
        return None
    type_ = type_of(left)
    if not isinstance(type_, SetType):
        scope.complain(_wrong_operand(expr, expr.left.span, "sets", left))
        return None
    if expr.op is Operator.SUBSET:
        return make.subset(left, right)
    if expr.op is Operator.DISJOINT:
        shared = make.set_operation(SetOp.INTERSECT, left, right)
        return make.equal(shared, make.nothing(type_))
    return make.set_operation(_SET_OPERATORS[expr.op], left, right)


def _wrong_operand(expr: Binary, span: Span, wanted: str, term: Term) -> Diagnostic:
    got = type_of(term)
    plausible = isinstance(got, SetType) or wanted == "sets"
    hint = _HINTS.get(expr.op) if plausible else None
    return type_mistakes.wrong_operand(span, expr.op.value, wanted, got, hint)


def join_row(
    types: tuple[Scalar, ...] | None, row: tuple[Term, ...], span: Span, scope: Scope
) -> tuple[Scalar, ...] | None:
    """The types of one more element of a set literal, joined with those of the ones before."""
    found: list[Scalar] = []
    for term in row:
        type_ = type_of(term)
        if isinstance(type_, (OptionType, SetType)):
            scope.complain(type_mistakes.not_scalar(span, "an element of a set", type_))
            return None
        found.append(type_)
    if types is None:
        return tuple(found)
    if len(types) != len(found):
        scope.complain(
            type_mistakes.wrong_count(
                span, "an element of this set", len(types), "part", len(found), None
            )
        )
        return None
    for i, (one, other) in enumerate(zip(types, found, strict=True)):
        if isinstance(one, RangeType) and isinstance(other, RangeType):
            found[i] = RangeType(min(one.low, other.low), max(one.high, other.high))
        elif one != other:
            scope.complain(type_mistakes.wrong_type(span, one, other))
            return None
    return tuple(found)
