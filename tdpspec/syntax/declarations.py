"""Nodes of declarations, and the whole file as a ``Module``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tdpspec.syntax.expressions import (
    AnyTypeName,
    Binder,
    Doc,
    Expr,
    LockMode,
    Node,
    VariableTypeName,
    Word,
)
from tdpspec.syntax.statements import Statement


@dataclass(frozen=True, slots=True)
class Sort(Node):
    """``sort Root = 2 "doc"``; ``size`` is None where none is written, ``members`` names all
    members of ``sort Proc = {left, right}``. ``sort A, B`` are two declarations."""

    name: Word
    size: int | None
    members: tuple[Word, ...]
    doc: Doc | None


@dataclass(frozen=True, slots=True)
class Enumeration(Node):
    """``enum Phase = idle | busy "doc"``"""

    name: Word
    values: tuple[Word, ...]
    doc: Doc | None


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """``choice on_invalidate: keep | unlink "doc"``; ``values`` is None for ``bool``."""

    name: Word
    values: tuple[Word, ...] | None
    doc: Doc | None


@dataclass(frozen=True, slots=True)
class Setting(Node):
    """``on_invalidate = keep`` in a design; the value's text is ``true`` or ``false`` for bool."""

    choice: Word
    value: Word


@dataclass(frozen=True, slots=True)
class Design(Node):
    """``design visit_all "doc" like skip_invalid { release_visits = all }``"""

    name: Word
    doc: Doc | None
    like: Word | None
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Lock(Node):
    """``rwlock mmu_lock "doc"``, ``mutex slots_lock "doc"``"""

    name: Word
    is_rwlock: bool
    doc: Doc | None


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """``var maps: Root -> set Page = {} "doc"``; ``initial`` is None for ``any``."""

    name: Word
    type: VariableTypeName
    initial: Expr | None
    doc: Doc | None


@dataclass(frozen=True, slots=True)
class Initially(Node):
    """``initially condition``"""

    condition: Expr


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """``r: Root``"""

    name: Word
    type: AnyTypeName


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """``def held(r: Root) "doc" = expression``; no parentheses without parameters."""

    name: Word
    parameters: tuple[Parameter, ...]
    doc: Doc | None
    body: Expr


@dataclass(frozen=True, slots=True)
class Procedure(Node):
    """``procedure put_root(r: Root) "doc" { ... }``: inlined where it is called."""

    name: Word
    parameters: tuple[Parameter, ...]
    doc: Doc | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Step(Node):
    """``zap "zap_gfn_range()": ...``: one label and its statements; one transition."""

    label: Word
    doc: Doc | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Region(Node):
    """``with mmu_lock read { zap: ... put: ... }``: a lock held across several steps."""

    lock: Word
    mode: LockMode | None
    body: tuple[Step | Region, ...]


@dataclass(frozen=True, slots=True)
class Process(Node):
    """``process zapper(z: Zapper) "doc" { var ... steps }``"""

    name: Word
    parameter: Parameter | None
    doc: Doc | None
    variables: tuple[Variable, ...]
    body: tuple[Step | Region, ...]


@dataclass(frozen=True, slots=True)
class Action(Node):
    """``action evict(p: Page) "doc" { ... }``: what the environment may do at any time."""

    name: Word
    parameters: tuple[Parameter, ...]
    doc: Doc | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Claim(Node):
    """``claim no_put_without_reference "doc"``: names a claim that asserts make up."""

    name: Word
    doc: Doc | None


@dataclass(frozen=True, slots=True)
class Invariant(Node):
    """``invariant listed_is_valid "doc" condition``"""

    name: Word
    doc: Doc | None
    condition: Expr


@dataclass(frozen=True, slots=True)
class Lemma(Node):
    """``lemma used_is_listed "doc" condition``: a hint for a proof, not a claim."""

    name: Word
    doc: Doc | None
    condition: Expr


@dataclass(frozen=True, slots=True)
class Fair(Node):
    """``fair zapper "doc"``, ``strongly fair zapper.zap``: a process, one of its steps, or a
    free-standing action."""

    strongly: bool
    name: Word
    label: Word | None
    doc: Doc | None


class TemporalOperator(Enum):
    LEADS_TO = "leads to"
    EVENTUALLY = "eventually"
    ALWAYS_EVENTUALLY = "always eventually"
    EVENTUALLY_ALWAYS = "eventually always"


@dataclass(frozen=True, slots=True)
class AtSize(Node):
    """``Root = 1`` in ``temporal served at Root = 1, Page = 2 ...``"""

    sort: Word
    size: int


@dataclass(frozen=True, slots=True)
class Temporal(Node):
    """``temporal served "doc" at Page = 1 forall p: Page where c. premise leads to goal``; only
    ``leads to`` has a ``premise``, and without ``forall`` there are no binders."""

    name: Word
    doc: Doc | None
    sizes: tuple[AtSize, ...]
    binders: tuple[Binder, ...]
    where: Expr | None
    operator: TemporalOperator
    premise: Expr | None
    goal: Expr


class Outcome(Enum):
    PROVES = "proves"
    REFUTES = "refutes"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True)
class Expect(Node):
    """``expect keep proves claim, other for every size``"""

    design: Word
    outcome: Outcome
    claims: tuple[Word, ...]
    every_size: bool


Declaration = (
    Sort
    | Enumeration
    | Choice
    | Design
    | Lock
    | Variable
    | Initially
    | Definition
    | Procedure
    | Process
    | Action
    | Claim
    | Invariant
    | Lemma
    | Fair
    | Temporal
    | Expect
)


@dataclass(frozen=True, slots=True)
class Module(Node):
    """A whole ``.tdp`` file: ``protocol name "doc"`` and its declarations as written."""

    name: Word
    doc: Doc | None
    declarations: tuple[Declaration, ...]
