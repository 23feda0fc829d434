"""Symmetric property-directed reachability: searches backwards from the bad states, and learns
for each dead end, and for every renaming of it, why it is one.

Source: Bradley, SAT-Based Model Checking without Unrolling, VMCAI 2011; Een, Mishchenko,
Brayton, Efficient Implementation of Property Directed Reachability, FMCAD 2011. Learning whole
orbits: Goel, Sakallah, On Symmetry and Quantification, NFM 2021.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tdpspec.engines.base import Decided, Event, Limits, Progress, left_to_explore
from tdpspec.engines.frames import Frames, Literals, SolverGaveUpError
from tdpspec.engines.proof import proofs
from tdpspec.engines.shortest import trace_of_length
from tdpspec.interpret.replay import Mismatch, run
from tdpspec.solving.atoms import decode
from tdpspec.solving.relation import Relation
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.trace import Step, Trace
from tdpspec.system.verdict import HoldsTo, Lemma, Refuted, Unknown


@dataclass(frozen=True, slots=True)
class Pdr:
    """All claims are judged on the same frames: each is blocked at the top frame before the next
    frame is opened, and where two frames agree every claim that is left is proved."""

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
        holds = {
            one.name: relation.condition(condition_of(instance.system, one))
            for one in state_claims(claims)
        }
        search = _Search(Frames(relation), list(holds))
        try:
            yield from search.judge(holds)
        except SolverGaveUpError as gave_up:
            clean = search.frames.top - 1
            reason = f"the solver gave up: {gave_up}"
            for name in search.open:
                verdict = HoldsTo(clean, reason) if clean >= 0 else Unknown(reason)
                yield Decided(name, verdict, search.frames.queries)


@dataclass(frozen=True, slots=True)
class _Obligation:
    """Every state of ``cube`` leads to a bad state: by ``step`` into ``then``, or it is bad
    itself."""

    cube: Literals
    step: Step | None = None
    then: _Obligation | None = None


@dataclass
class _Search:
    """One run: the frames, the claims still open, how often each atom was in a blocked cube."""

    frames: Frames
    open: list[str]
    activity: Counter[int] = field(default_factory=Counter)

    def judge(self, holds: dict[str, int]) -> Iterator[Event]:
        frames = self.frames
        while True:
            for name in list(self.open):
                reached = self._block_all(-holds[name])
                if reached is not None:
                    trace = self._shortest(self._trace(reached), holds[name])
                    self.open.remove(name)
                    yield Decided(name, Refuted(trace, shortest=True), frames.queries)
            if not self.open:
                return
            yield Progress(tuple(self.open), frames.top)
            frames.add_level()
            invariant = self._propagate()
            if invariant is not None:
                left = {name: holds[name] for name in self.open}
                for name, verdict in proofs(frames, invariant, left):
                    yield Decided(name, verdict, frames.queries)
                return

    def _block_all(self, bad: int) -> _Obligation | None:
        """Block every state of the top frame in which ``bad`` is true; None when done, else an
        obligation that initial states meet."""
        while True:
            cube = self.frames.bad_state(bad)
            if cube is None:
                return None
            reached = self._block(_Obligation(cube))
            if reached is not None:
                return reached

    def _block(self, first: _Obligation) -> _Obligation | None:
        frames, order = self.frames, count()
        if frames.meets_initial(first.cube) is not None:
            return first
        todo = [(frames.top, next(order), first)]
        while todo:
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

    def _propagate(self) -> list[Literals] | None:
        """Raise each blocked cube as far as it goes; the invariant if a level becomes empty."""
        frames = self.frames
        for level in range(1, frames.top):
            for cube in list(frames.levels[level]):
                if cube in frames.levels[level] and (
                    frames.unreachable_part(cube, level + 1) is not None
                ):
                    frames.raise_level(cube, level)
            if not frames.levels[level]:
                return [cube for above in frames.levels[level + 1 :] for cube in above]
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
