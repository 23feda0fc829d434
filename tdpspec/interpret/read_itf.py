"""A run from a file in the Informal Trace Format: what ``report/to_itf.py`` writes, and what others
do as far as it says the same.

In two steps, because what a value means depends on the sizes, and the file tells these:
``read_itf`` gives the document, ``recorded`` the run. A file without our ``#meta`` has states only;
``retrace`` then finds the steps. Variables that the system does not have are passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from tdpspec.system.instance import Element, Instance, Sizes, State, Value
from tdpspec.system.model import Variable
from tdpspec.system.recording import Recording, Unreadable
from tdpspec.system.trace import Step
from tdpspec.system.types import (
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
    Type,
    describe,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A trace whose values are still JSON.

    Shape: ``name`` is what the trace is called; ``spec``, the file name of the spec, ``design``
           and ``claim`` are "" and ``sizes`` is empty where the trace does not say. ``moves`` has
           for each state the ``#meta`` that tells the step which leads to it.
    """

    name: str
    spec: str
    design: str
    claim: str
    sizes: Sizes
    states: tuple[Mapping[str, Any], ...]
    moves: tuple[Mapping[str, Any], ...]
    loop: int | None
    closing: Mapping[str, Any]


class _UnreadableError(Exception):
    """Leaves the depth of a value; never leaves this file."""


def read_itf(name: str, content: bytes) -> Document | Unreadable:
    """The trace in a file with this ``content``; ``name`` is for messages and reports."""
    try:
        return _document(name, _loaded(content))
    except _UnreadableError as error:
        return Unreadable(str(error))


def recorded(document: Document, instance: Instance) -> Recording | Unreadable:
    """The run that ``document`` tells, in the terms of ``instance``, whose choices may be open."""
    try:
        return Recording(
            tuple(
                _state(instance, state, f"state {at}") for at, state in enumerate(document.states)
            ),
            tuple(
                _step(instance, move, f"step {at}") for at, move in enumerate(document.moves[1:], 1)
            ),
            document.loop,
            _step(instance, document.closing, "the step that closes the loop"),
        )
    except _UnreadableError as error:
        other = document.spec not in ("", instance.system.file)
        made = f" (it was made from {document.spec})" if other else ""
        return Unreadable(f"{error}{made}")


def _loaded(content: bytes) -> object:
    try:
        return json.loads(content)
    except UnicodeDecodeError as error:
        raise _UnreadableError("it is not text") from error
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        where = f"line {error.lineno}, column {error.colno}"
        raise _UnreadableError(f"it is not JSON: {where}: {reason}") from error
    except (RecursionError, ValueError) as error:
        raise _UnreadableError("it is JSON nested too deeply, or with too long a number") from error


def _document(name: str, loaded: object) -> Document:
    if not isinstance(loaded, dict) or "states" not in loaded:
        raise _UnreadableError("it is no ITF trace: an object with the field 'states' is expected")
    states = loaded["states"]
    if not isinstance(states, list) or not all(isinstance(one, dict) for one in states):
        raise _UnreadableError("'states' is not a list of objects")
    if not states:
        raise _UnreadableError("it has no states")
    loop = loaded.get("loop")
    if loop is not None and (type(loop) is not int or not 0 <= loop < len(states)):
        raise _UnreadableError(f"'loop' is not the index of one of its {len(states)} states")
    meta = _object(loaded.get("#meta"))
    return Document(
        name,
        _word(meta.get("source")),
        _word(meta.get("design")),
        _word(meta.get("claim")),
        tuple(
            (sort, size)
            for sort, size in _object(meta.get("sizes")).items()
            if type(size) is int and size > 0
        ),
        tuple(states),
        tuple(_object(one.get("#meta")) for one in states),
        loop,
        _object(meta.get("closing")),
    )


def _object(value: object) -> dict[str, Any]:
    """``#meta`` is free: what is not as we write it says nothing."""
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _step(instance: Instance, move: Mapping[str, Any], place: str) -> Step | None:
    name = _word(move.get("action"))
    if not name:
        return None
    action = instance.system.action.get(name)
    if action is None:
        return Step(name, ())
    given = _object(move.get("arguments"))
    names = tuple(one.name for one in action.parameters)
    if sorted(given) != sorted(names):
        wanted = ", ".join(names) or "none"
        raise _UnreadableError(f"{place}: the arguments of {name} are not {wanted}")
    return Step(
        name,
        tuple(
            _element(instance, one.type, given[one.name], f"{place}, {one.name} of {name}")
            for one in action.parameters
        ),
    )


