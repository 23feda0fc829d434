"""Temporal claims, decided on the whole state graph: is there a fair run that breaks one?

What it means is said at ``Temporal`` and ``Fairness`` in ``system/model.py``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import pairwise, product
from operator import or_
from typing import assert_never

from tdpspec.interpret.components import fair_components
from tdpspec.interpret.fairness import FairGraph, strong_and_weak
from tdpspec.system.instance import Element
from tdpspec.system.model import Temporal, TemporalKind
from tdpspec.system.trace import Step, Trace


def broken_by(graph: FairGraph, claim: Temporal) -> Trace | None:
    """A fair lasso that breaks ``claim`` for the first values of its variables for which there
    is one; None if no fair run does.

    A shortest way leads to its loop, which is short, but need not be the shortest.
    """
    elements = graph.meaning.instance.elements
    for values in product(*(elements(one.type) for one in claim.bound)):
        lasso = _find(graph, _search(graph, claim, values))
        if lasso is not None:
            return lasso
    return None


@dataclass(frozen=True, slots=True)
class _Search:
    """What a bad run looks like: after any run to a state that ``begins`` it, it visits only states
    that ``stays`` has, and one that is ``wanted`` again and again. Each has an entry a state."""

    begins: Sequence[bool]
    stays: Sequence[bool]
    wanted: Sequence[bool]


def _search(graph: FairGraph, claim: Temporal, values: tuple[Element, ...]) -> _Search:
    function = graph.meaning.meaning.function
    holds = function(claim.goal, claim.bound)
    misses = [not holds(state, *values) for state in graph.states]
    match claim.kind:
        case TemporalKind.LEADS_TO:
            premise = function(claim.premise, claim.bound)
            begins = [
                missed and bool(premise(state, *values))
                for missed, state in zip(misses, graph.states, strict=True)
            ]
            return _Search(begins, misses, misses)
        case TemporalKind.EVENTUALLY:
            first = [missed and at < graph.initial for at, missed in enumerate(misses)]
            return _Search(first, misses, misses)
        case TemporalKind.ALWAYS_EVENTUALLY:
            return _Search(misses, misses, misses)
        case TemporalKind.EVENTUALLY_ALWAYS:
            anything = [True] * len(misses)
            return _Search(anything, anything, misses)
        case _:
            assert_never(claim.kind)


def _find(graph: FairGraph, search: _Search) -> Trace | None:
    before = _reached(graph, search)
    order = {state: rank for rank, state in enumerate(before)}
    found = {
        state: component
        for component in fair_components(graph, tuple(before), search.wanted.__getitem__)
        for state in component
    }
    if not found:
        return None
    nearest = min(found, key=order.__getitem__)
    lassos = [_lasso(graph, search, before, nearest, found[nearest])]
    # Where nothing can be demanded any more the run may simply end: the easiest to follow.
    ends = [one for one in before if search.wanted[one] and not graph.possible[one]]
    if ends and ends[0] != nearest:
        lassos.append(_lasso(graph, search, before, ends[0], (ends[0],)))
    return min(lassos, key=len)


def _reached(graph: FairGraph, search: _Search) -> dict[int, int]:
    """The states that a bad run can come to once it has begun, nearest first; each with the one
    before it, or -1 where it begins."""
    before: dict[int, int] = {}
    distance: dict[int, int] = {}
    starts = deque(state for state, begins in enumerate(search.begins) if begins)
    queue: deque[int] = deque()
    while starts or queue:
        if queue and (not starts or distance[queue[0]] <= graph.depth[starts[0]]):
            state = queue.popleft()
        else:
            state = starts.popleft()
            if state in before:
                continue
            before[state], distance[state] = -1, graph.depth[state]
        for to in graph.successors[state]:
            if search.stays[to] and to not in before:
                before[to], distance[to] = state, distance[state] + 1
                queue.append(to)
    return before


def _lasso(
    graph: FairGraph,
    search: _Search,
    before: dict[int, int],
    anchor: int,
    component: tuple[int, ...],
) -> Trace:
    """A shortest run to ``anchor``, and from there a loop through ``component``."""
    stem = [anchor]
    while before[stem[-1]] >= 0:
        stem.append(before[stem[-1]])
    while graph.origin[stem[-1]] >= 0:
        stem.append(graph.origin[stem[-1]])
    stem.reverse()
    visited = [*stem, *_loop(graph, search, anchor, component)]
    steps = tuple(_step(graph, one, other) for one, other in pairwise(visited))
    states = visited if len(visited) == len(stem) else visited[:-1]
    return Trace(tuple(graph.states[one] for one in states), steps, len(stem) - 1)


def _loop(graph: FairGraph, search: _Search, anchor: int, component: tuple[int, ...]) -> list[int]:
    """The states that a fair loop visits after ``anchor``, which is the last of them; none where
    the run may stay at ``anchor`` itself.

    What the loop still owes is fetched from the nearest place that has it, one after the other;
    the way home may add to it, as a strong condition that becomes possible on it is owed as well.
    """
    inside = frozenset(component)
    route = [anchor]
    while True:
        whole = list(route)
        if route[-1] != anchor:
            whole += _way(graph, inside, route[-1], lambda to, _: to == anchor)
        owed = _owed(graph, search, whole)
        if owed.is_nothing:
            return whole[1:]
        route += _way(graph, inside, route[-1], partial(owed.is_paid, graph, search))


@dataclass(frozen=True, slots=True)
class _Owed:
    """What a loop lacks to be a fair and bad one: a wanted state, a state in which one of ``weak``
    is not possible, a step of one of ``weak`` or ``strong``."""

    wanted: bool
    weak: int
    strong: int

    @property
    def is_nothing(self) -> bool:
        return not (self.wanted or self.weak or self.strong)

    def is_paid(self, graph: FairGraph, search: _Search, to: int, done: int) -> bool:
        """Whether something of it comes with a step to ``to`` that is one of ``done``."""
        return bool(
            (self.wanted and search.wanted[to])
            or done & (self.weak | self.strong)
            or self.weak & ~graph.possible[to]
        )


def _owed(graph: FairGraph, search: _Search, loop: list[int]) -> _Owed:
    strong, weak = strong_and_weak(graph.conditions)
    done = 0
    for state, to in pairwise(loop):
        done |= graph.done[state][graph.successors[state].index(to)]
    for state in loop:
        weak &= graph.possible[state]
    sometimes = reduce(or_, (graph.possible[state] for state in loop))
    wanted = not any(search.wanted[state] for state in loop)
    return _Owed(wanted, weak & ~done, strong & sometimes & ~done)


def _way(
    graph: FairGraph, inside: frozenset[int], start: int, ends: Callable[[int, int], bool]
) -> list[int]:
    """The states after ``start`` on a shortest way inside ``inside`` whose last step ``ends`` it,
    which is asked where the step leads and of which conditions it is one."""
    before: dict[int, int | None] = {start: None}
    queue = deque([start])
    while True:
        state = queue.popleft()  # there is a way: the states are strongly connected
        for to, done in zip(graph.successors[state], graph.done[state], strict=True):
            if to not in inside:
                continue
            if ends(to, done):
                way = [to]
                here: int | None = state
                while here is not None and here != start:
                    way.append(here)
                    here = before[here]
                return way[::-1]
            if to not in before:
                before[to] = state
                queue.append(to)


def _step(graph: FairGraph, before: int, after: int) -> Step:
    """The first step that leads from the one state to the other."""
    target = graph.states[after]
    moves = graph.meaning.moves(graph.states[before])
    return next(step for step, state in moves if state == target)
