"""What must hold before a step for something to hold after it.

Source: Dijkstra, Guarded Commands, Nondeterminacy and Formal Derivation of Programs, CACM 1975.
"""

from __future__ import annotations

from tdpspec.system.make import for_all, implies, rewrite, substitute, unused
from tdpspec.system.maps import entry, map_terms
from tdpspec.system.model import Action, System
from tdpspec.system.terms import Apply, Bound, Read, Term, bound_by, children


def before(system: System, action: Action, condition: Term) -> Term:
    """The weakest condition under which no step of ``action`` leads to a state in which
    ``condition``, which has no free variables, is false."""
    taken = {one.name for one in bound_in(system, condition)}
    renamed: dict[Bound, Term] = {}
    for one in action.parameters:
        name = unused(one.name, taken)
        taken.add(name)
        renamed[one] = Bound(name, one.type)

    def put_in(term: Term) -> Term:
        return substitute(term, renamed)

    maps = {one.variable: map_terms(one.map, put_in) for one in action.updates}

    def after(term: Term) -> Term | None:
        match term:
            case Apply():
                return rewrite(system.expand(term), after)
            case Read(variable, indices, _) if variable in maps:
                return entry(maps[variable], tuple(rewrite(one, after) for one in indices))
            case _:
                return None

    parameters = [one for one in renamed.values() if isinstance(one, Bound)]
    return for_all(parameters, implies(put_in(action.guard), rewrite(condition, after)))


def bound_in(system: System, term: Term) -> set[Bound]:
    """All variables that are bound somewhere in ``term``, also through definitions."""
    found = set(bound_by(term))
    if isinstance(term, Apply):
        found |= bound_in(system, system.expand(term))
    for one in children(term):
        found |= bound_in(system, one)
    return found
