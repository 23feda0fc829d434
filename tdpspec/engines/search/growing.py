"""From the lemmas of a search at some sizes to larger ones: with one member more of which sort they
are not inductive any more, and which of them stay so.

Source: the loop as in Goel, Sakallah, On Symmetry and Quantification, NFM 2021; keeping the largest
inductive part of a set of candidates: Flanagan, Leino, Houdini, FME 2001.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.free import constants, known_from
from tdpspec.engines.lemmas.general import Needs
from tdpspec.engines.lemmas.orbits import Cube, Symmetry
from tdpspec.engines.lemmas.proof import Support
from tdpspec.engines.lemmas.readings import widened
from tdpspec.solving.relation import Relation
from tdpspec.system.instance import Instance, instance
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Lemma

LARGEST = 4
"""Members of a sort that are tried at most, before the lemmas are checked at every size."""

FARTHEST = 5
"""Members of a sort that are tried at most where lemmas were not shown at every size: some are
true only because there are as few members of one sort as of another."""


@dataclass(frozen=True, slots=True)
class Lemmas:
    """What one search has proved its claims with, at the sizes of ``at``.

    Shape: ``conditions`` has by name what they say, also hints that are right, and what no step
           changes; ``cubes`` those that never happen by it. ``needs`` has for each of them, and
           for each claim, the names of those that it follows from.
    """

    at: Instance
    cubes: dict[str, tuple[Cube, ...]]
    conditions: dict[str, Term]
    needs: dict[str, frozenset[str]]

    def never(self, but: Collection[str] = ()) -> tuple[Cube, ...]:
        """All cubes, without those of the lemmas called so."""
        return tuple(one for name, some in self.cubes.items() if name not in but for one in some)


def lemmas_of(
    frames: Frames,
    invariant: list[Literals],
    conditions: tuple[Lemma, ...],
    claims: Mapping[str, int],
) -> Lemmas:
    """Those of ``invariant`` and of ``conditions``, which are inductive together with what the
    frames know, that ``claims`` need, by name the literal that holds."""
    at = frames.relation.instance
    axioms = constants(at.system)
    support = Support(frames, invariant, conditions)
    grounds = support.grounds(claims)
    cubes = {
        lemma.name: frames.named(one) for lemma, one in zip(support.lemmas, invariant, strict=False)
    }
    always = frozenset(one.name for one in axioms)
    return Lemmas(
        at,
        {
            name: tuple(cubes[one] for one in parts if one in cubes)
            for name, parts in grounds.parts.items()
        },
        {**grounds.lemmas, **{one.name: one.condition for one in axioms}},
        {name: always.union(some) for name, some in grounds.needs.of.items()},
    )


Kept = tuple[Frames, tuple[Literals, ...], bool]
"""Of lemmas at larger sizes those that are still inductive, in frames there, and whether they still
prove what they are for."""


def next_sizes(
    lemmas: Lemmas, kept_of: Callable[[Relation, tuple[Literals, ...]], Kept], most: int = LARGEST
) -> tuple[dict[str, int], tuple[Cube, ...]] | None:
    """One member more, up to ``most``, of the first sort with which the lemmas are not inductive
    any more, of those with the fewest members first, and those that still are; None if there is
    none."""
    system, now = lemmas.at.system, dict(lemmas.at.sizes)
    # What is said of everyone of one sort may be right, and look wrong until another has as many.
    for sort in sorted(system.interchangeable, key=lambda one: now[one.name]):
        larger = {**now, sort.name: now[sort.name] + 1}
        if larger[sort.name] > most:
            continue
        relation = Relation(instance(system, larger))
        frames, kept, suffices = kept_of(relation, _widened(lemmas, relation))
        if len(kept) < len(lemmas.never()) or not suffices:
            return larger, tuple(frames.named(one) for one in kept)
    return None


def kept_with(hints: Mapping[str, Term], lemmas: Lemmas) -> Callable[..., Kept]:
    """The inductive ones with the help of ``hints``, of which those count that are among
    ``lemmas``: one that is needed with more members only has to be found to be needed there."""
    needed = {name: one for name, one in hints.items() if name in lemmas.conditions}

    def kept_of(relation: Relation, cubes: tuple[Literals, ...]) -> Kept:
        frames, kept, _ = known_from(relation, needed, lambda _: cubes)
        return frames, kept, True

    return kept_of


def fuller_sizes(lemmas: Lemmas, needs: Needs) -> dict[str, int] | None:
    """One member more of each sort of which a lemma that was not shown names all members: it may
    be about "all others" and not about these; None if there is none."""
    symmetry = Symmetry(lemmas.at)
    larger = dict(lemmas.at.sizes)
    for cube in (one for name in needs.obstacles for one in lemmas.cubes.get(name, ())):
        for sort, members in symmetry.members(cube).items():
            size = dict(lemmas.at.sizes)[sort]
            if len(members) == size < LARGEST:
                larger[sort] = size + 1
    return larger if larger != dict(lemmas.at.sizes) else None


def literals_of(relation: Relation, cubes: Iterable[Cube]) -> tuple[Literals, ...]:
    """Cubes of atoms as literals of this relation."""
    return tuple(
        frozenset(relation.atoms[atom] if sign else -relation.atoms[atom] for atom, sign in cube)
        for cube in cubes
    )


def _widened(lemmas: Lemmas, relation: Relation) -> tuple[Literals, ...]:
    """The lemmas as they read at the larger sizes of ``relation``."""
    symmetry, larger = Symmetry(lemmas.at), relation.instance
    return literals_of(relation, (widened(symmetry, one, larger) for one in lemmas.never()))
