"""Locks: who holds what, who waits for whom, and what counts as misuse.

A lock kept across steps is a set of holders per mode and process. What a process holds at a
place is mostly known beforehand (``Situation.locks``); then guards and updates say just what
they must, and only where it is not known do they ask the set of holders.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from tdpspec.lowering.situation import FREE, Free, GivenUp, Held, Situation, Status
from tdpspec.source.span import Origin
from tdpspec.system.make import (
    conjunction,
    disjunction,
    equal,
    implies,
    ite,
    member,
    negation,
    nothing,
    set_operation,
    subset,
)
from tdpspec.system.maps import entry, store
from tdpspec.system.model import LOCKS_CLAIM, Check, Holders, Mode, Variable, Yielded
from tdpspec.system.terms import (
    FALSE,
    TRUE,
    Bound,
    Read,
    SetOf,
    SetOp,
    SetOperation,
    Term,
)
from tdpspec.system.types import BoolType, SetType


@dataclass(frozen=True, slots=True)
class Copy:
    """Who runs: a process and its parameter, None for its only copy. A free-standing action is
    a ``Copy`` of the process "", which holds nothing."""

    process: str
    parameter: Bound | None


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of a lock operation: what to wait for, what is claimed, what is then so."""

    situation: Situation
    wait: Term
    check: Check | None


def _variables(
    situation: Situation, lock: str, role: type[Holders] | type[Yielded]
) -> tuple[tuple[Variable, Mode, str], ...]:
    return tuple(
        (one, one.role.mode, one.role.process)
        for one in situation.vocabulary.variables.values()
        if isinstance(one.role, role) and one.role.lock == lock
    )


def _own(
    situation: Situation, copy: Copy, lock: str, role: type[Holders] | type[Yielded]
) -> dict[Mode, Variable]:
    return {
        mode: variable
        for variable, mode, process in _variables(situation, lock, role)
        if process == copy.process
    }


def _self_set(variable: Variable, copy: Copy) -> Term:
    assert isinstance(variable.type, SetType)
    assert copy.parameter is not None
    return SetOf(((copy.parameter,),), variable.type)


def _contains(situation: Situation, variable: Variable, copy: Copy) -> Term:
    """Whether the copy is among the holders, asked of the state."""
    value = entry(situation.map(variable.name), ())
    if isinstance(variable.type, BoolType):
        return value
    assert copy.parameter is not None
    return member((copy.parameter,), value)


def _put_in(situation: Situation, variable: Variable, copy: Copy) -> Situation:
    current = situation.map(variable.name)
    if isinstance(variable.type, BoolType):
        return situation.with_map(variable.name, store(current, (), TRUE))
    value = set_operation(SetOp.UNION, entry(current, ()), _self_set(variable, copy))
    return situation.with_map(variable.name, store(current, (), value))


def _take_out(situation: Situation, variable: Variable, copy: Copy, lock: str) -> Situation:
    current = situation.map(variable.name)
    if isinstance(variable.type, BoolType):
        return situation.with_map(variable.name, store(current, (), FALSE))
    value, own = entry(current, ()), _self_set(variable, copy)
    match value:
        case SetOperation(SetOp.UNION, Read() as before, added) if (
            added == own and lock in situation.free_at_start
        ):
            value = before  # taken and released in one step, as if nothing had been
        case _:
            value = set_operation(SetOp.MINUS, value, own)
    return situation.with_map(variable.name, store(current, (), value))


def _set_membership(
    situation: Situation, variable: Variable, copy: Copy, lock: str, condition: Term
) -> Situation:
    """Put the copy in where ``condition`` holds; leave it as it is elsewhere."""
    inside = _put_in(situation, variable, copy)
    if condition == TRUE:
        return inside
    old = situation.map(variable.name)
    value = ite(condition, entry(inside.map(variable.name), ()), entry(old, ()))
    return situation.with_map(variable.name, store(old, (), value))


