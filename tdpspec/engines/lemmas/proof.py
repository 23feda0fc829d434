"""From the cubes that a search has blocked to proofs: the lemmas that each claim needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.general import Needs
from tdpspec.engines.lemmas.joined import Joined, joined
from tdpspec.engines.lemmas.quantify import lemma
from tdpspec.system.fresh_names import declared_names, numbered
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction, Lemma, Proved


def proofs(
    frames: Frames,
    invariant: list[Literals],
    claims: Mapping[str, int],
    axioms: tuple[Lemma, ...] = (),
) -> dict[str, Proved]:
    """The proof of each of ``claims``, by name the literal that holds: those lemmas among the
    blocked cubes of ``invariant`` from which the claim follows, and those from which they follow
    in turn after a step.

    Of the lemmas that a step can do with, one is taken that cannot be made smaller, those taken
    before being kept; so the set is small, and not always a smallest one.
    """
    grounds = Support(frames, invariant).grounds(claims)
    covers = frames.relation.instance.sizes
    found = {}
    for name in claims:
        used = grounds.needs.closure([name])
        lemmas = (Lemma(one, said) for one, said in grounds.lemmas.items() if one in used)
        found[name] = Proved(covers, Induction(1, (*axioms, *lemmas)))
    return found


def proofs_at_every_size(
    conditions: Mapping[str, Term], needs: Needs, claims: Iterable[str]
) -> dict[str, Proved]:
    """Those of ``claims`` that need nothing that was not shown, each with what it needs of
    ``conditions``, lemmas by name, and of what was added to them."""
    conditions = {**conditions, **needs.added}
    found = {}
    for claim in claims:
        # A lemma that says the same as the claim is a part of it only where something needs it.
        closed = needs.closure(needs.of.get(claim, ()))
        if needs.obstacles.keys() & {claim, *closed}:
            continue
        used = [name for name in conditions if name in closed]
        found[claim] = Proved(
            None,
            Induction(
                1,
                tuple(Lemma(name, conditions[name]) for name in used),
                tuple(
                    (name, tuple(one for one in used if one in needs.of.get(name, ())))
                    for name in dict.fromkeys((claim, *used))
                ),
            ),
        )
    return found


class Support:
    """Which lemmas a claim, or a lemma after a step, follows from.

    Shape: ``lemmas`` says of each cube of ``invariant``, by its place, that it never happens, and
           after them come ``conditions``; all together they are inductive. No lemma about a cube
           is called as something that the spec declares, or as one of ``conditions``. ``known``
           has for some of ``conditions`` which of them each follows from after a step.
    """

    def __init__(
        self,
        frames: Frames,
        invariant: list[Literals],
        conditions: tuple[Lemma, ...] = (),
        known: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        self._clauses = frames.any_step()
        self._switch: list[int] = []
        self._broken_after: list[list[int]] = []
        self._cubes = len(invariant)
        clauses = self._clauses
        for cube in invariant:
            self._add(frames.denial(clauses, cube))
            self._broken_after.append(frames.after(clauses, cube))
        then = frames.state_after(clauses)
        for one in conditions:
            holds = frames.relation.condition(one.condition)
            self._add([[clauses.literal(holds)]])
            self._broken_after.append([-then.literal(holds)])
        taken = declared_names(frames.relation.instance.system).union(
            one.name for one in conditions
        )
        self.lemmas: tuple[Lemma, ...] = (
            *(
                lemma(frames.symmetry, frames.named(cube), name)
                for name, cube in zip(numbered("lemma", taken), invariant, strict=False)
            ),
            *conditions,
        )
        places = {one.name: place for place, one in enumerate(self.lemmas)}
        self._known = {
            places[name]: tuple(sorted(places[one] for one in some)) for name, some in known.items()
        }
        # Before others, since what they need is in the proof of something else anyway.
        self._used = set(self._known)

    def grounds(self, claims: Mapping[str, int]) -> Joined:
        """What ``claims``, by name the literal that holds, follow from, and what that follows from
        in turn after steps. Lemmas about cubes are joined; ``parts`` has the names that they have
        in ``lemmas``."""
        direct: dict[str, tuple[int, ...]] = {}
        below: dict[int, tuple[int, ...]] = {}
        for name, holds in claims.items():
            direct[name] = self._needed([self._clauses.literal(-holds)])
            self._close(direct[name], below)
        names = {place: self.lemmas[place].name for place in sorted(below)}
        needs = {names[place]: {names[one] for one in below[place]} for place in names}
        # A claim may be one of the lemmas, or follow from others.
        for name, places in direct.items():
            needs.setdefault(name, set()).update(names[one] for one in places)
        return joined(
            {name: self.lemmas[place].condition for place, name in names.items()},
            claims,
            Needs({name: frozenset(some) for name, some in needs.items()}),
            [name for place, name in names.items() if place < self._cubes],
        )

    def _close(self, places: Iterable[int], below: dict[int, tuple[int, ...]]) -> None:
        """Add to ``below`` what ``places`` follow from after steps, and what that does."""
        todo = list(places)
        while todo:
            place = todo.pop()
            self._used.add(place)
            if place not in below:
                known = self._known.get(place)
                below[place] = self._needed(self._broken_after[place]) if known is None else known
                todo.extend(below[place])

    def _add(self, clauses: Iterable[list[int]]) -> None:
        """A further lemma, that can be left out."""
        switch = self._clauses.sat.fresh()
        self._switch.append(switch)
        for one in clauses:
            self._clauses.sat.add([-switch, *one])

    def _needed(self, goal: list[int]) -> tuple[int, ...]:
        """Lemmas before the step that exclude ``goal``, none of which can be spared."""
        sat = self._clauses.sat
        places = {switch: place for place, switch in enumerate(self._switch)}
        for preferred in (sorted(self._used), range(len(self._switch))):
            if not sat.solve([*goal, *(self._switch[one] for one in preferred)]):
                break
        else:
            raise AssertionError("the frames are not an invariant")
        used = sat.core()
        core = [one for one in self._switch if one in used]
        for one in tuple(core):
            fewer = [other for other in core if other != one]
            if one in core and not sat.solve([*goal, *fewer]):
                left = sat.core()
                core = [other for other in fewer if other in left]
        return tuple(places[one] for one in core)
