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
from tdpspec.solving.signature import Optional, Set, Signature, Value
from tdpspec.solving.translation import Translation, Values
from tdpspec.system.maps import entry
from tdpspec.system.model import Action, System, Update, Variable
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
        self._said: dict[tuple[Term, frozenset[str]], Formula] = {}

    def holds(self, condition: Term, values: Values | None = None) -> Formula:
        """A bool term about the state before a step."""
        return self.after(condition, frozenset(), values)

    @cached_property
    def initial(self) -> Formula:
        """What holds of initial states, and of no other."""
        conditions = [self.holds(one) for one in self.system.initially]
        for variable in self.system.variables:
            if variable.initial is None:
                continue
            value = self.translation.value(variable.initial, {}, self._before)

            def same(at: tuple[Expr, ...], variable: Variable = variable, v: Value = value) -> Expr:
                return self.translation.same(variable.type, self._before(variable.name, at), v)

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
            guard = self.translation.value(action.guard, values, self._before)
            found = self._guards[action.name] = (*ranges, guard)
        return found

    def precondition(
        self, action: Action, condition: Term, values: Values | None = None
    ) -> Formula:
        """What has to hold before a step of ``action``, which can be taken, for ``condition`` to
        hold after it: its weakest precondition (Dijkstra, CACM 18(8), 1975)."""
        effect = self._effects.get(action.name)
        if effect is None:
            given = self._parameters(action)
            effect = self._effects[action.name] = tuple(
                self._logic.replacement(one.before, one.at, one.value)
                for update in action.updates
                for one in self._changes(update, given)
            )
        return self._logic.replaced(self.holds(condition, values), effect)

    def step(self, action: Action) -> Step:
        """One step of ``action``, for any values of its parameters, which are constants."""
        found = self._steps.get(action.name)
        if found is None:
            values = self._parameters(action)
            becomes = (
                self._defined(one)
                for update in action.updates
                for one in self._changes(update, values)
            )
            found = self._steps[action.name] = Step(
                (*self.signature.axioms_after, *self.guard(action), *becomes),
                frozenset(one.variable for one in action.updates),
            )
        return found

    def _parameters(self, action: Action) -> dict[Bound, Expr]:
        return {
            one: self.signature.constant(f"{one.name}!{action.name}", one.type)
            for one in action.parameters
        }

    def after(
        self, condition: Term, changed: frozenset[str], values: Values | None = None
    ) -> Formula:
        """A bool term about the state after a step that changes the variables ``changed``."""
        if not values:
            # Lemmas are asked about again for each claim that needs them.
            known = self._said.get((condition, changed))
            if known is not None:
                return known

        def read(name: str, indices: tuple[Expr, ...]) -> Value:
            return (self.signature.after if name in changed else self.signature.before)[name](
                indices
            )

        formula = self.translation.value(condition, values or {}, read)
        if not values:
            self._said[condition, changed] = formula
        return formula

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

    def _changes(self, update: Update, values: Values) -> Iterator[_Change]:
        """What each symbol that speaks of the variable of ``update`` becomes."""
        variable = self.system.variable[update.variable]
        at = tuple(Bound(f"index {place}", type_) for place, type_ in enumerate(variable.indices))
        names = tuple(self._logic.fresh(one.type) for one in at)
        before, after = (
            symbols[variable.name](names)
            for symbols in (self.signature.before, self.signature.after)
        )
        value = self.translation.value(
            entry(update.map, at), {**values, **dict(zip(at, names, strict=True))}, self._before
        )
        match before, after, value:
            case Set(), Set(), Set():
                assert isinstance(variable.type, SetType)
                elements = tuple(self._logic.fresh(one) for one in variable.type.of)
                inside = (one.has(elements) for one in (before, after, value))
                yield _Change((*names, *elements), *inside)
            case Optional(), Optional(), Optional():
                yield _Change(names, before.none, after.none, value.none)
                yield _Change(names, before.value, after.value, value.value)
            case _:
                yield _Change(names, before, after, value)

    def _defined(self, change: _Change) -> Formula:
        """For all its indices. The new value is the pattern: what a large update means is looked at
        only where somebody asks for it."""
        same = self._logic.equal(change.after, change.value)
        return z3.ForAll(change.at, same, patterns=[change.after]) if change.at else same

    def _before(self, name: str, indices: tuple[Expr, ...]) -> Value:
        return self.signature.before[name](indices)


@dataclass(frozen=True, slots=True)
class _Change:
    """What a symbol becomes in a step: ``before`` and ``after`` apply it to the names ``at``, in
    which ``value`` speaks of the state before."""

    at: tuple[Expr, ...]
    before: Expr
    after: Expr
    value: Expr


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
