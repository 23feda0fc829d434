"""Which of two expressions tells what the other one is: ``root = none``, ``{} union listed``."""

from __future__ import annotations

from tdpspec.checking.scopes import Scope
from tdpspec.syntax.expressions import (
    Binary,
    Conditional,
    Expr,
    Name,
    NoneLiteral,
    Operator,
    SetLiteral,
)


def openness(expr: Expr, scope: Scope) -> int:
    """How much the type of ``expr`` depends on what it goes together with: 0 not at all,
    1 the bounds of a range or an inner word, 2 altogether."""
    match expr:
        case NoneLiteral():
            return 2
        case SetLiteral(elements):
            return 1 if elements else 2
        case Name(text):
            return 2 if len(scope.declared.literals.get(text, ())) > 1 else 0
        case Conditional(_, then, otherwise):
            return min(openness(then, scope), openness(otherwise, scope))
        case Binary(Operator.UNION | Operator.INTERSECT | Operator.WITHOUT, left, right):
            return min(openness(left, scope), openness(right, scope))
        case _:
            return 0
