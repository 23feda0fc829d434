"""Whether any fair run breaks a temporal claim, by a fixpoint: a second opinion on ``temporal.py``.

No cycles are looked for and no run is found. States are taken away from which what must happen
again and again cannot be reached any more, until none is left or all that are left are good for
ever. What a set of states is, and how it is searched, is left to a ``Space``: the one here is the
interpreter's, ``solving/reached.py`` has a faster one that knows nothing of the interpreter.
Source: Kesten, Pnueli, Raviv, Algorithmic Verification of Linear Temporal Logic Specifications,
ICALP 1998.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Generic, Protocol, Self, TypeVar, assert_never

from tdpspec.interpret.explore import graph
from tdpspec.interpret.fairness import fair_conditions
from tdpspec.interpret.step import stepper
from tdpspec.system.instance import Element, Instance
from tdpspec.system.model import Temporal, TemporalKind
from tdpspec.system.terms import Bound, Term


class Set(Protocol):
    """A set of states: its intersection, union and symmetric difference with another."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __xor__(self, other: Self, /) -> Self: ...


S = TypeVar("S", bound=Set)
E = TypeVar("E")


class Space(Protocol[S, E]):
    """All reachable states of ``instance`` and the steps that change one into another.

    Shape: ``S`` is a set of states, ``E`` some of the steps. ``everything`` has all states,
           ``first`` the initial ones.
    """

    @property
    def instance(self) -> Instance: ...
    @property
    def everything(self) -> S: ...
    @property
    def first(self) -> S: ...

    def size(self, states: S) -> int:
        """How many they are."""
        ...

    def where(self, term: Term, bound: tuple[Bound, ...], values: tuple[Element, ...]) -> S:
        """The states where ``term`` holds, its variables ``bound`` having ``values``."""
        ...

    def steps(self, owns: Callable[[str, tuple[Element, ...]], bool]) -> E:
        """The steps of those actions, with those arguments, that ``owns`` accepts."""
        ...

    def doing(self, steps: E, inside: S) -> S:
        """The states of ``inside`` from which one of ``steps`` leads to one of them."""
        ...

    def without_dead_ends(self, states: S, ends: S) -> S:
        """The most of ``states`` of which each is one of ``ends`` or has a step to another."""
        ...

    def ahead(self, states: S, inside: S) -> S:
        """``states``, all of them in ``inside``, and what they can reach through it."""
        ...

    def behind(self, states: S, inside: S) -> S:
        """``states``, all of them in ``inside``, and what can reach them through it."""
        ...


def is_broken(space: Space[S, E], claim: Temporal) -> bool:
    """Whether some fair run breaks ``claim``."""
    conditions = []
    for one in fair_conditions(space.instance):
        steps = space.steps(one.owns)
        possible = space.doing(steps, space.everything)
        conditions.append(_Condition(one.fairness.strong, steps, possible))
    return any(
        _is_broken_for(space, claim, values, tuple(conditions))
        for values in product(*(space.instance.elements(one.type) for one in claim.bound))
    )


@dataclass(frozen=True)
class _Condition(Generic[S, E]):
    strong: bool
    steps: E
    possible: S


def _is_broken_for(
    space: Space[S, E],
    claim: Temporal,
    values: tuple[Element, ...],
    conditions: tuple[_Condition[S, E], ...],
) -> bool:
    everything = space.everything
    misses = everything ^ space.where(claim.goal, claim.bound, values)
    match claim.kind:
        case TemporalKind.LEADS_TO:
            begins = misses & space.where(claim.premise, claim.bound, values)
            stays = misses
        case TemporalKind.EVENTUALLY:
            begins, stays = misses & space.first, misses
        case TemporalKind.ALWAYS_EVENTUALLY:
            begins, stays = misses, misses
        case TemporalKind.EVENTUALLY_ALWAYS:
            begins, stays = everything, everything
        case _:
            assert_never(claim.kind)
    good = _good_for_ever(space, space.ahead(begins, stays), misses, conditions)
    return space.size(good) > 0


def _good_for_ever(
    space: Space[S, E], states: S, wanted: S, conditions: tuple[_Condition[S, E], ...]
) -> S:
    """The states from which a fair run stays in ``states`` for ever and is in ``wanted`` again and
    again; a run may also stay where it is, if nothing can be demanded of it there."""
    ends = space.everything
    for one in conditions:
        ends = ends ^ (ends & one.possible)
    while True:
        before = space.size(states)
        # The conditions alone come to the same, but take away one step of a long way at a time.
        states = space.without_dead_ends(states, ends)
        states = space.behind(wanted & states, states)
        for one in conditions:
            doers = space.doing(one.steps, states)
            idle = states ^ (states & one.possible)
            if one.strong:
                states = idle | space.behind(doers, states)
            else:
                states = space.behind(doers | idle, states)
        if space.size(states) == before:
            return states


States = frozenset[int]
Pairs = frozenset[tuple[int, int]]


class Interpreted:
    """The states as the interpreter finds them, by number; for systems small enough."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._graph = graph(instance)
        self._meaning = stepper(instance).meaning
        self.everything: States = frozenset(range(len(self._graph.states)))
        self.first: States = frozenset(range(self._graph.initial))
        self._ahead: dict[int, set[int]] = {}
        self._behind: dict[int, set[int]] = {}
        for before, after in self.steps(lambda action, arguments: True):
            self._ahead.setdefault(before, set()).add(after)
            self._behind.setdefault(after, set()).add(before)

    def size(self, states: States) -> int:
        return len(states)

    def where(self, term: Term, bound: tuple[Bound, ...], values: tuple[Element, ...]) -> States:
        holds = self._meaning.function(term, bound)
        found = (at for at, state in enumerate(self._graph.states) if holds(state, *values))
        return frozenset(found)

    def steps(self, owns: Callable[[str, tuple[Element, ...]], bool]) -> Pairs:
        return frozenset(
            (before, after)
            for before, step, after in self._graph.edges
            if before != after and owns(step.action, step.arguments)
        )

    def doing(self, steps: Pairs, inside: States) -> States:
        return frozenset(one for one, after in steps if one in inside and after in inside)

    def without_dead_ends(self, states: States, ends: States) -> States:
        left = set(states)
        ways = {one: len(left & self._ahead.get(one, set())) for one in states - ends}
        lost = [one for one, number in ways.items() if not number]
        left.difference_update(lost)
        while lost:
            for one in self._behind.get(lost.pop(), ()):
                if one in ways:
                    ways[one] -= 1
                    if not ways[one]:
                        left.remove(one)
                        lost.append(one)
        return frozenset(left)

    def ahead(self, states: States, inside: States) -> States:
        return _closure(states, self._ahead, inside)

    def behind(self, states: States, inside: States) -> States:
        return _closure(states, self._behind, inside)


def _closure(states: States, following: dict[int, set[int]], inside: States) -> States:
    found = set(states)
    todo = list(states)
    while todo:
        for one in following.get(todo.pop(), ()):
            if one not in found and one in inside:
                found.add(one)
                todo.append(one)
    return frozenset(found)
