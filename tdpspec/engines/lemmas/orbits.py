"""A set of atoms under all renamings of interchangeable members.

Initial states, transitions and claims do not tell the members of an unnamed sort apart: the
language has no way to name one, and nothing orders them. So whatever is true of a state is true
of every renaming of it. Members with names are left as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations, product

from tdpspec.solving.atoms import Atom, Key
from tdpspec.system.instance import Element, Instance
from tdpspec.system.types import OptionType, Scalar, SetType, SortType, Type

Literal = tuple[Atom, bool]
"""An atom and whether it is true."""

Cube = frozenset[Literal]
"""Literals that all hold."""

Renaming = Mapping[tuple[str, int], int]
"""By sort and member the member that takes its place; members left out stay."""

Placing = Mapping[int, int]
"""By member, numbered over all sorts, the one that takes its place."""


@dataclass(frozen=True)
class Symmetry:
    """How atoms of an instance are renamed."""

    instance: Instance

    def sorts(self) -> tuple[SortType, ...]:
        """The sorts whose members are interchangeable."""
        return tuple(one.type for one in self.instance.system.interchangeable)

    def members(self, cube: Iterable[Literal]) -> dict[str, tuple[int, ...]]:
        """By interchangeable sort, in the order of the sorts, the members that the atoms of
        ``cube`` name, in ascending order; sorts without any are left out."""
        found: dict[str, set[int]] = {one.name: set() for one in self.sorts()}
        for atom, _ in cube:
            for sort, value in self.named(atom):
                if sort in found:
                    found[sort].add(value)
        return {sort: tuple(sorted(values)) for sort, values in found.items() if values}

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

    def named(self, atom: Atom) -> Iterable[tuple[str, int]]:
        """The sorts and members that ``atom`` names, in the order in which it names them."""
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


class Orbits:
    """Renamings of sets of literals, each literal a number for an atom or its negative.

    A renaming is a placing of the few members that a cube names, so that the size of the group
    does not matter. Source: the orbit of a clause is learnt at once as in Goel, Sakallah, On
    Symmetry and Quantification: A New Approach to Verify Distributed Protocols, NFM 2021.
    """

    def __init__(self, instance: Instance, atoms: Mapping[Atom, int]) -> None:
        symmetry = Symmetry(instance)
        self._groups: list[tuple[int, ...]] = []
        """By member, numbered over all sorts, all members of its sort."""
        numbers: dict[tuple[str, int], int] = {}
        for sort in symmetry.sorts():
            first = len(self._groups)
            members = tuple(range(first, first + instance.size(sort)))
            self._groups.extend(members for _ in members)
            numbers.update(((sort.name, place), one) for place, one in enumerate(members))
        shapes: dict[Atom, int] = {}
        self._shape: dict[int, tuple[int, tuple[int, ...]]] = {}
        """By atom what it is but for its members, as a number, and its members."""
        self._literal: dict[tuple[int, tuple[int, ...]], int] = {}
        for atom, literal in atoms.items():
            named = [one for one in symmetry.named(atom) if one in numbers]
            # Members that an atom names twice stand at two places of it, so that the atom with
            # every member renamed to the first of its sort says what is left.
            nameless = symmetry.rename(atom, dict.fromkeys(named, 0))
            shape = shapes.setdefault(nameless, len(shapes))
            key = (shape, tuple(numbers[one] for one in named))
            self._shape[literal] = key
            self._literal[key] = literal

    def members(self, literal: int) -> tuple[int, ...]:
        """The members that the atom of ``literal`` names, numbered over all sorts."""
        return self._shape[abs(literal)][1]

    def places(self, most: int) -> Iterator[tuple[int, ...]]:
        """Up to ``most`` members, of each sort the first ones: every choice of so many is a
        renaming of one of these. The smaller ones come first."""
        sorts = list(dict.fromkeys(self._groups))
        for number in range(most + 1):
            for chosen in combinations_with_replacement(sorts, number):
                counts = Counter(chosen)
                if all(count <= len(sort) for sort, count in counts.items()):
                    yield tuple(one for sort, count in counts.items() for one in sort[:count])

    def placings(self, members: Iterable[int]) -> tuple[Placing, ...]:
        """Every way to put other members of their sorts, or the same, in the place of
        ``members``."""
        by_sort: dict[tuple[int, ...], list[int]] = {}
        for one in members:
            by_sort.setdefault(self._groups[one], []).append(one)
        named = [one for some in by_sort.values() for one in some]
        chosen = product(*(permutations(group, len(some)) for group, some in by_sort.items()))
        return tuple(
            dict(zip(named, (one for part in parts for one in part), strict=True))
            for parts in chosen
        )

    def placed(self, literal: int, placing: Placing) -> int:
        """``literal`` with all members that it names replaced."""
        shape, members = self._shape[abs(literal)]
        image = self._literal[shape, tuple(placing[one] for one in members)]
        return image if literal > 0 else -image

    def images(self, cube: frozenset[int]) -> tuple[frozenset[int], ...]:
        """``cube`` under every placing of the members that it names; ``cube`` itself first."""
        literals = sorted(cube)
        named = sorted({member for one in literals for member in self.members(one)})
        if not named:
            return (cube,)
        found: dict[frozenset[int], None] = {cube: None}
        for placing in self.placings(named):
            found[frozenset(self.placed(one, placing) for one in literals)] = None
        return tuple(found)
