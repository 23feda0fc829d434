"""What a spec says is well formed; what only looks like it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.system.claims import terms_of
from tdpspec.system.make import for_all
from tdpspec.system.maps import terms_in
from tdpspec.system.model import System
from tdpspec.system.terms import (
    And,
    Apply,
    Arithmetic,
    BoolValue,
    Bound,
    ChoiceRead,
    Compare,
    Comprehension,
    EnumValue,
    Equal,
    Everything,
    Exists,
    ForAll,
    Implies,
    IntValue,
    Ite,
    Member,
    MemberValue,
    NoneValue,
    Not,
    Or,
    Order,
    Read,
    Saturate,
    SetOf,
    SetOp,
    SetOperation,
    Sign,
    Some,
    Subset,
    The,
    free,
    type_of,
)
from tdpspec.system.types import BOOL, EnumType, OptionType, RangeType, SetType, SortType
from tdpspec.system.well_formed import is_condition
from tests import systems
from tests.counterexamples import system as shipped
from tests.strategies import scope_of, terms
from tests.strategies import systems as random_systems

SYSTEM: System = replace(
    systems.system(
        "shelf",
        sorts=(systems.WORKER, systems.SIDE),
        variables=(
            systems.variable("flag", BOOL, None),
            systems.variable("count", RangeType(0, 3), None),
            systems.variable("colour", EnumType("C", ("red", "green")), None),
            systems.variable("turn", systems.SIDE.type, None),
            systems.variable("best", OptionType(RangeType(0, 3)), None),
            systems.variable("busy", BOOL, None, (systems.WORKER.type,)),
            systems.variable("marked", SetType((RangeType(0, 3),)), None),
        ),
    )
)
WORKER, COLOUR = systems.WORKER.type, EnumType("C", ("red", "green"))
W = Bound("w", WORKER)
FLAG, COUNT = Read("flag", (), BOOL), Read("count", (), RangeType(0, 3))
NOW, TURN = Read("colour", (), COLOUR), Read("turn", (), systems.SIDE.type)
BEST, BUSY = Read("best", (), OptionType(RangeType(0, 3))), Read("busy", (W,), BOOL)
MARKED = Read("marked", (), SetType((RangeType(0, 3),)))
ONE = IntValue(1)


@pytest.mark.parametrize("spec", ["tdp_mmu_roots", "german", "die_hard"])
def test_what_a_spec_says_is_well_formed(spec: str) -> None:
    found = shipped(spec)
    conditions = [one for claim in found.properties for one in terms_of(claim)]
    for action in found.actions:
        conditions.append(for_all(action.parameters, action.guard))
        for update in action.updates:
            conditions.extend(
                for_all(action.parameters, one)
                for one in terms_in(update.map)
                if type_of(one) == BOOL and free(one) <= set(action.parameters)
            )
    conditions.extend(
        one.body for one in found.definitions if one.type == BOOL and not free(one.body)
    )
    assert len(conditions) > 5
    for one in conditions:
        assert is_condition(found, for_all(sorted(free(one), key=lambda b: b.name), one)), one


@given(st.data())
@settings(max_examples=100)
def test_random_terms_are(data: st.DataObject) -> None:
    found = data.draw(random_systems(budget=300))
    assert is_condition(found, data.draw(terms(scope_of(found))))


WELL_FORMED = [
    FLAG,
    Equal(COUNT, ONE),
    Equal(Arithmetic(Sign.PLUS, COUNT, ONE), IntValue(9)),
    Compare(Order.LESS, Saturate(COUNT, RangeType(0, 1)), ONE),
    Equal(NOW, EnumValue("red", COLOUR)),
    Equal(TURN, MemberValue("left", systems.SIDE.type)),
    Equal(BEST, NoneValue(OptionType(RangeType(0, 3)))),
    Equal(BEST, Some(ONE)),
    Compare(Order.LESS, The(BEST), ONE),
    ForAll((W,), BUSY),
    Exists((W,), Not(BUSY)),
    Member((ONE,), MARKED),
    Subset(
        SetOf(((ONE,),), MARKED.type), SetOperation(SetOp.UNION, MARKED, Everything(MARKED.type))
    ),
    Equal(Ite(FLAG, COUNT, ONE), ONE),
    ForAll((W,), Member((W,), Comprehension((W,), BUSY))),
]


@pytest.mark.parametrize("term", WELL_FORMED, ids=lambda one: type(one).__name__)
def test_what_is_well_formed(term: object) -> None:
    assert is_condition(SYSTEM, term)


@pytest.mark.parametrize(
    "term",
    [
        None,
        ONE,
        BoolValue(2),  # type: ignore[arg-type]
        Equal(FLAG, BoolValue("x")),  # type: ignore[arg-type]
        Equal(COUNT, IntValue("1")),  # type: ignore[arg-type]
        Equal(COUNT, IntValue(True)),
        Equal(COUNT, BoolValue(True)),
        Equal(NOW, EnumValue("blue", COLOUR)),
        Equal(NOW, EnumValue("green", EnumType("C", ("green", "red")))),
        Equal(TURN, EnumValue("left", systems.SIDE.type)),  # type: ignore[arg-type]
        Equal(NOW, MemberValue("green", COLOUR)),  # type: ignore[arg-type]
        Equal(TURN, MemberValue("up", systems.SIDE.type)),
        Equal(BEST, NoneValue(COLOUR)),  # type: ignore[arg-type]
        Equal(BEST, Some(BEST)),
        The(FLAG),
        BUSY,
        ForAll((), FLAG),
        ForAll((W, W), BUSY),
        ForAll((Bound("w", SortType("Nobody")),), FLAG),
        ForAll((Bound("w", RangeType("0", 1)),), FLAG),  # type: ignore[arg-type]
        ForAll((Bound("w", COLOUR),), BUSY),
        ForAll((W,), Read("busy", (), BOOL)),
        ForAll((W,), Read("busy", (W, W), BOOL)),
        Read("busy", (ONE,), BOOL),
        Read("flag", (), SetType((BOOL,))),
        Read("nothing", (), BOOL),
        Member((ONE, ONE), MARKED),
        Member((FLAG,), MARKED),
        Member((ONE,), FLAG),
        Member((ONE,), Read("marked", (), SetType((RangeType(0, 0),)))),
        Subset(MARKED, SetOf((), SetType((BOOL,)))),
        Member((ONE,), SetOf(((IntValue(7),),), MARKED.type)),
        Compare("<", COUNT, ONE),  # type: ignore[arg-type]
        Compare(Order.LESS, COUNT, FLAG),
        Equal(Arithmetic("+", COUNT, ONE), ONE),  # type: ignore[arg-type]
        And((FLAG, COUNT)),
        Or(FLAG),  # type: ignore[arg-type]
        Implies(FLAG, ONE),
        Ite(COUNT, FLAG, FLAG),
        Apply("nothing", (), BOOL),
        ChoiceRead("nothing", BOOL),
        Comprehension((W,), BUSY),
    ],
    ids=lambda one: repr(one)[:50],
)
def test_what_is_not(term: object) -> None:
    assert not is_condition(SYSTEM, term)
