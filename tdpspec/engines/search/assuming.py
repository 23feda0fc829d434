"""Claims that are taken for granted before each step: what is looked for then is only what must
never be for every step to keep them.

A search backwards from the states that break a claim does not get far where the claim says that
something exists: such states say of all members what they do not, and so do those before them. But
that a step breaks the claim has mostly a reason that a few members are enough for, as that two of
them work on the same page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from tdpspec.engines.lemmas.frames import Literals
from tdpspec.engines.lemmas.free import frames_of, guesses, inductive_part, inductive_terms
from tdpspec.engines.lemmas.general import FIRST_EFFORT, EverySizeChecker
from tdpspec.engines.lemmas.orbits import Cube
from tdpspec.engines.lemmas.proof import proofs_at_every_size
from tdpspec.engines.search.growing import Kept, Lemmas, lemmas_of, literals_of, next_sizes
from tdpspec.engines.search.pdr import GaveUp, Invariant, Reached, search_all
from tdpspec.solving.relation import Relation
from tdpspec.system.before import before
from tdpspec.system.claims import all_variables_read
from tdpspec.system.instance import instance
from tdpspec.system.make import conjunction
from tdpspec.system.model import System
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Lemma, Proved

MOST = 5_000
"""Queries of one search."""


def proved_assuming(
    system: System,
    sizes: dict[str, int],
    claim: str,
    condition: Term,
    known: Mapping[str, Term],
    hints: Mapping[str, Term] = MappingProxyType({}),
    checker: EverySizeChecker | None = None,
) -> Proved | None:
    """A proof of ``claim`` for every size, made of it, of lemmas about a few members that every
    step needs to keep it, and of ``known``, which are inductive; None if none was found. ``hints``
    are taken for granted before each step like the claim, and are to be kept as well. ``sizes``
    are where the search begins; ``checker`` may have shown some of it.

    This is induction: the claim is true at first, and where it and the lemmas are true before a
    step, they are after it. That the search may lean on the claim is checked like all else.
    """
    assumed = {claim: condition, **hints}
    given = tuple(Lemma(*one) for one in {**known, **assumed}.items())
    seeds: tuple[Cube, ...] = ()
    while True:
        lemmas = _search(system, sizes, assumed, given, seeds)
        if lemmas is None:
            return None
        needed = tuple(one for one in given if one.name in lemmas.conditions)
        grown = next_sizes(lemmas, partial(_kept, needed))
        if grown is None:
            break
        sizes, seeds = grown
    shared = checker or EverySizeChecker(system)
    needs = shared.needs(lemmas.conditions, {claim: condition}, lemmas.needs, FIRST_EFFORT)
    return proofs_at_every_size(lemmas.conditions, needs, (claim,)).get(claim)


def _search(
    system: System,
    sizes: dict[str, int],
    assumed: Mapping[str, Term],
    given: tuple[Lemma, ...],
    seeds: tuple[Cube, ...],
) -> Lemmas | None:
    """The lemmas with which every step keeps what is ``assumed``, of which the first is the claim;
    None if some of it is false at these sizes, or the search was given up."""
    relation = Relation(instance(system, sizes))
    frames = frames_of(relation, given)
    holds = {name: relation.condition(one) for name, one in assumed.items()}
    if not all(map(frames.holds_initially, holds.values())):
        return None
    claim, *_ = assumed
    kept = conjunction(
        *(
            before(system, action, one)
            for one in assumed.values()
            for action in system.actions
            if all_variables_read(system, one) & {update.variable for update in action.updates}
        )
    )
    first = inductive_part(frames, (*guesses(frames), *literals_of(relation, seeds)))
    for told in search_all(frames, {claim: relation.condition(kept)}, first, MOST):
        match told:
            case Reached() | GaveUp():
                return None
            case Invariant(_, search):
                wanted = {claim: holds[claim]}
                return lemmas_of(frames_of(relation), search.invariant, given, wanted)
            case _:
                pass
    return None


def _kept(given: tuple[Lemma, ...], relation: Relation, cubes: tuple[Literals, ...]) -> Kept:
    """Those of ``cubes`` that are inductive where ``given`` holds, and whether they keep it."""
    frames = frames_of(relation, given)
    kept = inductive_part(frames, cubes)
    terms = {one.name: one.condition for one in given}
    still = inductive_terms(frames_of(relation), kept, terms, {})
    return frames, kept, len(still) == len(terms)
