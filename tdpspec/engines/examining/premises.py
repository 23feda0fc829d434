"""The left sides of the implications that a claim is made of.

A claim whose left side is never true is kept, and says nothing: antecedent failure.
Source: Beatty, Bryant, Formally Verifying a Microprocessor Using a Simulation Methodology,
DAC 1994.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from tdpspec.source.span import Origin
from tdpspec.system.claims import checks_of
from tdpspec.system.make import conjunction, disjunction, exists
from tdpspec.system.model import (
    LOCKS_CLAIM,
    RANGES_CLAIM,
    Action,
    Assertion,
    Check,
    Invariant,
    Property,
    System,
    Temporal,
)
from tdpspec.system.printer import term_text
from tdpspec.system.terms import TRUE, And, Bound, ForAll, Implies, Term


@dataclass(frozen=True, slots=True)
class Premise:
    """One left side; for an assert, that it is reached and what its own left sides say.

    Shape: ``condition`` is closed: there are values for which the left side is true. ``text`` is
           the left side as it would be written, or the whole assert; ``actions`` those that the
           assert belongs to. ``name`` is unique, and no name of a claim.
    """

    name: str
    claim: str
    condition: Term
    text: str
    origin: Origin
    actions: tuple[str, ...] = ()


def premises(system: System, claim: Property) -> tuple[Premise, ...]:
    """All of ``claim`` in the order written; none of the claims that every spec has."""
    if claim.name in (LOCKS_CLAIM, RANGES_CLAIM):
        return ()
    match claim:
        case Invariant(_, condition, _, _):
            return tuple(
                _premise(system, claim, number, bound, left)
                for number, (bound, left) in enumerate(_left_sides(condition, (), ()))
            )
        case Temporal():
            if claim.premise == TRUE:
                return ()
            return (_premise(system, claim, 0, claim.bound, claim.premise),)
        case Assertion():
            return _asserts(system, claim)
        case _:
            assert_never(claim)


def _premise(
    system: System, claim: Property, number: int, bound: tuple[Bound, ...], left: Term
) -> Premise:
    name = f"premise {number} of {claim.name}"
    return Premise(name, claim.name, exists(bound, left), term_text(system, left), claim.origin)


def _asserts(system: System, claim: Assertion) -> tuple[Premise, ...]:
    """One for each assert written: what a procedure asserts belongs to many actions, and one that
    reaches it is enough."""
    written: dict[Origin, list[tuple[Action, Check]]] = {}
    for action, check in checks_of(system, claim.name):
        written.setdefault(check.origin, []).append((action, check))
    return tuple(
        Premise(
            f"premise {number} of {claim.name}",
            claim.name,
            disjunction(*(_reached(action, check) for action, check in places)),
            places[0][1].text,
            origin,
            tuple(dict.fromkeys(action.name for action, _ in places)),
        )
        for number, (origin, places) in enumerate(written.items())
    )


def _reached(action: Action, check: Check) -> Term:
    """That the action is enabled, on the way to the check, and a left side of it is true."""
    sides = tuple(_left_sides(check.condition, (), ())) or (((), TRUE),)
    return disjunction(
        *(
            exists((*action.parameters, *bound), conjunction(action.guard, left))
            for bound, left in sides
        )
    )


def _left_sides(
    term: Term, bound: tuple[Bound, ...], path: tuple[Term, ...]
) -> Iterator[tuple[tuple[Bound, ...], Term]]:
    """Each with the variables that stand around it; of ``a => (b => c)`` the whole, ``a and b``."""
    match term:
        case ForAll(inner, body):
            if not {one.name for one in inner} & {one.name for one in bound}:
                yield from _left_sides(body, (*bound, *inner), path)
        case And(parts):
            for one in parts:
                yield from _left_sides(one, bound, path)
        case Implies(left, right):
            below = tuple(_left_sides(right, bound, (*path, left)))
            yield from below or ((bound, conjunction(*path, left)),)
        case _:
            return
