"""The one trace that is shown for a claim that is refuted in so many steps, whoever refuted it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from tdpspec.engines.defaults import DEEP, SURE
from tdpspec.engines.lemmas.frames import Literals
from tdpspec.engines.lemmas.free import never
from tdpspec.solving.relation import Relation
from tdpspec.solving.runs import Runs
from tdpspec.solving.sat import SolverGaveUpError
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.trace import Trace


class Shortest:
    """Shortest runs to states that break the claims of one instance.

    A trace comes from one query to a solver that has seen nothing else, over a circuit in which
    the claims stand in declaration order. So it depends on the system, the claim and the length
    alone, not on the engine nor on what else was asked. It has steps of few members, and of all its
    renamings it is the one that names them in ascending order. Only ``instead_of`` leaves a run of
    more than ``DEEP`` steps as it was found, also one known to be shortest: that query can take
    longer than to find it.
    """

    def __init__(self, instance: Instance, claims: tuple[Property, ...] = ()) -> None:
        """``claims`` are those that will be asked about; the system's own need not be named."""
        self._instance = instance
        self._claims = claims

    def of_length(self, claim: str, length: int) -> Trace | None:
        """A run of ``length`` steps to the first state in which ``claim`` is false; None if there
        is none, or the solver gives up."""
        relation, holds, excluded = self._circuit
        runs = Runs(relation, excluded, up_to_renaming=True)
        while runs.depth < length:
            runs.require(runs.depth, holds[claim])
            runs.extend()
        try:
            found = runs.exist_naming_few([(length, -holds[claim])])
        except SolverGaveUpError:
            return None
        return runs.trace() if found else None

    def in_place_of(self, claim: str, trace: Trace) -> Trace:
        """The run to show of as many steps as ``trace``, a shortest one to where ``claim`` is
        false; ``trace`` itself if the solver gives up."""
        return self.of_length(claim, len(trace)) or trace

    def instead_of(self, claim: str, trace: Trace, at_least: int = 0) -> tuple[Trace, bool]:
        """A run to a state that breaks ``claim``, as ``trace`` is one and none is shorter than
        ``at_least``; and whether it is known to be a shortest one."""
        ((_, shown, is_shortest),) = self.instead_of_each({claim: (trace, at_least)})
        return shown, is_shortest

    def instead_of_each(
        self, found: Mapping[str, tuple[Trace, int]]
    ) -> Iterator[tuple[str, Trace, bool]]:
        """The same for several claims, in one search: each as soon as it is known."""
        if not found:
            return
        left = dict(found)
        relation, holds, excluded = self._circuit
        runs = Runs(relation, excluded, up_to_renaming=True)
        try:
            while left:
                for claim, (trace, at_least) in tuple(left.items()):
                    if len(trace) == runs.depth:
                        del left[claim]
                        yield claim, self.in_place_of(claim, trace), True
                    elif at_least == len(trace) > DEEP:
                        del left[claim]
                        yield claim, trace, True
                    elif runs.depth >= at_least and runs.exist([(runs.depth, -holds[claim])]):
                        shorter = runs.trace()
                        del left[claim]
                        yield claim, self.in_place_of(claim, shorter), True
                    elif len(trace) > DEEP and max(runs.depth, at_least - 1) >= SURE:
                        del left[claim]
                        yield claim, trace, False
                    else:
                        # It follows from what is there, and spares the solver finding it again.
                        runs.require(runs.depth, holds[claim])
                if left:
                    runs.extend()
        except SolverGaveUpError:
            yield from ((claim, trace, False) for claim, (trace, _) in left.items())

    @cached_property
    def _circuit(self) -> tuple[Relation, dict[str, int], tuple[Literals, ...]]:
        """The relation, what each claim says, and what never happens: made in this order, whoever
        asks first, so that the circuit is always the same."""
        relation = Relation(self._instance)
        holds = relation.claims((*self._instance.system.properties, *self._claims))
        return relation, holds, never(relation)
