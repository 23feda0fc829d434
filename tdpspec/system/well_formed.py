"""Whether a term belongs to a system. What is lowered does, by construction; what is read from a
file may be anything that has the right classes, as a number that is a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

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
    join,
    type_of,
)
from tdpspec.system.types import (
    BOOL,
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
    Type,
    fits,
)
from tdpspec.system.verdict import Induction


def is_condition(system: System, term: object) -> bool:
    """Whether ``term`` is true or false in each state of ``system``: a bool term without free
    variables, made of what the system has, each part of a type that fits where it stands."""
    try:
        return _Terms(system).type(term, frozenset()) == BOOL
    except (
        _IllFormedError,
        AssertionError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        # Where data of wrong classes is compared, hashed or taken apart it may be any of these.
        return False


def is_induction(system: System, by: Induction) -> bool:
    """Whether ``by`` may be a proof about ``system``, as far as that can be seen: lemmas that
    belong to it, each with a name of its own that cannot be read as anything else."""
    names = [one.name for one in by.lemmas]
    return (
        all(isinstance(one, str) and one.isidentifier() for one in names)
        and len(set(names)) == len(names)
        and all(isinstance(one, str) for name, used in by.needs for one in (name, *used))
        and all(is_condition(system, one.condition) for one in by.lemmas)
    )


class _IllFormedError(Exception):
    pass


def _demand(is_so: bool) -> None:
    if not is_so:
        raise _IllFormedError


class _Terms:
    """The terms of ``system``."""

    def __init__(self, system: System) -> None:
        self._system = system
        scalars: set[object] = {one.type for one in system.choices}
        for variable in system.variables:
            scalars.update((*variable.indices, *_parts(variable.type)))
        for action in system.actions:
            scalars.update(one.type for one in action.parameters)
        for definition in system.definitions:
            scalars.update(one.type for one in definition.parameters)
        self._enums = {one for one in scalars if isinstance(one, EnumType)}

    def type(self, term: object, bound: frozenset[Bound]) -> Type:
        """The type of ``term``, whose free variables are ``bound``. Errors: ``_IllFormedError``
        and whatever data of wrong classes leads to."""

        def type_(one: Term) -> Type:
            return self.type(one, bound)

        def all_bool(some: Iterable[Term]) -> Type:
            for one in some:
                _demand(type_(one) == BOOL)
            return BOOL

        match term:
            case BoolValue(value):
                _demand(type(value) is bool)
                return BOOL
            case IntValue(value):
                _demand(type(value) is int)
                return RangeType(value, value)
            case EnumValue(value, EnumType(_, values) as of):
                _demand(value in values)
                return self._scalar(of)
            case MemberValue(name, SortType(sort) as of):
                _demand(name in self._system.sort[sort].members)
                return of
            case NoneValue(OptionType() as of):
                return self._any(of)
            case Bound():
                _demand(term in bound)
                return term.type
            case ChoiceRead(name, of):
                (choice,) = (one for one in self._system.choices if one.name == name)
                _demand(choice.type == of)
                return of
            case Read(name, indices, of):
                variable = self._system.variable[name]
                _demand(variable.type == of)
                self._fit(map(type_, indices), variable.indices)
                return of
            case Apply(name, arguments, of):
                definition = self._system.definition[name]
                _demand(definition.type == of)
                self._fit(map(type_, arguments), (one.type for one in definition.parameters))
                return of
            case Some(one):
                inner = type_(one)
                if isinstance(inner, (OptionType, SetType)):
                    raise _IllFormedError
                return OptionType(inner)
            case The(one):
                outer = type_(one)
                if not isinstance(outer, OptionType):
                    raise _IllFormedError
                return outer.of
            case Not(one):
                return all_bool((one,))
            case And(parts) | Or(parts):
                return all_bool(parts)
            case Implies(left, right):
                return all_bool((left, right))
            case Ite(condition, then, otherwise):
                all_bool((condition,))
                return join(type_(then), type_(otherwise))
            case Equal(left, right):
                join(type_(left), type_(right))
                return BOOL
            case Compare(op, left, right):
                _demand(isinstance(op, Order))
                self._numbers(type_(left), type_(right))
                return BOOL
            case Arithmetic(sign, left, right):
                _demand(isinstance(sign, Sign))
                self._numbers(type_(left), type_(right))
                return type_of(term)
            case Saturate(of, range_):
                self._numbers(type_(of), self._any(range_))
                return range_
            case Member(elements, set_):
                self._are_alike(map(type_, elements), self._elements(type_(set_)))
                return BOOL
            case SetOf(elements, of):
                for element in elements:
                    self._fit(map(type_, element), self._elements(self._any(of)))
                return of
            case Everything(of):
                self._elements(self._any(of))
                return of
            case SetOperation(op, left, right):
                _demand(isinstance(op, SetOp))
                return self._same_sets(type_(left), type_(right))
            case Subset(left, right):
                self._same_sets(type_(left), type_(right))
                return BOOL
            case Comprehension(own, condition):
                _demand(self._inside(condition, own, bound) == BOOL)
                return SetType(tuple(one.type for one in own))
            case ForAll(own, body) | Exists(own, body):
                _demand(self._inside(body, own, bound) == BOOL)
                return BOOL
            case _:
                raise _IllFormedError

    def _inside(self, body: Term, own: tuple[Bound, ...], bound: frozenset[Bound]) -> Type:
        for one in own:
            _demand(isinstance(one, Bound) and isinstance(one.name, str))
            self._scalar(one.type)
        names = {one.name for one in own}
        _demand(len(names) == len(own) > 0)
        return self.type(body, frozenset(one for one in bound if one.name not in names).union(own))

    def _any(self, type_: Type) -> Type:
        """``type_``, which is one."""
        for one in _parts(type_):
            self._scalar(one)
        return type_

    def _scalar(self, type_: Scalar) -> Scalar:
        match type_:
            case BoolType():
                pass
            case EnumType():
                _demand(type_ in self._enums)
            case SortType(name):
                _demand(name in self._system.sort)
            case RangeType(low, high):
                _demand(type(low) is int and type(high) is int and low <= high)
            case _:
                raise _IllFormedError
        return type_

    def _elements(self, type_: Type) -> tuple[Scalar, ...]:
        if not isinstance(type_, SetType):
            raise _IllFormedError
        return type_.of

    def _same_sets(self, left: Type, right: Type) -> Type:
        _demand(isinstance(left, SetType) and left == right)
        return left

    def _numbers(self, *types: Type) -> None:
        for one in types:
            _demand(isinstance(one, RangeType))

    def _fit(self, given: Iterable[Type], wanted: Iterable[Type]) -> None:
        for one, other in zip(given, wanted, strict=True):
            _demand(fits(one, other))

    def _are_alike(self, given: Iterable[Type], wanted: Iterable[Type]) -> None:
        for one, other in zip(given, wanted, strict=True):
            join(one, other)


def _parts(type_: Type) -> tuple[Scalar, ...]:
    match type_:
        case OptionType(of):
            return (of,)
        case SetType(of):
            return of
        case BoolType() | EnumType() | SortType() | RangeType():
            return (type_,)
        case _:
            assert_never(type_)