def holds(situation: Situation, copy: Copy, lock: str, mode: Mode | None = None) -> Term:
    """Whether the copy holds ``lock`` (in ``mode``) at this point."""
    if any(one == lock and mode in (None, m) for one, m in situation.inside):
        return TRUE
    possible = situation.status(lock)
    matches = [isinstance(one, Held) and mode in (None, one.mode) for one in possible]
    if all(matches):
        return TRUE
    if not any(matches):
        return FALSE
    own = _own(situation, copy, lock, Holders)
    return disjunction(
        *(
            _contains(situation, variable, copy)
            for held, variable in own.items()
            if mode in (None, held)
        )
    )


def available(situation: Situation, copy: Copy, lock: str, mode: Mode) -> Term:
    """Whether nobody else holds ``lock`` in a mode that excludes ``mode``."""
    free: list[Term] = []
    for variable, held, process in _variables(situation, lock, Holders):
        if mode is Mode.READ and held is Mode.READ:
            continue
        value = entry(situation.map(variable.name), ())
        if isinstance(variable.type, BoolType):
            free.append(TRUE if process == copy.process else negation(value))
        elif process == copy.process and holds(situation, copy, lock, held) != FALSE:
            free.append(subset(value, _self_set(variable, copy)))
        else:
            assert isinstance(variable.type, SetType)
            free.append(equal(value, nothing(variable.type)))
    return conjunction(*free)


def take(
    situation: Situation, copy: Copy, lock: str, mode: Mode, region: int | None, origin: Origin
) -> Taken:
    """``acquire``, or the first step inside a ``with`` around several steps. An upgrade is
    reported, and goes on as if the old mode had been released before."""
    check = Check(
        LOCKS_CLAIM,
        negation(holds(situation, copy, lock)),
        f"{lock} is not held when it is taken",
        origin,
    )
    wait = available(situation, copy, lock, mode)
    if region is None:  # taken a second time inside of a region, it is still the region's
        regions = [one.region for one in situation.status(lock) if isinstance(one, Held)]
        region = next((one for one in regions if one is not None), None)
    then = _put_in_only(_forget(situation, copy, lock), copy, lock, mode)
    return Taken(then.with_lock(lock, (Held(mode, region),)), wait, check)


def _put_in_only(situation: Situation, copy: Copy, lock: str, mode: Mode) -> Situation:
    """The copy holds ``lock`` in ``mode``, and in no other."""
    own = _own(situation, copy, lock, Holders)
    for held, variable in own.items():
        if held is not mode and holds(situation, copy, lock, held) != FALSE:
            situation = _take_out(situation, variable, copy, lock)
    return _put_in(situation, own[mode], copy)


def _forget(situation: Situation, copy: Copy, lock: str) -> Situation:
    """No ``yield`` is left that the next step would have to make good."""
    for one in situation.status(lock):
        if isinstance(one, GivenUp):
            yielders = _own(situation, copy, lock, Yielded)[one.mode]
            situation = _take_out(situation, yielders, copy, lock)
    return situation


def enter_region(
    situation: Situation, copy: Copy, lock: str, mode: Mode, region: int, origin: Origin
) -> Taken:
    """The beginning of a step inside a region: take the lock unless the region holds it."""
    possible = situation.status(lock)
    own = Held(mode, region)
    if possible == (own,):
        return Taken(situation, TRUE, None)
    if own not in possible:
        return take(situation, copy, lock, mode, region, origin)
    variable = _own(situation, copy, lock, Holders)[mode]
    inside = _contains(situation, variable, copy)
    outside = situation
    if all(one in (own, Free()) for one in possible):
        outside = situation.with_lock(lock, FREE)  # where it is not inside, it holds nothing
    wait = disjunction(inside, available(outside, copy, lock, mode))
    others = {one.mode for one in possible if isinstance(one, Held)} - {mode}
    upgraded = disjunction(
        *(
            _contains(situation, one, copy)
            for held, one in _own(situation, copy, lock, Holders).items()
            if held in others
        )
    )
    once = disjunction(inside, negation(upgraded))
    check = Check(LOCKS_CLAIM, once, f"{lock} is not held when it is taken", origin)
    then = _put_in_only(situation, copy, lock, mode)
    return Taken(then.with_lock(lock, (own,)), wait, check)


