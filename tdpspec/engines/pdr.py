"""Symmetric property-directed reachability: searches backwards from the bad states, and learns
for each dead end, and for every renaming of it, why it is one.

Source: Bradley, SAT-Based Model Checking without Unrolling, VMCAI 2011; Een, Mishchenko,
Brayton, Efficient Implementation of Property Directed Reachability, FMCAD 2011. Learning whole
orbits: Goel, Sakallah, On Symmetry and Quantification, NFM 2021.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import count

from tdpspec.engines.base import Decided, Event, Limits, Progress, left_to_explore
from tdpspec.engines.frames import Frames, Literals, SolverGaveUpError
from tdpspec.engines.proof import proof
from tdpspec.engines.shortest import trace_of_length
from tdpspec.interpret.replay import Mismatch, run
from tdpspec.solving.atoms import decode
from tdpspec.solving.relation import Relation
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.trace import Step, Trace
from tdpspec.system.verdict import HoldsTo, Lemma, Proved, Refuted, Unknown, Verdict

SLICE = 500
"""Queries after which it is another claim's turn; their number is the same on every machine."""


@dataclass(frozen=True, slots=True)
class Pdr:
    """Each claim has a search and frames of its own, so that a hard one does not hold up the
    others; they take turns, and what proves one of them is known to all that are left."""

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
        relation = Relation(instance)
        searches = [
            _Search(
                Frames(relation), one.name, relation.condition(condition_of(instance.system, one))
            )
            for one in state_claims(claims)
        ]
        turns = [(search, search.judge()) for search in searches]
        while turns:
            search, events = turns.pop(0)
            verdict = _turn(search, events)
            if verdict is None:
                yield Progress((search.claim,), search.frames.top - 1)
                turns.append((search, events))
                continue
            yield Decided(search.claim, verdict, search.frames.queries)
            if isinstance(verdict, Proved):
                for other, _ in turns:
                    other.frames.learn(search.invariant)


def _turn(search: _Search, events: Iterator[Verdict | None]) -> Verdict | None:
    """The verdict, if the search comes to one in its turn."""
    end = search.frames.queries + SLICE
    try:
        for verdict in events:
            if verdict is not None:
                return verdict
            if search.frames.queries >= end:
                return None
    except SolverGaveUpError as gave_up:
        clean = search.frames.top - 1
        reason = f"the solver gave up: {gave_up}"
        return HoldsTo(clean, reason) if clean >= 0 else Unknown(reason)
    raise AssertionError("a search ends with a verdict")


@dataclass(frozen=True, slots=True)
class _Obligation:
    """Every state of ``cube`` leads to a bad state: by ``step`` into ``then``, or it is bad
    itself."""

    cube: Literals
    step: Step | None = None
    then: _Obligation | None = None


@dataclass
class _Search:
    """The search for one claim: its frames, how often each atom was in a blocked cube, and once
    it is proved the cubes that no reachable state is in."""

    frames: Frames
    claim: str
    holds: int
    activity: Counter[int] = field(default_factory=Counter)
    invariant: list[Literals] = field(default_factory=list)

    def judge(self) -> Iterator[Verdict | None]:
        """Ends with the verdict; before it, None wherever another search may have a turn."""
        frames = self.frames
        while True:
            reached = yield from self._block_all(-self.holds)
            if reached is not None:
                yield Refuted(self._shortest(self._trace(reached), self.holds), shortest=True)
                return
            frames.add_level()
            invariant = yield from self._propagate()
            if invariant is not None:
                self.invariant = invariant
                yield proof(frames, invariant, self.holds)
                return

    def _block_all(self, bad: int) -> Generator[None, None, _Obligation | None]:
        """Block every state of the top frame in which ``bad`` is true; None when done, else an
        obligation that initial states meet."""
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
            if level < frames.top:
                heapq.heappush(todo, (level + 1, next(order), obligation))
        return None

    def _apart(self, part: Literals, whole: Literals) -> Literals:
        """``part`` with literals of ``whole`` put back until no initial state is in it."""
        while (state := self.frames.meets_initial(part)) is not None:
            missing = [one for one in whole if (abs(one) in state) != (one > 0)]
            part |= {max(missing, key=lambda one: (self.activity[abs(one)], -abs(one)))}
        return part

    def _generalise(self, cube: Literals, level: int) -> Literals:
        """Fewer literals that are still unreachable, those least often blocked tried first."""
        for literal in sorted(cube, key=lambda one: (self.activity[abs(one)], abs(one))):
            if literal not in cube or len(cube) == 1:
                continue
            fewer = cube - {literal}
            if self.frames.meets_initial(fewer) is not None:
                continue
            part = self.frames.unreachable_part(fewer, level)
            if part is not None:
                cube = self._apart(part, fewer)
        return cube

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

    def _shortest(self, trace: Trace, holds: int) -> Trace:
        """A shortest run to a state where ``holds`` is false; ``trace`` is one such run. The
        frames below the top one exclude such states, so none is reached in fewer steps."""
        lengths = range(self.frames.top, len(trace) + 1)
        found = (trace_of_length(self.frames.relation, holds, length) for length in lengths)
        return next((one for one in found if one is not None), trace)
