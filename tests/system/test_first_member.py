"""That some member comes first of finitely many: where it is true, and what reads as saying so."""

from __future__ import annotations

import pytest

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.step import stepper
from tdpspec.system.first_member import by_order, first_member, order_in, order_of
from tdpspec.system.make import (
    conjunction,
    disjunction,
    equal,
    exists,
    for_all,
    implies,
    member,
    negation,
)
from tdpspec.system.terms import (
    TRUE,
    And,
    Bound,
    Equal,
    Exists,
    ForAll,
    Ite,
    NoneValue,
    Not,
    Read,
    Some,
    Term,
    The,
)
from tdpspec.system.types import OptionType
from tests.spec import instance_of

AT = instance_of(
    """
    sort Node
    var before: set (Node, Node) = any
    var some: set Node = any
    action rest() { some := some }
    invariant anything true
    """,
    Node=3,
)
NODE = AT.system.sort["Node"].type
ONE, OTHER = Bound("n", NODE), Bound("n2", NODE)
BEFORE, SOME = (Read(name, (), AT.system.variable[name].type) for name in ("before", "some"))
IN_SOME = member((ONE,), SOME)
EARLIER = member((OTHER, ONE), BEFORE)
LATER = member((ONE, OTHER), BEFORE)


@pytest.mark.parametrize(
    "earlier",
    [
        EARLIER,
        LATER,
        conjunction(EARLIER, negation(equal(OTHER, ONE))),
        disjunction(EARLIER, conjunction(LATER, member((OTHER,), SOME))),
        negation(EARLIER),
    ],
)
@pytest.mark.parametrize(
    "condition",
    [TRUE, IN_SOME, negation(IN_SOME), for_all([OTHER], implies(EARLIER, member((OTHER,), SOME)))],
)
@pytest.mark.parametrize("nodes", [1, 2, 3])
def test_where_the_order_is_one_some_member_comes_first(
    nodes: int, condition: Term, earlier: Term
) -> None:
    at = instance_of(
        f"sort Node\nvar before: set (Node, Node) = any\nvar some: set Node = any\n"
        f"action rest() {{ when {nodes} = {nodes}  some := some }}\ninvariant anything true",
        Node=nodes,
    )
    lemma = first_member(ONE, condition, OTHER, earlier)
    order = order_in(lemma)
    assert order is not None
    meaning = evaluator(at)
    is_order, holds = meaning.function(order), meaning.function(lemma)
    seen = {(is_order(state), holds(state)) for state in stepper(at).initial()}
    assert (True, False) not in seen
    assert (True, True) in seen
    # The order is what it takes.
    assert nodes == 1 or (False, False) in seen


P = Bound("p", NODE)
LEMMA = first_member(ONE, IN_SOME, OTHER, EARLIER)
OTHER_IN_SOME = member((OTHER,), SOME)


@pytest.mark.parametrize(
    "term",
    [
        # Of those in question, one that comes before none of them: but said of all others.
        implies(
            exists([ONE], IN_SOME),
            exists([ONE], conjunction(IN_SOME, for_all([OTHER], negation(EARLIER)))),
        ),
        # One that is not among them.
        implies(
            exists([ONE], IN_SOME),
            exists(
                [ONE],
                conjunction(
                    negation(IN_SOME), for_all([OTHER], implies(OTHER_IN_SOME, negation(EARLIER)))
                ),
            ),
        ),
        # Without asking whether there is any.
        exists(
            [ONE],
            conjunction(IN_SOME, for_all([OTHER], implies(OTHER_IN_SOME, negation(EARLIER)))),
        ),
        # Some are in question, and of others one is to come first.
        implies(
            exists([ONE], negation(IN_SOME)),
            exists(
                [ONE],
                conjunction(IN_SOME, for_all([OTHER], implies(OTHER_IN_SOME, negation(EARLIER)))),
            ),
        ),
        # More is said of the one that comes first than of those that come later.
        first_member(ONE, IN_SOME, OTHER, conjunction(EARLIER, member((P, ONE), BEFORE))),
        first_member(ONE, member((ONE, P), BEFORE), OTHER, EARLIER),
        exists([ONE], negation(member((ONE, ONE), BEFORE))),
        for_all([OTHER], exists([ONE], negation(EARLIER))),
        negation(LEMMA),
        IN_SOME,
    ],
)
def test_nothing_else_is_read_as_saying_so(term: Term) -> None:
    assert order_in(term) is None


def test_what_is_not_written_as_usual_is_not_read_as_saying_so() -> None:
    # A file may say what no spec does: here that the other one is this one or some member, always
    # the same, since the value of what is none may be any.
    value = The(Ite(Equal(OTHER, ONE), Some(OTHER), NoneValue(OptionType(NODE))))
    assert order_in(Exists((ONE,), ForAll((OTHER,), Equal(OTHER, value)))) is None
    read = Read("chosen", (), OptionType(NODE))
    assert order_in(first_member(ONE, equal(ONE, The(read)), OTHER, EARLIER)) is None
    twice = And((And((IN_SOME, negation(EARLIER))), IN_SOME))
    assert order_in(first_member(ONE, TRUE, OTHER, Not(twice))) is None


def test_members_of_two_sorts_are_in_no_order() -> None:
    at = instance_of("sort Node, Other\nvar of: set (Other, Node) = any\naction a() { of := of }")
    of = at.system.variable["of"]
    other = Bound("n2", at.system.sort["Other"].type)
    lemma = first_member(ONE, TRUE, other, member((other, ONE), Read("of", (), of.type)))
    assert lemma.body.bound == (other,)
    assert order_in(lemma) is None


def test_the_lemma_says_of_which_order_it_is_true() -> None:
    for earlier in (EARLIER, LATER, conjunction(EARLIER, negation(equal(OTHER, ONE)))):
        lemma = first_member(ONE, IN_SOME, OTHER, earlier)
        assert order_in(lemma) == order_of(ONE, OTHER, earlier)


def test_it_is_so_by_an_order_that_is_told() -> None:
    order = order_of(ONE, OTHER, EARLIER)
    assert by_order({"first": LEMMA, "order": order}) == {"first": "order"}
    assert by_order({"first": LEMMA, "order": order_of(ONE, OTHER, LATER)}) == {}
    assert by_order({"first": LEMMA}) == {}
