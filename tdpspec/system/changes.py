"""What a step changed, entry by entry: the difference of two states, as data and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from tdpspec.system.instance import Element, Instance, State, Value, snake_case
from tdpspec.system.model import (
    Action,
    Holders,
    Local,
    Place,
    Shared,
    Variable,
    Yielded,
)
from tdpspec.system.printer import entry_text, lock_text
from tdpspec.system.trace import Step
from tdpspec.system.types import SetType, SortType


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of one variable that two states disagree about.

    Shape: ``index`` names the entry, one text for each of the variable's indices. ``added`` and
           ``removed`` are the elements that a set gained and lost, in order; empty for others.
    """

    variable: Variable
    index: tuple[str, ...]
    before: Value
    after: Value
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def changes(instance: Instance, before: State, after: State) -> tuple[Change, ...]:
    """What differs between two states, in the order of declaration and then of the indices."""
    return tuple(
        _change(instance, variable, indices, old, new)
        for variable, was, becomes in zip(instance.system.variables, before, after, strict=True)
        if was != becomes
        for indices in instance.index_tuples(variable)
        if (old := instance.read(before, variable, indices))
        != (new := instance.read(after, variable, indices))
    )


def _change(
    instance: Instance, variable: Variable, indices: tuple[Element, ...], old: Value, new: Value
) -> Change:
    index = index_names(instance, variable, indices)
    type_ = variable.type
    if not isinstance(type_, SetType):
        return Change(variable, index, old, new)
    assert isinstance(old, frozenset)
    assert isinstance(new, frozenset)
    return Change(
        variable,
        index,
        old,
        new,
        added=elements_text(instance, type_, new - old),
        removed=elements_text(instance, type_, old - new),
    )


def index_names(
    instance: Instance, variable: Variable, indices: tuple[Element, ...]
) -> tuple[str, ...]:
    """The indices of one entry as a person reads them: ``("root0",)``."""
    return tuple(map(instance.show, variable.indices, indices))


def elements_text(instance: Instance, type_: SetType, value: object) -> tuple[str, ...]:
    """The elements of a set in order, each as a person reads it."""
    assert isinstance(value, frozenset)
    return tuple(
        instance.show(type_, frozenset({one})).strip("{}")  # type: ignore[arg-type]  # all of one width
        for one in instance.set_elements(type_)
        if one in value
    )


def change_texts(instance: Instance, found: tuple[Change, ...]) -> tuple[str, ...]:
    """``found`` in words: data first, ``maps[root0]: {page0} -> {}``; then for each copy of a
    process where it goes and which locks it takes and drops, ``zapper0: zap -> put, drops l``.
    """
    data: list[str] = []
    control: dict[str, list[str]] = {}
    for change in found:
        match change.variable.role:
            case Shared() | Local():
                data.append(_value_text(instance, change))
            case Place(process):
                who = copy_name(instance, process, change.index)
                control.setdefault(who, []).insert(0, f"{change.before} -> {change.after}")
            case Holders() | Yielded():
                for who, phrase in _lock_phrases(instance, change, found):
                    control.setdefault(who, []).append(phrase)
            case _:
                assert_never(change.variable.role)
    return (*data, *(_sentence(who, phrases) for who, phrases in control.items()))


def _sentence(who: str, phrases: list[str]) -> str:
    moved = " -> " in phrases[0]
    return f"{who}: {', '.join(phrases)}" if moved else f"{who} {', '.join(phrases)}"


def _value_text(instance: Instance, change: Change) -> str:
    name = entry_text(instance.system, change.variable, change.index)
    type_ = change.variable.type
    return f"{name}: {instance.show(type_, change.before)} -> {instance.show(type_, change.after)}"


