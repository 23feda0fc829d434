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

from tdpspec.engines.lemmas.orbits import Cube, Literal, Renaming, Symmetry
from tdpspec.system.instance import Instance
from tdpspec.system.types import SortType

FEWEST = 3
"""Members of a sort, all of them named, from which on "all others" is read."""

Member = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Others:
    """All members of a sort that are not named otherwise.

    Shape: ``member`` is one of them, ``ways`` what is said of it: one of these, the literals of
           which are true together. No literal is about two of them.
    """

    member: Member
    ways: tuple[frozenset[Literal], ...]

    def literals(self) -> frozenset[Literal]:
        """All that is said of it, in whatever way."""
        return frozenset().union(*self.ways)


@dataclass(frozen=True, slots=True)
class Reading:
    """A cube as it is meant.

    Shape: ``about`` are its literals on members of its own; ``others`` has by sort what is true of
           each member that is not named there.
    """

    about: frozenset[Literal]
    others: Mapping[str, Others]


def reading(symmetry: Symmetry, cube: Cube) -> Reading:
    """How ``cube``, at the sizes of ``symmetry``, is read at every size."""
    about = set(cube)
    others: dict[str, Others] = {}
    for sort, members in symmetry.members(cube).items():
        if len(members) < FEWEST or len(members) < symmetry.instance.size(SortType(sort)):
            continue
        alike = _alike(symmetry, frozenset(about), sort, members)
        if len(alike) < FEWEST - 1:
            continue
        said = {one: said_of(symmetry, about, (sort, one)) for one in alike}
        first = alike[0]
        # Of what is said of all others of one sort, members of another are no "all others", too.
        if any((sort, one) in _named_in(symmetry, others) for one in alike):
            continue
        others[sort] = Others((sort, first), (said[first],))
        about -= frozenset().union(*said.values())
    return Reading(frozenset(about), others)


def widened(symmetry: Symmetry, cube: Cube, larger: Instance) -> Cube:
    """``cube`` at larger sizes: what it says of all others it says of the new ones, too."""
    found = set(cube)
    for sort, other in reading(symmetry, cube).others.items():
        for new in range(symmetry.instance.size(SortType(sort)), larger.size(SortType(sort))):
            found.update(renamed(symmetry, other.literals(), {other.member: new}))
    return frozenset(found)


def _alike(
    symmetry: Symmetry, literals: frozenset[Literal], sort: str, members: tuple[int, ...]
) -> tuple[int, ...]:
    """The most members of which the same is said, none of it together with another member of the
    sort."""
    classes: dict[frozenset[Literal], list[int]] = {}
    for one in members:
        said = said_of(symmetry, literals, (sort, one))
        alone = all(
            {member for name, member in symmetry.named(atom) if name == sort} == {one}
            for atom, _ in said
        )
        if alone:
            pattern = renamed(symmetry, said, {(sort, one): members[0]})
            classes.setdefault(pattern, []).append(one)
    return max((tuple(one) for one in classes.values()), key=len, default=())


def said_of(symmetry: Symmetry, literals: Iterable[Literal], member: Member) -> Cube:
    """Those of ``literals`` that name ``member``."""
    return frozenset(one for one in literals if member in set(symmetry.named(one[0])))


def renamed(symmetry: Symmetry, literals: Iterable[Literal], renaming: Renaming) -> Cube:
    """``literals`` with their members replaced."""
    return frozenset((symmetry.rename(atom, renaming), sign) for atom, sign in literals)


def _named_in(symmetry: Symmetry, others: Mapping[str, Others]) -> set[Member]:
    return {
        member
        for one in others.values()
        for atom, _ in one.literals()
        for member in symmetry.named(atom)
    }
