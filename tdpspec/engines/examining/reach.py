"""Looking for runs to what may never happen, with cheap means and within fixed budgets.

Nothing here proves that something cannot happen, but for a search of all states that has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from random import Random

from tdpspec.engines.base import Limits
from tdpspec.engines.search.shorten import shortened
from tdpspec.interpret.explore import Search
from tdpspec.interpret.replay import run, run_of
from tdpspec.interpret.step import Stepper, stepper
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer, Session
from tdpspec.solving.unroll import Unrolling
from tdpspec.system.instance import Instance, State, instance
from tdpspec.system.terms import Term
from tdpspec.system.trace import Step, Trace

_STARTS = 20
"""Initial states that walks begin in."""

_LONG = 10
"""Steps of a run that are worth making fewer."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is looked at; all of it counted, so that the same input gives the same answer.

    Units: ``walks`` random runs of ``steps`` steps each; ``states`` of a search at the sizes
           asked for, ``tiny_states`` at one and at two members a sort; ``depth`` in steps and
           ``effort`` for each query (Z3's resource units) of a bounded search.
    """

    walks: int = 60
    steps: int = 60
    states: int = 15_000
    tiny_states: int = 10_000
    depth: int = 12
    effort: int = 2_000_000


class Reach:
    """What was reached so far: by action a run that ends with it, and by the name of each of
    ``goals``, conditions on one state, a run that ends where it is true. ``complete`` once every
    reachable state was visited."""

    def __init__(self, at: Instance, goals: Mapping[str, Term]) -> None:
        self.instance = at
        self.meaning: Stepper = stepper(at)
        self.witness: dict[str, Trace] = {}
        self.met: dict[str, Trace] = {}
        self.complete = False
        self.unmet: dict[str, Callable[[State], bool]] = {
            name: self.meaning.meaning.function(term)  # type: ignore[misc]  # goals are bool
            for name, term in goals.items()
        }

    @property
    def untaken(self) -> list[str]:
        """The actions without a run, in declaration order."""
        return [one.name for one in self.instance.system.actions if one.name not in self.witness]

    @property
    def runs(self) -> tuple[Trace, ...]:
        """Runs on which all that was reached is reached, none of them the beginning of another."""
        found: list[Trace] = []
        for one in sorted((*self.witness.values(), *self.met.values()), key=len, reverse=True):
            if not any(_begins_with(other, one) for other in found):
                found.append(one)
        return tuple(found)

    @property
    def is_done(self) -> bool:
        return not self.unmet and len(self.witness) == len(self.instance.system.actions)

    def look(self, budget: Budget) -> None:
        """Everything cheap, in turn."""
        self._walk(budget)
        self._search(budget)
        if not self.complete:
            for members in (1, 2):
                self._search_tiny(members, budget)
            for one in [one for one in self.witness.values() if len(one) > _LONG]:
                self.follow(shortened(self.meaning, one))

    def follow(self, trace: Trace) -> None:
        """Take up all that happens along ``trace``, if it is a run; a lasso is one without its
        last step."""
        trace = Trace(trace.states, trace.steps[: len(trace.states) - 1])
        if self._is_run(trace):
            self._take_up(trace)

    def repeat(self, start: State, steps: tuple[Step, ...]) -> None:
        """Take up all that happens along ``steps`` from ``start``, if they can be taken."""
        found = run(self.instance, start, steps)
        if isinstance(found, Trace):
            self._take_up(found)

    def _take_up(self, trace: Trace) -> None:
        for at, state in enumerate(trace.states):
            for name in self._newly_met(state):
                self.met[name] = Trace(trace.states[: at + 1], trace.steps[:at])
        for at, step in enumerate(trace.steps, start=1):
            known = self.witness.get(step.action)
            if known is None or len(known) > at:
                self.witness[step.action] = Trace(trace.states[: at + 1], trace.steps[:at])

    def unroll(self, relation: Relation, budget: Budget, limits: Limits) -> None:
        """A bounded search for the actions that are left, up to the first query that is too
        hard."""
        circuit = relation.circuit
        guards: dict[str, list[int]] = {}
        for ground in relation.actions:
            guards.setdefault(ground.step.action, []).append(ground.guard)
        left = {name: circuit.disjunction(guards.get(name, ())) for name in self.untaken}
        runs = Unrolling(relation, session=Session(effort=budget.effort))
        for depth in range(min(budget.depth, limits.depth) + 1):
            if depth:
                runs.extend()
            while left:
                answer = runs.check([(depth, circuit.disjunction(left.values()))])
                if answer is Answer.UNKNOWN:
                    return
                if answer is Answer.UNSAT:
                    break
                self.end_with(runs.trace(depth), tuple(left))
                left = {name: one for name, one in left.items() if name in self.untaken}
            if not left:
                return

    def end_with(self, trace: Trace, actions: tuple[str, ...]) -> None:
        """Take up ``trace``, and each of ``actions`` that its last state enables."""
        self.follow(trace)
        for step, after in self.meaning.moves(trace.states[-1]):
            if step.action in actions and step.action not in self.witness:
                self.follow(Trace((*trace.states, after), (*trace.steps, step)))

    def _is_run(self, trace: Trace) -> bool:
        return self.meaning.is_initial(trace.states[0]) and all(
            self.meaning.is_enabled(before, step) and self.meaning.successor(before, step) == after
            for before, step, after in trace.moves()
        )

    def _newly_met(self, state: State) -> list[str]:
        """The goals that are true in ``state`` and were nowhere before; they are not any more."""
        names = [one for one, holds in self.unmet.items() if holds(state)]
        for name in names:
            del self.unmet[name]
        return names

    def _walk(self, budget: Budget) -> None:
        """Random runs that prefer what was taken least often."""
        starts = list(islice(self.meaning.initial(), _STARTS))
        random = Random(0)
        taken: dict[str, int] = {}
        for _ in range(budget.walks if starts else 0):
            if self.is_done:
                return
            states, steps = [random.choice(starts)], list[Step]()
            while len(steps) < budget.steps:
                moves = list(self.meaning.moves(states[-1]))
                if not moves:
                    break
                weights = [1 / (1 + taken.get(step.action, 0)) for step, _ in moves]
                ((step, after),) = random.choices(moves, weights)
                taken[step.action] = taken.get(step.action, 0) + 1
                steps.append(step)
                states.append(after)
            self.follow(Trace(tuple(states), tuple(steps)))

    def _search(self, budget: Budget) -> None:
        """Shallowest states first, which also finds the shortest runs."""
        search = Search(self.meaning, limit=budget.states)
        while search.level and not search.stopped:
            level = list(search.level)
            before = list(search.witness)
            for state in level:
                for name in self._newly_met(state):
                    self.met[name] = search.trace(state)
            search.expand()
            for number, one in enumerate(self.meaning.actions):
                if before[number] is None and search.witness[number] is not None:
                    state = next(state for state in level if one.moves(state))
                    (arguments, after), *_ = one.moves(state)
                    so_far = search.trace(state)
                    step = Step(one.action.name, arguments)
                    self.follow(Trace((*so_far.states, after), (*so_far.steps, step)))
        self.complete = not search.stopped

    def _search_tiny(self, members: int, budget: Budget) -> None:
        """Runs of fewer members, as far as they are runs at the sizes asked for too. They are
        shorter than random ones, so they are looked for even where nothing is missing."""
        system = self.instance.system
        smaller = {
            one.name: min(members, size)
            for one, (_, size) in zip(system.sorts, self.instance.sizes, strict=True)
            if not one.members
        }
        at = instance(system, smaller)
        if at.sizes == self.instance.sizes:
            return
        tiny = Reach(at, {})
        tiny._search(budget)
        for name, found in tiny.witness.items():
            known = self.witness.get(name)
            if known is None or len(known) > len(found):
                here = run_of(self.instance, found.steps)
                if here is not None:
                    self.follow(here)


def _begins_with(trace: Trace, start: Trace) -> bool:
    return (trace.states[: len(start.states)], trace.steps[: len(start)]) == (
        start.states,
        start.steps,
    )
