"""What a mutant needs besides its statements: places for its steps, holders for its locks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from tdpspec.checking.checked import (
    Acquire,
    Branch,
    Checked,
    Choose,
    If,
    Region,
    Step,
    With,
)
from tdpspec.mutation.faults import goes_on
from tdpspec.source.span import Origin
from tdpspec.system.model import Holders, Mode, Variable
from tdpspec.system.terms import FALSE, BoolValue, SetOf
from tdpspec.system.types import BOOL, BoolType, EnumType, SetType

Tree = TypeVar("Tree")


def completed(checked: Checked) -> Checked:
    """``checked`` with the places and holders that its processes now have."""
    return _with_readers(_ended(checked))


def _ended(checked: Checked) -> Checked:
    """``checked`` with the places that its processes now have: those of steps that are new, and
    ``done`` where a process can now run off its end."""
    procedures = {one.name: one for one in checked.procedures}
    for process, places in zip(checked.processes, checked.places, strict=True):
        steps = tuple(_steps(process.body))
        labels = [one.label for one in steps]
        ends = goes_on(steps[-1].body, procedures)
        kept = [one for one in places.values if one != "done"]
        new = (*kept, *(one for one in labels if one not in kept))
        if ends or "done" in places.values:
            new = (*new, "done")
        if new != places.values:
            checked = _retyped(checked, places, EnumType(places.name, new))
    return checked


def _with_readers(checked: Checked) -> Checked:
    """``checked`` with the holders of each lock that is now kept for reading."""
    locks = {one.name: one for one in checked.locks}
    known = {one.role for one in checked.variables}
    for process in checked.processes:
        for lock in sorted(_read_in(process.body)):
            role = Holders(lock, Mode.READ, process.name)
            if role in known or not locks[lock].is_rwlock:
                continue
            type_: BoolType | SetType = BOOL
            none: BoolValue | SetOf = FALSE
            if process.parameter is not None:
                type_ = SetType((process.parameter.type,))
                none = SetOf((), type_)
            name = f"{lock}.{Mode.READ.value}.{process.name}"
            new = Variable(name, (), type_, none, role, "", process.origin)
            checked = replace(checked, variables=(*checked.variables, new))
    return checked


def _read_in(tree: object) -> frozenset[str]:
    """The locks that are taken for reading in ``tree`` and kept to the next step."""
    match tree:
        case Region(lock, mode, body, _):
            return _read_in(body) | ({lock} if mode is Mode.READ else frozenset())
        case Acquire(lock, Mode.READ, _):
            return frozenset({lock})
        case tuple():
            return frozenset().union(*map(_read_in, tree))
        case Step() | If() | With() | Choose() | Branch():
            return frozenset().union(*(_read_in(getattr(tree, x.name)) for x in fields(tree)))
        case _:
            return frozenset()


def _steps(body: tuple[Step | Region, ...]) -> Iterator[Step]:
    for one in body:
        if isinstance(one, Region):
            yield from _steps(one.body)
        else:
            yield one


def _retyped(tree: Tree, old: EnumType, new: EnumType) -> Tree:
    """``tree`` with another type wherever ``old`` stood."""
    if tree == old and isinstance(tree, EnumType):
        return new  # type: ignore[return-value]  # where an EnumType was
    if isinstance(tree, tuple):
        parts = tuple(_retyped(one, old, new) for one in tree)
        same = all(a is b for a, b in zip(parts, tree, strict=True))
        return tree if same else parts  # type: ignore[return-value]  # a tuple as before
    if isinstance(tree, Origin) or not is_dataclass(tree) or isinstance(tree, type):
        return tree
    values = {one.name: getattr(tree, one.name) for one in fields(tree)}
    changed = {name: _retyped(value, old, new) for name, value in values.items()}
    if all(changed[name] is value for name, value in values.items()):
        return tree
    return replace(tree, **changed)
