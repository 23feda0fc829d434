"""All reachable states, from the circuit alone and many at a time.

It finds what ``interpret/explore.py`` finds, at a small part of its cost, and shares nothing with
it: neither the meaning of terms, which is that of the circuit, nor what a state is. So it can say
whether the interpreter was right. What it offers is a ``Space`` of ``interpret/feasible.py``; how
the states are found is said in ``search_columns.py``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tdpspec.solving.columns import NUMBER, Array, Columns
from tdpspec.solving.relation import Relation
from tdpspec.solving.search_columns import GaveUpError, Search, parts
from tdpspec.system.instance import Element, Instance
from tdpspec.system.terms import Bound, Term


def reached(instance: Instance, limit: int) -> Reached | None:
    """The states of ``instance``; None if there are more than ``limit``."""
    relation = Relation(instance)
    assert not relation.frozen, "a choice is open"
    try:
        return Reached(instance, relation, Search(relation, limit))
    except GaveUpError:
        return None


class Reached:
    """The states that ``instance`` can come to, by number.

    Shape: sets of states are columns; steps are pairs of arrays, the numbers of the states before
           and after. Steps that change nothing are left out.
    """

    def __init__(self, instance: Instance, relation: Relation, search: Search) -> None:
        self.instance = instance
        self._relation = relation
        self._rows, self._states = search.rows, search.states
        count = self._states.shape[1]
        self.everything: Array = np.ones(count, bool)
        self.first: Array = np.arange(count) < search.initial
        order = np.argsort(search.before)
        self._before, self._by = search.before[order], search.by[order]
        self._after = search.after[order]
        self._ahead = _Neighbours(self._before, self._after, count)
        order = np.argsort(self._after)
        self._behind = _Neighbours(self._after[order], self._before[order], count)

    def size(self, states: Array) -> int:
        return int(np.count_nonzero(states))

    def where(self, term: Term, bound: tuple[Bound, ...], values: tuple[Element, ...]) -> Array:
        literal = self._relation.condition(term, dict(zip(bound, values, strict=True)))
        columns = Columns(self._relation.circuit, (literal,))
        return np.concatenate(
            [columns.evaluate(self._rows, one)[literal] for one in parts(self._states)]
        )

    def steps(self, owns: Callable[[str, tuple[Element, ...]], bool]) -> tuple[Array, Array]:
        actions = self._relation.actions
        owned = np.array([owns(one.step.action, one.step.arguments) for one in actions], bool)
        chosen = owned[self._by]
        return self._before[chosen], self._after[chosen]

    def doing(self, steps: tuple[Array, Array], inside: Array) -> Array:
        before, after = steps
        found = np.zeros_like(inside)
        found[before[inside[before] & inside[after]]] = True
        return found

    def ahead(self, states: Array, inside: Array) -> Array:
        return self._ahead.closure(states, inside)

    def behind(self, states: Array, inside: Array) -> Array:
        return self._behind.closure(states, inside)

    def without_dead_ends(self, states: Array, ends: Array) -> Array:
        left = states.copy()
        ways = self._ahead.count(left)
        may_go = left & ~ends
        lost = np.flatnonzero(may_go & (ways == 0))
        while len(lost):
            left[lost] = may_go[lost] = False
            before = self._behind.all(lost)
            before = before[may_go[before]]
            np.subtract.at(ways, before, 1)
            lost = np.unique(before[ways[before] == 0])
        return left


class _Neighbours:
    """For each of ``count`` states its neighbours: ``to``, at the places where it is in ``of``,
    which is sorted."""

    def __init__(self, of: Array, to: Array, count: int) -> None:
        self._to = to
        self._begin = np.zeros(count + 1, NUMBER)
        np.cumsum(np.bincount(of, minlength=count), out=self._begin[1:])

    def all(self, states: Array) -> Array:
        """The neighbours of ``states``, which are given by number, one after the other."""
        begin = self._begin[states]
        many = self._begin[states + 1] - begin
        ends = np.cumsum(many, dtype=NUMBER)
        # The places begin[0], begin[0] + 1, ... of the first, then those of the second, ...
        places = np.repeat(begin - ends + many, many)
        places += np.arange(len(places), dtype=NUMBER)
        return self._to[places]

    def count(self, states: Array) -> Array:
        """For each state how many of its neighbours are in ``states``, a column."""
        sums = np.zeros(len(self._to) + 1, NUMBER)
        np.cumsum(states[self._to], out=sums[1:])
        return np.diff(sums[self._begin])

    def closure(self, states: Array, inside: Array) -> Array:
        """``states``, a column, and all that can be come to from neighbour to neighbour through
        those ``inside``."""
        missing = inside & ~states
        if not missing.any():
            return inside
        newest = np.flatnonzero(states)
        mark = np.empty(len(states), NUMBER)
        while len(newest):
            newest = self.all(newest)
            newest = newest[missing[newest]]
            missing[newest] = False
            # Each once: of equal ones the last leaves its mark.
            numbers = np.arange(len(newest), dtype=NUMBER)
            mark[newest] = numbers
            newest = newest[mark[newest] == numbers]
        return inside & ~missing
