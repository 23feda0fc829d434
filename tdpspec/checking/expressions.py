"""Expressions, checked and turned into terms in one pass.

``elaborate`` is the entry; a hint tells the type that the surroundings expect, which decides
what ``none``, ``{}`` and ambiguous words are. None stands for something wrong that has been
reported: it fits everywhere, so that one mistake makes one complaint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from tdpspec.checking import (
    meaning_mistakes,
    name_mistakes,
    operators,
    references,
    type_mistakes,
)
from tdpspec.checking.coerce import UNKNOWN, Hint, Unknown, bring_together, fit, hint_of, scalar
from tdpspec.checking.names import DefinitionName
from tdpspec.checking.openness import openness
from tdpspec.checking.references import Place
from tdpspec.checking.resolve import resolve_scalar
from tdpspec.checking.scopes import Named, Scope
from tdpspec.checking.walk import chain
from tdpspec.source.span import Span
from tdpspec.syntax.expressions import (
    At,
    Binary,
    Binder,
    Call,
    CanStep,
    Comprehension,
    Conditional,
    Expr,
    Field,
    HoldsLock,
    Index,
    Is,
    Name,
    Negated,
    NoneLiteral,
    Number,
    Operator,
    Quantified,
    Quantifier,
    SetLiteral,
    Truth,
    Tuple,
    Word,
)
from tdpspec.system import make
from tdpspec.system.model import CAN_STEP
from tdpspec.system.terms import TRUE, Apply, Bound, IntValue, NoneValue, SetOf, Term, type_of
from tdpspec.system.types import BOOL, OptionType, Scalar, SetType


def elaborate(expr: Expr, scope: Scope, hint: Hint = None) -> Term | None:
    """The term that ``expr`` means, of its own type: who insists on ``hint`` calls ``expect``."""
    match expr:
        case Number(value):
            return IntValue(value)
        case Truth(value):
            return make.truth(value)
        case NoneLiteral():
            return _none(expr, scope, hint)
        case CanStep():
            if not scope.is_claim:
                scope.complain(meaning_mistakes.can_step_outside(expr.span))
                return None
            return Apply(CAN_STEP, (), BOOL)
        case Name():
            return references.name(expr, hint, scope)
        case Field():
            place = references.place_of_field(expr, scope, elaborate)
            return None if place is None else references.read_plain(place, expr.span, scope)
        case Index():
            return _index(expr, scope)
        case Call():
            return _call(expr, scope)
        case Tuple():
            scope.complain(type_mistakes.stray_tuple(expr.span))
            return None
        case SetLiteral():
            return _set(expr, scope, hint)
        case Comprehension(binders, inside):
            bound = bind(binders, scope)
            return both(
                lambda *terms: make.comprehension(bound.bound, make.conjunction(*terms)),
                bound.membership,
                expect(inside, BOOL, bound.scope),
            )
        case Negated(of):
            return both(make.negation, expect(of, BOOL, scope))
        case Binary():
            return _binary(expr, scope, hint)
        case Is():
            return condition(expr, scope)[0]
        case At():
            return references.at(expr, scope, elaborate)
        case HoldsLock():
            return references.holds(expr, scope, elaborate)
        case Quantified():
            return _quantified(expr, scope)
        case Conditional(asked, then, otherwise):
            test, named = condition(asked, scope)
            one, other = _pair(then, otherwise, unwrapping(scope, named), scope, hint)
            return both(make.ite, test, one, other)
        case _:
            assert_never(expr)


def expect(expr: Expr, wanted: Hint, scope: Scope) -> Term | None:
    """The term that ``expr`` means, as a value of ``wanted``."""
    return fit(elaborate(expr, scope, wanted), wanted, expr.span, scope)


def both(build: Callable[..., Term], *terms: Term | None) -> Term | None:
    """``build(*terms)``, or None where one of them is wrong."""
    known = all_known(terms)
    return None if known is None else build(*known)


def all_known(terms: tuple[Term | None, ...]) -> tuple[Term, ...] | None:
    """``terms``, or None where one of them is wrong."""
    known = tuple(one for one in terms if one is not None)
    return known if len(known) == len(terms) else None


# ------------------------------------------------------------------ conditions and their names


def condition(expr: Expr, scope: Scope) -> tuple[Term | None, tuple[Named, ...]]:
    """A condition, and what ``is`` names in it for what follows."""
    match expr:
        case Is(value, word):
            option = elaborate(value, scope)
            scope.naming_by_is(word)
            scope.report.name(word)
            if option is None:
                return None, (Named(word, None, None),)
            type_ = type_of(option)
            if not isinstance(type_, OptionType):
                scope.complain(type_mistakes.not_optional(value.span, word, type_))
                return None, (Named(word, None, None),)
            present = make.negation(make.equal(option, NoneValue(type_)))
            return present, (Named(word, option, type_.of),)
        case Binary(Operator.AND, _, _):
            terms: list[Term | None] = []
            named: tuple[Named, ...] = ()
            for part in chain(expr, Operator.AND):
                term, more = condition(part, unwrapping(scope, named))
                terms.append(term)
                named += more
            return both(make.conjunction, *terms), named
        case _:
            return expect(expr, BOOL, scope), ()


def unwrapping(scope: Scope, named: tuple[Named, ...]) -> Scope:
    """The scope to the right of a condition: its names mean the values inside the options."""
    return scope.with_named(
        (one.word, None if one.option is None else make.the(one.option)) for one in named
    )


@dataclass(frozen=True, slots=True)
class Binders:
    """Shape: ``membership`` says that each variable bound by ``in`` is in its set; None where a
    binder is wrong. ``scope`` knows all the names, also those of wrong binders."""

    bound: tuple[Bound, ...]
    membership: Term | None
    scope: Scope


def bind(binders: tuple[Binder, ...], scope: Scope) -> Binders:
    """The variables of ``r: Root, p in pages``; a later set may read an earlier variable."""
    bound: list[Bound] = []
    members: list[Term | None] = []
    for binder in binders:
        set_: Term | None = None
        if binder.type is not None:
            names = scope.declared.names
            type_ = resolve_scalar(binder.type, names, scope.report, "a bound variable")
        else:
            assert binder.set is not None
            set_ = elaborate(binder.set, scope)
            type_ = _element_type(binder.set.span, set_, scope)
        for word in binder.names:
            one = None if type_ is None else Bound(word.text, type_)
            scope = scope.with_inner(word, one)
            if one is None:
                members.append(None)
            else:
                bound.append(one)
                if set_ is not None:
                    members.append(make.member((one,), set_))
    return Binders(tuple(bound), both(make.conjunction, *members), scope)


def _element_type(span: Span, set_: Term | None, scope: Scope) -> Scalar | None:
    if set_ is None:
        return None
    match type_of(set_):
        case SetType((one,)):
            return one
        case SetType(of):
            scope.complain(
                type_mistakes.wrong_count(
                    span,
                    "an element of this set",
                    len(of),
                    "part",
                    1,
                    None,
                    "bind each part by its type, and write `where (a, b) in ...`",
                )
            )
        case other:
            scope.complain(type_mistakes.wrong_operand(span, "in", "a set", other, None))
    return None


def _quantified(expr: Quantified, scope: Scope) -> Term | None:
    bound = bind(expr.binders, scope)
    given, named = (TRUE, ()) if expr.where is None else condition(expr.where, bound.scope)
    body = expect(expr.body, BOOL, unwrapping(bound.scope, named))
    range_ = both(make.conjunction, bound.membership, given)
    match expr.quantifier:
        case Quantifier.FORALL:
            return both(lambda a, b: make.for_all(bound.bound, make.implies(a, b)), range_, body)
        case Quantifier.EXISTS:
            return both(lambda a, b: make.exists(bound.bound, make.conjunction(a, b)), range_, body)
        case _:
            assert_never(expr.quantifier)


# ------------------------------------------------------------------------------------ literals


def _none(expr: NoneLiteral, scope: Scope, hint: Hint) -> Term | None:
    match hint:
        case OptionType():
            return NoneValue(hint)
        case Unknown():
            return None
        case None:
            scope.complain(type_mistakes.unknown_type(expr.span, "`none`"))
            return None
        case _:
            scope.complain(type_mistakes.none_is_not(expr.span, hint))
            return None


def _set(expr: SetLiteral, scope: Scope, hint: Hint) -> Term | None:
    if isinstance(hint, SetType):
        rows = [elements(one, hint.of, scope) for one in expr.elements]
        known = tuple(row for row in rows if row is not None)
        return SetOf(known, hint) if len(known) == len(rows) else None
    if isinstance(hint, Unknown):
        return None
    if not expr.elements:
        scope.complain(
            type_mistakes.unknown_type(expr.span, "`{}`")
            if hint is None
            else type_mistakes.nothing_is_not(expr.span, hint)
        )
        return None
    # Without a type from outside, the elements tell it; ranges get as wide as all of them need.
    joined: tuple[Scalar, ...] | None = None
    found: list[tuple[Term, ...]] = []
    for one in expr.elements:
        parts = one.elements if isinstance(one, Tuple) else (one,)
        row = all_known(
            tuple(
                elaborate(part, scope, joined[i] if joined and i < len(joined) else None)
                for i, part in enumerate(parts)
            )
        )
        joined = None if row is None else operators.join_row(joined, row, one.span, scope)
        if row is None or joined is None:
            return None
        found.append(row)
    assert joined is not None
    return SetOf(tuple(found), SetType(joined))


def elements(expr: Expr, wanted: tuple[Scalar, ...], scope: Scope) -> tuple[Term, ...] | None:
    """One element of a set of ``wanted``: a tuple where the set is wider than one."""
    parts = expr.elements if isinstance(expr, Tuple) else (expr,)
    if len(parts) == len(wanted):
        return _all_expected(parts, wanted, scope)
    scope.complain(
        type_mistakes.wrong_count(
            expr.span, "an element of this set", len(wanted), "part", len(parts), None
        )
    )
    return None


def _all_expected(
    parts: tuple[Expr, ...], wanted: tuple[Scalar, ...], scope: Scope
) -> tuple[Term, ...] | None:
    return all_known(
        tuple(expect(part, type_, scope) for part, type_ in zip(parts, wanted, strict=True))
    )


# ---------------------------------------------------------------------------- indices and calls


def _index(expr: Index, scope: Scope) -> Term | None:
    match expr.of:
        case Name() as name:
            place = references.place_of_name(name.text, scope)
            if place is None and elaborate(name, scope) is not None:
                scope.complain(type_mistakes.not_indexed(expr.span))
        case Field() as field:
            place = references.place_of_field(field, scope, elaborate)
        case _:
            place = None
            scope.complain(type_mistakes.not_indexed(expr.span))
    if place is None:
        return None
    indices = index_terms(place, expr.arguments, expr.span, scope)
    return None if indices is None else references.read(place, indices, scope)


def index_terms(
    place: Place, arguments: tuple[Expr, ...], span: Span, scope: Scope
) -> tuple[Term, ...] | None:
    """The indices of one entry of ``place``, those of the copy first."""
    if not references.counts_match(place, len(arguments), span, scope):
        return None
    if place.variable.type is None:
        for one in arguments:
            elaborate(one, scope, UNKNOWN)  # for the mistakes in it
        return None
    indices = _all_expected(arguments, place.variable.indices, scope)
    return None if indices is None else (*place.copy, *indices)


def _call(expr: Call, scope: Scope) -> Term | None:
    entry = scope.entry(expr.name, DefinitionName)
    shape = None if entry is None else scope.declared.definitions.get(expr.name.text)
    if entry is None or shape is None:
        return None
    if not shape.parameters and not expr.arguments:
        scope.complain(name_mistakes.needs_no_parentheses(expr.span, expr.name, entry.span))
        return None
    arguments = argument_terms(
        expr.name, expr.arguments, shape.parameters, expr.span, entry.span, scope
    )
    return None if arguments is None else Apply(expr.name.text, arguments, shape.type)


def argument_terms(
    name: Word,
    arguments: tuple[Expr, ...],
    parameters: tuple[Bound, ...],
    span: Span,
    declared: Span,
    scope: Scope,
) -> tuple[Term, ...] | None:
    """What a definition or procedure is called with: a value of each parameter's type."""
    if len(arguments) == len(parameters):
        return _all_expected(arguments, tuple(one.type for one in parameters), scope)
    scope.complain(
        type_mistakes.wrong_count(
            span, f"`{name.text}`", len(parameters), "argument", len(arguments), declared
        )
    )
    return None


