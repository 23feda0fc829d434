"""Initial states, enabled steps and successors of systems built by hand, and of random ones."""

from dataclasses import replace
from itertools import islice, product

from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.step import stepper
from tdpspec.interpret.values import count_values, entries_of
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.maps import Branch, Build, Current, Store
from tdpspec.system.model import Definition, Sort
from tdpspec.system.terms import TRUE, Apply, Bound, Equal, IntValue, Not, Read
from tdpspec.system.trace import Step
from tdpspec.system.types import BOOL, RangeType, SetType
from tests import systems as hand
from tests.strategies import draw_element, states, systems

LOCKED = instance(fix(hand.mutex(), "locked"))
ROOT = Sort("Root", 2, (), "", hand.HERE)
NUMBER = RangeType(0, 9)


def test_written_initial_value_is_that_of_every_entry():
    assert list(stepper(LOCKED).initial()) == [(("idle", "idle"), None)]


def test_any_initial_value_is_any_for_every_entry_independently():
    system = hand.system(
        "any",
        sorts=(ROOT,),
        variables=(hand.variable("set", SetType((ROOT.type,)), None, (BOOL,)),),
    )
    found = [state for (state,) in stepper(instance(system)).initial()]
    every = (frozenset(), frozenset({0}), frozenset({1}), frozenset({0, 1}))
    assert found == list(product(every, every))


def test_initial_conditions_may_use_definitions():
    p, q = (Read(name, (), BOOL) for name in "pq")
    same = Definition("same", (), Equal(p, q), BOOL, "", hand.HERE)
    system = replace(
        hand.system("filtered", variables=tuple(hand.variable(n, BOOL, None) for n in "pqr")),
        definitions=(same,),
        initially=(Not(Apply("same", (), BOOL)), p),
    )
    meaning = stepper(instance(system))
    assert list(meaning.initial()) == [(True, False, False), (True, False, True)]
    assert meaning.is_initial((True, False, True))
    assert not meaning.is_initial((False, True, True))


def test_state_of_another_shape_is_not_initial():
    meaning = stepper(LOCKED)
    assert not meaning.is_initial(())
    assert not meaning.is_initial((("idle",), None))
    workshop = stepper(instance(hand.workshop()))
    start = (frozenset(), (None, None), False)
    assert workshop.is_initial(start)
    assert not workshop.is_initial((*start[:2], None))


def test_enabled_steps_are_in_declaration_order():
    meaning = stepper(instance(hand.workshop()))
    assert meaning.enabled((frozenset({(0, 0)}), (None, None), False)) == (
        Step("take", (0, 1)),
        Step("take", (1, 1)),
        Step("prefer", (0, 0)),
        Step("give", (0, 0)),
        Step("close", ()),
    )


def test_successor_leaves_variables_without_update():
    meaning = stepper(instance(hand.workshop()))
    before = (frozenset({(0, 0), (1, 1)}), (0, None), False)
    assert meaning.successor(before, Step("give", (0, 0))) == (
        frozenset({(1, 1)}),
        (None, None),
        False,
    )
    assert meaning.successor(before, Step("give", (1, 1))) == (
        frozenset({(0, 0)}),
        (0, None),
        False,
    )
    assert meaning.successor(before, Step("close", ())) == (frozenset(), (None, None), False)


def test_step_that_no_action_has_is_not_enabled():
    meaning, state = stepper(LOCKED), (("idle", "critical"), 1)
    assert meaning.is_enabled(state, Step("leave", (1,)))
    assert not meaning.is_enabled(state, Step("leave", (0,)))
    assert not meaning.is_enabled(state, Step("leave", (2,)))
    assert not meaning.is_enabled(state, Step("leave", ()))
    assert not meaning.is_enabled(state, Step("vanish", (1,)))


def test_update_that_leaves_its_range_is_a_transition():
    assert stepper(instance(hand.counter())).successor((3,), Step("up", ())) == (3,)


def after(map_, x=0, y=1, before=((1, 2), (3, 4))):
    """The grid after a step that changes it by ``map_``, with two members as parameters."""
    grid = hand.variable("grid", NUMBER, None, (ROOT.type, ROOT.type))
    parameters = (Bound("x", ROOT.type), Bound("y", ROOT.type))
    system = replace(
        hand.system("grid", sorts=(ROOT,), variables=(grid,)),
        actions=(hand.action("change", parameters, TRUE, {"grid": map_}),),
    )
    (found,) = stepper(instance(system)).successor((before,), Step("change", (x, y)))
    return found


NOW = Current("grid", NUMBER)
X, Y, K, L = (Bound(name, ROOT.type) for name in "xykl")


def test_outermost_store_wins():
    twice = Store(Store(NOW, (X, Y), IntValue(7)), (X, X), IntValue(8))
    assert after(twice) == ((8, 7), (3, 4))
    assert after(twice, x=1, y=1) == ((1, 2), (3, 8))


def test_updates_read_the_state_before_the_step():
    swap = Store(
        Store(NOW, (X, Y), Read("grid", (Y, X), NUMBER)), (Y, X), Read("grid", (X, Y), NUMBER)
    )
    assert after(swap) == ((1, 3), (2, 4))


def test_build_transposes():
    assert after(Build((K, L), Read("grid", (L, K), NUMBER))) == ((1, 3), (2, 4))


def test_branch_takes_one_map():
    map_ = Branch(Equal(X, Y), NOW, Store(NOW, (X, X), IntValue(0)))
    assert after(map_) == ((0, 2), (3, 4))
    assert after(map_, x=1, y=1) == ((1, 2), (3, 4))


@given(st.data())
def test_moves_are_the_argument_values_that_satisfy_the_guard(data):
    """The guard is tested conjunct by conjunct while parameters get values; taken as a whole, for
    all values, it must give the same steps in the same order."""
    system = data.draw(systems())
    at = instance(system)
    state = data.draw(states(at))
    meaning, steps = evaluator(at), stepper(at)
    expected = [
        Step(action.name, arguments)
        for action in system.actions
        for arguments in product(*(at.elements(one.type) for one in action.parameters))
        if meaning.value(action.guard, state, dict(zip(action.parameters, arguments, strict=True)))
    ]
    moves = list(steps.moves(state))
    assert [step for step, _ in moves] == expected
    for step, state_after in moves:
        assert steps.is_enabled(state, step)
        assert steps.successor(state, step) == state_after


@given(st.data())
def test_successors_are_states(data):
    """Also where the guard does not hold: an update never fails to produce a value."""
    system = data.draw(systems())
    at = instance(system)
    state = data.draw(states(at))
    action = data.draw(st.sampled_from(system.actions))
    arguments = tuple(draw_element(data.draw, at, one.type) for one in action.parameters)
    found = stepper(at).successor(state, Step(action.name, arguments))
    anything = replace(
        system,
        variables=tuple(replace(one, initial=None) for one in system.variables),
        initially=(),
    )
    assert stepper(instance(anything)).is_initial(found)


@given(systems())
def test_initial_states_are_those_that_meet_every_condition(system):
    at = instance(system)
    meaning = stepper(at)
    listed = list(islice(meaning.initial(), 300))
    assert len(set(listed)) == len(listed)
    assert all(map(meaning.is_initial, listed))
    variables = system.variables
    shapes = [(one.indices, one.type) for one in variables]
    number = 1
    for shape in shapes:
        number *= count_values(at, *shape)
    if number <= 300:
        every = product(*(entries_of(at, *shape) for shape in shapes))
        assert set(filter(meaning.is_initial, every)) == set(listed)
