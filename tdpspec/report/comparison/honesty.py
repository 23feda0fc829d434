"""What keeps the verdicts honest, and what they rest on."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from tdpspec.report.comparison.document import Dossier, Honesty
from tdpspec.report.document import sizes_text, steps_text
from tdpspec.system.model import Fairness, Temporal
from tdpspec.system.mutant import Fate, Fault, Judgement, Mutation
from tdpspec.system.printer import term_text
from tdpspec.system.vacuity import ActionSeen, DesignVacuity
from tdpspec.system.verdict import Proved

TOLD = {
    Fate.KILLED: "noticed by a claim",
    Fate.SURVIVED: "not noticed",
    Fate.EQUIVALENT: "without any effect",
    Fate.TOO_LARGE: "with too many states to search",
    Fate.OUT_OF_TIME: "not searched to the end",
    Fate.NOT_TRIED: "not tried for lack of time",
}

GRAIN = (Fault.STEPS_MERGED, Fault.STEP_SPLIT)
"""These change only what happens at once, and are listed last."""


def honesty(dossier: Dossier) -> tuple[Honesty, ...]:
    """For each design what could happen at all, and what the claims notice."""
    vacuity = dossier.report.vacuity
    seen = {one.design: one for one in (vacuity.designs if vacuity else ())}
    told = (_of(dossier, name, seen.get(name)) for name in dossier.report.designs)
    return tuple(one for one in told if one.sentences or one.faults)


def _of(dossier: Dossier, design: str, seen: DesignVacuity | None) -> Honesty:
    sentences: list[str] = []
    witnesses: tuple[tuple[str, str], ...] = ()
    if seen is not None:
        sentences.extend(_fired(seen))
        sentences.append(_trivial(seen))
        sentences.extend(
            f"In {one.claim}, {one.text} is never true: {one.why.value}." for one in seen.idle
        )
        witnesses = tuple((one.action, _witness(one)) for one in seen.actions)
    kills: tuple[tuple[str, int, int], ...] = ()
    faults: tuple[str, ...] = ()
    survivors: tuple[str, ...] = ()
    if dossier.mutation is not None:
        own = tuple(one for one in dossier.mutation.judgements if one.design == design)
        faults = tuple(_mutants(dossier.mutation, design, own))
        kills = _kills(dossier.mutation, design, own)
        survivors = _survivors(dossier.mutation, own)
    return Honesty(design, tuple(sentences), faults, witnesses, kills, survivors)


def _fired(seen: DesignVacuity) -> list[str]:
    lengths = [len(one.witness) for one in seen.actions if one.witness is not None]
    longest = f", the last of them after {steps_text(max(lengths))}" if lengths else ""
    told = [f"{len(lengths)} of {len(seen.actions)} actions were seen to happen{longest}."]
    dead = [one.action for one in seen.actions if one.never is not None]
    if dead:
        told.append(f"Proved never to happen: {', '.join(dead)}.")
    unknown = [one.action for one in seen.actions if one.witness is None and one.never is None]
    if unknown:
        told.append(f"Not seen to happen, which proves nothing: {', '.join(unknown)}.")
    return told


def _trivial(seen: DesignVacuity) -> str:
    if seen.of_any_state:
        return (
            "No step can break these here, whatever state it is taken in, so their proofs show "
            f"nothing of this design: {', '.join(seen.of_any_state)}."
        )
    return "No claim is known to be trivially true."


def _witness(one: ActionSeen) -> str:
    if one.witness is not None:
        return steps_text(len(one.witness))
    return f"never: {one.never.value}" if one.never is not None else "not seen"


def _mutants(mutation: Mutation, design: str, own: tuple[Judgement, ...]) -> list[str]:
    counts = Counter(one.fate for one in own)
    if not own:
        return []
    searched = next((one.searched for one in mutation.baselines if one.design == design), ())
    parts = ", ".join(f"{counts[fate]} {TOLD[fate]}" for fate in Fate if counts[fate])
    told = [f"Of {len(own)} small faults put into the spec: {parts}."]
    survived = [one for one in own if one.fate is Fate.SURVIVED]
    if survived and searched and searched[-1]:
        less = sum(searched[-1] not in one.searched for one in survived)
        also = f"; of {less} of them only at smaller ones" if less else ""
        told.append(
            "Not noticed means that no claim that holds without the fault is broken with it in any "
            f"state that can be reached at {sizes_text(searched[-1])}{also}."
        )
    return told


def _kills(
    mutation: Mutation, design: str, own: tuple[Judgement, ...]
) -> tuple[tuple[str, int, int], ...]:
    """By claim: how many mutants it kills, and how many survive although it is there."""
    names = next((one.claims for one in mutation.baselines if one.design == design), ())
    kills = Counter(kill.claim for one in own for kill in one.kills)
    alone = Counter(one.kills[0].claim for one in own if len(one.kills) == 1)
    return tuple((name, kills[name], alone[name]) for name in names)


def _survivors(mutation: Mutation, own: tuple[Judgement, ...]) -> tuple[str, ...]:
    """The faults that no claim notices, each with where it is."""
    mutants = {one.name: one for one in mutation.mutants}
    found = [mutants[one.mutant] for one in own if one.fate is Fate.SURVIVED]
    found.sort(key=lambda one: one.fault in GRAIN)
    return tuple(f"{one.origin}: {one.text}" for one in found)


def assumptions(dossier: Dossier) -> tuple[str, ...]:
    """What the verdicts rest on."""
    report = dossier.report
    system = report.system
    told = [
        f"The verdicts are about the spec, {PurePath(system.file).name}. Whether the code does "
        "what its steps say is for a reader to judge: steps name the function that they stand for."
    ]
    bounded = any(isinstance(one.verdict, Proved) and one.verdict.covers for one in report.findings)
    if bounded and system.interchangeable:
        told.append(
            f"Proofs that cover these sizes only ({sizes_text(report.sizes)}) say nothing of "
            "others; where a claim is known to be false at others, that is told above."
        )
    told.append("One action of the spec is one step: nothing happens in the middle of it.")
    told.extend(f"At first: {term_text(system, one)}." for one in system.initially)
    if any(isinstance(one, Temporal) for one in system.properties) and system.fairness:
        told.append(f"Claims about whole runs assume fairness: {_fair(system.fairness)}.")
    if dossier.mutation is not None:
        lost = {one.mutant for one in dossier.mutation.judgements if one.fate is Fate.SURVIVED}
        if lost:
            told.append(
                f"{len(lost)} of the small faults are noticed by no claim under some design: there "
                "a claim may be missing, or the fault makes less happen, which breaks nothing."
            )
    return tuple(told)


def _fair(fairness: tuple[Fairness, ...]) -> str:
    return ", ".join(f"{one.name}{' (strongly)' if one.strong else ''}" for one in fairness)
