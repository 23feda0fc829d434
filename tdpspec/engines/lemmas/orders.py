"""That some member comes first: lemmas about what may be an order, and about what a member may be,
for claims that follow from nothing but that members are finitely many (see ``first_member.py``).
The lowest of the locks that are waited for is held by nobody who waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tdpspec.engines.lemmas.cells import Member, members, ways_to_stand
from tdpspec.system.claims import all_variables_read
from tdpspec.system.first_member import first_member, order_of
from tdpspec.system.make import (
    conjunction,
    equal,
    for_all,
    implies,
    negation,
    substitute,
    unused,
)
from tdpspec.system.model import System
from tdpspec.system.terms import TRUE, Bound, Term

MOST = 60
"""Lemmas about one order."""


@dataclass(frozen=True, slots=True)
class MayBeOrder:
    """``order`` says that it is one; ``first`` are lemmas that some member comes first in it."""

    order: Term
    first: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How one member of a sort may stand to another.

    Shape: ``orders`` are what that may be; first of all members, then of different ones only, since
           what is meant to be an order may have each member stand so to itself. ``ends`` may be
           true of those that stand so to any other, where steps change how they stand.
    """

    orders: tuple[MayBeOrder, ...]
    ends: tuple[Term, ...]


def ways_to_order(system: System) -> Iterator[Way]:
    """All ways in which members stand to one another."""
    changed = {update.variable for action in system.actions for update in action.updates}
    for member in members(system, None):
        one = member.bound
        other = Bound(unused(one.name, (one.name,)), one.type)
        for before in ways_to_stand(system, other, one):
            different = conjunction(before, negation(equal(other, one)))
            orders = _by(member, other, before), _by(member, other, different)
            is_kept = changed.isdisjoint(all_variables_read(system, before))
            yield Way(orders, () if is_kept else tuple(_ends(member, other, before)))


def _ends(member: Member, other: Bound, before: Term) -> Iterator[Term]:
    for condition in islice(_conditions(member), 1, MOST):
        for at in (condition, substitute(condition, {member.bound: other})):
            yield for_all([other, member.bound], implies(before, at))


def _by(member: Member, other: Bound, earlier: Term) -> MayBeOrder:
    one = member.bound
    conditions = islice(_conditions(member), MOST)
    first = (first_member(one, condition, other, earlier) for condition in conditions)
    return MayBeOrder(order_of(one, other, earlier), tuple(first))


def _conditions(member: Member) -> Iterator[Term]:
    """What it may be, at first nothing in particular."""
    yield TRUE
    for aspect in member.aspects:
        yield from aspect
        if len(aspect) > 2:
            yield from map(negation, aspect)
