"""The lemmas of a spec after the claims were judged: in child processes, and what is warned of."""

from __future__ import annotations

from functools import partial

from tdpspec.engines.base import Engine, Hinted, Limits, OnDemand
from tdpspec.engines.examining.witnesses import span_at
from tdpspec.engines.running.child import Bounds, Task
from tdpspec.engines.running.side_by_side import told_by
from tdpspec.source.codes import LEMMA_BROKEN, LEMMA_NOT_INDUCTIVE
from tdpspec.source.diagnostic import Diagnostic, Found
from tdpspec.source.text import SourceText
from tdpspec.system.claims import condition_of
from tdpspec.system.finding import Finding
from tdpspec.system.hints import Broken, JudgedHint, NotInductive, Undecided
from tdpspec.system.instance import Instance
from tdpspec.system.model import Hint, System, Temporal
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction, Proved

SECONDS = 30.0
"""What one design may take at most; the steps that break a lemma come long before that."""


def judge_hints(
    instances: tuple[Instance, ...],
    findings: tuple[Finding, ...],
    *,
    limits: Limits,
    bounds: Bounds,
    jobs: int,
) -> tuple[JudgedHint, ...]:
    """Every lemma under every design of ``instances``, by design and then by lemma. What
    ``findings`` prove there is taken as given."""
    asked = tuple(one for one in instances if one.system.hints)
    tasks = [
        Task(OnDemand("hints", partial(_judge, proved_in(one, findings))), one, ()) for one in asked
    ]
    found = told_by(tasks, limits=limits, bounds=bounds, seconds=SECONDS, jobs=jobs)
    nothing = Undecided("nothing was found out in time")
    judged: list[JudgedHint] = []
    for instance, told in zip(asked, found, strict=True):
        verdicts = {one.hint: one.verdict for one in told if isinstance(one, Hinted)}
        judged.extend(
            JudgedHint(instance, hint, verdicts.get(hint.name, nothing))
            for hint in instance.system.hints
        )
    return tuple(judged)


def _judge(proved: tuple[Term, ...]) -> Engine:
    from tdpspec.engines.examining.hints import HintJudge

    return HintJudge(proved)


def proved_in(instance: Instance, findings: tuple[Finding, ...]) -> tuple[Term, ...]:
    """Conditions that are true in every reachable state of ``instance``: the claims that are proved
    there, and the lemmas of their proofs, each once."""
    found: dict[Term, None] = {}
    for one in findings:
        if one.design != instance.system.design or not isinstance(one.verdict, Proved):
            continue
        if one.instance.sizes != instance.sizes or isinstance(one.claim, Temporal):
            continue
        found[condition_of(instance.system, one.claim)] = None
        if isinstance(one.verdict.by, Induction):
            found.update((lemma.condition, None) for lemma in one.verdict.by.lemmas)
    return tuple(found)


def hint_warnings(source: SourceText, system: System, judged: tuple[JudgedHint, ...]) -> Found:
    """One warning for each lemma and what is wrong with it, with the designs where it is."""
    told: list[Diagnostic] = []
    for hint in system.hints:
        broken = _designs(hint, judged, Broken)
        if broken:
            told.append(
                Diagnostic(
                    LEMMA_BROKEN,
                    span_at(source, hint.origin),
                    f"the lemma '{hint.name}' is false: a run of {broken} breaks it",
                    hint="the run is told above; the lemma was not used",
                )
            )
        open_ = _designs(hint, judged, NotInductive)
        if open_:
            told.append(
                Diagnostic(
                    LEMMA_NOT_INDUCTIVE,
                    span_at(source, hint.origin),
                    f"the lemma '{hint.name}' is not inductive under {open_}",
                    hint="the step that breaks it, told above, begins in a state that may be "
                    "unreachable: another lemma may exclude it",
                )
            )
    return tuple(told)


def _designs(
    hint: Hint, judged: tuple[JudgedHint, ...], kind: type[Broken] | type[NotInductive]
) -> str:
    return ", ".join(
        one.design for one in judged if one.hint.name == hint.name and isinstance(one.verdict, kind)
    )
