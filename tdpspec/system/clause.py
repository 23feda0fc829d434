"""Conditions as clauses: for all members, where all premises hold one of the alternatives does."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.system.make import conjunction, disjunction, for_all, implies
from tdpspec.system.terms import FALSE, TRUE, And, Bound, ForAll, Implies, Not, Or, Term


@dataclass(frozen=True, slots=True)
class Clause:
    """Shape: the terms in the order in which they are written; ``bound`` are their free
    variables."""

    bound: tuple[Bound, ...]
    premises: tuple[Term, ...]
    alternatives: tuple[Term, ...]

    @property
    def term(self) -> Term:
        """The condition that it is."""
        return for_all(
            self.bound, implies(conjunction(*self.premises), disjunction(*self.alternatives))
        )


def clause_of(condition: Term) -> Clause:
    """``condition`` as a clause, if need be one with a single alternative; its term means the
    same."""
    bound: tuple[Bound, ...] = ()
    body = condition
    if isinstance(body, ForAll):
        bound, body = body.bound, body.body
    match body:
        case Implies(left, right):
            return Clause(bound, conjuncts(left), disjuncts(right))
        case Not(of):
            return Clause(bound, conjuncts(of), ())
        case _:
            return Clause(bound, (), disjuncts(body))


def conjuncts(term: Term) -> tuple[Term, ...]:
    """The parts of a conjunction; none for ``true``."""
    return () if term == TRUE else term.of if isinstance(term, And) else (term,)


def disjuncts(term: Term) -> tuple[Term, ...]:
    """The parts of a disjunction; none for ``false``."""
    return () if term == FALSE else term.of if isinstance(term, Or) else (term,)
