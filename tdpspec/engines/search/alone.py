"""Claims that need no search: with what is known already they are inductive as they stand.

A search for forbidden combinations of a few members does not get far with a claim that something
exists: what must not be is then said of all members. But such a claim is often kept by every step.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, product
from types import MappingProxyType

from tdpspec.engines.lemmas.cells import few_values
from tdpspec.engines.lemmas.free import (
    constants,
    frames_of,
    free_invariants,
    inductive_terms,
    that_follow,
)
from tdpspec.engines.lemmas.general import FIRST_EFFORT, MOST_OBSTACLES, EverySizeChecker
from tdpspec.engines.lemmas.orders import ways_to_order
from tdpspec.engines.lemmas.proof import Support, proofs_at_every_size
from tdpspec.engines.lemmas.someone import someone
from tdpspec.solving.relation import Relation
from tdpspec.system.claims import unnamed
from tdpspec.system.fresh_names import declared_names, numbered
from tdpspec.system.instance import Instance
from tdpspec.system.make import for_all, substitute
from tdpspec.system.model import System
from tdpspec.system.terms import ForAll, Term
from tdpspec.system.verdict import Induction, Lemma, Proved

MOST_TRIED = 3
"""Ways to say that someone is there, each right at small sizes, that are checked at every size."""


def proved_alone(
    at: Instance,
    claims: Mapping[str, Term],
    proofs: tuple[Proved, ...],
    hints: Mapping[str, Term] = MappingProxyType({}),
    checker: EverySizeChecker | None = None,
    *,
    mixed: bool = False,
    effort: int = FIRST_EFFORT,
    obstacles: int = MOST_OBSTACLES,
) -> dict[str, Proved]:
    """Those of ``claims`` that are true at every size because they are inductive together with
    the lemmas of ``proofs``, which are for every size, those of ``hints`` that are right, and what
    comes for free. ``at`` is where it is tried first; ``checker`` may have shown those lemmas."""
    relation = Relation(at)
    known = lemmas_in(at.system, proofs)
    frames = frames_of(relation)
    free = list(free_invariants(frames, mixed=mixed))
    kept = inductive_terms(frames, free, {**claims, **hints}, known)
    wanted = {name: one for name, one in claims.items() if name in kept}
    if not wanted:
        return {}
    facts = {one.name: one.condition for one in constants(at.system)}
    given = {**known, **kept}
    # What follows from hints need not be kept by itself.
    follow = that_follow(frames, free, given, wanted) if hints else frozenset()
    conditions = tuple(Lemma(name, one) for name, one in given.items() if name not in follow)
    support = Support(frames, free, conditions, _needs_in(proofs, known))
    grounds = support.grounds({name: relation.condition(one) for name, one in wanted.items()})
    first = {name: some.union(facts) for name, some in grounds.needs.of.items()}
    lemmas = {**grounds.lemmas, **facts}
    shared = checker or EverySizeChecker(at.system)
    found: dict[str, Proved] = {}
    # What is needed with fewer members only is not among what is needed with these.
    for some in (lemmas, {**given, **lemmas}):
        left = {name: one for name, one in wanted.items() if name not in found}
        if left:
            needs = shared.needs(some, left, first, effort, obstacles)
            found.update(proofs_at_every_size(some, needs, left))
    return {name: found[name] for name in wanted if name in found}


def proved_with_someone(
    at: Instance,
    claim: str,
    condition: Term,
    proofs: tuple[Proved, ...],
    hints: Mapping[str, Term] = MappingProxyType({}),
    checker: EverySizeChecker | None = None,
) -> Proved | None:
    """The same of ``claim``, with lemmas that say that someone is there; where it is about words or
    small numbers, of each of these first."""
    parts = _parts(at.system, condition)
    if len(parts) > 1:
        names = numbered(claim, declared_names(at.system).union(hints))
        for name, part in dict(zip(names, parts, strict=False)).items():
            proof = proved_with_someone(at, name, part, proofs, hints, checker)
            if proof is None:
                return None
            proofs = (*proofs, proof)
        return proved_alone(at, {claim: condition}, proofs, hints, checker).get(claim)
    taken = declared_names(at.system).union(hints)
    known = lemmas_in(at.system, proofs)
    for lemmas in islice(someone(at, condition, known), MOST_TRIED):
        given = {**hints, **dict(zip(numbered("someone", taken), lemmas, strict=False))}
        found = proved_alone(
            at,
            {claim: condition},
            proofs,
            given,
            checker,
            mixed=True,
            effort=FIRST_EFFORT // 4,
            obstacles=1,
        )
        if found:
            return found[claim]
    return None


def first_members(
    at: Instance, proofs: tuple[Proved, ...], hints: Mapping[str, Term]
) -> dict[str, Term]:
    """Of each order that is proved to be one at every size, what proves it, and lemmas that some
    member comes first in it. ``at`` has three members of each sort at least: of two, almost
    anything is an order."""
    ways = list(ways_to_order(at.system))
    if not ways:
        return {}
    taken = declared_names(at.system).union(hints)
    orders = dict.fromkeys(one.order for way in ways for one in way.orders)
    named = dict(zip(numbered("order", taken), orders, strict=False))
    ends = dict.fromkeys(end for way in ways for end in way.ends)
    given = {**hints, **dict(zip(numbered("end", taken), ends, strict=False))}
    found = proved_alone(at, named, proofs, given, obstacles=len(named) + 1)
    told = lemmas_in(at.system, tuple(found.values())).values()
    is_order = {named[name] for name in found}
    chosen = [next((one for one in way.orders if one.order in is_order), None) for way in ways]
    first = dict.fromkeys(lemma for one in chosen if one is not None for lemma in one.first)
    used = {one.order for one in chosen if one is not None}
    others = [one for one in told if one not in orders]
    return {
        **dict(zip(numbered("ordering", taken), others, strict=False)),
        **{name: one for name, one in named.items() if one in used},
        **dict(zip(numbered("first", taken), first, strict=False)),
    }


def _parts(system: System, claim: Term) -> tuple[Term, ...]:
    """``claim`` for each of the few values of the variables that have few; together it is these."""
    claim = unnamed(system, claim)
    if not isinstance(claim, ForAll):
        return (claim,)
    values = {one: some for one in claim.bound if (some := few_values(one.type))}
    others = tuple(one for one in claim.bound if one not in values)
    return tuple(
        for_all(others, substitute(claim.body, dict(zip(values, chosen, strict=True))))
        for chosen in product(*values.values())
    )


def lemmas_in(system: System, proofs: tuple[Proved, ...]) -> dict[str, Term]:
    """What they are made of but for what no step changes, each once; those that the spec declares
    by their names, the others with names of their own, since those of two searches may be the same
    for different lemmas."""
    told = {
        lemma.condition: None
        for one in proofs
        if isinstance(one.by, Induction)
        for lemma in one.by.lemmas
    }
    for one in constants(system):
        told.pop(one.condition, None)
    declared = {one.condition: one.name for one in system.hints}
    names = numbered("lemma", declared_names(system))
    return {declared.get(one) or next(names): one for one in told}


def _needs_in(proofs: tuple[Proved, ...], known: Mapping[str, Term]) -> dict[str, frozenset[str]]:
    """For the lemmas of ``proofs``, called as in ``known``, those of them that each needs."""
    called = {condition: name for name, condition in known.items()}
    found: dict[str, frozenset[str]] = {}
    for one in proofs:
        if isinstance(one.by, Induction):
            here = {
                lemma.name: called[lemma.condition]
                for lemma in one.by.lemmas
                if lemma.condition in called
            }
            for name, some in one.by.needs:
                if name in here:
                    found[here[name]] = frozenset(here[other] for other in some if other in here)
    return found
