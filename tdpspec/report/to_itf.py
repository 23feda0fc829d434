"""A trace in the Informal Trace Format, that of Apalache and Quint, for trace viewers and scripts.

How values are written: a number as ``{"#bigint": "3"}``; a word of an enumeration and a member
of a sort as a string; a set as ``{"#set": [...]}``, its tuples as ``{"#tup": [...]}``; a variable
with indices as ``{"#map": [[index, value], ...]}``, a map in a map for each further index. ``none``
is the string "none" where the other values are strings; an optional number or bool is a set of at
most one, since a type of the format has no room for "or none", and since ``itf-py`` reads no
variant around a number.

Variables have their names in the spec, which may have a dot in them. The format has no place for
steps: they stand in the ``#meta`` of the state that they lead to.
Source: Apalache's ADR-015, revision of November 2025.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import assert_never

from tdpspec.report.values_to_json import Json
from tdpspec.source.span import Origin
from tdpspec.system.changes import change_texts, changes, who_steps
from tdpspec.system.finding import Finding, refutations
from tdpspec.system.instance import Instance, State, Value
from tdpspec.system.model import Variable
from tdpspec.system.trace import Step, Trace
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
from tdpspec.system.verdict import Refuted

SUFFIX = ".itf.json"
DESCRIPTION = "https://apalache-mc.org/docs/adr/015adr-trace.html"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A run of ``instance``, which is fixed to a design, that breaks ``claim``."""

    instance: Instance
    claim: str
    trace: Trace

    @property
    def design(self) -> str:
        return self.instance.system.design or self.instance.system.name


def counterexamples(findings: tuple[Finding, ...]) -> tuple[Counterexample, ...]:
    """The runs of those ``findings`` that are refuted, if only at other sizes."""
    return tuple(
        Counterexample(one.instance, one.claim.name, one.verdict.trace)
        for one in refutations(findings)
        if isinstance(one.verdict, Refuted)
    )


def itf_files(runs: Iterable[Counterexample]) -> dict[str, str]:
    """The documents of ``runs`` by the names of their files, in the order of these."""
    files = {itf_name(one.design, one.claim): itf_text(one) for one in runs}
    return dict(sorted(files.items()))


def itf_name(design: str, claim: str) -> str:
    """
    >>> itf_name("keep_on_list", "listed_is_valid")
    'keep_on_list.listed_is_valid.itf.json'
    """
    return f"{design}.{claim}{SUFFIX}"


def itf_text(run: Counterexample) -> str:
    """``run`` as one document, with a line for each variable of each state."""
    return laid_out(itf_json(run), 3, "") + "\n"


def itf_json(run: Counterexample) -> Json:
    """``run`` as data.

    Shape: ``#meta`` has besides the usual fields ``design``, ``claim``, ``sizes`` and, for a lasso
           that a step closes, that step as ``closing``. The ``#meta`` of a state has ``index`` and,
           but for the first, ``action``, ``process``, ``arguments``, ``source`` and ``changed``.
    """
    instance, trace, system = run.instance, run.trace, run.instance.system
    moves = tuple(_step(instance, before, step, after) for before, step, after in trace.moves())
    closing = moves[len(trace.states) - 1 :]
    meta: Json = {
        "format": "ITF",
        "format-description": DESCRIPTION,
        "description": f"{run.design} breaks {run.claim}",
        "source": system.file,
        "status": "violation",
        "varTypes": {one.name: itf_type(one) for one in system.variables},
        "design": run.design,
        "claim": run.claim,
        "sizes": dict(instance.sizes),
    }
    if closing:
        meta["closing"] = closing[0]
    # Most of a state is as it was before the step.
    entries = cache(partial(_entries, instance))
    document: Json = {
        "#meta": meta,
        "params": [],
        "vars": [one.name for one in system.variables],
        "states": [
            {
                "#meta": {"index": at, **move},
                **{
                    one.name: entries(one.type, one.indices, value)
                    for one, value in zip(system.variables, state, strict=True)
                },
            }
            for at, (state, move) in enumerate(zip(trace.states, ({}, *moves), strict=False))
        ],
    }
    if trace.loop is not None:
        document["loop"] = trace.loop
    return document


