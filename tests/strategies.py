"""Random well-formed terms and small systems, to compare one meaning with another.

Terms are built with the classes, not with the simplifying constructors of ``make.py``. They keep
to what lowering promises: ``The`` stands only where the option is known not to be none; an index,
an argument, an element of a ``SetOf`` and a new value fit the type they are for. Elements tested
with ``Member`` and numbers that are compared may lie outside the other side's range.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import assert_never

from hypothesis import strategies as st

from tdpspec.interpret.step import stepper
from tdpspec.interpret.values import count_values
from tdpspec.source.span import Origin
from tdpspec.system.instance import Element, Instance, State, Value, instance
from tdpspec.system.maps import Branch, Build, Current, Map, Store
from tdpspec.system.model import (
    Action,
    Assertion,
    Check,
    Choice,
    Definition,
    Design,
    Invariant,
    Property,
    Shared,
    Sort,
    System,
    Update,
    Variable,
)
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

NOWHERE = Origin("random.tdp", 1, 1)
COLOUR = EnumType("Colour", ("red", "green", "blue"))
SWITCH = EnumType("Switch", ("off", "on"))


@dataclass(frozen=True)
class Scope:
    """What a term may be made of.

    Shape: ``types`` is the pool that compound terms take the types of their parts from;
           ``unwrapped`` are ``The`` terms whose option is known not to be none.
    """

    sorts: tuple[Sort, ...]
    types: tuple[Type, ...]
    variables: tuple[Variable, ...]
    bound: tuple[Bound, ...] = ()
    definitions: tuple[Definition, ...] = ()
    choices: tuple[Choice, ...] = ()
    unwrapped: tuple[Term, ...] = ()

    @property
    def scalars(self) -> tuple[Scalar, ...]:
        return tuple(one for one in self.types if not isinstance(one, (OptionType, SetType)))


def _constants(scope: Scope, type_: Type) -> list[Term]:
    match type_:
        case BoolType():
            return [BoolValue(False), BoolValue(True)]
        case EnumType(_, values):
            return [EnumValue(one, type_) for one in values]
        case SortType(name):
            (sort,) = (one for one in scope.sorts if one.name == name)
            return [MemberValue(one, type_) for one in sort.members]
        case RangeType(low, high):
            return [IntValue(low), IntValue(high)]
        case OptionType():
            pool = [one for one in scope.types if isinstance(one, OptionType) and fits(one, type_)]
            return [NoneValue(one) for one in (type_, *pool)]
        case SetType():
            return [SetOf((), type_), Everything(type_)]
        case _:
            assert_never(type_)


def _plain(scope: Scope, type_: Type) -> list[Term]:
    """The terms of one node that fit ``type_``."""
    reads = [Read(one.name, (), one.type) for one in scope.variables if not one.indices]
    choices = [ChoiceRead(one.name, one.type) for one in scope.choices]
    named: list[Term] = [*scope.bound, *reads, *choices, *scope.unwrapped]
    return [one for one in named if fits(type_of(one), type_)] + _constants(scope, type_)


def _indexed(scope: Scope, type_: Type) -> list[Variable]:
    return [
        one
        for one in scope.variables
        if one.indices and fits(one.type, type_) and all(_plain(scope, i) for i in one.indices)
    ]


def can_make(scope: Scope, type_: Type) -> bool:
    """Whether there is any term of ``type_``: a symmetric sort has no constants."""
    return bool(_plain(scope, type_) or _indexed(scope, type_))


def draw_term(draw: st.DrawFn, scope: Scope, type_: Type, depth: int) -> Term:
    """A term that fits ``type_``, at most about ``depth`` nodes deep; ``can_make`` must hold."""
    if depth > 0 and draw(st.integers(0, 7)) > 0:
        return _compound(draw, scope, type_, depth - 1)
    plain, indexed = _plain(scope, type_), _indexed(scope, type_)
    if indexed and (not plain or draw(st.booleans())):
        variable = draw(st.sampled_from(indexed))
        indices = tuple(draw(st.sampled_from(_plain(scope, one))) for one in variable.indices)
        return Read(variable.name, indices, variable.type)
    return draw(st.sampled_from(plain))


def draw_number(draw: st.DrawFn, scope: Scope, depth: int) -> Term:
    """A number of any range."""
    if depth > 0 and draw(st.booleans()):
        sign = draw(st.sampled_from(Sign))
        left = draw_number(draw, scope, depth - 1)
        return Arithmetic(sign, left, draw_number(draw, scope, depth - 1))
    ranges = [one for one in scope.types if isinstance(one, RangeType) and can_make(scope, one)]
    if ranges and draw(st.integers(0, 3)) > 0:
        return draw_term(draw, scope, draw(st.sampled_from(ranges)), depth)
    return IntValue(draw(st.integers(-1, 4)))


def _compound(draw: st.DrawFn, scope: Scope, type_: Type, depth: int) -> Term:
    ways: list[Callable[[], Term]] = [
        lambda: Ite(
            draw_term(draw, scope, BOOL, depth),
            draw_term(draw, scope, type_, depth),
            draw_term(draw, scope, type_, depth),
        )
    ]
    usable = [
        one
        for one in scope.definitions
        if fits(one.type, type_) and all(can_make(scope, p.type) for p in one.parameters)
    ]
    if usable:
        ways.append(lambda: _apply(draw, scope, draw(st.sampled_from(usable)), depth))
    if not isinstance(type_, (OptionType, SetType)):
        ways.append(lambda: _unwrap(draw, scope, OptionType(type_), depth))
    match type_:
        case BoolType():
            ways += _bool_ways(draw, scope, depth) * 2
        case RangeType():
            ways.append(lambda: Saturate(draw_number(draw, scope, depth), type_))
        case EnumType() | SortType():
            pass
        case OptionType(of):
            if can_make(scope, of):
                ways += [lambda: Some(draw_term(draw, scope, of, depth))] * 2
        case SetType():
            ways += _set_ways(draw, scope, type_, depth)
        case _:
            assert_never(type_)
    return draw(st.sampled_from(ways))()


def _apply(draw: st.DrawFn, scope: Scope, definition: Definition, depth: int) -> Term:
    arguments = (draw_term(draw, scope, one.type, depth) for one in definition.parameters)
    return Apply(definition.name, tuple(arguments), definition.type)


def _unwrap(draw: st.DrawFn, scope: Scope, option: OptionType, depth: int) -> Term:
    """``if option = none then default else ... the(option) ...``"""
    of = draw_term(draw, scope, option, depth)
    default = draw_term(draw, scope, option.of, depth)
    known = replace(scope, unwrapped=(*scope.unwrapped, The(of)))
    if draw(st.booleans()):
        return Ite(Equal(of, NoneValue(option)), default, The(of))
    inside = draw_term(draw, known, option.of, depth)
    return Ite(Not(Equal(of, NoneValue(option))), inside, default)


def _bound(draw: st.DrawFn, scope: Scope, types: tuple[Scalar, ...]) -> tuple[Bound, ...]:
    start = len(scope.bound)
    return tuple(Bound(f"x{start + i}", one) for i, one in enumerate(types))


def _flat(kind: type[And] | type[Or], parts: list[Term]) -> Term:
    return kind(tuple(p for one in parts for p in (one.of if isinstance(one, (kind,)) else (one,))))


def _bool_ways(draw: st.DrawFn, scope: Scope, depth: int) -> list[Callable[[], Term]]:
    def truth() -> Term:
        return draw_term(draw, scope, BOOL, depth)

    def several() -> list[Term]:
        return [truth() for _ in range(draw(st.integers(2, 3)))]

    def quantified(kind: type[ForAll] | type[Exists]) -> Term:
        types = draw(st.lists(st.sampled_from(scope.scalars), min_size=1, max_size=2))
        bound = _bound(draw, scope, tuple(types))
        return kind(bound, draw_term(draw, replace(scope, bound=scope.bound + bound), BOOL, depth))

    def equal() -> Term:
        chosen = draw(st.sampled_from([one for one in scope.types if can_make(scope, one)]))
        if isinstance(chosen, RangeType):
            return Equal(draw_number(draw, scope, depth), draw_number(draw, scope, depth))
        left = draw_term(draw, scope, chosen, depth)
        return Equal(left, draw_term(draw, scope, chosen, depth))

    def compare() -> Term:
        op = draw(st.sampled_from(Order))
        return Compare(op, draw_number(draw, scope, depth), draw_number(draw, scope, depth))

    def guarded(option: OptionType) -> Term:
        of = draw_term(draw, scope, option, depth)
        known = replace(scope, unwrapped=(*scope.unwrapped, The(of)))
        body = draw_term(draw, known, BOOL, depth)
        if draw(st.booleans()):
            return Implies(Not(Equal(of, NoneValue(option))), body)
        return _flat(And, [Not(Equal(of, NoneValue(option))), body])

    ways: list[Callable[[], Term]] = [
        lambda: Not(truth()),
        lambda: _flat(And, several()),
        lambda: _flat(Or, several()),
        lambda: Implies(truth(), truth()),
        equal,
        compare,
        lambda: quantified(ForAll),
        lambda: quantified(Exists),
    ]
    options = [one for one in scope.types if isinstance(one, OptionType)]
    if options:
        ways.append(lambda: guarded(draw(st.sampled_from(options))))
    sets = [one for one in scope.types if isinstance(one, SetType)]
    if sets:
        ways.append(lambda: _subset(draw, scope, draw(st.sampled_from(sets)), depth))
    members = [one for one in sets if all(can_make(scope, element) for element in one.of)]
    if members:
        ways += [lambda: _member(draw, scope, draw(st.sampled_from(members)), depth)] * 2
    return ways


def _subset(draw: st.DrawFn, scope: Scope, type_: SetType, depth: int) -> Term:
    left = draw_term(draw, scope, type_, depth)
    return Subset(left, draw_term(draw, scope, type_, depth))


def _member(draw: st.DrawFn, scope: Scope, type_: SetType, depth: int) -> Term:
    elements = tuple(
        draw_number(draw, scope, depth)
        if isinstance(one, RangeType)
        else draw_term(draw, scope, one, depth)
        for one in type_.of
    )
    return Member(elements, draw_term(draw, scope, type_, depth))


def _set_ways(
    draw: st.DrawFn, scope: Scope, type_: SetType, depth: int
) -> list[Callable[[], Term]]:
    def operation() -> Term:
        left = draw_term(draw, scope, type_, depth)
        right = draw_term(draw, scope, type_, depth)
        return SetOperation(draw(st.sampled_from(SetOp)), left, right)

    def comprehension() -> Term:
        bound = _bound(draw, scope, type_.of)
        inner = replace(scope, bound=scope.bound + bound)
        return Comprehension(bound, draw_term(draw, inner, BOOL, depth))

    def listed() -> Term:
        number = draw(st.integers(1, 2))
        return SetOf(
            tuple(
                tuple(draw_term(draw, scope, one, depth) for one in type_.of) for _ in range(number)
            ),
            type_,
        )

    ways: list[Callable[[], Term]] = [operation, comprehension]
    if all(can_make(scope, one) for one in type_.of):
        ways.append(listed)
    return ways


def draw_map(draw: st.DrawFn, scope: Scope, variable: Variable, depth: int = 2) -> Map:
    """A way for ``variable`` to change: stores, builds and branches nested ``depth`` deep."""
    current = Current(variable.name, variable.type)
    ways: list[Callable[[], Map]] = [lambda: current]
    bound = _bound(draw, scope, variable.indices)
    inner = replace(scope, bound=scope.bound + bound)
    if can_make(inner, variable.type):
        ways.append(lambda: Build(bound, draw_term(draw, inner, variable.type, 2)))
    if depth > 0:
        if can_make(scope, variable.type) and all(can_make(scope, i) for i in variable.indices):
            ways += [
                lambda: Store(
                    draw_map(draw, scope, variable, depth - 1),
                    tuple(draw_term(draw, scope, one, 1) for one in variable.indices),
                    draw_term(draw, scope, variable.type, 2),
                )
            ] * 3
        ways.append(
            lambda: Branch(
                draw_term(draw, scope, BOOL, 2),
                draw_map(draw, scope, variable, depth - 1),
                draw_map(draw, scope, variable, depth - 1),
            )
        )
    return draw(st.sampled_from(ways))()


def _draw_sorts(draw: st.DrawFn) -> tuple[Sort, ...]:
    sorts = []
    for name in ("Left", "Right")[: draw(st.sampled_from((2, 1)))]:
        size = draw(st.sampled_from((2, 1, 3)))
        named = draw(st.integers(0, 3)) == 0
        members = tuple(f"{name.lower()}_{one}" for one in "abc"[:size]) if named else ()
        sorts.append(Sort(name, size, members, "", NOWHERE))
    return tuple(sorts)


def _draw_types(draw: st.DrawFn, sorts: tuple[Sort, ...]) -> tuple[Type, ...]:
    low = draw(st.integers(-1, 1))
    span = RangeType(low, low + draw(st.integers(1, 2)))
    scalars: list[Scalar] = [BOOL, *(one.type for one in sorts), COLOUR, span, RangeType(0, 3)]
    first, last = sorts[0].type, sorts[-1].type
    return (
        *scalars,
        *(OptionType(one) for one in scalars[1:]),
        *(SetType((one,)) for one in (first, last, COLOUR, span)),
        SetType((first, last)),
    )


def _draw_variables(
    draw: st.DrawFn, at: Instance, types: tuple[Type, ...], budget: int
) -> tuple[Variable, ...]:
    """Up to four variables that together have at most ``budget`` values."""
    scalars = [one for one in types if not isinstance(one, (OptionType, SetType, BoolType))]
    shapes: list[tuple[Scalar, ...]] = [(), ()] + [(one,) for one in scalars]
    shapes.append((scalars[0], scalars[0]))
    variables: list[Variable] = []
    for number in range(draw(st.sampled_from((2, 3, 4, 1)))):
        fitting = [
            (shape, type_, count)
            for type_ in types
            for shape in shapes
            if (count := count_values(at, shape, type_)) <= budget
        ]
        if not fitting:
            break
        indices, type_, count = draw(st.sampled_from(fitting))
        budget //= count
        constants = _constants(Scope(at.system.sorts, types, ()), type_)
        initial = draw(st.sampled_from(constants)) if constants else None
        if draw(st.integers(0, 4)) == 0:
            initial = None
        variables.append(Variable(f"v{number}", indices, type_, initial, Shared(), "", NOWHERE))
    return tuple(variables)


def _draw_definitions(draw: st.DrawFn, scope: Scope) -> tuple[Definition, ...]:
    definitions: tuple[Definition, ...] = ()
    for number in range(draw(st.integers(0, 2))):
        types = draw(st.lists(st.sampled_from(scope.scalars), max_size=2))
        parameters = tuple(Bound(f"q{i}", one) for i, one in enumerate(types))
        inner = replace(scope, bound=parameters, definitions=definitions)
        result = draw(st.sampled_from([BOOL] + [t for t in scope.types if can_make(inner, t)]))
        body = draw_term(draw, inner, result, 2)
        new = Definition(f"d{number}", parameters, body, result, "", NOWHERE)
        definitions = (*definitions, new)
    return definitions


def _draw_action(draw: st.DrawFn, scope: Scope, name: str) -> Action:
    types = draw(st.lists(st.sampled_from(scope.scalars), max_size=2))
    parameters = tuple(Bound(f"p{i}", one) for i, one in enumerate(types))
    inner = replace(scope, bound=parameters)
    written = [one for one in scope.variables if draw(st.integers(0, 2)) > 0]
    updates = tuple(Update(one.name, draw_map(draw, inner, one)) for one in written)
    checks = tuple(
        Check("asserted", draw_term(draw, inner, BOOL, 2), f"check of {name}", NOWHERE)
        for _ in range(draw(st.integers(0, 1)))
    )
    guard = BoolValue(True) if draw(st.integers(0, 3)) == 0 else draw_term(draw, inner, BOOL, 2)
    return Action(name, "", name, "", parameters, guard, updates, checks, NOWHERE)


def _draw_choices(draw: st.DrawFn) -> tuple[tuple[Choice, ...], tuple[Design, ...]]:
    choices = (Choice("way", SWITCH, "", NOWHERE), Choice("flag", BOOL, "", NOWHERE))
    designs = []
    for name in ("one", "other"):
        way = EnumValue(draw(st.sampled_from(SWITCH.values)), SWITCH)
        flag = BoolValue(draw(st.booleans()))
        designs.append(Design(name, (("way", way), ("flag", flag)), "", NOWHERE))
    return choices, tuple(designs)


@st.composite
def systems(draw: st.DrawFn, choices: bool = False, budget: int = 4000) -> System:
    """A system of at most ``budget`` states at its default sizes, and at least one initial one.

    Shape: fixed to the design "only", unless ``choices``: then with two choices and the designs
           "one" and "other". Properties are one or two invariants, and the assertion "asserted"
           where an action has a check.
    """
    sorts = _draw_sorts(draw)
    types = _draw_types(draw, sorts)
    empty = System("random", "", sorts, (), (), (), (), (), (), (), (), (), design="only")
    variables = _draw_variables(draw, instance(empty), types, budget)
    chosen, designs = _draw_choices(draw) if choices else ((), ())
    pool = (*types, SWITCH) if choices else types
    scope = Scope(sorts, pool, variables, choices=chosen)
    scope = replace(scope, definitions=_draw_definitions(draw, scope))
    actions = tuple(
        _draw_action(draw, scope, f"a{i}") for i in range(draw(st.sampled_from((2, 3, 4, 1))))
    )
    properties: tuple[Property, ...] = tuple(
        Invariant(f"i{number}", draw_term(draw, scope, BOOL, 3), "", NOWHERE)
        for number in range(draw(st.integers(1, 2)))
    )
    if any(one.checks for one in actions):
        properties += (Assertion("asserted", "", NOWHERE),)
    system = replace(
        empty,
        choices=chosen,
        designs=designs,
        variables=variables,
        definitions=scope.definitions,
        actions=actions,
        properties=properties,
        design=None if choices else "only",
    )
    if not choices and draw(st.integers(0, 3)) == 0:
        limited = replace(system, initially=(draw_term(draw, scope, BOOL, 2),))
        if list(islice(stepper(instance(limited)).initial(), 1)):
            return limited
    return system


def scope_of(system: System) -> Scope:
    """What a claim of ``system`` may be made of."""
    types = dict.fromkeys(
        (
            BOOL,
            *(one.type for one in system.sorts),
            *(type_ for one in system.variables for type_ in (*one.indices, one.type)),
        )
    )
    return Scope(
        system.sorts,
        tuple(types),
        system.variables,
        definitions=system.definitions,
        choices=system.choices,
    )


@st.composite
def terms(draw: st.DrawFn, scope: Scope, type_: Type = BOOL, depth: int = 3) -> Term:
    """A term over ``scope`` that fits ``type_``; ``can_make(scope, type_)`` must hold."""
    return draw_term(draw, scope, type_, depth)


def draw_element(draw: st.DrawFn, at: Instance, type_: Scalar) -> Element:
    """One value of a scalar type."""
    return draw(st.sampled_from(at.elements(type_)))


def _draw_value(draw: st.DrawFn, at: Instance, type_: Type) -> Value:
    match type_:
        case OptionType(of):
            return draw(st.sampled_from((None, *at.elements(of))))
        case SetType():
            return frozenset(one for one in at.set_elements(type_) if draw(st.booleans()))  # type: ignore[return-value]  # all elements are of one width
        case _:
            return draw_element(draw, at, type_)


@st.composite
def states(draw: st.DrawFn, at: Instance) -> State:
    """Any state, reachable or not."""

    def entries(indices: tuple[Scalar, ...], type_: Type) -> object:
        if not indices:
            return _draw_value(draw, at, type_)
        return tuple(entries(indices[1:], type_) for _ in at.elements(indices[0]))

    return tuple(entries(one.indices, one.type) for one in at.system.variables)
