"""A proof is checked for its own k, whatever was checked before by the same solvers."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.solving.recheck import Rechecker
from tdpspec.solving.session import Answer
from tdpspec.system.instance import instance
from tdpspec.system.maps import Current, Store
from tdpspec.system.terms import TRUE, Equal, IntValue, Not, Read
from tdpspec.system.types import RangeType
from tests import systems

NUMBER = RangeType(0, 2)
X = Read("x", (), NUMBER)


def dead_end() -> Rechecker:
    """x is 0; from 1, which is not reached, one step leads to 2, from where none leads on."""
    blank = systems.system("dead_end", variables=(systems.variable("x", NUMBER, IntValue(0)),))
    leap = systems.action(
        "leap", (), Equal(X, IntValue(1)), {"x": Store(Current("x", NUMBER), (), IntValue(2))}
    )
    return Rechecker(instance(replace(blank, actions=(leap,))))


def test_a_step_into_a_dead_end_counts_after_a_longer_induction_too() -> None:
    never_two = (Not(Equal(X, IntValue(2))),)
    rechecker = dead_end()
    assert rechecker.induction((TRUE,), 2).answer is Answer.UNSAT
    assert rechecker.induction(never_two, 1).answer is Answer.SAT


def test_one_condition_does_not_help_the_next() -> None:
    rechecker = dead_end()
    assert rechecker.induction((Equal(X, IntValue(0)),), 1).answer is Answer.UNSAT
    assert rechecker.induction((Not(Equal(X, IntValue(2))),), 1).answer is Answer.SAT
