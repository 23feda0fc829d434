"""Lemmas about why something is so: what was asked when it came about, as far as no step undoes it.

``who is leader has the votes of a quorum``: the only step that makes a leader asks for it, and no
step takes a vote back. Such lemmas say that something exists, which a search for forbidden
combinations of a few members does not find.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tdpspec.engines.frames import Frames
from tdpspec.engines.free import constants, free_invariants, inductive_terms
from tdpspec.solving.clauses import Clauses
from tdpspec.solving.relation import Relation
from tdpspec.system.before import before, bound_in
from tdpspec.system.claims import all_variables_read
from tdpspec.system.existential import says_that_something_exists
from tdpspec.system.fresh_names import declared_names, numbered
from tdpspec.system.instance import Instance
from tdpspec.system.make import (
    conjunction,
    disjunction,
    exists,
    for_all,
    implies,
    member,
    nothing,
    rewrite,
    substitute,
    unused,
)
from tdpspec.system.maps import entry
from tdpspec.system.model import Action, System, Variable
from tdpspec.system.terms import FALSE, And, Bound, Equal, Exists, ForAll, Read, Term
from tdpspec.system.types import BoolType, SetType, SortType


def histories(at: Instance, known: Mapping[str, Term]) -> dict[str, Term]:
    """Such lemmas that say that something exists, with names of their own, inductive at the sizes
    of ``at`` together with ``known``."""
    relation = Relation(at)
    axioms = constants(at.system)
    frames = Frames(relation, (relation.condition(one.condition) for one in axioms))
    never = free_invariants(frames)
    states = Clauses(relation.circuit)
    for fact in (*relation.well_formed, *frames.facts, *map(relation.condition, known.values())):
        states.require(fact)
    for cube in never:
        for clause in frames.denial(states, cube):
            states.sat.add(clause)

    def is_sure(condition: Term) -> bool:
        return not states.sat.solve([states.literal(-relation.condition(condition))])

    found = []
    for variable in at.system.variables:
        told = _history(at.system, variable, is_sure)
        if told is not None and says_that_something_exists(at.system, told):
            found.append(told)
    names = numbered("history", {*declared_names(at.system), *known})
    return inductive_terms(frames, never, dict(zip(names, found, strict=False)), known)


def _history(system: System, variable: Variable, is_sure: Callable[[Term], bool]) -> Term | None:
    """Why an element is in ``variable``, or why it is true; None if there is nothing to say."""
    of = variable.type.of if isinstance(variable.type, SetType) else ()
    if not isinstance(variable.type, (SetType, BoolType)):
        return None
    own = tuple(Bound(f"own {i}", one) for i, one in enumerate((*variable.indices, *of)))
    indices, element = own[: len(variable.indices)], own[len(variable.indices) :]

    def is_in(value: Term) -> Term:
        return member(element, value) if element else value

    reasons = []
    for action in system.actions:
        for update in action.updates:
            if update.variable == variable.name:
                made = is_in(_without(variable, entry(update.map, indices)))
                if made != FALSE:
                    reasons.append(_reason(system, action, made, own, variable.name, is_sure))
    if not reasons:
        return None
    here = is_in(Read(variable.name, indices, variable.type))
    return _named(system, for_all(own, implies(here, disjunction(*reasons))))


def _without(variable: Variable, value: Term) -> Term:
    """``value`` as if there was nothing in ``variable`` before."""

    def empty(term: Term) -> Term | None:
        if isinstance(term, Read) and term.variable == variable.name:
            return nothing(variable.type) if isinstance(variable.type, SetType) else FALSE
        return None

    return rewrite(value, empty)


def _reason(
    system: System,
    action: Action,
    made: Term,
    own: tuple[Bound, ...],
    variable: str,
    is_sure: Callable[[Term], bool],
) -> Term:
    """That some parameters of ``action`` made it so, and what of its guard stays true for them."""
    renamed: dict[Bound, Bound] = {
        one: Bound(f"then {one.name}", one.type) for one in action.parameters
    }
    for one in _conjuncts(substitute(made, renamed)):
        if isinstance(one, Equal):
            for left, right in ((one.left, one.right), (one.right, one.left)):
                given = [old for old, new in renamed.items() if new == right]
                if isinstance(left, Bound) and left in own and given:
                    renamed[given[0]] = left
    asked = [substitute(one, renamed) for one in _conjuncts(action.guard)]
    made = substitute(made, renamed)
    free_ = tuple(dict.fromkeys((*own, *renamed.values())))
    kept = list(asked)
    while True:
        all_ = conjunction(*kept)
        still = [
            one
            for one in kept
            if all(
                is_sure(for_all(free_, implies(all_, before(system, step, one))))
                for step in system.actions
                if all_variables_read(system, one) & {update.variable for update in step.updates}
            )
        ]
        if len(still) == len(kept):
            break
        kept = still
    inner = tuple(one for one in renamed.values() if one not in own)
    return exists(inner, conjunction(made, *kept))


def _named(system: System, term: Term) -> Term:
    """``term`` with names that a person would give to its own variables: until it is finished, no
    parameter of an action and no variable of a condition must be called the same."""
    taken = {one.name for one in bound_in(system, term)}

    def nice(term: Term) -> Term | None:
        if not isinstance(term, (ForAll, Exists)) or not any(" " in one.name for one in term.bound):
            return None
        new = {}
        for one in term.bound:
            letter = one.type.name[0].lower() if isinstance(one.type, SortType) else "x"
            new[one] = Bound(unused(letter, taken), one.type)
            taken.add(new[one].name)
        body = rewrite(substitute(term.body, new), nice)
        if isinstance(term, ForAll):
            return ForAll(tuple(new.values()), body)
        return Exists(tuple(new.values()), body)

    return rewrite(term, nice)


def _conjuncts(term: Term) -> tuple[Term, ...]:
    return term.of if isinstance(term, And) else (term,)
