"""Whether a condition says that something exists."""

from __future__ import annotations

from tdpspec.system.model import System
from tdpspec.system.terms import (
    And,
    Apply,
    Exists,
    ForAll,
    Implies,
    Ite,
    Not,
    Or,
    Term,
    children,
)


def says_that_something_exists(system: System, term: Term) -> bool:
    """Whether a quantifier of ``term`` asks for a witness: then its negation speaks of all members
    of a sort, and is no list of what a few of them do.

    ``forall r. in_use(r) => exists v. v.root = r`` does; ``forall r. (exists v. v.root = r) =>
    r in listed`` does not.
    """
    return _asks(system, term, positive=True)


def _asks(system: System, term: Term, *, positive: bool) -> bool:
    match term:
        case Exists(_, body):
            return positive or _asks(system, body, positive=positive)
        case ForAll(_, body):
            return not positive or _asks(system, body, positive=positive)
        case Not(of):
            return _asks(system, of, positive=not positive)
        case Implies(left, right):
            return _asks(system, left, positive=not positive) or _asks(
                system, right, positive=positive
            )
        case And(parts) | Or(parts):
            return any(_asks(system, one, positive=positive) for one in parts)
        case Ite(condition, then, otherwise):
            return _asks_either_way(system, condition) or any(
                _asks(system, one, positive=positive) for one in (then, otherwise)
            )
        case Apply(name):
            return _asks(system, system.definition[name].body, positive=positive)
        case _:
            return any(_asks_either_way(system, one) for one in children(term))


def _asks_either_way(system: System, term: Term) -> bool:
    return _asks(system, term, positive=True) or _asks(system, term, positive=False)
