"""A set of atoms under all renamings of interchangeable members.

Initial states, transitions and claims do not tell the members of an unnamed sort apart: the
language has no way to name one, and nothing orders them. So whatever is true of a state is true
of every renaming of it. Members with names are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations, product

from tdpspec.solving.atoms import Atom, Key
from tdpspec.system.instance import Element, Instance
from tdpspec.system.types import OptionType, Scalar, SetType, SortType, Type

Literal = tuple[Atom, bool]
"""An atom and whether it is true."""

Cube = frozenset[Literal]
"""Literals that all hold."""

Renaming = Mapping[tuple[str, int], int]
"""By sort and member the member that takes its place; members left out stay."""


@dataclass(frozen=True)
class Symmetry:
    """How atoms of an instance are renamed.

    Source: the orbit of a clause is learnt at once as in Goel, Sakallah, On Symmetry and
            Quantification: A New Approach to Verify Distributed Protocols, NFM 2021.
    """

    instance: Instance

    def sorts(self) -> tuple[SortType, ...]:
        """The sorts whose members are interchangeable."""
        return tuple(one.type for one in self.instance.system.interchangeable)

    def members(self, cube: Iterable[Literal]) -> dict[str, tuple[int, ...]]:
        """By interchangeable sort, in the order of the sorts, the members that the atoms of
        ``cube`` name, in ascending order; sorts without any are left out."""
        found: dict[str, set[int]] = {one.name: set() for one in self.sorts()}
        for atom, _ in cube:
            for sort, value in self._named(atom):
                if sort in found:
                    found[sort].add(value)
        return {sort: tuple(sorted(values)) for sort, values in found.items() if values}

    def orbit(self, cube: Cube) -> tuple[Cube, ...]:
        """``cube`` under every placing of the members that it names; ``cube`` itself first."""
        named = self.members(cube)
        placings = (
            [
                dict(zip(((sort, one) for one in members), chosen, strict=True))
                for chosen in permutations(range(self.instance.size(SortType(sort))), len(members))
            ]
            for sort, members in named.items()
        )
        images: dict[Cube, None] = {cube: None}
        for parts in product(*placings):
            renaming = {key: value for part in parts for key, value in part.items()}
            images[frozenset((self.rename(atom, renaming), sign) for atom, sign in cube)] = None
        return tuple(images)

    def rename(self, atom: Atom, renaming: Renaming) -> Atom:
        """``atom`` with its members replaced."""
        variable = self.instance.system.variable[atom.variable]
        indices = tuple(
            _renamed(type_, value, renaming)
            for type_, value in zip(variable.indices, atom.indices, strict=True)
        )
        return Atom(atom.variable, indices, self._renamed_key(variable.type, atom.key, renaming))

    def _renamed_key(self, type_: Type, key: Key, renaming: Renaming) -> Key:
        match type_:
            case SetType((one,)):
                assert not isinstance(key, tuple)
                assert key is not None
                return _renamed(one, key, renaming)
            case SetType(of):
                assert isinstance(key, tuple)
                return tuple(_renamed(t, v, renaming) for t, v in zip(of, key, strict=True))
            case OptionType(of):
                assert not isinstance(key, tuple)
                return None if key is None else _renamed(of, key, renaming)
            case _:
                assert not isinstance(key, tuple)
                assert key is not None
                return _renamed(type_, key, renaming)

    def _named(self, atom: Atom) -> Iterable[tuple[str, int]]:
        variable = self.instance.system.variable[atom.variable]
        parts: list[tuple[Type, object]] = list(zip(variable.indices, atom.indices, strict=True))
        match variable.type:
            case SetType((one,)):
                parts.append((one, atom.key))
            case SetType(of):
                assert isinstance(atom.key, tuple)
                parts.extend(zip(of, atom.key, strict=True))
            case OptionType(of):
                parts.append((of, atom.key))
            case other:
                parts.append((other, atom.key))
        for type_, value in parts:
            if isinstance(type_, SortType) and isinstance(value, int):
                yield type_.name, value


def _renamed(type_: Scalar, value: Element, renaming: Renaming) -> Element:
    if isinstance(type_, SortType) and isinstance(value, int):
        return renaming.get((type_.name, value), value)
    return value
