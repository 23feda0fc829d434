"""A fault in some statements, and what can be said about statements as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Generic, TypeVar, assert_never

from tdpspec.checking.checked import (
    Acquire,
    Add,
    Assert,
    Assign,
    Branch,
    Call,
    Choose,
    For,
    Goto,
    If,
    Procedure,
    Release,
    Remove,
    Statement,
    When,
    With,
    Yield,
)
from tdpspec.source.span import Origin
from tdpspec.system.mutant import Fault
from tdpspec.system.terms import Bound

Block = tuple[Statement, ...]
Piece = TypeVar("Piece")
Whole = TypeVar("Whole")


@dataclass(frozen=True, slots=True)
class Faulty(Generic[Piece]):
    """``piece`` is what stands there instead; ``invalid`` says why it cannot."""

    fault: Fault
    text: str
    origin: Origin
    piece: Piece
    invalid: str = ""

    def inside(self, around: Callable[[Piece], Whole]) -> Faulty[Whole]:
        """The fault in something larger."""
        whole = around(self.piece)
        return Faulty(self.fault, self.text, self.origin, whole, self.invalid)


def goes_on(block: Block, procedures: Mapping[str, Procedure]) -> bool:
    """Whether some way through ``block`` reaches its end."""
    return all(_goes_on(one, procedures) for one in block)


def _goes_on(statement: Statement, procedures: Mapping[str, Procedure]) -> bool:
    match statement:
        case Goto():
            return False
        case If(_, then, otherwise, _):
            return goes_on(then, procedures) or goes_on(otherwise, procedures)
        case Choose(branches, otherwise, _):
            last = otherwise is not None and goes_on(otherwise, procedures)
            return last or any(goes_on(one.body, procedures) for one in branches)
        case With(_, _, body, _):
            return goes_on(body, procedures)
        case Call(name, _, _):
            return goes_on(procedures[name].body, procedures)
        case (
            Assign()
            | Add()
            | Remove()
            | When()
            | For()
            | Assert()
            | Acquire()
            | Release()
            | Yield()
        ):
            return True
        case _:
            assert_never(statement)


def bounds_in(tree: object) -> Iterator[Bound]:
    """Every bound variable that occurs in ``tree``, be it free there or not."""
    if isinstance(tree, Bound):
        yield tree
    elif isinstance(tree, tuple):
        for one in tree:
            yield from bounds_in(one)
    elif is_dataclass(tree) and not isinstance(tree, type):
        for field in fields(tree):
            yield from bounds_in(getattr(tree, field.name))


def assigned_in(tree: object) -> Iterator[str]:
    """The variables that are assigned somewhere in ``tree``."""
    if isinstance(tree, Assign):
        yield tree.variable
    elif isinstance(tree, tuple):
        for one in tree:
            yield from assigned_in(one)
    elif isinstance(tree, (If, For, With, Choose, Branch)):
        for field in fields(tree):
            yield from assigned_in(getattr(tree, field.name))
