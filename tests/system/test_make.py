"""The simplifying constructors: what they simplify, and that they never change a meaning."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.interpret.evaluate import evaluator
from tdpspec.system import make
from tdpspec.system.instance import instance
from tdpspec.system.terms import (
    FALSE,
    TRUE,
    And,
    Apply,
    Arithmetic,
    Bound,
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
    children,
    free,
)
from tdpspec.system.types import BOOL, EnumType, OptionType, RangeType, SetType, SortType
from tests.strategies import can_make, draw_element, scope_of, states, systems, terms

MORE_EXAMPLES = 150


def simplified(term: Term) -> Term:
    """``term`` built again from its leaves up by the simplifying constructors."""
    return make.rebuild(term, tuple(map(simplified, children(term))))


def _check_rebuild(data: st.DataObject) -> None:
    system = data.draw(systems())
    at = instance(system)
    scope = scope_of(system)
    type_ = data.draw(st.sampled_from([one for one in scope.types if can_make(scope, one)]))
    term = data.draw(terms(scope, type_, depth=4))
    state = data.draw(states(at))
    meaning = evaluator(at)
    assert meaning.value(simplified(term), state) == meaning.value(term, state)


@given(st.data())
def test_simplified_terms_mean_the_same(data):
    _check_rebuild(data)


@pytest.mark.slow
@settings(max_examples=MORE_EXAMPLES)
@given(st.data())
def test_many_simplified_terms_mean_the_same(data):
    _check_rebuild(data)


def _check_substitute(data: st.DataObject) -> None:
    """The value put in is free in names that quantifiers of the term bind: renaming must happen."""
    system = data.draw(systems())
    at = instance(system)
    scope = scope_of(system)
    replaced = Bound("y", data.draw(st.sampled_from(scope.scalars)))
    others = tuple(
        Bound(f"x{number}", data.draw(st.sampled_from(scope.scalars))) for number in (1, 2)
    )
    term = data.draw(terms(replace(scope, bound=(replaced,)), depth=4))
    inner = replace(scope, bound=others)
    if not can_make(inner, replaced.type):
        return
    value = data.draw(terms(inner, replaced.type, depth=1))
    state = data.draw(states(at))
    given_ = {one: draw_element(data.draw, at, one.type) for one in others}
    meaning = evaluator(at)
    expected = meaning.value(term, state, {replaced: meaning.value(value, state, given_)})
    changed = make.substitute(term, {replaced: value})
    assert replaced not in free(changed)
    assert meaning.value(changed, state, given_) == expected


@given(st.data())
def test_substituted_terms_mean_the_same(data):
    _check_substitute(data)


@pytest.mark.slow
@settings(max_examples=MORE_EXAMPLES)
@given(st.data())
def test_many_substituted_terms_mean_the_same(data):
    _check_substitute(data)


@given(st.data())
def test_expanded_definitions_mean_the_same(data):
    system = data.draw(systems().filter(lambda one: one.definitions))
    at = instance(system)
    found = data.draw(st.sampled_from(system.definitions))
    arguments = tuple(Bound(f"x{i}", one.type) for i, one in enumerate(found.parameters))
    application = Apply(found.name, arguments, found.type)
    state = data.draw(states(at))
    given_ = {one: draw_element(data.draw, at, one.type) for one in arguments}
    meaning = evaluator(at)
    assert meaning.value(system.expand(application), state, given_) == meaning.value(
        application, state, given_
    )


ROOT = SortType("Root")
SET = SetType((ROOT,))
SMALL, WIDE = RangeType(0, 2), RangeType(0, 5)
ENUM = EnumType("Word", ("a", "b"))
A, B = EnumValue("a", ENUM), EnumValue("b", ENUM)
P, Q, R = (Read(name, (), BOOL) for name in "pqr")
N = Read("n", (), SMALL)
W = Read("w", (), WIDE)
S, T = Read("s", (), SET), Read("t", (), SET)
OPTION = OptionType(ROOT)
NONE = NoneValue(OPTION)
OPT = Read("o", (), OPTION)
X, Y = Bound("x", ROOT), Bound("y", ROOT)
EMPTY, ALL = SetOf((), SET), Everything(SET)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (make.negation(TRUE), FALSE),
        (make.negation(Not(P)), P),
        (make.negation(Or((P, Not(Q)))), And((Not(P), Q))),
        (make.negation(Compare(Order.LESS, N, W)), Compare(Order.AT_LEAST, N, W)),
        (make.conjunction(), TRUE),
        (make.conjunction(P, TRUE, And((Q, P)), R), And((P, Q, R))),
        (make.conjunction(P, Q, Not(P)), FALSE),
        (make.disjunction(), FALSE),
        (make.disjunction(FALSE, P), P),
        (make.disjunction(P, Q, Not(P)), TRUE),
        (make.implies(TRUE, P), P),
        (make.implies(P, FALSE), Not(P)),
        (make.implies(P, P), TRUE),
        (make.ite(Not(P), Q, R), Ite(P, R, Q)),
        (make.ite(P, TRUE, Q), Or((P, Q))),
        (make.ite(P, Q, FALSE), And((P, Q))),
        (make.ite(P, Ite(P, N, W), IntValue(1)), Ite(P, N, IntValue(1))),
        (make.some(The(OPT)), OPT),
        (make.the(Some(X)), X),
        (make.the(Ite(P, OPT, NONE)), The(OPT)),
        (make.equal(A, B), FALSE),
        (make.equal(P, FALSE), Not(P)),
        (make.equal(Some(X), NONE), FALSE),
        (make.equal(Some(X), Some(Y)), Equal(X, Y)),
        (make.equal(Ite(P, A, B), A), P),
        (make.equal(Ite(P, OPT, NONE), NONE), Implies(P, Equal(OPT, NONE))),
        (make.equal(NoneValue(OptionType(SMALL)), NoneValue(OptionType(WIDE))), TRUE),
        (make.compare(Order.AT_MOST, IntValue(2), IntValue(2)), TRUE),
        (make.arithmetic(Sign.MINUS, IntValue(2), IntValue(3)), IntValue(-1)),
        (make.arithmetic(Sign.PLUS, IntValue(0), N), N),
        (make.arithmetic(Sign.MINUS, IntValue(0), N), Arithmetic(Sign.MINUS, IntValue(0), N)),
        (make.saturate(N, WIDE), N),
        (make.saturate(W, SMALL), Saturate(W, SMALL)),
        (make.saturate(IntValue(7), WIDE), IntValue(5)),
        (make.member((X,), ALL), TRUE),
        (make.member((X,), EMPTY), FALSE),
        (make.member((X,), SetOf(((Y,),), SET)), Equal(X, Y)),
        (make.member((X,), SetOf(((Y,), (X,)), SET)), TRUE),
        (make.member((X,), SetOperation(SetOp.UNION, S, ALL)), TRUE),
        (make.member((X,), Comprehension((Y,), Member((Y,), S))), Member((X,), S)),
        (make.set_operation(SetOp.UNION, EMPTY, S), S),
        (make.set_operation(SetOp.INTERSECT, ALL, S), S),
        (make.set_operation(SetOp.MINUS, S, S), EMPTY),
        (
            make.set_operation(SetOp.MINUS, SetOperation(SetOp.UNION, S, T), T),
            SetOperation(SetOp.MINUS, S, T),
        ),
        (make.subset(S, ALL), TRUE),
        (make.subset(S, T), Subset(S, T)),
        (make.comprehension((X,), Member((X,), S)), S),
        (make.comprehension((X,), FALSE), EMPTY),
        (make.for_all((X, Y), Member((X,), S)), ForAll((X,), Member((X,), S))),
        (make.for_all((X,), P), P),
        (
            make.exists((X,), Exists((Y,), Equal(X, Y))),
            Exists((X, Y), Equal(X, Y)),
        ),
    ],
    ids=str,
)
def test_constructor_simplifies(made, expected):
    assert made == expected


def test_order_of_a_conjunction_is_kept():
    guarded = (Not(Equal(OPT, NONE)), Member((The(OPT),), S))
    assert make.conjunction(*guarded) == And(guarded)


NARROW, BROAD = SetType((SMALL,)), SetType((WIDE,))


def test_element_outside_a_range_is_not_a_member_of_everything():
    assert make.member((W,), Everything(NARROW)) == Member((W,), Everything(NARROW))
    assert make.member((N,), Everything(BROAD)) == TRUE


def test_comprehension_over_a_narrower_range_is_not_the_set_itself():
    x = Bound("x", SMALL)
    wide = Read("b", (), BROAD)
    term = Comprehension((x,), Member((x,), wide))
    assert make.comprehension((x,), Member((x,), wide)) == term
    assert make.member((W,), term) != Member((W,), wide)


def test_substitute_renames_what_would_be_captured():
    term = Exists((X,), Not(Equal(X, Y)))
    new = Bound("x2", ROOT)
    assert make.substitute(term, {Y: X}) == Exists((new,), Not(Equal(new, X)))


def test_substitute_leaves_bound_occurrences():
    term = Exists((X,), Member((X,), S))
    assert make.substitute(term, {X: Y}) == term


def test_substitute_of_a_swap_is_simultaneous():
    assert make.substitute(Subset(SetOf(((X,),), SET), SetOf(((Y,),), SET)), {X: Y, Y: X}) == (
        Subset(SetOf(((Y,),), SET), SetOf(((X,),), SET))
    )


def test_rewrite_replaces_the_topmost_match_and_simplifies():
    def leaf(term: Term) -> Term | None:
        return TRUE if term == P else None

    assert make.rewrite(Implies(P, And((P, Q))), leaf) == Q


def test_named_members_differ():
    side = SortType("Side")
    assert make.equal(MemberValue("left", side), MemberValue("right", side)) == FALSE
