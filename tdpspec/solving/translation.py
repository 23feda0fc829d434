"""What a term of a system means in first-order logic: its value in a state of any size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from tdpspec.solving.logic import Expr
from tdpspec.solving.session import Formula
from tdpspec.solving.signature import Optional, Set, Signature, Value
from tdpspec.system.model import System
from tdpspec.system.terms import (
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
    type_of,
)
from tdpspec.system.types import (
    OptionType,
    RangeType,
    SetType,
    Type,
    fits,
)

Values = Mapping[Bound, Expr]


class Translation:
    """The terms of ``system`` in the symbols of ``signature`` for the state before a step."""

    def __init__(self, system: System, signature: Signature) -> None:
        self._system = system
        self._signature = signature
        self._logic = signature.logic

    def value(self, term: Term, values: Values) -> Any:
        """The value of ``term``, where ``values`` has what is bound."""
        match term:
            case BoolValue(value):
                return self._logic.truth(value)
            case IntValue(number):
                return self._logic.number(number)
            case EnumValue(word, type_):
                return self._logic.word(type_, word)
            case MemberValue(name, sort):
                return self._logic.word(sort, name)
            case NoneValue(OptionType(of)):
                return Optional(self._logic.truth(True), self._logic.any_value(of))
            case Bound():
                return values[term]
            case ChoiceRead(name, _):
                return self._signature.choices[name]
            case Read(name, indices, _):
                return self._signature.before[name](self._all(indices, values))
            case Apply(name, arguments, _):
                definition = self._system.definition[name]
                at = self._all(arguments, values)
                inner = dict(zip(definition.parameters, at, strict=True))
                return self.value(definition.body, inner)
            case Some(of):
                return Optional(self._logic.truth(False), self.value(of, values))
            case The(of):
                return self.value(of, values).value
            case Not(of):
                return self._logic.negation(self.value(of, values))
            case And(parts):
                return self._logic.and_(self._all(parts, values))
            case Or(parts):
                return self._logic.or_(self._all(parts, values))
            case Implies(left, right):
                return self._logic.implies(self.value(left, values), self.value(right, values))
            case Ite(condition, then, otherwise):
                return self._ite(
                    self.value(condition, values),
                    self.value(then, values),
                    self.value(otherwise, values),
                )
            case Equal(left, right):
                return self.same(
                    type_of(left),
                    self.value(left, values),
                    self.value(right, values),
                )
            case Compare(op, left, right):
                return _compared(op, self.value(left, values), self.value(right, values))
            case Arithmetic(sign, left, right):
                a, b = self.value(left, values), self.value(right, values)
                return a + b if sign is Sign.PLUS else a - b
            case Saturate(of, range_):
                number = self.value(of, values)
                low = self._logic.number(range_.low)
                high = self._logic.number(range_.high)
                not_above = self._logic.ite(number > high, high, number)
                return self._logic.ite(number < low, low, not_above)
            case Member(elements, set_):
                inside = type_of(set_)
                assert isinstance(inside, SetType)
                at = self._all(elements, values)
                # What is outside the range of the elements is not in the set, whatever it says.
                possible = [
                    self._logic.in_range(number, type_)
                    for number, type_, one in zip(at, inside.of, elements, strict=True)
                    if isinstance(type_, RangeType) and not fits(type_of(one), type_)
                ]
                return self._logic.and_((*possible, self.value(set_, values).has(at)))
            case SetOf(elements, _):
                each = [self._all(one, values) for one in elements]
                return Set(
                    lambda at: self._logic.or_(
                        [
                            self._logic.and_(
                                [self._logic.equal(a, b) for a, b in zip(at, one, strict=True)]
                            )
                            for one in each
                        ]
                    )
                )
            case Everything():
                return Set(lambda _: self._logic.truth(True))
            case SetOperation(set_op, left, right):
                return self._set_operation(
                    set_op, self.value(left, values), self.value(right, values)
                )
            case Subset(left, right):
                inside = type_of(left)
                assert isinstance(inside, SetType)
                one, other = self.value(left, values), self.value(right, values)
                return self._logic.for_all(
                    inside.of, lambda at: self._logic.implies(one.has(at), other.has(at))
                )
            case Comprehension(bound, condition):
                return Set(
                    lambda at: self.value(
                        condition, {**values, **dict(zip(bound, at, strict=True))}
                    )
                )
            case ForAll(bound, body):
                return self._logic.for_all(
                    (one.type for one in bound),
                    lambda at: self.value(body, {**values, **dict(zip(bound, at, strict=True))}),
                )
            case Exists(bound, body):
                return self._logic.exists(
                    (one.type for one in bound),
                    lambda at: self.value(body, {**values, **dict(zip(bound, at, strict=True))}),
                )
            case _:
                assert_never(term)

    def _all(self, terms: tuple[Term, ...], values: Values) -> tuple[Any, ...]:
        return tuple(self.value(one, values) for one in terms)

    def _ite(self, condition: Formula, then: Value, otherwise: Value) -> Value:
        match then, otherwise:
            case Optional(), Optional():
                return Optional(
                    self._ite(condition, then.none, otherwise.none),
                    self._ite(condition, then.value, otherwise.value),
                )
            case Set(), Set():
                return Set(lambda at: self._ite(condition, then.has(at), otherwise.has(at)))
            case _:
                return self._logic.ite(condition, then, otherwise)

    def same(self, type_: Type, left: Value, right: Value) -> Formula:
        """That two values of ``type_`` are the same."""
        match left, right:
            case Optional(), Optional():
                return self._logic.or_(
                    (
                        self._logic.and_((left.none, right.none)),
                        self._logic.and_(
                            (
                                self._logic.negation(left.none),
                                self._logic.negation(right.none),
                                self._logic.equal(left.value, right.value),
                            )
                        ),
                    )
                )
            case Set(), Set():
                assert isinstance(type_, SetType)
                return self._logic.for_all(
                    type_.of, lambda at: self._logic.equal(left.has(at), right.has(at))
                )
            case _:
                return self._logic.equal(left, right)

    def _set_operation(self, op: SetOp, left: Set, right: Set) -> Set:
        match op:
            case SetOp.UNION:
                return Set(lambda at: self._logic.or_((left.has(at), right.has(at))))
            case SetOp.INTERSECT:
                return Set(lambda at: self._logic.and_((left.has(at), right.has(at))))
            case SetOp.MINUS:
                return Set(
                    lambda at: self._logic.and_((left.has(at), self._logic.negation(right.has(at))))
                )
            case _:
                assert_never(op)


def _compared(op: Order, left: Expr, right: Expr) -> Formula:
    match op:
        case Order.LESS:
            return left < right
        case Order.AT_MOST:
            return left <= right
        case Order.GREATER:
            return left > right
        case Order.AT_LEAST:
            return left >= right
        case _:
            assert_never(op)
