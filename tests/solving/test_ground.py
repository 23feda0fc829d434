"""One meaning: a grounded term has the value that the interpreter gives it."""

from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.evaluate import evaluator
from tdpspec.solving.atoms import choice_atoms, encode, is_one_hot, keys
from tdpspec.solving.circuit import FALSE, Circuit
from tdpspec.solving.ground import Grounder
from tdpspec.system.instance import instance
from tdpspec.system.terms import Bound, Read, The, type_of
from tdpspec.system.types import BoolType, RangeType, SetType
from tests import systems as hand_made
from tests.strategies import can_make, scope_of, states, systems, terms


def value_of(type_, true_keys):
    """What the true keys of a value stand for."""
    match type_:
        case BoolType():
            return bool(true_keys)
        case SetType():
            return frozenset(true_keys)
        case _:
            (one,) = true_keys
            return one


@given(st.data())
def test_ground_terms_mean_what_the_interpreter_says(data):
    system = data.draw(systems(choices=data.draw(st.booleans())))
    at = instance(system)
    scope = scope_of(system)
    type_ = data.draw(st.sampled_from([one for one in scope.types if can_make(scope, one)]))
    term = data.draw(terms(scope, type_))
    state = data.draw(states(at))
    choices = {
        one.name: data.draw(st.sampled_from(at.elements(one.type))) for one in system.choices
    }
    circuit = Circuit()
    grounded = Grounder(at, circuit).literals(term, {})
    held = [circuit.input(atom) for atom in sorted(encode(at, state), key=repr)]
    for one in system.choices:
        held += [
            circuit.input(atom) for atom in choice_atoms(at, one) if choices[one.name] == atom.key
        ]
    values = circuit.evaluate(grounded.values(), held)
    true_keys = [key for key, value in zip(grounded, values, strict=True) if value]
    expected = evaluator(at, choices).value(term, state)
    assert value_of(type_of(term), true_keys) == expected


@given(st.data())
def test_a_value_keeps_to_the_keys_of_its_type(data):
    system = data.draw(systems())
    at = instance(system)
    scope = scope_of(system)
    type_ = data.draw(st.sampled_from([one for one in scope.types if can_make(scope, one)]))
    term = data.draw(terms(scope, type_))
    grounded = Grounder(at, Circuit()).literals(term, {})
    possible = {key for key, one in grounded.items() if one != FALSE}
    assert possible <= set(keys(at, type_of(term)))
    if isinstance(type_, RangeType):
        assert is_one_hot(type_)
        assert possible <= set(keys(at, type_))


def test_the_inside_of_none_is_the_first_value_as_in_the_interpreter():
    at = instance(hand_made.workshop())
    best = Read("best", (Bound("w", hand_made.WORKER.type),), hand_made.BEST)
    worker = dict.fromkeys(best.indices, 0)
    circuit = Circuit()
    grounded = Grounder(at, circuit).literals(The(best), worker)
    state = (frozenset(), (None, 1), False)
    held = [circuit.input(atom) for atom in sorted(encode(at, state), key=repr)]
    assert circuit.evaluate((grounded[0], grounded[1]), held) == (True, False)
    assert evaluator(at).value(The(best), state, worker) == 0