def itf_type(variable: Variable) -> str:
    """The type of ``variable`` as Apalache writes types: ``Str -> Set(Str)``."""
    text = _type(variable.type)
    for nested, index in enumerate(reversed(variable.indices)):
        text = f"{_type(index)} -> {f'({text})' if nested else text}"
    return text


def _type(type_: Type) -> str:
    match type_:
        case BoolType():
            return "Bool"
        case RangeType():
            return "Int"
        case EnumType() | SortType():
            return "Str"
        case OptionType(of):
            return _type(of) if _has_none(of) else f"Set({_type(of)})"
        case SetType((one,)):
            return f"Set({_type(one)})"
        case SetType(of):
            return f"Set(<<{', '.join(map(_type, of))}>>)"
        case _:
            assert_never(type_)


def _has_none(of: Scalar) -> bool:
    """Whether the string "none" can stand beside the values of ``of``."""
    return isinstance(of, (EnumType, SortType))


def _entries(instance: Instance, type_: Type, indices: tuple[Scalar, ...], value: object) -> object:
    """The entries of ``value``, which has so many more ``indices``."""
    if not indices:
        return _value(instance, type_, value)  # type: ignore[arg-type]  # the shape of State says so
    assert isinstance(value, tuple)
    first, *rest = indices
    return {
        "#map": [
            [_value(instance, first, one), _entries(instance, type_, tuple(rest), each)]
            for one, each in zip(instance.elements(first), value, strict=True)
        ]
    }


def _value(instance: Instance, type_: Type, value: Value) -> object:
    match type_:
        case OptionType(of) if _has_none(of):
            return "none" if value is None else _value(instance, of, value)
        case OptionType(of):
            return {"#set": [] if value is None else [_value(instance, of, value)]}
        case SetType(of):
            assert isinstance(value, frozenset)
            inside = (one for one in instance.set_elements(type_) if one in value)
            return {"#set": [_set_element(instance, of, one) for one in inside]}
        case BoolType():
            return bool(value)
        case RangeType():
            return {"#bigint": str(value)}
        case EnumType() | SortType():
            return instance.show(type_, value)
        case _:
            assert_never(type_)


def _set_element(instance: Instance, of: tuple[Scalar, ...], value: object) -> object:
    if len(of) == 1:
        return _value(instance, of[0], value)  # type: ignore[arg-type]  # an Element by State's shape
    assert isinstance(value, tuple)
    return {"#tup": [_value(instance, *one) for one in zip(of, value, strict=True)]}


def _step(instance: Instance, before: State, step: Step, after: State) -> Json:
    action = instance.system.action[step.action]
    return {
        "action": action.name,
        "process": who_steps(instance, step),
        "arguments": {
            parameter.name: _value(instance, parameter.type, argument)
            for parameter, argument in zip(action.parameters, step.arguments, strict=True)
        },
        "source": _source(action.origin),
        "changed": list(change_texts(instance, changes(instance, before, after))),
    }


def _source(origin: Origin) -> Json:
    return {"file": origin.file, "line": origin.line, "column": origin.column}


def laid_out(value: object, open_: int, margin: str) -> str:
    """JSON with the outermost ``open_`` levels a line each: a line a variable is what a person
    can read, and what a difference of two traces shows."""
    if not open_ or not isinstance(value, (dict, list)) or not value:
        return json.dumps(value)
    inner = margin + "  "
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key)}: {laid_out(one, open_ - 1, inner)}" for key, one in value.items()
        ]
        return "{\n" + ",\n".join(inner + one for one in parts) + f"\n{margin}}}"
    parts = [laid_out(one, open_ - 1, inner) for one in value]
    return "[\n" + ",\n".join(inner + one for one in parts) + f"\n{margin}]"
