"""A circuit in a solver means what the circuit does; an implicant suffices."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.solving.circuit import Circuit
from tdpspec.solving.clauses import Clauses
from tdpspec.solving.sat import PySat, Z3Sat

INPUTS = 4


@st.composite
def circuits(draw: st.DrawFn) -> tuple[Circuit, list[int]]:
    """A circuit over four inputs, and all its nodes."""
    circuit = Circuit()
    nodes = [circuit.input(number) for number in range(INPUTS)]
    for _ in range(draw(st.integers(1, 8))):
        picked = draw(st.lists(st.sampled_from(nodes), min_size=2, max_size=3))
        signs = draw(st.lists(st.booleans(), min_size=len(picked), max_size=len(picked)))
        nodes.append(
            circuit.conjunction(
                one if sign else -one for one, sign in zip(picked, signs, strict=True)
            )
        )
    return circuit, nodes


MADE = circuits()


@given(MADE, st.data())
@settings(max_examples=100)
def test_the_solver_means_what_the_circuit_does(made, data) -> None:
    circuit, nodes = made
    inputs = list(circuit.inputs.values())
    true = frozenset(data.draw(st.sets(st.sampled_from(inputs))))
    clauses = Clauses(circuit, data.draw(st.sampled_from((PySat, Z3Sat)))())
    values = circuit.evaluate(nodes, true)
    given_ = [clauses.literal(one if one in true else -one) for one in inputs]
    for node, value in zip(nodes, values, strict=True):
        wanted = clauses.literal(node if value else -node)
        assert clauses.sat.solve([*given_, wanted])
        assert not clauses.sat.solve([*given_, -wanted])


@given(MADE, st.data())
@settings(max_examples=200)
def test_an_implicant_suffices_whatever_the_other_inputs_are(made, data) -> None:
    circuit, nodes = made
    inputs = list(circuit.inputs.values())
    true = frozenset(data.draw(st.sets(st.sampled_from(inputs))))
    wanted = [
        node if circuit.evaluate([node], true)[0] else -node
        for node in data.draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=3))
    ]
    clauses = Clauses(circuit)
    for one in (*inputs, *wanted):
        clauses.literal(one)
    assert clauses.sat.solve([clauses.literal(one if one in true else -one) for one in inputs])
    found = clauses.implicant(wanted)
    assert all((one in true) if one > 0 else (-one not in true) for one in found)
    free = [one for one in inputs if one not in found and -one not in found]
    fixed = {one for one in found if one > 0}
    for values in product([False, True], repeat=len(free)):
        others = {one for one, value in zip(free, values, strict=True) if value}
        assert all(circuit.evaluate(wanted, fixed | others))


def test_an_implicant_of_a_disjunction_is_one_of_its_parts() -> None:
    circuit = Circuit()
    a, b = circuit.input("a"), circuit.input("b")
    either = circuit.disjunction([a, b])
    clauses = Clauses(circuit)
    clauses.literal(either)
    assert clauses.sat.solve([clauses.literal(-a), clauses.literal(b)])
    assert clauses.implicant([either]) == {b}


def test_a_required_literal_holds_and_a_fresh_variable_is_free() -> None:
    circuit = Circuit()
    a, b = circuit.input("a"), circuit.input("b")
    clauses = Clauses(circuit)
    clauses.require(circuit.conjunction([a, -b]))
    fresh = clauses.sat.fresh()
    for chosen in (fresh, -fresh):
        assert clauses.sat.solve([chosen])
        assert (clauses.is_true(a), clauses.is_true(b)) == (True, False)
    assert not clauses.sat.solve([clauses.literal(b)])
    assert clauses.sat.core() == frozenset({clauses.literal(b)})
