"""A run that breaks one design, followed by every design for which the claim holds."""

from __future__ import annotations

from tdpspec.interpret.retrace import retrace
from tdpspec.interpret.step import stepper
from tdpspec.system.changes import step_text, who_steps
from tdpspec.system.comparison import Elsewhere
from tdpspec.system.finding import Finding
from tdpspec.system.instance import Instance, State
from tdpspec.system.recording import Recording, StopKind
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import HoldsTo, Proved, Refuted


def elsewhere(findings: tuple[Finding, ...]) -> tuple[Elsewhere, ...]:
    """Each refutation with each other design that keeps its claim (proved, or held to a depth) at
    the same sizes, in the order of ``findings``."""
    return tuple(
        follow(refuted, holding)
        for refuted in findings
        if isinstance(refuted.verdict, Refuted)
        for holding in findings
        if holding.claim.name == refuted.claim.name
        and isinstance(holding.verdict, (Proved, HoldsTo))
        and holding.instance.sizes == refuted.instance.sizes
    )


def follow(refuted: Finding, holding: Finding) -> Elsewhere:
    """How far the design of ``holding`` goes along with the run of ``refuted``."""
    assert isinstance(refuted.verdict, Refuted)
    trace = refuted.verdict.trace
    retraced = retrace(holding.instance, recording(trace))
    farthest = retraced.by_steps or retraced.exact
    stop = farthest.stop
    instead: tuple[str, ...] = ()
    if stop is not None and stop.kind is StopKind.NOT_ENABLED:
        who = who_steps(refuted.instance, trace.steps[stop.at])
        instead = _possible(holding.instance, farthest.trace.states[-1], who) if who else ()
    return Elsewhere(refuted.claim.name, refuted.design, holding, retraced, instead)


def recording(trace: Trace) -> Recording:
    """``trace`` as something that somebody wrote down."""
    between = len(trace.states) - 1
    closing = trace.steps[between] if len(trace.steps) > between else None
    return Recording(trace.states, trace.steps[:between], trace.loop, closing)


def _possible(instance: Instance, state: State, who: str) -> tuple[str, ...]:
    """The steps that ``who`` can take in ``state``, each as a person reads it."""
    enabled = stepper(instance).enabled(state)
    return tuple(step_text(instance, one) for one in enabled if who_steps(instance, one) == who)
