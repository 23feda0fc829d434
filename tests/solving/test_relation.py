"""The ground relation has the steps of the interpreter, no more and no fewer."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.explore import graph
from tdpspec.interpret.step import stepper
from tdpspec.solving.atoms import encode
from tdpspec.solving.relation import Relation
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.maps import Current, Store
from tdpspec.system.terms import TRUE, Arithmetic, IntValue, Read, Sign
from tests import systems
from tests.strategies import states
from tests.strategies import systems as random_systems


def after(relation, state, action):
    """The atoms that hold after ``action`` in ``state``, as literals of their inputs."""
    held = [relation.atoms[atom] for atom in encode(relation.instance, state)]
    fires = {one.step: one.selector for one in relation.actions}
    changed = relation.next_values(fires)
    values = relation.circuit.evaluate(changed.values(), [*held, action.selector])
    return {node for node, value in zip(changed, values, strict=True) if value}


@given(st.data())
def test_enabled_steps_and_successors_are_those_of_the_interpreter(data):
    at = instance(data.draw(random_systems()))
    state = data.draw(states(at))
    relation = Relation(at)
    held = [relation.atoms[atom] for atom in encode(at, state)]
    expected = dict(stepper(at).moves(state))
    enabled = relation.circuit.evaluate([one.guard for one in relation.actions], held)
    found = [one for one, can in zip(relation.actions, enabled, strict=True) if can]
    assert [one.step for one in found] == list(expected)
    for one in found:
        reached = {relation.atoms[atom] for atom in encode(at, expected[one.step])}
        assert after(relation, state, one) == reached


@given(st.data())
def test_initial_states_are_those_of_the_interpreter(data):
    at = instance(data.draw(random_systems()))
    state = data.draw(states(at))
    relation = Relation(at)
    held = [relation.atoms[atom] for atom in encode(at, state)]
    assert relation.circuit.evaluate((relation.initial,), held) == (stepper(at).is_initial(state),)
    assert all(relation.circuit.evaluate(relation.well_formed, held))


def test_no_selected_action_changes_nothing():
    relation = Relation(instance(systems.counter()))
    node = relation.atoms[next(iter(relation.atoms))]
    changed = relation.next_values({one.step: one.selector for one in relation.actions})
    values = relation.circuit.evaluate(changed.values(), [node])
    assert [one for one, value in zip(changed, values, strict=True) if value] == [node]


def test_an_action_that_can_never_fire_is_dropped():
    at = instance(systems.counter())
    never = replace(at.system.actions[0], name="never", guard=systems.BoolValue(False))
    more = replace(at, system=replace(at.system, actions=(*at.system.actions, never)))
    assert len(Relation(more).actions) == len(Relation(at).actions) == 2


def test_a_value_without_an_atom_is_an_error_and_never_a_lost_transition():
    at = instance(systems.counter())
    n = Read("n", (), systems.NUMBER)
    beyond = Store(Current("n", systems.NUMBER), (), Arithmetic(Sign.PLUS, n, IntValue(1)))
    wrong = systems.action("beyond", (), TRUE, {"n": beyond})
    with pytest.raises(AssertionError, match="beyond"):
        Relation(replace(at, system=replace(at.system, actions=(wrong,))))


def test_open_choices_become_frozen_atoms_and_a_fixed_design_has_none():
    open_ = systems.mutex()
    assert [one.choice for one in Relation(instance(open_)).frozen] == ["locked"]
    assert not Relation(instance(fix(open_, "locked"))).frozen


def test_every_reachable_step_of_the_workshop_is_a_ground_action():
    at = instance(systems.workshop())
    ground = {one.step for one in Relation(at).actions}
    assert {step for _, step, _ in graph(at).edges} <= ground
