"""Expressions and types as text, with no more parentheses than reading them back needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from tdpspec.syntax.expressions import (
    AnyTypeName,
    At,
    Binary,
    Binder,
    BoolTypeName,
    Call,
    CanStep,
    Comprehension,
    Conditional,
    Expr,
    Field,
    HoldsLock,
    Index,
    Is,
    LockMode,
    Name,
    Negated,
    NoneLiteral,
    Number,
    Operator,
    OptionTypeName,
    Quantified,
    Quantifier,
    RangeTypeName,
    SetLiteral,
    SetTypeName,
    Truth,
    Tuple,
    TypeName,
    VariableTypeName,
)

# How tightly an expression holds together, loosest first: the levels of the grammar.
_ANY, _IMPLIES, _OR, _AND, _NOT, _COMPARISON, _SUM, _OPERAND, _ATOM = range(9)

# For each operator: its own level and those that its left and right side need at least.
_LEVELS: Mapping[Operator, tuple[int, int, int]] = {
    Operator.IFF: (_ANY, _OR, _OR),
    Operator.IMPLIES: (_IMPLIES, _OR, _IMPLIES),
    Operator.OR: (_OR, _OR, _AND),
    Operator.AND: (_AND, _AND, _NOT),
    **dict.fromkeys(
        (
            Operator.EQUAL,
            Operator.NOT_EQUAL,
            Operator.AT_MOST,
            Operator.AT_LEAST,
            Operator.LESS,
            Operator.GREATER,
            Operator.IN,
            Operator.NOTIN,
            Operator.SUBSET,
            Operator.DISJOINT,
        ),
        (_COMPARISON, _SUM, _SUM),
    ),
    **dict.fromkeys(
        (
            Operator.PLUS,
            Operator.MINUS,
            Operator.UNION,
            Operator.INTERSECT,
            Operator.WITHOUT,
        ),
        (_SUM, _SUM, _OPERAND),
    ),
}


def expression_text(expr: Expr) -> str:
    """``expr`` on one line, as it could be written in a file."""
    return _text(expr, _ANY, True)


def expression_lines(expr: Expr, width: int) -> tuple[str, ...]:
    """``expr`` in lines of at most ``width`` characters where it can be broken: before ``and``,
    ``or``, ``=>``, ``<=>`` and ``else``, after ``then`` and a quantifier's dot. The first line is
    not indented."""
    return tuple(_lines(expr, width, _ANY, True))


def premise_text(expr: Expr) -> str:
    """``expr`` on one line, as it could be written to the left of ``leads to``."""
    return _text(expr, _ANY, False)


def premise_lines(expr: Expr, width: int) -> tuple[str, ...]:
    """As ``expression_lines``, to the left of ``leads to``."""
    return tuple(_lines(expr, width, _ANY, False))


def for_all_text(binders: tuple[Binder, ...], where: Expr | None) -> str:
    """``forall r: Root where condition.``"""
    return _binding(Quantifier.FORALL, binders, where)


def type_text(of: AnyTypeName | VariableTypeName) -> str:
    """A type as it is written."""
    match of:
        case VariableTypeName(indices, value):
            arrow = f"{', '.join(map(type_text, indices))} -> " if indices else ""
            return arrow + type_text(value)
        case BoolTypeName():
            return "bool"
        case TypeName(name):
            return name
        case RangeTypeName(low, high):
            return f"{low}..{high}"
        case OptionTypeName(inner):
            return f"{type_text(inner)}?"
        case SetTypeName((element,)):
            return f"set {type_text(element)}"
        case SetTypeName(elements):
            return f"set ({', '.join(map(type_text, elements))})"
        case _:
            assert_never(of)


def binders_text(binders: tuple[Binder, ...]) -> str:
    """``p, q: Page, r in listed``"""
    return ", ".join(_binder(binder) for binder in binders)


def mode_text(mode: LockMode | None) -> str:
    """The mode behind a lock, its blank included."""
    return "" if mode is None else f" {mode.value}"


def _binder(binder: Binder) -> str:
    names = ", ".join(name.text for name in binder.names)
    if binder.set is not None:
        return f"{names} in {_text(binder.set, _SUM, False)}"
    assert binder.type is not None
    return f"{names}: {type_text(binder.type)}"


def _head(expr: Quantified) -> str:
    return _binding(expr.quantifier, expr.binders, expr.where)


def _binding(quantifier: Quantifier, binders: tuple[Binder, ...], where: Expr | None) -> str:
    condition = "" if where is None else f" where {expression_text(where)}"
    return f"{quantifier.value} {binders_text(binders)}{condition}."


def _level(expr: Expr) -> int:
    match expr:
        case Binary(op):
            return _LEVELS[op][0]
        case Negated() | Quantified() | Conditional():
            return _NOT
        case Is() | At() | HoldsLock():
            return _COMPARISON
        case Number(value):
            return _OPERAND if value < 0 else _ATOM
        case (
            Truth()
            | NoneLiteral()
            | CanStep()
            | Name()
            | Field()
            | Index()
            | Call()
            | Tuple()
            | SetLiteral()
            | Comprehension()
        ):
            return _ATOM
        case _:
            assert_never(expr)


def _needs_parentheses(expr: Expr, least: int, is_last: bool) -> bool:
    """Whether ``expr`` needs them where the level ``least`` is needed. A quantifier and a
    conditional reach to the right as far as they can, so they must be last as well."""
    return _level(expr) < least or (not is_last and isinstance(expr, Quantified | Conditional))


def _text(expr: Expr, least: int, is_last: bool) -> str:
    if _needs_parentheses(expr, least, is_last):
        return f"({_text(expr, _ANY, True)})"
    match expr:
        case Number(value):
            return str(value)
        case Truth(value):
            return "true" if value else "false"
        case NoneLiteral():
            return "none"
        case CanStep():
            return "can_step"
        case Name(text):
            return text
        case Field(of, name):
            return f"{_text(of, _ATOM, False)}.{name.text}"
        case Index(of, arguments):
            return f"{_text(of, _ATOM, False)}[{_list(arguments)}]"
        case Call(name, arguments):
            return f"{name.text}({_list(arguments)})"
        case Tuple(elements):
            return f"({_list(elements)})"
        case SetLiteral(elements):
            return f"{{{_list(elements)}}}"
        case Comprehension(binders, condition):
            return f"{{{binders_text(binders)} | {expression_text(condition)}}}"
        case Negated(of):
            return f"not {_text(of, _NOT, is_last)}"
        case Binary(op, left, right):
            _, on_left, on_right = _LEVELS[op]
            return f"{_text(left, on_left, False)} {op.value} {_text(right, on_right, is_last)}"
        case Is(value, name):
            return f"{_text(value, _SUM, False)} is {name.text}"
        case At(process, place):
            return f"{_text(process, _SUM, False)} at {place.text}"
        case HoldsLock(process, lock, mode):
            return f"{_text(process, _SUM, False)} holds {lock.text}{mode_text(mode)}"
        case Quantified(_, _, _, body):
            return f"{_head(expr)} {expression_text(body)}"
        case Conditional(condition, then, otherwise):
            return (
                f"if {expression_text(condition)} then {expression_text(then)} "
                f"else {expression_text(otherwise)}"
            )
        case _:
            assert_never(expr)


def _list(exprs: tuple[Expr, ...]) -> str:
    return ", ".join(map(expression_text, exprs))


def _lines(expr: Expr, width: int, least: int, is_last: bool) -> list[str]:
    flat = _text(expr, least, is_last)
    if len(flat) <= width:
        return [flat]
    if _needs_parentheses(expr, least, is_last):
        return _suffixed(prefixed("(", _lines(expr, width - 2, _ANY, True)), ")")
    match expr:
        case Binary(
            Operator.AND | Operator.OR | Operator.IMPLIES | Operator.IFF as op, left, right
        ):
            _, on_left, on_right = _LEVELS[op]
            sign = f"{op.value} "
            after = _lines(right, width - len(sign), on_right, is_last)
            return _lines(left, width, on_left, False) + prefixed(sign, after)
        case Negated(of):
            return prefixed("not ", _lines(of, width - 4, _NOT, is_last))
        case Quantified(_, _, _, body):
            return [_head(expr), *_indented(body, width)]
        case Conditional(condition, then, otherwise):
            head = _suffixed(prefixed("if ", _lines(condition, width - 8, _ANY, True)), " then")
            if isinstance(otherwise, Conditional):
                tail = prefixed("else ", _lines(otherwise, width - 5, _ANY, True), 0)
            else:
                tail = ["else", *_indented(otherwise, width)]
            return [*head, *_indented(then, width), *tail]
        case _:
            return [flat]


def _indented(expr: Expr, width: int) -> list[str]:
    return prefixed("    ", _lines(expr, width - 4, _ANY, True))


def prefixed(prefix: str, lines: Sequence[str], indent: int | None = None) -> list[str]:
    """``lines`` behind ``prefix``; all but the first are indented as far, or by ``indent``."""
    blank = " " * (len(prefix) if indent is None else indent)
    return [(prefix if i == 0 else blank) + line for i, line in enumerate(lines)]


def _suffixed(lines: list[str], suffix: str) -> list[str]:
    return [*lines[:-1], lines[-1] + suffix]
