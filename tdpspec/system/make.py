"""Constructors of terms that simplify as they build; substitution and rewriting.

Simplification keeps what a person wrote unless the result is plainly shorter: constants fold,
a read after a write of the same entry disappears, nothing is put into a normal form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import assert_never

from tdpspec.system.terms import (
    FALSE,
    TRUE,
    And,
    Apply,
    Arithmetic,
    BoolValue,
    Bound,
    ChoiceRead,
    Compare,
    Comprehension,
    EnumValue,
    Equal,
    Everything,
    Exists,
    ForAll,
    Implies,
    IntValue,
    Ite,
    Member,
    MemberValue,
    NoneValue,
    Not,
    Or,
    Order,
    Read,
    Saturate,
    SetOf,
    SetOp,
    SetOperation,
    Sign,
    Some,
    Subset,
    Term,
    The,
    bound_by,
    children,
    free,
    type_of,
)
from tdpspec.system.types import BOOL, RangeType, Scalar, SetType, fits

_CONSTANTS = (BoolValue, IntValue, EnumValue, MemberValue, NoneValue)


def truth(value: bool) -> BoolValue:
    return TRUE if value else FALSE


def negation(term: Term) -> Term:
    match term:
        case BoolValue(value):
            return truth(not value)
        case Not(of):
            return of
        case Or(of):
            return conjunction(*map(negation, of))
        case Compare(op, left, right):
            opposite = {
                Order.LESS: Order.AT_LEAST,
                Order.AT_MOST: Order.GREATER,
                Order.GREATER: Order.AT_MOST,
                Order.AT_LEAST: Order.LESS,
            }
            return Compare(opposite[op], left, right)
        case _:
            return Not(term)


def conjunction(*terms: Term) -> Term:
    """All of ``terms``, in this order; ``true`` for none."""
    flat: list[Term] = []
    for term in terms:
        for one in term.of if isinstance(term, And) else (term,):
            if one == FALSE:
                return FALSE
            if one != TRUE and one not in flat:
                if negation(one) in flat:
                    return FALSE
                flat.append(one)
    return TRUE if not flat else flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(*terms: Term) -> Term:
    """One of ``terms``, in this order; ``false`` for none."""
    flat: list[Term] = []
    for term in terms:
        for one in term.of if isinstance(term, Or) else (term,):
            if one == TRUE:
                return TRUE
            if one != FALSE and one not in flat:
                if negation(one) in flat:
                    return TRUE
                flat.append(one)
    return FALSE if not flat else flat[0] if len(flat) == 1 else Or(tuple(flat))


def implies(left: Term, right: Term) -> Term:
    if left == TRUE:
        return right
    if left in (FALSE, right) or right == TRUE:
        return TRUE
    if right == FALSE:
        return negation(left)
    return Implies(left, right)


def ite(condition: Term, then: Term, otherwise: Term) -> Term:
    if condition == TRUE or then == otherwise:
        return then
    if condition == FALSE:
        return otherwise
    if isinstance(condition, Not):
        return ite(condition.of, otherwise, then)
    if condition in (Equal(then, otherwise), Equal(otherwise, then)):
        return otherwise  # where they differ, and where they do not
    if isinstance(then, Ite) and then.condition == condition:
        return ite(condition, then.then, otherwise)
    if isinstance(otherwise, Ite) and otherwise.condition == condition:
        return ite(condition, then, otherwise.otherwise)
    if then == TRUE:
        return disjunction(condition, otherwise)
    if then == FALSE:
        return conjunction(negation(condition), otherwise)
    if otherwise == TRUE:
        return implies(condition, then)
    if otherwise == FALSE:
        return conjunction(condition, then)
    return Ite(condition, then, otherwise)


def some(term: Term) -> Term:
    return term.of if isinstance(term, The) else Some(term)


def the(term: Term) -> Term:
    match term:
        case Some(of):
            return of
        case Ite(condition, then, NoneValue()):
            return the(then)
        case Ite(condition, NoneValue(), otherwise):
            return the(otherwise)
        case Ite(condition, then, otherwise):
            return ite(condition, the(then), the(otherwise))
        case _:
            return The(term)


def equal(left: Term, right: Term) -> Term:
    if left == right:
        return TRUE
    if isinstance(left, _CONSTANTS) and isinstance(right, _CONSTANTS):
        if isinstance(left, NoneValue) and isinstance(right, NoneValue):
            return TRUE  # also where the one is of 0..2? and the other of 0..3?
        return truth(left == right)
    if type_of(left) == BOOL:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, BoolValue):
                return other if one.value else negation(other)
    match left, right:
        case (NoneValue(), Some()) | (Some(), NoneValue()):
            return FALSE
        case Some(a), Some(b):
            return equal(a, b)
        case Ite(condition, then, otherwise), _ if _settles(then, right) or _settles(
            otherwise, right
        ):
            return ite(condition, equal(then, right), equal(otherwise, right))
        case _, Ite(condition, then, otherwise) if _settles(then, left) or _settles(
            otherwise, left
        ):
            return ite(condition, equal(left, then), equal(left, otherwise))
        case _:
            return Equal(left, right)


def _settles(one: Term, other: Term) -> bool:
    """Whether ``one = other`` needs no state to be answered."""
    return one == other or isinstance(equal(one, other), BoolValue)


def _whole(term: Term) -> int | None:
    return term.value if isinstance(term, IntValue) else None


def compare(op: Order, left: Term, right: Term) -> Term:
    a, b = _whole(left), _whole(right)
    if a is None or b is None:
        return Compare(op, left, right)
    match op:
        case Order.LESS:
            return truth(a < b)
        case Order.AT_MOST:
            return truth(a <= b)
        case Order.GREATER:
            return truth(a > b)
        case Order.AT_LEAST:
            return truth(a >= b)
        case _:
            assert_never(op)


def arithmetic(op: Sign, left: Term, right: Term) -> Term:
    a, b = _whole(left), _whole(right)
    if a is not None and b is not None:
        return IntValue(a + b if op is Sign.PLUS else a - b)
    if b == 0:
        return left
    if a == 0 and op is Sign.PLUS:
        return right
    return Arithmetic(op, left, right)


def saturate(term: Term, type_: RangeType) -> Term:
    """``term`` brought into ``type_``; ``term`` itself where it cannot lie outside."""
    known = type_of(term)
    assert isinstance(known, RangeType), known
    if fits(known, type_):
        return term
    value = _whole(term)
    if value is not None:
        return IntValue(max(type_.low, min(type_.high, value)))
    return Saturate(term, type_)


def member(elements: tuple[Term, ...], set_: Term) -> Term:
    match set_:
        case SetOf(candidates, _):
            matches = [_all_equal(elements, one) for one in candidates]
            if TRUE in matches:
                return TRUE
            if len(matches) <= 1 or all(one == FALSE for one in matches):
                return disjunction(*matches)
            return Member(elements, set_)
        case Everything(SetType(of)) if _all_fit(elements, of):
            return TRUE
        case SetOperation(op, left, right):
            inside, other = member(elements, left), member(elements, right)
            if not isinstance(inside, BoolValue) and not isinstance(other, BoolValue):
                return Member(elements, set_)
            match op:
                case SetOp.UNION:
                    return disjunction(inside, other)
                case SetOp.INTERSECT:
                    return conjunction(inside, other)
                case SetOp.MINUS:
                    return conjunction(inside, negation(other))
                case _:
                    assert_never(op)
        case Ite(condition, then, otherwise):
            return ite(condition, member(elements, then), member(elements, otherwise))
        case Comprehension(bound, condition) if _all_fit(elements, (one.type for one in bound)):
            return substitute(condition, dict(zip(bound, elements, strict=True)))
        case _:
            return Member(elements, set_)


def _all_fit(elements: tuple[Term, ...], types: Iterable[Scalar]) -> bool:
    """False for a number that may lie outside the range: it is then no element of the set."""
    return all(fits(type_of(one), type_) for one, type_ in zip(elements, types, strict=True))


def _all_equal(left: tuple[Term, ...], right: tuple[Term, ...]) -> Term:
    return conjunction(*(equal(a, b) for a, b in zip(left, right, strict=True)))


def nothing(type_: SetType) -> SetOf:
    """The empty set of ``type_``."""
    return SetOf((), type_)


def _is_empty(term: Term) -> bool:
    return isinstance(term, SetOf) and not term.elements


def set_operation(op: SetOp, left: Term, right: Term) -> Term:
    match op:
        case SetOp.UNION:
            if _is_empty(left) or left == right:
                return right
            if _is_empty(right):
                return left
            if isinstance(left, Everything) or isinstance(right, Everything):
                return left if isinstance(left, Everything) else right
            match left:
                case SetOperation(SetOp.MINUS, inner, taken) if taken == right:
                    return set_operation(op, inner, right)
        case SetOp.INTERSECT:
            if _is_empty(left) or isinstance(right, Everything) or left == right:
                return left
            if _is_empty(right) or isinstance(left, Everything):
                return right
        case SetOp.MINUS:
            if _is_empty(left) or _is_empty(right):
                return left
            if left == right or isinstance(right, Everything):
                type_ = type_of(left)
                assert isinstance(type_, SetType)
                return nothing(type_)
            match left:
                case SetOperation(SetOp.UNION, inner, added) if added == right:
                    return set_operation(op, inner, right)
        case _:
            assert_never(op)
    return SetOperation(op, left, right)


def subset(left: Term, right: Term) -> Term:
    if _is_empty(left) or isinstance(right, Everything) or left == right:
        return TRUE
    return Subset(left, right)


def comprehension(bound: tuple[Bound, ...], condition: Term) -> Term:
    type_ = SetType(tuple(one.type for one in bound))
    if condition == TRUE:
        return Everything(type_)
    if condition == FALSE:
        return nothing(type_)
    match condition:
        case Member(elements, set_) if (
            elements == bound and type_of(set_) == type_ and not free(set_) & set(bound)
        ):
            return set_
        case _:
            return Comprehension(bound, condition)


def for_all(bound: Iterable[Bound], body: Term) -> Term:
    """``body`` for all values; variables it does not read are dropped (no type is empty)."""
    used = free(body)
    kept = tuple(one for one in bound if one in used)
    if not kept:
        return body
    if isinstance(body, ForAll) and not {one.name for one in kept} & {
        one.name for one in body.bound
    }:
        return ForAll(kept + body.bound, body.body)
    return ForAll(kept, body)


def exists(bound: Iterable[Bound], body: Term) -> Term:
    """``body`` for some values; variables that it does not read are dropped."""
    used = free(body)
    kept = tuple(one for one in bound if one in used)
    if not kept:
        return body
    if isinstance(body, Exists) and not {one.name for one in kept} & {
        one.name for one in body.bound
    }:
        return Exists(kept + body.bound, body.body)
    return Exists(kept, body)


def rebuild(term: Term, parts: tuple[Term, ...]) -> Term:
    """``term`` with other terms directly below it (as many as ``children`` gives), simplified."""
    match term:
        case (
            BoolValue()
            | IntValue()
            | EnumValue()
            | MemberValue()
            | NoneValue()
            | Bound()
            | ChoiceRead()
            | Everything()
        ):
            return term
        case Read(variable, _, type_):
            return Read(variable, parts, type_)
        case Some():
            return some(*parts)
        case The():
            return the(*parts)
        case Not():
            return negation(*parts)
        case And():
            return conjunction(*parts)
        case Or():
            return disjunction(*parts)
        case Implies():
            return implies(*parts)
        case Ite():
            return ite(*parts)
        case Equal():
            return equal(*parts)
        case Compare(op, _, _):
            return compare(op, *parts)
        case Arithmetic(sign, _, _):
            return arithmetic(sign, *parts)
        case Saturate(_, type_):
            return saturate(parts[0], type_)
        case Member():
            return member(parts[:-1], parts[-1])
        case SetOf(elements, type_):
            rest = iter(parts)
            return SetOf(tuple(tuple(next(rest) for _ in one) for one in elements), type_)
        case SetOperation(set_op, _, _):
            return set_operation(set_op, *parts)
        case Subset():
            return subset(*parts)
        case Comprehension(bound, _):
            return comprehension(bound, *parts)
        case ForAll(bound, _):
            return for_all(bound, *parts)
        case Exists(bound, _):
            return exists(bound, *parts)
        case Apply(definition, _, type_):
            return Apply(definition, parts, type_)
        case _:
            assert_never(term)


def rewrite(term: Term, leaf: Callable[[Term], Term | None]) -> Term:
    """``term`` with each topmost part for which ``leaf`` has an answer replaced by the answer.

    ``leaf`` must not answer with terms whose free variables are bound around the place; use
    ``substitute`` for bound variables.
    """
    answer = leaf(term)
    if answer is not None:
        return answer
    below = children(term)
    if not below:
        return term
    parts = tuple(rewrite(one, leaf) for one in below)
    return term if parts == below else rebuild(term, parts)


def substitute(term: Term, values: Mapping[Bound, Term]) -> Term:
    """``term`` with the free occurrences of bound variables replaced; variables that ``term``
    binds itself are renamed where they would capture something in a value."""
    if not values:
        return term
    if isinstance(term, Bound):
        return values.get(term, term)
    own = bound_by(term)
    if not own:
        below = children(term)
        parts = tuple(substitute(one, values) for one in below)
        return term if parts == below else rebuild(term, parts)
    used = free(term)
    inner = {key: value for key, value in values.items() if key in used}
    if not inner:
        return term
    taken = {one.name for value in inner.values() for one in free(value)}
    renamed: dict[Bound, Term] = {}
    bound: list[Bound] = []
    for one in own:
        if one.name in taken:
            names = taken | {other.name for other in used} | {other.name for other in own}
            new = Bound(unused(one.name, names), one.type)
            renamed[one] = new
            bound.append(new)
        else:
            bound.append(one)
    (body,) = children(term)
    body = substitute(body, {**inner, **renamed})
    match term:
        case Comprehension():
            return comprehension(tuple(bound), body)
        case ForAll():
            return for_all(bound, body)
        case _:
            return exists(bound, body)


def unused(name: str, taken: Iterable[str]) -> str:
    """``name``, or ``name`` with the smallest number from 2 that is not taken.

    >>> unused("r", {"r", "r2"})
    'r3'
    """
    names = set(taken)
    if name not in names:
        return name
    number = 2
    while f"{name}{number}" in names:
        number += 1
    return f"{name}{number}"
