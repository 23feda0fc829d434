"""Claims made inductive by what must hold before a step: for claims whose lemmas are no list of
forbidden members, as where something must exist.

``a client that receives a response has asked for it`` needs that a response that was sent was asked
for: just what must hold before a response is received.
"""

from __future__ import annotations

from collections.abc import Mapping

from tdpspec.engines.general import EverySizeChecker, Needs
from tdpspec.solving.clauses import Clauses
from tdpspec.solving.relation import Relation
from tdpspec.system.before import before
from tdpspec.system.fresh_names import declared_names
from tdpspec.system.instance import Instance
from tdpspec.system.make import unused
from tdpspec.system.model import System
from tdpspec.system.terms import Term

MOST = 8
"""Lemmas that are added at most."""


def strengthened(
    at: Instance, claims: Mapping[str, Term], facts: Mapping[str, Term]
) -> tuple[dict[str, Term], Needs] | None:
    """``claims`` and further lemmas that are inductive with ``facts`` at every size, and what
    each needs; None if a few were not enough. ``at`` is where it is tried first."""
    lemmas = {**facts, **claims}
    relation = Relation(at)
    while True:
        missing = _missing(at.system, relation, lemmas, facts)
        if missing is None:
            break
        if len(lemmas) - len(claims) - len(facts) >= MOST:
            return None
        lemmas.update([missing])
    everything = {name: frozenset(lemmas) for name in lemmas}
    needs = EverySizeChecker(at.system).needs(lemmas, {}, everything)
    return None if needs.obstacles else (lemmas, needs)


def _missing(
    system: System, relation: Relation, lemmas: Mapping[str, Term], facts: Mapping[str, Term]
) -> tuple[str, Term] | None:
    """What must hold before some step for a lemma to hold after it, and does not follow from all
    the lemmas; None if there is none."""
    states = Clauses(relation.circuit)
    for one in relation.well_formed:
        states.require(one)
    for term in lemmas.values():
        states.require(relation.condition(term))
    for name, term in lemmas.items():
        if name in facts:
            continue
        for action in system.actions:
            needed = before(system, action, term)
            holds = states.literal(relation.condition(needed))
            if states.sat.solve([-holds]):
                taken = {*declared_names(system), *lemmas}
                return unused(f"{name}_before_{action.name}", taken), needed
    return None
