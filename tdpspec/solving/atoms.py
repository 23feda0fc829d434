"""One Boolean per atom: ``maps[r0] contains p0``; ``pc[v0] = faulted``; ``root[v0] = none``.

An atom is data, so that a set of atoms reads as a sentence and can be renamed when the members
of a sort are permuted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import assert_never

from tdpspec.system.instance import Element, Instance, State, Value
from tdpspec.system.model import Choice, Variable
from tdpspec.system.types import (
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    SetType,
    SortType,
    Type,
)

Key = Element | tuple[Element, ...] | None
"""Which of the Booleans that make up a value: see ``keys``."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One entry has one value, or contains one element.

    Shape: ``key`` is True for a bool entry; an element of the set for a set; a value of the type
           otherwise, None where an optional entry is none.
    """

    variable: str
    indices: tuple[Element, ...]
    key: Key


@dataclass(frozen=True, slots=True)
class ChoiceAtom:
    """A choice of a system that is not fixed to one design has one value."""

    choice: str
    key: Key


def keys(instance: Instance, type_: Type) -> tuple[Key, ...]:
    """The Booleans that make up a value of ``type_``, in order.

    Shape: one for a bool; one an element for a set; otherwise one a value, of which exactly one
           is true, None coming last for an optional type.
    """
    match type_:
        case BoolType():
            return (True,)
        case SetType():
            return instance.set_elements(type_)
        case OptionType(of):
            return (*instance.elements(of), None)
        case EnumType() | SortType() | RangeType():
            return instance.elements(type_)
        case _:
            assert_never(type_)


def is_one_hot(type_: Type) -> bool:
    """Whether exactly one of the Booleans of a value is true."""
    return not isinstance(type_, (BoolType, SetType))


def entry_atoms(
    instance: Instance, variable: Variable, indices: tuple[Element, ...]
) -> tuple[Atom, ...]:
    """The atoms of one entry, in the order of ``keys``."""
    return tuple(Atom(variable.name, indices, key) for key in keys(instance, variable.type))


def state_atoms(instance: Instance) -> tuple[Atom, ...]:
    """All atoms of a state: by variable, then index, then key, each in order."""
    return tuple(
        atom
        for variable in instance.system.variables
        for indices in instance.index_tuples(variable)
        for atom in entry_atoms(instance, variable, indices)
    )


def choice_atoms(instance: Instance, choice: Choice) -> tuple[ChoiceAtom, ...]:
    """The atoms of a choice that is still open."""
    return tuple(ChoiceAtom(choice.name, key) for key in keys(instance, choice.type))


def encode(instance: Instance, state: State) -> frozenset[Atom]:
    """The atoms that are true in ``state``."""
    return frozenset(
        atom
        for variable in instance.system.variables
        for indices in instance.index_tuples(variable)
        for atom in entry_atoms(instance, variable, indices)
        if is_true(variable.type, atom.key, instance.read(state, variable, indices))
    )


def is_true(type_: Type, key: Key, value: Value) -> bool:
    match type_:
        case SetType():
            assert isinstance(value, frozenset)
            return key in value
        case _:
            return key == value


def decode(instance: Instance, true_atoms: Iterable[Atom]) -> State:
    """The state in which exactly ``true_atoms`` hold; the inverse of ``encode``.

    Errors: ``AssertionError`` if an entry has no value or two.
    """
    held = frozenset(true_atoms)

    def entry(variable: Variable, indices: tuple[Element, ...]) -> object:
        if len(indices) < len(variable.indices):
            elements = instance.elements(variable.indices[len(indices)])
            return tuple(entry(variable, (*indices, one)) for one in elements)
        found = [one.key for one in entry_atoms(instance, variable, indices) if one in held]
        match variable.type:
            case BoolType():
                return bool(found)
            case SetType():
                return frozenset(found)
            case _:
                assert len(found) == 1, (variable.name, indices, found)
                return found[0]

    return tuple(entry(variable, ()) for variable in instance.system.variables)


def combinations(instance: Instance, types: Iterable[Type]) -> Iterable[tuple[Element, ...]]:
    """All tuples of values of scalar ``types``, in order."""
    choices = []
    for type_ in types:
        assert not isinstance(type_, (OptionType, SetType)), type_
        choices.append(instance.elements(type_))
    return product(*choices)
