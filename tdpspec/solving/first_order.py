"""A system at every size: sorts stay uninterpreted, quantifiers stay quantifiers.

The same terms and updates as in ``ground.py``, as formulas of first-order logic. It cannot search;
it says whether a step keeps what is claimed, however many members the sorts have.

A value of any type is what Z3 needs to speak of it: a scalar is an expression; an optional value a
pair of "is none" and the value; a set the function from elements to "is inside". A variable is a
function (a set variable a predicate) of its indices; sorts without named members are
uninterpreted, so that they have any number of members, but one at least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Any, assert_never

import z3

from tdpspec.solving.session import Answer, Formula
from tdpspec.system.maps import entry
from tdpspec.system.model import Action, System, Variable
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

Expr = Any
"""A Z3 expression of some sort."""

WIDEST = 64
"""Values of a range that quantifiers over it are expanded to at most."""


class TooWideError(Exception):
    """A range has too many values for a quantifier over it."""


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
Values = Mapping[Bound, Expr]
Reader = Callable[[str, tuple[Expr, ...]], Value]
"""The value of a variable at indices, in one state."""


class FirstOrder:
    """A system, usually fixed to a design, in one Z3 context.

    Shape: ``axioms`` say what every state is: numbers lie in their ranges.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.context = z3.Context()
        self.axioms: list[Formula] = []
        self._sorts: dict[str, Any] = {}
        self._words: dict[tuple[str, str], Expr] = {}
        self._fresh = 0
        self._choices = {
            one.name: self._constant(f"choice {one.name}", one.type) for one in system.choices
        }
        self._functions = {one.name: self._declared(one, one.name) for one in system.variables}
        self._next = {one.name: self._declared(one, f"{one.name}'") for one in system.variables}

    # ------------------------------------------------------------------- what can be asked

    def holds(self, condition: Term, values: Values | None = None) -> Formula:
        """A bool term about the state before a step."""
        return self._value(condition, values or {}, self._before)

    def initial(self) -> Formula:
        """What holds of initial states, and of no other."""
        conditions = [self.holds(one) for one in self.system.initially]
        for variable in self.system.variables:
            if variable.initial is None:
                continue
            value = self._value(variable.initial, {}, self._before)

            def same(at: tuple[Expr, ...], variable: Variable = variable, v: Value = value) -> Expr:
                return self._same(variable.type, self._before(variable.name, at), v)

            conditions.append(self._for_all(variable.indices, same))
        return self._and(conditions)

    def step(self, action: Action) -> Step:
        """One step of ``action``, for any values of its parameters, which are constants."""
        values = {
            one: self._constant(f"{one.name}!{action.name}", one.type) for one in action.parameters
        }
        conditions = [self._value(action.guard, values, self._before)]
        for update in action.updates:
            variable = self.system.variable[update.variable]
            at = tuple(
                Bound(f"index {place}", type_) for place, type_ in enumerate(variable.indices)
            )
            term = entry(update.map, at)
            conditions.extend(self._becomes(variable, at, term, values))
        return Step(tuple(conditions), frozenset(one.variable for one in action.updates))

    def after(
        self, condition: Term, changed: frozenset[str], values: Values | None = None
    ) -> Formula:
        """A bool term about the state after a step that changes the variables ``changed``."""

        def read(name: str, indices: tuple[Expr, ...]) -> Value:
            return (self._next if name in changed else self._functions)[name](indices)

        return self._value(condition, values or {}, read)

    def solver(self, formulas: Iterable[Formula], effort: int = 0) -> Any:
        """A new solver with the axioms and ``formulas``. Units: ``effort`` limits each query in
        Z3's deterministic resource units; 0 for no limit."""
        solver = z3.SimpleSolver(ctx=self.context)
        solver.set("random_seed", 0)
        if effort:
            solver.set("rlimit", effort)
        solver.add(*self.axioms, *formulas)
        return solver

    def inconsistent(self, formulas: Iterable[Formula], effort: int = 0) -> Answer:
        """Whether ``formulas`` and the axioms exclude each other (``UNSAT``) at every size."""
        return answer_of(self.solver(formulas, effort))

    def script(self, formulas: Iterable[Formula]) -> str:
        """``formulas`` and the axioms in SMT-LIB 2; a solver says ``unsat`` where they exclude
        each other."""
        return str(self.solver(formulas).to_smt2())

    def switch(self, name: str) -> Formula:
        """A free Boolean that turns a formula on."""
        return z3.Bool(f"assume {name}", self.context)

    def implies(self, left: Formula, right: Formula) -> Formula:
        return z3.Implies(left, right, self.context)

    def negation(self, formula: Formula) -> Formula:
        return z3.Not(formula, self.context)

    @contextmanager
    def assuming(self, solver: Any, formula: Formula) -> Iterator[None]:
        """``formula`` holds as well, for as long as the block lasts."""
        solver.push()
        solver.add(formula)
        try:
            yield
        finally:
            solver.pop()

    # ---------------------------------------------------------------------------- symbols

    def _sort(self, type_: Scalar) -> Any:
        match type_:
            case BoolType():
                return z3.BoolSort(self.context)
            case RangeType():
                return z3.IntSort(self.context)
            case SortType(name):
                if name not in self._sorts:
                    members = self.system.sort[name].members
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

    def _word(self, type_: EnumType | SortType, word: str) -> Expr:
        self._sort(type_)
        return self._words[type_.name, word]

    def _constant(self, name: str, type_: Scalar) -> Expr:
        constant = z3.Const(name, self._sort(type_))
        if isinstance(type_, RangeType):
            self.axioms.append(self._in_range(constant, type_))
        return constant

    def _in_range(self, number: Expr, type_: RangeType) -> Formula:
        return self._and((number >= type_.low, number <= type_.high))

    def _declared(self, variable: Variable, name: str) -> Callable[[tuple[Expr, ...]], Value]:
        indices = [self._sort(one) for one in variable.indices]

        def function(name: str, domain: Sequence[Any], range_: Any) -> Callable[..., Expr]:
            return z3.Function(name, *domain, range_)  # type: ignore[no-any-return]

        type_ = variable.type
        boolean = z3.BoolSort(self.context)
        match type_:
            case SetType(of):
                has = function(name, (*indices, *map(self._sort, of)), boolean)
                return lambda at: Set(lambda elements: has(*at, *elements))
            case OptionType(inner):
                none = function(f"{name} is none", indices, boolean)
                some = function(name, indices, self._sort(inner))
                self._bounded(variable, inner, some, none)
                return lambda at: Optional(none(*at), some(*at))
            case BoolType() | EnumType() | SortType() | RangeType():
                value = function(name, indices, self._sort(type_))
                self._bounded(variable, type_, value)
                return lambda at: value(*at)
            case _:
                assert_never(type_)

    def _bounded(
        self,
        variable: Variable,
        type_: Scalar,
        value: Callable[..., Expr],
        none: Callable[..., Expr] | None = None,
    ) -> None:
        """An axiom that ``value`` is in its range, except where ``none`` holds: what stands there
        may be the same for all ranges, so that no state with two of them would be left."""
        if not isinstance(type_, RangeType):
            return

        def bounded(at: tuple[Expr, ...]) -> Formula:
            inside = self._in_range(value(*at), type_)
            return inside if none is None else self._or((none(*at), inside))

        self.axioms.append(self._for_all(variable.indices, bounded))

    def _becomes(
        self, variable: Variable, at: tuple[Bound, ...], term: Term, values: Values
    ) -> Iterator[Formula]:
        """That ``variable`` at ``at`` is ``term`` after the step, for all values of ``at``.

        The new value is the pattern: what a large update means is looked at only where somebody
        asks for it.
        """
        names = [self._new(one.type) for one in at]
        new = self._next[variable.name](tuple(names))
        value = self._value(term, {**values, **dict(zip(at, names, strict=True))}, self._before)
        match new, value:
            case Set(), Set():
                assert isinstance(variable.type, SetType)
                elements = [self._new(one) for one in variable.type.of]
                inside = new.has(tuple(elements))
                yield self._defined([*names, *elements], inside, value.has(tuple(elements)))
            case Optional(), Optional():
                yield self._defined(names, new.none, value.none)
                yield self._defined(names, new.value, value.value)
            case _:
                yield self._defined(names, new, value)

    def _defined(self, names: list[Expr], new: Expr, value: Expr) -> Formula:
        return z3.ForAll(names, new == value, patterns=[new]) if names else new == value

    def _new(self, type_: Scalar) -> Expr:
        self._fresh += 1
        # No variable of a spec has such a name: a quantifier would bind it as well.
        return z3.Const(f"bound {self._fresh}", self._sort(type_))

    def _before(self, name: str, indices: tuple[Expr, ...]) -> Value:
        return self._functions[name](indices)

    # ------------------------------------------------------------------------ connectives

    def _and(self, formulas: Iterable[Formula]) -> Formula:
        listed = tuple(formulas)
        return z3.And(*listed, self.context) if len(listed) != 1 else listed[0]

    def _or(self, formulas: Iterable[Formula]) -> Formula:
        listed = tuple(formulas)
        return z3.Or(*listed, self.context) if len(listed) != 1 else listed[0]

    def _truth(self, value: bool) -> Formula:
        return z3.BoolVal(value, self.context)

    def _listed(self, type_: Scalar) -> tuple[Expr, ...] | None:
        """All values of a type that has a known number of them."""
        match type_:
            case BoolType():
                return (self._truth(False), self._truth(True))
            case EnumType(_, words):
                return tuple(self._word(type_, one) for one in words)
            case RangeType(low, high):
                if high - low >= WIDEST:
                    raise TooWideError(f"a range of {high - low + 1} values is too wide")
                return tuple(z3.IntVal(one, self.context) for one in range(low, high + 1))
            case SortType(name):
                members = self.system.sort[name].members
                return tuple(self._word(type_, one) for one in members) if members else None
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
                names.append(self._new(one))
                values = (names[-1],)
            each.append(values)
        inside = together([body(at) for at in product(*each)])
        return quantifier(names, inside) if names else inside

    def _for_all(
        self, types: Iterable[Scalar], body: Callable[[tuple[Expr, ...]], Formula]
    ) -> Formula:
        return self._quantified(types, body, z3.ForAll, self._and)

    def _exists(
        self, types: Iterable[Scalar], body: Callable[[tuple[Expr, ...]], Formula]
    ) -> Formula:
        return self._quantified(types, body, z3.Exists, self._or)

    # ------------------------------------------------------------------------------ terms

    def _value(self, term: Term, values: Values, read: Reader) -> Any:
        match term:
            case BoolValue(value):
                return self._truth(value)
            case IntValue(number):
                return z3.IntVal(number, self.context)
            case EnumValue(word, type_):
                return self._word(type_, word)
            case MemberValue(name, sort):
                return self._word(sort, name)
            case NoneValue(OptionType(of)):
                return Optional(self._truth(True), self._any(of))
            case Bound():
                return values[term]
            case ChoiceRead(name, _):
                return self._choices[name]
            case Read(name, indices, _):
                return read(name, self._all(indices, values, read))
            case Apply(name, arguments, _):
                definition = self.system.definition[name]
                at = self._all(arguments, values, read)
                inner = dict(zip(definition.parameters, at, strict=True))
                return self._value(definition.body, inner, read)
            case Some(of):
                return Optional(self._truth(False), self._value(of, values, read))
            case The(of):
                return self._value(of, values, read).value
            case Not(of):
                return z3.Not(self._value(of, values, read), self.context)
            case And(parts):
                return self._and(self._all(parts, values, read))
            case Or(parts):
                return self._or(self._all(parts, values, read))
            case Implies(left, right):
                return z3.Implies(
                    self._value(left, values, read), self._value(right, values, read), self.context
                )
            case Ite(condition, then, otherwise):
                return self._ite(
                    self._value(condition, values, read),
                    self._value(then, values, read),
                    self._value(otherwise, values, read),
                )
            case Equal(left, right):
                return self._same(
                    type_of(left),
                    self._value(left, values, read),
                    self._value(right, values, read),
                )
            case Compare(op, left, right):
                return _compared(
                    op, self._value(left, values, read), self._value(right, values, read)
                )
            case Arithmetic(sign, left, right):
                a, b = self._value(left, values, read), self._value(right, values, read)
                return a + b if sign is Sign.PLUS else a - b
            case Saturate(of, range_):
                number = self._value(of, values, read)
                low = z3.IntVal(range_.low, self.context)
                high = z3.IntVal(range_.high, self.context)
                return z3.If(
                    number < low,
                    low,
                    z3.If(number > high, high, number, self.context),
                    self.context,
                )
            case Member(elements, set_):
                inside = type_of(set_)
                assert isinstance(inside, SetType)
                at = self._all(elements, values, read)
                # What is outside the range of the elements is not in the set, whatever it says.
                possible = [
                    self._in_range(number, type_)
                    for number, type_, one in zip(at, inside.of, elements, strict=True)
                    if isinstance(type_, RangeType) and not fits(type_of(one), type_)
                ]
                return self._and((*possible, self._value(set_, values, read).has(at)))
            case SetOf(elements, _):
                each = [self._all(one, values, read) for one in elements]
                return Set(
                    lambda at: self._or(
                        [self._and([a == b for a, b in zip(at, one, strict=True)]) for one in each]
                    )
                )
            case Everything():
                return Set(lambda _: self._truth(True))
            case SetOperation(set_op, left, right):
                return self._set_operation(
                    set_op, self._value(left, values, read), self._value(right, values, read)
                )
            case Subset(left, right):
                inside = type_of(left)
                assert isinstance(inside, SetType)
                one, other = self._value(left, values, read), self._value(right, values, read)
                return self._for_all(
                    inside.of, lambda at: z3.Implies(one.has(at), other.has(at), self.context)
                )
            case Comprehension(bound, condition):
                return Set(
                    lambda at: self._value(
                        condition, {**values, **dict(zip(bound, at, strict=True))}, read
                    )
                )
            case ForAll(bound, body):
                return self._for_all(
                    (one.type for one in bound),
                    lambda at: self._value(
                        body, {**values, **dict(zip(bound, at, strict=True))}, read
                    ),
                )
            case Exists(bound, body):
                return self._exists(
                    (one.type for one in bound),
                    lambda at: self._value(
                        body, {**values, **dict(zip(bound, at, strict=True))}, read
                    ),
                )
            case _:
                assert_never(term)

    def _all(self, terms: tuple[Term, ...], values: Values, read: Reader) -> tuple[Any, ...]:
        return tuple(self._value(one, values, read) for one in terms)

    def _any(self, type_: Scalar) -> Expr:
        """Some value of ``type_``, always the same: what stands where none is."""
        return z3.Const(f"no {getattr(type_, 'name', 'value')}", self._sort(type_))

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
                return z3.If(condition, then, otherwise, self.context)

    def _same(self, type_: Type, left: Value, right: Value) -> Formula:
        match left, right:
            case Optional(), Optional():
                return self._or(
                    (
                        self._and((left.none, right.none)),
                        self._and(
                            (
                                z3.Not(left.none, self.context),
                                z3.Not(right.none, self.context),
                                left.value == right.value,
                            )
                        ),
                    )
                )
            case Set(), Set():
                assert isinstance(type_, SetType)
                return self._for_all(type_.of, lambda at: left.has(at) == right.has(at))
            case _:
                return left == right

    def _set_operation(self, op: SetOp, left: Set, right: Set) -> Set:
        match op:
            case SetOp.UNION:
                return Set(lambda at: self._or((left.has(at), right.has(at))))
            case SetOp.INTERSECT:
                return Set(lambda at: self._and((left.has(at), right.has(at))))
            case SetOp.MINUS:
                return Set(
                    lambda at: self._and((left.has(at), z3.Not(right.has(at), self.context)))
                )
            case _:
                assert_never(op)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of one action.

    Shape: ``conditions`` are its guard and, for each variable of ``changed``, what it becomes.
    """

    conditions: tuple[Formula, ...]
    changed: frozenset[str]


def answer_of(solver: Any, assumptions: Sequence[Formula] = ()) -> Answer:
    """What ``solver`` says."""
    answer = solver.check(*assumptions)
    if answer == z3.unsat:
        return Answer.UNSAT
    return Answer.SAT if answer == z3.sat else Answer.UNKNOWN


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
