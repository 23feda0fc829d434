"""Runs that break claims at small sizes: short ones before a proof is looked for, so that the
search for it is not about what is wrong; long ones where it was not found; and any at all where
there are few states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.free import never
from tdpspec.engines.search.few_states import visited
from tdpspec.engines.search.parallel import Layers
from tdpspec.interpret.replay import run_to_break
from tdpspec.solving.relation import Relation
from tdpspec.solving.sat import SolverGaveUpError
from tdpspec.system.instance import Instance, Sizes, instance
from tdpspec.system.model import StateProperty, System
from tdpspec.system.terms import Term
from tdpspec.system.trace import Trace

SHORT, OF_FEW = 7, 12
"""Layers of a search for short runs, and of one with one member a sort, where a layer takes a
fraction of the time."""

LONG, STRIDE = 24, 2
"""Layers of a search for long runs, and how many of them at a time."""

EFFORT = 50_000
"""Conflicts in the solver after which it goes no deeper."""

MANY = 2
"""Sorts that have more than one member where long runs are looked for."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A run to a state that breaks ``claim``, at ``sizes``. Units: ``queries`` since the one before
    was found."""

    claim: str
    sizes: Sizes
    trace: Trace
    queries: int


def short_runs(
    frames: Frames, open_: Mapping[str, int], known: Iterable[Literals], terms: Mapping[str, Term]
) -> Iterator[Broken]:
    """Which claims a short run breaks, or one of few members. ``open_`` and ``terms`` have by name
    what is to hold; no reachable state is in ``known``."""
    at = frames.relation.instance
    left = dict(open_)
    few = instance(at.system, {one.name: 1 for one in at.system.sorts if not one.members})
    of_few = {}
    for one in long_runs(few, terms, OF_FEW):
        here = taken_at(at, one)
        if here is None:
            of_few[one.claim] = one
        else:
            del left[one.claim]
            yield here
    excluded = (image for one in known for image in frames.images(one))
    for one in _broken(Layers(frames.relation, left, excluded), SHORT, 1):
        of_few.pop(one.claim, None)
        yield one
    yield from of_few.values()


def taken_at(at: Instance, broken: Broken) -> Broken | None:
    """The run of ``broken`` at the sizes of ``at``; None if it is none there, or breaks nothing."""
    trace = run_to_break(at, at.system.property[broken.claim], broken.trace.steps)
    return None if trace is None else replace(broken, sizes=at.sizes, trace=trace)


def long_runs(at: Instance, terms: Mapping[str, Term], most: int = LONG) -> Iterator[Broken]:
    """Which claims a run of up to ``most`` layers breaks. ``terms`` has by name what is to
    hold."""
    if not terms:
        return
    relation = Relation(at)
    open_ = {name: relation.condition(term) for name, term in terms.items()}
    yield from _broken(Layers(relation, open_, never(relation)), most, STRIDE)


def where_long(system: System, members: int) -> Iterator[Instance]:
    """Where to look for long runs: ``members`` of a few sorts, and one of each other."""
    names = [one.name for one in system.sorts if not one.members]
    for some in combinations(reversed(names), min(MANY, len(names))):
        yield instance(system, {one: members if one in some else 1 for one in names})


def where_few_states(
    system: System, sizes: Mapping[str, int], claims: tuple[StateProperty, ...]
) -> Iterator[Broken]:
    """Which of ``claims`` a run breaks at ``sizes``, or with one member more of a sort, if all
    states can be visited there; none of these runs has a shorter one beside it."""
    left = claims
    for more in (None, *(one.name for one in system.interchangeable)):
        at = instance(system, {name: size + (name == more) for name, size in sizes.items()})
        search = visited(at, left)
        if search is None:
            continue
        broken = {left[number].name: search.trace(search.bad[number]) for number in search.bad}
        yield from (Broken(name, at.sizes, trace, 0) for name, trace in broken.items())
        left = tuple(one for one in left if one.name not in broken)
        if not left or (search.stopped and more is None):
            return


def _broken(layers: Layers, most: int, stride: int) -> Iterator[Broken]:
    """Within ``most`` layers, ``stride`` of them at a time."""
    told = 0
    try:
        while layers.open and layers.depth < most and layers.conflicts < EFFORT:
            layers.deeper(stride)
            for name, trace in layers.broken():
                yield Broken(name, layers.instance.sizes, trace, layers.queries - told)
                told = layers.queries
    except SolverGaveUpError:
        return
