"""An implicant makes the wanted literals true whatever the other inputs are."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.solving.circuit import Circuit
from tdpspec.solving.implicant import implicant

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


@given(circuits(), st.data())
@settings(max_examples=200)
def test_an_implicant_suffices_whatever_the_other_inputs_are(made, data) -> None:
    circuit, nodes = made
    inputs = list(circuit.inputs.values())
    true = frozenset(data.draw(st.sets(st.sampled_from(inputs))))
    wanted = [
        node if circuit.evaluate([node], true)[0] else -node
        for node in data.draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=3))
    ]
    found = implicant(circuit, wanted, true)
    assert all((one in true) if one > 0 else (-one not in true) for one in found)
    free = [one for one in inputs if one not in found and -one not in found]
    fixed = {one for one in found if one > 0}
    for values in product([False, True], repeat=len(free)):
        others = {one for one, value in zip(free, values, strict=True) if value}
        assert all(circuit.evaluate(wanted, fixed | others))
