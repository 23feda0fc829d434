"""What stands inside an expression or a statement, by syntax alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from tdpspec.syntax.declarations import Region, Step
from tdpspec.syntax.expressions import (
    At,
    Binary,
    Binder,
    Call,
    CanStep,
    Comprehension,
    Conditional,
    Expr,
    Field,
    HoldsLock,
    Index,
    Is,
    Name,
    Negated,
    NoneLiteral,
    Number,
    Operator,
    Quantified,
    SetLiteral,
    Truth,
    Tuple,
)
from tdpspec.syntax.statements import (
    Acquire,
    Add,
    Assert,
    Assign,
    CallProcedure,
    Choose,
    For,
    Goto,
    If,
    Release,
    Remove,
    Statement,
    When,
    With,
    Yield,
)


def children(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly below, in reading order."""
    match expr:
        case Number() | Truth() | NoneLiteral() | CanStep() | Name():
            return ()
        case Field(of, _) | Negated(of) | At(of, _) | HoldsLock(of, _, _) | Is(of, _):
            return (of,)
        case Index(of, arguments):
            return (of, *arguments)
        case Call(_, arguments):
            return arguments
        case Tuple(elements) | SetLiteral(elements):
            return elements
        case Comprehension(binders, condition):
            return (*_sets(binders), condition)
        case Binary(_, left, right):
            return (left, right)
        case Quantified(_, binders, where, body):
            return (*_sets(binders), *(() if where is None else (where,)), body)
        case Conditional(condition, then, otherwise):
            return (condition, then, otherwise)
        case _:
            assert_never(expr)


def _sets(binders: tuple[Binder, ...]) -> tuple[Expr, ...]:
    return tuple(one.set for one in binders if one.set is not None)


def chain(expr: Expr, op: Operator) -> tuple[Expr, ...]:
    """The operands of ``a op b op c``, found without a deep stack: a chain may be long."""
    operands: list[Expr] = []
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Binary) and one.op is op:
            waiting += [one.right, one.left]
        else:
            operands.append(one)
    return tuple(operands)


def names_in(expr: Expr) -> Iterator[str]:
    """Every name that ``expr`` reads or calls; names of fields, labels and locks are not."""
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Name):
            yield one.text
        elif isinstance(one, Call):
            yield one.name.text
        waiting.extend(reversed(children(one)))


def blocks(statement: Statement) -> tuple[tuple[Statement, ...], ...]:
    """The blocks directly inside ``statement``."""
    match statement:
        case If(_, then, otherwise):
            return (then, otherwise)
        case Choose(branches, otherwise):
            return (*(one.body for one in branches), otherwise or ())
        case For(_, _, body) | With(_, _, body):
            return (body,)
        case (
            Assign()
            | Add()
            | Remove()
            | When()
            | Goto()
            | CallProcedure()
            | Assert()
            | Acquire()
            | Release()
            | Yield()
        ):
            return ()
        case _:
            assert_never(statement)


def all_statements(body: Iterable[Statement]) -> Iterator[Statement]:
    """Every statement in ``body`` and in the blocks inside it, as written."""
    for statement in body:
        yield statement
        for block in blocks(statement):
            yield from all_statements(block)


def steps_in(body: Iterable[Step | Region]) -> Iterator[Step]:
    """The steps of a process, as written."""
    for item in body:
        if isinstance(item, Step):
            yield item
        else:
            yield from steps_in(item.body)


def falls_through(body: tuple[Statement, ...]) -> bool:
    """Whether control can come out at the end of ``body``: not every way ends in a goto."""
    return all(_lets_through(statement) for statement in body)


def _lets_through(statement: Statement) -> bool:
    match statement:
        case Goto():
            return False
        case If(_, then, otherwise):
            return falls_through(then) or falls_through(otherwise)
        case Choose(branches, otherwise):
            return any(falls_through(one.body) for one in branches) or (
                otherwise is not None and falls_through(otherwise)
            )
        case With(_, _, body):
            return falls_through(body)
        case (
            Assign()
            | Add()
            | Remove()
            | When()
            | For()
            | CallProcedure()
            | Assert()
            | Acquire()
            | Release()
            | Yield()
        ):
            return True
        case _:
            assert_never(statement)