# ----------------------------------------------------------------------------------- operators


def _binary(expr: Binary, scope: Scope, hint: Hint) -> Term | None:
    match expr.op:
        case Operator.AND:
            return condition(expr, scope)[0]
        case Operator.OR:
            parts = chain(expr, Operator.OR)
            return both(make.disjunction, *(expect(part, BOOL, scope) for part in parts))
        case Operator.IMPLIES:
            left, named = condition(expr.left, scope)
            right = expect(expr.right, BOOL, unwrapping(scope, named))
            return both(make.implies, left, right)
        case Operator.IFF:
            return both(make.equal, expect(expr.left, BOOL, scope), expect(expr.right, BOOL, scope))
        case Operator.EQUAL:
            return both(make.equal, *_pair(expr.left, expr.right, scope, scope, None))
        case Operator.NOT_EQUAL:
            equal = both(make.equal, *_pair(expr.left, expr.right, scope, scope, None))
            return both(make.negation, equal)
        case Operator.IN:
            return _member(expr, scope)
        case Operator.NOTIN:
            return both(make.negation, _member(expr, scope))
        case (
            Operator.AT_MOST
            | Operator.AT_LEAST
            | Operator.LESS
            | Operator.GREATER
            | Operator.PLUS
            | Operator.MINUS
        ):
            numbers = elaborate(expr.left, scope), elaborate(expr.right, scope)
            return operators.of_numbers(expr, *numbers, scope)
        case Operator.SUBSET | Operator.DISJOINT:
            sets = _pair(expr.left, expr.right, scope, scope, None)
            return operators.of_sets(expr, *sets, scope)
        case Operator.UNION | Operator.INTERSECT | Operator.WITHOUT:
            sets = _pair(expr.left, expr.right, scope, scope, hint)
            return operators.of_sets(expr, *sets, scope)
        case _:
            assert_never(expr.op)


