"""The engine that proves for every size, with lemmas that were found at small ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from tdpspec.engines.base import Decided, Event, Limits, left_to_explore
from tdpspec.engines.lemmas.naming import Naming
from tdpspec.engines.search.falsify import taken_at
from tdpspec.engines.search.pdr import Pdr
from tdpspec.engines.search.shortest import Shortest
from tdpspec.engines.search.small_sizes import Found, SmallSizes
from tdpspec.system.claims import state_claims
from tdpspec.system.instance import Instance, Sizes
from tdpspec.system.model import Property, StateProperty, System
from tdpspec.system.terms import Term
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Beyond, Lemma, Proved, Refuted, Unknown, Verdict


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
        open_ = {one.name: one for one in state_claims(claims)}
        if not open_:
            return
        hints = {one.name: one.condition for one in known}
        shortest, naming = Shortest(instance, claims), Naming(instance.system)
        queries = 0
        for small, search in _searches(instance.system, tuple(open_.values()), hints):
            for _ in search:
                for name in [one for one in small.proofs if one in open_]:
                    del open_[name]
                    yield Decided(name, naming.of(small.proofs[name]), queries + small.queries)
                # Soon: what is left to be searched may take longer than there is time.
                runs = dict(_runs_at(instance, small, open_))
                for name, shown, is_shortest in shortest.instead_of_each(runs):
                    del open_[name]
                    yield Decided(name, Refuted(shown, is_shortest), queries + small.queries)
                if not open_:
                    return
            queries += small.queries
            if open_.keys() <= small.broken.keys():
                break  # at small sizes, but not at those asked for
        for name, verdict in small.undecided.items():
            if name in open_:
                del open_[name]
                yield Decided(name, _of_any_size(verdict), queries)
        if open_:
            shortest_at = cache(lambda sizes: Shortest(Instance(instance.system, sizes), claims))
            for event in Pdr().judge(instance, tuple(open_.values()), known, limits):
                told = _with_obstacle(event, small, shortest_at)
                if isinstance(told, Decided) and isinstance(told.verdict, Proved):
                    told = replace(told, verdict=naming.of(told.verdict))
                yield told


def _searches(
    system: System, claims: tuple[StateProperty, ...], hints: Mapping[str, Term]
) -> Iterator[tuple[Found, Iterator[None]]]:
    """What is found, and the search that finds it: of ``claims``, if they are not all that are
    claimed, for a while; and then of all, since what proves one of them helps to prove others."""
    everything = state_claims(system.properties)
    if len(claims) < len(everything):
        alone = SmallSizes(system, claims, hints)
        yield alone.found, alone.search_soon()
    of_all = SmallSizes(system, everything, hints)
    yield of_all.found, of_all.search()


def _runs_at(
    at: Instance, small: Found, open_: Collection[str]
) -> Iterator[tuple[str, tuple[Trace, int]]]:
    """By claim, of those that are ``open_``, a run that breaks it at the sizes of ``at``, and
    how many steps each has at least there."""
    for name, broken in small.broken.items():
        here = taken_at(at, broken) if name in open_ else None
        if here is not None:
            yield name, (here.trace, small.steps_at_least(name, at.sizes))


def _with_obstacle(event: Event, small: Found, shortest_at: Callable[[Sizes], Shortest]) -> Event:
    """A proof at the sizes asked for with what stood in the way of every size: where it is a run at
    other sizes, with the one that is shown there."""
    if not isinstance(event, Decided) or not isinstance(event.verdict, Proved):
        return event
    broken = small.broken.get(event.claim)
    if broken is None:
        obstacle = small.obstacles.get(event.claim, "")
        return replace(event, verdict=replace(event.verdict, obstacle=obstacle))
    at_least = small.steps_at_least(event.claim, broken.sizes)
    shown = shortest_at(broken.sizes).instead_of(event.claim, broken.trace, at_least)
    beyond = Beyond(broken.sizes, Refuted(*shown))
    obstacle = f"it is false at {', '.join(f'{sort} = {size}' for sort, size in beyond.sizes)}"
    return replace(event, verdict=replace(event.verdict, obstacle=obstacle, beyond=beyond))


def _of_any_size(verdict: Verdict) -> Unknown:
    """That a search at other sizes than those asked for was given up."""
    return Unknown(getattr(verdict, "reason", "the search was given up"))
