"""The circuit means what its names say, and stores each gate once."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tdpspec.solving.circuit import FALSE, TRUE, Circuit


def test_gates_are_stored_once_in_any_order():
    circuit = Circuit()
    a, b, c = map(circuit.input, "abc")
    assert circuit.conjunction((a, b, c)) == circuit.conjunction((c, a, TRUE, b, a))
    assert circuit.disjunction((a, b)) == -circuit.conjunction((-b, -a))
    assert len(circuit) == 6  # true, three inputs, two gates


def test_constants_fold():
    circuit = Circuit()
    a = circuit.input("a")
    assert circuit.conjunction(()) == TRUE
    assert circuit.disjunction(()) == FALSE
    assert circuit.conjunction((a, FALSE)) == FALSE
    assert circuit.disjunction((a, -a)) == TRUE
    assert circuit.ite(a, TRUE, FALSE) == a
    assert circuit.iff(a, FALSE) == -a
    assert circuit.iff(a, a) == TRUE
    assert circuit.implies(a, a) == TRUE


def test_gates_come_after_their_operands():
    circuit = Circuit()
    a, b, c = map(circuit.input, "abc")
    top = circuit.ite(a, circuit.iff(b, c), circuit.disjunction((b, c)))
    cone = circuit.cone((top,))
    assert cone == sorted(cone)
    for node in cone:
        assert all(abs(one) < node for one in circuit.operands(node) or ())


@given(st.integers(0, 5))
def test_exactly_one_counts_one(count):
    circuit = Circuit()
    inputs = [circuit.input(one) for one in range(count)]
    one, at_most = circuit.exactly_one(inputs), circuit.at_most_one(inputs)
    for values in product((False, True), repeat=count):
        held = [literal for literal, value in zip(inputs, values, strict=True) if value]
        assert all(circuit.evaluate(one, held)) == (len(held) == 1)
        assert all(circuit.evaluate(at_most, held)) == (len(held) <= 1)


def test_operators_have_their_truth_tables():
    circuit = Circuit()
    a, b, c = map(circuit.input, "abc")
    gates = (
        circuit.ite(a, b, c),
        circuit.ite(a, b, -b),
        circuit.iff(a, b),
        circuit.implies(a, b),
        circuit.disjunction((a, -b, c)),
    )
    for x, y, z in product((False, True), repeat=3):
        held = [n for n, value in zip((a, b, c), (x, y, z), strict=True) if value]
        expected = (y if x else z, x == y, x == y, y or not x, x or not y or z)
        assert circuit.evaluate(gates, held) == expected
