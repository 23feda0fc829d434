"""A circuit in a SAT solver: its gates become clauses when they are first asked about.

Source: Tseitin, On the Complexity of Derivation in Propositional Calculus, 1968.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from tdpspec.solving.circuit import TRUE, Circuit
from tdpspec.solving.sat import Sat, new_sat


class Clauses:
    """One copy of a circuit that may still grow.

    Shape: literals of the circuit go in; ``literal`` is the solver's own for one of them.
    """

    def __init__(self, circuit: Circuit, sat: Sat | None = None) -> None:
        self.circuit = circuit
        self.sat = sat or new_sat()
        self._variables: dict[int, int] = {}
        self._count = 0
        self.sat.add([self.literal(TRUE)])

    def literal(self, literal: int) -> int:
        """The solver's literal for one of the circuit."""
        variable = self._variables.get(abs(literal))
        if variable is None:
            self._encode(abs(literal))
            variable = self._variables[abs(literal)]
        return variable if literal > 0 else -variable

    def fresh(self) -> int:
        """A variable that the circuit does not have."""
        self._count += 1
        return self._count

    def require(self, literal: int) -> None:
        """From now on ``literal`` of the circuit holds."""
        self.sat.add([self.literal(literal)])

    def is_true(self, literal: int) -> bool:
        """``literal`` of the circuit in the model of the last query."""
        return self.sat.is_true(self.literal(literal))

    def implicant(self, goals: Iterable[int]) -> set[int]:
        """Input literals that are true in the model of the last query and alone make all of
        ``goals`` true, which are true there and were asked about before. Not the fewest possible.

        Source: justification, as in Een, Mishchenko, Brayton, FMCAD 2011.
        """
        operands, is_true = self.circuit.operands, self.is_true
        found: set[int] = set()
        needed = {abs(one) for one in goals}
        # Larger nodes first: a gate is settled before its operands, so that when a false gate
        # chooses among its false operands it knows which of them are needed anyway.
        pending = [-one for one in needed]
        heapq.heapify(pending)
        while pending:
            node = -heapq.heappop(pending)
            below = operands(node)
            if below is None:
                found.add(node if is_true(node) else -node)
                continue
            if is_true(node):
                wanted = [abs(one) for one in below]
            else:
                false = [abs(one) for one in below if not is_true(one)]
                wanted = [] if any(one in needed for one in false) else [min(false)]
            for one in wanted:
                if one not in needed:
                    needed.add(one)
                    heapq.heappush(pending, -one)
        return found

    def _encode(self, node: int) -> None:
        variables, add = self._variables, self.sat.add
        for gate in self.circuit.cone((node,)):
            if gate in variables:
                continue
            variable = variables[gate] = self.fresh()
            operands = self.circuit.operands(gate)
            if operands is None:
                continue
            inputs = [variables[one] if one > 0 else -variables[-one] for one in operands]
            add([variable, *(-one for one in inputs)])
            for one in inputs:
                add([-variable, one])
