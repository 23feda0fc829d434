"""First-order logic means what the interpreter does, tried at fixed sizes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.step import stepper
from tdpspec.solving.first_order import FirstOrder, answer_of
from tdpspec.solving.session import Answer
from tdpspec.system.instance import instance
from tdpspec.system.terms import (
    TRUE,
    Bound,
    Comprehension,
    Equal,
    Everything,
    Exists,
    ForAll,
    Member,
    NoneValue,
    Not,
    Or,
    Read,
)
from tdpspec.system.types import RangeType, SetType
from tests.solving.models import Models
from tests.strategies import scope_of, states, terms
from tests.strategies import systems as random_systems
from tests.systems import BEST, NUMBER, WORKER, counter, workshop


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
@settings(max_examples=120)
def test_many_terms_and_steps_mean_what_the_interpreter_says(data: st.DataObject) -> None:
    means_the_same(data)


def test_a_number_outside_the_range_of_a_set_is_not_in_it() -> None:
    at = instance(counter())
    n, bits = Read("n", (), NUMBER), SetType((RangeType(0, 1),))
    for set_ in (Everything(bits), Comprehension((Bound("x", RangeType(0, 1)),), TRUE)):
        for number in range(4):
            Models(at).agree(Member((n,), set_), (number,), number <= 1)


def test_the_models_of_one_size_have_so_many_members() -> None:
    for size in (1, 2, 3):
        at = instance(workshop(), {"Worker": size, "Tool": 1})
        start = next(stepper(at).initial())
        w, v = Bound("w", WORKER.type), Bound("v", WORKER.type)
        Models(at).agree(ForAll((w, v), Equal(w, v)), start, size == 1)
        three = Exists(
            (w, v), ForAll((u := Bound("u", WORKER.type),), Or((Equal(u, w), Equal(u, v))))
        )
        Models(at).agree(three, start, size <= 2)


def test_two_formulas_that_exclude_each_other_do_so_at_every_size() -> None:
    system = workshop()
    logic = FirstOrder(system)
    w = Bound("w", WORKER.type)
    best = Read("best", (w,), BEST)
    all_, none = (
        ForAll((w,), one)
        for one in (Equal(best, NoneValue(BEST)), Not(Equal(best, NoneValue(BEST))))
    )
    both = [logic.holds(all_), logic.holds(none)]
    assert answer_of(logic.solver(both)) is Answer.UNSAT
    assert answer_of(logic.solver(both[:1])) is Answer.SAT
    assert logic.script(both).count("(assert") == 2
    # An initial state has no best tool, whatever its size.
    assert answer_of(logic.solver([logic.initial, both[1]])) is Answer.UNSAT
    assert answer_of(logic.solver([logic.initial, both[0]])) is Answer.SAT
