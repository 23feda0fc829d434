"""What is true of one member alone, or of what is shared: the words of lemmas that say that someone
is there.

An *aspect* is one thing that is so in just one of a few ways: where a thread is, whether it is in a
set, what a word is. What a member is in all its aspects is its *cell*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from tdpspec.system.make import (
    conjunction,
    disjunction,
    equal,
    member,
    negation,
    nothing,
    some,
    unused,
)
from tdpspec.system.model import Place, Sort, System, Variable
from tdpspec.system.terms import FALSE, TRUE, Bound, EnumValue, IntValue, NoneValue, Read, Term
from tdpspec.system.types import BoolType, EnumType, OptionType, RangeType, SetType, SortType

MOST_CELLS = 256
"""Of a member of one sort: of its aspects those are looked at that make no more."""

WIDEST = 6
"""Values of a number that is looked at."""

Aspect = tuple[Term, ...]
"""Conditions of which exactly one is true."""

Cell = tuple[int, ...]
"""By aspect the number of the condition that is true."""


@dataclass(frozen=True, slots=True)
class Member:
    """Any member of a sort, ``bound``, and its aspects."""

    bound: Bound
    aspects: tuple[Aspect, ...]

    def cells(self) -> Iterator[Cell]:
        return product(*(range(len(one)) for one in self.aspects))

    def is_in(self, cell: Cell) -> Term:
        return conjunction(*(one[at] for one, at in zip(self.aspects, cell, strict=True)))

    def excluded(self, possible: Collection[Cell]) -> Iterator[Term]:
        """Conditions that are true in no ``possible`` cell, and together in all others: each of
        as few aspects as can be, left out from the first."""
        told: list[Mapping[int, int]] = []
        for cell in self.cells():
            if cell in possible or any(_is_part(one, cell) for one in told):
                continue
            part = dict(enumerate(cell))
            for at in range(len(cell)):
                fewer = {one: value for one, value in part.items() if one != at}
                if not any(_is_part(fewer, one) for one in possible):
                    part = fewer
            told.append(part)
            yield conjunction(*(self.aspects[at][value] for at, value in part.items()))

    def is_in_one(self, cells: Collection[Cell], of: Collection[Cell], at: int = 0) -> Term:
        """That it is in one of ``cells``, where it is in one ``of`` these, that all have the same
        conditions in the aspects before that number."""
        if at == len(self.aspects):
            return TRUE if cells else FALSE
        by_rest: dict[Term, list[Term]] = {}
        for number, condition in enumerate(self.aspects[at]):
            possible = [one for one in of if one[at] == number]
            if possible:
                these = [one for one in cells if one[at] == number]
                rest = self.is_in_one(these, possible, at + 1)
                by_rest.setdefault(rest, []).append(condition)

        def one_of(conditions: list[Term]) -> Term:
            others = [one for some_ in by_rest.values() for one in some_ if one not in conditions]
            if len(others) < len(conditions):
                return conjunction(*map(negation, others))
            return disjunction(*conditions)

        if len(by_rest) == 1:
            return next(iter(by_rest))
        if len(by_rest) == 2 and TRUE in by_rest:
            (rest,) = (one for one in by_rest if one != TRUE)
            return disjunction(one_of(by_rest[TRUE]), rest)
        return disjunction(
            *(conjunction(one_of(conditions), rest) for rest, conditions in by_rest.items())
        )


def _is_part(part: Mapping[int, int], cell: Cell) -> bool:
    return all(cell[at] == value for at, value in part.items())


def members(system: System, beside: Bound | None) -> tuple[Member, ...]:
    """Any member of each sort, also as it stands to ``beside``; of that one's own sort only where
    members stand in some way to one another."""
    return tuple(one for sort in system.sorts if (one := _member(system, sort, beside)) is not None)


def _member(system: System, sort: Sort, beside: Bound | None) -> Member | None:
    bound = Bound(unused(sort.name[0].lower(), () if beside is None else (beside.name,)), sort.type)
    places, others, between = list[Aspect](), list[Aspect](), list[Aspect]()
    for variable in system.variables:
        alone = places if isinstance(variable.role, Place) else others
        alone.extend(_alone(variable, bound))
        if beside is not None:
            between.extend(_between(variable, bound, beside))
    if beside is not None and beside.type == bound.type:
        if not between:
            return None
        between.insert(0, _either(equal(bound, beside)))
    aspects: list[Aspect] = []
    cells = 1
    for aspect in (*places, *between, *others):
        if cells * len(aspect) <= MOST_CELLS:
            cells *= len(aspect)
            aspects.append(aspect)
    return Member(bound, tuple(aspects)) if aspects else None


def situations(system: System, of: Bound | None) -> Iterator[Aspect]:
    """Of what is shared, or of what is true of the member ``of`` and then of what is shared:
    nothing, one thing, and two things at a time."""
    shared = [aspect for one in system.variables if (aspect := _entry(one, ())) is not None]
    own = () if of is None else [a for one in system.variables for a in _alone(one, of)]
    yield (TRUE,)
    yield from shared if of is None else own
    for left, right in combinations((*own, *shared), 2):
        if of is None or left in own:
            yield tuple(conjunction(a, b) for a, b in product(left, right))


def _alone(variable: Variable, bound: Bound) -> Iterator[Aspect]:
    """What ``variable`` says of ``bound`` alone."""
    entry = _entry(variable, (bound,))
    if entry is not None:
        yield entry
    yield from _holds(variable, (), bound)


def _between(variable: Variable, one: Bound, other: Bound) -> Iterator[Aspect]:
    """What ``variable`` says of ``one`` and ``other`` together."""
    yield from _holds(variable, (one,), other)
    yield from _holds(variable, (other,), one)
    for pair in ((one, other), (other, one)):
        entry = _entry(variable, pair)
        if entry is not None:
            yield entry
        if not variable.indices and variable.type == SetType(tuple(it.type for it in pair)):
            yield _either(member(pair, Read(variable.name, (), variable.type)))


def _holds(variable: Variable, indices: tuple[Bound, ...], bound: Bound) -> Iterator[Aspect]:
    """Whether the entry of ``variable`` is ``bound``, or has it as an element."""
    if variable.indices != tuple(one.type for one in indices):
        return
    value = Read(variable.name, indices, variable.type)
    match variable.type:
        case SetType(of) if of == (bound.type,):
            yield _either(member((bound,), value))
        case OptionType(of) if of == bound.type:
            yield _either(equal(value, some(bound)))
        case SortType() if variable.type == bound.type:
            yield _either(equal(value, bound))
        case _:
            pass


def _entry(variable: Variable, indices: tuple[Bound, ...]) -> Aspect | None:
    """What the entry of ``variable`` may be; None if it has none there, or that is too much."""
    if variable.indices != tuple(one.type for one in indices):
        return None
    value = Read(variable.name, indices, variable.type)
    match variable.type:
        case BoolType():
            return _either(value)
        case EnumType(_, values) as type_:
            return tuple(equal(value, EnumValue(one, type_)) for one in values)
        case RangeType(low, high) if high - low < WIDEST:
            return tuple(equal(value, IntValue(one)) for one in range(low, high + 1))
        case OptionType() as type_:
            return _either(equal(value, NoneValue(type_)))
        case SetType() as type_:
            return _either(equal(value, nothing(type_)))
        case _:
            return None


def _either(term: Term) -> Aspect:
    return term, negation(term)
