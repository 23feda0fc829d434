"""Faults in statements: of each one, and then of the blocks inside it, in the order written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from tdpspec.checking.checked import (
    Acquire,
    Add,
    Assert,
    Assign,
    Branch,
    Call,
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
from tdpspec.mutation.conditions import condition_faults
from tdpspec.mutation.faults import Block, Faulty
from tdpspec.mutation.words import Words, lock_words
from tdpspec.system.make import set_operation
from tdpspec.system.model import Mode
from tdpspec.system.mutant import Fault
from tdpspec.system.terms import SetOf, SetOp, SetOperation, Term


def block_faults(block: Block, words: Words, in_for: bool = False) -> Iterator[Faulty[Block]]:
    """``block`` with one fault, in all ways; ``in_for`` where it is the body of a ``for``."""
    for place, one in enumerate(block):
        before, after = block[:place], block[place + 1 :]
        for found in _faults(one, words, in_for):
            yield found.inside(lambda new, a=before, b=after: (*a, *new, *b))  # type: ignore[misc]  # mypy does not infer defaults


def _faults(statement: Statement, words: Words, in_for: bool) -> Iterator[Faulty[Block]]:
    match statement:
        case Assign():
            yield _skipped(statement, words, in_for)
            for text, value in _with_less(statement.value, words):
                new = replace(statement, value=value)
                what = f"`{text}` left out of `{statement.text}`"
                yield Faulty(Fault.SET_OPERATION_LEFT_OUT, what, statement.origin, (new,))
        case Add() | Remove() | Call() | Goto() | Yield() | Release():
            yield _skipped(statement, words, in_for)
        case Acquire(lock, mode, origin):
            what = f"`{words.statement(statement)}` left out"
            yield Faulty(Fault.LOCK_NOT_TAKEN, what, origin, ())
            if mode is Mode.WRITE:
                weak = replace(statement, mode=Mode.READ)
                yield Faulty(Fault.LOCK_WEAKENED, _weakened(lock), origin, (weak,))
        case With(lock, mode, body, origin):
            what = f"`{words.statement(statement)}` left out"
            yield Faulty(Fault.LOCK_NOT_TAKEN, what, origin, body)
            if mode is Mode.WRITE:
                weaker = replace(statement, mode=Mode.READ)
                yield Faulty(Fault.LOCK_WEAKENED, _weakened(lock), origin, (weaker,))
            for found in block_faults(body, words, in_for):
                yield found.inside(lambda new: (replace(statement, body=new),))
        case When(condition, origin):
            for guard in condition_faults(condition, origin, words):
                yield guard.inside(lambda new: (When(new, origin),))
        case If(condition, then, otherwise, origin):
            for guard in condition_faults(condition, origin, words):
                yield guard.inside(lambda new: (replace(statement, condition=new),))
            for found in block_faults(then, words, in_for):
                yield found.inside(lambda new: (replace(statement, then=new),))
            for found in block_faults(otherwise, words, in_for):
                yield found.inside(lambda new: (replace(statement, otherwise=new),))
        case For(_, where, body, origin):
            if len(body) > 1:
                yield _skipped(statement, words, in_for=True)
            for guard in condition_faults(where, origin, words):
                yield guard.inside(lambda new: (replace(statement, where=new),))
            for found in block_faults(body, words, in_for=True):
                yield found.inside(lambda new: (replace(statement, body=new),))
        case Choose():
            yield from _choose_faults(statement, words)
        case Assert():
            pass  # a claim, not a part of the protocol
        case _:
            assert_never(statement)


def _skipped(statement: Statement, words: Words, in_for: bool) -> Faulty[Block]:
    writes_set = isinstance(statement, (Add, Remove, For))
    fault = Fault.SET_OPERATION_LEFT_OUT if in_for and writes_set else Fault.STATEMENT_SKIPPED
    return Faulty(fault, f"`{words.statement(statement)}` skipped", statement.origin, ())


def _weakened(lock: str) -> str:
    return f"`{lock_words(lock, Mode.WRITE)}` taken for read only"


def _choose_faults(choose: Choose, words: Words) -> Iterator[Faulty[Block]]:
    for place, one in enumerate(choose.branches):
        before, after = choose.branches[:place], choose.branches[place + 1 :]
        for found in _branch_faults(one, words):
            yield found.inside(
                lambda new, a=before, b=after: (replace(choose, branches=(*a, new, *b)),)  # type: ignore[misc]  # as above
            )
    if choose.otherwise is not None:
        for block in block_faults(choose.otherwise, words):
            yield block.inside(lambda new: (replace(choose, otherwise=new),))


def _branch_faults(one: Branch, words: Words) -> Iterator[Faulty[Branch]]:
    for guard in condition_faults(one.where, one.origin, words):
        yield guard.inside(lambda new: replace(one, where=new))
    for body in block_faults(one.body, words):
        yield body.inside(lambda new: replace(one, body=new))


def _with_less(value: Term, words: Words) -> Iterator[tuple[str, Term]]:
    """``value`` with one part of a set expression left out, and that part as text."""
    match value:
        case SetOperation(op, left, right):
            yield words.term(right), left
            if op is not SetOp.MINUS:
                yield words.term(left), right
            for text, less in _with_less(left, words):
                yield text, set_operation(op, less, right)
            for text, less in _with_less(right, words):
                yield text, set_operation(op, left, less)
        case SetOf(elements, type_) if len(elements) > 1:
            for place, one in enumerate(elements):
                rest = SetOf((*elements[:place], *elements[place + 1 :]), type_)
                yield words.term(SetOf((one,), type_)), rest
        case _:
            pass
