"""Types as they are written, turned into the system's types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from tdpspec.checking import name_mistakes, type_mistakes
from tdpspec.checking.names import KIND, Entry, EnumerationName, SortName
from tdpspec.checking.scopes import Report, nearest
from tdpspec.syntax.declarations import Parameter
from tdpspec.syntax.expressions import (
    AnyTypeName,
    BoolTypeName,
    OptionTypeName,
    RangeTypeName,
    SetTypeName,
    TypeName,
)
from tdpspec.system.terms import Bound
from tdpspec.system.types import BOOL, OptionType, RangeType, Scalar, SetType, Type

Names = Mapping[str, Entry]
"""Sorts and enumerations of the module, among its other names."""


def resolve(type_: AnyTypeName, names: Names, report: Report) -> Type | None:
    """The type that is written, or None where it is wrong, which is then reported."""
    match type_:
        case OptionTypeName(of):
            inner = resolve_scalar(of, names, report, "the value of an optional")
            return None if inner is None else OptionType(inner)
        case SetTypeName(of):
            inside = [resolve_scalar(one, names, report, "an element") for one in of]
            known = tuple(one for one in inside if one is not None)
            return SetType(known) if len(known) == len(inside) else None
        case BoolTypeName():
            return BOOL
        case RangeTypeName(low, high):
            if low > high:
                report.add(type_mistakes.empty_range(type_.span, low, high))
                return None
            return RangeType(low, high)
        case TypeName(name):
            return _named(type_, name, names, report)
        case _:
            assert_never(type_)


_NUMBERS_ELSEWHERE = frozenset({"int", "integer", "nat", "u8", "u32", "u64", "long", "unsigned"})


def _named(type_: TypeName, name: str, names: Names, report: Report) -> Scalar | None:
    entry = names.get(name)
    if entry is None:
        types = [
            key
            for key, one in names.items()
            if isinstance(one.meaning, (SortName, EnumerationName))
        ]
        report.add(
            name_mistakes.unknown_name(
                type_.span,
                f"no type is called `{name}`",
                nearest(name, [*types, "bool"]),
                "a number has a range, such as `0..7`"
                if name.lower() in _NUMBERS_ELSEWHERE
                else f"declare it: `sort {name}`",
            )
        )
        return None
    if isinstance(entry.meaning, (SortName, EnumerationName)):
        report.use(name)
        return entry.meaning.type
    report.add(
        name_mistakes.wrong_kind(
            type_.span,
            f"`{name}` is {KIND[type(entry.meaning)]}, not a type",
            entry.span,
            "a type is a sort, an enumeration, `bool` or a range such as `0..7`",
        )
    )
    return None


def resolve_scalar(type_: AnyTypeName, names: Names, report: Report, what: str) -> Scalar | None:
    """As ``resolve``, for places where only single values can stand; ``what`` is that place."""
    found = resolve(type_, names, report)
    if isinstance(found, (OptionType, SetType)):
        report.add(type_mistakes.not_scalar(type_.span, what, found))
        return None
    return found


def resolve_parameters(
    parameters: Iterable[Parameter], names: Names, report: Report
) -> tuple[Bound | None, ...]:
    """The parameters as bound variables; None for one whose type is wrong."""
    types = [(one, resolve_scalar(one.type, names, report, "a parameter")) for one in parameters]
    return tuple(None if type_ is None else Bound(one.name.text, type_) for one, type_ in types)
