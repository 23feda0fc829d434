"""What checking hands to lowering: declarations as the system has them, statements over terms.

A term in a statement is read at that point of its step: ``Read`` means the value after the
statements before it. Lowering turns that into terms over the state before the step.
"""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.source.span import Origin
from tdpspec.system.model import (
    Choice,
    Definition,
    Design,
    Expectation,
    Hint,
    Lock,
    Mode,
    Property,
    Sort,
    Variable,
)
from tdpspec.system.terms import Bound, Term
from tdpspec.system.types import EnumType, RangeType


@dataclass(frozen=True, slots=True)
class Binding:
    """``value is name`` in a condition: from then on ``name`` is the value inside ``option``,
    as it is at that point of the step."""

    name: Bound
    option: Term


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition of an ``if``, ``when`` or ``choose``: ``term`` with what ``is`` names in it.

    Shape: in ``term`` itself the names are already replaced (``The``); ``bindings`` are for the
           statements that follow, in order, a later one may use an earlier one's name.
    """

    term: Term
    bindings: tuple[Binding, ...] = ()


@dataclass(frozen=True, slots=True)
class Assign:
    """Shape: ``indices`` are the first indices of the variable, all of them to change one entry;
    what they leave open is assigned to all entries there. The own process's parameter is the
    first index of a local variable. ``value`` has the variable's type, an option
    already wrapped by ``Some``; ``range`` is set where the value can leave the variable's range,
    which is then saturated and reported as a violation."""

    variable: str
    indices: tuple[Term, ...]
    value: Term
    range: RangeType | None
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Add:
    """``add elements to variable[indices]``"""

    variable: str
    indices: tuple[Term, ...]
    elements: tuple[Term, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Remove:
    """``remove elements from variable[indices]``"""

    variable: str
    indices: tuple[Term, ...]
    elements: tuple[Term, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class If:
    condition: Condition
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class When:
    """Its bindings last to the end of the block."""

    condition: Condition
    origin: Origin


@dataclass(frozen=True, slots=True)
class Branch:
    """Shape: ``where`` includes membership of variables bound by ``in``; ``name`` is "" where
    the branch has none."""

    bound: tuple[Bound, ...]
    where: Condition
    name: str
    body: tuple[Statement, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Choose:
    """Shape: ``otherwise`` is None without ``else``."""

    branches: tuple[Branch, ...]
    otherwise: tuple[Statement, ...] | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class For:
    """Shape: every statement in ``body`` is an Assign, Add, Remove, If, When, Assert, Call or
    For; each write is to an entry indexed by (or to an element that is) each of ``bound``."""

    bound: tuple[Bound, ...]
    where: Condition
    body: tuple[Statement, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Goto:
    """``label`` is one of the process's places."""

    label: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Call:
    """Inlined by lowering; ``arguments`` are read at the point of the call."""

    procedure: str
    arguments: tuple[Term, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Assert:
    claim: str
    condition: Term
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class With:
    """A lock taken and released inside one step."""

    lock: str
    mode: Mode
    body: tuple[Statement, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Acquire:
    lock: str
    mode: Mode
    origin: Origin


@dataclass(frozen=True, slots=True)
class Release:
    lock: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Yield:
    lock: str
    origin: Origin


Statement = (
    Assign
    | Add
    | Remove
    | If
    | When
    | Choose
    | For
    | Goto
    | Call
    | Assert
    | With
    | Acquire
    | Release
    | Yield
)


@dataclass(frozen=True, slots=True)
class Procedure:
    name: str
    parameters: tuple[Bound, ...]
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One label; ``kernel`` is its doc string or ""."""

    label: str
    kernel: str
    body: tuple[Statement, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Region:
    """A lock held across the steps in ``body``."""

    lock: str
    mode: Mode
    body: tuple[Step | Region, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Process:
    """Shape: ``body`` is not empty."""

    name: str
    parameter: Bound | None
    doc: str
    body: tuple[Step | Region, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Action:
    """A free-standing action; ``goto`` and locks held across steps do not occur in it."""

    name: str
    parameters: tuple[Bound, ...]
    doc: str
    body: tuple[Statement, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Fair:
    """``fair process``, ``strongly fair process.step`` or ``fair action``; without a ``process``
    it is the action, without a ``step`` the whole process."""

    strong: bool
    process: str
    step: str
    doc: str
    origin: Origin

    @property
    def name(self) -> str:
        """As it was written, ``process.step``."""
        return ".".join(filter(None, (self.process, self.step)))


@dataclass(frozen=True, slots=True)
class Checked:
    """A module without mistakes.

    Shape: everything in declaration order. ``variables`` holds all state variables: shared and
           local ones as declared; then for every process its place, and the holders (and
           yielders) of the locks that it keeps across steps (roles in ``system/model.py``).
           ``places`` gives the places of every process, ``done`` last where its code can run
           off its end. ``properties`` are the claims in the order of their first mention
           (``claim``, ``invariant``, ``temporal`` or ``assert``); the claims that every spec
           has, lock use and ranges, are added by lowering. ``hints`` are the lemmas.
    """

    name: str
    doc: str
    sorts: tuple[Sort, ...]
    choices: tuple[Choice, ...]
    designs: tuple[Design, ...]
    locks: tuple[Lock, ...]
    variables: tuple[Variable, ...]
    definitions: tuple[Definition, ...]
    initially: tuple[Term, ...]
    procedures: tuple[Procedure, ...]
    processes: tuple[Process, ...]
    places: tuple[EnumType, ...]
    actions: tuple[Action, ...]
    properties: tuple[Property, ...]
    expectations: tuple[Expectation, ...]
    fairness: tuple[Fair, ...]
    hints: tuple[Hint, ...]
    file: str
