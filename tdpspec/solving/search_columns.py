"""A breadth-first search that takes all states of a level, or thousands of them, at once.

Each gate of the circuit is evaluated once for all of them; what an action does to the states where
its guard holds is a few operations on their words.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tdpspec.solving.circuit import TRUE, Circuit
from tdpspec.solving.columns import NUMBER, Array, Columns, Rows
from tdpspec.solving.relation import GroundAction, Relation

AT_ONCE = 1 << 14
"""States evaluated together: what is kept of them then fits into a processor's caches."""


class GaveUpError(Exception):
    """The states were not all found."""


class Search:
    """The reachable states of ``relation`` and the steps that change one, at most ``limit``.

    Shape: ``states`` are laid out by ``rows``; their numbers go by the distance from the initial
           ones, of which there are ``initial``. Step n leads from state ``before[n]`` to state
           ``after[n]`` by ``relation.actions[by[n]]``.
    Errors: ``GaveUpError`` if there are more, or on the way to the initial ones.
    """

    def __init__(self, relation: Relation, limit: int) -> None:
        self.rows = Rows(tuple(relation.atoms.values()))
        literals = {one.guard for one in relation.actions}
        literals.update(after for one in relation.actions for _, after in one.changes)
        self._columns = Columns(relation.circuit, literals)
        self._effects = tuple(_Effect(one, self.rows) for one in relation.actions)
        none = np.zeros(0, NUMBER)
        self._before, self._by, self._after = [none], [none], [none]

        level = initial_states(relation, self.rows, limit)
        self.initial: int = level.shape[1]
        known = _Known(self.rows.words)
        _, new = known.numbers(level)
        levels = [level[:, new]]
        while levels[-1].shape[1]:
            if known.count > limit:
                raise GaveUpError
            reached = self._step(levels[-1], known.count - levels[-1].shape[1])
            numbers, new = known.numbers(reached)
            self._after.append(numbers)
            levels.append(reached[:, new])
        self.states: Array = np.concatenate(levels, axis=1)
        self.before: Array = np.concatenate(self._before)
        self.by: Array = np.concatenate(self._by)
        self.after: Array = np.concatenate(self._after)

    def _step(self, level: Array, begin: int) -> Array:
        """The states after all steps from ``level``, whose states are numbered from ``begin``."""
        found = [level[:, :0]]
        for part in parts(level):
            values = self._columns.evaluate(self.rows, part)
            for number, effect in enumerate(self._effects):
                chosen = np.flatnonzero(values[effect.guard])
                if not len(chosen):
                    continue
                after = effect.after(part, values, chosen)
                moved = (after != part[:, chosen]).any(axis=0)
                found.append(after[:, moved])
                before = (begin + chosen[moved]).astype(NUMBER)
                self._before.append(before)
                self._by.append(np.full(len(before), number, NUMBER))
            begin += part.shape[1]
        return np.concatenate(found, axis=1)


def parts(states: Array) -> list[Array]:
    """``states`` in parts that are evaluated together, at least one."""
    starts = range(0, max(1, states.shape[1]), AT_ONCE)
    return [states[:, start : start + AT_ONCE] for start in starts]


class _Effect:
    """What a ground action does to states: some bits become constants, others are computed."""

    def __init__(self, action: GroundAction, rows: Rows) -> None:
        constants = {atom: value > 0 for atom, value in action.changes if abs(value) == TRUE}
        self.guard = action.guard
        self._rows = rows
        self._keep = ~rows.state(constants)
        self._set = rows.state(atom for atom, value in constants.items() if value)
        self._computed = [one for one in action.changes if one[0] not in constants]

    def after(self, states: Array, values: Mapping[int, Array], chosen: Array) -> Array:
        """The states after those of ``states`` that are ``chosen`` by number."""
        found = states[:, chosen] & self._keep | self._set
        for atom, value in self._computed:
            self._rows.assign(found, atom, values[value][chosen])
        return found


class _Known:
    """States by fingerprint, a number made of their words.

    Different states may have the same one: so what is found is compared. That there are such
    states is next to impossible, and then nothing is answered.
    """

    def __init__(self, words: int) -> None:
        self.count = 0
        self._prints = np.zeros(0, np.uint64)
        self._numbers = np.zeros(0, NUMBER)
        self._states = np.zeros((words, 0), np.uint64)

    def numbers(self, states: Array) -> tuple[Array, Array]:
        """The number of each of ``states``, new ones being given the next numbers; and the places
        of the new ones among them, in the order of their numbers."""
        prints, first, which = np.unique(
            fingerprints(states), return_index=True, return_inverse=True
        )
        different = states[:, first]
        places = np.searchsorted(self._prints, prints)
        old = np.zeros(len(prints), bool)
        there = places < len(self._prints)
        old[there] = self._prints[places[there]] == prints[there]
        if (different[:, which] != states).any() or (
            self._states[:, places[old]] != different[:, old]
        ).any():
            raise GaveUpError
        new = ~old
        next_ = np.arange(self.count, self.count + np.count_nonzero(new), dtype=NUMBER)
        numbers = np.empty(len(prints), NUMBER)
        numbers[old] = self._numbers[places[old]]
        numbers[new] = next_
        self.count += len(next_)
        self._prints = np.insert(self._prints, places[new], prints[new])
        self._numbers = np.insert(self._numbers, places[new], next_)
        self._states = np.insert(self._states, places[new], different[:, new], axis=1)
        return numbers[which], first[new]


def fingerprints(states: Array) -> Array:
    """A 64-bit number for each of ``states``; of one word, the state itself."""
    found = states[0].copy()
    for word in states[1:]:
        found ^= found >> np.uint64(29)
        found *= np.uint64(0x9E3779B97F4A7C15)
        found ^= word
    return found


def initial_states(relation: Relation, rows: Rows, limit: int) -> Array:
    """The initial states: atom after atom both values are tried, and what cannot become an
    initial state any more is dropped. Errors: ``GaveUpError`` if more than ``limit`` are left."""
    circuit = relation.circuit
    place = {atom: number for number, atom in enumerate(relation.atoms.values())}
    due: list[list[int]] = [[] for _ in range(len(place) + 1)]
    for literal in _conjuncts(circuit, relation.initial):
        inputs = Columns(circuit, (literal,)).inputs
        due[max((place[one] + 1 for one in inputs), default=0)].append(literal)
    states = _where_all(circuit, due[0], rows, rows.state(()))
    for atom, conditions in zip(place, due[1:], strict=True):
        both = np.concatenate((states, states | rows.state((atom,))), axis=1)
        states = _where_all(circuit, conditions, rows, both)
        if states.shape[1] > limit:
            raise GaveUpError
    return states


def _where_all(circuit: Circuit, conditions: list[int], rows: Rows, states: Array) -> Array:
    """Those of ``states`` in which all ``conditions`` hold."""
    values = Columns(circuit, conditions).evaluate(rows, states)
    keep = np.ones(states.shape[1], bool)
    for one in conditions:
        keep &= values[one]
    return states[:, keep]


def _conjuncts(circuit: Circuit, literal: int) -> list[int]:
    """Literals that say together what ``literal`` says, none of them a conjunction of others."""
    operands = circuit.operands(literal) if literal > 0 else None
    if operands is None:
        return [literal]
    return [part for one in operands for part in _conjuncts(circuit, one)]
