"""Proofs by what the lemmas of a search at a few members say of everyone (see ``everyone.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tdpspec.engines.lemmas.everyone import everyone, names_everyone
from tdpspec.engines.lemmas.free import (
    constants,
    frames_of,
    free_invariants,
    inductive_terms,
    that_follow,
)
from tdpspec.engines.lemmas.general import AT_ONCE, FIRST_EFFORT, EverySizeChecker
from tdpspec.engines.lemmas.orbits import Symmetry
from tdpspec.engines.lemmas.proof import Support, proofs_at_every_size
from tdpspec.engines.search.growing import Lemmas
from tdpspec.solving.relation import Relation
from tdpspec.system.fresh_names import declared_names, numbered
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Lemma, Proved

EFFORT = FIRST_EFFORT // 4
"""Of one query about the last few lemmas that were not shown with little: what is wrong with more
members takes all of it."""

FEW = 2
"""Of these."""

ROUNDS = 3
"""In which what was not shown at every size is left out, and what is inductive without it is tried
again."""

OBSTACLES = 5
"""In one round."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Lemmas of a search, and what they say of everyone.

    Shape: by name, ``of_few`` those that do not name all members of a sort, ``guesses`` what is
           guessed from the others, and ``of_all`` these others as they are.
    """

    lemmas: Lemmas
    of_few: Mapping[str, Term]
    guesses: Mapping[str, Term]
    of_all: Mapping[str, Term]

    def __len__(self) -> int:
        return len(self.of_few) + len(self.guesses) + len(self.of_all)


def candidates(lemmas: Lemmas) -> Candidates:
    """What may be tried where ``lemmas`` were found."""
    symmetry = Symmetry(lemmas.at)
    system = lemmas.at.system
    fixed = {one.name for one in constants(system)}
    of_all = {
        name
        for name, cubes in lemmas.cubes.items()
        if any(names_everyone(symmetry, one) for one in cubes)
    }
    said = {name: one for name, one in lemmas.conditions.items() if name not in fixed}
    names = numbered("lemma", declared_names(system).union(said))
    guesses = everyone(symmetry, (one for name in said for one in lemmas.cubes.get(name, ())))
    return Candidates(
        lemmas,
        {name: one for name, one in said.items() if name not in of_all},
        dict(zip(names, guesses, strict=False)),
        {name: one for name, one in said.items() if name in of_all},
    )


def proved_with_everyone(
    tried: Candidates, claims: Mapping[str, Term], checker: EverySizeChecker
) -> dict[str, Proved]:
    """Those of ``claims`` that are proved at every size by what is inductive of ``tried``, without
    what follows from the rest of it."""
    at = tried.lemmas.at
    relation = Relation(at)
    frames = frames_of(relation)
    free = list(free_invariants(frames))
    facts = {one.name: one.condition for one in constants(at.system)}
    # What follows is left out in this order: guesses with few ways say less than those with many.
    in_turn = (*tried.of_all, *reversed(tuple(tried.guesses)), *claims)
    kept: Mapping[str, Term] = {**claims, **tried.of_few, **tried.guesses, **tried.of_all}
    found: dict[str, Proved] = {}
    for _ in range(ROUNDS):
        kept = inductive_terms(frames, free, kept, {})
        wanted = {name: claims[name] for name in claims if name in kept and name not in found}
        if not wanted:
            break
        follow = that_follow(frames, free, kept, [name for name in in_turn if name in kept])
        conditions = tuple(Lemma(name, one) for name, one in kept.items() if name not in follow)
        support = Support(frames, free, conditions)
        grounds = support.grounds({name: relation.condition(one) for name, one in wanted.items()})
        lemmas = {**grounds.lemmas, **facts}
        first = {name: some.union(facts) for name, some in grounds.needs.of.items()}
        needs = checker.needs(lemmas, wanted, first, AT_ONCE, OBSTACLES)
        if 0 < len(needs.obstacles) <= FEW:
            needs = checker.needs(lemmas, wanted, first, EFFORT, OBSTACLES)
        found.update(proofs_at_every_size(lemmas, needs, wanted))
        wrong = needs.not_shown & kept.keys()
        # What is about few members may only have lacked what was taken to follow from a guess.
        wrong = (wrong - tried.of_few.keys() - claims.keys()) or wrong
        if not wrong:
            break
        kept = {name: one for name, one in kept.items() if name not in wrong}
    return {name: found[name] for name in claims if name in found}
