"""Long runs to bad states: a bounded search in which many actions are one step.

It finds what is wrong, soon and even where it takes thirty actions, and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tdpspec.engines.base import Decided, Event, Limits, Progress, left_to_explore
from tdpspec.engines.lemmas.frames import Literals
from tdpspec.engines.lemmas.free import never
from tdpspec.engines.search.shorten import shortened
from tdpspec.engines.search.shortest import Shortest
from tdpspec.interpret.replay import Mismatch, run
from tdpspec.interpret.step import stepper
from tdpspec.solving.atoms import encode
from tdpspec.solving.relation import Relation
from tdpspec.solving.runs import Runs
from tdpspec.solving.sat import SolverGaveUpError
from tdpspec.system.instance import Instance, State
from tdpspec.system.model import Property
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import HoldsTo, Lemma, Refuted, Unknown


@dataclass(frozen=True, slots=True)
class Parallel:
    """Steps of many actions each, up to ``limits.depth`` of them. Source: see ``in_order``."""

    name: str = "parallel"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """See ``Engine.judge``; ``known`` is not needed."""
        yield from left_to_explore(claims)
        relation, shortest = Relation(instance), Shortest(instance, claims)
        terms = relation.claims(claims)
        layers = Layers(relation, terms, never(relation))
        try:
            while layers.open:
                for name, trace in layers.broken():
                    shown, is_shortest = shortest.instead_of(name, trace)
                    yield Decided(name, Refuted(shown, is_shortest), layers.queries)
                if layers.open:
                    yield Progress(tuple(layers.open), layers.depth)
                if layers.depth == limits.depth:
                    break
                layers.deeper()
            reason = f"depth limit of {limits.depth} steps"
        except SolverGaveUpError as gave_up:
            reason = f"the solver gave up: {gave_up}"
        for name in layers.open:
            verdict = HoldsTo(layers.clean, reason) if layers.clean >= 0 else Unknown(reason)
            yield Decided(name, verdict, layers.queries)


class Layers:
    """A search for states that break claims, a layer of many actions at a time.

    Shape: ``open`` has by name the literal that is to hold, of claims not yet found broken.
           ``excluded`` are cubes that no reachable state is in. ``clean``: no run of so many single
           actions breaks what is open; -1 at first.
    """

    def __init__(
        self, relation: Relation, open_: Mapping[str, int], excluded: Iterable[Literals] = ()
    ) -> None:
        self.instance = relation.instance
        self.open = dict(open_)
        self.clean = -1
        self._relation = relation
        self._meaning = stepper(relation.instance)
        self._runs = Runs(relation, excluded, several=True, up_to_renaming=True)

    @property
    def depth(self) -> int:
        return self._runs.depth

    @property
    def queries(self) -> int:
        return self._runs.sat.queries

    @property
    def conflicts(self) -> int:
        return self._runs.sat.conflicts()

    def deeper(self, layers: int = 1) -> None:
        """So many layers more. As a layer may be empty, none of those between is left out."""
        for _ in range(layers):
            self._runs.extend()

    def broken(self) -> list[tuple[str, Trace]]:
        """The open claims that are broken after the last layer, each with a run to there.
        Errors: ``SolverGaveUpError``."""
        runs, circuit, left = self._runs, self._relation.circuit, self.open
        found: list[tuple[str, Trace]] = []
        while left and runs.exist([(runs.depth, -circuit.conjunction(left.values()))]):
            trace = self._run()
            end = trace.states[-1]
            for name in [one for one, holds in left.items() if self._is_bad(end, holds)]:
                found.append((name, self._shorter(trace, left.pop(name))))
        for holds in left.values():
            # It follows from what is there, and spares the solver finding it again.
            runs.require(runs.depth, holds)
        self.clean = runs.depth
        return found

    def _run(self) -> Trace:
        """What the last query found, action by action."""
        found = run(self.instance, self._runs.state(0), self._runs.actions())
        assert not isinstance(found, Mismatch), found
        return found

    def _shorter(self, trace: Trace, holds: int) -> Trace:
        """The run up to where the claim is broken first, without what does not matter for it."""
        end = next(at for at, one in enumerate(trace.states) if self._is_bad(one, holds))
        first = Trace(trace.states[: end + 1], trace.steps[:end])
        return shortened(self._meaning, first, lambda state: self._is_bad(state, holds))

    def _is_bad(self, state: State, holds: int) -> bool:
        relation = self._relation
        true = [relation.atoms[one] for one in encode(self.instance, state)]
        return not relation.circuit.evaluate([holds], true)[0]
