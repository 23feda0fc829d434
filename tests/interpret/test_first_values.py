"""Initial states that conditions restrict: the same as by listing all values, in the same order,
also where nobody could list them."""

from __future__ import annotations

from itertools import islice
from math import factorial

import pytest

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.first_values import first_entries, instances
from tdpspec.interpret.step import stepper
from tdpspec.interpret.values import entries_of
from tests.relations import BETWEEN, total_order
from tests.spec import instance_of

NOTHING = "action nothing { when false }"
ORDER = f"sort Number {total_order('Number')} {NOTHING}"
RING = f"sort Node {BETWEEN} {NOTHING}"


@pytest.mark.parametrize("size", range(1, 7))
def test_the_orders_of_some_members(size: int) -> None:
    at = instance_of(ORDER, Number=size)
    assert sum(1 for _ in stepper(at).initial()) == factorial(size)


def test_the_ways_to_stand_in_a_ring() -> None:
    for size in (1, 2, 3, 4):
        at = instance_of(RING, Node=size)
        # With one or two, nobody is between two others but where somebody is named twice: never.
        orders = sum(1 for _ in stepper(at).initial())
        assert orders == factorial(size - 1)


def test_the_first_order_of_many_members_is_found_at_once() -> None:
    assert len(list(islice(stepper(instance_of(ORDER, Number=9)).initial(), 1))) == 1


CONDITIONS = {
    "var x: set Node = any\ndef differs = x != first": (
        "x = {}",
        "{} != x",
        "x subset Node and not Node subset x",
        "exists n: Node. x = {n}",
        "exists n: Node. Node minus x = {n}",
        "x minus {n: Node | n in first} = {}",
        "first union x = Node",
        "x disjoint first",
        "forall n: Node. n in x <=> n notin first",
        "differs",
    ),
    "var x: Node -> set Node = any": (
        "forall m, n: Node. n in x[m] <=> m in x[n]",
        "forall m, n: Node. m != n => x[m] disjoint x[n]",
        "forall m, n: Node. x[m] subset x[n] or x[n] subset x[m]",
        "exists n: Node. x[n] = first",
    ),
    "var x: Node -> Node? = any": (
        "forall m, n: Node. x[m] = x[n] => m = n",
        "forall n: Node. x[n] is m => m in first",
        "exists n: Node. forall m: Node. x[m] = n",
        "forall n: Node. x[n] is m => x[m] = none",
    ),
    "var x: Node -> 0..3 = any": (
        "forall m, n: Node. x[m] + 1 >= x[n]",
        "forall n: Node. x[n] < 2 or n in first",
        "exists n: Node. 3 - x[n] = 0",
    ),
    "var x: Node -> bool = any": ("exists n: Node. x[n]", "forall n: Node. x[n] => n in first"),
    "var x: Side = any": ("x = left", "at_left[x]"),
    "var x: 1..4 = any": ("x > 1 and x != 3",),
}


@pytest.mark.parametrize(
    ("declared", "condition"), [(var, one) for var, all_ in CONDITIONS.items() for one in all_]
)
def test_what_fits_is_found_in_the_order_of_all_values(declared: str, condition: str) -> None:
    at = instance_of(
        f"""
        sort Node = 3
        enum Side = left | right
        var first: set Node = any
        var at_left: Side -> bool = any
        {declared}
        initially {condition}
        action nothing {{ when false }}
        """
    )
    meaning = evaluator(at)
    (term,) = at.system.initially
    *_, variable = at.system.variables
    one, two = frozenset({1}), frozenset({0, 2})
    for before in ((one, (False, True)), (two, (True, False))):
        wanted = [
            entries
            for entries in entries_of(at, variable.indices, variable.type)
            if meaning.value(term, (*before, entries))
        ]
        tests = tuple(instances(meaning, term))
        assert list(first_entries(at, before, variable, tests)) == wanted
        assert wanted
