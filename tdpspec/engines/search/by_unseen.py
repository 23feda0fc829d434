"""Proofs by what was never seen together in some states that were visited (see ``unseen.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.free import frames_of, inductive_part, inductive_terms
from tdpspec.engines.lemmas.general import FIRST_EFFORT, EverySizeChecker
from tdpspec.engines.lemmas.proof import proofs_at_every_size
from tdpspec.engines.lemmas.readings import reading
from tdpspec.engines.lemmas.unseen import unseen
from tdpspec.engines.search.alone import lemmas_in
from tdpspec.engines.search.growing import lemmas_of
from tdpspec.interpret.sample import sample
from tdpspec.solving.relation import Relation
from tdpspec.system.instance import Instance
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Lemma, Proved

MOST = 2_000
"""Guesses that are tried: those about few members come first."""

ROUNDS = 3
"""In which what was not shown at every size is left out, and what is inductive without it is tried
again."""


@dataclass(frozen=True, slots=True)
class Guesses:
    """What was never seen together at the sizes of ``frames``."""

    frames: Frames
    cubes: tuple[Literals, ...]


def guessed(at: Instance) -> Guesses:
    """Those guesses that say something of a few members, and not of everyone else."""
    frames = frames_of(Relation(at))
    of_few = (
        cube
        for cube in unseen(frames, sample(at))
        if not reading(frames.symmetry, frames.named(cube)).others
    )
    return Guesses(frames, tuple(islice(of_few, MOST)))


def proved_by_unseen(
    guesses: Guesses,
    claims: Mapping[str, Term],
    proofs: tuple[Proved, ...] = (),
    hints: Mapping[str, Term] = MappingProxyType({}),
    checker: EverySizeChecker | None = None,
) -> dict[str, Proved]:
    """Those of ``claims`` that are proved at every size by what is inductive of ``guesses`` where
    these were made, together with the lemmas of ``proofs``, which are for every size, ``hints``
    and with the claims themselves. ``checker`` may have shown some of it."""
    frames, cubes = guesses.frames, guesses.cubes
    relation, system = frames.relation, frames.relation.instance.system
    known = lemmas_in(system, proofs)
    terms = {**claims, **hints}
    shared = checker or EverySizeChecker(system)
    left, found = dict(claims), dict[str, Proved]()
    for _ in range(ROUNDS if cubes else 0):
        cubes, terms = _inductive(frames, cubes, terms, known)
        given = {**known, **terms}
        follow = _following(frames, cubes, given, left)
        wanted = {name: one for name, one in left.items() if name in follow}
        if not wanted:
            break
        lemmas = lemmas_of(
            frames,
            list(cubes),
            tuple(Lemma(*one) for one in given.items()),
            {name: relation.condition(one) for name, one in wanted.items()},
        )
        needs = shared.needs(lemmas.conditions, wanted, lemmas.needs, FIRST_EFFORT)
        found.update(proofs_at_every_size(lemmas.conditions, needs, wanted))
        wrong = needs.not_shown
        if not wrong:
            break
        never = frozenset(cube for name in wrong for cube in lemmas.cubes.get(name, ()))
        cubes = tuple(one for one in cubes if frames.named(one) not in never)
        terms = {name: one for name, one in terms.items() if name not in wrong}
        left = {name: one for name, one in left.items() if name not in wrong | found.keys()}
    return {name: found[name] for name in claims if name in found}


def _inductive(
    frames: Frames,
    cubes: tuple[Literals, ...],
    terms: Mapping[str, Term],
    known: Mapping[str, Term],
) -> tuple[tuple[Literals, ...], dict[str, Term]]:
    """The largest parts of ``cubes`` and of ``terms`` that are inductive together where ``known``
    is true."""
    left = dict(terms)
    while True:
        given = (Lemma(*one) for one in {**known, **left}.items())
        cubes = inductive_part(frames_of(frames.relation, given), cubes)
        still = inductive_terms(frames, cubes, left, known)
        if len(still) == len(left):
            return cubes, left
        left = still


def _following(
    frames: Frames,
    cubes: tuple[Literals, ...],
    given: Mapping[str, Term],
    claims: Mapping[str, Term],
) -> frozenset[str]:
    """Those of ``claims`` that are true where ``given`` is and in none of ``cubes``."""
    condition, state = frames.relation.condition, frames.any_step()
    for cube in cubes:
        state.sat.add_all(frames.denial(state, cube))
    for one in given.values():
        state.require(condition(one))
    broken = {name: state.literal(-condition(one)) for name, one in claims.items()}
    return frozenset(name for name, one in broken.items() if not state.sat.solve([one]))
