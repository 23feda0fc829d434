"""Runs of a ground system in a solver: copies of the state, and of the relation between them.

The relation is converted once; each step is that formula with the constants of its own two
states put in. (Converting it anew for each step took ten times as long.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property

from tdpspec.solving.atoms import decode
from tdpspec.solving.relation import GroundAction, Relation
from tdpspec.solving.session import Answer, Formula, Session
from tdpspec.system.trace import Trace

At = tuple[int, int]
"""A literal of the circuit read at a step of the run: (step, literal)."""


class Start(Enum):
    """Which states a run begins in: the initial ones, or any state that is well formed."""

    INITIAL = "initial"
    ANY = "any"


class Steps(Enum):
    """What a step is.

    ``ACTION``: exactly one ground action whose guard holds. ``TOTAL``: a function of the state
    and the selectors; an action that is selected while its guard is false changes nothing, and
    neither does selecting none, so a run of n steps reaches all that shorter runs do.
    """

    ACTION = "action"
    TOTAL = "total"


class Unrolling:
    """Runs of a growing number of steps.

    Shape: ``depth`` is the number of steps so far, so there are the states 0 to ``depth``;
           selectors can be read at the steps 0 to ``depth - 1``.
    Source: Biere, Cimatti, Clarke, Zhu, Symbolic Model Checking without BDDs, TACAS 1999.
    """

    def __init__(
        self,
        relation: Relation,
        start: Start = Start.INITIAL,
        steps: Steps = Steps.ACTION,
        session: Session | None = None,
    ) -> None:
        self.relation = relation
        self.session = session or Session()
        self.depth = 0
        self._steps = steps
        self._converted: dict[int, Formula] = {}
        self._state: dict[int, list[Formula]] = {}
        self._selected: dict[int, list[Formula]] = {}
        self._assumed: dict[At, Formula] = {}
        for node in relation.atoms.values():
            self._state[node] = [self._constant(node, 0)]
        for action in relation.actions:
            self._selected[action.selector] = []
        self._after = {node: self.session.constant(f"n{node}'") for node in self._state}
        match start:
            case Start.INITIAL:
                self.require(0, relation.initial)
            case Start.ANY:
                for one in relation.well_formed:
                    self.require(0, one)

    @property
    def queries(self) -> int:
        """How many queries were put to the solver."""
        return self.session.queries

    def extend(self) -> None:
        """One step more."""
        step = self.depth
        pairs = [
            (self._convert(node), self._new(copies, node, step))
            for node, copies in self._selected.items()
        ]
        for node, copies in self._state.items():
            pairs.append((self._convert(node), copies[step]))
            pairs.append((self._after[node], self._new(copies, node, step + 1)))
        self.session.add(self.session.substitute(self._step, pairs))
        self.depth += 1

    def require(self, step: int, literal: int) -> None:
        """From now on ``literal`` holds at ``step``."""
        self.session.add(self._at(step, literal))

    def check(self, assumed: Iterable[At] = ()) -> Answer:
        """Whether there is a run on which all of ``assumed`` hold."""
        return self.session.check([self._assumption(one) for one in assumed])

    def core(self, assumed: Sequence[At]) -> tuple[At, ...]:
        """Those of ``assumed``, the same as in the last query, that no run satisfies together.
        Not the least such set."""
        core = self.session.core()
        return tuple(one for one in assumed if self.session.identity(self._assumption(one)) in core)

    def formula(self, step: int, literal: int) -> Formula:
        """``literal`` at ``step`` as a constant (or a negated one), fit for an assumption."""
        return self._assumption((step, literal))

    def value(self, step: int, literal: int) -> bool:
        """``literal`` at ``step`` of the run that the last query found."""
        return self.session.value(self._at(step, literal))

    def trace(self, length: int) -> Trace:
        """The first ``length`` steps of the run that the last query found."""
        assert self._steps is Steps.ACTION
        states = tuple(
            decode(
                self.relation.instance,
                (atom for atom, node in self.relation.atoms.items() if self.value(step, node)),
            )
            for step in range(length + 1)
        )
        return Trace(states, tuple(self._fired(step).step for step in range(length)))

    def _fired(self, step: int) -> GroundAction:
        (fired,) = (one for one in self.relation.actions if self.value(step, one.selector))
        return fired

    @cached_property
    def _step(self) -> Formula:
        """One step, over the unnumbered constants and those after the step; made for the first
        one, which those who ask about single states do without."""
        circuit, actions = self.relation.circuit, self.relation.actions
        selectors = [one.selector for one in actions]
        match self._steps:
            case Steps.ACTION:
                fires = {one.step: one.selector for one in actions}
                guards = (circuit.implies(one.selector, one.guard) for one in actions)
                conditions = (*circuit.exactly_one(selectors), *guards)
            case Steps.TOTAL:
                fires = {
                    one.step: circuit.conjunction((one.selector, one.guard)) for one in actions
                }
                conditions = circuit.at_most_one(selectors)
        after = self.relation.next_values(fires)
        return self.session.conjunction(
            (
                *map(self._convert, conditions),
                *(
                    self.session.equal(self._after[node], self._convert(after[node]))
                    for node in after
                ),
            )
        )

    def _constant(self, node: int, step: int) -> Formula:
        return self.session.constant(f"n{node}@{step}")

    def _new(self, copies: list[Formula], node: int, step: int) -> Formula:
        copies.append(self._constant(node, step))
        return copies[-1]

    def _at(self, step: int, literal: int) -> Formula:
        """``literal`` over the constants of ``step``; open choices are the same at each."""
        node = abs(literal)
        copies = self._state.get(node) or self._selected.get(node)
        if copies is not None:
            formula = copies[step]
            return formula if literal > 0 else self.session.negation(formula)
        pairs = [(self._convert(one), copies[step]) for one, copies in self._state.items()]
        for one, copies in self._selected.items():
            if step < len(copies):
                pairs.append((self._convert(one), copies[step]))
        return self.session.substitute(self._convert(literal), pairs)

    def _assumption(self, at: At) -> Formula:
        """A constant (or a negated one) that stands for a literal at a step."""
        step, literal = at
        if self.relation.circuit.operands(abs(literal)) is None:
            return self._at(step, literal)
        found = self._assumed.get(at)
        if found is None:
            found = self._assumed[at] = self.session.constant(f"a{literal}@{step}")
            self.session.add(self.session.implies(found, self._at(step, literal)))
        return found

    def _convert(self, literal: int) -> Formula:
        """``literal`` over the unnumbered constants."""
        done, circuit, session = self._converted, self.relation.circuit, self.session
        if abs(literal) not in done:
            for node in circuit.cone((literal,)):
                if node in done:
                    continue
                operands = circuit.operands(node)
                if operands is None:
                    done[node] = session.constant(f"n{node}")
                else:
                    done[node] = session.conjunction(
                        done[one] if one > 0 else session.negation(done[-one]) for one in operands
                    )
        formula = done[abs(literal)]
        return formula if literal > 0 else session.negation(formula)
