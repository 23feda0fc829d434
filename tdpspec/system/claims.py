"""A claim about states as one term: what the engines that search for a bad state judge."""

from __future__ import annotations

from typing import assert_never

from tdpspec.system.make import conjunction, exists, for_all, implies, negation
from tdpspec.system.model import (
    Action,
    Assertion,
    Check,
    Invariant,
    Property,
    StateProperty,
    System,
    Temporal,
)
from tdpspec.system.terms import TRUE, Apply, Term, definitions_used, variables_read


def state_claims(claims: tuple[Property, ...]) -> tuple[StateProperty, ...]:
    """Those of ``claims`` that are about one state at a time."""
    return tuple(one for one in claims if not isinstance(one, Temporal))


def temporal_claims(claims: tuple[Property, ...]) -> tuple[Temporal, ...]:
    """Those of ``claims`` that are about whole runs."""
    return tuple(one for one in claims if isinstance(one, Temporal))


def terms_of(claim: Property) -> tuple[Term, ...]:
    """The terms that ``claim`` itself is made of; those of asserts are parts of actions."""
    match claim:
        case Invariant(_, condition, _, _):
            return (condition,)
        case Temporal():
            return (claim.premise, claim.goal)
        case Assertion():
            return ()
        case _:
            assert_never(claim)


def condition_of(system: System, prop: StateProperty) -> Term:
    """The term that must be true in every reachable state for ``prop`` to hold.

    For a claim made of asserts: for all values of the parameters, no action is enabled whose
    check is false.
    """
    match prop:
        case Invariant(_, condition, _, _):
            return condition
        case Assertion(name, _, _):
            return conjunction(
                *(
                    for_all(action.parameters, implies(action.guard, check.condition))
                    for action, check in checks_of(system, name)
                )
            )


def checks_of(system: System, claim: str) -> tuple[tuple[Action, Check], ...]:
    """The checks that belong to ``claim``, each with its action, in the order of the actions."""
    return tuple(
        (action, check)
        for action in system.actions
        for check in action.checks
        if check.claim == claim
    )


def all_variables_read(system: System, term: Term) -> frozenset[str]:
    """The state variables that ``term`` reads, also through definitions."""
    found = set(variables_read(term))
    todo, seen = list(definitions_used(term)), set[str]()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            body = system.definition[name].body
            found |= variables_read(body)
            todo.extend(definitions_used(body))
    return frozenset(found)


def sure_condition(system: System, claim: Property) -> Term:
    """What makes ``claim`` true without a look at any step."""
    if not isinstance(claim, Temporal):
        return condition_of(system, claim)
    body = implies(claim.premise, claim.goal)
    return negation(exists(claim.bound, negation(body)))


def nothing_is_left(system: System, claim: Property) -> bool:
    """Whether a design leaves nothing of ``claim``: it is about the other designs."""
    return sure_condition(system, claim) == TRUE


def unnamed(system: System, condition: Term) -> Term:
    """``condition``; where it is just a definition, what that says."""
    while isinstance(condition, Apply):
        condition = system.expand(condition)
    return condition
