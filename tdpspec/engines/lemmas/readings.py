"""What a cube about some members says about any number of them.

A cube that names few members is about any so many. One that names all members of a sort, several
of them in the same words, may be about "all others": that no zapper of three holds a lock is no
statement about three of them. At two members it may be either; then it is read as about two, and
one member more shows whether that was wrong.

Source: Goel, Sakallah, On Symmetry and Quantification, NFM 2021.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tdpspec.engines.lemmas.orbits import Cube, Literal, Symmetry
from tdpspec.system.instance import Instance
from tdpspec.system.types import SortType

FEWEST = 3
"""Members of a sort, all of them named, from which on "all others" is read."""

Member = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A cube as it is meant.

    Shape: ``about`` are its literals on members of its own; ``others`` has by sort one of the
           members that are named in the same words, and the literals that are true of each member
           that ``about`` does not name. No literal is about two such members.
    """

    about: frozenset[Literal]
    others: Mapping[str, tuple[Member, frozenset[Literal]]]


def reading(symmetry: Symmetry, cube: Cube) -> Reading:
    """How ``cube``, at the sizes of ``symmetry``, is read at every size."""
    about = set(cube)
    others: dict[str, tuple[Member, frozenset[Literal]]] = {}
    for sort, members in symmetry.members(cube).items():
        if len(members) < FEWEST or len(members) < symmetry.instance.size(SortType(sort)):
            continue
        alike = _alike(symmetry, frozenset(about), sort, members)
        if len(alike) < FEWEST - 1:
            continue
        said = {one: _said_of(symmetry, about, (sort, one)) for one in alike}
        first = alike[0]
        # Of what is said of all others of one sort, members of another are no "all others", too.
        if any((sort, one) in _named_in(symmetry, others) for one in alike):
            continue
        others[sort] = ((sort, first), said[first])
        about -= frozenset().union(*said.values())
    return Reading(frozenset(about), others)


def widened(symmetry: Symmetry, cube: Cube, larger: Instance) -> Cube:
    """``cube`` at larger sizes: what it says of all others it says of the new ones, too."""
    found = set(cube)
    for sort, (member, said) in reading(symmetry, cube).others.items():
        for new in range(symmetry.instance.size(SortType(sort)), larger.size(SortType(sort))):
            renaming = {member: new}
            found.update((symmetry.rename(atom, renaming), sign) for atom, sign in said)
    return frozenset(found)


def _alike(
    symmetry: Symmetry, literals: frozenset[Literal], sort: str, members: tuple[int, ...]
) -> tuple[int, ...]:
    """The most members of which the same is said, none of it together with another member of the
    sort."""
    classes: dict[frozenset[Literal], list[int]] = {}
    for one in members:
        said = _said_of(symmetry, literals, (sort, one))
        alone = all(
            {member for name, member in symmetry.named(atom) if name == sort} == {one}
            for atom, _ in said
        )
        if alone:
            renaming = {(sort, one): members[0]}
            pattern = frozenset((symmetry.rename(atom, renaming), sign) for atom, sign in said)
            classes.setdefault(pattern, []).append(one)
    return max((tuple(one) for one in classes.values()), key=len, default=())


def _said_of(symmetry: Symmetry, literals: Iterable[Literal], member: Member) -> frozenset[Literal]:
    return frozenset(one for one in literals if member in set(symmetry.named(one[0])))


def _named_in(
    symmetry: Symmetry, others: Mapping[str, tuple[Member, frozenset[Literal]]]
) -> set[Member]:
    return {
        member for _, said in others.values() for atom, _ in said for member in symmetry.named(atom)
    }
