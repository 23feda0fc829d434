"""A system at every size: sorts stay uninterpreted, quantifiers stay quantifiers.

The same terms and updates as in ``ground.py``, as formulas of first-order logic. It cannot search;
it says whether a step keeps what is claimed, however many members the sorts have.

A step is said in two ways. As a relation of two states, for people and other solvers to read
(``step``, ``after``); and as what has to be so before it, in symbols of one state only
(``guard``, ``precondition``), which takes a solver half of the time.

    logic.py        sorts, connectives, quantifiers
    signature.py    the symbols for the choices and the variables of a system
    translation.py  what a term means in them
    here            what initial states and steps are, and whether formulas exclude each other
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import z3

from tdpspec.solving.logic import Expr, Replacement
from tdpspec.solving.session import Answer, Formula
from tdpspec.solving.signature import Indexed, Optional, Set, Signature, Value
from tdpspec.solving.translation import Translation, Values
from tdpspec.system.maps import entry
from tdpspec.system.model import Action, System, Variable
from tdpspec.system.terms import Bound, Term
from tdpspec.system.types import RangeType, SetType

MOST_INSTANCES = 20_000
"""Of quantifiers in one query: what is true takes some hundreds, and beyond this they take long,
whatever the resource units say."""

LEAST_MILLISECONDS, UNITS_A_MILLISECOND = 3000, 1000
"""A query ends by its resource units, on any machine after the same; but some instantiate for
minutes while hardly one is counted. They end after a time in which any other has ended long ago."""


class FirstOrder:
    """A system, usually fixed to a design, in one Z3 context.

    Shape: ``axioms`` say what every state is: numbers lie in their ranges.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.signature = Signature(system)
        self.translation = Translation(system, self.signature)
        self.axioms = self.signature.axioms
        self._logic = self.signature.logic
        self._steps: dict[str, Step] = {}
        self._guards: dict[str, tuple[Formula, ...]] = {}
        self._effects: dict[str, tuple[Replacement, ...]] = {}
        self._said: dict[Term, Formula] = {}

    def holds(self, condition: Term, values: Values | None = None) -> Formula:
        """A bool term about the state before a step."""
        if values:
            return self.translation.value(condition, values)
        # Lemmas are asked about again for each claim that needs them.
        known = self._said.get(condition)
        if known is None:
            known = self._said[condition] = self.translation.value(condition, {})
        return known

    @cached_property
    def initial(self) -> Formula:
        """What holds of initial states, and of no other."""
        conditions = [self.holds(one) for one in self.system.initially]
        for variable in self.system.variables:
            if variable.initial is None:
                continue
            value = self.translation.value(variable.initial, {})

            def same(at: tuple[Expr, ...], variable: Variable = variable, v: Value = value) -> Expr:
                before = self.signature.before[variable.name](at)
                return self.translation.same(variable.type, before, v)

            conditions.append(self._logic.for_all(variable.indices, same))
        return self._logic.and_(conditions)

    def guard(self, action: Action) -> tuple[Formula, ...]:
        """What holds where ``action`` can be taken, for any values of its parameters, which are
        constants: the ranges of these, and its guard."""
        found = self._guards.get(action.name)
        if found is None:
            values = self._parameters(action)
            ranges = [
                self._logic.in_range(constant, one.type)
                for one, constant in values.items()
                if isinstance(one.type, RangeType)
            ]
            guard = self.translation.value(action.guard, values)
            found = self._guards[action.name] = (*ranges, guard)
        return found

    def precondition(
        self, action: Action, condition: Term, values: Values | None = None
    ) -> Formula:
        """What has to hold before a step of ``action``, which can be taken, for ``condition`` to
        hold after it: its weakest precondition (Dijkstra, CACM 18(8), 1975)."""
        effect = self._effects.get(action.name)
        if effect is None:
            effect = self._effects[action.name] = tuple(
                self._logic.replacement(before, at, value)
                for variable, becomes in self._updates(action)
                for at, before, value in self._symbols(
                    variable, self.signature.before[variable.name], becomes
                )
            )
        return self._logic.replaced(self.holds(condition, values), effect)

    def step(self, action: Action) -> Step:
        """One step of ``action``, for any values of its parameters, which are constants."""
        found = self._steps.get(action.name)
        if found is None:
            becomes = (
                self._defined(at, after, value)
                for variable, becomes in self._updates(action)
                for at, after, value in self._symbols(
                    variable, self.signature.after[variable.name], becomes
                )
            )
            found = self._steps[action.name] = Step(
                (*self.signature.axioms_after, *self.guard(action), *becomes),
                frozenset(one.variable for one in action.updates),
            )
        return found

    def after(
        self, condition: Term, changed: frozenset[str], values: Values | None = None
    ) -> Formula:
        """A bool term about the state after a step that changes the variables ``changed``."""
        renamed = tuple(
            self._logic.replacement(before, at, after)
            for variable in self.system.variables
            if variable.name in changed
            for at, before, after in self._symbols(
                variable, self.signature.before[variable.name], self.signature.after[variable.name]
            )
        )
        return self._logic.replaced(self.holds(condition, values), renamed)

    def solver(
        self,
        formulas: Iterable[Formula],
        effort: int = 0,
        seed: int = 0,
        instances: int = MOST_INSTANCES,
    ) -> Any:
        """A new solver with the axioms and ``formulas``, which makes other choices with another
        ``seed``. Units: ``effort`` limits each query in Z3's deterministic resource units, 0 for no
        limit; ``instances`` those of quantifiers."""
        solver = z3.SimpleSolver(ctx=self._logic.context)
        solver.set("random_seed", seed)
        solver.set("qi.max_instances", instances)
        if effort:
            solver.set("rlimit", effort)
            solver.set("timeout", LEAST_MILLISECONDS + effort // UNITS_A_MILLISECOND)
        solver.add(*self.axioms, *formulas)
        return solver

    def script(self, formulas: Iterable[Formula]) -> str:
        """``formulas`` and the axioms in SMT-LIB 2; a solver says ``unsat`` where they exclude
        each other."""
        return str(self.solver(formulas).to_smt2())

    def switch(self, name: str) -> Formula:
        """A free Boolean that turns a formula on."""
        return z3.Bool(f"assume {name}", self._logic.context)

    def implies(self, left: Formula, right: Formula) -> Formula:
        return self._logic.implies(left, right)

    def negation(self, formula: Formula) -> Formula:
        return self._logic.negation(formula)

    def excludes(self, solver: Any, formula: Formula, assumptions: Sequence[Formula] = ()) -> bool:
        """Whether ``solver`` shows that ``formula`` cannot be where ``assumptions`` hold; it knows
        no more afterwards. If not, it may have run out of its resources in the middle of something,
        and nobody can tell what it still knows."""
        try:
            solver.push()
            solver.add(formula)
            is_so = answer_of(solver, assumptions) is Answer.UNSAT
            solver.pop()
        except z3.Z3Exception as failure:
            if "resource limit" not in str(failure):
                raise
            return False
        return is_so

    def _parameters(self, action: Action) -> dict[Bound, Expr]:
        return {
            one: self.signature.constant(f"{one.name}!{action.name}", one.type)
            for one in action.parameters
        }

    def _updates(self, action: Action) -> Iterator[tuple[Variable, Indexed]]:
        """The variables that ``action`` changes, and what each of them becomes."""
        values = self._parameters(action)
        for update in action.updates:
            variable = self.system.variable[update.variable]
            indices = tuple(
                Bound(f"index {place}", type_) for place, type_ in enumerate(variable.indices)
            )
            term = entry(update.map, indices)

            def becomes(
                at: tuple[Expr, ...], term: Term = term, indices: tuple[Bound, ...] = indices
            ) -> Value:
                return self.translation.value(
                    term, {**values, **dict(zip(indices, at, strict=True))}
                )

            yield variable, becomes

    def _symbols(
        self, variable: Variable, one: Indexed, other: Indexed
    ) -> Iterator[tuple[tuple[Expr, ...], Expr, Expr]]:
        """For each symbol that speaks of ``variable`` what it is applied to, which are names that
        nothing else has, and what ``one`` and ``other`` have for it there."""
        at = tuple(self._logic.fresh(it) for it in variable.indices)
        match one(at), other(at):
            case Set() as left, Set() as right:
                assert isinstance(variable.type, SetType)
                elements = tuple(self._logic.fresh(it) for it in variable.type.of)
                yield (*at, *elements), left.has(elements), right.has(elements)
            case Optional() as left, Optional() as right:
                yield at, left.none, right.none
                yield at, left.value, right.value
            case left, right:
                yield at, left, right

    def _defined(self, at: tuple[Expr, ...], after: Expr, value: Expr) -> Formula:
        """That ``after`` is ``value``, whatever it is applied to. It is the pattern: what a large
        update means is looked at only where somebody asks for it."""
        same = self._logic.equal(after, value)
        return z3.ForAll(at, same, patterns=[after]) if at else same


@dataclass(frozen=True, slots=True)
class Step:
    """A step of one action, as a relation of two states.

    Shape: ``conditions`` are that numbers lie in their ranges after it, the ranges of its
           parameters, its guard and, for each variable of ``changed``, what it becomes.
    """

    conditions: tuple[Formula, ...]
    changed: frozenset[str]


def answer_of(solver: Any, assumptions: Sequence[Formula] = ()) -> Answer:
    """What ``solver`` says."""
    answer = solver.check(*assumptions)
    if answer == z3.unsat:
        return Answer.UNSAT
    return Answer.SAT if answer == z3.sat else Answer.UNKNOWN
