"""What formulas of first-order logic are made of: sorts and their values, connectives, quantifiers.

A sort without named members is uninterpreted, so that it has any number of members, but one at
least; every other type has a known number of values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, assert_never

import z3

from tdpspec.solving.session import Formula
from tdpspec.system.model import Sort
from tdpspec.system.types import BoolType, EnumType, RangeType, Scalar, SortType

Expr = Any
"""A Z3 expression of some sort."""

Replacement = tuple[Any, Expr]
"""A symbol, and a value in which variable number n stands for its n-th argument."""

WIDEST = 64
"""Values of a range that quantifiers over it are expanded to at most."""


class TooWideError(Exception):
    """A range has too many values for a quantifier over it."""


class Logic:
    """A Z3 context with the sorts ``sorts``, by name; a type gets its sort when it is first
    used."""

    def __init__(self, sorts: Mapping[str, Sort]) -> None:
        self.context = z3.Context()
        self._declared = sorts
        self._sorts: dict[str, Any] = {}
        self._types: dict[str, Scalar] = {}
        self._words: dict[tuple[str, str], Expr] = {}
        self._fresh = 0

    # --------------------------------------------------------------- sorts and their values

    def sort(self, type_: Scalar) -> Any:
        """The sort of the values of ``type_``; a range is part of the integers.

        Errors: ``TypeError`` if another type has its name. What is said of a system has its types,
        but what is read from a file may say anything.
        """
        name = getattr(type_, "name", None)
        if name is not None and self._types.setdefault(name, type_) != type_:
            raise TypeError(f"two types are called {name}")
        match type_:
            case BoolType():
                return z3.BoolSort(self.context)
            case RangeType():
                return z3.IntSort(self.context)
            case SortType(name):
                if name not in self._sorts:
                    members = self._declared[name].members
                    self._sorts[name] = (
                        self._enumeration(name, members)
                        if members
                        else z3.DeclareSort(name, self.context)
                    )
                return self._sorts[name]
            case EnumType(name, words):
                if name not in self._sorts:
                    self._sorts[name] = self._enumeration(name, words)
                return self._sorts[name]
            case _:
                assert_never(type_)

    def _enumeration(self, name: str, words: tuple[str, ...]) -> Any:
        sort, values = z3.EnumSort(name, [f"{name}.{one}" for one in words], self.context)
        self._words.update(((name, one), value) for one, value in zip(words, values, strict=True))
        return sort

    def word(self, type_: EnumType | SortType, word: str) -> Expr:
        """The value called ``word`` of a type with named values."""
        self.sort(type_)
        return self._words[type_.name, word]

    def number(self, value: int) -> Expr:
        return z3.IntVal(value, self.context)

    def in_range(self, number: Expr, type_: RangeType) -> Formula:
        return self.and_((number >= type_.low, number <= type_.high))

    def fresh(self, type_: Scalar) -> Expr:
        """A name that no other formula uses, to be bound."""
        self._fresh += 1
        # No variable of a spec has such a name: a quantifier would bind it as well.
        return z3.Const(f"bound {self._fresh}", self.sort(type_))

    def any_value(self, type_: Scalar) -> Expr:
        """Some value of ``type_``, always the same: what stands where none is."""
        return z3.Const(f"no {getattr(type_, 'name', 'value')}", self.sort(type_))

    # ------------------------------------------------------------------------ connectives

    def truth(self, value: bool) -> Formula:
        return z3.BoolVal(value, self.context)

    # Not by ``z3.And``, ``==``, ``f(x)`` and the like: they look at the sorts of all arguments
    # first, which takes longer than all the rest. Z3 itself looks at them as well.

    def and_(self, formulas: Iterable[Formula]) -> Formula:
        return self._together(z3.Z3_mk_and, tuple(formulas))

    def or_(self, formulas: Iterable[Formula]) -> Formula:
        return self._together(z3.Z3_mk_or, tuple(formulas))

    def _together(self, make: Callable[..., Any], formulas: tuple[Formula, ...]) -> Formula:
        if len(formulas) == 1:
            return formulas[0]
        return z3.BoolRef(make(self.context.ref(), len(formulas), _array(formulas)), self.context)

    def implies(self, left: Formula, right: Formula) -> Formula:
        made = z3.Z3_mk_implies(self.context.ref(), left.as_ast(), right.as_ast())
        return z3.BoolRef(made, self.context)

    def negation(self, formula: Formula) -> Formula:
        return z3.BoolRef(z3.Z3_mk_not(self.context.ref(), formula.as_ast()), self.context)

    def equal(self, left: Expr, right: Expr) -> Formula:
        made = z3.Z3_mk_eq(self.context.ref(), left.as_ast(), right.as_ast())
        return z3.BoolRef(made, self.context)

    def ite(self, condition: Formula, then: Expr, otherwise: Expr) -> Expr:
        made = z3.Z3_mk_ite(
            self.context.ref(), condition.as_ast(), then.as_ast(), otherwise.as_ast()
        )
        return type(then)(made, self.context)

    def function(self, name: str, domain: Iterable[Any], range_: Any) -> Callable[..., Expr]:
        """A new symbol for a function; of no arguments, for a constant."""
        symbol = z3.Function(name, *domain, range_)
        kind = type(z3.Const("any", range_))

        def apply(*arguments: Expr) -> Expr:
            made = z3.Z3_mk_app(self.context.ref(), symbol.ast, len(arguments), _array(arguments))
            return kind(made, self.context)

        return apply

    def replacement(self, application: Expr, names: Sequence[Expr], value: Expr) -> Replacement:
        """That the function which ``application`` applies to ``names`` is to be ``value``, for all
        of them."""
        if not names:
            return application.decl(), value
        # Z3 counts what is bound from the inside, and arguments from the left.
        return application.decl(), z3.Lambda(list(reversed(names)), value).body()

    def replaced(self, formula: Formula, replacements: Sequence[Replacement]) -> Formula:
        """``formula`` with other functions, all at once: the values keep their own."""
        return z3.substitute_funs(formula, *replacements) if replacements else formula

    # ------------------------------------------------------------------------ quantifiers

    def _listed(self, type_: Scalar) -> tuple[Expr, ...] | None:
        """All values of a type that has a known number of them."""
        match type_:
            case BoolType():
                return (self.truth(False), self.truth(True))
            case EnumType(_, words):
                return tuple(self.word(type_, one) for one in words)
            case RangeType(low, high):
                if high - low >= WIDEST:
                    raise TooWideError(f"a range of {high - low + 1} values is too wide")
                return tuple(self.number(one) for one in range(low, high + 1))
            case SortType(name):
                members = self._declared[name].members
                return tuple(self.word(type_, one) for one in members) if members else None
            case _:
                assert_never(type_)

    def _quantified(
        self,
        types: Iterable[Scalar],
        body: Callable[[tuple[Expr, ...]], Formula],
        quantifier: Callable[..., Formula],
        together: Callable[[Iterable[Formula]], Formula],
    ) -> Formula:
        """Over uninterpreted sorts a quantifier, over anything else all its values."""
        names: list[Expr] = []
        each: list[tuple[Expr, ...]] = []
        for one in types:
            values = self._listed(one)
            if values is None:
                names.append(self.fresh(one))
                values = (names[-1],)
            each.append(values)
        inside = together([body(at) for at in product(*each)])
        return quantifier(names, inside) if names else inside

    def for_all(
        self, types: Iterable[Scalar], body: Callable[[tuple[Expr, ...]], Formula]
    ) -> Formula:
        return self._quantified(types, body, z3.ForAll, self.and_)

    def exists(
        self, types: Iterable[Scalar], body: Callable[[tuple[Expr, ...]], Formula]
    ) -> Formula:
        return self._quantified(types, body, z3.Exists, self.or_)


def _array(expressions: Sequence[Expr]) -> Any:
    return (z3.Ast * len(expressions))(*(one.as_ast() for one in expressions))
