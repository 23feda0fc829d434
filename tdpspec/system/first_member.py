"""Of any finite number of members that are in an order, one comes first.

There are finitely many members of a sort, however many; first-order logic does not know it, and has
models in which there is always an earlier one. So that the lowest of the locks that are waited for
can be spoken of, a lemma may say that there is one. It has a form of its own, and is true in each
state in which an order is one; that it is, is a lemma like any other.
"""

from __future__ import annotations

from collections.abc import Mapping

from tdpspec.system.make import (
    conjunction,
    exists,
    for_all,
    implies,
    negation,
    rebuild,
    substitute,
)
from tdpspec.system.terms import (
    TRUE,
    And,
    Bound,
    Exists,
    ForAll,
    Implies,
    Term,
    The,
    children,
    free,
)


def first_member(one: Bound, condition: Term, other: Bound, earlier: Term) -> Term:
    """If ``condition`` is true of any member ``one``, it is of one that comes first: before which
    no other comes of which it is true, as ``earlier`` says of ``other`` and ``one``. No type is
    empty, so that there is one if ``condition`` is ``true``."""
    of_other = substitute(condition, {one: other})
    none_is_earlier = for_all([other], implies(of_other, negation(earlier)))
    return implies(exists([one], condition), exists([one], conjunction(condition, none_is_earlier)))


def order_of(one: Bound, other: Bound, earlier: Term) -> Term:
    """That ``earlier``, which says that ``other`` comes before ``one``, is an order of members of
    which some may come neither before nor after one another: no member comes before itself, and
    what comes before an earlier one is earlier."""
    a, b, c = (Bound(name, one.type) for name in "abc")

    def comes_before(left: Bound, right: Bound) -> Term:
        return substitute(earlier, {other: left, one: right})

    return for_all(
        [a, b, c],
        conjunction(
            negation(comes_before(a, a)),
            implies(conjunction(comes_before(a, b), comes_before(b, c)), comes_before(a, c)),
        ),
    )


def order_in(lemma: Term) -> Term | None:
    """That the order in ``lemma`` is one, if it says that some member comes first in it: where that
    is true, so is ``lemma``. None for any other lemma.

    What is read from a file may be written in other ways than ``make`` does, or read the value of
    an option that is none: what a simpler form says of that may be something else. Neither is
    taken for such a lemma.
    """
    match lemma:
        case Implies(
            Exists((one,), condition),
            Exists((_,), And((*_, ForAll((other,), Implies(_, not_earlier))))),
        ):
            expected = {one}
        case Exists((one,), ForAll((other,), not_earlier)):
            condition, expected = TRUE, set()
        case _:
            return None
    earlier = negation(not_earlier)
    if (
        one != other
        and one.type == other.type
        and free(condition) == expected
        and free(earlier) == {one, other}
        and _is_plain(lemma)
        and first_member(one, condition, other, earlier) == lemma
    ):
        return order_of(one, other, earlier)
    return None


def _is_plain(term: Term) -> bool:
    """Whether ``term`` is written as simply as ``make`` does, and reads no option as its value."""
    below = children(term)
    if isinstance(term, The) or not all(map(_is_plain, below)):
        return False
    return not below or rebuild(term, below) == term


def by_order(lemmas: Mapping[str, Term]) -> dict[str, str]:
    """The names of those of ``lemmas`` that say that some member comes first, each with the name of
    the one that says that its order is one: where that is true of a state, it is true as well."""
    names = {condition: name for name, condition in lemmas.items()}
    return {
        name: names[order]
        for name, one in lemmas.items()
        if (order := order_in(one)) is not None and order in names
    }
