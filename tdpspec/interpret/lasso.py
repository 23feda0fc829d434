"""What a lasso shows, asked of its own states and steps alone: whether it is fair, and how it
breaks a temporal claim. It shares nothing with the search in ``temporal.py`` but the meaning of
one step, so that it can judge what that finds."""

from __future__ import annotations

from itertools import product
from typing import assert_never

from tdpspec.interpret.fairness import Condition, condition_text, fair_conditions
from tdpspec.interpret.step import Stepper
from tdpspec.system.instance import Element, State
from tdpspec.system.model import Temporal, TemporalKind
from tdpspec.system.printer import term_text
from tdpspec.system.terms import TRUE
from tdpspec.system.trace import Trace


def reason_kept(meaning: Stepper, trace: Trace, condition: Condition) -> str | None:
    """Why the lasso keeps ``condition``, in words; None where it does not: the condition's steps
    are possible all the time (for a strong one: again and again), and none is taken."""
    assert trace.loop is not None
    steps = list(enumerate(trace.moves(), 1))[trace.loop :]
    for number, (before, _, after) in steps:
        if _leads(meaning, before, after, condition):
            return f"taken by step {number}"
    impossible = [
        at
        for at, state in list(enumerate(trace.states))[trace.loop :]
        if not _is_possible(meaning, state, condition)
    ]
    if len(impossible) == len(trace.states) - trace.loop:
        return "never possible in what repeats" if steps else "not possible any more"
    if condition.fairness.strong or not impossible:
        return None
    return f"not possible {moment(impossible[0])}"


def _leads(meaning: Stepper, before: State, after: State, condition: Condition) -> bool:
    return before != after and any(
        to == after and condition.owns(step.action, step.arguments)
        for step, to in meaning.moves(before)
    )


def _is_possible(meaning: Stepper, state: State, condition: Condition) -> bool:
    return any(
        to != state and condition.owns(step.action, step.arguments)
        for step, to in meaning.moves(state)
    )


def reasons_kept(meaning: Stepper, trace: Trace) -> tuple[str, ...] | Condition:
    """For each condition of fairness why the lasso keeps it; the first that it does not keep."""
    reasons = []
    conditions = fair_conditions(meaning.instance)
    for one in conditions:
        reason = reason_kept(meaning, trace, one)
        if reason is None:
            return one
        reasons.append(f"{condition_text(meaning.instance, one)}: {reason}")
    if not conditions and trace.stutters:
        reasons.append("nothing is fair here, so a run may stop at any time")
    return tuple(reasons)


def moment(steps: int) -> str:
    """After so many steps, in words."""
    return f"after step {steps}" if steps else "at first"


def shown_broken(
    meaning: Stepper, trace: Trace, claim: Temporal
) -> tuple[tuple[Element, ...], str] | None:
    """The first values of the claim's variables for which the lasso breaks it, and what it is that
    never happens; None where it breaks it for none."""
    elements = meaning.instance.elements
    for values in product(*(elements(one.type) for one in claim.bound)):
        text = _broken_for(meaning, trace, claim, values)
        if text is not None:
            return values, text
    return None


def _broken_for(
    meaning: Stepper, trace: Trace, claim: Temporal, values: tuple[Element, ...]
) -> str | None:
    assert trace.loop is not None
    holds = meaning.meaning.function(claim.goal, claim.bound)
    goal = [bool(holds(state, *values)) for state in trace.states]
    said = term_text(meaning.instance.system, claim.goal)
    # From this state on the goal is never true again; it may not exist.
    clean = max((at + 1 for at, true in enumerate(goal) if true), default=0)
    never = not any(goal[trace.loop :])
    match claim.kind:
        case TemporalKind.LEADS_TO:
            premise = meaning.meaning.function(claim.premise, claim.bound)
            states = list(enumerate(trace.states))[clean:]
            at = next((at for at, state in states if premise(state, *values)), None)
            if not never or at is None:
                return None
            if claim.premise == TRUE:
                return f"never: {said}"
            before = term_text(meaning.instance.system, claim.premise)
            return f"{moment(at)}: {before}; from there on never: {said}"
        case TemporalKind.EVENTUALLY:
            return None if any(goal) else f"never: {said}"
        case TemporalKind.ALWAYS_EVENTUALLY:
            if not never:
                return None
            return f"never again from step {clean} on: {said}" if clean else f"never: {said}"
        case TemporalKind.EVENTUALLY_ALWAYS:
            again = [at for at, true in enumerate(goal) if not true and at >= trace.loop]
            if not again:
                return None
            how = (
                "false for ever" if trace.stutters else f"false {moment(again[0])}, again and again"
            )
            return f"{how}: {said}"
        case _:
            assert_never(claim.kind)
