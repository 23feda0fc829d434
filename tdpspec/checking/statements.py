"""Statements, checked and given terms; ``check_block`` is the entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

from tdpspec.checking import checked, meaning_mistakes, name_mistakes, type_mistakes
from tdpspec.checking.expressions import (
    argument_terms,
    bind,
    both,
    condition,
    elements,
    expect,
)
from tdpspec.checking.locks import mode_of
from tdpspec.checking.loops import Turns, Write, check_write, forbidden_in, writes_in
from tdpspec.checking.names import LockName, ProcedureName
from tdpspec.checking.scopes import Named, Scope, nearest
from tdpspec.checking.targets import target_of, value_for
from tdpspec.checking.walk import all_statements, falls_through
from tdpspec.source.span import Origin, Span
from tdpspec.syntax.expressions import Expr, LockMode, Word
from tdpspec.syntax.statements import (
    Acquire,
    Add,
    Assert,
    Assign,
    Branch,
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
from tdpspec.system import make
from tdpspec.system.model import Mode
from tdpspec.system.terms import TRUE, Bound, Term
from tdpspec.system.types import BOOL, SetType


class Where(Enum):
    """What a statement belongs to, as complaints call it."""

    STEP = "a step"
    PROCEDURE = "a procedure, which has no steps of its own"
    ACTION = "an action, which is a single step"


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a statement.

    Shape: ``turns`` is None outside of every ``for``; ``held`` is the lock of the nearest
           ``with`` inside the step; ``sections`` the locks of the critical sections around it.
    """

    where: Where
    turns: Turns | None = None
    held: Word | None = None
    sections: frozenset[str] = frozenset()


Block = tuple[checked.Statement, ...]


def check_block(body: tuple[Statement, ...], scope: Scope, around: Around) -> Block:
    """The statements of ``body``; a wrong one is reported and left out."""
    found: list[checked.Statement] = []
    for i, statement in enumerate(body):
        if i > 0 and not falls_through(body[i - 1 : i]):
            scope.complain(meaning_mistakes.unreachable_statement(statement.span))
        if isinstance(statement, When):
            asked, scope = check_condition(statement.condition, scope)
            if around.held is not None:
                scope.complain(meaning_mistakes.waits_holding(statement.span, around.held))
            if asked is not None:
                found.append(checked.When(asked, scope.source.origin(statement.span)))
            continue
        one = _check(statement, scope, around)
        if one is not None:
            found.append(one)
    return tuple(found)


def check_condition(
    expr: Expr | None, scope: Scope, given: Term | None = TRUE
) -> tuple[checked.Condition | None, Scope]:
    """``given`` and ``expr`` as one condition, and the scope of the statements that follow it,
    where names given by ``is`` are bound variables."""
    if expr is None:
        return None if given is None else checked.Condition(given), scope
    term, named = condition(expr, scope)
    bindings = tuple(
        checked.Binding(Bound(one.word.text, one.type), one.option)
        for one in named
        if one.option is not None and one.type is not None
    )
    inside = scope.with_named((one.word, _as_bound(one)) for one in named)
    whole = both(make.conjunction, given, term)
    return None if whole is None else checked.Condition(whole, bindings), inside


def _as_bound(named: Named) -> Bound | None:
    return None if named.type is None else Bound(named.word.text, named.type)