def _state(instance: Instance, state: Mapping[str, Any], place: str) -> State:
    def entries(variable: Variable) -> object:
        if variable.name not in state:
            raise _UnreadableError(f"{place} has no variable '{variable.name}'")
        where = f"{place}, {variable.name}"
        return _entries(instance, variable.indices, variable.type, state[variable.name], where)

    return tuple(map(entries, instance.system.variables))


def _entries(
    instance: Instance, indices: tuple[Scalar, ...], type_: Type, given: object, place: str
) -> object:
    if not indices:
        return _value(instance, type_, given, place)
    first, *rest = indices
    below: dict[Element, object] = {}
    for pair in _listed(given, "#map", place):
        if not isinstance(pair, list) or len(pair) != 2:
            raise _UnreadableError(f"{place}: {_shown(pair)} is no pair of an index and a value")
        index = _element(instance, first, pair[0], place)
        if index in below:
            raise _UnreadableError(f"{place}: two values for {instance.show(first, index)}")
        where = f"{place}[{instance.show(first, index)}]"
        below[index] = _entries(instance, tuple(rest), type_, pair[1], where)
    elements = instance.elements(first)
    missing = [instance.show(first, one) for one in elements if one not in below]
    if missing:
        raise _UnreadableError(f"{place}: no value for {', '.join(missing)}")
    return tuple(below[one] for one in elements)


def _value(instance: Instance, type_: Type, given: object, place: str) -> Value:
    match type_:
        case OptionType(of):
            if given == "none":
                return None
            if not (isinstance(given, dict) and "#set" in given):
                return _element(instance, of, given, place)
            inside = [_element(instance, of, one, place) for one in _listed(given, "#set", place)]
            if len(inside) > 1:
                raise _UnreadableError(f"{place}: {_shown(given)} is more than one value")
            return inside[0] if inside else None
        case SetType((of,)):
            return frozenset(
                _element(instance, of, one, place) for one in _listed(given, "#set", place)
            )
        case SetType(of):
            return frozenset(
                _tuple(instance, of, one, place) for one in _listed(given, "#set", place)
            )
        case _:
            return _element(instance, type_, given, place)


def _tuple(
    instance: Instance, of: tuple[Scalar, ...], given: object, place: str
) -> tuple[Element, ...]:
    parts = _listed(given, "#tup", place)
    if len(parts) != len(of):
        raise _UnreadableError(f"{place}: {_shown(given)} has not {len(of)} parts")
    return tuple(_element(instance, one, part, place) for one, part in zip(of, parts, strict=True))


def _listed(given: object, field: str, place: str) -> list[Any]:
    found = given.get(field) if isinstance(given, dict) else None
    if not isinstance(found, list):
        raise _UnreadableError(f"{place}: {_shown(given)} is not of the form {{'{field}': [...]}}")
    return found


def _element(instance: Instance, type_: Scalar, given: object, place: str) -> Element:
    found = _found(instance, type_, given)
    if found is None:
        size = f" at {type_.name}={instance.size(type_)}" if isinstance(type_, SortType) else ""
        raise _UnreadableError(f"{place}: {_shown(given)} is no {describe(type_)}{size}")
    return found


def _found(instance: Instance, type_: Scalar, given: object) -> Element | None:
    match type_:
        case BoolType():
            return given if isinstance(given, bool) else None
        case RangeType(low, high):
            number = _number(given)
            return number if number is not None and low <= number <= high else None
        case EnumType(_, values):
            return given if isinstance(given, str) and given in values else None
        case SortType():
            # Apalache adds the type to a value of an uninterpreted one: root0_OF_ROOT.
            name = re.sub(r"_OF_[A-Z0-9_]+$", "", given) if isinstance(given, str) else ""
            members = {instance.member_name(type_, one): one for one in range(instance.size(type_))}
            return members.get(name)
        case _:
            assert_never(type_)


def _number(given: object) -> int | None:
    """``{"#bigint": "3"}``, or 3 as traces had it until 2023."""
    if isinstance(given, dict):
        text = given.get("#bigint")
        return int(text) if isinstance(text, str) and re.fullmatch(r"-?[0-9]{1,18}", text) else None
    return given if type(given) is int else None


def _shown(given: object) -> str:
    """A value of the file as far as it goes into a sentence."""
    try:
        text = json.dumps(given)
    except RecursionError:
        return "what is nested so deeply"
    return text if len(text) <= 40 else f"{text[:37]}..."
