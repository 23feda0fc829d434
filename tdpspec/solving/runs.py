"""Runs of a ground system in a SAT solver: one copy of the circuit a step.

The value of an atom after a step is a literal of the copy before it, so a step needs no variables
for the state that it leads to.

Source: Biere, Cimatti, Clarke, Zhu, Symbolic Model Checking without BDDs, TACAS 1999.
"""

from __future__ import annotations

from collections.abc import Iterable

from tdpspec.solving.atoms import decode
from tdpspec.solving.clauses import Clauses
from tdpspec.solving.first_uses import FirstUses
from tdpspec.solving.parallel import in_order
from tdpspec.solving.relation import Relation
from tdpspec.solving.sat import new_sat
from tdpspec.system.instance import State
from tdpspec.system.trace import Step, Trace


class Runs:
    """Runs from an initial state. Each step is exactly one ground action whose guard holds; with
    ``several`` it is any number of them, also none, that can be taken one after another. With
    ``up_to_renaming`` they are those in which members are first named in ascending order: of every
    run one renaming.

    Shape: ``depth`` is the number of steps so far, so there are the states 0 to ``depth``. No
           reachable state is in any cube of ``never``: the solver is told so, and need not find
           out.
    """

    def __init__(
        self,
        relation: Relation,
        never: Iterable[Iterable[int]] = (),
        *,
        several: bool = False,
        up_to_renaming: bool = False,
    ) -> None:
        self.relation = relation
        self._never = tuple(map(tuple, never))
        self.sat = new_sat()
        circuit = relation.circuit
        selectors = [one.selector for one in relation.actions]
        self._after = relation.next_values({one.step: one.selector for one in relation.actions})
        self._conditions = (
            *(in_order(relation) if several else circuit.exactly_one(selectors)),
            *(circuit.implies(one.selector, one.guard) for one in relation.actions),
        )
        self._first_uses = FirstUses(relation, several=several) if up_to_renaming else None
        self._gates = circuit.cone((*self._conditions, *self._after.values()))
        # The choices stay as they are.
        self._frozen = {one: self.sat.fresh() for one in relation.frozen.values()}
        self._copies = [Clauses(circuit, self.sat, self._frozen)]
        self.require(0, relation.initial)

    @property
    def depth(self) -> int:
        return len(self._copies) - 1

    def extend(self) -> None:
        """One step more."""
        before = self._copies[-1]
        before.encode(self._gates)
        for one in self._conditions:
            before.require(one)
        if self._first_uses is not None:
            self._first_uses.require_at(before)
        after = {node: before.literal(one) for node, one in self._after.items()}
        self._copies.append(Clauses(self.relation.circuit, self.sat, {**self._frozen, **after}))
        for cube in self._never:
            self.exclude(self.depth, cube)

    def require(self, step: int, literal: int) -> None:
        """From now on ``literal`` holds at ``step``."""
        self._copies[step].require(literal)

    def exclude(self, step: int, cube: Iterable[int]) -> None:
        """From now on the literals of ``cube`` do not all hold at ``step``."""
        copy = self._copies[step]
        self.sat.add([-copy.literal(one) for one in cube])

    def exist(self, assumed: Iterable[tuple[int, int]] = ()) -> bool:
        """Whether there is a run on which each of these literals holds at the step beside it.
        Errors: ``SolverGaveUpError``."""
        return self.sat.solve([self._copies[step].literal(one) for step, one in assumed])

    def trace(self) -> Trace:
        """The run that the last query found, where a step is one action."""
        states = tuple(self.state(step) for step in range(self.depth + 1))
        return Trace(states, self.actions())

    def state(self, step: int) -> State:
        """The state at ``step`` of what the last query found."""
        copy, relation = self._copies[step], self.relation
        return decode(
            relation.instance, (atom for atom, node in relation.atoms.items() if copy.is_true(node))
        )

    def actions(self) -> tuple[Step, ...]:
        """The actions of the run that the last query found, in an order in which they can be
        taken."""
        return tuple(
            one.step
            for copy in self._copies[:-1]
            for one in self.relation.actions
            if copy.is_true(one.selector)
        )
