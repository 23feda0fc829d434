"""Answers checked again from the instance alone: a circuit and a solver of their own, of another
kind than the engines use."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer, Session, SolverKind
from tdpspec.solving.unroll import At, Start, Steps, Unrolling
from tdpspec.system.instance import Instance
from tdpspec.system.terms import Term


@dataclass(frozen=True, slots=True)
class Rechecked:
    """``answer`` is ``UNSAT`` where the answer is confirmed, ``SAT`` where it is contradicted;
    ``part`` names the query that decided it."""

    answer: Answer
    part: str


class Rechecker:
    """Inductions of one instance, checked one after the other: each by queries of its own, to
    solvers that no engine has used."""

    def __init__(self, instance: Instance) -> None:
        self._relation = Relation(instance)
        # With total steps the last of k states is any state that fewer steps reach.
        self._base = self._run(Start.INITIAL, Steps.TOTAL)
        # One for each k: in a longer run the k states would all have successors, as not all do.
        self._steps: dict[int, Unrolling] = {}
        # By k and a literal: with what it was shown to hold in the state after those k.
        self._kept: dict[tuple[int, int], frozenset[At]] = {}

    def induction(self, conditions: tuple[Term, ...], k: int) -> Rechecked:
        """Whether ``conditions``, taken together, hold in the first ``k`` states of every run and
        in every state that follows ``k`` states in which they hold."""
        literals = tuple(dict.fromkeys(map(self._relation.condition, conditions)))
        together = self._relation.circuit.conjunction(literals)
        while self._base.depth < k - 1:
            self._base.extend()
        answer = self._base.check([(k - 1, -together)])
        if answer is not Answer.UNSAT:
            return Rechecked(answer, "base")
        if k not in self._steps:
            self._steps[k] = self._run(Start.ANY, Steps.ACTION)
            for _ in range(k):
                self._steps[k].extend()
        steps = self._steps[k]
        held = [(at, one) for at in range(k) for one in literals]
        for one in literals:
            needed = self._kept.get((k, one))
            if needed is not None and needed.issubset(held):
                continue
            answer = steps.check([*held, (k, -one)])
            if answer is not Answer.UNSAT:
                return Rechecked(answer, "step")
            self._kept[k, one] = frozenset(steps.core(held))
        return Rechecked(Answer.UNSAT, "step")

    def _run(self, start: Start, steps: Steps) -> Unrolling:
        return Unrolling(self._relation, start, steps, Session(SolverKind.PLAIN))


class BoundRechecker:
    """Bounds of one instance, checked one after the other over the same steps, each as one query
    of at most ``effort`` (see ``Session``)."""

    def __init__(self, instance: Instance, effort: int) -> None:
        self._relation = Relation(instance)
        session = Session(SolverKind.SIMPLE, effort)
        self._runs = Unrolling(self._relation, Start.INITIAL, Steps.TOTAL, session)

    def bound(self, condition: Term, depth: int) -> Rechecked:
        """Whether no state within ``depth`` steps breaks ``condition``."""
        while self._runs.depth < depth:
            self._runs.extend()
        broken = -self._relation.condition(condition)
        return Rechecked(self._runs.check([(depth, broken)]), "bound")