def _member(expr: Binary, scope: Scope) -> Term | None:
    if openness(expr.left, scope) < openness(expr.right, scope) and not isinstance(
        expr.left, Tuple
    ):
        return _member_of_literal(expr, scope)
    set_ = elaborate(expr.right, scope)
    type_ = hint_of(set_)
    if not isinstance(type_, SetType):
        if not isinstance(type_, Unknown):
            span = expr.right.span
            scope.complain(type_mistakes.wrong_operand(span, expr.op.value, "a set", type_, None))
        for part in expr.left.elements if isinstance(expr.left, Tuple) else (expr.left,):
            elaborate(part, scope, UNKNOWN)  # for the mistakes in it
        return None
    inside = elements(expr.left, type_.of, scope)
    return None if inside is None or set_ is None else make.member(inside, set_)


def _member_of_literal(expr: Binary, scope: Scope) -> Term | None:
    """``x in {}``, ``phase in {idle, busy}``: here the element tells what the set is of."""
    element = elaborate(expr.left, scope)
    of = scalar(hint_of(element))
    hint: Hint = UNKNOWN if of is None else SetType((of,))
    set_ = elaborate(expr.right, scope, hint)
    if of is None:
        if element is not None:
            what = "an element of a set"
            scope.complain(type_mistakes.not_scalar(expr.left.span, what, type_of(element)))
        return None
    fitted = fit(element, of, expr.left.span, scope)
    return both(lambda one, other: make.member((one,), other), fitted, set_)


def _pair(
    left: Expr, right: Expr, left_scope: Scope, right_scope: Scope, hint: Hint
) -> tuple[Term | None, Term | None]:
    """Two expressions that must be of one type: what the clearer one is tells the other."""
    if openness(left, left_scope) <= openness(right, right_scope):
        one = elaborate(left, left_scope, hint)
        other = elaborate(right, right_scope, hint_of(one) if hint is None else hint)
    else:
        other = elaborate(right, right_scope, hint)
        one = elaborate(left, left_scope, hint_of(other) if hint is None else hint)
    return bring_together(one, other, (left.span, right.span), left_scope)
