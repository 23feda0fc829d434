"""What a simultaneous ``for`` may write: entries that each turn has for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from tdpspec.checking import checked, meaning_mistakes
from tdpspec.checking.scopes import Scope
from tdpspec.source.span import Span
from tdpspec.system.make import substitute
from tdpspec.system.terms import Bound, Term


@dataclass(frozen=True, slots=True)
class Write:
    """One write to ``variable``.

    Shape: ``key`` is the indices that are given, and the added or removed element behind them.
    """

    variable: str
    key: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """The loops around a statement, all of whose turns happen at once.

    Shape: ``positions`` notes for every variable written in the outermost loop, and every loop
           variable, at which places of the key the loop variable has stood in all writes.
    """

    bound: tuple[Bound, ...]
    positions: dict[tuple[str, Bound], frozenset[int]] = field(default_factory=dict)

    def inside(self, bound: tuple[Bound, ...]) -> Turns:
        """The loops around the body of one more loop."""
        return Turns((*self.bound, *bound), self.positions)


def check_write(write: Write, turns: Turns, span: Span, scope: Scope) -> None:
    """Complains unless no two turns can make ``write``, or this one and an earlier one, to the
    same part of its variable."""
    for one in turns.bound:
        places = frozenset(i for i, term in enumerate(write.key) if term == one)
        common = places & turns.positions.get((write.variable, one), places)
        if not common:
            short = write.variable.rsplit(".", 1)[-1]
            loop = [bound.name for bound in turns.bound]
            scope.complain(meaning_mistakes.simultaneous_write(span, short, loop))
            return
        turns.positions[write.variable, one] = common


def writes_in(
    body: tuple[checked.Statement, ...],
    procedures: Mapping[str, checked.Procedure],
    values: Mapping[Bound, Term],
) -> Iterator[Write]:
    """All writes that ``body`` can make, ``values`` standing for its parameters."""

    def put(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(substitute(term, values) for term in terms)

    for statement in body:
        match statement:
            case checked.Assign(variable, indices):
                yield Write(variable, put(indices))
            case checked.Add(variable, indices, elements) | checked.Remove(
                variable, indices, elements
            ):
                yield Write(variable, put((*indices, *elements)))
            case checked.Call(name, arguments):
                callee = procedures[name]
                inner = dict(zip(callee.parameters, put(arguments), strict=True))
                yield from writes_in(callee.body, procedures, inner)
            case _:
                for block in blocks(statement):
                    yield from writes_in(block, procedures, values)


def forbidden_in(
    body: tuple[checked.Statement, ...], procedures: Mapping[str, checked.Procedure]
) -> str | None:
    """The word of the first statement in ``body`` that no ``for`` can hold, if there is one."""
    for statement in body:
        match statement:
            case checked.Choose():
                return "choose"
            case checked.With():
                return "with"
            case checked.Call(name, _):
                found = forbidden_in(procedures[name].body, procedures)
            case _:
                inside = [forbidden_in(block, procedures) for block in blocks(statement)]
                found = next((one for one in inside if one is not None), None)
        if found is not None:
            return found
    return None


def blocks(statement: checked.Statement) -> tuple[tuple[checked.Statement, ...], ...]:
    """The blocks directly inside ``statement``."""
    match statement:
        case checked.If(_, then, otherwise):
            return (then, otherwise)
        case checked.Choose(branches, otherwise):
            return (*(one.body for one in branches), otherwise or ())
        case checked.For(_, _, body) | checked.With(_, _, body):
            return (body,)
        case (
            checked.Assign()
            | checked.Add()
            | checked.Remove()
            | checked.When()
            | checked.Goto()
            | checked.Call()
            | checked.Assert()
            | checked.Acquire()
            | checked.Release()
            | checked.Yield()
        ):
            return ()
        case _:
            assert_never(statement)
