"""Fairness at given sizes, and the state graph as it sees it.

Only steps that change the state count: for fairness, a step that changes nothing is as none. And
what counts is which states follow each other, not what brought it about: where two actions lead
from one state to the same other one, both are done (TLA+'s ``<A>_vars`` is about two states).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from tdpspec.interpret.step import Stepper, stepper
from tdpspec.interpret.uncollected import uncollected
from tdpspec.system.instance import Element, Instance, State
from tdpspec.system.model import Fairness


@dataclass(frozen=True, slots=True)
class Condition:
    """``fairness`` for one copy, or whatever else ``values`` of its parameters stand for."""

    fairness: Fairness
    values: tuple[Element, ...]

    def owns(self, action: str, arguments: tuple[Element, ...]) -> bool:
        """Whether this step is one of those that must not be put off for ever."""
        return action in self.fairness.actions and arguments[: len(self.values)] == self.values


def fair_conditions(instance: Instance) -> tuple[Condition, ...]:
    """All conditions that a fair run keeps, in the order of declaration and of the values."""
    return tuple(
        Condition(one, values)
        for one in instance.system.fairness
        if one.actions
        for values in product(*(instance.elements(bound.type) for bound in one.parameters))
    )


def condition_text(instance: Instance, condition: Condition) -> str:
    """``strongly fair zapper.zap(zapper0)``"""
    fairness = condition.fairness
    shown = ", ".join(
        instance.show(one.type, value)
        for one, value in zip(fairness.parameters, condition.values, strict=True)
    )
    word = "strongly fair" if fairness.strong else "fair"
    return f"{word} {fairness.name}({shown})" if shown else f"{word} {fairness.name}"


@dataclass(frozen=True, slots=True)
class FairGraph:
    """All reachable states, by number, and the steps that change one into another.

    Shape: numbers are in the order of distance from the initial states, of which there are
           ``initial``; ``origin`` has the number of the state from which each was found, -1 for
           an initial one, ``depth`` its distance. ``successors`` has, by state, the others that
           follow it, each once; ``done``, for each of them, the set of conditions of which this
           is a step, ``possible`` by state the conditions that have a step there. Sets of
           conditions are numbers, bit j for ``conditions[j]``.
    """

    meaning: Stepper
    conditions: tuple[Condition, ...]
    states: tuple[State, ...]
    initial: int
    origin: tuple[int, ...]
    depth: tuple[int, ...]
    successors: tuple[tuple[int, ...], ...]
    done: tuple[tuple[int, ...], ...]
    possible: tuple[int, ...]


@uncollected()
def fair_graph(instance: Instance, limit: int | None = None) -> FairGraph | None:
    """The graph of ``instance``; None if it has more than ``limit`` states."""
    meaning = stepper(instance)
    conditions = fair_conditions(instance)
    actions = [(one.moves, *_owners(one.action.name, conditions)) for one in meaning.actions]
    states: list[State] = []
    numbers: dict[State, int] = {}
    for state in meaning.initial():
        if len(states) == limit:
            return None
        numbers[state] = len(states)
        states.append(state)
    initial = len(states)
    origin, depth = [-1] * initial, [0] * initial
    successors: list[tuple[int, ...]] = []
    done: list[tuple[int, ...]] = []
    possible: list[int] = []
    for number, state in enumerate(states):  # grows while it is walked
        follow: dict[int, int] = {}
        able = 0
        for moves, width, owners in actions:
            for arguments, after in moves(state):
                if after == state:
                    continue
                to = numbers.get(after)
                if to is None:
                    if len(states) == limit:
                        return None
                    to = numbers[after] = len(states)
                    states.append(after)
                    origin.append(number)
                    depth.append(depth[number] + 1)
                mask = 0
                for count in width:
                    mask |= owners.get(arguments[:count], 0)
                follow[to] = follow.get(to, 0) | mask
                able |= mask
        successors.append(tuple(follow))
        done.append(tuple(follow.values()))
        possible.append(able)
    return FairGraph(
        meaning,
        conditions,
        tuple(states),
        initial,
        tuple(origin),
        tuple(depth),
        tuple(successors),
        tuple(done),
        tuple(possible),
    )


def _owners(
    action: str, conditions: tuple[Condition, ...]
) -> tuple[tuple[int, ...], Mapping[tuple[Element, ...], int]]:
    """Which conditions own a step of ``action``: by its first arguments, as many as one of the
    first numbers says."""
    owners: dict[tuple[Element, ...], int] = {}
    for bit, one in enumerate(conditions):
        if action in one.fairness.actions:
            owners[one.values] = owners.get(one.values, 0) | 1 << bit
    return tuple(sorted({len(values) for values in owners})), owners


def strong_and_weak(conditions: tuple[Condition, ...]) -> tuple[int, int]:
    """The set of the strong conditions, and that of the weak ones."""
    strong = sum(1 << bit for bit, one in enumerate(conditions) if one.fairness.strong)
    return strong, ((1 << len(conditions)) - 1) & ~strong


def bits(mask: int) -> Iterator[int]:
    """The elements of a set of conditions, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
