"""The lemmas of a spec, judged: which are inductive together, and why the others are not.

A lemma that is not inductive may still be true. So it is told with a step that shows what is
missing, never as a verdict; only a run from an initial state makes it false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tdpspec.engines.base import Event, Hinted, Limits
from tdpspec.engines.contradiction import ContradictionError
from tdpspec.interpret.replay import Mismatch, replay, violation_in
from tdpspec.interpret.step import Stepper, stepper
from tdpspec.interpret.tidy import tidy
from tdpspec.solving.atoms import Atom, encode, entry_atoms
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer
from tdpspec.solving.unroll import At, Start, Unrolling
from tdpspec.system.hints import Broken, Inductive, NotInductive, Undecided
from tdpspec.system.instance import Instance, State
from tdpspec.system.model import Hint, Invariant, Property
from tdpspec.system.terms import Term
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Lemma

LONGEST = 10
"""Steps of a run that is looked for to break a lemma."""


@dataclass(frozen=True)
class HintJudge:
    """An engine that decides no claim; it tells ``Hinted`` for each lemma of the design.

    Shape: ``proved`` are conditions that are true in every reachable state of the instance.
    Source: the largest inductive subset as in Flanagan, Leino, Houdini, FME 2001.
    """

    proved: tuple[Term, ...] = ()
    name: str = "hints"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """First the inductive ones; then, for each of the others, a step that breaks it; last the
        runs that do. A later event about the same lemma replaces the earlier one."""
        look = _Look(instance, self.proved)
        kept = look.inductive()
        if kept is None:
            for hint in instance.system.hints:
                yield Hinted(hint.name, Undecided("the solver gave up"))
            return
        for name in kept:
            yield Hinted(name, Inductive())
        left = [one for one in instance.system.hints if one.name not in kept]
        for hint in left:
            if hint.name in look.initial:
                yield Hinted(hint.name, look.step_that_breaks(hint, kept))
        for length in range(min(limits.depth, LONGEST) + 1):
            for hint in tuple(left):
                broken = look.run_that_breaks(hint, length)
                if broken is not None:
                    left.remove(hint)
                    yield Hinted(hint.name, broken)


class _Look:
    """One instance and its lemmas as literals.

    Shape: ``holds`` is by name; ``initial`` are the lemmas that every initial state satisfies.
    """

    def __init__(self, instance: Instance, proved: tuple[Term, ...]) -> None:
        self.instance = instance
        self.meaning: Stepper = stepper(instance)
        self.relation = Relation(instance)
        condition = self.relation.condition
        self.holds: Mapping[str, int] = {
            one.name: condition(one.condition) for one in instance.system.hints
        }
        self._runs = Unrolling(self.relation)
        self._step = Unrolling(self.relation, Start.ANY)
        self._step.extend()
        for literal in map(condition, proved):
            self._step.require(0, literal)
            self._step.require(1, literal)
        self.initial = [
            name
            for name, one in self.holds.items()
            if self._runs.check([(0, -one)]) is Answer.UNSAT
        ]

    def inductive(self) -> tuple[str, ...] | None:
        """The largest set of lemmas that follow from themselves after a step; None if the solver
        gives up."""
        kept = list(self.initial)
        while kept:
            goal = self.relation.circuit.conjunction(self.holds[one] for one in kept)
            match self._step.check([(1, -goal), *self._before(kept)]):
                case Answer.UNSAT:
                    break
                case Answer.SAT:
                    kept = [one for one in kept if self._step.value(1, self.holds[one])]
                case Answer.UNKNOWN:
                    return None
        return tuple(kept)

    def step_that_breaks(self, hint: Hint, kept: tuple[str, ...]) -> NotInductive:
        """There is such a step: else the lemma would belong to the largest set."""
        goal = [(1, -self.holds[hint.name]), *self._before((*kept, hint.name))]
        start = next(self.meaning.initial())
        self._near(goal, start)
        trace = self._step.trace(1)
        ((before, step, after),) = trace.moves()
        violation = violation_in(self.meaning, after, _claim(hint))
        is_step = (
            self.meaning.is_enabled(before, step) and self.meaning.successor(before, step) == after
        )
        if not is_step or violation is None or violation_in(self.meaning, before, _claim(hint)):
            raise ContradictionError(f"{hint.name}: the step that breaks it is none")
        return NotInductive(trace, violation, start)

    def run_that_breaks(self, hint: Hint, length: int) -> Broken | None:
        """A run of ``length`` steps to a state that breaks ``hint``."""
        while self._runs.depth < length:
            self._runs.extend()
        literal = self.holds[hint.name]
        if self._runs.check([(length, -literal)]) is not Answer.SAT:
            return None
        trace = tidy(self.instance, self._trace(literal, length))
        replayed = replay(self.instance, trace, _claim(hint))
        if isinstance(replayed, Mismatch) or replayed.violation is None:
            raise ContradictionError(f"{hint.name}: the run that breaks it does not replay")
        return Broken(trace, replayed.violation)

    def _trace(self, literal: int, length: int) -> Trace:
        return self._runs.trace(length)

    def _before(self, names: tuple[str, ...] | list[str]) -> list[At]:
        return [(0, self.holds[one]) for one in names]

    def _near(self, goal: list[At], start: State) -> None:
        """Answer ``goal`` with a state before the step that has as many of the values of ``start``
        as fit: entry by entry, in the order of declaration."""
        assert self._step.check(goal) is Answer.SAT, "the lemma is not in the largest set"
        true = encode(self.instance, start)
        for entry in self._entries():
            wanted = [(0, node if atom in true else -node) for atom, node in entry.items()]
            fits = all(self._step.value(*one) for one in wanted)
            if fits or self._step.check([*goal, *wanted]) is Answer.SAT:
                goal += wanted
            else:
                assert self._step.check(goal) is Answer.SAT, "it was"

    def _entries(self) -> Iterator[dict[Atom, int]]:
        """The atoms of each entry of each variable, with their literals."""
        for variable in self.instance.system.variables:
            for indices in self.instance.index_tuples(variable):
                atoms = entry_atoms(self.instance, variable, indices)
                yield {one: self.relation.atoms[one] for one in atoms}


def _claim(hint: Hint) -> Invariant:
    """The lemma as if it were claimed, to be replayed."""
    return Invariant(hint.name, hint.condition, hint.doc, hint.origin)