def _check(statement: Statement, scope: Scope, around: Around) -> checked.Statement | None:
    origin = scope.source.origin(statement.span)
    match statement:
        case Assign():
            return _assign(statement, scope, around, origin)
        case Add() | Remove():
            return _change(statement, scope, around, origin)
        case If(asked, then, otherwise):
            test, inside = check_condition(asked, scope)
            one = check_block(then, inside, around)
            other = check_block(otherwise, scope, around)
            return None if test is None else checked.If(test, one, other, origin)
        case When():
            raise AssertionError("check_block keeps the names that a `when` gives")
        case Choose():
            return _choose(statement, scope, around, origin)
        case For():
            return _for(statement, scope, around, origin)
        case Goto(label):
            return _goto(label, statement.span, scope, around, origin)
        case CallProcedure():
            return _call(statement, scope, around, origin)
        case Assert(claim, asked):
            if claim.text in scope.declared.claims:
                scope.report.use(f"claim {claim.text}")
            term = expect(asked, BOOL, scope)
            text = written(scope, asked.span)
            return None if term is None else checked.Assert(claim.text, term, text, origin)
        case With(lock, mode, body):
            allowed = _outside_loop("with", lock.span, scope, around)
            taken = check_mode(lock, mode, scope)
            inside_with = check_block(body, scope, replace(around, held=lock))
            if taken is None or not allowed:
                return None
            return checked.With(lock.text, taken, inside_with, origin)
        case Acquire(lock, mode):
            allowed = _in_step("acquire", statement.span, scope, around)
            taken = check_mode(lock, mode, scope)
            return checked.Acquire(lock.text, taken, origin) if taken and allowed else None
        case Release(lock):
            known = _given_back("release", lock, statement.span, scope, around)
            return checked.Release(lock.text, origin) if known else None
        case Yield(lock):
            known = _given_back("yield", lock, statement.span, scope, around)
            return checked.Yield(lock.text, origin) if known else None
        case _:
            assert_never(statement)


