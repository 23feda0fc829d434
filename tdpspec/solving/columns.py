"""A circuit evaluated for many states at once.

A literal's values, one a state, are a *column*: an array of booleans. The states themselves are
kept with 64 atoms a machine word. NumPy, which comes with the extra ``fast``, is needed here, in
``search_columns.py`` and in ``reached.py``, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from tdpspec.solving.circuit import TRUE, Circuit

Array = Any
"""A NumPy array: a column, words of states, or numbers."""

NUMBER = np.int32
"""The type of the numbers of states and steps."""


class Rows:
    """Where each of ``atoms``, literals of inputs, has its bit in the words of a state.

    Shape: states are an array with a row for each word and a column for each state.
    """

    def __init__(self, atoms: Sequence[int]) -> None:
        self.words = len(atoms) // 64 + 1
        self._place = {
            atom: (number // 64, np.uint64(1 << number % 64)) for number, atom in enumerate(atoms)
        }

    def state(self, atoms: Iterable[int]) -> Array:
        """The one state in which exactly ``atoms`` are true."""
        found = np.zeros((self.words, 1), np.uint64)
        for atom in atoms:
            word, bit = self._place[atom]
            found[word] |= bit
        return found

    def column(self, states: Array, atom: int) -> Array:
        """In which of ``states`` is ``atom`` true."""
        word, bit = self._place[atom]
        return (states[word] & bit) != 0

    def assign(self, states: Array, atom: int, column: Array) -> None:
        """Make ``atom`` what ``column`` says, in each of ``states``."""
        word, bit = self._place[atom]
        states[word] &= ~bit
        states[word] |= np.where(column, bit, np.uint64(0))


class Columns:
    """Evaluates ``literals`` of ``circuit``; what depends on what is found out once, here."""

    def __init__(self, circuit: Circuit, literals: Iterable[int]) -> None:
        self._gates: list[tuple[int, tuple[int, ...]]] = []
        self.inputs: list[int] = []
        for node in circuit.cone(literals):
            operands = circuit.operands(node)
            if operands is None:
                self.inputs.append(node)
            elif node != TRUE:
                self._gates.append((node, operands))

    def evaluate(self, rows: Rows, states: Array) -> Mapping[int, Array]:
        """The columns of the literals, and of all that they depend on, in ``states``."""
        values = _Values({one: rows.column(states, one) for one in self.inputs})
        values[TRUE] = np.ones(states.shape[1], bool)
        for node, (first, second, *rest) in self._gates:
            column = values[first] & values[second]
            for one in rest:
                column &= values[one]
            values[node] = column
        return values


class _Values(dict[int, Array]):
    """Columns by literal; that of a negation is made when it is first asked for."""

    def __missing__(self, literal: int) -> Array:
        found = self[literal] = ~self[-literal]
        return found
