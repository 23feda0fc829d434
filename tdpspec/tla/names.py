"""What everything is called in TLA+: legal names, no two alike, close to those of the spec.

Operators and constants are ``CamelCase``, variables ``camelCase``. A sort is a set and has its name
in the plural. A local variable goes by its own name where no other has it, and has its process's
name in front otherwise; a place is the process's ``pc``. Enumerations and named members are
strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from tdpspec.system.instance import plural
from tdpspec.system.make import unused
from tdpspec.system.maps import terms_in
from tdpspec.system.model import (
    Assertion,
    Holders,
    Invariant,
    Local,
    Mode,
    Place,
    Shared,
    System,
    Temporal,
    Variable,
    Yielded,
)
from tdpspec.system.terms import Comprehension, Exists, ForAll, Term, bound_by, children, type_of
from tdpspec.system.types import (
    BOOL,
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
    Type,
)
from tdpspec.tla.reserved import MODULES, WORDS

FIXED = ("Init", "Next", "Spec", "TypeOK", "vars", "Fairness", "Min", "Max", "Symmetry")
"""Names that an emitted module uses itself."""

OF_TRACES = ("TraceInit", "TraceNext", "TraceSpec", "ClaimAtTheEnd", "moment")
"""Names that the module of a run uses, which extends the emitted one."""


@dataclass(frozen=True)
class Names:
    """The names of one emitted module.

    Shape: ``nothing`` has, for the type inside each option, the text of its none: a string for
           enumerations and named members, else a constant; ``absences`` are those constants in
           the order of their declaration. ``enumerations`` are the named sets of strings.
           ``order`` has the variables as they are declared.
           ``groups`` are the tuples of variables that UNCHANGED may name, with their members.
           ``taken`` are all names that no bound variable may have.
    """

    module: str
    sorts: dict[str, str]
    nothing: dict[Scalar, str]
    absences: dict[Scalar, str]
    choices: dict[str, str]
    variables: dict[str, str]
    enumerations: dict[EnumType, str]
    definitions: dict[str, str]
    actions: dict[str, str]
    processes: dict[str, str]
    properties: dict[str, str]
    lemmas: dict[str, str]
    designs: dict[str, str]
    order: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    assumptions: dict[str, str]
    taken: frozenset[str]

    def bound(self, name: str, used: Iterable[str]) -> str:
        """What a bound variable is called where ``used`` are the names bound around it."""
        return unused(legal(name), self.taken | set(used))


def names_of(system: System) -> Names:
    """All names of the module that ``system`` becomes."""
    taken = set(WORDS) | set(FIXED) | set(OF_TRACES)

    def new(wanted: str, otherwise: str) -> str:
        found = wanted if wanted not in taken else unused(otherwise, taken)
        taken.add(found)
        return found

    def each(keys: Iterable[str], shape: Callable[[str], str], kind: str) -> dict[str, str]:
        return {key: new(shape(key), shape(key) + kind) for key in keys}

    types = types_used(system)
    sorts = each((one.name for one in system.sorts), lambda name: plural(camel(name)), "Set")
    choices = each((one.name for one in system.choices), camel, "Choice")
    nothing: dict[Scalar, str] = {}
    absences: dict[Scalar, str] = {}
    for type_ in types:
        if isinstance(type_, OptionType) and type_.of not in nothing:
            of = type_.of
            words = _words(system, of)
            if words:
                nothing[of] = f'"{unused("none", words)}"'
            elif isinstance(of, RangeType) and (known := _of_a_range(absences)) is not None:
                nothing[of] = known
            else:
                nothing[of] = absences[of] = new(_absence(of), _absence(of) + "Value")
    chosen = {one.type for one in system.choices}
    quantified = _quantified(system)
    enumerations = {
        one: new(_set_name(system, one), _set_name(system, one) + "Set")
        for one in types
        if isinstance(one, EnumType) and (one not in chosen or one in quantified)
    }
    variables = {one.name: new(wanted, wanted + "Var") for one, wanted in _variable_names(system)}
    groups = {
        new(wanted, wanted + "Tuple"): members for wanted, members in _groups(system, variables)
    }
    definitions = each((one.name for one in system.definitions), camel, "Value")
    actions = each((one.name for one in system.actions), camel, "Step")
    processes = each((one.name for one in system.processes), camel, "Process")
    properties = each((one.name for one in system.properties), camel, "Claim")
    lemmas = each((one.name for one in system.hints), camel, "Lemma")
    assumptions = {
        name: new(wanted, wanted + "Assumption")
        for name, wanted in (
            *((one, f"{one}Exist") for one in sorts.values()),
            *((one, f"{one}Is{one}") for one in absences.values()),
            *((one, f"{one}IsKnown") for one in choices.values()),
        )
    }
    module = camel(system.name)
    if module in MODULES | WORDS:
        module += "Protocol"
    return Names(
        module=module,
        sorts=sorts,
        nothing=nothing,
        absences=absences,
        choices=choices,
        variables=variables,
        enumerations=enumerations,
        definitions=definitions,
        actions=actions,
        processes=processes,
        properties=properties,
        lemmas=lemmas,
        designs=_design_names(system, module),
        order=tuple(variables[v.name] for _, block in variable_blocks(system) for v in block),
        groups=groups,
        assumptions=assumptions,
        taken=frozenset(taken),
    )


def camel(name: str) -> str:
    """
    >>> camel("nothing_survives_its_notifier"), camel("Root"), camel("_1st")
    ('NothingSurvivesItsNotifier', 'Root', 'X1st')
    """
    joined = "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name))
    return joined if joined[:1].isalpha() else f"X{joined}"


def lower_camel(name: str) -> str:
    """
    >>> lower_camel("mmu_lock"), lower_camel("N")
    ('mmuLock', 'n')
    """
    joined = camel(name)
    return joined[:1].lower() + joined[1:]


def legal(name: str) -> str:
    """``name`` as a bound variable: only letters, digits and underscores, a letter first.

    >>> legal("r"), legal("_"), legal("WF_x")
    ('r', 'x_', 'xWF_x')
    """
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return plain if plain[:1].isalpha() and plain[:3] not in ("WF_", "SF_") else f"x{plain}"


def types_used(system: System) -> tuple[Type, ...]:
    """Every type of a variable, index, parameter or term of ``system``, in a fixed order."""
    found: dict[Type, None] = {}

    def note(type_: Type) -> None:
        found.setdefault(type_)
        match type_:
            case OptionType(of):
                note(of)
            case SetType(of):
                for one in of:
                    note(one)
            case _:
                pass

    for variable in system.variables:
        for type_ in (*variable.indices, variable.type):
            note(type_)
    for definition in system.definitions:
        for type_ in (*(one.type for one in definition.parameters), definition.type):
            note(type_)
    for action in system.actions:
        for one in action.parameters:
            note(one.type)
    for claim in system.properties:
        for one in claim.bound if isinstance(claim, Temporal) else ():
            note(one.type)
    for term in all_terms(system):
        for below in _walk(term):
            note(type_of(below))
            for one in bound_by(below):
                note(one.type)
    return tuple(found)


def all_terms(system: System) -> Iterator[Term]:
    """Every term that ``system`` is made of."""
    for variable in system.variables:
        if variable.initial is not None:
            yield variable.initial
    yield from (one.body for one in system.definitions)
    yield from system.initially
    for action in system.actions:
        yield action.guard
        for update in action.updates:
            yield from terms_in(update.map)
        yield from (one.condition for one in action.checks)
    yield from (one.condition for one in system.hints)
    for claim in system.properties:
        match claim:
            case Invariant():
                yield claim.condition
            case Temporal():
                yield from (claim.premise, claim.goal)
            case Assertion():
                pass
            case _:
                assert_never(claim)


def _walk(term: Term) -> Iterator[Term]:
    yield term
    for one in children(term):
        yield from _walk(one)


def _quantified(system: System) -> frozenset[Scalar]:
    """The types that something ranges over, so that a set of all their values is needed."""
    bound = [
        one
        for term in all_terms(system)
        for below in _walk(term)
        if isinstance(below, (ForAll, Exists, Comprehension))
        for one in below.bound
    ]
    parameters = [one for action in system.actions for one in action.parameters]
    parts = [one for type_ in types_used(system) if isinstance(type_, SetType) for one in type_.of]
    types = [type_ for one in system.variables for type_ in (*one.indices, one.type)]
    scalars = [one for one in types if not isinstance(one, (OptionType, SetType))]
    inner = [one.of for one in types if isinstance(one, OptionType)]
    return frozenset((*(one.type for one in (*bound, *parameters)), *parts, *scalars, *inner))


def _words(system: System, of: Scalar) -> tuple[str, ...]:
    """The strings that the values of ``of`` are written as; none where they are not strings."""
    match of:
        case EnumType(_, values):
            return values
        case SortType(name):
            return system.sort[name].members
        case BoolType() | RangeType():
            return ()
        case _:
            assert_never(of)


def _of_a_range(absences: dict[Scalar, str]) -> str | None:
    return next((name for one, name in absences.items() if isinstance(one, RangeType)), None)


def _absence(of: Scalar) -> str:
    match of:
        case SortType(name):
            return f"No{camel(name)}"
        case RangeType():
            return "NoNumber"
        case BoolType():
            return "NoBoolean"
        case EnumType(name, _):
            return f"No{camel(name)}"
        case _:
            assert_never(of)


def _set_name(system: System, enumeration: EnumType) -> str:
    for process in system.processes:
        if process.places == enumeration:
            return "Places" if len(system.processes) == 1 else f"{camel(process.name)}Places"
    return plural(camel(enumeration.name))


def _variable_names(system: System) -> Iterator[tuple[Variable, str]]:
    own = [one.name.rpartition(".")[2] for one in system.variables]
    for variable in system.variables:
        short = variable.name.rpartition(".")[2]
        match variable.role:
            case Shared():
                yield variable, lower_camel(variable.name)
            case Local(process):
                alone = own.count(short) == 1
                yield variable, lower_camel(short if alone else f"{process}_{short}")
            case Place(process):
                alone = len(system.processes) == 1
                yield variable, "pc" if alone else f"{lower_camel(process)}Pc"
            case Holders() | Yielded():
                yield variable, _lock_name(system, variable.role, variable.type)
            case _:
                assert_never(variable.role)


_HOLDERS = {Mode.READ: "Readers", Mode.WRITE: "Writers", Mode.EXCLUSIVE: "Holders"}
_YIELDERS = {
    Mode.READ: "ReadYielders",
    Mode.WRITE: "WriteYielders",
    Mode.EXCLUSIVE: "Yielders",
}
_HELD = {Mode.READ: "ReadHeld", Mode.WRITE: "WriteHeld", Mode.EXCLUSIVE: "Held"}
_YIELDED = {Mode.READ: "ReadYielded", Mode.WRITE: "WriteYielded", Mode.EXCLUSIVE: "Yielded"}


def _lock_name(system: System, role: Holders | Yielded, type_: Type) -> str:
    several = sum(
        isinstance(one.role, type(role))
        and (one.role.lock, one.role.mode) == (role.lock, role.mode)
        for one in system.variables
    )
    whose = camel(role.process) if several > 1 else ""
    if type_ == BOOL:
        words = _HELD if isinstance(role, Holders) else _YIELDED
        return lower_camel(role.lock) + words[role.mode] + (f"By{whose}" if whose else "")
    words = _HOLDERS if isinstance(role, Holders) else _YIELDERS
    return lower_camel(role.lock) + whose + words[role.mode]


def variable_blocks(system: System) -> tuple[tuple[str, tuple[Variable, ...]], ...]:
    """The variables as a reader wants them: shared ones, locks, then process by process, the place
    first. Each block with the name of its process, ``"locks"`` or ``""``."""
    shared = tuple(one for one in system.variables if isinstance(one.role, Shared))
    locks = tuple(
        one
        for lock in system.locks
        for one in system.variables
        if isinstance(one.role, (Holders, Yielded)) and one.role.lock == lock.name
    )
    blocks = [("", shared), ("locks", locks)]
    for process in system.processes:
        own = [
            one
            for one in system.variables
            if isinstance(one.role, (Local, Place)) and one.role.process == process.name
        ]
        own.sort(key=lambda one: not isinstance(one.role, Place))
        blocks.append((process.name, tuple(own)))
    return tuple((name, block) for name, block in blocks if block)


_FEW = 8


def _groups(system: System, variables: dict[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tuples for UNCHANGED, where naming every variable each time would hide what matters."""
    blocks = variable_blocks(system)
    if len(system.variables) <= _FEW or len(blocks) < 2:
        return
    for name, block in blocks:
        if len(block) > 1:
            prefix = {"": "shared", "locks": "lock"}.get(name, lower_camel(name))
            yield f"{prefix}Vars", tuple(variables[one.name] for one in block)


def _design_names(system: System, module: str) -> dict[str, str]:
    """The names of configuration files, without their ending."""
    if len(system.designs) == 1 and system.designs[0].name == system.name:
        return {system.name: module}
    names: dict[str, str] = {}
    for one in system.designs:
        names[one.name] = unused(module + camel(one.name), names.values())
    return names
