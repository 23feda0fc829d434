"""The frames of property-directed reachability, and the queries about them.

Frame i holds in every state that at most i steps reach. It is the set of cubes blocked at level
i or above, each for its whole orbit; a cube is kept at the highest level where it is known.
NOTE(frames-monotone): so frame i + 1 follows from frame i, by construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tdpspec.engines.lemmas.orbits import Cube, Orbits, Symmetry
from tdpspec.solving.atoms import is_one_hot
from tdpspec.solving.clauses import Clauses
from tdpspec.solving.relation import Relation
from tdpspec.system.trace import Step
from tdpspec.system.types import OptionType, SortType, Type

Literals = frozenset[int]
"""A cube as literals of the relation's circuit, all of them atoms."""

Entry = tuple[str, tuple[object, ...]]
"""Of a variable the one with these indices."""

_ROOM = 2000
"""Queries with a clause of their own after which a new solver is begun: dead ones pile up."""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """Every state in ``cube`` goes by ``step`` to a state of the cube that was asked about."""

    cube: Literals
    step: Step


class Frames:
    """Shape: level 0 is the initial states; ``top`` is the highest level. ``levels[i]``
    has one representative of each orbit blocked at exactly level i, ``known`` those that are
    blocked at every level: no reachable state is in them, and together they are inductive.

    The relation is total: ``fire_i`` is "selected, and the guard holds"; an action that is
    selected while its guard is false changes nothing. So the next value of an atom is a literal
    of the same circuit, and one copy of it is a step. NOTE(total): lifting a predecessor is sound
    only for a total function; where a false guard blocked the step, false claims were "proved".
    """

    def __init__(self, relation: Relation, facts: Iterable[int] = ()) -> None:
        """``facts``: literals of the circuit that hold in every reachable state."""
        assert not relation.frozen, "a choice is open"
        self.relation = relation
        self.symmetry = Symmetry(relation.instance)
        self.orbits = Orbits(relation.instance, relation.atoms)
        self.levels: list[list[Literals]] = [[]]
        self.known: list[Literals] = []
        self.facts = tuple(facts)
        self._images: dict[Literals, tuple[Literals, ...]] = {}
        self._names = {node: atom for atom, node in relation.atoms.items()}
        circuit = relation.circuit
        self._after = relation.next_values(
            {one.step: circuit.conjunction((one.selector, one.guard)) for one in relation.actions}
        )
        self._one_step = circuit.at_most_one(one.selector for one in relation.actions)
        self._next = {one.step: dict(one.changes) for one in relation.actions}
        self.entries = _one_hot_entries(relation)
        self._values: dict[int, tuple[int, ...]] = _values_named_by_sorts(relation, self.entries)
        self._initial = Clauses(circuit)
        self._initial.require(relation.initial)
        for one in relation.atoms.values():
            self._initial.literal(one)
        self._only_initial = self._find_only_initial()
        self._queries = 0
        self._spent: int | None = None
        self._open()

    @property
    def top(self) -> int:
        return len(self.levels) - 1

    @property
    def queries(self) -> int:
        return self._queries + self._steps.sat.queries + self._initial.sat.queries

    def add_level(self) -> None:
        self.levels.append([])
        self._switches.append(self._steps.sat.fresh())

    # ------------------------------------------------------------------------- queries

    def meets_initial(self, cube: Iterable[int]) -> frozenset[int] | None:
        """The atoms that are true in some initial state in ``cube``; None if there is none."""
        if self._only_initial is not None:
            true = self._only_initial
            inside = all((abs(one) in true) == (one > 0) for one in cube)
            return true if inside else None
        if not self._initial.sat.solve([self._initial.literal(one) for one in cube]):
            return None
        return self._true_atoms(self._initial)

    def holds_initially(self, literal: int) -> bool:
        """Whether ``literal`` of the circuit is true in all initial states."""
        return not self._initial.sat.solve([self._initial.literal(-literal)])

    def bad_state(self, literal: int) -> Literals | None:
        """States of the top frame in which ``literal`` is true, as a cube; None if there are
        none."""
        wanted = self._steps.literal(literal)
        if not self._steps.sat.solve([*self._frame(self.top), wanted]):
            return None
        return self._cube([literal])

    def unreachable_part(self, cube: Literals, level: int) -> Literals | None:
        """A part of ``cube`` that no step enters from frame ``level - 1`` outside ``cube``
        (initial states may be in the part); None if some step enters ``cube`` itself."""
        if self._temporary >= _ROOM:
            self._queries += self._steps.sat.queries
            self._open()
        self._temporary += 1
        steps, sat = self._steps, self._steps.sat
        if self._spent is not None:
            # Not at once: then the model would be gone that ``predecessor`` looks at.
            sat.add([-self._spent])
        ordered = sorted(cube)
        switch = self._spent = sat.fresh()
        sat.add([-switch, *(-steps.literal(one) for one in ordered)])
        # Several atoms may have the same next value.
        after: dict[int, list[int]] = {}
        for one in ordered:
            next_ = self._after[abs(one)]
            after.setdefault(steps.literal(next_ if one > 0 else -next_), []).append(one)
        entered = sat.solve([*self._frame(level - 1), switch, *after])
        if entered:
            return None
        return frozenset(one for found in sat.core() for one in after.get(found, ()))

    def predecessor(self, cube: Literals) -> Predecessor:
        """The step into ``cube`` that the last ``unreachable_part`` found."""
        # Something changed, so an action was selected, and its guard holds.
        (fired,) = (one for one in self.relation.actions if self._steps.is_true(one.selector))
        changes = self._next[fired.step]
        goals = [fired.guard]
        for one in sorted(cube):
            after = changes.get(abs(one), abs(one))
            goals.append(after if one > 0 else -after)
        return Predecessor(self._cube(goals), fired.step)

    # ------------------------------------------------------------------------ learning

    def block(self, cube: Literals, level: int) -> None:
        """From now on no frame up to ``level`` contains a renaming of ``cube``."""
        images = self.images(cube)
        for lower in range(1, level + 1):
            self.levels[lower] = [
                old for old in self.levels[lower] if not any(one <= old for one in images)
            ]
        self.levels[level].append(cube)
        self._assert(cube, [-self._switches[level]])

    def learn(self, cubes: Iterable[Literals]) -> None:
        """From now on no frame contains a renaming of ``cubes``, which are inductive together
        with what is known."""
        for cube in cubes:
            if cube not in self.known:
                self.known.append(cube)
                self._assert(cube, [])

    def images(self, cube: Literals) -> tuple[Literals, ...]:
        found = self._images.get(cube)
        if found is None:
            found = self._images[cube] = self.orbits.images(cube)
        return found

    def raise_level(self, cube: Literals, level: int) -> None:
        """Move ``cube`` from ``level`` to the next."""
        self.levels[level].remove(cube)
        self.block(cube, level + 1)

    def named(self, cube: Literals) -> Cube:
        """``cube`` as atoms. Where one value of an entry is left it is that value: of two roots
        and none, "not root0 and not none" is root1 here, and something else at other sizes."""
        found = set(cube)
        for values in dict.fromkeys(self._values.values()):
            excluded = {one for one in values if -one in cube}
            if len(values) - len(excluded) == 1:
                found -= {-one for one in excluded}
                found |= set(values) - excluded
        return frozenset((self._names[abs(one)], one > 0) for one in found)

    def any_step(self) -> Clauses:
        """A new solver of one step from any state in which the facts hold."""
        steps = Clauses(self.relation.circuit)
        for one in (*self._one_step, *self.relation.well_formed, *self.facts):
            steps.require(one)
        return steps

    def after(self, steps: Clauses, cube: Literals) -> list[int]:
        """Literals of the solver ``steps`` that are true if the step leads into ``cube``."""
        found = (
            self._after[abs(one)] if one > 0 else -self._after[abs(one)] for one in sorted(cube)
        )
        return [steps.literal(one) for one in found]

    def denial(self, steps: Clauses, cube: Literals) -> Iterator[list[int]]:
        """Clauses of the solver ``steps`` that say that no renaming of ``cube`` happens."""
        for image in self.images(cube):
            yield [-steps.literal(one) for one in sorted(image)]

    def state_after(self, steps: Clauses) -> Clauses:
        """The state after the step, in the solver ``steps``."""
        after = {atom: steps.literal(next_) for atom, next_ in self._after.items()}
        return Clauses(self.relation.circuit, steps.sat, after)

    # ------------------------------------------------------------------------- details

    def _open(self) -> None:
        """A new solver with everything known."""
        steps = self._steps = self.any_step()
        for atom, next_ in self._after.items():
            steps.literal(atom)
            steps.literal(next_)
        for action in self.relation.actions:
            steps.literal(action.guard)
            for _, next_ in action.changes:
                steps.literal(next_)
        self._switches = [steps.sat.fresh() for _ in self.levels]
        steps.sat.add([-self._switches[0], steps.literal(self.relation.initial)])
        self._temporary = 0
        self._spent = None
        for cube in self.known:
            self._assert(cube, [])
        for level, cubes in enumerate(self.levels):
            for cube in cubes:
                self._assert(cube, [-self._switches[level]])

    def _assert(self, cube: Literals, unless: list[int]) -> None:
        for clause in self.denial(self._steps, cube):
            self._steps.sat.add([*unless, *clause])

    def _frame(self, level: int) -> list[int]:
        return self._switches[level:]

    def _cube(self, goals: list[int]) -> Literals:
        """Why ``goals`` hold in the last model, as atoms of the state before the step.

        Of an entry whose value is a member (or none) it says which one, never only which it is
        not: that is what a lemma for every size can be made of.
        """
        found = self._steps.implicant(goals)
        for one in sorted(found):
            if one < 0 and -one in self._values:
                found.update(value for value in self._values[-one] if self._steps.is_true(value))
        fixed = {self.entries[one] for one in found if one > 0 and one in self.entries}
        return frozenset(one for one in found if one > 0 or self.entries.get(-one) not in fixed)

    def _true_atoms(self, clauses: Clauses) -> frozenset[int]:
        return frozenset(one for one in self.relation.atoms.values() if clauses.is_true(one))

    def _find_only_initial(self) -> frozenset[int] | None:
        """The initial state, if there is just one."""
        if not self._initial.sat.solve():
            return None
        true = self._true_atoms(self._initial)
        other = self.relation.circuit.conjunction(
            one if one in true else -one for one in self.relation.atoms.values()
        )
        return true if self.holds_initially(other) else None


def _one_hot_entries(relation: Relation) -> dict[int, Entry]:
    """By atom of an entry that has exactly one value the entry."""
    variables = relation.instance.system.variable
    return {
        node: (atom.variable, atom.indices)
        for atom, node in relation.atoms.items()
        if is_one_hot(variables[atom.variable].type)
    }


def _values_named_by_sorts(relation: Relation, of: dict[int, Entry]) -> dict[int, tuple[int, ...]]:
    """By atom of an entry whose value is a member of a sort, or none, all atoms of the entry."""
    variables = relation.instance.system.variable
    entries: dict[Entry, list[int]] = {}
    for node, entry in of.items():
        if _is_of_a_sort(variables[entry[0]].type):
            entries.setdefault(entry, []).append(node)
    return {node: tuple(nodes) for nodes in entries.values() for node in nodes}


def _is_of_a_sort(type_: Type) -> bool:
    return isinstance(type_, SortType) or (
        isinstance(type_, OptionType) and isinstance(type_.of, SortType)
    )
