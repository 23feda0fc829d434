"""A Boolean circuit of our own: and-gates, negation and named inputs, each gate stored once.

It knows nothing of a solver, so the same circuit is handed to Z3, renamed under permutations,
and written as AIGER. A *literal* is an int: ``n`` is node n, ``-n`` its negation.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping

TRUE = 1
FALSE = -1


class Circuit:
    """Nodes numbered from 1 in the order they were made, so that a gate's number is larger than
    those of its operands.

    Shape: node 1 is the gate of no operands, which is true; an input has no operands either but
           a name. Operands of a gate are sorted and contain no node twice.
    """

    def __init__(self) -> None:
        self._operands: list[tuple[int, ...] | None] = [None, ()]
        self._gates: dict[tuple[int, ...], int] = {(): TRUE}
        self._inputs: dict[Hashable, int] = {}

    def __len__(self) -> int:
        """Number of nodes; the largest literal."""
        return len(self._operands) - 1

    @property
    def inputs(self) -> Mapping[Hashable, int]:
        """Literals of the inputs by name, in the order they were made."""
        return self._inputs

    def operands(self, node: int) -> tuple[int, ...] | None:
        """The literals that the gate ``node`` is the conjunction of, None for an input."""
        return self._operands[node]

    def input(self, name: Hashable) -> int:
        """The input called ``name``; the same literal for the same name."""
        found = self._inputs.get(name)
        if found is None:
            found = self._inputs[name] = len(self._operands)
            self._operands.append(None)
        return found

    def conjunction(self, literals: Iterable[int]) -> int:
        """
        >>> c = Circuit()
        >>> a, b = c.input("a"), c.input("b")
        >>> c.conjunction([a, TRUE, b]) == c.conjunction([b, a, b])
        True
        >>> c.conjunction([a, -a]) == FALSE
        True
        """
        kept = set(literals)
        kept.discard(TRUE)
        if FALSE in kept:
            return FALSE
        if len(kept) == 1:
            return kept.pop()
        for one in kept:
            if -one in kept:
                return FALSE
        key = tuple(sorted(kept))
        found = self._gates.get(key)
        if found is None:
            found = self._gates[key] = len(self._operands)
            self._operands.append(key)
        return found

    def disjunction(self, literals: Iterable[int]) -> int:
        return -self.conjunction([-one for one in literals])

    def implies(self, left: int, right: int) -> int:
        return -self.conjunction((left, -right))

    def ite(self, condition: int, then: int, otherwise: int) -> int:
        if then == otherwise or condition == TRUE:
            return then
        if condition == FALSE:
            return otherwise
        return self.disjunction(
            (self.conjunction((condition, then)), self.conjunction((-condition, otherwise)))
        )

    def iff(self, left: int, right: int) -> int:
        return self.ite(left, right, -right)

    def at_most_one(self, literals: Iterable[int]) -> tuple[int, ...]:
        """Conditions that together say that no two of ``literals`` are true; as many as there
        are literals, through a chain of "one of the first n is true"."""
        earlier = FALSE
        conditions = []
        for one in literals:
            conditions.append(-self.conjunction((earlier, one)))
            earlier = self.disjunction((earlier, one))
        return tuple(one for one in conditions if one != TRUE)

    def exactly_one(self, literals: Iterable[int]) -> tuple[int, ...]:
        """Conditions that together say that one of ``literals`` is true and no other."""
        listed = tuple(literals)
        return (*self.at_most_one(listed), self.disjunction(listed))

    def evaluate(self, literals: Iterable[int], true_inputs: Iterable[int]) -> tuple[bool, ...]:
        """The values of ``literals`` where exactly the inputs ``true_inputs`` are true."""
        values = dict.fromkeys(self._inputs.values(), False)
        values.update(dict.fromkeys(true_inputs, True))
        wanted = tuple(literals)
        for node in self.cone(wanted):
            operands = self._operands[node]
            if operands is not None:
                values[node] = all(values[abs(one)] == (one > 0) for one in operands)
        return tuple(values[abs(one)] == (one > 0) for one in wanted)

    def cone(self, literals: Iterable[int], known: Container[int] = ()) -> list[int]:
        """All nodes that ``literals`` depend on, operands before their gates; without those in
        ``known`` and what only these depend on."""
        reached: set[int] = set()
        todo = [abs(one) for one in literals]
        while todo:
            node = todo.pop()
            if node not in reached and node not in known:
                reached.add(node)
                todo.extend(abs(one) for one in self._operands[node] or ())
        return sorted(reached)