def _lock_phrases(
    instance: Instance, change: Change, found: tuple[Change, ...]
) -> Iterator[tuple[str, str]]:
    """Who does what to the lock. A yield changes two variables, the holders and those who gave
    the lock up; it is told once, from the side that knows more."""
    role = change.variable.role
    assert isinstance(role, (Holders, Yielded))
    partner = _partner(change, found)
    for gained, members in ((True, _gained(change)), (False, _lost(change))):
        for member in members:
            who = copy_name(instance, role.process, (member,) if member else ())
            together = partner is not None and member in (
                _lost(partner) if gained else _gained(partner)
            )
            match role, gained, together:
                case Holders(), True, False:
                    yield who, f"takes {lock_text(role)}"
                case Holders(), True, True:
                    yield who, f"takes {lock_text(role)} again"
                case Holders(), False, False:
                    yield who, f"drops {role.lock}"
                case Yielded(), True, _:
                    yield who, f"yields {role.lock}"
                case Yielded(), False, False:
                    yield who, f"takes {lock_text(role)} again and drops it"
                case _:
                    pass


def _partner(change: Change, found: tuple[Change, ...]) -> Change | None:
    role = change.variable.role
    for other in found:
        match role, other.variable.role:
            case (Holders(lock, mode, process), Yielded(lock2, mode2, process2)) | (
                Yielded(lock, mode, process),
                Holders(lock2, mode2, process2),
            ) if (lock, mode, process) == (lock2, mode2, process2):
                return other
    return None


def _gained(change: Change) -> tuple[str, ...]:
    """The copies that a lock's variable gained; ``("",)`` for the only copy of a process."""
    return change.added if isinstance(change.variable.type, SetType) else ("",) * bool(change.after)


def _lost(change: Change) -> tuple[str, ...]:
    return (
        change.removed if isinstance(change.variable.type, SetType) else ("",) * bool(change.before)
    )


def holders(instance: Instance, variable: Variable, role: Holders, state: State) -> tuple[str, ...]:
    """The copies of the process that hold the lock of ``role`` in ``state``; ``variable`` is that
    of the role."""
    value = instance.read(state, variable, ())
    if not isinstance(variable.type, SetType):
        return (copy_name(instance, role.process, ()),) if value else ()
    assert isinstance(value, frozenset)
    (member_type,) = variable.type.of
    return tuple(
        copy_name(instance, role.process, (instance.show(member_type, one),))
        for one in instance.elements(member_type)
        if one in value
    )


def copy_name(instance: Instance, process: str, index: tuple[str, ...]) -> str:
    """What one copy of a process is called: its member where that is clear, else
    ``process(member)``; the process's own name where it has no copies."""
    system = instance.system
    if not index:
        return process
    parameter = system.process[process].parameter
    assert parameter is not None, process
    clear = isinstance(parameter.type, SortType) and snake_case(parameter.type.name) == process
    return index[0] if clear else f"{process}({index[0]})"


def who_steps(instance: Instance, step: Step) -> str:
    """Which copy of which process takes ``step``; ``""`` for a free-standing action."""
    action = instance.system.action[step.action]
    if not action.process:
        return ""
    return copy_name(
        instance, action.process, argument_names(instance, step)[: _own(action, instance)]
    )


def step_text(instance: Instance, step: Step) -> str:
    """The action with the values it chose, without the process's own: ``zap(root0, page0)``."""
    action = instance.system.action[step.action]
    chosen = argument_names(instance, step)[_own(action, instance) :]
    return f"{action.name}({', '.join(chosen)})" if chosen else action.name


def argument_names(instance: Instance, step: Step) -> tuple[str, ...]:
    """The values of all parameters of a step, the process's own first."""
    parameters = instance.system.action[step.action].parameters
    return tuple(
        instance.show(one.type, value)
        for one, value in zip(parameters, step.arguments, strict=True)
    )


def _own(action: Action, instance: Instance) -> int:
    """How many of the action's parameters are its process's own: 1 or 0."""
    if not action.process:
        return 0
    return int(instance.system.process[action.process].parameter is not None)
