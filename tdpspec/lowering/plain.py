"""Statements with one way through: assignments, sets, locks, conditions on them, calls of such.

What they wait for and what they claim is collected beside the new situation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from tdpspec.checking.checked import (
    Acquire,
    Add,
    Assert,
    Assign,
    Binding,
    Call,
    Choose,
    Condition,
    For,
    Goto,
    If,
    Procedure,
    Release,
    Remove,
    Statement,
    When,
    With,
    Yield,
)
from tdpspec.lowering import locks
from tdpspec.lowering.loops import simultaneously
from tdpspec.lowering.situation import Situation, Write, index_name, merge
from tdpspec.system.make import (
    compare,
    conjunction,
    equal,
    for_all,
    implies,
    ite,
    negation,
    saturate,
    set_operation,
    the,
)
from tdpspec.system.maps import Build, entry, store
from tdpspec.system.model import RANGES_CLAIM, Check, Variable
from tdpspec.system.terms import TRUE, Bound, IntValue, Order, SetOf, SetOp, Term
from tdpspec.system.types import RangeType, SetType


@dataclass(frozen=True, slots=True)
class Waiting:
    """No transition unless ``condition`` holds."""

    condition: Term


Effect = Waiting | Check


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shape: ``effects`` in the order in which the statements come; their terms are over the
    state before the step."""

    situation: Situation
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """Whose statements these are, and the procedures that they may call."""

    copy: locks.Copy
    procedures: Mapping[str, Procedure]


def is_plain(statement: Statement, code: Code) -> bool:
    """Whether there is one way through the statement, which goes on after it."""
    match statement:
        case Choose() | Goto():
            return False
        case If(_, then, otherwise, _):
            return all(is_plain(one, code) for one in (*then, *otherwise))
        case For(_, _, body, _) | With(_, _, body, _):
            return all(is_plain(one, code) for one in body)
        case Call(procedure, _, _):
            return all(is_plain(one, code) for one in code.procedures[procedure].body)
        case Assign() | Add() | Remove() | When() | Assert() | Acquire() | Release() | Yield():
            return True
        case _:
            assert_never(statement)


def run_plain(statements: tuple[Statement, ...], situation: Situation, code: Code) -> Outcome:
    """All of ``statements``, each of them plain, from first to last."""
    effects: list[Effect] = []
    for one in statements:
        outcome = _run_one(one, situation, code)
        situation = outcome.situation
        effects.extend(outcome.effects)
    return Outcome(situation, tuple(effects))


def bind(situation: Situation, bindings: tuple[Binding, ...]) -> Situation:
    """The names that a condition's ``is`` gives to what options hold at this point."""
    for one in bindings:
        situation = situation.with_name(one.name, the(situation.now(one.option)))
    return situation


def condition_now(situation: Situation, condition: Condition) -> tuple[Term, Situation]:
    """The condition at this point, and the situation with its names known."""
    return situation.now(condition.term), bind(situation, condition.bindings)


def enter_call(call: Call, situation: Situation, code: Code) -> tuple[Situation, Procedure]:
    """The situation inside a procedure, its parameters standing for the arguments."""
    procedure = code.procedures[call.procedure]
    caller = situation
    for name, argument in zip(procedure.parameters, call.arguments, strict=True):
        situation = situation.with_name(name, caller.now(argument))
    return replace(situation, calls=(*situation.calls, call.origin)), procedure


def leave_call(before: Situation, after: Situation) -> Situation:
    """``after``, outside of the procedure again: its names mean nothing to the caller."""
    return replace(after, names=before.names, calls=before.calls)


def effects_of(taken: locks.Taken) -> tuple[Effect, ...]:
    """What a lock operation waits for and claims, as far as it can matter."""
    check = () if taken.check is None or taken.check.condition == TRUE else (taken.check,)
    wait = () if taken.wait == TRUE else (Waiting(taken.wait),)
    return (*check, *wait)


