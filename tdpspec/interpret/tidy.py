"""The same trace, told so that a person can follow it.

Steps that do not depend on each other are put in an order in which each process runs for as
long as it can, and interchangeable members are numbered as they come up. What happens, and how
many steps it takes, stays the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tdpspec.interpret.replay import Mismatch, run
from tdpspec.interpret.step import Stepper, stepper
from tdpspec.system.instance import Element, Instance, State
from tdpspec.system.trace import Step, Trace
from tdpspec.system.types import OptionType, Scalar, SetType, SortType, Type


def tidy(instance: Instance, trace: Trace) -> Trace:
    """A run as long as ``trace``, with as few changes of process as small moves of steps can
    reach, to a renaming of its last state. Lassos are left as they are."""
    if trace.loop is not None:
        return trace
    ordered = _ordered(instance, trace)
    renamed = _Renaming(instance, _by_appearance(instance, ordered))
    told = run(instance, renamed.state(ordered.states[0]), tuple(map(renamed.step, ordered.steps)))
    assert not isinstance(told, Mismatch), told
    return told


def _ordered(instance: Instance, trace: Trace) -> Trace:
    meaning = stepper(instance)
    steps = trace.steps
    improved = True
    while improved:
        improved = False
        for start, end, at in _better([_copy(instance, one) for one in steps]):
            rest = steps[:start] + steps[end:]
            candidate = rest[:at] + steps[start:end] + rest[at:]
            if _leads_to(meaning, trace, candidate):
                steps, improved = candidate, True
                break
    told = run(instance, trace.states[0], steps)
    assert not isinstance(told, Mismatch), told
    return told


_Copy = tuple[str, Element | None]


def _better(who: list[_Copy]) -> Iterator[tuple[int, int, int]]:
    """The moves of the steps ``start`` to ``end`` to the place ``at`` of the others after which
    the next step is less often another copy's than the one before; shorter moves first."""
    now = _switches(who)
    for start in range(len(who)):
        for end in range(start + 1, len(who) + 1):
            block, rest = who[start:end], [None, *who[:start], *who[end:], None]
            inside = _switches(block) + _switches(rest[1:-1])
            for at, (before, after) in enumerate(pairwise(rest)):
                if at != start:
                    left = before is not None and before != block[0]
                    right = after is not None and after != block[-1]
                    apart = None not in (before, after) and before != after
                    if inside + left + right - apart < now:
                        yield start, end, at


def _switches(who: Sequence[_Copy | None]) -> int:
    """How often the next step is another copy's than the one before."""
    return sum(a != b for a, b in pairwise(who))


def _copy(instance: Instance, step: Step) -> _Copy:
    action = instance.system.action[step.action]
    if not action.process:
        return action.name, None
    alone = instance.system.process[action.process].parameter is None
    return action.process, None if alone else step.arguments[0]


def _leads_to(meaning: Stepper, trace: Trace, steps: tuple[Step, ...]) -> bool:
    state = trace.states[0]
    for step in steps:
        if not meaning.is_enabled(state, step):
            return False
        state = meaning.successor(state, step)
    return state == trace.states[-1]


Numbers = Mapping[str, Mapping[int, int]]
"""By interchangeable sort the new number of each member."""


def _by_appearance(instance: Instance, trace: Trace) -> Numbers:
    """New numbers: members in the order in which steps name them, then the others."""
    seen: dict[str, dict[int, None]] = {sort.name: {} for sort in instance.system.interchangeable}
    for step in trace.steps:
        parameters = instance.system.action[step.action].parameters
        for parameter, value in zip(parameters, step.arguments, strict=True):
            if isinstance(parameter.type, SortType) and parameter.type.name in seen:
                seen[parameter.type.name][int(value)] = None
    for name, members in seen.items():
        members.update(dict.fromkeys(range(instance.size(SortType(name)))))
    return {name: {old: new for new, old in enumerate(order)} for name, order in seen.items()}


@dataclass(frozen=True)
class _Renaming:
    instance: Instance
    numbers: Numbers

    def step(self, step: Step) -> Step:
        parameters = self.instance.system.action[step.action].parameters
        return Step(
            step.action,
            tuple(
                self._element(parameter.type, value)
                for parameter, value in zip(parameters, step.arguments, strict=True)
            ),
        )

    def state(self, state: State) -> State:
        return tuple(
            self._entries(variable.indices, variable.type, value)
            for variable, value in zip(self.instance.system.variables, state, strict=True)
        )

    def _entries(self, indices: tuple[Scalar, ...], type_: Type, value: object) -> object:
        if not indices:
            return self._value(type_, value)
        assert isinstance(value, tuple)
        below = [self._entries(indices[1:], type_, one) for one in value]
        first = indices[0]
        places = [self._element(first, one) for one in self.instance.elements(first)]
        by_place = {
            self.instance.position(first, place): one
            for place, one in zip(places, below, strict=True)
        }
        return tuple(by_place[place] for place in range(len(below)))

    def _value(self, type_: Type, value: object) -> object:
        match type_:
            case OptionType(of):
                return None if value is None else self._value(of, value)
            case SetType((of,)):
                assert isinstance(value, frozenset)
                return frozenset(self._value(of, one) for one in value)
            case SetType(of):
                assert isinstance(value, frozenset)
                return frozenset(tuple(map(self._value, of, one)) for one in value)
            case _:
                assert isinstance(value, (bool, int, str))
                return self._element(type_, value)

    def _element(self, type_: Scalar, value: Element) -> Element:
        if isinstance(type_, SortType) and type_.name in self.numbers:
            return self.numbers[type_.name][int(value)]
        return value
