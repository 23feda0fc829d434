"""The symbols that speak of a system: a constant for each choice, functions for each variable.

A value of any type is what Z3 needs to speak of it: a scalar is an expression; an optional value a
pair of "is none" and the value; a set the function from elements to "is inside". A variable is a
function (a set variable a predicate) of its indices, twice: before a step and after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never

import z3

from tdpspec.solving.logic import Expr, Logic
from tdpspec.solving.session import Formula
from tdpspec.system.model import System, Variable
from tdpspec.system.types import (
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
)


@dataclass(frozen=True, slots=True)
class Optional:
    """An optional value; ``value`` says nothing where ``none`` holds."""

    none: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class Set:
    """A set of tuples."""

    has: Callable[[tuple[Expr, ...]], Expr]


Value = Expr | Optional | Set
Indexed = Callable[[tuple[Expr, ...]], Value]
"""The value of a variable at indices."""


class Signature:
    """The symbols of ``system``, in a logic of their own.

    Shape: ``choices`` has the constants, ``before`` and ``after`` the variables around a step, by
           name. ``axioms`` and ``axioms_after`` say of these what every state is: numbers lie in
           their ranges.
    """

    def __init__(self, system: System) -> None:
        self.logic = Logic(system.sort)
        self.choices = {
            one.name: self.constant(f"choice {one.name}", one.type) for one in system.choices
        }
        self.before, self.axioms = self._state(system, "")
        self.after, self.axioms_after = self._state(system, "'")

    def _state(self, system: System, mark: str) -> tuple[dict[str, Indexed], tuple[Formula, ...]]:
        """The variables, with ``mark`` behind their names, and the axioms about them."""
        axioms: list[Formula] = []
        declared = {
            one.name: self._declared(one, f"{one.name}{mark}", axioms) for one in system.variables
        }
        return declared, tuple(axioms)

    def constant(self, name: str, type_: Scalar) -> Expr:
        """A constant; of a range it is any number, until it is said to be ``in_range``."""
        return z3.Const(name, self.logic.sort(type_))

    def _declared(self, variable: Variable, name: str, axioms: list[Formula]) -> Indexed:
        indices = [self.logic.sort(one) for one in variable.indices]
        type_ = variable.type
        boolean = z3.BoolSort(self.logic.context)
        match type_:
            case SetType(of):
                has = self.logic.function(name, (*indices, *map(self.logic.sort, of)), boolean)
                return lambda at: Set(lambda elements: has(*at, *elements))
            case OptionType(inner):
                none = self.logic.function(f"{name} is none", indices, boolean)
                some = self.logic.function(name, indices, self.logic.sort(inner))
                axioms.extend(self._bounded(variable, inner, some, none))
                return lambda at: Optional(none(*at), some(*at))
            case BoolType() | EnumType() | SortType() | RangeType():
                value = self.logic.function(name, indices, self.logic.sort(type_))
                axioms.extend(self._bounded(variable, type_, value))
                return lambda at: value(*at)
            case _:
                assert_never(type_)

    def _bounded(
        self,
        variable: Variable,
        type_: Scalar,
        value: Callable[..., Expr],
        none: Callable[..., Expr] | None = None,
    ) -> Iterator[Formula]:
        """An axiom that ``value`` is in its range, except where ``none`` holds: what stands there
        may be the same for all ranges, so that no state with two of them would be left."""
        if not isinstance(type_, RangeType):
            return

        def bounded(at: tuple[Expr, ...]) -> Formula:
            inside = self.logic.in_range(value(*at), type_)
            return inside if none is None else self.logic.or_((none(*at), inside))

        yield self.logic.for_all(variable.indices, bounded)
