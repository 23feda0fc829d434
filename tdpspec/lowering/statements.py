"""The statements of a step, from first to last, as a tree of the ways through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tdpspec.checking.checked import Branch, Call, Choose, Goto, If, Statement, With
from tdpspec.lowering import locks
from tdpspec.lowering.actions import enabled
from tdpspec.lowering.plain import (
    Code,
    Effect,
    Waiting,
    condition_now,
    effects_of,
    enter_call,
    is_plain,
    leave_call,
    run_plain,
)
from tdpspec.lowering.situation import Situation
from tdpspec.lowering.tree import End, Fork, Select, Tree, Verify, Wait, Way
from tdpspec.system.make import conjunction, disjunction, exists, negation
from tdpspec.system.terms import FALSE, TRUE, Bound, Term

Then = Callable[[Situation], Tree]
"""What comes after some statements, given the situation after them."""


@dataclass(frozen=True)
class Run:
    """How to run through a step: ``finish`` turns the situation at a ``goto`` and its label into
    the end of the step."""

    code: Code
    finish: Callable[[Situation, str], Tree]

    def run(self, statements: tuple[Statement, ...], situation: Situation, then: Then) -> Tree:
        """The ways through ``statements`` and through what ``then`` says comes after them."""
        if not statements:
            return then(situation)
        first, rest = statements[0], statements[1:]
        if is_plain(first, self.code):
            outcome = run_plain((first,), situation, self.code)
            return after_effects(outcome.effects, self.run(rest, outcome.situation, then))

        def go_on(after: Situation) -> Tree:
            return self.run(rest, after, then)

        match first:
            case Goto(label, _):
                return self.finish(situation, label)
            case If(condition, yes, no, _):
                now, inside = condition_now(situation, condition)
                if now == TRUE:
                    return self.run(yes, inside, go_on)
                if now == FALSE:
                    return self.run(no, situation, go_on)
                return Fork(now, self.run(yes, inside, go_on), self.run(no, situation, go_on))
            case Call():
                inside, procedure = enter_call(first, situation, self.code)
                return self.run(
                    procedure.body, inside, lambda after: go_on(leave_call(situation, after))
                )
            case With(lock, mode, body, origin):
                taken = locks.inside_step(situation, self.code.copy, lock, mode, origin)
                after = self.run(
                    body, taken.situation, lambda inner: go_on(locks.outside_step(inner))
                )
                return after_effects(effects_of(taken), after)
            case Choose():
                return self._choose(first, situation, go_on)
            case _:
                raise AssertionError(f"{first} is plain")

    def _choose(self, choose: Choose, situation: Situation, then: Then) -> Tree:
        site = (*situation.calls, choose.origin)
        only = len(choose.branches) == 1 and choose.otherwise is None
        ways: list[Way] = []
        possible: list[Term] = []
        for number, branch in enumerate(choose.branches, start=1):
            suffix = branch.name or ("" if only else str(number))
            ways.append(self._way(branch, suffix, situation, then))
            if choose.otherwise is not None:
                alone = self._way(branch, suffix, situation, End)
                possible.append(
                    exists(alone.parameters, conjunction(alone.where, enabled(alone.then)))
                )
        if choose.otherwise is not None:
            none_possible = negation(disjunction(*possible))
            after = self.run(choose.otherwise, situation, then)
            ways.append(Way("else", (), none_possible, after))
        return Select(site, tuple(ways))

    def _way(self, branch: Branch, suffix: str, situation: Situation, then: Then) -> Way:
        parameters: list[Bound] = []
        for one in branch.bound:
            situation, new = situation.with_parameter(one)
            parameters.append(new)
        now, inside = condition_now(situation, branch.where)
        return Way(suffix, tuple(parameters), now, self.run(branch.body, inside, then))


def after_effects(effects: tuple[Effect, ...], tree: Tree) -> Tree:
    for one in reversed(effects):
        tree = Wait(one.condition, tree) if isinstance(one, Waiting) else Verify(one, tree)
    return tree
