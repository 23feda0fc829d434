"""A state is the set of atoms that are true in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.solving.atoms import Atom, decode, encode, state_atoms
from tdpspec.system.instance import instance
from tests import systems
from tests.strategies import states
from tests.strategies import systems as random_systems


@given(st.data())
def test_decoding_undoes_encoding(data):
    at = instance(data.draw(random_systems()))
    state = data.draw(states(at))
    held = encode(at, state)
    assert held <= set(state_atoms(at))
    assert decode(at, held) == state


def test_a_range_is_one_hot():
    at = instance(systems.counter())
    assert state_atoms(at) == tuple(Atom("n", (), number) for number in range(4))
    assert encode(at, (2,)) == {Atom("n", (), 2)}


@pytest.mark.parametrize("held", [(), (Atom("n", (), 0), Atom("n", (), 1))])
def test_an_entry_without_exactly_one_value_is_not_a_state(held):
    with pytest.raises(AssertionError):
        decode(instance(systems.counter()), held)
