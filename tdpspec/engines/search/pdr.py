"""Symmetric property-directed reachability: searches backwards from the bad states, and learns
for each dead end, and for every renaming of it, why it is one.

Source: Bradley, SAT-Based Model Checking without Unrolling, VMCAI 2011; Een, Mishchenko,
Brayton, Efficient Implementation of Property Directed Reachability, FMCAD 2011. Learning whole
orbits: Goel, Sakallah, On Symmetry and Quantification, NFM 2021.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from tdpspec.engines.base import Decided, Event, Limits, Progress, left_to_explore
from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.free import constants, frames_of, free_invariants
from tdpspec.engines.lemmas.proof import proofs
from tdpspec.engines.search.shortest import Shortest
from tdpspec.interpret.replay import Mismatch, run
from tdpspec.solving.atoms import decode, encode
from tdpspec.solving.relation import Relation
from tdpspec.solving.sat import SolverGaveUpError
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.trace import Step, Trace
from tdpspec.system.verdict import HoldsTo, Lemma, Refuted, Unknown, Verdict

TOGETHER = 12_000
"""Queries for which all claims are searched as one; then each has a search of its own."""

MOST = 60_000
"""Queries of all searches together, after which what is left is given up."""

SLICE = 1000
"""Queries after which it is another claim's turn; their number is the same on every machine."""


@dataclass(frozen=True, slots=True)
class Pdr:
    """All claims are one search, since what proves one of them helps to prove another: a claim
    that is refuted leaves it, and the frames stay. Where that takes too long, each claim has a
    search and frames of its own, so that a hard one does not hold up the others; they take turns,
    and what proves one of them is known to all that are left."""

    name: str = "pdr"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """See ``Engine.judge``. ``known`` is not needed; ``limits.depth`` does not bind it, as
        the search is not by the length of runs."""
        yield from left_to_explore(claims)
        relation, shortest = Relation(instance), Shortest(instance, claims)
        open_ = relation.claims(claims)
        axioms = constants(instance.system)
        frames = frames_of(relation)
        for found in search_all(frames, open_, free_invariants(frames)):
            match found:
                case Progress():
                    yield found
                case Reached(name, trace, queries, at_least):
                    shown, is_shortest = shortest.instead_of(name, trace, at_least)
                    yield Decided(name, Refuted(shown, is_shortest), queries)
                case Invariant(names, search):
                    by_name = {name: open_[name] for name in names}
                    for name, proof in proofs(
                        search.frames, search.invariant, by_name, axioms
                    ).items():
                        yield Decided(name, proof, search.frames.queries)
                case GaveUp(name, verdict, queries):
                    yield Decided(name, verdict, queries)


@dataclass(frozen=True, slots=True)
class Reached:
    """``trace`` leads to a state where the claim is false; not always a shortest one, but none
    has fewer than ``at_least`` steps at these sizes."""

    claim: str
    trace: Trace
    queries: int
    at_least: int


