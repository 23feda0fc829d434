"""A long run to somewhere, without the steps that do not matter for getting there.

Source: Zeller, Hildebrandt, Simplifying and Isolating Failure-Inducing Input, TSE 2002.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from tdpspec.interpret.step import Stepper
from tdpspec.system.instance import State
from tdpspec.system.trace import Step, Trace

Goal = Callable[[State], bool]


def shortened(meaning: Stepper, trace: Trace, goal: Goal = lambda _: True) -> Trace:
    """A run from the same state that ends with the same step and in a state with ``goal``, as
    ``trace`` does; not always a shortest one. As far as the others can still be taken, steps are
    left out that one copy of a process takes one after the other, all of them or ever fewer, and
    then blocks of ever fewer steps; and again while that helps."""
    before = len(trace) + 1
    while len(trace) < before:
        before = len(trace)
        trace = _once(meaning, trace, goal)
    return trace


def _once(meaning: Stepper, trace: Trace, goal: Goal) -> Trace:
    def without(trace: Trace, places: Collection[int]) -> Trace:
        kept = tuple(one for place, one in enumerate(trace.steps) if place not in places)
        return _run(meaning, trace.states[0], kept, goal) or trace

    for who in dict.fromkeys(_who(meaning, one) for one in trace.steps[:-1]):
        own = _places(meaning, trace, who)
        for width in range(len(own), 0, -1):
            for start in _starts(len(own), width):
                shorter = without(trace, own[start : start + width])
                if len(shorter) < len(trace):
                    trace, own = shorter, _places(meaning, shorter, who)
    width = len(trace) // 2
    while width:
        for start in _starts(len(trace) - 1, width):
            trace = without(trace, range(start, min(start + width, len(trace) - 1)))
        width //= 2
    return trace


def _places(meaning: Stepper, trace: Trace, who: tuple[str, object]) -> list[int]:
    """Where ``who`` takes a step, but for the last."""
    return [place for place, one in enumerate(trace.steps[:-1]) if _who(meaning, one) == who]


def _starts(length: int, width: int) -> Iterator[int]:
    """The late ones first: what was left out there moves none of the earlier ones."""
    return iter(range(max(0, length - width), -1, -1))


def _who(meaning: Stepper, step: Step) -> tuple[str, object]:
    system = meaning.instance.system
    process = system.action[step.action].process
    if not process:
        return step.action, None
    has_copies = system.process[process].parameter is not None
    return process, step.arguments[0] if has_copies else None


def _run(meaning: Stepper, start: State, steps: tuple[Step, ...], goal: Goal) -> Trace | None:
    states = [start]
    for one in steps:
        if not meaning.is_enabled(states[-1], one):
            return None
        states.append(meaning.successor(states[-1], one))
    return Trace(tuple(states), steps) if goal(states[-1]) else None
