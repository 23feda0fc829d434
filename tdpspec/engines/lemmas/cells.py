"""What is true of one member alone, or of what is shared: the words of lemmas that say that someone
is there.

An *aspect* is one thing that is so in just one of a few ways: where a thread is, whether it is in a
set, what a word is. What a member is in all its aspects is its *cell*.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, permutations, product
from math import prod
from typing import assert_never

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
from tdpspec.system.types import (
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
    Type,
)

MOST_CELLS = 512
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


def members(
    system: System, beside: Bound | None, first: Collection[str] = ()
) -> tuple[Member, ...]:
    """Any member of each sort, also as it stands to ``beside``; of that one's own sort only where
    members stand in some way to one another. Of the variables, those called ``first`` are looked
    at first."""
    some_ = (_member(system, sort, beside, first) for sort in system.sorts)
    return tuple(one for one in some_ if one is not None)


def _member(
    system: System, sort: Sort, beside: Bound | None, first: Collection[str]
) -> Member | None:
    bound = Bound(unused(sort.name[0].lower(), () if beside is None else (beside.name,)), sort.type)
    places = [one for one in system.variables if isinstance(one.role, Place)]
    found = list(_told(places, bound))
    is_alone = True
    for variables in _in_turn([one for one in system.variables if one not in places], first):
        between = [] if beside is None else list(_told(variables, bound, beside))
        is_alone = is_alone and not between
        found += (*between, *_told(variables, bound))
    if beside is not None and beside.type == bound.type:
        if is_alone:
            return None
        found.insert(0, _either(equal(bound, beside)))
    aspects: list[Aspect] = []
    cells = 1
    for aspect in found:
        is_told = any(aspect[0] in one for one in aspects)
        if not is_told and cells * len(aspect) <= MOST_CELLS:
            cells *= len(aspect)
            aspects.append(aspect)
    return Member(bound, tuple(aspects)) if aspects else None


def ways_to_stand(system: System, *two: Bound) -> tuple[Term, ...]:
    """What the variables say of two members together, in either order."""
    return tuple(aspect[0] for aspect in _told(system.variables, *two))


def situations(system: System, of: Bound | None, first: Collection[str] = ()) -> Iterator[Aspect]:
    """Of what is shared, or of what is true of the member ``of`` and then of what is shared:
    nothing, one thing, and two things at a time; what the variables called ``first`` say first."""
    shared, own = list[Aspect](), list[Aspect]()
    for variables in _in_turn(system.variables, first):
        shared += _told(variables)
        own += () if of is None else _told(variables, of)
    yield (TRUE,)
    yield from shared if of is None else own
    for left, right in combinations((*own, *shared), 2):
        if of is None or left in own:
            yield tuple(conjunction(a, b) for a, b in product(left, right))


def _in_turn(
    variables: Collection[Variable], first: Collection[str]
) -> tuple[list[Variable], list[Variable]]:
    return (
        [one for one in variables if one.name in first],
        [one for one in variables if one.name not in first],
    )


@dataclass(frozen=True, slots=True)
class _Fact:
    """What a variable says of values of the types ``of``."""

    of: tuple[Scalar, ...]
    said: Callable[[tuple[Term, ...]], Aspect]


def _facts(variable: Variable) -> Iterator[_Fact]:
    """What its entries are, if that is not too much, and then which values they are or have."""
    indices, type_ = variable.indices, variable.type

    def entry(at: tuple[Term, ...]) -> Read:
        return Read(variable.name, at[: len(indices)], type_)

    match type_:
        case BoolType():
            yield _Fact(indices, lambda at: _either(entry(at)))
        case SortType():
            yield _Fact((*indices, type_), lambda at: _either(equal(entry(at), at[-1])))
        case OptionType(of):
            yield _Fact(indices, lambda at: _either(equal(entry(at), NoneValue(type_))))
            yield _Fact((*indices, of), lambda at: _one_of(entry(at), type_, at[-1]))
        case SetType(of):
            yield _Fact(indices, lambda at: _either(equal(entry(at), nothing(type_))))
            elements = slice(len(indices), None)
            yield _Fact((*indices, *of), lambda at: _either(member(at[elements], entry(at))))
        case EnumType() | RangeType():
            if values := few_values(type_):
                yield _Fact(indices, lambda at: tuple(equal(entry(at), one) for one in values))
        case _:
            assert_never(type_)


def _told(variables: Collection[Variable], *about: Bound) -> Iterator[Aspect]:
    """What they say of all of ``about`` and of nothing else, in every order; last what is also
    about words or small numbers, for each of these."""
    known = [fact for one in variables for fact in _facts(one)]
    for fact in (*known, *(finer for one in known for finer in _for_each_value(one))):
        for these in permutations(about):
            if fact.of == tuple(one.type for one in these):
                yield fact.said(these)


def _for_each_value(fact: _Fact) -> Iterator[_Fact]:
    values = {at: few_values(one) for at, one in enumerate(fact.of)}
    fixed = [at for at, some_ in values.items() if some_]
    left = tuple(one for at, one in enumerate(fact.of) if at not in fixed)
    if not fixed or prod(len(values[at]) for at in fixed) > WIDEST:
        return
    for chosen in product(*(values[at] for at in fixed)):
        place = dict(zip(fixed, chosen, strict=True))

        def said(at: tuple[Term, ...], place: Mapping[int, Term] = place) -> Aspect:
            rest = iter(at)
            return fact.said(
                tuple(place[n] if n in place else next(rest) for n in range(len(fact.of)))
            )

        yield _Fact(left, said)


def few_values(type_: Type) -> tuple[Term, ...]:
    """All values of a type that has few and no sort: words, truth, small numbers; else none."""
    match type_:
        case BoolType():
            return FALSE, TRUE
        case EnumType(_, words):
            return tuple(EnumValue(one, type_) for one in words)
        case RangeType(low, high) if high - low < WIDEST:
            return tuple(map(IntValue, range(low, high + 1)))
        case _:
            return ()


def _one_of(option: Read, type_: OptionType, value: Term) -> Aspect:
    """Whether ``option`` is ``value``; and of what belongs to somebody also whether it is none."""
    is_it, is_none = equal(option, some(value)), equal(option, NoneValue(type_))
    if not option.indices:
        return _either(is_it)
    return is_it, is_none, conjunction(negation(is_it), negation(is_none))


def _either(term: Term) -> Aspect:
    return term, negation(term)
