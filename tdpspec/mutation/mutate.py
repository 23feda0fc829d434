"""``mutate``: a checked module to all its mutants, each with one small fault.

The faults are made where names and types are already settled, so that nearly every mutant has a
meaning; it is lowered like any other module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from tdpspec.checking.checked import Checked
from tdpspec.lowering.lower import lower
from tdpspec.mutation.complete import completed
from tdpspec.mutation.faults import Faulty
from tdpspec.mutation.statements import block_faults
from tdpspec.mutation.steps import Setting, body_faults
from tdpspec.mutation.words import Words
from tdpspec.system.maps import Branch, Build, Current, Map, Store
from tdpspec.system.model import Action, Design, System
from tdpspec.system.mutant import Fault, Mutant
from tdpspec.system.terms import BoolValue, Bound, EnumValue, free
from tdpspec.system.types import BoolType, EnumType

Tree = TypeVar("Tree")
Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True)
class Mutated:
    """A mutant with what it is; ``checked`` means nothing where it is invalid."""

    mutant: Mutant
    checked: Checked


def mutate(checked: Checked, system: System) -> tuple[Mutated, ...]:
    """Every mutant of ``checked``, in the order of the text. ``system`` is what it means."""
    found: list[tuple[str, str | None, str | None, Faulty[Checked]]] = []
    words = Words(system)
    for where, faulty in _faults(checked, words):
        found.append((where, None, None, faulty))
    for design in checked.designs:
        for name, flipped, same_as in _flipped(checked, design):
            found.append((f"{design.name}.{name}", design.name, same_as, flipped))
    found.sort(key=lambda one: (one[3].origin.line, one[3].origin.column))
    uses: Counter[str] = Counter()
    mutants: list[Mutated] = []
    for where, design_name, same_as, faulty in found:
        name = f"{where}.{faulty.fault.value.replace(' ', '_')}"
        uses[name] += 1
        number = f"_{uses[name]}" if uses[name] > 1 else ""
        mutant = Mutant(
            name + number,
            faulty.fault,
            faulty.text,
            faulty.origin,
            design_name,
            same_as,
            faulty.invalid,
        )
        mutants.append(Mutated(mutant, faulty.piece))
    return tuple(mutants)


def system_of(mutated: Mutated) -> tuple[System | None, str]:
    """The system of a mutant, or None and why there is none."""
    if mutated.mutant.invalid:
        return None, mutated.mutant.invalid
    try:
        system = lower(mutated.checked)
    except (KeyError, AssertionError, TypeError) as failure:
        # Lowering relies on what checking has made sure of, and the fault may have undone.
        return None, f"cannot be lowered: {type(failure).__name__} {failure}".rstrip()
    for action in system.actions:
        if strays := _strays(action):
            return None, f"`{action.name}` reads `{strays[0]}`, which has no value there"
    return system, ""


def _strays(action: Action) -> list[str]:
    """What ``action`` reads without binding it: a fault may have taken a name's meaning away."""
    terms = (action.guard, *(one.condition for one in action.checks))
    names = frozenset().union(*map(free, terms), *(_free_in(one.map) for one in action.updates))
    return sorted(one.name for one in names - frozenset(action.parameters))


def _free_in(map_: Map) -> frozenset[Bound]:
    match map_:
        case Current():
            return frozenset()
        case Store(base, indices, value):
            return _free_in(base).union(*map(free, (*indices, value)))
        case Build(bound, value):
            return free(value) - frozenset(bound)
        case Branch(condition, then, otherwise):
            return free(condition) | _free_in(then) | _free_in(otherwise)
        case _:
            assert_never(map_)


def _faults(checked: Checked, words: Words) -> Iterator[tuple[str, Faulty[Checked]]]:
    for place, procedure in enumerate(checked.procedures):
        for found in block_faults(procedure.body, words):
            new = replace(procedure, body=found.piece)
            whole = replace(checked, procedures=_put(checked.procedures, place, new))
            yield procedure.name, _in(completed(whole), found)
    procedures = {one.name: one for one in checked.procedures}
    for place, process in enumerate(checked.processes):
        taken = frozenset(value for one in checked.places for value in one.values)
        setting = Setting(words, procedures, taken)
        for label, body in body_faults(process.body, setting):
            changed = replace(process, body=body.piece)
            whole = replace(checked, processes=_put(checked.processes, place, changed))
            yield f"{process.name}.{label}", _in(completed(whole), body)
    for place, action in enumerate(checked.actions):
        for found in block_faults(action.body, words):
            other = replace(action, body=found.piece)
            whole = replace(checked, actions=_put(checked.actions, place, other))
            yield action.name, _in(whole, found)


def _in(whole: Checked, found: Faulty[Piece]) -> Faulty[Checked]:
    return found.inside(lambda _: whole)


def _put(these: tuple[Tree, ...], place: int, new: Tree) -> tuple[Tree, ...]:
    return (*these[:place], new, *these[place + 1 :])


def _flipped(checked: Checked, design: Design) -> Iterator[tuple[str, Faulty[Checked], str | None]]:
    """``design`` with one of its choices made in another way, the choice's name, and the design
    that this is as well."""
    place = checked.designs.index(design)
    same: Mapping[object, str] = {one.assignment: one.name for one in reversed(checked.designs)}
    for number, ((name, value), choice) in enumerate(
        zip(design.assignment, checked.choices, strict=True)
    ):
        for other in _others(value, choice.type):
            assignment = _put(design.assignment, number, (name, other))
            flipped = replace(design, assignment=assignment)
            whole = replace(checked, designs=_put(checked.designs, place, flipped))
            what = f"`{name} = {_shown(other)}` instead of `{_shown(value)}`"
            fault = Faulty(Fault.CHOICE_FLIPPED, what, design.origin, whole)
            yield name, fault, same.get(assignment)


def _others(
    value: EnumValue | BoolValue, type_: EnumType | BoolType
) -> Iterator[EnumValue | BoolValue]:
    match value:
        case BoolValue(now):
            yield BoolValue(not now)
        case EnumValue(now, own):
            for other in own.values:
                if other != now:
                    yield EnumValue(other, own)


def _shown(value: EnumValue | BoolValue) -> str:
    return str(value.value).lower() if isinstance(value, BoolValue) else value.value
