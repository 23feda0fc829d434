"""The transition system: what every engine, TLA+ and the reports read.

Frozen choices, state variables indexed by sorts, an initial condition, guarded actions, fairness,
claims. One action fires at a step. A spec is lowered once for all its designs; ``fix.fix`` turns
the choices into the values of one design. Sizes come in with ``Instance``, never before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import Enum
from functools import cached_property

from tdpspec.source.span import Origin
from tdpspec.system.make import substitute
from tdpspec.system.maps import Map
from tdpspec.system.terms import Apply, BoolValue, Bound, EnumValue, Term
from tdpspec.system.types import BoolType, EnumType, Scalar, SortType, Type


@dataclass(frozen=True, slots=True)
class Sort:
    """``sort Root = 2`` or ``sort Proc = {left, right}``.

    Shape: ``members`` is empty for a sort of interchangeable members; otherwise it names all
           members, and the size is fixed to their number.
    """

    name: str
    default_size: int
    members: tuple[str, ...]
    doc: str
    origin: Origin

    @property
    def type(self) -> SortType:
        return SortType(self.name)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the designs disagree about."""

    name: str
    type: EnumType | BoolType
    doc: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Design:
    """A value for every choice, in the order of the choices."""

    name: str
    assignment: tuple[tuple[str, EnumValue | BoolValue], ...]
    doc: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Lock:
    """A ``mutex`` or a ``rwlock``."""

    name: str
    is_rwlock: bool
    doc: str
    origin: Origin


class Mode(Enum):
    """How a lock is held; a mutex is only ever held ``EXCLUSIVE``."""

    READ = "read"
    WRITE = "write"
    EXCLUSIVE = "held"


@dataclass(frozen=True, slots=True)
class Process:
    """Sequential code, one running copy per value of ``parameter`` (one copy without it).

    Shape: ``places`` are the labels in the order written, and ``done`` last where the code can
           run off its end; ``kernel`` has, place by place, the step's doc string or "".
    """

    name: str
    parameter: Bound | None
    places: EnumType
    kernel: tuple[str, ...]
    doc: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Shared:
    """A variable declared outside every process."""


@dataclass(frozen=True, slots=True)
class Local:
    """A variable declared in a process; its first index is the process's parameter, if any."""

    process: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where each copy of a process is: an enumeration of its labels."""

    process: str


@dataclass(frozen=True, slots=True)
class Holders:
    """Which copies of ``process`` hold ``lock`` in ``mode`` between two steps: a set of the
    process's parameter, or a bool where the process has none."""

    lock: str
    mode: Mode
    process: str


@dataclass(frozen=True, slots=True)
class Yielded:
    """Which copies gave the lock up by ``yield`` and take it again with their next step; as
    ``Holders`` in shape."""

    lock: str
    mode: Mode
    process: str


Role = Shared | Local | Place | Holders | Yielded


