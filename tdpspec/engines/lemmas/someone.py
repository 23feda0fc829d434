"""Lemmas that say that someone is there: ``the word is taken only while some thread is inside``.

A state in which nobody can step says of every member where it is, and a search for forbidden
combinations of a few members does not get far with it. Such a lemma says of one situation (the word
is taken) in which cells some member is (see ``cells.py``). Of all that say so of each situation
those are found that exclude the states in question and else the least: the cells that are occupied
in such a state do not count; nor do those that are occupied where a step leads to a state in which
no cell that counts is occupied; and so on. Nothing is guessed: where this ends in an initial state,
there are no such lemmas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from tdpspec.engines.lemmas.cells import Aspect, Cell, Member, members, situations
from tdpspec.engines.lemmas.free import frames_of, free_invariants, keep_inductive
from tdpspec.solving.relation import Relation
from tdpspec.system.claims import all_variables_read, unnamed
from tdpspec.system.instance import Element, Instance
from tdpspec.system.make import disjunction, exists, for_all, implies, negation
from tdpspec.system.model import System
from tdpspec.system.terms import Bound, ForAll, Term

MOST_SITUATIONS = 60
"""Ways to tell situations apart that are tried for one claim."""

MOST_EXCLUDED = 200
"""States that are excluded for one claim about one member, or about none, in all situations
together; some dozens mostly do."""


def someone(at: Instance, claim: Term, known: Mapping[str, Term]) -> Iterator[tuple[Term, ...]]:
    """Lemmas that ``claim`` follows from, inductive at the sizes of ``at`` where ``known`` is
    true: those about few things first, and those for each member that the claim is about last."""
    steps, never = _Steps(at, known), list[Term]()
    first = all_variables_read(at.system, claim)
    for subject, broken in _broken(at.system, claim):
        about = _About(steps, subject, broken, first)
        never += about.never
        for situation in islice(situations(at.system, subject, first), MOST_SITUATIONS):
            found = _Lemmas(about, situation).found()
            if about.excluded >= MOST_EXCLUDED:
                break
            if found is not None:
                yield *never, *found


def _broken(system: System, claim: Term) -> Iterator[tuple[Bound | None, Term]]:
    """When ``claim`` is broken, and when it is for one member of those that it is about."""
    yield None, negation(claim)
    claim = unnamed(system, claim)
    if isinstance(claim, ForAll):
        alike = {one.type for one in system.interchangeable}
        for one in claim.bound:
            others = tuple(other for other in claim.bound if other != one)
            if one.type in alike:
                yield one, exists(others, negation(claim.body))


class _Steps:
    """A solver that knows the steps from any state in which ``known`` is true."""

    def __init__(self, at: Instance, known: Mapping[str, Term]) -> None:
        self.instance = at
        self.relation = Relation(at)
        self._frames = frames_of(self.relation)
        self.before = self._frames.any_step()
        for cube in free_invariants(self._frames, mixed=True):
            self.before.sat.add_all(self._frames.denial(self.before, cube))
        for term in known.values():
            self.before.require(self.relation.condition(term))
        self.after = self._frames.state_after(self.before)

    def holds_initially(self, alternatives: list[int]) -> bool:
        return self._frames.holds_initially(self.relation.circuit.disjunction(alternatives))

    def never(self, literals: Iterable[int]) -> frozenset[int]:
        """Those of ``literals``, of the circuit, that are true in no state before a step; and as
        many as possible of the others that are so initially and after steps from where they are."""
        sat = self.before.sat
        # All before the first query, since a model does not outlive new clauses.
        now = {one: self.before.literal(one) for one in literals}
        then = {one: [self.after.literal(one)] for one in now}
        found = {one for one, here in now.items() if not sat.solve([here])}
        left = {one: -here for one, here in now.items() if self.holds_initially([-one])}
        keep_inductive(sat, left, then)
        return frozenset((*found, *left))


_Place = tuple[Member, Cell]


class _About:
    """What is asked about ``subject``, any member of its sort, or about none.

    Shape: ``values`` has the subject's values; since its members are interchangeable, states are
           looked for that are ``broken`` for the first. ``occupied`` has for each value which
           literal says that a cell is occupied, of those that can be; ``never`` says that the
           others cannot. ``excluded``: so many states, so far. ``first`` as for ``members``.
    """

    def __init__(
        self, steps: _Steps, subject: Bound | None, broken: Term, first: Collection[str]
    ) -> None:
        at, condition = steps.instance, steps.relation.condition
        self.steps = steps
        self.excluded = 0
        self.subject = subject
        self.values: tuple[dict[Bound, Element], ...] = ({},)
        if subject is not None:
            self.values = tuple({subject: one} for one in at.elements(subject.type))
        self.broken = steps.before.literal(condition(broken, self.values[0]))
        self.members = members(at.system, subject, first)
        everywhere: list[dict[_Place, int]] = [
            {
                (one, cell): condition(exists([one.bound], one.is_in(cell)), values)
                for one in self.members
                for cell in one.cells()
            }
            for values in self.values
        ]
        never = steps.never(everywhere[0].values())
        possible = [place for place, occupied in everywhere[0].items() if occupied not in never]
        for place, occupied in everywhere[0].items():
            if occupied in never:
                for literals in everywhere:
                    steps.before.require(-literals[place])
        self.occupied = tuple({one: literals[one] for one in possible} for literals in everywhere)
        self.never = tuple(self._never())

    def cells_of(self, one: Member) -> list[Cell]:
        return [cell for of, cell in self.occupied[0] if of == one]

    def _never(self) -> Iterator[Term]:
        """For each member what it never is, in few words."""
        for one in self.members:
            possible = self.cells_of(one)
            bound = (one.bound,) if self.subject is None else (self.subject, one.bound)
            for part in one.excluded(possible):
                yield for_all(bound, negation(part))


class _Lemmas:
    """The search for what excludes the broken states where ``situation`` is told apart.

    Shape: ``counts`` has by situation the cells of which one is occupied in it.
    """

    def __init__(self, about: _About, situation: Aspect) -> None:
        self._about = about
        self._situation = situation
        steps = self._steps = about.steps
        self._switch = steps.before.sat.fresh()
        self._is_so = [
            [steps.relation.condition(one, values) for one in situation] for values in about.values
        ]
        self._counts = [dict.fromkeys(about.occupied[0]) for _ in situation]
        for one in (*self._is_so[0], *about.occupied[0].values()):
            steps.before.literal(one)
            steps.after.literal(one)

    def found(self) -> tuple[Term, ...] | None:
        """None if there are none."""
        if not self._about.members:
            return None
        while self._happens([self._about.broken]):
            if not self._exclude():
                return None
        left = -1
        while left != (left := sum(map(len, self._counts))):
            for number in range(len(self._situation)):
                while self._happens(self._entered(number)):
                    if not self._exclude():
                        return None
        return tuple(self._said())

    def _happens(self, what: list[int]) -> bool:
        return self._steps.before.sat.solve([self._switch, *what])

    def _entered(self, number: int) -> list[int]:
        """That a step leads to that situation and to no cell that counts in it."""
        then, occupied = self._steps.after, self._about.occupied[0]
        nobody = (-then.literal(occupied[one]) for one in self._counts[number])
        return [then.literal(self._is_so[0][number]), *nobody]

    def _exclude(self) -> bool:
        """Let no cell count that is occupied in the state before the step of the last model; False
        if that excludes an initial state, or if it was tried too often."""
        self._about.excluded += 1
        if self._about.excluded >= MOST_EXCLUDED:
            return False
        before, occupied = self._steps.before, self._about.occupied
        (here,) = (n for n, one in enumerate(self._is_so[0]) if before.is_true(one))
        counts = self._counts[here]
        for one in [one for one in counts if before.is_true(occupied[0][one])]:
            del counts[one]
        said = [
            [-is_so[here], *(cells[one] for one in counts)]
            for is_so, cells in zip(self._is_so, occupied, strict=True)
        ]
        for clause in said:
            before.sat.add([-self._switch, *map(before.literal, clause)])
        return self._steps.holds_initially(said[0])

    def _said(self) -> Iterator[Term]:
        """A lemma for the situations in which the same cells count, but not where all do."""
        alike: dict[tuple[_Place, ...], list[Term]] = {}
        for condition, counts in zip(self._situation, self._counts, strict=True):
            alike.setdefault(tuple(counts), []).append(condition)
        subject = self._about.subject
        for places, conditions in alike.items():
            if len(places) == len(self._about.occupied[0]):
                continue
            there = (
                exists(
                    [one.bound],
                    one.is_in_one(
                        [cell for of, cell in places if of == one], self._about.cells_of(one)
                    ),
                )
                for one in self._about.members
                if self._about.cells_of(one)
            )
            said = disjunction(*there)
            if len(alike) > 1:
                said = implies(disjunction(*conditions), said)
            yield said if subject is None else for_all([subject], said)
