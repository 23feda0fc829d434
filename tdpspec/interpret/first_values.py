"""The values that a variable may begin with where conditions restrict it, without listing those
that they exclude.

A relation over six members has 2**36 values, and few of them are orders. So a value is put
together piece by piece, and each instance of a condition, ``x != y and ...`` for one ``x`` and one
``y``, is tested as soon as the pieces that it reads are there: a piece that is not there yet says
so when it is read, and the test waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any, Never

from tdpspec.interpret.evaluate import Evaluator
from tdpspec.interpret.values import values_of
from tdpspec.system.instance import Instance, State, Value
from tdpspec.system.model import Variable
from tdpspec.system.terms import And, Apply, Bound, ForAll, Term
from tdpspec.system.types import Scalar, SetType, Type

Test = Callable[[Any], object]
"""One instance of a condition, of a state, or of a list like one that ends early."""


def instances(meaning: Evaluator, condition: Term) -> Iterator[Test]:
    """What ``condition`` is the conjunction of."""
    yield from _instances(meaning, condition, ())


def _instances(meaning: Evaluator, term: Term, bound: tuple[Bound, ...]) -> Iterator[Test]:
    match term:
        case And(of):
            for one in of:
                yield from _instances(meaning, one, bound)
        case Apply() if not bound:
            yield from _instances(meaning, meaning.instance.system.expand(term), ())
        case ForAll(more, body) if not set(more) & set(bound):
            yield from _instances(meaning, body, (*bound, *more))
        case _:
            function = meaning.function(term, bound)
            for values in product(*(meaning.instance.elements(one.type) for one in bound)):
                yield partial(_apply, function, values)


def _apply(function: Callable[..., Value], values: tuple[object, ...], state: Any) -> object:
    return function(state, *values)


def first_entries(
    instance: Instance, before: State, variable: Variable, tests: Iterable[Test]
) -> Iterator[object]:
    """Those of ``entries_of`` for ``variable``, in the same order, with which ``tests`` are true;
    ``before`` has the entries of the variables declared before it, and the tests read no others."""
    state: list[Any] = [*before, None]
    pieces: list[_Piece] = []
    _lay_out(instance, variable.indices, variable.type, state, len(before), pieces)
    search = _Search(state, pieces, [[] for _ in pieces])
    if not search.follow(tests, []):
        return
    at = 0
    while True:
        if at == len(pieces):
            yield _decided(state[-1])
            at -= 1
        while at >= 0 and not search.go_on(at):
            at -= 1
        if at < 0:
            return
        at += 1


@dataclass
class _Search:
    """Shape: ``waiting`` has by piece the tests that wait for it; ``moved`` by piece whereto tests
    were sent on by its present value."""

    state: list[Any]
    pieces: list[_Piece]
    waiting: list[list[Test]]
    moved: dict[int, list[int]] = field(default_factory=dict)

    def go_on(self, at: int) -> bool:
        """Whether there was a further value for the piece with which no test fails; it has it."""
        piece, moved = self.pieces[at], self.moved.setdefault(at, [])
        while True:
            while moved:
                self.waiting[moved.pop()].pop()
            if not piece.go_on():
                return False
            if self.follow(self.waiting[at], moved):
                return True

    def follow(self, tests: Iterable[Test], moved: list[int]) -> bool:
        """Whether none of ``tests`` fails; those that cannot be told yet are sent on."""
        for test in tests:
            try:
                if not test(self.state):
                    return False
            except _UndecidedError as undecided:
                self.waiting[undecided.piece].append(test)
                moved.append(undecided.piece)
        return True


class _UndecidedError(Exception):
    """What was read depends on this piece, which has no value yet."""

    def __init__(self, piece: int) -> None:
        super().__init__(piece)
        self.piece = piece


class _Undecided:
    """Stands for a value that is not there yet: whatever is asked about it cannot be told."""

    def __init__(self, piece: int) -> None:
        self.piece = piece

    def _fails(self, *_: object) -> Never:
        raise _UndecidedError(self.piece)

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _fails
    __add__ = __radd__ = __sub__ = __rsub__ = __bool__ = __index__ = __hash__ = _fails


class _GrowingSet:
    """A set of which it is decided for some elements whether they are in it.

    Shape: ``pieces`` has the number of the piece of each element; elements that are decided have
           none in ``open``.
    """

    def __init__(self, pieces: dict[object, int]) -> None:
        self.open = dict(pieces)
        self.members: set[object] = set()

    def now(self) -> frozenset[object]:
        if self.open:
            raise _UndecidedError(max(self.open.values()))
        return frozenset(self.members)

    def __contains__(self, element: object) -> bool:
        if element in self.open:
            raise _UndecidedError(self.open[element])
        return element in self.members

    def __eq__(self, other: object) -> bool:
        return self.now() == _now(other)

    def __le__(self, other: object) -> bool:
        return self.now() <= _now(other)

    def __ge__(self, other: object) -> bool:
        return self.now() >= _now(other)

    def __or__(self, other: object) -> frozenset[object]:
        return self.now() | _now(other)

    def __and__(self, other: object) -> frozenset[object]:
        return self.now() & _now(other)

    def __sub__(self, other: object) -> frozenset[object]:
        return self.now() - _now(other)

    def __rsub__(self, other: object) -> frozenset[object]:
        return _now(other) - self.now()

    __ror__, __rand__ = __or__, __and__
    __hash__ = None  # type: ignore[assignment]  # it changes


def _now(set_: object) -> frozenset[object]:
    if isinstance(set_, _GrowingSet):
        return set_.now()
    assert isinstance(set_, frozenset)
    return set_


@dataclass
class _Element:
    """Whether one element is in a set: first not, then so."""

    set: _GrowingSet
    element: object
    number: int

    def go_on(self) -> bool:
        if self.element in self.set.open:
            del self.set.open[self.element]
            return True
        if self.element not in self.set.members:
            self.set.members.add(self.element)
            return True
        self.set.members.remove(self.element)
        self.set.open[self.element] = self.number
        return False


@dataclass
class _Entry:
    """The value of an entry that is no set: one after the other."""

    entries: list[object]
    place: int
    values: tuple[object, ...]
    number: int
    next: int = 0

    def go_on(self) -> bool:
        if self.next == len(self.values):
            self.next, self.entries[self.place] = 0, _Undecided(self.number)
            return False
        self.entries[self.place] = self.values[self.next]
        self.next += 1
        return True


_Piece = _Element | _Entry


def _lay_out(
    instance: Instance,
    indices: tuple[Scalar, ...],
    type_: Type,
    holder: list[Any],
    place: int,
    pieces: list[_Piece],
) -> None:
    """Put entries that are not decided yet at ``place`` of ``holder``, and add to ``pieces`` those
    that they are made of, in the order in which their values make that of ``entries_of``."""
    number = len(pieces)
    if indices:
        inner: list[Any] = [None] * len(instance.elements(indices[0]))
        holder[place] = inner
        for one in range(len(inner)):
            _lay_out(instance, indices[1:], type_, inner, one, pieces)
    elif isinstance(type_, SetType):
        elements = instance.set_elements(type_)[::-1]
        holder[place] = set_ = _GrowingSet({one: number + i for i, one in enumerate(elements)})
        pieces.extend(_Element(set_, one, number + i) for i, one in enumerate(elements))
    else:
        holder[place] = _Undecided(number)
        pieces.append(_Entry(holder, place, tuple(values_of(instance, type_)), number))


def _decided(entries: object) -> object:
    """As they stand in a ``State``."""
    match entries:
        case list():
            return tuple(map(_decided, entries))
        case _GrowingSet():
            return entries.now()
        case _:
            return entries
