"""What checked statements do, run one after the other on one concrete state.

Nothing is shared with ``tdpspec/lowering``: no guards, no updates, no knowledge of who holds
what where. It is slow, and it is what the meaning of the language says, read literally.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, assert_never

from tdpspec.checking import checked
from tdpspec.checking.checked import Checked, Condition, Region, Statement, Step
from tdpspec.interpret.evaluate import Evaluator
from tdpspec.system.instance import Element, State
from tdpspec.system.model import (
    LOCKS_CLAIM,
    RANGES_CLAIM,
    Holders,
    Mode,
    Place,
    Variable,
    Yielded,
)
from tdpspec.system.terms import Bound, Term
from tdpspec.system.types import BoolType


@dataclass(frozen=True)
class At:
    """A point of a step: the state there, what names mean, which ways were taken, which claims
    were broken; ``label`` is set once a ``goto`` has ended the step."""

    state: State
    names: Mapping[Bound, Element]
    taken: tuple[Element, ...] = ()
    broken: frozenset[str] = frozenset()
    label: str | None = None
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Copy:
    process: str
    value: Element | None


@dataclass(frozen=True)
class Move:
    """One way to take a step: whose, which, the values of its parameters, where it leads."""

    process: str
    step: str
    arguments: tuple[Element, ...]
    after: State
    broken: frozenset[str]


class Running:
    def __init__(self, spec: Checked, meaning: Evaluator) -> None:
        self.spec = spec
        self.meaning = meaning
        self.instance = meaning.instance
        self.procedures = {one.name: one for one in spec.procedures}

    def moves(self, state: State) -> Iterator[Move]:
        """Every way to go on from ``state``."""
        for process in self.spec.processes:
            values = (
                (None,)
                if process.parameter is None
                else self.instance.elements(process.parameter.type)
            )
            steps = list(_flat(process.body, ()))
            labels = [*[step.label for step, _ in steps][1:], "done"]
            inside = {step.label: regions for step, regions in steps}
            for value in values:
                copy = Copy(process.name, value)
                own = () if value is None else (value,)
                names = {} if process.parameter is None else {process.parameter: value}
                for (step, regions), after in zip(steps, labels, strict=True):
                    if self.entry(state, self.place(copy), own) != step.label:
                        continue
                    for end in self.step(copy, step, regions, At(state, names)):
                        label = end.label or after
                        for region in regions:
                            if region not in inside.get(label, ()):
                                end = self.free(end, copy, region.lock)
                        moved = self.store(end.state, self.place(copy), own, label)
                        arguments = (*own, *end.taken)
                        yield Move(process.name, step.label, arguments, moved, end.broken)
        for action in self.spec.actions:
            for values in product(*(self.instance.elements(p.type) for p in action.parameters)):
                names = dict(zip(action.parameters, values, strict=True))
                for end in self.block(Copy("", None), action.body, At(state, names)):
                    yield Move("", action.name, (*values, *end.taken), end.state, end.broken)

    def step(self, copy: Copy, step: Step, regions: tuple[Region, ...], at: At) -> Iterator[At]:
        for lock in self.spec.locks:
            for variable in self.own(Yielded, copy, lock.name):
                if self.is_in(at, variable, copy):
                    if not self.available(at, copy, lock.name, variable.role.mode):
                        return
                    at = self.put(at, variable, copy, False)
                    at = self.hold(at, copy, lock.name, variable.role.mode)
        for region in regions:
            if self.held(at, copy, region.lock) != region.mode:
                if not self.available(at, copy, region.lock, region.mode):
                    return
                at = self.take(at, copy, region.lock, region.mode)
        yield from self.block(copy, step.body, at)

    def block(self, copy: Copy, body: tuple[Statement, ...], at: At) -> Iterator[At]:
        if not body or at.label is not None:
            yield at
            return
        for after in self.one(copy, body[0], at):
            yield from self.block(copy, body[1:], after)

    def one(self, copy: Copy, statement: Statement, at: At) -> Iterator[At]:
        match statement:
            case checked.Assign(name, indices, value, range_):
                variable = self.variable(name)
                at_, new = tuple(self.value(i, at) for i in indices), self.value(value, at)
                if range_ is not None and not range_.low <= new <= range_.high:
                    at = self.broken(at, RANGES_CLAIM)
                    new = min(max(new, range_.low), range_.high)
                state = at.state
                for index in self.instance.index_tuples(variable):
                    if index[: len(at_)] == at_:
                        state = self.store(state, variable, index, new)
                yield replace(at, state=state)
            case checked.Add(name, indices, parts) | checked.Remove(name, indices, parts):
                variable = self.variable(name)
                index = tuple(self.value(i, at) for i in indices)
                element: Any = tuple(self.value(i, at) for i in parts)
                element = frozenset({element[0] if len(element) == 1 else element})
                old: Any = self.entry(at.state, variable, index)
                new = old | element if isinstance(statement, checked.Add) else old - element
                yield replace(at, state=self.store(at.state, variable, index, new))
            case checked.If(condition, then, otherwise):
                inside = self.asked(condition, at)
                body = otherwise if inside is None else then
                for end in self.block(copy, body, inside or at):
                    yield replace(end, names=at.names)
            case checked.When(condition):
                after = self.asked(condition, at)
                if after is not None:
                    yield after
            case checked.Choose(branches, otherwise):
                stuck = True
                for branch in branches:
                    for inside in self.bound(branch.bound, branch.where, at):
                        values = tuple(inside.names[one] for one in branch.bound)
                        inside = replace(inside, taken=(*at.taken, *values))
                        for end in self.block(copy, branch.body, inside):
                            stuck = False
                            yield replace(end, names=at.names)
                if stuck and otherwise is not None:
                    for end in self.block(copy, otherwise, at):
                        yield replace(end, names=at.names)
            case checked.For(bound, where, body):
                ends: list[At] = []
                for inside in self.bound(bound, where, at):
                    end = list(self.block(copy, body, inside))
                    if not end:
                        return
                    ends.extend(end)
                yield self.all_at_once(at, ends)
            case checked.Goto(label):
                yield replace(at, label=label)
            case checked.Call(name, arguments):
                procedure = self.procedures[name]
                values = tuple(self.value(one, at) for one in arguments)
                inside = replace(at, names=dict(zip(procedure.parameters, values, strict=True)))
                for end in self.block(copy, procedure.body, inside):
                    yield replace(end, names=at.names)
            case checked.Assert(claim, term):
                yield at if self.value(term, at) else self.broken(at, claim)
            case checked.With(lock, mode, body):
                if self.available(at, copy, lock, mode):
                    if self.holds(at, copy, lock):
                        at = self.broken(at, LOCKS_CLAIM)
                    inside = replace(at, inside=(*at.inside, lock))
                    for end in self.block(copy, body, inside):
                        yield replace(end, inside=at.inside)
            case checked.Acquire(lock, mode):
                if self.available(at, copy, lock, mode):
                    yield self.take(at, copy, lock, mode)
            case checked.Release(lock):
                yield self.free(self.give_back(at, copy, lock), copy, lock)
            case checked.Yield(lock):
                mode = self.held(at, copy, lock)
                at = self.give_back(at, copy, lock)
                if mode is not None:
                    at = self.put_all(at, Holders, copy, lock, None)
                    at = self.put_all(at, Yielded, copy, lock, mode)
                yield at
            case _:
                assert_never(statement)

    def all_at_once(self, before: At, ends: list[At]) -> At:
        """The changes of all turns of a loop; two of them never change the same thing."""
        state = before.state
        for variable in self.instance.system.variables:
            for index in self.instance.index_tuples(variable):
                old: Any = self.entry(before.state, variable, index)
                news = [self.entry(one.state, variable, index) for one in ends]
                changed: list[Any] = [one for one in news if one != old]
                if isinstance(old, frozenset):
                    for new in changed:
                        now: Any = self.entry(state, variable, index)
                        now = (now | (new - old)) - (old - new)
                        state = self.store(state, variable, index, now)
                elif changed:
                    assert len(changed) == 1
                    state = self.store(state, variable, index, changed[0])
        broken = before.broken.union(*(one.broken for one in ends))
        return replace(before, state=state, broken=broken)

    # -------------------------------------------------------------------------------- locks

    def own(self, role: type, copy: Copy, lock: str) -> list[Variable]:
        return [
            one
            for one in self.instance.system.variables
            if isinstance(one.role, role)
            and (one.role.process, one.role.lock) == (copy.process, lock)
        ]

    def is_in(self, at: At, variable: Variable, copy: Copy) -> bool:
        value: Any = self.entry(at.state, variable, ())
        return value if isinstance(variable.type, BoolType) else copy.value in value

    def put(self, at: At, variable: Variable, copy: Copy, member: bool) -> At:
        value: Any = member
        if not isinstance(variable.type, BoolType):
            old: Any = self.entry(at.state, variable, ())
            value = old | {copy.value} if member else old - {copy.value}
        return replace(at, state=self.store(at.state, variable, (), value))

    def put_all(self, at: At, role: type, copy: Copy, lock: str, mode: Mode | None) -> At:
        for variable in self.own(role, copy, lock):
            at = self.put(at, variable, copy, variable.role.mode is mode)
        return at

    def held(self, at: At, copy: Copy, lock: str) -> Mode | None:
        for variable in self.own(Holders, copy, lock):
            if self.is_in(at, variable, copy):
                return variable.role.mode
        return None

    def holds(self, at: At, copy: Copy, lock: str) -> bool:
        return lock in at.inside or self.held(at, copy, lock) is not None

    def hold(self, at: At, copy: Copy, lock: str, mode: Mode) -> At:
        return self.put_all(at, Holders, copy, lock, mode)

    def take(self, at: At, copy: Copy, lock: str, mode: Mode) -> At:
        if self.holds(at, copy, lock):
            at = self.broken(at, LOCKS_CLAIM)
        at = self.put_all(at, Yielded, copy, lock, None)
        return self.hold(at, copy, lock, mode)

    def give_back(self, at: At, copy: Copy, lock: str) -> At:
        if lock in at.inside or not self.holds(at, copy, lock):
            return self.broken(at, LOCKS_CLAIM)
        return at

    def free(self, at: At, copy: Copy, lock: str) -> At:
        for role in (Holders, Yielded):
            at = self.put_all(at, role, copy, lock, None)
        return at

    def available(self, at: At, copy: Copy, lock: str, mode: Mode) -> bool:
        for variable in self.instance.system.variables:
            role = variable.role
            if not isinstance(role, Holders) or role.lock != lock:
                continue
            value: Any = self.entry(at.state, variable, ())
            everyone = {None} if value is True else set(value or ())
            if role.process == copy.process:
                everyone -= {copy.value}
            if everyone and (mode is not Mode.READ or role.mode is not Mode.READ):
                return False
        return True

    # ------------------------------------------------------------------------------- values

    def asked(self, condition: Condition, at: At) -> At | None:
        """The point after ``condition``, which holds and names values; None if it does not."""
        if not self.value(condition.term, at):
            return None
        for one in condition.bindings:
            at = replace(at, names={**at.names, one.name: self.value(one.option, at)})
        return at

    def bound(self, bound: tuple[Bound, ...], where: Condition, at: At) -> Iterator[At]:
        for values in product(*(self.instance.elements(one.type) for one in bound)):
            names = {**at.names, **dict(zip(bound, values, strict=True))}
            inside = self.asked(where, replace(at, names=names))
            if inside is not None:
                yield inside

    def value(self, term: Term, at: At) -> Any:
        return self.meaning.value(term, at.state, at.names)

    def broken(self, at: At, claim: str) -> At:
        return replace(at, broken=at.broken | {claim})

    def variable(self, name: str) -> Variable:
        return self.instance.system.variable[name]

    def place(self, copy: Copy) -> Variable:
        return next(
            one for one in self.instance.system.variables if one.role == Place(copy.process)
        )

    def entry(self, state: State, variable: Variable, index: tuple[Element, ...]) -> object:
        return self.instance.read(state, variable, index)

    def store(
        self, state: State, variable: Variable, index: tuple[Element, ...], value: object
    ) -> State:
        place = self.instance.system.variables.index(variable)
        positions = tuple(map(self.instance.position, variable.indices, index))
        return _stored(state, (place, *positions), value)


def _flat(
    body: tuple[Step | Region, ...], around: tuple[Region, ...]
) -> Iterator[tuple[Step, tuple[Region, ...]]]:
    for one in body:
        if isinstance(one, Region):
            yield from _flat(one.body, (*around, one))
        else:
            yield one, around


def _stored(values: Any, at: tuple[int, ...], value: object) -> Any:
    if not at:
        return value
    first, *rest = at
    return (*values[:first], _stored(values[first], tuple(rest), value), *values[first + 1 :])
