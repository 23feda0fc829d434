"""Terms, traces and verdicts as JSON and back; and a text of any of our data, to be hashed.

Reading makes only what ``CLASSES`` lists, so a file from somewhere else can at worst say something
that is wrong. What it says is data of the right classes and field names; that each field is of the
right type is not looked into, and who uses it must not believe it either.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from tdpspec.system import terms, types, verdict
from tdpspec.system.trace import Step, Trace

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

CLASSES: Mapping[str, type[Any]] = {
    one.__name__: one
    for one in (
        terms.BoolValue,
        terms.IntValue,
        terms.EnumValue,
        terms.MemberValue,
        terms.NoneValue,
        terms.Bound,
        terms.ChoiceRead,
        terms.Read,
        terms.Some,
        terms.The,
        terms.Not,
        terms.And,
        terms.Or,
        terms.Implies,
        terms.Ite,
        terms.Equal,
        terms.Compare,
        terms.Arithmetic,
        terms.Saturate,
        terms.Member,
        terms.SetOf,
        terms.Everything,
        terms.SetOperation,
        terms.Subset,
        terms.Comprehension,
        terms.ForAll,
        terms.Exists,
        terms.Apply,
        types.BoolType,
        types.EnumType,
        types.SortType,
        types.RangeType,
        types.OptionType,
        types.SetType,
        verdict.Lemma,
        verdict.Induction,
        verdict.Exhaustive,
        verdict.Proved,
        verdict.Refuted,
        verdict.Beyond,
        Trace,
        Step,
    )
}
ENUMS: Mapping[str, type[Enum]] = {
    one.__name__: one for one in (terms.Order, terms.Sign, terms.SetOp)
}

_FOR_PEOPLE = ("doc", "kernel", "origin", "file")
"""Fields that say where something was written and what it is about; no verdict depends on them."""


class NotOursError(ValueError):
    """JSON that ``to_json`` has not made."""


def to_json(value: object) -> Json:
    """``value`` as JSON: an object with ``is`` for what is made of fields, a list for a tuple.

    >>> to_json(terms.Not(terms.Bound("p", types.BOOL)))
    {'is': 'Not', 'of': {'is': 'Bound', 'name': 'p', 'type': {'is': 'BoolType'}}}
    """
    return _to_json(value, (), {})


def text_of(value: object) -> str:
    """``value`` as a text that is the same for the same meaning: without what is for people, and
    whatever classes it is made of."""
    return json.dumps(_to_json(value, _FOR_PEOPLE, {}), sort_keys=True)


def _to_json(value: object, without: tuple[str, ...], known: dict[int, Json]) -> Json:
    """``known`` has by identity what was made before: a part of a term is often part of another,
    and written out those of a system are ten times as many."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, tuple):
        return [_to_json(one, without, known) for one in value]
    if isinstance(value, frozenset):
        members = [_to_json(one, without, known) for one in value]
        return {"is": "frozenset", "of": sorted(members, key=json.dumps)}
    if isinstance(value, Enum):
        return {"is": type(value).__name__, "name": value.name}
    found = known.get(id(value))
    if found is None:
        found = {"is": type(value).__name__}
        for name in _field_names(type(value)):
            if name not in without:
                found[name] = _to_json(getattr(value, name), without, known)
        known[id(value)] = found
    return found


_names: dict[type[Any], tuple[str, ...]] = {}
"""Of the fields of a class: they are asked for a hundred thousand times."""


def _field_names(class_: type[Any]) -> tuple[str, ...]:
    found = _names.get(class_)
    if found is None:
        assert is_dataclass(class_), class_
        found = _names[class_] = tuple(one.name for one in fields(class_))
    return found


def from_json(json_: object) -> Any:
    """What ``to_json`` made ``json_`` of. Errors: ``NotOursError``."""
    try:
        return _from_json(json_)
    except (TypeError, RecursionError) as failure:
        raise NotOursError(str(failure)) from failure


def _from_json(json_: object) -> Any:
    if json_ is None or isinstance(json_, (bool, int, str)):
        return json_
    if isinstance(json_, list):
        return tuple(map(_from_json, json_))
    if not isinstance(json_, dict):
        raise NotOursError(f"{type(json_).__name__} is not written by us")
    given = dict(json_)
    name = given.pop("is", None)
    if name == "frozenset" and given.keys() == {"of"} and isinstance(given["of"], list):
        return frozenset(map(_from_json, given["of"]))
    if name in ENUMS and given.keys() == {"name"}:
        enum = ENUMS[name]
        if given["name"] in enum.__members__:
            return enum[given["name"]]
    if name in CLASSES and given.keys() == set(_field_names(CLASSES[name])):
        return CLASSES[name](**{field: _from_json(one) for field, one in given.items()})
    raise NotOursError(f"{name!r} with {', '.join(given)} is nothing of ours")
