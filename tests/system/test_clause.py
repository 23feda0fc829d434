"""A condition as a clause means the same."""

from __future__ import annotations

import pytest

from tdpspec.system.clause import Clause, clause_of
from tdpspec.system.make import conjunction, disjunction, implies, negation
from tdpspec.system.terms import FALSE, TRUE, Bound, ForAll, Member, Read, Term
from tdpspec.system.types import BOOL, SetType, SortType

NODE = SortType("Node")
N = Bound("n", NODE)
A, B, C = (Read(name, (), BOOL) for name in "abc")
HELD = Member((N,), Read("held", (), SetType((NODE,))))


@pytest.mark.parametrize(
    ("condition", "premises", "alternatives"),
    [
        (implies(conjunction(A, B), C), (A, B), (C,)),
        (implies(A, disjunction(B, C)), (A,), (B, C)),
        (negation(conjunction(A, negation(B))), (A, negation(B)), ()),
        (negation(A), (A,), ()),
        (disjunction(A, B), (), (A, B)),
        (A, (), (A,)),
        (TRUE, (), (TRUE,)),
        (FALSE, (), ()),
    ],
)
def test_its_parts(
    condition: Term, premises: tuple[Term, ...], alternatives: tuple[Term, ...]
) -> None:
    found = clause_of(condition)
    assert (found.premises, found.alternatives) == (premises, alternatives)
    assert found.term == condition


def test_what_is_bound() -> None:
    condition = ForAll((N,), implies(HELD, A))
    assert clause_of(condition) == Clause((N,), (HELD,), (A,))
    assert clause_of(condition).term == condition
