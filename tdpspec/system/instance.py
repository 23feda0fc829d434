"""A system with a size for each sort, and the values and states that it then has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import assert_never

from tdpspec.system.model import Property, System, Temporal, Variable
from tdpspec.system.types import (
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
    Type,
)

Element = bool | int | str
"""A value of a scalar type: a bool; a number; an enumeration's word; a sort's member by its
number, from 0."""

Value = Element | None | frozenset[Element] | frozenset[tuple[Element, ...]]
"""A value of any type: an element; None for none; a set, of elements where the set is one wide,
of tuples where it is wider."""

State = tuple[object, ...]
"""One entry a variable, in declaration order: its value, or for a variable with indices tuples
nested as deep as it has indices, ordered as ``Instance.elements`` orders the index type."""

Sizes = tuple[tuple[str, int], ...]
"""Number of members by sort, in declaration order."""


@dataclass(frozen=True)
class Instance:
    """A system (usually fixed to one design) at given sizes."""

    system: System
    sizes: Sizes

    def for_claim(self, claim: Property) -> Instance:
        """This system at the sizes at which ``claim`` is judged, if it says some of its own."""
        own = dict(claim.sizes) if isinstance(claim, Temporal) else {}
        if not own:
            return self
        return Instance(self.system, tuple((sort, own.get(sort, n)) for sort, n in self.sizes))

    def size(self, sort: SortType) -> int:
        return dict(self.sizes)[sort.name]

    def elements(self, type_: Scalar) -> tuple[Element, ...]:
        """All values of a scalar type in order; its length is the number of index positions."""
        match type_:
            case BoolType():
                return (False, True)
            case EnumType(_, values):
                return values
            case SortType():
                return tuple(range(self.size(type_)))
            case RangeType(low, high):
                return tuple(range(low, high + 1))
            case _:
                assert_never(type_)

    def position(self, type_: Scalar, value: Element) -> int:
        """The place of ``value`` in ``elements(type_)``."""
        match type_:
            case BoolType():
                return int(value)
            case EnumType(_, values):
                assert isinstance(value, str)
                return values.index(value)
            case SortType():
                assert isinstance(value, int)
                return value
            case RangeType(low, _):
                assert isinstance(value, int)
                return value - low
            case _:
                assert_never(type_)

    def set_elements(self, type_: SetType) -> tuple[Element | tuple[Element, ...], ...]:
        """Everything that a set of ``type_`` may contain, in order."""
        if len(type_.of) == 1:
            return self.elements(type_.of[0])
        return tuple(product(*map(self.elements, type_.of)))

    def index_tuples(self, variable: Variable) -> tuple[tuple[Element, ...], ...]:
        """All index tuples of ``variable`` in order; ``((),)`` without indices."""
        return tuple(product(*map(self.elements, variable.indices)))

    def read(self, state: State, variable: Variable, indices: tuple[Element, ...]) -> Value:
        """One entry of one variable in ``state``."""
        value: object = state[self.system.place[variable.name]]
        for type_, index in zip(variable.indices, indices, strict=True):
            assert isinstance(value, tuple)
            value = value[self.position(type_, index)]
        return value  # type: ignore[return-value]  # the shape of State says so

    def member_name(self, sort: SortType, number: int) -> str:
        """``root0`` for the first member of ``Root``; the own name of a named member."""
        declared = self.system.sort[sort.name]
        if declared.members:
            return declared.members[number]
        return f"{snake_case(sort.name)}{number}"

    def show(self, type_: Type, value: Value) -> str:
        """``value`` as a person reads it: ``root0``, ``none``, ``{root0, root1}``, ``true``."""
        match type_:
            case OptionType(of):
                return "none" if value is None else self.show(of, value)
            case SetType(of):
                assert isinstance(value, frozenset)
                inside = [one for one in self.set_elements(type_) if one in value]
                return "{" + ", ".join(self._show_element(of, one) for one in inside) + "}"
            case BoolType():
                return "true" if value else "false"
            case SortType():
                assert isinstance(value, int)
                return self.member_name(type_, value)
            case EnumType() | RangeType():
                return str(value)
            case _:
                assert_never(type_)

    def _show_element(self, of: tuple[Scalar, ...], value: object) -> str:
        if len(of) == 1:
            return self.show(of[0], value)  # type: ignore[arg-type]  # an Element by State's shape
        assert isinstance(value, tuple)
        return "(" + ", ".join(map(self.show, of, value)) + ")"


def instance(system: System, sizes: Mapping[str, int] | None = None) -> Instance:
    """``system`` at ``sizes``; sorts that are not named there have their default size. A size
    that is named goes before the one that a claim says.

    Errors: ``ValueError`` for an unknown sort, a size below 1, or a size for named members;
            the command line checks that before.
    """
    given = dict(sizes or {})
    chosen = []
    for sort in system.sorts:
        size = given.pop(sort.name, sort.default_size)
        if size < 1 or (sort.members and size != len(sort.members)):
            raise ValueError(f"sort {sort.name} cannot have {size} members")
        chosen.append((sort.name, size))
    if given:
        raise ValueError(f"no sort called {', '.join(given)}")
    properties = tuple(_without_sizes(one, set(sizes or ())) for one in system.properties)
    return Instance(replace(system, properties=properties), tuple(chosen))


def _without_sizes(claim: Property, sorts: set[str]) -> Property:
    if not isinstance(claim, Temporal) or not claim.sizes:
        return claim
    return replace(claim, sizes=tuple(one for one in claim.sizes if one[0] not in sorts))


def snake_case(name: str) -> str:
    """
    >>> snake_case("ResourceManager")
    'resource_manager'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def plural(name: str) -> str:
    """
    >>> plural("Root"), plural("Process"), plural("Entry"), plural("Key"), plural("Tasks")
    ('Roots', 'Processes', 'Entries', 'Keys', 'Tasks')
    """
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    if re.search(r"(ss|x|z|ch|sh)$", name):
        return name + "es"
    return name if name.endswith("s") else name + "s"
