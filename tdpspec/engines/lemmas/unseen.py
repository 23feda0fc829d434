"""Lemmas guessed from examples: what was never true together, about a few members, in some states
that were visited.

``cancelling[w] = c`` and ``c at begin``. Most of it was just not met, or is so for a reason that it
does not tell; but what is inductive of all of it is often what a person would have thought of, and
where a claim says that something exists, the more so: what must not be for it to be broken is about
few members, which a search backwards from states that say something of all members does not find.

Source: candidates from sampled states, and then what is inductive of them: Yao, Tao, Gu, Nieh,
DuoAI: Fast, Automated Inference of Inductive Invariants for Verifying Distributed Protocols, OSDI
2022.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.solving.atoms import entry_atoms, is_true
from tdpspec.solving.relation import Relation
from tdpspec.system.instance import State

MEMBERS = 3
"""That a guess names at most."""

WAYS = (1_000, 100_000, 300_000, 250_000, 150_000)
"""To choose one literal, two, three, .. of those about the same members: where there are more, no
guess is made of so many."""

PLACINGS = 6
"""Renamings of each state that are looked at."""


def unseen(frames: Frames, states: Sequence[State]) -> Iterator[Literals]:
    """Cubes that none of ``states`` is in, nor a renaming of one; nor is there such a cube in one
    of these. One of each orbit, those about few members first."""
    seen = _Seen(frames, states)
    told: set[Literals] = set()
    for place in frames.orbits.places(MEMBERS):
        for cube in seen.never_about(place):
            if cube not in told:
                told.update(frames.images(cube))
                yield cube


class _Seen:
    """In which of ``states`` a literal is true: the bits of a number."""

    def __init__(self, frames: Frames, states: Sequence[State]) -> None:
        self._orbits = frames.orbits
        self._count = len(states)
        self._true_in = _true_in(frames.relation, states)
        self._entry = frames.entries
        self._values = Counter(self._entry.values())

    def never_about(self, place: tuple[int, ...]) -> Iterator[Literals]:
        """Those that name some of the members ``place``, those of few literals first."""
        true_in, everywhere = self._of_placings(place)
        literals = tuple(true_in)
        never: set[Literals] = set()
        level: list[tuple[tuple[int, ...], int]] = [((), everywhere)]
        after = {one: number for number, one in enumerate(literals, start=1)}
        for length, most in enumerate(WAYS, start=1):
            if len(level) * len(literals) > 2 * most:
                return
            longer: list[tuple[tuple[int, ...], int]] = []
            for cube, there in level:
                for one in literals[after[cube[-1]] if cube else 0 :]:
                    if not self._may_follow(cube, one):
                        continue
                    left = there & true_in[one]
                    if not left:
                        found = frozenset((*cube, one))
                        parts = (combinations(found, size) for size in range(1, length))
                        if not any(frozenset(part) in never for part in chain(*parts)):
                            never.add(found)
                            yield found
                    elif left != there:
                        # Otherwise it says no more than without this one.
                        longer.append(((*cube, one), left))
            level = longer

    def _of_placings(self, place: tuple[int, ...]) -> tuple[dict[int, int], int]:
        """By literal that names no others than ``place`` where it is true, with some renamings of
        the states one after the other; and all of them."""
        placings = self._orbits.placings(place)
        placings = placings[:: -(-len(placings) // PLACINGS)]
        everywhere = (1 << self._count * len(placings)) - 1
        found: dict[int, int] = {}
        for atom in self._true_in:
            if not set(self._orbits.members(atom)) <= set(place):
                continue
            there = 0
            for placing in reversed(placings):
                there = there << self._count | self._true_in[self._orbits.placed(atom, placing)]
            found[atom] = there
            found[-atom] = everywhere & ~there
        return found, everywhere

    def _may_follow(self, cube: tuple[int, ...], one: int) -> bool:
        """Whether ``cube`` with ``one`` says what can be, and says it in few words: of an entry
        which value it has, or some that it has not, but not all."""
        entry = self._entry.get(abs(one))
        if entry is None:
            return -one not in cube
        same = [other for other in cube if self._entry.get(abs(other)) == entry]
        return not same or (
            one < 0 and all(other < 0 for other in same) and len(same) + 1 < self._values[entry]
        )


def _true_in(relation: Relation, states: Sequence[State]) -> dict[int, int]:
    """By atom where it is true."""
    at = relation.instance
    found: dict[int, int] = {}
    for place, variable in enumerate(at.system.variables):
        where: dict[object, list[int]] = {}
        for number, state in enumerate(states):
            where.setdefault(state[place], []).append(number)
        bits = {entries: _bits(numbers, len(states)) for entries, numbers in where.items()}
        first = {entries: states[numbers[0]] for entries, numbers in where.items()}
        for indices in at.index_tuples(variable):
            values = {entries: at.read(one, variable, indices) for entries, one in first.items()}
            for atom in entry_atoms(at, variable, indices):
                there = 0
                for entries, value in values.items():
                    if is_true(variable.type, atom.key, value):
                        there |= bits[entries]
                found[relation.atoms[atom]] = there
    return found


def _bits(numbers: Iterable[int], count: int) -> int:
    """The number with these of its first ``count`` bits."""
    bits = bytearray(count // 8 + 1)
    for one in numbers:
        bits[one // 8] |= 1 << one % 8
    return int.from_bytes(bits, "little")
