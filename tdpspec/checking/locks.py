"""Which locks a process keeps from one step to the next, and the variables that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tdpspec.checking.names import LockName, ProcessShape
from tdpspec.checking.walk import all_statements, steps_in
from tdpspec.source.span import Origin
from tdpspec.syntax.declarations import Region, Step
from tdpspec.syntax.expressions import LockMode
from tdpspec.syntax.statements import Acquire, Goto, Release, Yield
from tdpspec.system.make import nothing
from tdpspec.system.model import Holders, Mode, Variable, Yielded
from tdpspec.system.terms import FALSE
from tdpspec.system.types import BOOL, SetType

Locks = dict[str, LockName]
Kept = tuple[tuple[str, Mode], ...]

_MODE = {LockMode.READ: Mode.READ, LockMode.WRITE: Mode.WRITE}


def modes_of(lock: LockName, written: LockMode | None) -> tuple[Mode, ...] | None:
    """The modes that ``written`` stands for where a lock is asked about: all without one; None
    for a mode that this kind of lock does not have."""
    if not lock.is_rwlock:
        return None if written is not None else (Mode.EXCLUSIVE,)
    return (Mode.READ, Mode.WRITE) if written is None else (_MODE[written],)


def mode_of(lock: LockName, written: LockMode | None) -> Mode | None:
    """The mode in which a lock is taken; None where ``written`` does not say one it has."""
    modes = modes_of(lock, written)
    return modes[0] if modes is not None and len(modes) == 1 else None


def kept_by(body: tuple[Step | Region, ...], locks: Locks) -> tuple[Kept, Kept, bool]:
    """What a process with this body keeps across steps, by a critical section of several steps
    or by ``acquire``; which of that a ``yield`` outside of such a section gives up; and whether
    each taking says a lock and a mode of it."""
    sections, acquires = tuple(_sections(body)), tuple(_acquires(body))
    taken = {_pair(one, locks) for one in sections}
    acquired = {_pair(one, locks) for _, one in acquires}
    given_up = set(_yielded(body, frozenset()))
    pairs = [(lock, mode) for lock in locks for mode in Mode]
    return (
        tuple(one for one in pairs if one in taken | acquired),
        tuple(one for one in pairs if one in acquired and one[0] in given_up),
        None not in taken | acquired,
    )


def _sections(body: tuple[Step | Region, ...]) -> Iterator[Region]:
    for item in body:
        if isinstance(item, Region):
            yield item
            yield from _sections(item.body)


def _acquires(body: tuple[Step | Region, ...]) -> Iterator[tuple[Step, Acquire]]:
    for step in steps_in(body):
        for statement in all_statements(step.body):
            if isinstance(statement, Acquire):
                yield step, statement


def _pair(taking: Region | Acquire, locks: Locks) -> tuple[str, Mode] | None:
    lock = locks.get(taking.lock.text)
    mode = None if lock is None else mode_of(lock, taking.mode)
    return None if mode is None else (taking.lock.text, mode)


def _yielded(body: tuple[Step | Region, ...], inside: frozenset[str]) -> Iterator[str]:
    for item in body:
        if isinstance(item, Region):
            yield from _yielded(item.body, inside | {item.lock.text})
            continue
        for statement in all_statements(item.body):
            if isinstance(statement, Yield) and statement.lock.text not in inside:
                yield statement.lock.text


def excluding(body: tuple[Step | Region, ...]) -> Iterator[str]:
    """The locks that are held between two steps: acquired and not released by the same step, or
    around more than one step, or around one that repeats itself."""
    for step, acquire in _acquires(body):
        if not _is_released(step, acquire):
            yield acquire.lock.text
    for section in _sections(body):
        steps = list(steps_in(section.body))
        labels = {one.label.text for one in steps}
        if len(steps) > 1 or any(
            isinstance(statement, Goto) and statement.label.text in labels
            for step in steps
            for statement in all_statements(step.body)
        ):
            yield section.lock.text


def _is_released(step: Step, taking: Acquire) -> bool:
    """Whether the step surely goes on to give back what it takes."""
    at = next((i for i, one in enumerate(step.body) if one is taking), len(step.body))
    for one in step.body[at + 1 :]:
        if isinstance(one, Release) and one.lock.text == taking.lock.text:
            return True
        if any(isinstance(inner, Goto) for inner in all_statements((one,))):
            return False
    return False


def holders_name(lock: str, mode: Mode, process: str, processes: Iterable[ProcessShape]) -> str:
    """The variable of the copies of ``process`` that hold ``lock`` in ``mode``.

    Shape: ``lock.mode``, with the process's name behind it where several processes do.
    """
    several = sum((lock, mode) in one.kept for one in processes) > 1
    return f"{lock}.{mode.value}.{process}" if several else f"{lock}.{mode.value}"


def lock_variables(
    process: ProcessShape, processes: Iterable[ProcessShape], origin: Origin
) -> Iterator[Variable]:
    """The holders of every lock that ``process`` keeps, each followed by its yielders."""
    everyone = tuple(processes)
    type_ = BOOL if process.parameter is None else SetType((process.parameter.type,))
    initial = nothing(type_) if isinstance(type_, SetType) else FALSE
    for lock, mode in process.kept:
        name = holders_name(lock, mode, process.name, everyone)
        role = Holders(lock, mode, process.name)
        yield Variable(name, (), type_, initial, role, "", origin)
        if (lock, mode) in process.yielded:
            yielders = Yielded(lock, mode, process.name)
            yield Variable(f"{name}.yielded", (), type_, initial, yielders, "", origin)
