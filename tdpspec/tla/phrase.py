"""Terms as a person would phrase them: lowering is exact, but it says more than is needed.

Nothing here changes what a term means where the facts that it stands under are true.
"""

from __future__ import annotations

from tdpspec.system.clause import conjuncts
from tdpspec.system.make import (
    conjunction,
    disjunction,
    equal,
    exists,
    for_all,
    implies,
    ite,
    negation,
    rebuild,
    rewrite,
    substitute,
)
from tdpspec.system.terms import (
    FALSE,
    TRUE,
    And,
    Bound,
    Compare,
    Equal,
    Exists,
    ForAll,
    Implies,
    IntValue,
    Ite,
    NoneValue,
    Not,
    Or,
    Order,
    Saturate,
    Term,
    bound_by,
    children,
    free,
    type_of,
)
from tdpspec.system.types import OptionType
from tdpspec.tla.numbers import always

Facts = frozenset[Term]
"""Conditions that are true where a term stands."""

NO_FACTS: Facts = frozenset()


def learn(facts: Facts, condition: Term) -> Facts:
    """``facts`` where ``condition`` is true as well."""
    return facts | set(conjuncts(condition))


def phrase(term: Term, facts: Facts = NO_FACTS) -> Term:
    """``term`` without what ``facts`` and its own conditions make plain."""
    if term in facts:
        return TRUE
    match term:
        case And(of):
            parts: list[Term] = []
            for one in of:
                parts.append(phrase(one, facts))
                facts = learn(facts, one)
            return conjunction(*parts)
        case Or(of):
            parts = []
            for one in of:
                parts.append(phrase(one, facts))
                facts = learn(facts, negation(one))
            return disjunction(*parts)
        case Implies(left, right):
            return implies(phrase(left, facts), phrase(right, learn(facts, left)))
        case Ite(condition, then, otherwise):
            if condition in facts:
                return phrase(then, facts)
            if negation(condition) in facts:
                return phrase(otherwise, facts)
            return ite(
                phrase(condition, facts),
                phrase(then, learn(facts, condition)),
                phrase(otherwise, learn(facts, negation(condition))),
            )
        case Not(of):
            return negation(phrase(of, facts))
        case Equal(left, right):
            return _equal(left, right, facts)
        case Saturate(of, type_):
            low = Compare(Order.AT_MOST, IntValue(type_.low), of)
            high = Compare(Order.AT_MOST, of, IntValue(type_.high))
            inside = always(And((low, high)), facts)
            return phrase(of, facts) if inside else rebuild(term, (phrase(of, facts),))
        case Exists() | ForAll():
            return _quantified(term, facts)
        case _:
            inner = _outside(facts, bound_by(term))
            parts_below = tuple(phrase(one, inner) for one in children(term))
            return term if parts_below == children(term) else rebuild(term, parts_below)


def certain(check: Term, facts: Facts) -> Term:
    """What is left of a check that numbers stay in their ranges: nothing where the way that leads
    to it says so by itself."""
    match check:
        case Implies(left, right):
            return implies(phrase(left, facts), certain(right, learn(facts, left)))
        case And(of):
            return conjunction(*(certain(one, facts) for one in of))
        case Compare() if always(check, facts):
            return TRUE
        case _:
            return phrase(check, facts)


def _outside(facts: Facts, bound: tuple[Bound, ...]) -> Facts:
    """The facts that do not speak of variables which are bound anew."""
    if not bound:
        return facts
    names = {one.name for one in bound}
    return frozenset(one for one in facts if not names & {other.name for other in free(one)})


def _is_some(term: Term, facts: Facts) -> bool:
    type_ = type_of(term)
    return isinstance(type_, OptionType) and negation(equal(term, NoneValue(type_))) in facts


def _equal(left: Term, right: Term, facts: Facts) -> Term:
    """An option that is known not to be none, compared with an entry just set to none."""
    for one, other in ((left, right), (right, left)):
        match one:
            case NoneValue() if _is_some(other, facts):
                return FALSE
            case Ite(condition, then, otherwise) if _is_some(other, facts) and (
                isinstance(then, NoneValue) or isinstance(otherwise, NoneValue)
            ):
                now = learn(facts, condition)
                return ite(
                    phrase(condition, facts),
                    _equal(then, other, now),
                    _equal(otherwise, other, learn(facts, negation(condition))),
                )
            case _:
                pass
    return equal(phrase(left, facts), phrase(right, facts))


def _quantified(term: Exists | ForAll, facts: Facts) -> Term:
    """With one member treated apart where the body does so: after a change of one entry,
    ``exists x: (if x = a then new else old[x]) = b`` is ``new = b or exists x != a: old[x] = b``.
    """
    inner = _outside(facts, term.bound)
    body = phrase(term.body, inner)
    is_exists = isinstance(term, Exists)
    if len(term.bound) == 1 and (special := _treated_apart(body, term.bound[0])) is not None:
        (one,) = term.bound
        here = phrase(substitute(body, {one: special}), facts)
        elsewhere = negation(equal(one, special))
        rest = _without(body, one, special)
        if is_exists:
            return disjunction(here, exists(term.bound, conjunction(elsewhere, rest)))
        return conjunction(here, for_all(term.bound, implies(elsewhere, rest)))
    return exists(term.bound, body) if is_exists else for_all(term.bound, body)


def _treated_apart(term: Term, one: Bound) -> Term | None:
    """What an if-then-else in ``term`` compares ``one`` with."""
    if isinstance(term, Ite):
        other = _compared_with(term.condition, one)
        if other is not None:
            return other
    if one in bound_by(term):
        return None
    for below in children(term):
        found = _treated_apart(below, one)
        if found is not None:
            return None if free(found) & set(bound_by(term)) else found
    return None


def _compared_with(condition: Term, one: Bound) -> Term | None:
    match condition:
        case Equal(left, right) if left == one and one not in free(right):
            return right
        case Equal(left, right) if right == one and one not in free(left):
            return left
        case _:
            return None


def _without(body: Term, one: Bound, special: Term) -> Term:
    """``body`` where ``one`` is not ``special``."""

    def leaf(term: Term) -> Term | None:
        if one in bound_by(term):
            return term
        if isinstance(term, Ite) and _compared_with(term.condition, one) == special:
            return _without(term.otherwise, one, special)
        return None

    return rewrite(body, leaf)
