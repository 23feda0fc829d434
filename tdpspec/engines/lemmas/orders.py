"""That some member comes first: lemmas about each order that a system has, and about what a member
may be, for claims that nothing follows from but that members are finitely many (see
``first_member.py``). The lowest of the locks that are waited for is held by nobody who waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tdpspec.engines.lemmas.cells import Member, members, ways_to_stand
from tdpspec.engines.lemmas.free import frames_of, inductive_terms
from tdpspec.solving.relation import Relation
from tdpspec.system.first_member import first_member, order_of
from tdpspec.system.fresh_names import declared_names, numbered
from tdpspec.system.instance import instance
from tdpspec.system.make import conjunction, equal, negation, unused
from tdpspec.system.model import System
from tdpspec.system.terms import TRUE, Bound, Term

MOST = 60
"""Lemmas about one order."""

MEMBERS = 3
"""Of each sort, where it is tried what may be an order: with fewer almost anything is one."""


def first_members(system: System) -> dict[str, Term]:
    """For each order that is kept by every step as far as can be seen at small sizes, that it is
    one; and then for what a member may be that some member comes first of those that are so."""
    ways = list(_ways(system))
    if not ways:
        return {}
    frames = frames_of(
        Relation(instance(system, {one.name: MEMBERS for one in system.interchangeable}))
    )
    orders: list[Term] = []
    first: list[Term] = []
    for member, other, before in ways:
        one = member.bound
        # What is one only among different members may be meant to be one among all.
        for earlier in (before, conjunction(before, negation(equal(other, one)))):
            order = order_of(one, other, earlier)
            if inductive_terms(frames, (), {"order": order}, {}):
                orders.append(order)
                conditions = islice(_conditions(member), MOST)
                first += (first_member(one, condition, other, earlier) for condition in conditions)
                break
    taken = declared_names(system)
    return {
        **dict(zip(numbered("order", taken), orders, strict=False)),
        **dict(zip(numbered("first", taken), first, strict=False)),
    }


def _ways(system: System) -> Iterator[tuple[Member, Bound, Term]]:
    """Any member of a sort, and how another one may stand to it."""
    for member in members(system, None):
        other = Bound(unused(member.bound.name, (member.bound.name,)), member.bound.type)
        for before in ways_to_stand(system, other, member.bound):
            yield member, other, before


def _conditions(member: Member) -> Iterator[Term]:
    """What it may be, at first nothing in particular."""
    yield TRUE
    for aspect in member.aspects:
        yield from aspect
        if len(aspect) > 2:
            yield from map(negation, aspect)
