"""A circuit in a SAT solver: its gates become clauses when they are first asked about.

Source: Tseitin, On the Complexity of Derivation in Propositional Calculus, 1968.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from tdpspec.solving.circuit import TRUE, Circuit
from tdpspec.solving.sat import Sat, new_sat


class Clauses:
    """One copy of a circuit that may still grow; several copies may share a solver.

    Shape: literals of the circuit go in; ``literal`` is the solver's own for one of them.
           ``given`` has those of nodes that are something else in the solver already.
    """

    def __init__(
        self, circuit: Circuit, sat: Sat | None = None, given: Mapping[int, int] | None = None
    ) -> None:
        self.circuit = circuit
        self.sat = sat or new_sat()
        self._literals: dict[int, int] = dict(given or {})
        self.sat.add([self.literal(TRUE)])

    def literal(self, literal: int) -> int:
        """The solver's literal for one of the circuit."""
        found = self._literals.get(abs(literal))
        if found is None:
            self.encode(self.circuit.cone((literal,), self._literals))
            found = self._literals[abs(literal)]
        return found if literal > 0 else -found

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

    def encode(self, nodes: Iterable[int]) -> None:
        """Let ``nodes`` of the circuit, operands before their gates, be known to the solver."""
        known, fresh, operands_of = self._literals, self.sat.fresh, self.circuit.operands
        clauses: list[list[int]] = []
        for node in nodes:
            if node in known:
                continue
            variable = known[node] = fresh()
            operands = operands_of(node)
            if operands is None:
                continue
            inputs = [known[one] if one > 0 else -known[-one] for one in operands]
            clauses.append([variable, *[-one for one in inputs]])
            clauses += [[-variable, one] for one in inputs]
        self.sat.add_all(clauses)
