"""From the cubes that a search has blocked to proofs: the lemmas that each claim needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.general import Needs
from tdpspec.engines.lemmas.joined import Joined, joined
from tdpspec.engines.lemmas.quantify import lemma
from tdpspec.system.fresh_names import declared_names, numbered
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction, Lemma, Proved

_AGAIN = 2
"""Times that the lemmas are chosen once more, those first that were needed for most: each time
there are fewer of them, by a tenth and then by less."""


def proofs(
    frames: Frames,
    invariant: list[Literals],
    claims: Mapping[str, int],
    axioms: tuple[Lemma, ...] = (),
) -> dict[str, Proved]:
    """The proof of each of ``claims``, by name the literal that holds: those lemmas among the
    blocked cubes of ``invariant`` from which the claim follows, and those from which they follow
    in turn after a step.

    For each step lemmas are taken of which none can be spared, those first that most else needs; so
    there are few in all, and not always the fewest.
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
    ``conditions``, lemmas by name."""
    found = {}
    for claim in claims:
        closed = needs.closure([claim])
        if closed & needs.obstacles.keys():
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
        goals = {name: [self._clauses.literal(-holds)] for name, holds in claims.items()}
        direct, below = self._closure(goals, self._as_they_come)
        for _ in range(_AGAIN):
            direct, below = self._closure(goals, partial(self._needed, _most_needed(direct, below)))
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

    def _closure(
        self, goals: Mapping[str, list[int]], needed: Callable[[list[int]], tuple[int, ...] | None]
    ) -> tuple[dict[str, tuple[int, ...]], dict[int, tuple[int, ...]]]:
        """What each of ``goals`` follows from, and, by place, what that follows from after steps,
        and so on."""
        direct: dict[str, tuple[int, ...]] = {}
        below: dict[int, tuple[int, ...]] = {}
        for name, goal in goals.items():
            direct[name] = _sure(needed(goal))
            todo = list(direct[name])
            while todo:
                place = todo.pop()
                self._used.add(place)
                if place not in below:
                    known = self._known.get(place)
                    below[place] = (
                        _sure(needed(self._broken_after[place])) if known is None else known
                    )
                    todo.extend(below[place])
        return direct, below

    def _add(self, clauses: Iterable[list[int]]) -> None:
        """A further lemma, that can be left out."""
        switch = self._clauses.sat.fresh()
        self._switch.append(switch)
        for one in clauses:
            self._clauses.sat.add([-switch, *one])

    def _as_they_come(self, goal: list[int]) -> tuple[int, ...] | None:
        """As ``_needed``, of those that something else needs if they suffice, else of all."""
        found = self._needed(sorted(self._used), goal)
        return self._needed(range(len(self._switch)), goal) if found is None else found

    def _needed(self, among: Sequence[int], goal: list[int]) -> tuple[int, ...] | None:
        """Lemmas before the step that exclude ``goal``, none of which can be spared; those that
        come late in ``among`` are left out first. None if all of them do not."""
        sat = self._clauses.sat
        if sat.solve([*goal, *(self._switch[one] for one in among)]):
            return None
        used = sat.core()
        core = [one for one in among if self._switch[one] in used]
        for one in reversed(tuple(core)):
            fewer = [other for other in core if other != one]
            if one in core and not sat.solve([*goal, *(self._switch[other] for other in fewer)]):
                left = sat.core()
                core = [other for other in fewer if self._switch[other] in left]
        return tuple(core)


def _most_needed(
    direct: Mapping[str, Iterable[int]], below: Mapping[int, Iterable[int]]
) -> list[int]:
    """The lemmas, by place, those first that more claims and lemmas need."""
    uses = Counter(one for some in (*direct.values(), *below.values()) for one in some)
    return sorted(below, key=lambda one: (-uses[one], one))


def _sure(found: tuple[int, ...] | None) -> tuple[int, ...]:
    if found is None:
        raise AssertionError("the frames are not an invariant")
    return found
