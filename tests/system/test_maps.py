"""Maps: the shorthands mean what the pointwise entry says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.step import stepper
from tdpspec.system.instance import instance
from tdpspec.system.maps import (
    Branch,
    Build,
    Current,
    Store,
    branch,
    entry,
    map_terms,
    store,
    terms_in,
)
from tdpspec.system.terms import FALSE, TRUE, Bound, Equal, IntValue, Ite, Read
from tdpspec.system.trace import Step
from tdpspec.system.types import BOOL, RangeType, SortType
from tests.strategies import draw_element, states, systems
from tests.system.test_make import simplified

ROOT, NUMBER = SortType("Root"), RangeType(0, 9)
X, Y, Z = (Bound(name, ROOT) for name in "xyz")
NOW = Current("v", NUMBER)
ONE, TWO, THREE = map(IntValue, (1, 2, 3))
P, Q = Read("p", (), BOOL), Read("q", (), BOOL)
V_AT_Z = Read("v", (Z,), NUMBER)


def test_outermost_store_wins():
    twice = Store(Store(NOW, (X,), ONE), (Y,), TWO)
    assert entry(twice, (Z,)) == Ite(Equal(Z, Y), TWO, Ite(Equal(Z, X), ONE, V_AT_Z))
    assert entry(twice, (Y,)) == TWO


def test_entry_of_a_build_puts_the_index_in():
    built = Build((X,), Ite(Equal(X, Y), ONE, Read("v", (X,), NUMBER)))
    assert entry(built, (Z,)) == Ite(Equal(Z, Y), ONE, V_AT_Z)


def test_variable_without_indices_has_one_entry():
    assert entry(Store(NOW, (), ONE), ()) == ONE
    assert entry(Branch(P, Store(NOW, (), ONE), NOW), ()) == Ite(P, ONE, Read("v", (), NUMBER))


def test_store_over_the_same_entry_replaces_the_first():
    assert store(store(NOW, (X,), ONE), (X,), TWO) == Store(NOW, (X,), TWO)


def test_store_of_what_is_there_already_is_no_store():
    assert store(NOW, (X,), Read("v", (X,), NUMBER)) == NOW


def test_branch_with_a_known_condition_is_the_branch():
    first, second = Store(NOW, (X,), ONE), Store(NOW, (Y,), TWO)
    assert branch(TRUE, first, second) == first
    assert branch(FALSE, first, second) == second
    assert branch(P, first, first) == first
    assert branch(P, first, second) == Branch(P, first, second)


@pytest.mark.parametrize(
    ("then", "otherwise", "merged"),
    [
        (Store(NOW, (X,), ONE), Store(NOW, (X,), TWO), Store(NOW, (X,), Ite(P, ONE, TWO))),
        (Store(NOW, (X,), ONE), NOW, Store(NOW, (X,), Ite(P, ONE, Read("v", (X,), NUMBER)))),
        (NOW, Store(NOW, (X,), ONE), Store(NOW, (X,), Ite(P, Read("v", (X,), NUMBER), ONE))),
    ],
)
def test_branch_merges_stores_to_the_same_entry(then, otherwise, merged):
    assert branch(P, then, otherwise) == merged


def test_map_terms_changes_every_term_and_simplifies():
    def change(term):
        return TRUE if term == P else TWO if term == ONE else term

    before = Branch(P, Store(NOW, (X,), ONE), Build((X,), THREE))
    assert terms_in(before) == (P, X, ONE, THREE)
    assert map_terms(before, change) == Store(NOW, (X,), TWO)


def _check_updates(data: st.DataObject) -> None:
    """What ``step`` computes for a whole variable is ``entry`` at each of its indices, before and
    after simplification."""
    system = data.draw(systems().filter(lambda one: any(a.updates for a in one.actions)))
    at = instance(system)
    state = data.draw(states(at))
    action = data.draw(st.sampled_from([one for one in system.actions if one.updates]))
    arguments = tuple(draw_element(data.draw, at, one.type) for one in action.parameters)
    after = stepper(at).successor(state, Step(action.name, arguments))
    meaning = evaluator(at)
    values = dict(zip(action.parameters, arguments, strict=True))
    maps = {one.variable: one.map for one in action.updates}
    for variable in system.variables:
        given_map = maps.get(variable.name, Current(variable.name, variable.type))
        bound = tuple(Bound(f"at{i}", one) for i, one in enumerate(variable.indices))
        for map_ in (given_map, map_terms(given_map, simplified)):
            term = entry(map_, bound)
            for indices in at.index_tuples(variable):
                bindings = values | dict(zip(bound, indices, strict=True))
                expected = meaning.value(term, state, bindings)
                assert at.read(after, variable, indices) == expected


@given(st.data())
def test_successor_is_entry_at_every_index(data):
    _check_updates(data)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.data())
def test_successor_is_entry_at_every_index_in_many_systems(data):
    _check_updates(data)
