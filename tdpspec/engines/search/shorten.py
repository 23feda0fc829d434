"""A long run to somewhere, without the steps that do not matter for getting there.

Source: Zeller, Hildebrandt, Simplifying and Isolating Failure-Inducing Input, TSE 2002.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tdpspec.interpret.step import Stepper
from tdpspec.system.instance import State
from tdpspec.system.trace import Step, Trace

Goal = Callable[[State], bool]


def shortened(meaning: Stepper, trace: Trace, goal: Goal = lambda _: True) -> Trace:
    """A run from the same state that ends with the same step and in a state with ``goal``, as
    ``trace`` does; not always a shortest one, but no state is in it twice before that step. All
    steps of one copy of a process are left out, then blocks of ever fewer steps, as far as the
    others can still be taken; and again while that helps."""
    before = len(trace) + 1
    while len(trace) < before:
        before = len(trace)
        trace = _once(meaning, _without_loops(trace), goal)
    return trace


def _without_loops(trace: Trace) -> Trace:
    """Without what leads back to where it began; the last step stays."""
    states: list[State] = []
    steps: list[Step] = []
    for state, step in zip(trace.states, trace.steps, strict=False):
        if state in states:
            at = states.index(state)
            del states[at:], steps[at:]
        states.append(state)
        steps.append(step)
    return Trace((*states, trace.states[-1]), tuple(steps))


def _once(meaning: Stepper, trace: Trace, goal: Goal) -> Trace:
    for who in dict.fromkeys(_who(meaning, one) for one in trace.steps[:-1]):
        kept = tuple(one for one in trace.steps[:-1] if _who(meaning, one) != who)
        trace = _run(meaning, trace.states[0], (*kept, *trace.steps[-1:]), goal) or trace
    width = len(trace) // 2
    while width:
        for start in _starts(len(trace) - 1, width):
            kept = (*trace.steps[:start], *trace.steps[start + width : -1])
            trace = _run(meaning, trace.states[0], (*kept, *trace.steps[-1:]), goal) or trace
        width //= 2
    return trace


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
