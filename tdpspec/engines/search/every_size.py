"""The engine that proves for every size, with lemmas that were found at small ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from tdpspec.engines.base import Decided, Event, Limits, left_to_explore
from tdpspec.engines.search.falsify import taken_at
from tdpspec.engines.search.pdr import Pdr
from tdpspec.engines.search.shortest import Shortest
from tdpspec.engines.search.small_sizes import Found, SmallSizes
from tdpspec.system.claims import state_claims
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Lemma, Proved, Refuted, Unknown, Verdict


@dataclass(frozen=True, slots=True)
class EverySize:
    """Proves for every size, or says what stood in the way; a claim of which it knows only that
    it is wrong at small sizes is refuted at the sizes asked for, if it is wrong there."""

    name: str = "every_size"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """See ``Engine.judge``. ``limits.depth`` does not bind it."""
        yield from left_to_explore(claims)
        open_ = state_claims(claims)
        hints = {one.name: one.condition for one in known}
        search, told = SmallSizes(instance.system, open_, hints), set[str]()
        small = search.found
        shortest = Shortest(instance, claims)
        for _ in search.search():
            for name in (one for one in small.proofs if one not in told):
                yield Decided(name, small.proofs[name], small.queries)
            told.update(small.proofs)
            # Soon: what is left to be searched may take longer than there is time.
            runs = dict(_runs_at(instance, small, told))
            for name, shown, is_shortest in shortest.instead_of_each(runs):
                yield Decided(name, Refuted(shown, is_shortest), small.queries)
            told.update(runs)
        open_ = tuple(one for one in open_ if one.name not in told)
        for name, verdict in small.undecided.items():
            if any(one.name == name for one in open_):
                yield Decided(name, _of_any_size(verdict), small.queries)
                open_ = tuple(one for one in open_ if one.name != name)
        if open_:
            for event in Pdr().judge(instance, open_, known, limits):
                yield _with_obstacle(event, small)


def _runs_at(
    at: Instance, small: Found, told: Collection[str]
) -> Iterator[tuple[str, tuple[Trace, int]]]:
    """By claim, but for those that are ``told``, a run that breaks it at the sizes of ``at``, and
    how many steps each has at least there."""
    for name, broken in small.broken.items():
        here = None if name in told else taken_at(at, broken)
        if here is not None:
            at_least = small.at_least.get(name, 0) if broken.sizes == at.sizes else 0
            yield name, (here.trace, at_least)


def _with_obstacle(event: Event, small: Found) -> Event:
    if isinstance(event, Decided) and isinstance(event.verdict, Proved):
        obstacle = small.obstacle
        if event.claim in small.broken:
            sizes = (f"{sort} = {size}" for sort, size in small.broken[event.claim].sizes)
            obstacle = f"it is false at {', '.join(sizes)}"
        return replace(event, verdict=replace(event.verdict, obstacle=obstacle))
    return event


def _of_any_size(verdict: Verdict) -> Unknown:
    """That a search at other sizes than those asked for was given up."""
    return Unknown(getattr(verdict, "reason", "the search was given up"))
