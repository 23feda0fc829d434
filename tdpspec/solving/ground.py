"""Terms at an instance as circuits over the atoms of one state.

A value of any type is a mapping from its ``keys`` to literals: a bool is ``{True: literal}``, a
set has a literal for each element it may contain, any other value is one-hot. A missing key is
false. Quantifiers are expanded; a term is grounded once for each tuple of values of its free
variables, so a definition is grounded once for each tuple of arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import assert_never

from tdpspec.solving.atoms import (
    Key,
    choice_atoms,
    combinations,
    entry_atoms,
    is_one_hot,
    keys,
)
from tdpspec.solving.circuit import FALSE, TRUE, Circuit
from tdpspec.system.instance import Element, Instance
from tdpspec.system.model import Choice, Variable
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
    bound_by,
    children,
    type_of,
)
from tdpspec.system.types import BOOL, BoolType, SetType, Type

Literals = Mapping[Key, int]
Values = Mapping[Bound, Element]


class Grounder:
    """Grounds terms of one instance into one circuit, whose inputs are atoms."""

    def __init__(self, instance: Instance, circuit: Circuit) -> None:
        self.instance = instance
        self.circuit = circuit
        self._entries = {
            variable.name: {
                indices: {
                    atom.key: circuit.input(atom)
                    for atom in entry_atoms(instance, variable, indices)
                }
                for indices in instance.index_tuples(variable)
            }
            for variable in instance.system.variables
        }
        self._choices: dict[str, Choice] = {one.name: one for one in instance.system.choices}
        self._free: dict[int, tuple[Term, tuple[Bound, ...]]] = {}
        self._done: dict[tuple[object, ...], Literals] = {}

    def literal(self, term: Term, values: Values) -> int:
        """A bool term, its free variables having ``values``."""
        return self.literals(term, values).get(True, FALSE)

    def literals(self, term: Term, values: Values) -> Literals:
        """A term of any type, its free variables having ``values``."""
        key = (id(term), *(values[one] for one in self._variables(term)))
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._ground(term, values)
        return found

    def _variables(self, term: Term) -> tuple[Bound, ...]:
        """The free variables of ``term``, in a fixed order."""
        # By identity, since hashing a term costs as much as its size; the entry keeps the term
        # alive, so that its identity is not given to another one.
        known = self._free.get(id(term))
        if known is None:
            found = {term} if isinstance(term, Bound) else set[Bound]()
            found.update(*map(self._variables, children(term)))
            found.difference_update(bound_by(term))
            variables = tuple(sorted(found, key=lambda one: one.name))
            known = self._free[id(term)] = (term, variables)
        return known[1]

    def entry(self, variable: Variable, indices: tuple[Element, ...]) -> Literals:
        """The atoms of one entry as literals; ``KeyError`` for indices that it does not have."""
        return self._entries[variable.name][indices]

    def choice(self, choice: Choice) -> Literals:
        """The atoms of a choice that is still open as literals."""
        return {atom.key: self.circuit.input(atom) for atom in choice_atoms(self.instance, choice)}

    def well_formed(self, type_: Type, value: Literals) -> tuple[int, ...]:
        """What holds of every value: that a one-hot one has one true literal."""
        if not is_one_hot(type_):
            return ()
        return self.circuit.exactly_one(value.get(key, FALSE) for key in keys(self.instance, type_))

    def _ground(self, term: Term, values: Values) -> Literals:
        circuit = self.circuit
        match term:
            case BoolValue(value):
                return {True: TRUE if value else FALSE}
            case IntValue(number):
                return {number: TRUE}
            case EnumValue(word, _):
                return {word: TRUE}
            case MemberValue(name, sort):
                return {self.instance.system.sort[sort.name].members.index(name): TRUE}
            case NoneValue():
                return {None: TRUE}
            case Bound(_, type_):
                if isinstance(type_, BoolType):
                    return {True: TRUE if values[term] else FALSE}
                return {values[term]: TRUE}
            case ChoiceRead(name, _):
                return self.choice(self._choices[name])
            case Read(name, indices, _):
                variable = self.instance.system.variable[name]
                return self._select(
                    (selector, self.entry(variable, at))
                    for at, selector in self._tuples(indices, values)
                )
            case Apply(name, arguments, _):
                definition = self.instance.system.definition[name]
                return self._select(
                    (
                        selector,
                        self.literals(
                            definition.body, dict(zip(definition.parameters, at, strict=True))
                        ),
                    )
                    for at, selector in self._tuples(arguments, values)
                )
            case Some(of):
                return dict(self._elements(of, values))
            case The(of):
                return self._the(term, self.literals(of, values))
            case Not(of):
                return {True: -self.literal(of, values)}
            case And(parts):
                return {True: circuit.conjunction(self._each(parts, values))}
            case Or(parts):
                return {True: circuit.disjunction(self._each(parts, values))}
            case Implies(left, right):
                return {
                    True: circuit.implies(self.literal(left, values), self.literal(right, values))
                }
            case Ite(condition, then, otherwise):
                return self._ite(
                    self.literal(condition, values),
                    self.literals(then, values),
                    self.literals(otherwise, values),
                )
            case Equal(left, right):
                return {True: self._equal(left, right, values)}
            case Compare(op, left, right):
                return {True: self._compare(op, left, right, values)}
            case Arithmetic(sign, left, right):
                return self._arithmetic(sign, left, right, values)
            case Saturate(of, range_):
                return self._gather(
                    (max(range_.low, min(range_.high, _number(key))), literal)
                    for key, literal in self.literals(of, values).items()
                )
            case Member(elements, set_):
                inside = self.literals(set_, values)
                return {
                    True: circuit.disjunction(
                        circuit.conjunction((selector, inside.get(_set_key(at), FALSE)))
                        for at, selector in self._tuples(elements, values)
                    )
                }
            case SetOf(elements, _):
                return self._gather(
                    (_set_key(at), selector)
                    for one in elements
                    for at, selector in self._tuples(one, values)
                )
            case Everything(type_):
                return dict.fromkeys(keys(self.instance, type_), TRUE)
            case SetOperation(set_op, left, right):
                return self._set_operation(
                    set_op, self.literals(left, values), self.literals(right, values)
                )
            case Subset(left, right):
                other = self.literals(right, values)
                return {
                    True: circuit.conjunction(
                        circuit.implies(one, other.get(key, FALSE))
                        for key, one in self.literals(left, values).items()
                    )
                }
            case Comprehension(bound, condition):
                return {
                    _set_key(at): self.literal(condition, inner)
                    for at, inner in self._bindings(bound, values)
                }
            case ForAll(bound, body):
                return {
                    True: circuit.conjunction(
                        self.literal(body, inner) for _, inner in self._bindings(bound, values)
                    )
                }
            case Exists(bound, body):
                return {
                    True: circuit.disjunction(
                        self.literal(body, inner) for _, inner in self._bindings(bound, values)
                    )
                }
            case _:
                assert_never(term)

    def _each(self, terms: tuple[Term, ...], values: Values) -> Iterator[int]:
        return (self.literal(one, values) for one in terms)

    def _bindings(
        self, bound: tuple[Bound, ...], values: Values
    ) -> Iterator[tuple[tuple[Element, ...], Values]]:
        for at in combinations(self.instance, (one.type for one in bound)):
            yield at, {**values, **dict(zip(bound, at, strict=True))}

    def _elements(self, term: Term, values: Values) -> tuple[tuple[Element, int], ...]:
        """A scalar term one-hot (a bool too), without the values that it cannot have."""
        value = self.literals(term, values)
        if type_of(term) == BOOL:
            value = {False: -value.get(True, FALSE), True: value.get(True, FALSE)}
        return tuple((_element(key), one) for key, one in value.items() if one != FALSE)

    def _tuples(
        self, terms: tuple[Term, ...], values: Values
    ) -> Iterator[tuple[tuple[Element, ...], int]]:
        """The tuples of values that ``terms`` can have, each with the literal of its having it."""
        for pairs in product(*(self._elements(one, values) for one in terms)):
            literal = self.circuit.conjunction(one for _, one in pairs)
            if literal != FALSE:
                yield tuple(element for element, _ in pairs), literal

    def _select(self, cases: Iterable[tuple[int, Literals]]) -> Literals:
        """The value beside the selector that is true, exactly one being so."""
        chosen = tuple(cases)
        if len(chosen) == 1 and chosen[0][0] == TRUE:
            return chosen[0][1]
        return self._gather(
            (key, self.circuit.conjunction((selector, one)))
            for selector, value in chosen
            for key, one in value.items()
        )

    def _gather(self, pairs: Iterable[tuple[Key, int]]) -> Literals:
        """A key is true where one of the literals beside it is."""
        gathered: dict[Key, list[int]] = {}
        for key, one in pairs:
            if one != FALSE:
                gathered.setdefault(key, []).append(one)
        return {key: self.circuit.disjunction(ones) for key, ones in gathered.items()}

    def _ite(self, condition: int, then: Literals, otherwise: Literals) -> Literals:
        return {
            key: self.circuit.ite(condition, then.get(key, FALSE), otherwise.get(key, FALSE))
            for key in (*then, *(key for key in otherwise if key not in then))
        }

    def _the(self, term: The, option: Literals) -> Literals:
        """Of none, the first value: any would do, but it must be one."""
        value: dict[Key, int] = {key: one for key, one in option.items() if key is not None}
        if None in option:
            type_ = type_of(term)
            ((first,), *_) = combinations(self.instance, (type_,))
            value[first] = self.circuit.disjunction((value.get(first, FALSE), option[None]))
        if type_of(term) == BOOL:
            return {True: value.get(True, FALSE)}
        return value

    def _equal(self, left: Term, right: Term, values: Values) -> int:
        a, b = self.literals(left, values), self.literals(right, values)
        if isinstance(type_of(left), (BoolType, SetType)):
            return self.circuit.conjunction(
                self.circuit.iff(a.get(key, FALSE), b.get(key, FALSE)) for key in {**a, **b}
            )
        return self.circuit.disjunction(
            self.circuit.conjunction((one, b.get(key, FALSE))) for key, one in a.items()
        )

    def _compare(self, op: Order, left: Term, right: Term, values: Values) -> int:
        b = self.literals(right, values)
        return self.circuit.disjunction(
            self.circuit.conjunction(
                (
                    one,
                    self.circuit.disjunction(
                        other
                        for number, other in b.items()
                        if _in_order(op, _number(key), _number(number))
                    ),
                )
            )
            for key, one in self.literals(left, values).items()
        )

    def _arithmetic(self, sign: Sign, left: Term, right: Term, values: Values) -> Literals:
        factor = 1 if sign is Sign.PLUS else -1
        return self._gather(
            (_number(key) + factor * _number(number), self.circuit.conjunction((one, other)))
            for key, one in self.literals(left, values).items()
            for number, other in self.literals(right, values).items()
        )

    def _set_operation(self, op: SetOp, left: Literals, right: Literals) -> Literals:
        match op:
            case SetOp.UNION:
                return self._gather((*left.items(), *right.items()))
            case SetOp.INTERSECT:
                return {
                    key: self.circuit.conjunction((one, right.get(key, FALSE)))
                    for key, one in left.items()
                }
            case SetOp.MINUS:
                return {
                    key: self.circuit.conjunction((one, -right.get(key, FALSE)))
                    for key, one in left.items()
                }
            case _:
                assert_never(op)


def _in_order(op: Order, left: int, right: int) -> bool:
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


def _number(key: Key) -> int:
    assert isinstance(key, int), key
    return key


def _element(key: Key) -> Element:
    assert isinstance(key, (bool, int, str)), key
    return key


def _set_key(elements: tuple[Element, ...]) -> Key:
    return elements[0] if len(elements) == 1 else elements
