"""Both solvers give the same answers; their models are models, their cores exclude each other."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.solving.sat import PySat, Sat, Z3Sat

VARIABLES = 5
LITERALS = st.sampled_from([sign * one for one in range(1, VARIABLES + 1) for sign in (1, -1)])
CLAUSES = st.lists(st.lists(LITERALS, min_size=1, max_size=3), max_size=14)
ASSUMED = st.lists(LITERALS, max_size=4, unique=True)
SOLVERS = pytest.mark.parametrize("solver", [PySat, Z3Sat])


def is_satisfiable(clauses: list[list[int]]) -> bool:
    return any(
        all(any(values[abs(one) - 1] == (one > 0) for one in clause) for clause in clauses)
        for values in product((False, True), repeat=VARIABLES)
    )


@SOLVERS
@given(rounds=st.lists(st.tuples(CLAUSES, ASSUMED), min_size=1, max_size=3))
@settings(max_examples=60)
def test_answers_models_and_cores(
    solver: type[Sat], rounds: list[tuple[list[list[int]], list[int]]]
) -> None:
    sat, so_far = solver(), list[list[int]]()
    for number, (clauses, assumed) in enumerate(rounds, start=1):
        for one in clauses:
            sat.add(one)
        so_far += clauses
        answer = sat.solve(assumed)
        assert answer == is_satisfiable([*so_far, *([one] for one in assumed)])
        assert sat.queries == number
        if answer:
            assert all(any(map(sat.is_true, one)) for one in so_far)
            assert all(map(sat.is_true, assumed))
            assert all(sat.is_true(-one) != sat.is_true(one) for one in range(1, VARIABLES + 1))
        else:
            assert sat.core() <= frozenset(assumed)
            assert not is_satisfiable([*so_far, *([one] for one in sat.core())])


@SOLVERS
def test_a_variable_that_does_not_matter_is_false(solver: type[Sat]) -> None:
    sat = solver()
    assert sat.solve()
    assert not sat.is_true(7)
    assert sat.is_true(-7)
