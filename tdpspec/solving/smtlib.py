"""Z3's formulas as SMT-LIB 2 text that any solver reads, whatever Z3's own printer would write.

Each symbol gets a name with a space in it, so that none is one of a theory: ``|maps before|``,
``|maps after|``, ``|sort Root|``. Bound variables are numbered from the outside.
Patterns are left out: each solver finds its own. (With Z3's, cvc5 gave up on one query of the
shipped spec; without them both answer all of them as quickly.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import z3

from tdpspec.solving.session import Formula

_OPERATORS: Mapping[int, str] = {
    z3.Z3_OP_NOT: "not",
    z3.Z3_OP_IMPLIES: "=>",
    z3.Z3_OP_ITE: "ite",
    z3.Z3_OP_EQ: "=",
    z3.Z3_OP_LE: "<=",
    z3.Z3_OP_LT: "<",
    z3.Z3_OP_GE: ">=",
    z3.Z3_OP_GT: ">",
    z3.Z3_OP_ADD: "+",
    z3.Z3_OP_SUB: "-",
}
_CHAINS: Mapping[int, tuple[str, str]] = {
    z3.Z3_OP_AND: ("and", "true"),
    z3.Z3_OP_OR: ("or", "false"),
}


class Declarations:
    """The symbols of the formulas that were written so far."""

    def __init__(self) -> None:
        self._sorts: dict[str, str] = {}
        self._functions: dict[str, str] = {}

    def text(self, formula: Formula) -> str:
        """``formula`` as an SMT-LIB term; its symbols are declared from now on."""
        return self._term(formula, [])

    def lines(self) -> tuple[str, ...]:
        """Commands that declare all symbols: sorts before functions, each by first use."""
        return (*self._sorts.values(), *self._functions.values())

    def _term(self, one: Any, bound: Sequence[str]) -> str:
        if z3.is_quantifier(one):
            return self._quantifier(one, bound)
        if z3.is_var(one):
            return bound[-1 - int(z3.get_var_index(one))]
        if z3.is_int_value(one):
            number = one.as_long()
            return str(number) if number >= 0 else f"(- {-number})"
        kind = one.decl().kind()
        parts = [self._term(part, bound) for part in one.children()]
        if kind in _CHAINS:
            word, empty = _CHAINS[kind]
            if len(parts) < 2:
                return parts[0] if parts else empty
            return _applied(word, parts)
        if kind in (z3.Z3_OP_TRUE, z3.Z3_OP_FALSE):
            return "true" if kind == z3.Z3_OP_TRUE else "false"
        if kind in _OPERATORS:
            return _applied(_OPERATORS[kind], parts)
        if kind == z3.Z3_OP_DT_CONSTRUCTOR:
            self._sort(one.sort())
            return f"|value {one.decl().name()}|"
        assert kind == z3.Z3_OP_UNINTERPRETED, one.decl()
        return _applied(self._function(one.decl()), parts)

    def _quantifier(self, one: Any, bound: Sequence[str]) -> str:
        names = [f"x{len(bound) + place + 1}" for place in range(one.num_vars())]
        inside = [*bound, *names]
        body = self._term(one.body(), inside)
        sorts = [self._sort(one.var_sort(place)) for place in range(one.num_vars())]
        bindings = " ".join(f"({name} {sort})" for name, sort in zip(names, sorts, strict=True))
        return f"({'forall' if one.is_forall() else 'exists'} ({bindings}) {body})"

    def _function(self, declaration: Any) -> str:
        name = _function_name(declaration.name())
        if name not in self._functions:
            domain = " ".join(
                self._sort(declaration.domain(place)) for place in range(declaration.arity())
            )
            result = self._sort(declaration.range())
            self._functions[name] = f"(declare-fun {name} ({domain}) {result})"
        return name

    def _sort(self, sort: Any) -> str:
        if sort.kind() in (z3.Z3_BOOL_SORT, z3.Z3_INT_SORT):
            return "Bool" if sort.kind() == z3.Z3_BOOL_SORT else "Int"
        name = f"|sort {sort.name()}|"
        if name not in self._sorts:
            if sort.kind() == z3.Z3_DATATYPE_SORT:
                values = " ".join(
                    f"(|value {sort.constructor(place).name()}|)"
                    for place in range(sort.num_constructors())
                )
                self._sorts[name] = f"(declare-datatypes (({name} 0)) (({values})))"
            else:
                self._sorts[name] = f"(declare-sort {name} 0)"
        return name


def _function_name(name: str) -> str:
    """``|maps before|`` for ``maps``, ``|maps after|`` for ``maps'``, ``|p of map|`` for
    ``p!map``."""
    told = name.replace("'", " after").replace("!", " of ")
    return f"|{told if ' ' in told else f'{told} before'}|"


def _applied(name: str, parts: Sequence[str]) -> str:
    return f"({' '.join((name, *parts))})" if parts else name


def assertion(text: str) -> str:
    return f"(assert {text})"


def query(comment: str, assertions: Iterable[str]) -> tuple[str, ...]:
    """Commands that ask whether ``assertions`` exclude each other, and take them back."""
    return ("", f"; {comment}", "(push 1)", *map(assertion, assertions), "(check-sat)", "(pop 1)")
