"""The meaning of every kind of term, against values worked out by hand."""

from dataclasses import replace
from typing import get_args

import pytest

from tdpspec.interpret.evaluate import evaluator
from tdpspec.system.instance import instance
from tdpspec.system.model import Definition, Sort
from tdpspec.system.terms import (
    FALSE,
    TRUE,
    And,
    Apply,
    Arithmetic,
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
    Term,
    The,
)
from tdpspec.system.types import BOOL, EnumType, OptionType, RangeType, SetType
from tests.systems import HERE, system, variable

ROOT = Sort("Root", 3, (), "", HERE)
SIDE = Sort("Side", 2, ("left", "right"), "", HERE)
COLOUR = EnumType("Colour", ("red", "green"))
SMALL = RangeType(-1, 2)
ROOTS, PAIRS = SetType((ROOT.type,)), SetType((ROOT.type, COLOUR))
ROOT_OR_NONE = OptionType(ROOT.type)

X, Y, N = Bound("x", ROOT.type), Bound("y", ROOT.type), Bound("n", SMALL)
HAS = Definition("has", (X, Y), Member((X,), Read("sets", (Y,), ROOTS)), BOOL, "", HERE)
NEXT = Definition(
    "next",
    (N,),
    Saturate(Arithmetic(Sign.PLUS, N, IntValue(1)), SMALL),
    SMALL,
    "",
    HERE,
)
AT = instance(
    replace(
        system(
            "one_of_each",
            sorts=(ROOT, SIDE),
            variables=(
                variable("flag", BOOL, None),
                variable("set", ROOTS, None),
                variable("pairs", PAIRS, None),
                variable("root", ROOT_OR_NONE, None),
                variable("sets", ROOTS, None, (ROOT.type,)),
                variable("grid", SMALL, None, (COLOUR, SMALL)),
                variable("side", BOOL, None, (BOOL,)),
            ),
        ),
        definitions=(HAS, NEXT),
    )
)
STATE = (
    True,
    frozenset({0, 2}),
    frozenset({(1, "green")}),
    None,
    (frozenset(), frozenset({1}), frozenset({0, 1, 2})),
    ((-1, 0, 1, 2), (2, 2, 2, -1)),
    (True, False),
)

FLAG = Read("flag", (), BOOL)
SET = Read("set", (), ROOTS)
PAIR = Read("pairs", (), PAIRS)
ROOT_NOW = Read("root", (), ROOT_OR_NONE)
RED, GREEN = EnumValue("red", COLOUR), EnumValue("green", COLOUR)
NONE = NoneValue(ROOT_OR_NONE)
EMPTY, ALL = SetOf((), ROOTS), Everything(ROOTS)
UNBOUND = Bound("u", BOOL)
ONE, TWO = IntValue(1), IntValue(2)
A = Bound("a", ROOT.type)
"""Stands for the member 1 in every case."""


def grid(colour: Term, number: Term) -> Term:
    return Read("grid", (colour, number), SMALL)


