"""TLC's values back as those of the system: text, then structure, then the type's meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from tdpspec.system.instance import Element, Instance, State, Value
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
from tdpspec.tla.names import Names


@dataclass(frozen=True, slots=True)
class Word:
    """A string."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A model value."""

    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """``<<a, b>>``: a tuple, or a function over ``1..n``."""

    of: tuple[Parsed, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """``{a, b}``"""

    of: tuple[Parsed, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """``(a :> b @@ c :> d)``, or a record, which is a function over strings."""

    of: tuple[tuple[Parsed, Parsed], ...]


Parsed = bool | int | Word | Name | Sequence | Collection | Function


class UnreadableError(ValueError):
    """TLC printed something that is no value of the variable."""


_TOKEN = re.compile(
    r'\s*("(?:[^"\\]|\\.)*"|-?\d+|[A-Za-z_][A-Za-z0-9_!]*|<<|>>|\|->|:>|@@|\.\.|[{}\[\](),])'
)


def parse_value(text: str) -> Parsed:
    """The structure of one printed value.

    >>> parse_value('(a :> {1, 2} @@ b :> {})').of[0]
    (Name(text='a'), Collection(of=(1, 2)))

    Errors: ``UnreadableError``.
    """
    reader = _Reader(_tokens(text))
    value = reader.value()
    if reader.rest:
        raise UnreadableError(f"{reader.rest[0]} after the end of {text}")
    return value


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise UnreadableError(f"no value of TLA+: {text[place:]}")
        found.append(match.group(1))
        place = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.rest = tokens

    def take(self, wanted: str | None = None) -> str:
        if not self.rest or (wanted is not None and self.rest[0] != wanted):
            raise UnreadableError(f"{wanted or 'a value'} expected, not {' '.join(self.rest[:3])}")
        return self.rest.pop(0)

    def value(self) -> Parsed:
        first = self.take()
        match first:
            case "TRUE" | "FALSE":
                return first == "TRUE"
            case "{":
                return Collection(tuple(self.several("}")))
            case "<<":
                return Sequence(tuple(self.several(">>")))
            case "[":
                return Function(tuple(self.fields()))
            case "(":
                return Function(tuple(self.pairs()))
            case _ if first[0] == '"':
                return Word(first[1:-1])
            case _ if first.lstrip("-").isdigit():
                low = int(first)
                if self.rest[:1] == [".."]:
                    self.take()
                    return Collection(tuple(range(low, int(self.take()) + 1)))
                return low
            case _ if first[0].isalpha() or first[0] == "_":
                return Name(first)
            case _:
                raise UnreadableError(f"no value begins with {first}")

    def several(self, end: str) -> Iterator[Parsed]:
        while self.rest[:1] != [end]:
            yield self.value()
            if self.rest[:1] == [","]:
                self.take()
        self.take(end)

    def fields(self) -> Iterator[tuple[Parsed, Parsed]]:
        while self.rest[:1] != ["]"]:
            field = Word(self.take())
            self.take("|->")
            yield field, self.value()
            if self.rest[:1] == [","]:
                self.take()
        self.take("]")

    def pairs(self) -> Iterator[tuple[Parsed, Parsed]]:
        while True:
            key = self.value()
            self.take(":>")
            yield key, self.value()
            if self.take() == ")":
                return


def state_of(text: str, instance: Instance, names: Names) -> State:
    """The state that TLC printed, one conjunct a variable, in any order.

    Errors: ``UnreadableError``.
    """
    printed = dict(_conjuncts(text))
    entries = []
    for variable in instance.system.variables:
        name = names.variables[variable.name]
        if name not in printed:
            raise UnreadableError(f"no value of {name}")
        value = parse_value(printed[name])
        entries.append(_entries(value, variable.indices, variable.type, instance, names))
    return tuple(entries)


_CONJUNCT = re.compile(r"^(?:/\\ )?([A-Za-z][A-Za-z0-9_]*) = ", re.MULTILINE)


def _conjuncts(text: str) -> Iterator[tuple[str, str]]:
    starts = list(_CONJUNCT.finditer(text))
    for one, following in zip(starts, [*starts[1:], None], strict=True):
        end = len(text) if following is None else following.start()
        yield one.group(1), text[one.end() : end]


def _entries(
    value: Parsed, indices: tuple[Scalar, ...], type_: Type, instance: Instance, names: Names
) -> object:
    if not indices:
        return _value(value, type_, instance, names)
    match value:
        case Function(pairs):
            found = {_element(key, indices[0], instance, names): entry for key, entry in pairs}
        case Sequence(of):
            found = dict(enumerate(of, start=1))
        case _:
            raise UnreadableError(f"no function: {value}")
    domain = instance.elements(indices[0])
    if set(found) != set(domain):
        raise UnreadableError(f"not a function over {domain}: {value}")
    return tuple(_entries(found[one], indices[1:], type_, instance, names) for one in domain)


def _value(value: Parsed, type_: Type, instance: Instance, names: Names) -> Value:
    match type_:
        case OptionType(of):
            nothing = names.nothing[of]
            if value in (Name(nothing), Word(nothing.strip('"'))):
                return None
            return _element(value, of, instance, names)
        case SetType(of):
            if not isinstance(value, Collection):
                raise UnreadableError(f"no set: {value}")
            if len(of) == 1:
                return frozenset(_element(one, of[0], instance, names) for one in value.of)
            return frozenset(_tuple(one, of, instance, names) for one in value.of)
        case _:
            return _element(value, type_, instance, names)


def _tuple(
    value: Parsed, of: tuple[Scalar, ...], instance: Instance, names: Names
) -> tuple[Element, ...]:
    if not isinstance(value, Sequence) or len(value.of) != len(of):
        raise UnreadableError(f"no tuple: {value}")
    return tuple(_element(one, t, instance, names) for one, t in zip(value.of, of, strict=True))


def _element(value: Parsed, type_: Scalar, instance: Instance, names: Names) -> Element:
    found: object = value
    match type_:
        case SortType():
            members = [instance.member_name(type_, one) for one in instance.elements(type_)]  # type: ignore[arg-type]  # members are numbers
            if isinstance(value, (Name, Word)) and value.text in members:
                return members.index(value.text)
        case EnumType():
            found = value.text if isinstance(value, Word) else None
        case BoolType() | RangeType():
            pass
        case _:
            assert_never(type_)
    if type(found) is not type(instance.elements(type_)[0]) or found not in instance.elements(
        type_
    ):
        raise UnreadableError(f"no value of its type: {value}")
    assert isinstance(found, (bool, int, str))
    return found
