"""What several cubes say of everyone, each in its own way: ``some acceptor of the quorum has not
joined`` is, of three acceptors, that it is not so that a and b are outside of the quorum and c has
joined, nor that a is outside and b and c have joined, and so on.

A search excludes them one after the other, and with one acceptor more it finds others. Read
together they are about any number: it is not so that each acceptor is outside or has joined. So of
a cube that names all members of a sort it is guessed that each member may be in any of the ways in
which it says that one is, and of cubes that say the same else, in any of all their ways. Some are
wrong; who uses them keeps what is inductive.

Source: that a cube with all members of a sort may stand for a quantifier over them is from Goel,
Sakallah, On Symmetry and Quantification, NFM 2021.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from tdpspec.engines.lemmas.orbits import Cube, Literal, Symmetry
from tdpspec.engines.lemmas.quantify import denial
from tdpspec.engines.lemmas.readings import (
    FEWEST,
    Member,
    Others,
    Reading,
    renamed,
    said_of,
)
from tdpspec.system.terms import Term
from tdpspec.system.types import SortType

Ways = frozenset[Cube]
"""In which of several ways a member may be; it is called ``_ANYONE`` there."""

_ANYONE = -1

MOST_APART = 2
"""Members at most of which a cube says something else than of all others."""


def names_everyone(symmetry: Symmetry, cube: Cube) -> bool:
    """Whether ``cube`` names all members of a sort, which are several."""
    return any(_whole_sorts(symmetry, cube))


def everyone(symmetry: Symmetry, cubes: Iterable[Cube]) -> tuple[Term, ...]:
    """What may never be of any number of members, where ``cubes`` never happen at the sizes of
    ``symmetry``; each once, those with the most ways first: they say the most."""
    found: dict[tuple[str, Cube], dict[Ways, None]] = {}
    for cube in cubes:
        for sort, about, ways in _readings(symmetry, cube):
            found.setdefault((sort, about), {})[ways] = None
    guesses = [
        (sort, about, ways)
        for (sort, about), some in found.items()
        for ways in dict.fromkeys(map(_widest, (frozenset[Cube]().union(*some), *some)))
    ]
    guesses.sort(key=lambda one: -len(one[2]))
    return tuple(dict.fromkeys(_denial(symmetry, *one) for one in guesses))


def _whole_sorts(symmetry: Symmetry, cube: Cube) -> Iterator[tuple[str, tuple[int, ...]]]:
    for sort, members in symmetry.members(cube).items():
        if len(members) >= FEWEST and len(members) == symmetry.instance.size(SortType(sort)):
            yield sort, members


def _readings(symmetry: Symmetry, cube: Cube) -> Iterator[tuple[str, Cube, Ways]]:
    """A sort, what is said of members of its own and of other sorts, and the ways in which all
    others of the sort are. Those that are apart are as few as can be, or one more: without them no
    literal is about two members."""
    for sort, members in _whole_sorts(symmetry, cube):
        said = {one: said_of(symmetry, cube, (sort, one)) for one in members}
        way = {one: renamed(symmetry, said[one], {(sort, one): _ANYONE}) for one in members}
        fewest = MOST_APART
        for count in range(min(MOST_APART, len(members) - 2) + 1):
            for apart in combinations(members, count) if count <= fewest + 1 else ():
                others = tuple(one for one in members if one not in apart)
                if {way[one] for one in apart} & {way[one] for one in others}:
                    continue
                if any(_are_two_of(symmetry, one, sort, others) for one in cube):
                    continue
                fewest = min(fewest, count)
                about = cube.difference(*(said[one] for one in others))
                yield sort, *_numbered(symmetry, about, frozenset(way[one] for one in others))


def _are_two_of(symmetry: Symmetry, literal: Literal, sort: str, members: tuple[int, ...]) -> bool:
    named = {member for of, member in symmetry.named(literal[0]) if of == sort}
    return len(named.intersection(members)) > 1


def _numbered(symmetry: Symmetry, about: Cube, ways: Ways) -> tuple[Cube, Ways]:
    """The same for members that are numbered as they come, so that what says the same of others
    mostly looks the same."""
    sizes = {one.name: symmetry.instance.size(one) for one in symmetry.sorts()}
    numbers: dict[Member, int] = {}
    left = {sort: iter(range(size)) for sort, size in sizes.items()}
    nobody = {(sort, member): 0 for sort, size in sizes.items() for member in range(size)}

    def shape(literal: Literal) -> tuple[str, str]:
        atom, sign = literal
        return repr((symmetry.rename(atom, nobody), sign)), repr(literal)

    for literals in (about, *sorted(ways, key=lambda one: sorted(map(shape, one)))):
        for atom, _ in sorted(literals, key=shape):
            for member in symmetry.named(atom):
                if member in nobody and member not in numbers:
                    numbers[member] = next(left[member[0]])
    of_ways = frozenset(renamed(symmetry, one, numbers) for one in ways)
    return renamed(symmetry, about, numbers), of_ways


def _widest(ways: Ways) -> Ways:
    """Those of ``ways`` that are in no other: who is in one of the others is in one of these."""
    return frozenset(one for one in ways if not any(other < one for other in ways))


def _denial(symmetry: Symmetry, sort: str, about: Cube, ways: Ways) -> Term:
    return denial(symmetry, Reading(about, {sort: Others((sort, _ANYONE), tuple(ways))}))
