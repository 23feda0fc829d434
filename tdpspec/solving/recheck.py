"""Answers checked again from the instance alone: a circuit and a solver of their own, of another
kind than the engines use."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer, Session, SolverKind
from tdpspec.solving.unroll import Start, Steps, Unrolling
from tdpspec.system.instance import Instance
from tdpspec.system.terms import Term


@dataclass(frozen=True, slots=True)
class Rechecked:
    """``answer`` is ``UNSAT`` where the answer is confirmed, ``SAT`` where it is contradicted;
    ``part`` names the query that decided it."""

    answer: Answer
    part: str


def recheck_induction(instance: Instance, conditions: tuple[Term, ...], k: int) -> Rechecked:
    """Whether ``conditions``, taken together, hold in the first ``k`` states of every run and in
    every state that follows ``k`` states in which they hold."""
    relation = Relation(instance)
    together = relation.circuit.conjunction(map(relation.condition, conditions))

    # With total steps the last of k states is any state that fewer steps reach.
    base = Unrolling(relation, Start.INITIAL, Steps.TOTAL, Session(SolverKind.PLAIN))
    for _ in range(k - 1):
        base.extend()
    answer = base.check([(k - 1, -together)])
    if answer is not Answer.UNSAT:
        return Rechecked(answer, "base")

    step = Unrolling(relation, Start.ANY, Steps.ACTION, Session(SolverKind.PLAIN))
    for at in range(k):
        step.require(at, together)
        step.extend()
    return Rechecked(step.check([(k, -together)]), "step")


def recheck_bound(instance: Instance, condition: Term, depth: int, effort: int) -> Rechecked:
    """Whether no state within ``depth`` steps breaks ``condition``, as one query of at most
    ``effort`` (see ``Session``) over all the steps."""
    relation = Relation(instance)
    session = Session(SolverKind.SIMPLE, effort)
    runs = Unrolling(relation, Start.INITIAL, Steps.TOTAL, session)
    for _ in range(depth):
        runs.extend()
    return Rechecked(runs.check([(depth, -relation.condition(condition))]), "bound")