CASES: list[tuple[Term, object]] = [
    (TRUE, True),
    (FALSE, False),
    (IntValue(-3), -3),
    (GREEN, "green"),
    (MemberValue("right", SIDE.type), 1),
    (NONE, None),
    (A, 1),
    (ChoiceRead("colour", COLOUR), "red"),
    (FLAG, True),
    (SET, frozenset({0, 2})),
    (Read("sets", (A,), ROOTS), frozenset({1})),
    (grid(RED, IntValue(-1)), -1),
    (grid(RED, IntValue(2)), 2),
    (grid(GREEN, IntValue(2)), -1),
    (Read("side", (FALSE,), BOOL), True),
    (Read("side", (FLAG,), BOOL), False),
    (Some(A), 1),
    (The(Some(A)), 1),
    (The(ROOT_NOW), 0),
    (The(NoneValue(OptionType(COLOUR))), "red"),
    (The(NoneValue(OptionType(SMALL))), -1),
    (Not(FLAG), False),
    (And((FLAG, Equal(ROOT_NOW, NONE))), True),
    (And((FLAG, Not(FLAG), TRUE)), False),
    (Or((Not(FLAG), FLAG)), True),
    (Or((Not(FLAG), FALSE)), False),
    (Implies(FLAG, FALSE), False),
    (Implies(FLAG, TRUE), True),
    (Implies(FALSE, FALSE), True),
    (Ite(FLAG, RED, GREEN), "red"),
    (Ite(Not(FLAG), RED, GREEN), "green"),
    (Equal(A, IntValue(1)), True),
    (Equal(Some(A), ROOT_NOW), False),
    (Equal(SET, EMPTY), False),
    (Equal(FLAG, Not(FLAG)), False),
    (Compare(Order.LESS, ONE, TWO), True),
    (Compare(Order.LESS, ONE, ONE), False),
    (Compare(Order.AT_MOST, ONE, ONE), True),
    (Compare(Order.GREATER, ONE, ONE), False),
    (Compare(Order.GREATER, TWO, ONE), True),
    (Compare(Order.AT_LEAST, ONE, ONE), True),
    (Compare(Order.AT_LEAST, ONE, TWO), False),
    (Arithmetic(Sign.PLUS, ONE, TWO), 3),
    (Arithmetic(Sign.MINUS, ONE, Arithmetic(Sign.MINUS, ONE, TWO)), 2),
    (Saturate(IntValue(7), SMALL), 2),
    (Saturate(IntValue(-7), SMALL), -1),
    (Saturate(ONE, SMALL), 1),
    (Member((A,), SET), False),
    (Member((A, GREEN), PAIR), True),
    (Member((A, RED), PAIR), False),
    (Member((IntValue(5),), Everything(SetType((SMALL,)))), False),
    (EMPTY, frozenset()),
    (SetOf(((A,), (A,)), ROOTS), frozenset({1})),
    (SetOf(((A, RED), (A, GREEN)), PAIRS), frozenset({(1, "red"), (1, "green")})),
    (ALL, frozenset({0, 1, 2})),
    (
        Everything(PAIRS),
        frozenset((root, colour) for root in (0, 1, 2) for colour in ("red", "green")),
    ),
    (SetOperation(SetOp.UNION, SET, SetOf(((A,),), ROOTS)), frozenset({0, 1, 2})),
    (SetOperation(SetOp.INTERSECT, SET, Read("sets", (A,), ROOTS)), frozenset()),
    (SetOperation(SetOp.MINUS, ALL, SET), frozenset({1})),
    (Subset(SET, ALL), True),
    (Subset(SET, SET), True),
    (Subset(ALL, SET), False),
    (Comprehension((X,), Not(Equal(X, A))), frozenset({0, 2})),
    (
        Comprehension((X, Y), And((Member((X,), SET), Equal(Y, A)))),
        frozenset({(0, 1), (2, 1)}),
    ),
    (ForAll((X,), Or((Equal(X, A), Member((X,), SET)))), True),
    (ForAll((X, Y), Equal(X, Y)), False),
    (Exists((X, Y), And((Not(Equal(X, Y)), Member((X,), Read("sets", (Y,), ROOTS))))), True),
    (Exists((X,), And((Member((X,), SET), Equal(X, A)))), False),
    (ForAll((X,), Exists((Y,), Member((X,), Read("sets", (Y,), ROOTS)))), True),
    (Exists((Y,), ForAll((X,), Not(Member((X,), Read("sets", (Y,), ROOTS))))), True),
    (Apply("has", (A, A), BOOL), True),
    (Exists((X,), Apply("has", (A, X), BOOL)), True),
    (Apply("next", (Apply("next", (ONE,), SMALL),), SMALL), 2),
]


def test_cases_have_every_kind_of_term():
    assert {type(term) for term, _ in CASES} == set(get_args(Term))


@pytest.mark.parametrize(("term", "expected"), CASES)
def test_value(term, expected):
    found = evaluator(AT, {"colour": "red"}).value(term, STATE, {A: 1})
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (And((FALSE, UNBOUND)), False),
        (Or((TRUE, UNBOUND)), True),
        (Implies(FALSE, UNBOUND), True),
        (Ite(TRUE, FLAG, UNBOUND), True),
        (Ite(FALSE, UNBOUND, FLAG), True),
        (Not(ForAll((X,), And((Not(FLAG), UNBOUND)))), True),
    ],
)
def test_what_is_not_needed_is_not_evaluated(term, expected):
    meaning = evaluator(AT)
    text = meaning.text(term, {UNBOUND: "undefined"})
    assert meaning.compile((), text)(STATE) is expected


def test_inner_binding_of_the_same_variable_hides_the_outer():
    inner = Exists((X,), Equal(X, A))
    outer = ForAll((X,), And((Or((Equal(X, A), Member((X,), SET))), inner)))
    assert evaluator(AT).value(outer, STATE, {A: 1}) is True
    after = ForAll((X,), Implies(inner, Equal(X, A)))
    assert evaluator(AT).value(after, STATE, {A: 1}) is False


def test_variables_of_one_name_and_two_types_are_two():
    other = Bound("x", COLOUR)
    term = Comprehension((X,), Exists((other,), Member((X, other), PAIR)))
    assert evaluator(AT).value(term, STATE) == frozenset({1})


def test_function_takes_the_bound_values_in_order():
    less = evaluator(AT).function(Member((X,), Read("sets", (Y,), ROOTS)), (Y, X))
    assert less(STATE, 1, 0) is False
    assert less(STATE, 2, 0) is True


def test_choice_without_a_value_is_a_key_error():
    with pytest.raises(KeyError, match="colour"):
        evaluator(AT).value(ChoiceRead("colour", COLOUR), STATE)


def test_index_that_may_lie_outside_is_refused_when_compiled():
    beyond = Arithmetic(Sign.PLUS, IntValue(2), IntValue(1))
    with pytest.raises(AssertionError, match="above"):
        evaluator(AT).value(grid(RED, beyond), STATE)
