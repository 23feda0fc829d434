"""The lemmas that a spec declares: how many are inductive, and what breaks the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from tdpspec.report.document import steps_text
from tdpspec.report.interleaving import NUMBER, columns, interleaving, row_lines, rows
from tdpspec.report.layout import EMPTY, Line, Segment, Style, indented
from tdpspec.report.values_to_json import Json, trace_json, violation_json
from tdpspec.system.changes import copy_name, index_names
from tdpspec.system.hints import Broken, Inductive, JudgedHint, NotInductive, Undecided
from tdpspec.system.instance import Instance, State, Value
from tdpspec.system.model import Holders, Place, Variable, Yielded
from tdpspec.system.printer import entry_text, lock_text, term_text
from tdpspec.system.trace import Trace, Violation
from tdpspec.system.types import BoolType, SetType

INDENT = NUMBER + 2


def counted_lemmas(judged: tuple[JudgedHint, ...], width: int) -> tuple[Line, ...]:
    """``keep_on_list: 2 of 3 lemmas inductive at these sizes`` for each design, and under it those
    of which nothing is known."""
    by_design: dict[str, list[JudgedHint]] = {}
    for one in judged:
        by_design.setdefault(one.design, []).append(one)
    lines: list[Line] = []
    for design, lemmas in by_design.items():
        count = sum(isinstance(one.verdict, Inductive) for one in lemmas)
        where = " at these sizes" if lemmas[0].instance.system.interchangeable else ""
        text = f"{design}: {count} of {len(lemmas)} lemmas inductive{where}"
        lines.extend(indented(text, 0, width))
        for one in lemmas:
            if isinstance(one.verdict, Undecided):
                text = f"{one.hint.name} is not decided: {one.verdict.reason}"
                lines.extend(indented(text, 2, width, Style.UNKNOWN))
    return tuple(lines)


def lemma_lines(judged: JudgedHint, width: int) -> tuple[Line, ...]:
    """One lemma that is not inductive: the run, or the step, that breaks it."""
    match judged.verdict:
        case Broken(trace, violation):
            steps = steps_text(len(trace))
            title = f"{judged.design} breaks the lemma {judged.hint.name} in {steps}"
            at = columns(rows(judged.instance, trace), width)
            return (
                *_heading(judged, f"{title}; no shorter run does", width),
                EMPTY,
                *interleaving(judged.instance, trace, at),
                *_ending(judged, violation, width),
            )
        case NotInductive(trace, violation, start):
            title = f"the lemma {judged.hint.name} is not inductive under {judged.design}"
            return (
                *_heading(judged, title, width),
                *indented(_MAY_BE_UNREACHABLE, 2, width),
                EMPTY,
                *_step(judged.instance, trace, start, width),
                *_ending(judged, violation, width),
            )
        case Inductive() | Undecided():
            return ()
        case _:
            assert_never(judged.verdict)


_MAY_BE_UNREACHABLE = (
    "The step begins in a state in which the lemma is true, and so is all that is proved. This "
    "state may be unreachable."
)


def _heading(judged: JudgedHint, title: str, width: int) -> tuple[Line, ...]:
    lines = list(indented(title, 0, width, Style.TITLE))
    if judged.hint.doc:
        text = f"{judged.hint.name}: {judged.hint.doc}"
        lines.extend(indented(text, 2, width, Style.QUIET))
    return tuple(lines)


def _step(instance: Instance, trace: Trace, start: State, width: int) -> tuple[Line, ...]:
    """The state before, the step, and what it changes."""
    before = ", ".join(_told(instance, trace.states[0], start))
    shown = rows(instance, trace)
    text = f"before: {before}; all else as at first" if before else "before: all as at first"
    return (
        *indented(text, INDENT, width),
        *row_lines("1", shown[0], columns(shown, width)),
    )


def _told(instance: Instance, state: State, start: State) -> Iterator[str]:
    """The entries of ``state`` that are not as in ``start``, or may be anything at first."""
    for variable in instance.system.variables:
        for indices in instance.index_tuples(variable):
            value = instance.read(state, variable, indices)
            if variable.initial is None or value != instance.read(start, variable, indices):
                yield _entry(instance, variable, index_names(instance, variable, indices), value)


def _entry(instance: Instance, variable: Variable, index: tuple[str, ...], value: Value) -> str:
    """``maps[root0] = {page0}``, ``vcpu0 at map``, ``mmu_lock for read held by {vcpu0}``"""
    match variable.role:
        case Place(process):
            return f"{copy_name(instance, process, index)} at {value}"
        case Holders(_, _, process) | Yielded(_, _, process):
            word = "held" if isinstance(variable.role, Holders) else "yielded"
            told = f"{lock_text(variable.role)} {word} by"
            if isinstance(variable.type, SetType):
                return f"{told} {instance.show(variable.type, value)}"
            return f"{told} {process if value else 'nobody'}"
        case _:
            name = entry_text(instance.system, variable, index)
            if isinstance(variable.type, BoolType):
                return name if value else f"not {name}"
            return f"{name} = {instance.show(variable.type, value)}"


def _ending(judged: JudgedHint, violation: Violation, width: int) -> tuple[Line, ...]:
    """That the lemma is broken, for which members, and what it says."""
    system, hint = judged.instance.system, judged.hint
    broken = f"{hint.name} is broken"
    lines: list[Line] = [(Segment("!".rjust(NUMBER) + "  " + broken, Style.BAD),)]
    if violation.members:
        members = ", ".join(f"{name} = {value}" for name, value in violation.members)
        lines.extend(indented(f"for {members}", INDENT, width, Style.BAD))
    stated = f"stated: {term_text(system, hint.condition)} ({hint.origin})"
    return (*lines, *indented(stated, INDENT, width))


def lemma_json(judged: JudgedHint) -> Json:
    """One lemma under one design.

    Shape: ``verdict`` is ``inductive``, ``broken``, ``not_inductive`` or ``undecided``. ``trace``
           is that of a claim's finding; where the lemma is not inductive it has one step, and
           begins in a state that may be unreachable (``may_be_unreachable``).
    """
    instance, verdict = judged.instance, judged.verdict
    found: Json = {
        "design": judged.design,
        "lemma": judged.hint.name,
        "condition": term_text(instance.system, judged.hint.condition),
        "verdict": _WORDS[type(verdict)],
        "reason": verdict.reason if isinstance(verdict, Undecided) else None,
        "trace": None,
    }
    if isinstance(verdict, (Broken, NotInductive)):
        found["trace"] = {
            **trace_json(instance, verdict.trace),
            "may_be_unreachable": isinstance(verdict, NotInductive),
            "violation": violation_json(instance, verdict.violation),
        }
    return found


_WORDS = {
    Inductive: "inductive",
    Broken: "broken",
    NotInductive: "not_inductive",
    Undecided: "undecided",
}
