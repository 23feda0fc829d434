"""What a step evidently keeps, so that no solver is asked: it changes nothing of the condition, or
only so that what speaks for the condition comes to hold.

Most lemmas survive most steps for such a reason: "a zapper in its loop holds the lock" survives the
step of a vCPU, which is no zapper, and that of a zapper which leaves the loop for elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tdpspec.system.clause import conjuncts
from tdpspec.system.make import rewrite, truth
from tdpspec.system.maps import Branch, Build, Current, Map, Store
from tdpspec.system.model import Action, System, Variable
from tdpspec.system.terms import (
    FALSE,
    TRUE,
    And,
    Apply,
    Constant,
    Equal,
    Exists,
    ForAll,
    Implies,
    Ite,
    Member,
    Not,
    Or,
    Read,
    SetOf,
    SetOp,
    SetOperation,
    Term,
    bound_by,
    children,
)
from tdpspec.system.types import SetType

Entry = tuple[str, tuple[Term, ...]]
"""A variable and its indices; of a set, whether an element is in it: the element comes last."""


@dataclass(frozen=True, slots=True)
class _Write:
    """Shape: ``at`` is the entry that may change, None in the place of any value; ``before`` and
    ``after`` what it is then, None where that is not known."""

    at: tuple[Term | None, ...]
    before: Constant | None
    after: Constant | None


class Evident:
    """What is evident of the steps of ``system``."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._effects: dict[str, _Effect] = {}
        self._expanded = cache(self._without_definitions)

    def keeps(self, action: Action, condition: Term) -> bool:
        """Whether ``condition`` is true after a step of ``action``, for all values of its free
        variables for which it is true before. If not said, it may be so all the same."""
        effect = self._effects.get(action.name)
        if effect is None:
            effect = self._effects[action.name] = _Effect.of(self._system, action)
        return effect.moves(self._expanded(condition), up=True)

    def _without_definitions(self, term: Term) -> Term:
        def expand(one: Term) -> Term | None:
            if not isinstance(one, Apply):
                return None
            return self._without_definitions(self._system.expand(one))

        return rewrite(term, expand)


@dataclass(frozen=True, slots=True)
class _Effect:
    """Shape: ``writes`` has for each variable that a step may change what it may write."""

    writes: Mapping[str, tuple[_Write, ...]]

    @staticmethod
    def of(system: System, action: Action) -> _Effect:
        known = dict(_known(action.guard))
        return _Effect(
            {
                one.variable: tuple(_writes(system.variable[one.variable], one.map, known))
                for one in action.updates
            }
        )

    def moves(self, term: Term, *, up: bool) -> bool:
        """Whether ``term``, without definitions, becomes true at most, or false if not ``up``."""
        if isinstance(term, (ForAll, Exists)):
            return self.moves(term.body, up=up)
        changed = self._changed(term)
        if not changed:
            return True
        if len(changed) == 1 and not _binds(term):
            ((place, entry),) = changed.items()
            if entry is not None and all(
                _turns(term, place, one, up=up) for one in self._writes_to(entry)
            ):
                return True
        match term:
            case Not(of):
                return self.moves(of, up=not up)
            case And(of) | Or(of):
                return all(self.moves(one, up=up) for one in of)
            case Implies(left, right):
                return self.moves(left, up=not up) and self.moves(right, up=up)
            case _:
                return False

    def _changed(self, term: Term) -> dict[Term, Entry | None]:
        """The parts of ``term`` that read an entry which a step may change; None for the entry
        where a set is read as a whole."""
        found: dict[Term, Entry | None] = {}

        def look(term: Term) -> None:
            match term:
                case Member(elements, Read(name, indices, _)) if name in self.writes:
                    found[term] = name, indices + elements
                    for one in (*indices, *elements):
                        look(one)
                    return
                case Read(name, indices, type_) if name in self.writes:
                    found[term] = None if isinstance(type_, SetType) else (name, indices)
            for one in children(term):
                look(one)

        look(term)
        return found

    def _writes_to(self, entry: Entry) -> Iterator[_Write]:
        """Those that may be to ``entry``: its indices may have the values that are written at."""
        name, at = entry
        for one in self.writes[name]:
            if not any(map(_differ, at, one.at)):
                yield one


def _differ(index: Term, written: Term | None) -> bool:
    return isinstance(index, Constant) and isinstance(written, Constant) and index != written


def _binds(term: Term) -> bool:
    """Whether there are quantifiers or comprehensions in ``term``: one part of it may then stand
    for many entries."""
    return bool(bound_by(term)) or any(map(_binds, children(term)))


def _turns(term: Term, place: Term, write: _Write, *, up: bool) -> bool:
    """Whether ``term``, in which ``write`` changes ``place`` only, becomes true at most."""

    def with_(value: Constant | None) -> Term | None:
        if value is None:
            return None
        return rewrite(term, lambda one: value if one == place else None)

    before, after = with_(write.before), with_(write.after)
    if up:
        return before == FALSE or after == TRUE
    return before == TRUE or after == FALSE


def _known(guard: Term) -> Iterator[tuple[Entry, Constant]]:
    """The entries whose value ``guard`` tells."""
    for one in conjuncts(guard):
        is_so = not isinstance(one, Not)
        match one.of if isinstance(one, Not) else one:
            case Read(name, indices, _):
                yield (name, indices), truth(is_so)
            case Member(elements, Read(name, indices, _)):
                yield (name, indices + elements), truth(is_so)
            case Equal(Read(name, indices, _), value) if is_so and isinstance(value, Constant):
                yield (name, indices), value


def _writes(variable: Variable, map_: Map, known: Mapping[Entry, Constant]) -> Iterator[_Write]:
    """All that ``map_`` may write into ``variable``."""

    width = len(variable.type.of) if isinstance(variable.type, SetType) else 0
    anywhere = (None,) * width

    def at(entry: tuple[Term, ...], after: Constant | None) -> _Write:
        return _Write(entry, known.get((variable.name, entry)), after)

    def values(indices: tuple[Term, ...], value: Term) -> Iterator[_Write]:
        match value:
            case Read(name, same, _) if (name, same) == (variable.name, indices):
                return
            case Ite(_, then, otherwise):
                yield from values(indices, then)
                yield from values(indices, otherwise)
            case SetOperation(op, left, SetOf(elements)) if op is not SetOp.INTERSECT:
                yield from values(indices, left)
                for one in elements:
                    yield at(indices + one, truth(op is SetOp.UNION))
            case SetOf(elements):
                yield _Write(indices + anywhere, None, FALSE)
                for one in elements:
                    yield at(indices + one, TRUE)
            case _ if width:
                yield _Write(indices + anywhere, None, None)
            case _:
                yield at(indices, value if isinstance(value, Constant) else None)

    match map_:
        case Current():
            return
        case Store(base, indices, value):
            yield from _writes(variable, base, known)
            yield from values(indices, value)
        case Build():
            yield _Write((None,) * len(variable.indices) + anywhere, None, None)
        case Branch(_, then, otherwise):
            yield from _writes(variable, then, known)
            yield from _writes(variable, otherwise, known)
