"""Formulas of first-order logic, as Z3 has them."""

from __future__ import annotations

import z3

from tdpspec.solving.first_order import answer_of
from tdpspec.solving.logic import Logic
from tdpspec.solving.session import Answer
from tdpspec.system.types import BoolType
from tests.systems import WORKER

NODE = WORKER.type


def test_a_function_is_replaced_also_where_its_arguments_and_its_value_are_bound() -> None:
    logic = Logic({WORKER.name: WORKER})
    sort, boolean = logic.sort(NODE), logic.sort(BoolType())
    old = logic.function("old", (sort, sort), boolean)
    new = logic.function("new", (sort, sort, sort), boolean)

    def value(x: z3.ExprRef, y: z3.ExprRef) -> z3.BoolRef:
        return logic.exists((NODE,), lambda at: new(x, at[0], y))

    x, y = logic.fresh(NODE), logic.fresh(NODE)
    replacement = logic.replacement(old(x, y), (x, y), value(x, y))

    def claim(f: object) -> z3.BoolRef:
        assert callable(f)
        return logic.for_all(
            (NODE,), lambda a: logic.exists((NODE,), lambda b: logic.negation(f(b[0], a[0])))
        )

    replaced, expected = logic.replaced(claim(old), (replacement,)), claim(value)
    swapped = claim(lambda x, y: value(y, x))
    assert _are_the_same(logic, replaced, expected)
    assert not _are_the_same(logic, replaced, swapped)


def test_all_functions_are_replaced_at_once() -> None:
    logic = Logic({})
    boolean = logic.sort(BoolType())
    a, b = (logic.function(name, (), boolean)() for name in "ab")
    swap = (logic.replacement(a, (), b), logic.replacement(b, (), a))
    replaced = logic.replaced(logic.and_((a, logic.negation(b))), swap)
    assert _are_the_same(logic, replaced, logic.and_((b, logic.negation(a))))


def _are_the_same(logic: Logic, one: z3.BoolRef, other: z3.BoolRef) -> bool:
    solver = z3.Solver(ctx=logic.context)
    solver.add(logic.negation(logic.equal(one, other)))
    return answer_of(solver) is Answer.UNSAT
