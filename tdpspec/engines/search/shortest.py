"""The one trace that is shown for a claim that is refuted in so many steps, whoever refuted it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tdpspec.engines.defaults import DEEP, SURE
from tdpspec.engines.lemmas.frames import Literals
from tdpspec.engines.lemmas.free import never
from tdpspec.engines.search.few_states import visited
from tdpspec.interpret.replay import run_to_break
from tdpspec.solving.relation import Relation
from tdpspec.solving.runs import Runs
from tdpspec.solving.sat import SolverGaveUpError
from tdpspec.system.claims import state_claims
from tdpspec.system.instance import Instance, Sizes
from tdpspec.system.model import Property
from tdpspec.system.trace import Trace

FEW = 3
"""Members of each sort among which a run is looked for before it is among all."""

Circuit = tuple[Relation, dict[str, int], tuple[Literals, ...]]


class Shortest:
    """Shortest runs to states that break the claims of one instance.

    A trace comes from queries to solvers that have seen nothing else, over circuits in which the
    claims stand in declaration order. So it depends on the system, the claim and the length alone,
    not on the engine nor on what else was asked. It is looked for at fewer members first, and of
    all its renamings it is the one that names them in ascending order. Only ``instead_of`` leaves a
    run of more than ``DEEP`` steps as it was found, also one known to be shortest: that search can
    take longer than to find it.
    """

    def __init__(self, instance: Instance, claims: tuple[Property, ...] = ()) -> None:
        """``claims`` are those that will be asked about; the system's own need not be named."""
        self._instance = instance
        self._claims = {one.name: one for one in (*instance.system.properties, *claims)}
        self._circuits: dict[Sizes, Circuit] = {}

    def of_length(self, claim: str, length: int) -> Trace | None:
        """A run of ``length`` steps, where no shorter one is known, to a state in which ``claim``
        is false; None if there is none, or the solver gives up."""
        try:
            for few in _fewer_members(self._instance):
                found = self._of_length_at(few, claim, length)
                if found is None:
                    continue
                here = run_to_break(self._instance, self._claims[claim], found.steps)
                if here is not None:
                    return here
            return self._of_length_at(self._instance, claim, length)
        except SolverGaveUpError:
            return None

    def _of_length_at(self, at: Instance, claim: str, length: int) -> Trace | None:
        relation, holds, excluded = self._circuit(at)
        runs = Runs(relation, excluded, up_to_renaming=True)
        while runs.depth < length:
            runs.require(runs.depth, holds[claim])
            runs.extend()
        return runs.trace() if runs.exist([(length, -holds[claim])]) else None

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
        left = {}
        for claim, (trace, at_least) in found.items():
            if at_least == len(trace):
                yield claim, self._shown(claim, trace), True
            else:
                left[claim] = (trace, at_least)
        if not left:
            return
        relation, holds, excluded = self._circuit(self._instance)
        runs = Runs(relation, excluded, up_to_renaming=True)
        try:
            while left:
                given_up: dict[str, Trace] = {}
                for claim, (trace, at_least) in tuple(left.items()):
                    if len(trace) == runs.depth:
                        del left[claim]
                        yield claim, self.in_place_of(claim, trace), True
                    elif runs.depth >= at_least and runs.exist([(runs.depth, -holds[claim])]):
                        shorter = runs.trace()
                        del left[claim]
                        yield claim, self.in_place_of(claim, shorter), True
                    elif len(trace) > DEEP and max(runs.depth, at_least - 1) >= SURE:
                        given_up[claim] = left.pop(claim)[0]
                    else:
                        # It follows from what is there, and spares the solver finding it again.
                        runs.require(runs.depth, holds[claim])
                yield from self._where_few_states(given_up)
                if left:
                    runs.extend()
        except SolverGaveUpError:
            yield from self._where_few_states({claim: run for claim, (run, _) in left.items()})

    def _where_few_states(self, found: Mapping[str, Trace]) -> Iterator[tuple[str, Trace, bool]]:
        """The runs of ``found``, or shortest ones if all states can be visited up to there."""
        own = tuple(self._claims.values())
        claims = tuple(one for one in state_claims(own) if one.name in found)
        search = visited(self._instance, claims) if claims else None
        broken = {} if search is None else search.bad
        for number, one in enumerate(claims):
            if search is not None and number in broken:
                shortest = search.trace(broken[number])
                yield one.name, self._shown(one.name, shortest), True
            else:
                yield one.name, found[one.name], False

    def _shown(self, claim: str, shortest: Trace) -> Trace:
        return shortest if len(shortest) > DEEP else self.in_place_of(claim, shortest)

    def _circuit(self, at: Instance) -> Circuit:
        """The relation, what each claim says, and what never happens: made in this order, whoever
        asks first, so that the circuit is always the same."""
        known = self._circuits.get(at.sizes)
        if known is None:
            relation = Relation(at)
            holds = relation.claims(tuple(self._claims.values()))
            # Among few members the solver is done sooner than this is found out.
            excluded = never(relation) if at is self._instance else ()
            known = self._circuits[at.sizes] = relation, holds, excluded
        return known


def _fewer_members(at: Instance) -> Iterator[Instance]:
    """``at`` with fewer members, where what there is is sooner found: one to ``FEW`` of each sort,
    and then one more of one of them."""
    names = [one.name for one in at.system.interchangeable]
    told: set[Sizes] = {at.sizes}
    for members in range(1, FEW + 1):
        for more in ("", *reversed(names)):
            few = {name: members + (name == more) for name in names}
            sizes = tuple((name, min(size, few.get(name, size))) for name, size in at.sizes)
            if sizes not in told:
                told.add(sizes)
                yield Instance(at.system, sizes)