def written(scope: Scope, span: Span) -> str:
    """The text at ``span`` on one line, without comments."""
    text = scope.source.text[span.start : span.end]
    return " ".join(re.sub(r"//[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL).split())


# -------------------------------------------------------------------------------------- writes


def _assign(
    statement: Assign, scope: Scope, around: Around, origin: Origin
) -> checked.Statement | None:
    entries = target_of(statement.target, scope, whole=True)
    value = value_for(statement.value, entries, scope)
    if entries is None or entries.indices is None or value is None:
        return None
    variable = entries.place.variable.full
    if around.turns is not None:
        write = Write(variable, entries.indices)
        check_write(write, around.turns, statement.target.span, scope)
    text = written(scope, statement.span)
    return checked.Assign(variable, entries.indices, value.term, value.range, text, origin)


def _change(
    statement: Add | Remove, scope: Scope, around: Around, origin: Origin
) -> checked.Statement | None:
    entries = target_of(statement.target, scope, whole=False)
    type_ = None if entries is None else entries.place.variable.type
    if entries is None or type_ is None:
        return None
    if not isinstance(type_, SetType):
        word = "add" if isinstance(statement, Add) else "remove"
        span = statement.target.name.span
        scope.complain(type_mistakes.wrong_operand(span, word, "a set", type_, None))
        return None
    found = elements(statement.element, type_.of, scope)
    if found is None or entries.indices is None:
        return None
    variable = entries.place.variable.full
    if around.turns is not None:
        write = Write(variable, (*entries.indices, *found))
        check_write(write, around.turns, statement.span, scope)
    if isinstance(statement, Add):
        return checked.Add(variable, entries.indices, found, origin)
    return checked.Remove(variable, entries.indices, found, origin)


# ------------------------------------------------------------------------------ choose and for


def _choose(
    statement: Choose, scope: Scope, around: Around, origin: Origin
) -> checked.Statement | None:
    allowed = _outside_loop("choose", statement.span, scope, around)
    branches = [_branch(one, scope, around) for one in statement.branches]
    otherwise = statement.otherwise
    rest = None if otherwise is None else check_block(otherwise, scope, around)
    _complain_about_names(statement, scope)
    free = [one for one in statement.branches if _is_always_possible(one)]
    if otherwise is not None and free:
        scope.complain(meaning_mistakes.never_otherwise(free[0].span))
    known = tuple(one for one in branches if one is not None)
    if len(known) < len(branches) or not allowed:
        return None
    return checked.Choose(known, rest, origin)


def _complain_about_names(statement: Choose, scope: Scope) -> None:
    first: dict[str, Span] = {}
    for branch in statement.branches:
        word = branch.name
        if word is not None:
            if word.text in first:
                scope.complain(name_mistakes.declared_twice(word, "the branch", first[word.text]))
            first.setdefault(word.text, word.span)


def _branch(branch: Branch, scope: Scope, around: Around) -> checked.Branch | None:
    bound = bind(branch.binders, scope)
    where, inside = check_condition(branch.where, bound.scope, bound.membership)
    body = check_block(branch.body, inside, around)
    if where is None:
        return None
    name = "" if branch.name is None else branch.name.text
    return checked.Branch(bound.bound, where, name, body, scope.source.origin(branch.span))


def _is_always_possible(branch: Branch) -> bool:
    """Nothing to fulfil, and nothing inside that might wait; no type is empty."""
    if branch.where is not None or any(one.set is not None for one in branch.binders):
        return False
    waiting = (When, Choose, With, Acquire, CallProcedure)
    return not any(isinstance(one, waiting) for one in all_statements(branch.body))


def _for(statement: For, scope: Scope, around: Around, origin: Origin) -> checked.Statement | None:
    bound = bind(statement.binders, scope)
    where, inside = check_condition(statement.where, bound.scope, bound.membership)
    turns = (around.turns or Turns(())).inside(bound.bound)
    # Where a variable is wrong, every write would seem to lack it.
    around_body = replace(around, turns=turns if bound.membership is not None else Turns(()))
    body = check_block(statement.body, inside, around_body)
    return None if where is None else checked.For(bound.bound, where, body, origin)


def _outside_loop(word: str, span: Span, scope: Scope, around: Around) -> bool:
    if around.turns is None:
        return True
    hint = "a `for` does the same for every value at once; it cannot wait or decide"
    scope.complain(meaning_mistakes.wrong_place(span, word, "a `for`", hint))
    return False


# ------------------------------------------------------------------------------ goto and calls


def _goto(
    label: Word, span: Span, scope: Scope, around: Around, origin: Origin
) -> checked.Statement | None:
    if not _in_step("goto", span, scope, around) or scope.process is None:
        return None
    if label.text in scope.process.places:
        return checked.Goto(label.text, origin)
    advice = None
    if label.text == "done":
        advice = (
            "`done` is there only where the last step can run off its end: write a last label "
            "without statements, `finished:`, and go there"
        )
    scope.complain(
        name_mistakes.unknown_name(
            label.span,
            f"process `{scope.process.name}` has no label `{label.text}`",
            None if advice else nearest(label.text, scope.process.places),
            advice,
        )
    )
    return None


def _call(
    statement: CallProcedure, scope: Scope, around: Around, origin: Origin
) -> checked.Statement | None:
    name = statement.name
    entry = scope.entry(name, ProcedureName)
    procedure = None if entry is None else scope.declared.procedures.get(name.text)
    if entry is None or procedure is None:
        return None
    arguments = argument_terms(
        name, statement.arguments, procedure.parameters, statement.span, entry.span, scope
    )
    if arguments is None:
        return None
    if around.turns is not None:
        procedures = scope.declared.procedures
        word = forbidden_in(procedure.body, procedures)
        if word is not None:
            where = f"a `for`, and procedure `{name.text}` has one"
            scope.complain(meaning_mistakes.wrong_place(statement.span, word, where))
            return None
        values = dict(zip(procedure.parameters, arguments, strict=True))
        for write in writes_in(procedure.body, procedures, values):
            check_write(write, around.turns, statement.span, scope)
    return checked.Call(name.text, arguments, origin)


# --------------------------------------------------------------------------------------- locks


def check_mode(lock: Word, mode: LockMode | None, scope: Scope) -> Mode | None:
    """The mode in which ``lock`` is taken; complains about a mode that it does not have."""
    entry = scope.entry(lock, LockName)
    if entry is None:
        return None
    assert isinstance(entry.meaning, LockName)
    found = mode_of(entry.meaning, mode)
    if found is None:
        is_rwlock = entry.meaning.is_rwlock
        scope.complain(meaning_mistakes.wrong_mode(lock, is_rwlock, entry.span))
    return found


def _in_step(word: str, span: Span, scope: Scope, around: Around) -> bool:
    if around.where is not Where.STEP:
        scope.complain(meaning_mistakes.wrong_place(span, word, around.where.value))
        return False
    return _outside_loop(word, span, scope, around)


def _given_back(word: str, lock: Word, span: Span, scope: Scope, around: Around) -> bool:
    if not _in_step(word, span, scope, around) or scope.entry(lock, LockName) is None:
        return False
    if scope.process is None:
        return False
    kept = {name for name, _ in scope.process.kept} | around.sections
    if scope.process.is_sure and lock.text not in kept:
        scope.complain(meaning_mistakes.not_kept(lock, word))
        return False
    return True