def let_go(situation: Situation, copy: Copy, lock: str) -> Situation:
    """The lock is held no more, in whatever mode it may have been."""
    own = _own(situation, copy, lock, Holders)
    for mode, variable in own.items():
        if any(isinstance(one, Held) and one.mode is mode for one in situation.status(lock)):
            situation = _take_out(situation, variable, copy, lock)
    return situation.with_lock(lock, FREE)


def release(situation: Situation, copy: Copy, lock: str, origin: Origin) -> Taken:
    """``release``: of a lock that is held."""
    text = f"{lock} is held when it is released"
    check = Check(LOCKS_CLAIM, _can_give_back(situation, copy, lock), text, origin)
    return Taken(let_go(_forget(situation, copy, lock), copy, lock), TRUE, check)


def _can_give_back(situation: Situation, copy: Copy, lock: str) -> Term:
    """Whether the copy holds ``lock`` at this point, and not by a ``with`` of this step, which
    gives it back itself."""
    inside = any(one == lock for one, _ in situation.inside)
    return FALSE if inside else holds(situation, copy, lock)


def give_up(situation: Situation, copy: Copy, lock: str, origin: Origin) -> Taken:
    """``yield``: released; after an ``acquire`` the next step takes it again by itself."""
    text = f"{lock} is held when it is yielded"
    check = Check(LOCKS_CLAIM, _can_give_back(situation, copy, lock), text, origin)
    to_come_back = _own(situation, copy, lock, Yielded)
    then = situation
    after: list[Status] = []
    for one in situation.status(lock):
        match one:
            case Held(mode, None) if mode in to_come_back:
                holders = _own(situation, copy, lock, Holders)[mode]
                yielders = to_come_back[mode]
                where: Term = TRUE
                if len(situation.status(lock)) > 1:
                    where = _contains(situation, holders, copy)
                then = _set_membership(then, yielders, copy, lock, where)
                after.append(GivenUp(mode))
            case Held() | Free():
                after.append(Free())
            case GivenUp():
                after.append(one)
            case _:
                assert_never(one)
    then = let_go(then, copy, lock)
    return Taken(then.with_lock(lock, tuple(dict.fromkeys(after))), TRUE, check)


def take_again(situation: Situation, copy: Copy, lock: str) -> Taken:
    """The beginning of a step: take again what a ``yield`` gave up."""
    possible = situation.status(lock)
    then, waits = situation, []
    after: list[Status] = []
    for one in possible:
        if not isinstance(one, GivenUp):
            after.append(one)
            continue
        holders = _own(situation, copy, lock, Holders)[one.mode]
        yielders = _own(situation, copy, lock, Yielded)[one.mode]
        where: Term = TRUE if len(possible) == 1 else _contains(situation, yielders, copy)
        waits.append(implies(where, available(situation, copy, lock, one.mode)))
        then = _set_membership(then, holders, copy, lock, where)
        then = _take_out(then, yielders, copy, lock)
        after.append(Held(one.mode, None))
    return Taken(then.with_lock(lock, tuple(dict.fromkeys(after))), conjunction(*waits), None)


def inside_step(situation: Situation, copy: Copy, lock: str, mode: Mode, origin: Origin) -> Taken:
    """``with`` in one step: taken at once and given back before the step is over, so that only
    waiting for it is left. ``outside_step`` ends it."""
    check = Check(
        LOCKS_CLAIM,
        negation(holds(situation, copy, lock)),
        f"{lock} is not held when it is taken",
        origin,
    )
    wait = available(situation, copy, lock, mode)
    then = replace(situation, inside=(*situation.inside, (lock, mode)))
    return Taken(then, wait, check)


def outside_step(situation: Situation) -> Situation:
    """The end of the innermost ``with`` of this step."""
    return replace(situation, inside=situation.inside[:-1])
