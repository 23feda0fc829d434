"""The frames of property-directed reachability, and the queries about them.

Frame i holds in every state that at most i steps reach. It is the set of cubes blocked at level
i or above, each for its whole orbit; a cube is kept at the highest level where it is known.
NOTE(frames-monotone): so frame i + 1 follows from frame i, by construction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tdpspec.engines.orbits import Cube, Symmetry
from tdpspec.solving.atoms import is_one_hot
from tdpspec.solving.implicant import implicant
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer, Formula
from tdpspec.solving.unroll import Start, Steps, Unrolling
from tdpspec.system.trace import Step

Literals = frozenset[int]
"""A cube as literals of the relation's circuit, all of them atoms."""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """Every state in ``cube`` goes by ``step`` to a state of the cube that was asked about."""

    cube: Literals
    step: Step


class SolverGaveUpError(Exception):
    """Z3 answered unknown; the engine turns it into ``Unknown``."""


class Frames:
    """Shape: level 0 is the initial states; ``top`` is the highest level. ``levels[i]``
    has one representative of each orbit blocked at exactly level i, ``known`` those that are
    blocked at every level: no reachable state is in them, and together they are inductive."""

    def __init__(self, relation: Relation) -> None:
        self.relation = relation
        self.symmetry = Symmetry(relation.instance)
        self.levels: list[list[Literals]] = [[]]
        self.known: list[Literals] = []
        self._images: dict[Literals, tuple[Literals, ...]] = {}
        self._names = {node: atom for atom, node in relation.atoms.items()}
        self._groups = _one_hot_groups(relation)
        self._next = {one.step: dict(one.changes) for one in relation.actions}
        self._initial = Unrolling(relation)
        self._only_initial = self._find_only_initial()
        self._queries = 0
        self._open()

    @property
    def top(self) -> int:
        return len(self.levels) - 1

    @property
    def queries(self) -> int:
        return self._queries + self._steps.queries + self._initial.queries

    def add_level(self) -> None:
        self.levels.append([])
        self._switches.append(self._steps.session.constant(f"level{self.top}"))

    # ------------------------------------------------------------------------- queries

    def meets_initial(self, cube: Iterable[int]) -> frozenset[int] | None:
        """The atoms that are true in some initial state in ``cube``; None if there is none."""
        if self._only_initial is not None:
            true = self._only_initial
            inside = all((abs(one) in true) == (one > 0) for one in cube)
            return true if inside else None
        if self._initial.check([(0, one) for one in cube]) is not Answer.SAT:
            return None
        return self._true_atoms(self._initial)

    def bad_state(self, literal: int) -> Literals | None:
        """States of the top frame in which ``literal`` is true, as a cube; None if there are
        none."""
        if not self._sat([*self._frame(self.top), self._steps.formula(0, literal)]):
            return None
        return self._cube([literal], self._true_atoms(self._steps))

    def unreachable_part(self, cube: Literals, level: int) -> Literals | None:
        """A part of ``cube`` that no step enters from frame ``level - 1`` outside ``cube``
        (initial states may be in the part); None if some step enters ``cube`` itself."""
        steps = self._steps_with_room()
        ordered = sorted(cube)
        switch = self._fresh()
        steps.session.add(steps.session.clause([steps.formula(0, -one) for one in ordered], switch))
        after = {one: steps.formula(1, one) for one in ordered}
        entered = self._sat([*self._frame(level - 1), switch, *after.values()])
        if not entered:
            core = steps.session.core()
        steps.session.add(steps.session.negation(switch))
        if entered:
            return None
        return frozenset(one for one in ordered if steps.session.identity(after[one]) in core)

    def predecessor(self, cube: Literals) -> Predecessor:
        """The step into ``cube`` that the last ``unreachable_part`` found."""
        return self._lifted(sorted(cube))

    # ------------------------------------------------------------------------ learning

    def block(self, cube: Literals, level: int) -> None:
        """From now on no frame up to ``level`` contains a renaming of ``cube``."""
        images = self.images(cube)
        for lower in range(1, level + 1):
            self.levels[lower] = [
                old for old in self.levels[lower] if not any(one <= old for one in images)
            ]
        self.levels[level].append(cube)
        self._assert(cube, level)

    def learn(self, cubes: Iterable[Literals]) -> None:
        """From now on no frame contains a renaming of ``cubes``, which are inductive together
        with what is known."""
        for cube in cubes:
            if cube not in self.known:
                self.known.append(cube)
                self._exclude(cube)

    def images(self, cube: Literals) -> tuple[Literals, ...]:
        found = self._images.get(cube)
        if found is None:
            named = frozenset((self._names[abs(one)], one > 0) for one in cube)
            found = tuple(
                frozenset(
                    self.relation.atoms[atom] if sign else -self.relation.atoms[atom]
                    for atom, sign in image
                )
                for image in self.symmetry.orbit(named)
            )
            self._images[cube] = found
        return found

    def raise_level(self, cube: Literals, level: int) -> None:
        """Move ``cube`` from ``level`` to the next."""
        self.levels[level].remove(cube)
        self.block(cube, level + 1)

    def named(self, cube: Literals) -> Cube:
        return frozenset((self._names[abs(one)], one > 0) for one in cube)

    # ------------------------------------------------------------------------- details

    def _open(self) -> None:
        """A new solver with everything known: dead switches pile up in an old one."""
        self._steps = Unrolling(self.relation, Start.ANY, Steps.TOTAL)
        self._steps.extend()
        session = self._steps.session
        self._switches: list[Formula] = [
            session.constant(f"level{number}") for number in range(len(self.levels))
        ]
        session.add(
            session.implies(self._switches[0], self._steps.formula(0, self.relation.initial))
        )
        self._temporary = 0
        for cube in self.known:
            self._exclude(cube)
        for level, cubes in enumerate(self.levels):
            for cube in cubes:
                self._assert(cube, level)

    def _assert(self, cube: Literals, level: int) -> None:
        session = self._steps.session
        for image in self.images(cube):
            session.add(
                session.clause(
                    [self._steps.formula(0, -one) for one in sorted(image)],
                    self._switches[level],
                )
            )

    def _exclude(self, cube: Literals) -> None:
        session = self._steps.session
        for image in self.images(cube):
            session.add(session.clause([self._steps.formula(0, -one) for one in sorted(image)]))

    def _frame(self, level: int) -> list[Formula]:
        return self._switches[level:]

    def _steps_with_room(self) -> Unrolling:
        if self._temporary >= 1500:
            self._queries += self._steps.queries
            self._open()
        return self._steps

    def _fresh(self) -> Formula:
        self._temporary += 1
        return self._steps.session.constant(f"only{self._temporary}")

    def _sat(self, assumptions: list[Formula]) -> bool:
        answer = self._steps.session.check(assumptions)
        if answer is Answer.UNKNOWN:
            raise SolverGaveUpError(self._steps.session.why_unknown())
        return answer is Answer.SAT

    def _lifted(self, cube: list[int]) -> Predecessor:
        true = self._true_atoms(self._steps)
        # Something changed, so an action was selected, and its guard holds.
        (fired,) = (one for one in self.relation.actions if self._steps.value(0, one.selector))
        changes = self._next[fired.step]
        goals = [fired.guard]
        for one in cube:
            after = changes.get(abs(one), abs(one))
            goals.append(after if one > 0 else -after)
        return Predecessor(self._cube(goals, true), fired.step)

    def _cube(self, goals: list[int], true: frozenset[int]) -> Literals:
        found = implicant(self.relation.circuit, goals, true)
        # Where a one-hot entry is known to have a value, what else it is not adds nothing.
        fixed = {self._groups[one] for one in found if one > 0 and one in self._groups}
        return frozenset(one for one in found if one > 0 or self._groups.get(-one) not in fixed)

    def _true_atoms(self, run: Unrolling) -> frozenset[int]:
        return frozenset(one for one in self.relation.atoms.values() if run.value(0, one))

    def _find_only_initial(self) -> frozenset[int] | None:
        """The initial state, if there is just one."""
        if self._initial.check() is not Answer.SAT:
            return None
        true = self._true_atoms(self._initial)
        other = self.relation.circuit.conjunction(
            one if one in true else -one for one in self.relation.atoms.values()
        )
        return true if self._initial.check([(0, -other)]) is Answer.UNSAT else None


def _one_hot_groups(relation: Relation) -> dict[int, tuple[str, tuple[object, ...]]]:
    variables = relation.instance.system.variable
    return {
        node: (atom.variable, atom.indices)
        for atom, node in relation.atoms.items()
        if is_one_hot(variables[atom.variable].type)
    }
