"""The meaning of a term: the Python expression that it stands for.

``Evaluator.text`` is the definition; everything else in this project that gives meaning to terms
is tested against it. Terms are compiled, not walked, because an exhaustive search evaluates them
millions of times.

In the expressions ``s`` is the state, and members of a sort are numbers (see ``State`` and
``Value`` in ``system/instance.py``). Evaluation is total: ``The`` of none is the first value of
its type. What an index, an argument or a new value must fit is checked when it is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, assert_never

from tdpspec.system.instance import Element, Instance, State, Value
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
    Read,
    Saturate,
    SetOf,
    SetOp,
    SetOperation,
    Some,
    Subset,
    Term,
    The,
    type_of,
)
from tdpspec.system.types import OptionType, RangeType, Scalar, SortType

Names = Mapping[Bound, str]
"""The Python variable that stands for each bound variable."""

_SET_OPERATORS: Mapping[SetOp, str] = {SetOp.UNION: "|", SetOp.INTERSECT: "&", SetOp.MINUS: "-"}


def evaluator(instance: Instance, choices: Mapping[str, Element] | None = None) -> Evaluator:
    """What terms mean in ``instance``; ``choices`` gives the choices of a system not fixed to
    a design.

    Errors: ``KeyError`` when a term reads a choice that has no value, or a free variable.
    """
    return Evaluator(instance, choices or {})


class Evaluator:
    """Compiles the terms of one instance. It keeps what it compiled; answers never depend on it."""

    def __init__(self, instance: Instance, choices: Mapping[str, Element]) -> None:
        self.instance = instance
        self._choices = choices
        self._names_given = 0
        self._globals: dict[str, object] = {"the": _the}
        self._applied: dict[str, str] = {}
        self._functions: dict[tuple[Term, tuple[Bound, ...]], Callable[..., Value]] = {}
        self._nothing = self.constant(frozenset())
        self._places = {one.name: i for i, one in enumerate(instance.system.variables)}

    def value(
        self, term: Term, state: State, bindings: Mapping[Bound, Element] | None = None
    ) -> Value:
        """``term`` in ``state``; ``bindings`` gives its free variables."""
        given = bindings or {}
        return self.function(term, tuple(given))(state, *given.values())

    def function(self, term: Term, bound: tuple[Bound, ...] = ()) -> Callable[..., Value]:
        """``term`` as a function of a state and of the values of ``bound``, in their order."""
        if (term, bound) not in self._functions:
            names = self.names(bound)
            self._functions[term, bound] = self.compile(names.values(), self.text(term, names))
        return self._functions[term, bound]

    def compile(self, parameters: Iterable[str], text: str) -> Callable[..., Any]:
        """The Python function of ``s`` and ``parameters`` with the expression ``text``."""
        function: Callable[..., Any] = eval(
            f"lambda {', '.join(('s', *parameters))}: {text}", self._globals
        )
        return function

    def names(self, bound: tuple[Bound, ...], around: Names | None = None) -> dict[Bound, str]:
        """New Python variables for ``bound``, besides those of ``around``."""
        names = dict(around or {})
        for one in bound:
            names[one] = self._new("x")
        return names

    def text(self, term: Term, names: Names) -> str:
        """``term`` as a Python expression that is safe to put anywhere."""

        def text(one: Term) -> str:
            return self.text(one, names)

        match term:
            case BoolValue(value):
                return repr(value)
            case IntValue(value):
                return f"({value})"
            case EnumValue(value, _):
                return repr(value)
            case MemberValue(name, sort):
                return str(self.instance.system.sort[sort.name].members.index(name))
            case NoneValue():
                return "None"
            case Bound():
                return names[term]
            case ChoiceRead(name, _):
                return repr(self._choices[name])
            case Read(variable, indices, _):
                return f"s[{self.place(variable)}]" + "".join(
                    f"[{one}]" for one in self.positions(variable, indices, names)
                )
            case Some(of):
                return text(of)
            case The(of):
                return f"the({text(of)}, {self._first(of)!r})"
            case Not(of):
                return f"(not {text(of)})"
            case And(of):
                return f"({' and '.join(map(text, of))})"
            case Or(of):
                return f"({' or '.join(map(text, of))})"
            case Implies(left, right):
                return f"(not {text(left)} or {text(right)})"
            case Ite(condition, then, otherwise):
                return f"({text(then)} if {text(condition)} else {text(otherwise)})"
            case Equal(left, right):
                return f"({text(left)} == {text(right)})"
            case Compare(op, left, right):
                return f"({text(left)} {op.value} {text(right)})"
            case Arithmetic(sign, left, right):
                return f"({text(left)} {sign.value} {text(right)})"
            case Saturate(of, RangeType(low, high)):
                return f"min(max({text(of)}, {low}), {high})"
            case Member(elements, set_):
                return f"({_element(map(text, elements))} in {text(set_)})"
            case SetOf((), _):
                return self._nothing
            case SetOf(elements, _):
                listed = (_element(map(text, one)) for one in elements)
                return f"frozenset(({''.join(f'{one}, ' for one in listed)}))"
            case Everything(type_):
                return self.constant(frozenset(self.instance.set_elements(type_)))
            case SetOperation(op, left, right):
                return f"({text(left)} {_SET_OPERATORS[op]} {text(right)})"
            case Subset(left, right):
                return f"({text(left)} <= {text(right)})"
            case Comprehension(bound, condition):
                inner = self.names(bound, names)
                element = _element(inner[one] for one in bound)
                loops = self.loops(bound, inner)
                return f"frozenset({element}{loops} if {self.text(condition, inner)})"
            case ForAll(bound, body):
                inner = self.names(bound, names)
                return f"all({self.text(body, inner)}{self.loops(bound, inner)})"
            case Exists(bound, body):
                inner = self.names(bound, names)
                return f"any({self.text(body, inner)}{self.loops(bound, inner)})"
            case Apply(definition, arguments, _):
                return f"{self._definition(definition)}({', '.join(('s', *map(text, arguments)))})"
            case _:
                assert_never(term)

    def constant(self, value: object) -> str:
        """A name that stands for ``value`` in every expression."""
        name = self._new("c")
        self._globals[name] = value
        return name

    def loops(self, bound: tuple[Bound, ...], names: Names) -> str:
        """`` for x in (0, 1) for y in ('a', 'b')``"""
        return "".join(
            f" for {names[one]} in {self.instance.elements(one.type)!r}" for one in bound
        )

    def place(self, variable: str) -> int:
        """Where ``variable`` stands in a state."""
        return self._places[variable]

    def positions(self, variable: str, indices: tuple[Term, ...], names: Names) -> tuple[str, ...]:
        """The indices as Python expressions for the positions in the nested tuples."""
        types = self.instance.system.variable[variable].indices
        return tuple(
            self._position(type_, one, names) for type_, one in zip(types, indices, strict=True)
        )

    def _position(self, type_: Scalar, index: Term, names: Names) -> str:
        """As ``Instance.position``."""
        text = self.text(index, names)
        if isinstance(type_, RangeType):
            known = type_of(index)
            assert isinstance(known, RangeType), index
            assert type_.low <= known.low, f"{index} can lie below {type_}"
            assert known.high <= type_.high, f"{index} can lie above {type_}"
            return f"{text} - {type_.low}" if type_.low else text
        if isinstance(type_, SortType):
            return text
        positions = {one: place for place, one in enumerate(self.instance.elements(type_))}
        return f"{self.constant(positions)}[{text}]"

    def _definition(self, name: str) -> str:
        """The name of the Python function that a definition is compiled to."""
        if name not in self._applied:
            found = self.instance.system.definition[name]
            function = self.function(found.body, found.parameters)
            self._applied[name] = self.constant(function)
        return self._applied[name]

    def _first(self, option: Term) -> Element:
        type_ = type_of(option)
        assert isinstance(type_, OptionType), option
        return self.instance.elements(type_.of)[0]

    def _new(self, letter: str) -> str:
        self._names_given += 1
        return f"{letter}{self._names_given}"


def _the(option: Value, first: Element) -> Value:
    return first if option is None else option


def _element(parts: Iterable[str]) -> str:
    """What a set contains: the value itself in a set one wide, else a tuple."""
    listed = tuple(parts)
    return listed[0] if len(listed) == 1 else f"({', '.join(listed)})"
