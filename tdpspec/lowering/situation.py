"""Where a step stands in the middle of its statements, in terms of the state before the step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tdpspec.source.span import Origin
from tdpspec.system.make import comprehension, exists, for_all, rebuild, unused
from tdpspec.system.maps import Current, Map, branch, entry
from tdpspec.system.model import Definition, Mode, Variable
from tdpspec.system.terms import (
    Apply,
    Bound,
    Comprehension,
    Exists,
    ForAll,
    Read,
    Term,
    bound_by,
    children,
    definitions_used,
    variables_read,
)
from tdpspec.system.types import Scalar


@dataclass(frozen=True, slots=True)
class Free:
    """The lock is not held."""


@dataclass(frozen=True, slots=True)
class Held:
    """Held in ``mode``; ``region`` tells which ``with`` around several steps took it, None for
    an ``acquire``."""

    mode: Mode
    region: int | None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Given up by ``yield`` after an ``acquire``; the next step takes it again in ``mode``."""

    mode: Mode


Status = Free | Held | GivenUp
Possible = tuple[Status, ...]
"""What may be so at a point of a process; exactly one entry where it is known for sure."""

FREE: Possible = (Free(),)


@dataclass(frozen=True)
class Vocabulary:
    """What names in terms stand for; the same everywhere in a spec."""

    variables: Mapping[str, Variable]
    definitions: Mapping[str, Definition]

    def reads(self, definition: str) -> frozenset[str]:
        """The variables that a definition reads, itself or through other definitions."""
        body = self.definitions[definition].body
        below = (self.reads(one) for one in definitions_used(body))
        return variables_read(body).union(*below)


@dataclass(frozen=True, slots=True)
class Write:
    """A statement wrote ``variable[indices]`` (its first indices), or only ``elements`` of the
    set there."""

    variable: str
    indices: tuple[Term, ...]
    elements: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Situation:
    """The effect so far of a step.

    Shape: ``maps`` has the changed variables only; ``writes`` is what changed them, each once,
           since the innermost ``for`` began. ``names`` gives, for parameters of procedures
           and names bound by ``is`` and ``choose``, what they stand for. ``taken`` are the names
           of the action's parameters, which no quantifier put into a term may reuse. ``locks``
           is what the process holds across steps; ``inside`` what ``with`` took in this step.
           ``free_at_start`` are the locks that are certainly not held when the step begins.
           ``calls`` are the calls of procedures that are under way.
    """

    vocabulary: Vocabulary
    maps: Mapping[str, Map] = field(default_factory=dict)
    writes: tuple[Write, ...] = ()
    names: Mapping[Bound, Term] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    locks: Mapping[str, Possible] = field(default_factory=dict)
    inside: tuple[tuple[str, Mode], ...] = ()
    free_at_start: frozenset[str] = frozenset()
    calls: tuple[Origin, ...] = ()

    def map(self, variable: str) -> Map:
        declared = self.vocabulary.variables[variable]
        return self.maps.get(variable, Current(variable, declared.type))

    def with_map(self, variable: str, map_: Map) -> Situation:
        return replace(self, maps={**self.maps, variable: map_})

    def with_write(self, write: Write, map_: Map) -> Situation:
        writes = tuple(dict.fromkeys((*self.writes, write)))
        return replace(self.with_map(write.variable, map_), writes=writes)

    def with_name(self, name: Bound, value: Term) -> Situation:
        return replace(self, names={**self.names, name: value})

    def with_lock(self, lock: str, possible: Possible) -> Situation:
        return replace(self, locks={**self.locks, lock: possible})

    def with_parameter(self, wanted: Bound) -> tuple[Situation, Bound]:
        """``wanted`` as a parameter of the action, under another name where its own is taken."""
        new = Bound(unused(wanted.name, self.taken), wanted.type)
        known = replace(self, taken=self.taken | {new.name})
        return known.with_name(wanted, new), new

    def status(self, lock: str) -> Possible:
        return self.locks.get(lock, FREE)

    def now(self, term: Term) -> Term:
        """``term`` as it reads at this point of the step, as a term over the state before it."""
        match term:
            case Bound():
                return self.names.get(term, term)
            case Read(variable, indices, _):
                return entry(self.map(variable), tuple(map(self.now, indices)))
            case Apply(definition, arguments, type_):
                values = tuple(map(self.now, arguments))
                if not self.vocabulary.reads(definition) & self.maps.keys():
                    return Apply(definition, values, type_)
                found = self.vocabulary.definitions[definition]
                names = dict(zip(found.parameters, values, strict=True))
                return replace(self, names=names).now(found.body)
            case Comprehension() | ForAll() | Exists():
                return self._now_below_binder(term)
            case _:
                below = children(term)
                parts = tuple(map(self.now, below))
                return term if parts == below else rebuild(term, parts)

    def _now_below_binder(self, term: Comprehension | ForAll | Exists) -> Term:
        inner = self
        bound: list[Bound] = []
        for one in bound_by(term):
            inner, new = inner.with_parameter(one)
            bound.append(new)
        (body,) = children(term)
        body = inner.now(body)
        match term:
            case Comprehension():
                return comprehension(tuple(bound), body)
            case ForAll():
                return for_all(bound, body)
            case Exists():
                return exists(bound, body)


def index_name(type_: Scalar) -> str:
    """What a variable over all values of an index is called: ``r`` for ``Root``, ``n`` for a
    number."""
    return str(getattr(type_, "name", "n"))[0].lower()


def merge(condition: Term, then: Situation, otherwise: Situation) -> Situation:
    """The situation after an ``if``: ``then`` where ``condition`` held, else ``otherwise``."""
    changed = [*then.maps, *(one for one in otherwise.maps if one not in then.maps)]
    maps = {one: branch(condition, then.map(one), otherwise.map(one)) for one in changed}
    locks = dict(then.locks)
    for lock in (*then.locks, *otherwise.locks):
        locks[lock] = tuple(dict.fromkeys((*then.status(lock), *otherwise.status(lock))))
    writes = tuple(dict.fromkeys((*then.writes, *otherwise.writes)))
    taken = then.taken | otherwise.taken
    return replace(then, maps=maps, writes=writes, locks=locks, taken=taken)
