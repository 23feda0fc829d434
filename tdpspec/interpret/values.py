"""All values of a type, and of a variable with all its entries, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import compress, product
from math import prod

from tdpspec.system.instance import Instance, Value
from tdpspec.system.types import OptionType, Scalar, SetType, Type

FEW_WAYS = 300_000
"""To begin, which are soon gone through, whether or not they are initial states."""


def values_of(instance: Instance, type_: Type) -> Iterator[Value]:
    """Every value of ``type_``: scalars in order; none first; sets counted in binary, the empty
    set first and the first element changing fastest."""
    match type_:
        case OptionType(of):
            yield None
            yield from instance.elements(of)
        case SetType():
            elements = instance.set_elements(type_)
            for chosen in product((False, True), repeat=len(elements)):
                yield frozenset(compress(elements, reversed(chosen)))  # type: ignore[misc]  # all of one width
        case _:
            yield from instance.elements(type_)


def entries_of(instance: Instance, indices: tuple[Scalar, ...], type_: Type) -> Iterator[object]:
    """Every way to fill a variable of this shape, as it stands in a ``State``."""
    if not indices:
        return values_of(instance, type_)
    first, *rest = indices
    count = len(instance.elements(first))
    below = partial(entries_of, instance, tuple(rest), type_)
    if count_values(instance, tuple(rest), type_) <= FEW_WAYS:
        return product(tuple(below()), repeat=count)
    # More than there is room for, but the first of them may be all that anybody wants.
    return _repeated(below, count)


def _repeated(each: Callable[[], Iterator[object]], count: int) -> Iterator[tuple[object, ...]]:
    """As ``product(each(), repeat=count)``, keeping nothing."""
    if not count:
        yield ()
        return
    for one in each():
        for others in _repeated(each, count - 1):
            yield (one, *others)


def same_entries(instance: Instance, indices: tuple[Scalar, ...], value: Value) -> object:
    """A variable of this shape with ``value`` in every entry."""
    if not indices:
        return value
    below = same_entries(instance, indices[1:], value)
    return (below,) * len(instance.elements(indices[0]))


def count_values(instance: Instance, indices: tuple[Scalar, ...], type_: Type) -> int:
    """How many ways ``entries_of`` gives."""
    match type_:
        case OptionType(of):
            count = 1 + len(instance.elements(of))
        case SetType():
            count = 2 ** len(instance.set_elements(type_))
        case _:
            count = len(instance.elements(type_))
    for index in indices:
        count **= len(instance.elements(index))
    return count


def ways_to_begin(instance: Instance) -> int:
    """How many ways there are to fill the variables that may begin with any value, whatever is
    said of initial states."""
    return prod(
        count_values(instance, one.indices, one.type)
        for one in instance.system.variables
        if one.initial is None
    )


def is_value(instance: Instance, type_: Type, value: object) -> bool:
    """Whether ``value`` is one of ``values_of``."""
    match type_:
        case OptionType(of):
            return value is None or value in instance.elements(of)
        case SetType():
            return isinstance(value, frozenset) and value <= set(instance.set_elements(type_))
        case _:
            return value in instance.elements(type_)


def is_filled(
    instance: Instance, indices: tuple[Scalar, ...], type_: Type, entries: object
) -> bool:
    """Whether ``entries`` is one of ``entries_of``."""
    if not indices:
        return is_value(instance, type_, entries)
    return (
        isinstance(entries, tuple)
        and len(entries) == len(instance.elements(indices[0]))
        and all(is_filled(instance, indices[1:], type_, one) for one in entries)
    )
