"""Lemmas about why something is so: what was asked when it came about, as far as no step undoes it.

``who is leader has the votes of a quorum``: the only step that makes a leader asks for it, and no
step takes a vote back. Such lemmas say that something exists, which a search for forbidden
combinations of a few members does not find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tdpspec.engines.lemmas.free import frames_of, free_invariants, inductive_terms
from tdpspec.solving.clauses import Clauses
from tdpspec.solving.relation import Relation
from tdpspec.system.before import before, bound_in
from tdpspec.system.claims import all_variables_read
from tdpspec.system.clause import conjuncts
from tdpspec.system.existential import says_that_something_exists
from tdpspec.system.fresh_names import declared_names, numbered
from tdpspec.system.instance import Instance
from tdpspec.system.make import (
    conjunction,
    disjunction,
    equal,
    exists,
    for_all,
    implies,
    member,
    negation,
    nothing,
    rewrite,
    some,
    substitute,
    unused,
)
from tdpspec.system.maps import entry, map_terms
from tdpspec.system.model import Action, Shared, System, Variable
from tdpspec.system.terms import FALSE, TRUE, Bound, Equal, Exists, ForAll, Ite, Read, Term
from tdpspec.system.types import BoolType, OptionType, Scalar, SetType, SortType


def histories(at: Instance) -> dict[str, Term]:
    """Such lemmas, with names of their own, inductive together at the sizes of ``at``: those that
    say that something exists, and the others, with which these may stay true; none where no
    lemma says that something exists."""
    relation = Relation(at)
    frames = frames_of(relation)
    never = free_invariants(frames)
    states = Clauses(relation.circuit)
    for fact in (*relation.well_formed, *frames.facts):
        states.require(fact)
    for cube in never:
        states.sat.add_all(frames.denial(states, cube))

    def is_sure(condition: Term) -> bool:
        return not states.sat.solve([states.literal(-relation.condition(condition))])

    # Why a process is where it is, and a lock held, is found in other ways.
    shared = [one for one in at.system.variables if isinstance(one.role, Shared)]
    found: dict[str, Term] = {}
    # Twice: that nothing undoes one may be seen only where another one is known.
    for _ in range(2):
        for known in found.values():
            states.require(relation.condition(known))
        reasons = (_history(at.system, one, is_sure) for one in shared)
        told = dict.fromkeys((*found.values(), *reasons))
        named = (one for one in told if one is not None and one != TRUE)
        names = numbered("history", declared_names(at.system))
        found = inductive_terms(frames, never, dict(zip(names, named, strict=False)), {})
    says = any(says_that_something_exists(at.system, one) for one in found.values())
    return found if says else {}


def _history(system: System, variable: Variable, is_sure: Callable[[Term], bool]) -> Term | None:
    """Why an element is in ``variable``, why it is true, or why it has a value; None if no step
    makes it so."""
    match variable.type:
        case SetType(of):
            said: tuple[Scalar, ...] = of
        case BoolType():
            said = ()
        case OptionType(of):
            said = (of,)
        case scalar:
            said = (scalar,)
    own = tuple(Bound(f"own {i}", one) for i, one in enumerate((*variable.indices, *said)))
    indices, element = own[: len(variable.indices)], own[len(variable.indices) :]
    value = Read(variable.name, indices, variable.type)
    match variable.type:
        case SetType():
            here = member(element, value)
        case BoolType():
            here = value
        case _:
            here = equal(value, _whole(variable, element))
    reasons = [
        _reason(system, action, made, here, own, is_sure)
        for action in system.actions
        for update in action.updates
        if update.variable == variable.name
        and (made := _made(variable, entry(update.map, indices), element)) != FALSE
    ]
    if variable.initial is not None:
        reasons.append(_made(variable, variable.initial, element))
    return _named(system, for_all(own, implies(here, disjunction(*reasons))))


def _made(variable: Variable, value: Term, element: tuple[Bound, ...]) -> Term:
    """That ``value`` contains the element, is it, or is true, as if nothing of this were so of
    ``variable`` before."""
    if isinstance(variable.type, SetType):
        return member(element, _replaced(variable.name, value, nothing(variable.type)))
    if isinstance(variable.type, BoolType):
        return _replaced(variable.name, value, FALSE)
    match value:
        case Ite(condition, then, otherwise):
            return disjunction(
                conjunction(condition, _made(variable, then, element)),
                conjunction(negation(condition), _made(variable, otherwise, element)),
            )
        case Read(name) if name == variable.name:
            return FALSE
        case _:
            return equal(value, _whole(variable, element))


def _whole(variable: Variable, element: tuple[Bound, ...]) -> Term:
    return some(element[0]) if isinstance(variable.type, OptionType) else element[0]


def _replaced(variable: str, value: Term, by: Term) -> Term:
    return rewrite(
        value, lambda term: by if isinstance(term, Read) and term.variable == variable else None
    )


def _reason(
    system: System,
    action: Action,
    made: Term,
    here: Term,
    own: tuple[Bound, ...],
    is_sure: Callable[[Term], bool],
) -> Term:
    """That some parameters of ``action`` made it so, and what of its guard stays true of them for
    as long as it is so ``here``."""
    renamed: dict[Bound, Bound] = {
        one: Bound(f"then {one.name}", one.type) for one in action.parameters
    }
    for one in conjuncts(substitute(made, renamed)):
        if isinstance(one, Equal):
            for left, right in ((one.left, one.right), (one.right, one.left)):
                given = [old for old, new in renamed.items() if new == right]
                if isinstance(left, Bound) and left in own and given:
                    renamed[given[0]] = left

    def said(term: Term) -> Term:
        return substitute(term, renamed)

    step_itself = replace(
        action,
        parameters=(),
        guard=said(action.guard),
        updates=tuple(replace(one, map=map_terms(one.map, said)) for one in action.updates),
    )
    free_ = tuple(dict.fromkeys((*own, *renamed.values())))
    kept = [
        one
        for one in map(said, (*conjuncts(made), *conjuncts(action.guard)))
        if is_sure(for_all(free_, implies(said(made), before(system, step_itself, one))))
    ]
    while True:
        all_ = conjunction(here, *kept)
        still = [
            one
            for one in kept
            if all(
                is_sure(for_all(free_, implies(all_, before(system, step, implies(here, one)))))
                for step in system.actions
                if all_variables_read(system, one) & {update.variable for update in step.updates}
            )
        ]
        if len(still) == len(kept):
            break
        kept = still
    inner = tuple(one for one in renamed.values() if one not in own)
    for same, other in _same(kept, inner):
        kept = [substitute(one, {same: other}) for one in kept]
    return exists(inner, conjunction(*kept))


def _same(kept: list[Term], inner: tuple[Bound, ...]) -> Iterator[tuple[Bound, Bound]]:
    """Which of ``inner`` are said to be the same as something else: it need not be called twice."""
    for one in kept:
        match one:
            case Equal(Bound() as left, Bound() as right) if left in inner:
                yield left, right
            case Equal(Bound() as left, Bound() as right) if right in inner:
                yield right, left


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
