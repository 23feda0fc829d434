"""What is said, as warnings, of verdicts that may be worth less than they seem."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from tdpspec.source.codes import (
    NEVER_TAKEN,
    NO_DIFFERENCE,
    PREMISE_NEVER_TRUE,
    RANGES_NOT_ASKED,
    TRUE_OF_ANY_STATE,
)
from tdpspec.source.diagnostic import Diagnostic, Found
from tdpspec.source.span import Origin, Span
from tdpspec.source.text import SourceText
from tdpspec.system.finding import Finding
from tdpspec.system.model import RANGES_CLAIM, Assertion, System
from tdpspec.system.vacuity import DesignVacuity, IdlePremise, Vacuity, Why
from tdpspec.system.verdict import Proved

_Fault = TypeVar("_Fault")


def warnings(source: SourceText, system: System, vacuity: Vacuity) -> Found:
    """One warning for each fault, with all the designs that have it: actions, claims, left sides
    and choices, each in declaration order."""
    told = [*_never_taken(source, system, vacuity), *_true_of_any_state(source, system, vacuity)]
    for premise, designs in _by_fault(vacuity, _idle).items():
        claim, text, origin, why = premise
        told.append(
            Diagnostic(
                PREMISE_NEVER_TRUE,
                span_at(source, origin),
                f"{_where(system, claim, text)} under {_names(designs)}: "
                "this part of the claim says nothing there",
                hint=f"proved at these sizes: {why.value}",
            )
        )
    choices = {one.name: one for one in system.choices}
    for name in vacuity.indifferent:
        told.append(
            Diagnostic(
                NO_DIFFERENCE,
                span_at(source, choices[name].origin),
                f"no verdict at these sizes depends on '{name}': with any other value of it "
                "alone, every design has the same verdicts",
                hint="a claim that tells its values apart may be missing, or they differ with more "
                "members only",
            )
        )
    return tuple(told)


def ranges_not_asked(source: SourceText, system: System, findings: tuple[Finding, ...]) -> Found:
    """A value that would leave its range is kept at its end; that none does is a claim of its own.
    One warning where ``findings`` prove claims and do not judge this one."""
    claims = {one.claim.name for one in findings}
    proved = [one.claim for one in findings if isinstance(one.verdict, Proved)]
    if not proved or RANGES_CLAIM in claims or RANGES_CLAIM not in system.property:
        return ()
    return (
        Diagnostic(
            RANGES_NOT_ASKED,
            span_at(source, proved[0].origin),
            f"{RANGES_CLAIM} was not asked about: a value that would leave its range is kept at "
            "its end, and what is proved may hold for this reason alone",
            hint=f"ask about it as well: --claim {RANGES_CLAIM}",
        ),
    )


def _where(system: System, claim: str, text: str) -> str:
    if isinstance(system.property[claim], Assertion):
        return f"'{claim}' never comes to judge `{text}`"
    return f"in '{claim}', `{text}` is never true"


def _never_taken(source: SourceText, system: System, vacuity: Vacuity) -> list[Diagnostic]:
    """Actions that are dead in the same designs, for the same reason, share a warning."""
    alike: dict[tuple[tuple[str, ...], Why], list[str]] = {}
    found = _by_fault(vacuity, _dead)
    for action in system.actions:
        for why in Why:
            if designs := found.get((action.name, why)):
                alike.setdefault((designs, why), []).append(action.name)
    return [
        Diagnostic(
            NEVER_TAKEN,
            span_at(source, system.action[names[0]].origin),
            f"no run of {_names(designs)} takes {', '.join(names)}",
            hint=f"proved at these sizes: {why.value}; if one should be taken, look at what it "
            "waits for",
        )
        for (designs, why), names in alike.items()
    ]


def _true_of_any_state(source: SourceText, system: System, vacuity: Vacuity) -> list[Diagnostic]:
    found = _by_fault(vacuity, lambda one: one.of_any_state)
    asked = tuple(one.design for one in vacuity.designs)
    more = len(asked) < len(system.designs)
    return [
        _trivial(span_at(source, claim.origin), claim.name, found[claim.name], asked, more)
        for claim in system.properties
        if claim.name in found
    ]


def _trivial(
    span: Span, claim: str, designs: tuple[str, ...], asked: tuple[str, ...], more: bool
) -> Diagnostic:
    """Whether to worry depends on whether there is a design under which the claim is a claim;
    ``more``: there are designs that nobody asked about."""
    others = tuple(one for one in asked if one not in designs)
    if others:
        where = _names(designs)
        hint = (
            f"no need to worry: it is a claim about {_names(others)}, where a step could break it; "
            "there a proof of it shows something, here it does not"
        )
    else:
        where = _names(asked) if len(asked) == 1 else f"any of the {len(asked)} designs"
        hint = (
            "so its proof shows nothing here; fine if it is a reminder"
            f"{', or about designs that were not asked about' if more else ''}. If it was to say "
            "more, it is weaker than meant: look at the conditions right before it; or about more "
            "members than there are at these sizes"
        )
    message = (
        f"no step can break '{claim}' under {where}, whatever state it is taken in: the types or "
        "the step's own conditions ensure it (at these sizes)"
    )
    return Diagnostic(TRUE_OF_ANY_STATE, span, message, hint=hint)


def _dead(design: DesignVacuity) -> Iterable[tuple[str, Why]]:
    return ((one.action, one.never) for one in design.actions if one.never is not None)


def _idle(design: DesignVacuity) -> Iterable[tuple[str, str, Origin, Why]]:
    def fault(one: IdlePremise) -> tuple[str, str, Origin, Why]:
        return one.claim, one.text, one.origin, one.why

    return map(fault, design.idle)


def _by_fault(
    vacuity: Vacuity, faults: Callable[[DesignVacuity], Iterable[_Fault]]
) -> dict[_Fault, tuple[str, ...]]:
    found: dict[_Fault, tuple[str, ...]] = {}
    for design in vacuity.designs:
        for fault in faults(design):
            if design.design not in (known := found.get(fault, ())):
                found[fault] = (*known, design.design)
    return found


def _names(designs: tuple[str, ...]) -> str:
    return ", ".join(designs)


def span_at(source: SourceText, origin: Origin) -> Span:
    """The word at ``origin``."""
    start = source.line_starts[origin.line - 1] + origin.column - 1
    end = start
    while end < len(source.text) and (source.text[end].isalnum() or source.text[end] == "_"):
        end += 1
    return Span(source.path, start, max(end, start + 1))
