"""Fixing a design: the choices go, the meaning stays."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.step import stepper
from tdpspec.system.fix import assign, fix
from tdpspec.system.instance import instance
from tdpspec.system.model import Hint, Invariant
from tdpspec.system.terms import FALSE, TRUE, And, ChoiceRead, Implies, Not
from tdpspec.system.verdict import Lemma, hinted
from tests import systems as hand
from tests.strategies import states, systems


def test_fixed_system_has_its_design_and_no_choices():
    fixed = fix(hand.mutex(), "free")
    assert (fixed.design, fixed.choices) == ("free", ())
    assert fixed.action["enter"].guard == hand.mutex().action["enter"].guard.of[0]


def test_unknown_design_is_a_key_error():
    with pytest.raises(KeyError):
        fix(hand.mutex(), "nothing")


def test_some_choices_may_stay_open():
    assert assign(hand.mutex(), {}) == hand.mutex()


def test_action_switched_off_by_the_design_is_dropped():
    system = hand.mutex()
    enter, leave = system.actions
    off = replace(leave, guard=And((leave.guard, Not(ChoiceRead("locked", hand.BOOL)))))
    system = replace(system, actions=(enter, off))
    assert [one.name for one in fix(system, "locked").actions] == ["enter"]
    assert [one.name for one in fix(system, "free").actions] == ["enter", "leave"]


def test_update_that_becomes_nothing_is_dropped():
    system = hand.mutex()
    enter, leave = system.actions
    current = hand.Current("holder", hand.OptionType(hand.PROC.type))
    place, holder = enter.updates
    sometimes = hand.Branch(ChoiceRead("locked", hand.BOOL), holder.map, current)
    enter = replace(enter, updates=(place, replace(holder, map=sometimes)))
    system = replace(system, actions=(enter, leave))
    assert fix(system, "free").action["enter"].updates == (place,)
    assert fix(system, "locked").action["enter"].updates == (place, holder)


def _check_assign(data: st.DataObject) -> None:
    system = data.draw(systems(choices=True))
    design = data.draw(st.sampled_from(system.designs))
    fixed = fix(system, design.name)
    choices = {name: value.value for name, value in design.assignment}
    before, after = instance(system), instance(fixed)
    assert set(stepper(before, choices).initial()) == set(stepper(after).initial())
    meaning, fixed_meaning = evaluator(before, choices), evaluator(after)
    state = data.draw(states(before))
    assert list(stepper(before, choices).moves(state)) == list(stepper(after).moves(state))
    for prop in system.properties:
        if isinstance(prop, Invariant):
            now = fixed.property[prop.name].condition
            assert fixed_meaning.value(now, state) == meaning.value(prop.condition, state)
    for action in fixed.actions:
        bindings = {one: after.elements(one.type)[-1] for one in action.parameters}
        for old, new in zip(system.action[action.name].checks, action.checks, strict=True):
            assert fixed_meaning.value(new.condition, state, bindings) == meaning.value(
                old.condition, state, bindings
            )


@given(st.data())
def test_fixed_system_means_the_same(data):
    _check_assign(data)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.data())
def test_many_fixed_systems_mean_the_same(data):
    _check_assign(data)


def test_guard_that_is_false_from_the_start_is_dropped_too():
    system = hand.counter()
    up, down = system.actions
    assert assign(replace(system, actions=(up, replace(down, guard=FALSE))), {}).actions == (up,)


def test_choices_in_lemmas_are_replaced():
    hint = Hint("looked", Implies(ChoiceRead("locked", hand.BOOL), TRUE), "", hand.HERE)
    other = replace(hint, condition=ChoiceRead("locked", hand.BOOL))
    system = replace(hand.mutex(), hints=(hint, other))
    assert [one.condition for one in fix(system, "free").hints] == [TRUE, FALSE]
    assert hinted(fix(system, "locked")) == (Lemma("looked", TRUE), Lemma("looked", TRUE))
