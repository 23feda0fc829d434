"""Runs of a ground system in a SAT solver: one copy of the circuit a step.

The value of an atom after a step is a literal of the copy before it, so a step needs no variables
for the state that it leads to.

Source: Biere, Cimatti, Clarke, Zhu, Symbolic Model Checking without BDDs, TACAS 1999.
"""

from __future__ import annotations

from collections.abc import Iterable

from tdpspec.solving.atoms import decode
from tdpspec.solving.circuit import TRUE
from tdpspec.solving.relation import Relation
from tdpspec.solving.sat import new_sat
from tdpspec.system.trace import Trace


class Runs:
    """Runs from an initial state; each step is exactly one ground action whose guard holds.

    Shape: ``depth`` is the number of steps so far, so there are the states 0 to ``depth``.
    """

    def __init__(self, relation: Relation) -> None:
        self.relation = relation
        self.depth = 0
        self.sat = new_sat()
        self._count = 0
        circuit = relation.circuit
        selectors = [one.selector for one in relation.actions]
        self._after = relation.next_values({one.step: one.selector for one in relation.actions})
        self._conditions = (
            *circuit.exactly_one(selectors),
            *(circuit.implies(one.selector, one.guard) for one in relation.actions),
        )
        self._copies: list[dict[int, int]] = [{}]
        self._frozen: dict[int, int] = {one: self._fresh() for one in relation.frozen.values()}
        self._begin()
        self.sat.add([self._literal(0, relation.initial)])

    def extend(self) -> None:
        """One step more."""
        before = self.depth
        for one in self._conditions:
            self.sat.add([self._literal(before, one)])
        self._copies.append({})
        self._begin()
        for node, after in self._after.items():
            self._copies[-1][node] = self._literal(before, after)
        self.depth += 1

    def require(self, step: int, literal: int) -> None:
        """From now on ``literal`` holds at ``step``."""
        self.sat.add([self._literal(step, literal)])

    def exclude(self, step: int, cube: Iterable[int]) -> None:
        """From now on the literals of ``cube`` do not all hold at ``step``."""
        self.sat.add([-self._literal(step, one) for one in cube])

    def exist(self, assumed: Iterable[tuple[int, int]] = ()) -> bool:
        """Whether there is a run on which each of these literals holds at the step beside it.
        Errors: ``SolverGaveUpError``."""
        return self.sat.solve([self._literal(step, one) for step, one in assumed])

    def trace(self) -> Trace:
        """The run that the last query found."""
        relation = self.relation
        states = tuple(
            decode(
                relation.instance,
                (
                    atom
                    for atom, node in relation.atoms.items()
                    if self.sat.is_true(self._literal(step, node))
                ),
            )
            for step in range(self.depth + 1)
        )
        steps = []
        for step in range(self.depth):
            (fired,) = (
                one
                for one in relation.actions
                if self.sat.is_true(self._literal(step, one.selector))
            )
            steps.append(fired.step)
        return Trace(states, tuple(steps))

    def _begin(self) -> None:
        """What every copy has: the constant, and the choices, which stay as they are."""
        copy = self._copies[-1]
        copy.update(self._frozen)
        copy[TRUE] = self._fresh()
        self.sat.add([copy[TRUE]])

    def _fresh(self) -> int:
        self._count += 1
        return self._count

    def _literal(self, step: int, literal: int) -> int:
        copy, node = self._copies[step], abs(literal)
        if node not in copy:
            for gate in self.relation.circuit.cone((node,)):
                if gate in copy:
                    continue
                copy[gate] = variable = self._fresh()
                operands = self.relation.circuit.operands(gate)
                if operands is None:
                    continue
                inputs = [copy[one] if one > 0 else -copy[-one] for one in operands]
                self.sat.add([variable, *(-one for one in inputs)])
                for one in inputs:
                    self.sat.add([-variable, one])
        return copy[node] if literal > 0 else -copy[node]
