"""Nodes of statements: what a step does, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.syntax.expressions import Binder, Expr, LockMode, Node, Word


@dataclass(frozen=True, slots=True)
class Target(Node):
    """``x``, ``maps[r]``; ``owner`` is set for ``v.x``, which the checker refuses with a reason."""

    name: Word
    indices: tuple[Expr, ...]
    owner: Word | None = None


@dataclass(frozen=True, slots=True)
class Assign(Node):
    """``target := value``; a target without its indices changes all entries."""

    target: Target
    value: Expr


@dataclass(frozen=True, slots=True)
class Add(Node):
    """``add element to target``"""

    element: Expr
    target: Target


@dataclass(frozen=True, slots=True)
class Remove(Node):
    """``remove element from target``"""

    element: Expr
    target: Target


@dataclass(frozen=True, slots=True)
class If(Node):
    """``if condition { ... } else { ... }``; ``else if`` is an ``If`` alone in ``otherwise``."""

    condition: Expr
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class When(Node):
    """``when condition``: the step waits until it holds."""

    condition: Expr


@dataclass(frozen=True, slots=True)
class Branch(Node):
    """``choose p: Page where condition as name { ... }``"""

    binders: tuple[Binder, ...]
    where: Expr | None
    name: Word | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """``choose ... { ... } or choose ... { ... } else { ... }``; ``otherwise`` is None without
    ``else``, and empty for ``else { }``."""

    branches: tuple[Branch, ...]
    otherwise: tuple[Statement, ...] | None


@dataclass(frozen=True, slots=True)
class For(Node):
    """``for r: Root where condition { ... }``: simultaneous over all values."""

    binders: tuple[Binder, ...]
    where: Expr | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Goto(Node):
    """``goto zap``: ends the step."""

    label: Word


@dataclass(frozen=True, slots=True)
class CallProcedure(Node):
    """``put_root(r)``"""

    name: Word
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Assert(Node):
    """``assert claim: condition``"""

    claim: Word
    condition: Expr


@dataclass(frozen=True, slots=True)
class With(Node):
    """``with mmu_lock read { ... }`` inside one step"""

    lock: Word
    mode: LockMode | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Acquire(Node):
    """``acquire slots_lock``; held until it is released, across steps."""

    lock: Word
    mode: LockMode | None


@dataclass(frozen=True, slots=True)
class Release(Node):
    """``release slots_lock``"""

    lock: Word


@dataclass(frozen=True, slots=True)
class Yield(Node):
    """``yield mmu_lock``: released now, taken again in the same mode by the next step."""

    lock: Word


Statement = (
    Assign
    | Add
    | Remove
    | If
    | When
    | Choose
    | For
    | Goto
    | CallProcedure
    | Assert
    | With
    | Acquire
    | Release
    | Yield
)