def guarded(condition: Term, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """``effects`` where they only matter if ``condition`` holds."""
    return tuple(
        Waiting(implies(condition, one.condition))
        if isinstance(one, Waiting)
        else replace(one, condition=implies(condition, one.condition))
        for one in effects
    )


def _run_one(statement: Statement, situation: Situation, code: Code) -> Outcome:
    match statement:
        case Assign():
            return _assign(statement, situation)
        case Add(variable, indices, elements, _):
            return _change_set(SetOp.UNION, variable, indices, elements, situation)
        case Remove(variable, indices, elements, _):
            return _change_set(SetOp.MINUS, variable, indices, elements, situation)
        case When(condition, _):
            now, after = condition_now(situation, condition)
            return Outcome(after, (Waiting(now),))
        case Assert(claim, condition, text, origin):
            return Outcome(situation, (Check(claim, situation.now(condition), text, origin),))
        case If(condition, then, otherwise, _):
            now, inside = condition_now(situation, condition)
            yes = run_plain(then, inside, code)
            no = run_plain(otherwise, situation, code)
            effects = (*guarded(now, yes.effects), *guarded(negation(now), no.effects))
            return Outcome(merge(now, yes.situation, no.situation), effects)
        case For(bound, where, body, _):
            return _for(bound, where, body, situation, code)
        case Call():
            inside, procedure = enter_call(statement, situation, code)
            outcome = run_plain(procedure.body, inside, code)
            return replace(outcome, situation=leave_call(situation, outcome.situation))
        case With(lock, mode, body, origin):
            taken = locks.inside_step(situation, code.copy, lock, mode, origin)
            outcome = run_plain(body, taken.situation, code)
            effects = (*effects_of(taken), *outcome.effects)
            return Outcome(locks.outside_step(outcome.situation), effects)
        case Acquire(lock, mode, origin):
            return _lock(locks.take(situation, code.copy, lock, mode, None, origin))
        case Release(lock, origin):
            return _lock(locks.release(situation, code.copy, lock, origin))
        case Yield(lock, origin):
            return _lock(locks.give_up(situation, code.copy, lock, origin))
        case Choose() | Goto():
            raise AssertionError("not plain")
        case _:
            assert_never(statement)


def _lock(taken: locks.Taken) -> Outcome:
    return Outcome(taken.situation, effects_of(taken))


def _assign(statement: Assign, situation: Situation) -> Outcome:
    variable = situation.vocabulary.variables[statement.variable]
    indices = tuple(map(situation.now, statement.indices))
    value = situation.now(statement.value)
    effects: tuple[Effect, ...] = ()
    if statement.range is not None:
        inside = _within(value, statement.range)
        if inside != TRUE:
            text = f"{statement.text} stays within {statement.range.low}..{statement.range.high}"
            effects = (Check(RANGES_CLAIM, inside, text, statement.origin),)
        value = saturate(value, statement.range)
    current = situation.map(variable.name)
    write = Write(variable.name, indices)
    if len(indices) == len(variable.indices):
        return Outcome(situation.with_write(write, store(current, indices, value)), effects)
    bound = all_indices(variable, situation)
    here = conjunction(*(equal(a, b) for a, b in zip(bound, indices, strict=False)))
    map_ = Build(bound, ite(here, value, entry(current, bound)))
    return Outcome(situation.with_write(write, map_), effects)


def _within(value: Term, range_: RangeType) -> Term:
    return conjunction(
        compare(Order.AT_MOST, IntValue(range_.low), value),
        compare(Order.AT_MOST, value, IntValue(range_.high)),
    )


def all_indices(variable: Variable, situation: Situation) -> tuple[Bound, ...]:
    """Bound variables for all indices of ``variable``, named after their types."""
    bound: list[Bound] = []
    for type_ in variable.indices:
        situation, new = situation.with_parameter(Bound(index_name(type_), type_))
        bound.append(new)
    return tuple(bound)


def _change_set(
    op: SetOp,
    name: str,
    indices: tuple[Term, ...],
    elements: tuple[Term, ...],
    situation: Situation,
) -> Outcome:
    variable = situation.vocabulary.variables[name]
    assert isinstance(variable.type, SetType)
    at = tuple(map(situation.now, indices))
    element = tuple(map(situation.now, elements))
    current = situation.map(name)
    value = set_operation(op, entry(current, at), SetOf((element,), variable.type))
    return Outcome(situation.with_write(Write(name, at, element), store(current, at, value)))


def _for(
    bound: tuple[Bound, ...],
    where: Condition,
    body: tuple[Statement, ...],
    situation: Situation,
    code: Code,
) -> Outcome:
    inside, names = replace(situation, writes=()), []
    for one in bound:
        inside, new = inside.with_parameter(one)
        names.append(new)
    now, inside = condition_now(inside, where)
    outcome = run_plain(body, inside, code)
    effects = tuple(
        Waiting(for_all(names, one.condition))
        if isinstance(one, Waiting)
        else replace(one, condition=for_all(names, one.condition))
        for one in guarded(now, outcome.effects)
    )
    after = simultaneously(tuple(names), now, situation, outcome.situation)
    return Outcome(after, effects)
