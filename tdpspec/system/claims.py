"""A claim as one term about one state: what every engine judges."""

from __future__ import annotations

from tdpspec.system.make import conjunction, for_all, implies
from tdpspec.system.model import Action, Assertion, Check, Invariant, Property, System
from tdpspec.system.terms import Term


def condition_of(system: System, prop: Property) -> Term:
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
