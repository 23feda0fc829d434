"""Walk through a trace again, believing nothing: the check behind every refutation shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice, product
from typing import assert_never

from tdpspec.interpret.fairness import Condition, condition_text
from tdpspec.interpret.lasso import reasons_kept, shown_broken
from tdpspec.interpret.step import Stepper, stepper
from tdpspec.system.claims import checks_of
from tdpspec.system.instance import Element, Instance, State
from tdpspec.system.make import implies
from tdpspec.system.model import (
    RANGES_CLAIM,
    Assertion,
    Invariant,
    Property,
    StateProperty,
    Temporal,
)
from tdpspec.system.terms import Bound, ForAll, Term
from tdpspec.system.trace import Step, Trace, Violation

_STARTS = 20
"""Initial states in which a run of other sizes is tried."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """The trace is a run of the system; ``violation`` tells how it ends badly, None where no
    claim was asked about."""

    violation: Violation | None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The trace is not what it says. Units: ``at`` counts the steps that could be taken, so it is
    also the number of the last state that was reached."""

    at: int
    reason: str


def replay(instance: Instance, trace: Trace, claim: Property | None = None) -> Replayed | Mismatch:
    """Whether ``trace`` starts in an initial state, each of its steps is enabled and leads to
    exactly the state recorded, it is fair where it is a lasso, and ``claim`` is false in its last
    state; for a temporal claim, false along the lasso.
    """
    meaning = stepper(instance)
    shape = _wrong_shape(trace)
    if shape is not None:
        return Mismatch(0, shape)
    if not meaning.is_initial(trace.states[0]):
        return Mismatch(0, "the first state is not an initial state")
    for at, (before, step, after) in enumerate(trace.moves()):
        if not meaning.is_enabled(before, step):
            return Mismatch(at, f"{_show(meaning, step)} is not enabled")
        if meaning.successor(before, step) != after:
            return Mismatch(at, f"{_show(meaning, step)} leads to another state")
    kept = () if trace.loop is None else reasons_kept(meaning, trace)
    if isinstance(kept, Condition):
        return Mismatch(len(trace), f"not kept: {condition_text(instance, kept)}")
    if claim is None:
        return Replayed(None)
    held = _held_in_range(meaning, trace)
    if isinstance(claim, Temporal):
        return _replay_temporal(meaning, trace, claim, kept, held)
    violation = violation_in(meaning, trace.states[-1], claim)
    if violation is None:
        return Mismatch(len(trace), f"{claim.name} holds in the last state")
    return Replayed(replace(violation, held=held))


def _held_in_range(meaning: Stepper, trace: Trace) -> tuple[tuple[int, str], ...]:
    """The steps, counted from 1, at which a value would have left its range, and which."""
    system = meaning.instance.system
    checks = checks_of(system, RANGES_CLAIM)
    return tuple(
        (number, check.text)
        for number, (before, step, _) in enumerate(trace.moves() if checks else (), 1)
        for action, check in checks
        if action.name == step.action
        and not meaning.meaning.value(
            check.condition, before, dict(zip(action.parameters, step.arguments, strict=True))
        )
    )


def _wrong_shape(trace: Trace) -> str | None:
    counts = f"{len(trace.steps)} steps between {len(trace.states)} states"
    if trace.loop is None:
        return None if len(trace.states) == len(trace.steps) + 1 else counts
    if not 0 <= trace.loop < len(trace.states):
        return f"a loop to state {trace.loop} of {len(trace.states)}"
    closes = len(trace.steps) == len(trace.states) or (
        trace.stutters and trace.loop == len(trace.states) - 1
    )
    return None if closes else f"{counts}, and a loop to state {trace.loop}"


def _replay_temporal(
    meaning: Stepper,
    trace: Trace,
    claim: Temporal,
    kept: tuple[str, ...],
    held: tuple[tuple[int, str], ...],
) -> Replayed | Mismatch:
    if trace.loop is None:
        return Mismatch(len(trace), f"a run without a loop cannot break {claim.name}")
    shown = shown_broken(meaning, trace, claim)
    if shown is None:
        return Mismatch(len(trace), f"{claim.name} holds along the lasso")
    values, text = shown
    members = _members(meaning.instance, claim.bound, values)
    return Replayed(Violation(claim.name, members, None, text, claim.origin, kept, held))


def run(instance: Instance, start: State, steps: tuple[Step, ...]) -> Trace | Mismatch:
    """The trace that takes ``steps`` from ``start``, which must be an initial state."""
    meaning = stepper(instance)
    if not meaning.is_initial(start):
        return Mismatch(0, "the first state is not an initial state")
    states = [start]
    for at, step in enumerate(steps):
        if not meaning.is_enabled(states[-1], step):
            return Mismatch(at, f"{_show(meaning, step)} is not enabled")
        states.append(meaning.successor(states[-1], step))
    return Trace(tuple(states), steps)


def run_of(instance: Instance, steps: tuple[Step, ...]) -> Trace | None:
    """A trace that takes ``steps``, which may be those of a run at other sizes, from one of the
    first initial states; None if they cannot be taken from any of them."""
    for start in islice(stepper(instance).initial(), _STARTS):
        found = run(instance, start, steps)
        if isinstance(found, Trace):
            return found
    return None


def run_to_break(instance: Instance, claim: Property, steps: tuple[Step, ...]) -> Trace | None:
    """The same, if it is also to a state that breaks ``claim``."""
    found = run_of(instance, steps)
    return None if found is None or isinstance(replay(instance, found, claim), Mismatch) else found


def violation_in(meaning: Stepper, state: State, claim: StateProperty) -> Violation | None:
    """How ``claim`` is false in ``state``: for the first values of its outer variables, or the
    first enabled step, that show it. None where it is true."""
    match claim:
        case Invariant(name, condition, doc, origin):
            bound, body = _peel(condition)
            values = _first_false(meaning, state, bound, body)
            if values is None:
                return None
            return Violation(name, _members(meaning.instance, bound, values), None, doc, origin)
        case Assertion(name, _, _):
            for action, check in checks_of(meaning.instance.system, name):
                broken = implies(action.guard, check.condition)
                values = _first_false(meaning, state, action.parameters, broken)
                if values is not None:
                    members = _members(meaning.instance, action.parameters, values)
                    step = Step(action.name, values)
                    return Violation(name, members, step, check.text, check.origin)
            return None
        case _:
            assert_never(claim)


def _show(meaning: Stepper, step: Step) -> str:
    """``map(vcpu0, root1)``; raw where it is no step of the system."""
    if not meaning.is_step(step):
        return f"{step.action}{step.arguments}"
    types = (one.type for one in meaning.instance.system.action[step.action].parameters)
    shown = map(meaning.instance.show, types, step.arguments)
    return f"{step.action}({', '.join(shown)})" if step.arguments else step.action


def _peel(condition: Term) -> tuple[tuple[Bound, ...], Term]:
    if isinstance(condition, ForAll):
        return condition.bound, condition.body
    return (), condition


def _first_false(
    meaning: Stepper, state: State, bound: tuple[Bound, ...], body: Term
) -> tuple[Element, ...] | None:
    holds = meaning.meaning.function(body, bound)
    ranges = (meaning.instance.elements(one.type) for one in bound)
    return next((values for values in product(*ranges) if not holds(state, *values)), None)


def _members(
    instance: Instance, bound: tuple[Bound, ...], values: tuple[Element, ...]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.name, instance.show(one.type, value)) for one, value in zip(bound, values, strict=True)
    )