@dataclass(frozen=True, slots=True)
class Invariant:
    """``search`` has found an invariant that implies ``claims``."""

    claims: tuple[str, ...]
    search: Search


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The solver did not answer, or was asked too often."""

    claim: str
    verdict: Verdict
    queries: int


Told = Progress | Reached | Invariant | GaveUp


def search_all(
    frames: Frames,
    open_: Mapping[str, int],
    seeds: Iterable[Literals] = (),
    most: int = MOST,
) -> Iterator[Told]:
    """What becomes of each claim of ``open_``, by name the literal that is to hold everywhere,
    within about ``most`` queries.

    ``frames`` are new ones; no reachable state is in any of ``seeds``, which are inductive
    together with what the frames know.
    """
    if not open_:
        return
    seeds = tuple(seeds)
    first = Search(frames, dict(open_))
    frames.learn(seeds)
    turns = [(first, first.judge())]
    spent = 0
    while turns:
        search, events = turns.pop(0)
        if spent >= most:
            yield from _given_up(search, _not_enough(most))
            continue
        limit = min(TOGETHER if len(search.open) > 1 else SLICE, most - spent)
        before = search.frames.queries
        for found in _turn(search, events, limit):
            if isinstance(found, Invariant):
                for other, _ in turns:
                    other.frames.learn(search.invariant)
            yield found
        spent += search.frames.queries - before
        if not search.open:
            continue
        if len(search.open) == 1:
            turns.append((search, events))
            continue
        if spent >= most:
            yield from _given_up(search, _not_enough(most))
            return
        for name, holds in search.open.items():
            own = Search(Frames(frames.relation, frames.facts), {name: holds})
            own.frames.learn(seeds)
            turns.append((own, own.judge()))


def _turn(search: Search, events: Iterator[Told | None], limit: int) -> Iterator[Told]:
    """What the search tells in its turn."""
    end = search.frames.queries + limit
    try:
        for found in events:
            if found is not None:
                yield found
            elif search.frames.queries >= end:
                return
    except SolverGaveUpError as gave_up:
        yield from _given_up(search, f"the solver gave up: {gave_up}")


def _not_enough(queries: int) -> str:
    return f"{queries} queries were not enough; to declare a `lemma` may help"


def _given_up(search: Search, reason: str) -> Iterator[GaveUp]:
    clean = search.frames.top - 1
    verdict = HoldsTo(clean, reason) if clean >= 0 else Unknown(reason)
    for name in tuple(search.open):
        del search.open[name]
        yield GaveUp(name, verdict, search.frames.queries)


@dataclass(frozen=True, slots=True)
class _Obligation:
    """Every state of ``cube`` leads to a bad state: by ``step`` into ``then``, or it is bad
    itself."""

    cube: Literals
    step: Step | None = None
    then: _Obligation | None = None


@dataclass
class Search:
    """The search for a state that breaks one of the claims in ``open``: its frames, how often
    each atom was in a blocked cube, and once the claims are proved the cubes that no reachable
    state is in."""

    frames: Frames
    open: dict[str, int]
    activity: Counter[int] = field(default_factory=Counter)
    invariant: list[Literals] = field(default_factory=list)

    def judge(self) -> Iterator[Told | None]:
        """Until no claim is open; None wherever another search may have a turn."""
        frames = self.frames
        while self.open:
            reached = yield from self._block_all()
            if reached is not None:
                trace = self._trace(reached)
                for name in self._broken_at_the_end_of(trace):
                    del self.open[name]
                    # The frames below the top one exclude such states.
                    yield Reached(name, trace, frames.queries, frames.top)
                continue
            frames.add_level()
            yield Progress(tuple(self.open), frames.top - 1)
            invariant = yield from self._propagate()
            if invariant is not None:
                self.invariant = invariant
                names = tuple(self.open)
                self.open.clear()
                yield Invariant(names, self)

    def _block_all(self) -> Generator[None, None, _Obligation | None]:
        """Block every bad state of the top frame; None when done, else an obligation that
        initial states meet."""
        bad = -self.frames.relation.circuit.conjunction(self.open.values())
        while True:
            cube = self.frames.bad_state(bad)
            if cube is None:
                return None
            reached = yield from self._block(_Obligation(cube))
            if reached is not None:
                return reached

    def _block(self, first: _Obligation) -> Generator[None, None, _Obligation | None]:
        frames, order = self.frames, count()
        if frames.meets_initial(first.cube) is not None:
            return first
        todo = [(frames.top, next(order), first)]
        while todo:
            yield None
            level, _, obligation = heapq.heappop(todo)
            part = frames.unreachable_part(obligation.cube, level)
            if part is None:
                before = frames.predecessor(obligation.cube)
                earlier = _Obligation(before.cube, before.step, obligation)
                if frames.meets_initial(earlier.cube) is not None:
                    return earlier
                heapq.heappush(todo, (level - 1, next(order), earlier))
                heapq.heappush(todo, (level, next(order), obligation))
                continue
            learnt = self._generalise(self._apart(part, obligation.cube), level)
            while level < frames.top and frames.unreachable_part(learnt, level + 1) is not None:
                level += 1
            frames.block(learnt, level)
            self.activity.update(abs(one) for one in learnt)
        return None

    def _apart(self, part: Literals, whole: Literals) -> Literals:
        """``part`` with literals of ``whole`` put back until no initial state is in it.
        NOTE(initiation): a cube that initial states meet must never be blocked."""
        while (state := self.frames.meets_initial(part)) is not None:
            missing = [one for one in whole if (abs(one) in state) != (one > 0)]
            part |= {max(missing, key=lambda one: (self.activity[abs(one)], -abs(one)))}
        return part

    def _generalise(self, cube: Literals, level: int) -> Literals:
        """Fewer literals that are still unreachable: first without one of the members that it
        names, those named least often tried first, as lemmas about few members hold at more
        sizes; then without one literal, those least often blocked tried first."""
        of, activity = self.frames.orbits.members, self.activity
        uses = Counter(member for one in cube for member in of(one))
        for member in sorted(uses, key=lambda one: (uses[one], one)):
            cube = self._fewer(cube, frozenset(one for one in cube if member in of(one)), level)
        for literal in sorted(cube, key=lambda one: (activity[abs(one)], abs(one))):
            cube = self._fewer(cube, frozenset({literal}), level)
        return cube

    def _fewer(self, cube: Literals, without: Literals, level: int) -> Literals:
        """``cube`` without these literals, and perhaps others, if it is unreachable then."""
        fewer = cube - without
        if not fewer or len(fewer) == len(cube) or self.frames.meets_initial(fewer) is not None:
            return cube
        part = self.frames.unreachable_part(fewer, level)
        return cube if part is None else self._apart(part, fewer)

    def _propagate(self) -> Generator[None, None, list[Literals] | None]:
        """Raise each blocked cube as far as it goes; the invariant if a level becomes empty."""
        frames = self.frames
        for level in range(1, frames.top):
            for cube in list(frames.levels[level]):
                yield None
                if cube in frames.levels[level] and (
                    frames.unreachable_part(cube, level + 1) is not None
                ):
                    frames.raise_level(cube, level)
            if not frames.levels[level]:
                above = (cube for one in frames.levels[level + 1 :] for cube in one)
                return [*frames.known, *above]
        return None

    def _broken_at_the_end_of(self, trace: Trace) -> list[str]:
        relation = self.frames.relation
        true = [relation.atoms[one] for one in encode(relation.instance, trace.states[-1])]
        values = relation.circuit.evaluate(self.open.values(), true)
        broken = [name for name, holds in zip(self.open, values, strict=True) if not holds]
        assert broken, "the obligations led to no bad state"
        return broken

    def _trace(self, reached: _Obligation) -> Trace:
        """A run from an initial state along the obligations."""
        relation = self.frames.relation
        true = self.frames.meets_initial(reached.cube)
        assert true is not None
        start = decode(relation.instance, (a for a, node in relation.atoms.items() if node in true))
        steps: list[Step] = []
        here: _Obligation | None = reached
        while here is not None and here.step is not None:
            steps.append(here.step)
            here = here.then
        trace = run(relation.instance, start, tuple(steps))
        assert not isinstance(trace, Mismatch), trace
        return trace
