"""Which sizes are small enough to visit all states of a design, and what holds there."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tdpspec.engines.examining.behaviour import Behaviour, behaviour
from tdpspec.system.instance import Instance, Sizes, instance
from tdpspec.system.model import System

COMFORTABLE = 4
"""A design may have one such part of the states that its mutants may have, to leave them room."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A design at sizes at which all its states were visited."""

    at: Instance
    behaviour: Behaviour

    @property
    def holding(self) -> tuple[str, ...]:
        """The claims that hold, in declaration order."""
        broken = self.behaviour.steps
        return tuple(one.name for one in self.at.system.properties if one.name not in broken)


def ladder(
    system: System, given: Mapping[str, int], limit: int, deadline: float
) -> tuple[Rung, ...]:
    """``system``, a design, at the smallest sizes, and at the largest up to the usual ones that
    the limit allows; one rung where these are the same, none where even the smallest have more
    than ``limit`` states. Sorts in ``given`` have that size throughout."""
    small = smallest(system, given)
    first = _rung(system, small, limit, deadline)
    if first is None:
        return ()
    sizes, best = small, first
    refused: set[str] = set()
    while time.monotonic() < deadline:
        open_ = [name for name in _growing(system, sizes, given) if name not in refused]
        if not open_:
            break
        name = min(open_, key=lambda one: sizes[one])
        larger = {**sizes, name: sizes[name] + 1}
        found = _rung(system, larger, limit // COMFORTABLE, deadline)
        if found is None:
            refused.add(name)
        else:
            sizes, best = larger, found
    return (first,) if best is first else (first, best)


def smallest(system: System, given: Mapping[str, int]) -> dict[str, int]:
    """One member of each sort, but for those that say otherwise."""
    return {one.name: given.get(one.name, len(one.members) or 1) for one in system.sorts}


def largest(system: System, given: Mapping[str, int]) -> Sizes:
    """The usual sizes, but for those in ``given``."""
    return tuple((one.name, given.get(one.name, one.default_size)) for one in system.sorts)


def _growing(system: System, sizes: Mapping[str, int], given: Mapping[str, int]) -> Iterator[str]:
    for one in system.sorts:
        if one.name not in given and not one.members and sizes[one.name] < one.default_size:
            yield one.name


def _rung(system: System, sizes: Mapping[str, int], limit: int, deadline: float) -> Rung | None:
    at = instance(system, sizes)
    found = behaviour(at, limit, deadline)
    return Rung(at, found) if found.complete and found.initial else None
