"""Nodes of expressions and types as they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from tdpspec.source.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Common to every piece of syntax: where it was written, ignored when comparing."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Word(Node):
    """A name where it is declared or used outside an expression."""

    text: str


@dataclass(frozen=True, slots=True)
class Doc(Node):
    """``"a doc string"``; several in a row are one, joined by a blank. White space is folded."""

    text: str


# ---------------------------------------------------------------------------------------- types


@dataclass(frozen=True, slots=True)
class BoolTypeName(Node):
    """``bool``"""


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """``Root``: a sort or an enumeration."""

    name: str


@dataclass(frozen=True, slots=True)
class RangeTypeName(Node):
    """``0..7``"""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class OptionTypeName(Node):
    """``Root?``"""

    of: ScalarTypeName


@dataclass(frozen=True, slots=True)
class SetTypeName(Node):
    """``set Root``, ``set (Root, Page)``"""

    of: tuple[ScalarTypeName, ...]


ScalarTypeName = BoolTypeName | TypeName | RangeTypeName
AnyTypeName = ScalarTypeName | OptionTypeName | SetTypeName


@dataclass(frozen=True, slots=True)
class VariableTypeName(Node):
    """``Root, Page -> set Vcpu``; no indices for a plain variable. The checker rules out
    indices that are not scalar."""

    indices: tuple[AnyTypeName, ...]
    value: AnyTypeName


# ---------------------------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True)
class Number(Node):
    """``3``, ``-3``"""

    value: int


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """``true``, ``false``"""

    value: bool


@dataclass(frozen=True, slots=True)
class NoneLiteral(Node):
    """``none``"""


@dataclass(frozen=True, slots=True)
class CanStep(Node):
    """``can_step``: some step or action is possible."""


@dataclass(frozen=True, slots=True)
class Name(Node):
    """``listed``"""

    text: str


@dataclass(frozen=True, slots=True)
class Field(Node):
    """``v.root``: a variable of another process's copy."""

    of: Expr
    name: Word


@dataclass(frozen=True, slots=True)
class Index(Node):
    """``maps[r]``, ``v.seen[p, q]``"""

    of: Expr
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """``held(r)``"""

    name: Word
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Tuple(Node):
    """``(r, p)``, an element of a set of pairs"""

    elements: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class SetLiteral(Node):
    """``{}``, ``{a, b}``"""

    elements: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Comprehension(Node):
    """``{r: Root, p in pages | condition}``"""

    binders: tuple[Binder, ...]
    condition: Expr


@dataclass(frozen=True, slots=True)
class Negated(Node):
    """``not a``"""

    of: Expr


class Operator(Enum):
    AND = "and"
    OR = "or"
    IMPLIES = "=>"
    IFF = "<=>"
    EQUAL = "="
    NOT_EQUAL = "!="
    AT_MOST = "<="
    AT_LEAST = ">="
    LESS = "<"
    GREATER = ">"
    IN = "in"
    NOTIN = "notin"
    SUBSET = "subset"
    DISJOINT = "disjoint"
    PLUS = "+"
    MINUS = "-"
    UNION = "union"
    INTERSECT = "intersect"
    WITHOUT = "minus"


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """``a and b``, ``r in listed``, ``listed union {r}`` ..."""

    op: Operator
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Is(Node):
    """``root is r``: not none, and ``r`` is the value in what follows: to the right of ``and``
    and ``=>``, in the body of an ``if``, after a ``when``, in the body of a ``choose``."""

    value: Expr
    name: Word


@dataclass(frozen=True, slots=True)
class At(Node):
    """``z at zap``: the copy's next step is the one with this label."""

    process: Expr
    place: Word


@dataclass(frozen=True, slots=True)
class HoldsLock(Node):
    """``z holds slots_lock``, ``z holds mmu_lock read``; without a mode: in any mode."""

    process: Expr
    lock: Word
    mode: LockMode | None


class Quantifier(Enum):
    FORALL = "forall"
    EXISTS = "exists"


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """``forall r: Root, p in pages where condition. body``"""

    quantifier: Quantifier
    binders: tuple[Binder, ...]
    where: Expr | None
    body: Expr


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """``if a then b else c``"""

    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Binder(Node):
    """``p, q: Page`` (one or more names with ``type``) or ``r in listed`` (one name with
    ``set``); exactly one of ``type`` and ``set`` is given."""

    names: tuple[Word, ...]
    type: AnyTypeName | None
    set: Expr | None


class LockMode(Enum):
    READ = "read"
    WRITE = "write"


Expr = (
    Number
    | Truth
    | NoneLiteral
    | CanStep
    | Name
    | Field
    | Index
    | Call
    | Tuple
    | SetLiteral
    | Comprehension
    | Negated
    | Binary
    | Is
    | At
    | HoldsLock
    | Quantified
    | Conditional
)
