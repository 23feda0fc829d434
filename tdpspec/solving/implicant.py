"""Why literals are true: a few inputs of the circuit that alone make them so."""

from __future__ import annotations

from collections.abc import Iterable

from tdpspec.solving.circuit import Circuit


def implicant(circuit: Circuit, wanted: Iterable[int], true_inputs: frozenset[int]) -> set[int]:
    """Input literals, true where just ``true_inputs`` are, under which every literal of
    ``wanted`` is true whatever the other inputs are. Not the fewest possible.

    Errors: ``AssertionError`` if a literal of ``wanted`` is false there.
    Source: justification of a ternary-valued circuit; Een, Mishchenko, Brayton, Efficient
            Implementation of Property Directed Reachability, FMCAD 2011.

    >>> c = Circuit()
    >>> a, b = c.input("a"), c.input("b")
    >>> implicant(c, [c.disjunction([a, b])], frozenset({b})) == {b}
    True
    """
    goals = list(wanted)
    values: dict[int, bool] = {}
    for node in circuit.cone(goals):
        operands = circuit.operands(node)
        values[node] = (
            node in true_inputs
            if operands is None
            else all(values[abs(one)] == (one > 0) for one in operands)
        )
    needed: set[int] = set()
    found: set[int] = set()
    for goal in goals:
        assert values[abs(goal)] == (goal > 0)
    todo = [abs(one) for one in goals]
    # Larger nodes first: a gate is settled before its operands, so that when a false gate
    # chooses among its false operands it knows which of them are needed anyway.
    pending = set(todo)
    while pending:
        node = max(pending)
        pending.discard(node)
        if node in needed:
            continue
        needed.add(node)
        operands = circuit.operands(node)
        if operands is None:
            found.add(node if values[node] else -node)
        elif values[node]:
            pending.update(abs(one) for one in operands)
        else:
            false = [abs(one) for one in operands if values[abs(one)] != (one > 0)]
            if not any(one in pending or one in needed for one in false):
                pending.add(min(false))
    return found