@dataclass(frozen=True, slots=True)
class Variable:
    """One state variable: an entry of ``type`` for each value of ``indices``.

    Shape: ``name`` is unique; a local variable is called ``process.name``, a place
           ``process.at``, a lock's holders ``lock.mode`` (``lock.mode.process`` where several
           processes hold it). ``initial`` is the first value of every entry, None for any value.
    """

    name: str
    indices: tuple[Scalar, ...]
    type: Type
    initial: Term | None
    role: Role
    doc: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Definition:
    """``def name(parameters) = body``; never recursive, uses only earlier definitions."""

    name: str
    parameters: tuple[Bound, ...]
    body: Term
    type: Type
    doc: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Update:
    """The new value of one variable; variables without an update keep theirs."""

    variable: str
    map: Map


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold, for ``claim``, in every state in which the action is enabled.

    Shape: ``condition`` reads the state before the step and the action's parameters; the way to
           the statement is part of it (``path => condition``). ``text`` is what was written.
    """

    claim: str
    condition: Term
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Action:
    """One way to take one step: enabled where ``guard`` holds, for values of ``parameters``.

    Shape: ``parameters`` begins with the process's own parameter, if it has one; then the
           ``choose`` variables in the order written. ``name`` is unique in the system: the
           step's label with a suffix where the step has several branches. All updates read the
           state before the step. ``process`` and ``step`` are "" for a free-standing action's
           process, and the action's own name.
    """

    name: str
    process: str
    step: str
    kernel: str
    parameters: tuple[Bound, ...]
    guard: Term
    updates: tuple[Update, ...]
    checks: tuple[Check, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Invariant:
    """``invariant name condition``: true in every reachable state."""

    name: str
    condition: Term
    doc: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Assertion:
    """The checks of all actions under one claim's name, read as one state property: no action
    is enabled whose check fails. ``claims.condition_of`` gives it as a term."""

    name: str
    doc: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Hint:
    """``lemma name condition``: what may help an engine to prove a claim. It is no claim itself:
    it may be wrong, and is used once it is checked."""

    name: str
    condition: Term
    doc: str
    origin: Origin


class TemporalKind(Enum):
    """What a temporal claim says about whole runs; the words are those of the language."""

    LEADS_TO = "leads to"
    EVENTUALLY = "eventually"
    ALWAYS_EVENTUALLY = "always eventually"
    EVENTUALLY_ALWAYS = "eventually always"


@dataclass(frozen=True, slots=True)
class Temporal:
    """``temporal name forall bound. premise leads to goal``: true of every fair run, for all
    values of ``bound``.

    Shape: ``premise`` and ``goal`` are conditions on one state. In TLA+'s words LEADS_TO is
           ``[](premise => <>goal)``, EVENTUALLY ``<>goal``, ALWAYS_EVENTUALLY ``[]<>goal``,
           EVENTUALLY_ALWAYS ``<>[]goal``; ``premise`` is ``true`` for these three. A run is
           infinite, and its state may stay as it is for any time, for ever where no fairness
           forbids it. ``sizes`` are those of the sorts that have others than usual when it is
           judged; see ``Instance.for_claim``.
    """

    name: str
    kind: TemporalKind
    bound: tuple[Bound, ...]
    premise: Term
    goal: Term
    doc: str
    origin: Origin
    sizes: tuple[tuple[str, int], ...] = ()


StateProperty = Invariant | Assertion
"""A claim about every reachable state, one at a time."""

Property = StateProperty | Temporal


@dataclass(frozen=True, slots=True)
class Fairness:
    """``fair name`` or ``strongly fair name``: what a run must not put off for ever.

    Shape: for each value of ``parameters``, which are the first parameters of each of
           ``actions``, one condition, on the disjunction of these actions over their other
           parameters. Weak: not from some point on always possible and never done. Strong: not
           possible again and again and never done after some point. Only steps that change the
           state count, for possible and for done: TLA+'s ``WF_vars`` and ``SF_vars``. Without
           actions (a design ruled them out) it demands nothing.
    """

    name: str
    strong: bool
    parameters: tuple[Bound, ...]
    actions: tuple[str, ...]
    doc: str
    origin: Origin


CAN_STEP = "can_step"
"""The definition, made of every spec that asks for it, that some action is enabled."""

LOCKS_CLAIM = "locks_are_used_correctly"
"""The claim, made of every spec, that nobody takes a lock that he holds, releases one that he
does not hold, or upgrades one."""

RANGES_CLAIM = "ranges_are_respected"
"""The claim, made of every spec, that no update leaves the range of its variable."""


class Expected(Enum):
    """What an ``expect`` line says; the words are those of the language."""

    PROVES = "proves"
    REFUTES = "refutes"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True)
class Expectation:
    """``expect design proves|refutes|holds claim [for every size]``"""

    design: str
    claim: str
    verdict: Expected
    every_size: bool
    origin: Origin


@dataclass(frozen=True)
class System:
    """A protocol as a transition system.

    Shape: ``choices`` is empty and ``design`` is set once the system is fixed. ``initially``
           are further conditions on initial states, besides the variables' initial values.
           Everything is in declaration order.
    """

    name: str
    doc: str
    sorts: tuple[Sort, ...]
    choices: tuple[Choice, ...]
    designs: tuple[Design, ...]
    locks: tuple[Lock, ...]
    processes: tuple[Process, ...]
    variables: tuple[Variable, ...]
    definitions: tuple[Definition, ...]
    initially: tuple[Term, ...]
    actions: tuple[Action, ...]
    properties: tuple[Property, ...]
    expectations: tuple[Expectation, ...] = ()
    fairness: tuple[Fairness, ...] = ()
    design: str | None = None
    hints: tuple[Hint, ...] = ()
    file: str = field(default="", compare=False)

    def __getstate__(self) -> dict[str, object]:
        """The fields alone: what is cached beside them would grow in one thread while another
        sends the system to a child process."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @cached_property
    def variable(self) -> dict[str, Variable]:
        """Variables by name."""
        return {one.name: one for one in self.variables}

    @cached_property
    def place(self) -> dict[str, int]:
        """By name of a variable where its value stands in a state."""
        return {one.name: place for place, one in enumerate(self.variables)}

    @cached_property
    def definition(self) -> dict[str, Definition]:
        """Definitions by name."""
        return {one.name: one for one in self.definitions}

    @cached_property
    def action(self) -> dict[str, Action]:
        """Actions by name."""
        return {one.name: one for one in self.actions}

    @cached_property
    def property(self) -> dict[str, Property]:
        """Claims by name."""
        return {one.name: one for one in self.properties}

    @cached_property
    def sort(self) -> dict[str, Sort]:
        """Sorts by name."""
        return {one.name: one for one in self.sorts}

    @cached_property
    def process(self) -> dict[str, Process]:
        """Processes by name."""
        return {one.name: one for one in self.processes}

    @cached_property
    def interchangeable(self) -> tuple[Sort, ...]:
        """The sorts whose members nothing tells apart: those that do not name them."""
        return tuple(one for one in self.sorts if not one.members)

    def expand(self, application: Apply) -> Term:
        """The body of a definition with the arguments put in; definitions inside it stay."""
        found = self.definition[application.definition]
        values = dict(zip(found.parameters, application.arguments, strict=True))
        return substitute(found.body, values)
