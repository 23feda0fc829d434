"""What names stand for: filled once by ``declare.py``, looked up by everything after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tdpspec.checking.checked import Procedure
from tdpspec.source.span import Span
from tdpspec.system.model import Mode
from tdpspec.system.terms import Bound
from tdpspec.system.types import BoolType, EnumType, Scalar, SortType, Type


@dataclass(frozen=True, slots=True)
class SortName:
    type: SortType
    names_members: bool


@dataclass(frozen=True, slots=True)
class EnumerationName:
    type: EnumType


@dataclass(frozen=True, slots=True)
class ChoiceName:
    type: EnumType | BoolType


@dataclass(frozen=True, slots=True)
class LockName:
    is_rwlock: bool


@dataclass(frozen=True, slots=True)
class VariableName:
    """A shared variable, or one of a process.

    Shape: ``full`` is its name in the system; ``indices`` are those it is declared with;
           ``type`` is None where its declaration was wrong.
    """

    full: str
    indices: tuple[Scalar, ...]
    type: Type | None
    span: Span


@dataclass(frozen=True, slots=True)
class DefinitionName:
    """What it stands for is in ``Declared.definitions``, once its body has been read."""

    has_parameters: bool


@dataclass(frozen=True, slots=True)
class ProcedureName:
    """What it does is in ``Declared.procedures``, once its body has been read."""


@dataclass(frozen=True, slots=True)
class ProcessName:
    pass


@dataclass(frozen=True, slots=True)
class ActionName:
    pass


Meaning = (
    SortName
    | EnumerationName
    | ChoiceName
    | LockName
    | VariableName
    | DefinitionName
    | ProcedureName
    | ProcessName
    | ActionName
)

KIND: Mapping[type[Meaning], str] = {
    SortName: "a sort",
    EnumerationName: "an enumeration",
    ChoiceName: "a choice",
    LockName: "a lock",
    VariableName: "a variable",
    DefinitionName: "a definition",
    ProcedureName: "a procedure",
    ProcessName: "a process",
    ActionName: "an action",
}
"""Each kind of thing, as a person calls it."""

VALUE_KINDS = (SortName, ChoiceName, VariableName, DefinitionName)
"""What an expression can read by its name, so that no value may be called the same."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the module, and where it is declared."""

    meaning: Meaning
    span: Span


@dataclass(frozen=True, slots=True)
class Literal:
    """A word that is a value of ``type``: of an enumeration, a choice or a sort."""

    type: EnumType | SortType
    span: Span


@dataclass(frozen=True, slots=True)
class DefinitionShape:
    """A definition as its uses see it. ``reads`` are the state variables that it depends on,
    through other definitions as well."""

    parameters: tuple[Bound, ...]
    type: Type
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class ProcessShape:
    """A process as others see it.

    Shape: ``parameter`` is None for a single copy, and also where its type was wrong, which
           ``is_known`` tells apart. ``places`` are its labels, ``done`` last where there is
           one. ``kept`` are the locks that it holds across steps, ``yielded`` those of them
           that a ``yield`` outside of a critical section gives up, in the order of the locks;
           ``is_sure`` is false where it also takes something that is no lock, or in no mode.
    """

    name: str
    parameter: Bound | None
    is_known: bool
    variables: Mapping[str, VariableName]
    places: tuple[str, ...]
    has_done: bool
    kept: tuple[tuple[str, Mode], ...]
    yielded: tuple[tuple[str, Mode], ...]
    is_sure: bool
    span: Span

    @property
    def place(self) -> str:
        """The name of the variable that says where each copy is."""
        return f"{self.name}.at"

    @property
    def place_type(self) -> EnumType:
        return EnumType(f"{self.name} place", self.places)


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything that a module declares, by name.

    Shape: ``definitions`` and ``procedures`` hold those that have been read without mistakes
           so far; a name that is missing there is declared, but wrong.
    """

    names: Mapping[str, Entry]
    literals: Mapping[str, tuple[Literal, ...]]
    processes: Mapping[str, ProcessShape]
    claims: Mapping[str, Span]
    lemmas: Mapping[str, Span]
    definitions: Mapping[str, DefinitionShape] = field(default_factory=dict)
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
