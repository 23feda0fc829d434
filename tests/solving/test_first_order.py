"""First-order logic means what the interpreter does, tried at fixed sizes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.step import stepper
from tdpspec.system.instance import instance
from tests.solving.models import Models
from tests.strategies import scope_of, states, terms
from tests.strategies import systems as random_systems


def means_the_same(data: st.DataObject) -> None:
    at = instance(data.draw(random_systems(budget=300)))
    state = data.draw(states(at))
    condition = data.draw(terms(scope_of(at.system)))
    models = Models(at)
    models.agree(condition, state, bool(evaluator(at).value(condition, state)))
    models.agree_initially(state, stepper(at).is_initial(state))
    models.have_the_steps_of(state)


@given(st.data())
@settings(max_examples=40)
def test_terms_and_steps_mean_what_the_interpreter_says(data: st.DataObject) -> None:
    means_the_same(data)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=1000)
def test_many_terms_and_steps_mean_what_the_interpreter_says(data: st.DataObject) -> None:
    means_the_same(data)
