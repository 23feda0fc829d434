"""The line from a text to verdicts, as code: read this file first.

    text -> syntax -> checking -> lowering -> SYSTEM -> interpret | engines

Each stage is a function from data to data and complaints; its result is None exactly when there
is an error among them, and warnings ride along. What only one command needs is imported there, so
that no other waits for it.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING

from tdpspec import __version__
from tdpspec.checking.check import check
from tdpspec.engines.base import Limits
from tdpspec.engines.contradiction import ContradictionError, DisputedError
from tdpspec.engines.defaults import MIXTURES
from tdpspec.engines.doing import Doing
from tdpspec.engines.examining.examine import examine
from tdpspec.engines.examining.explain import explain
from tdpspec.engines.examining.judge_hints import hint_warnings, judge_hints
from tdpspec.engines.examining.witnesses import ranges_not_asked, warnings
from tdpspec.engines.running import portfolio
from tdpspec.engines.running.cache import Cache, recall
from tdpspec.engines.running.child import Bounds
from tdpspec.engines.running.portfolio import News
from tdpspec.engines.running.question import (
    Question,
    chosen_claims,
    chosen_designs,
    instances,
    nearest,
)
from tdpspec.lowering.lower import lower
from tdpspec.source.diagnostic import Found
from tdpspec.source.locate import hint_for, locate
from tdpspec.source.read import read_source
from tdpspec.source.text import SourceText
from tdpspec.syntax.parse import parse
from tdpspec.system.explanation import Explanation, Unexplained
from tdpspec.system.finding import Finding, Statistics
from tdpspec.system.fix import fix
from tdpspec.system.hints import JudgedHint
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.system.recording import Recording, Retraced, Unreadable
from tdpspec.system.trace import Trace
from tdpspec.system.vacuity import NOTHING_KNOWN, Vacuity
from tdpspec.system.verdict import DISPUTED, NOT_JUDGED

if TYPE_CHECKING:
    from tdpspec.engines.examining import agreement
    from tdpspec.engines.examining.mutants import Effort
    from tdpspec.interpret.explore import Explored
    from tdpspec.interpret.read_itf import Document
    from tdpspec.solving.witness import Witness
    from tdpspec.system.comparison import Comparison
    from tdpspec.system.mutant import Mutant, Mutation
    from tdpspec.system.opinion import Compared
    from tdpspec.tla.run import Options
    from tdpspec.tla.tools import Tools

Listener = Callable[[News | Doing], None]

SHIPPED = "tdp_mmu_roots"
"""The spec that is meant where none is named."""


TLC_SECONDS, TLC_MEGABYTES = 600.0, 2048
"""What TLC may use up for one run, where nobody says otherwise."""


def build_system(source: SourceText) -> tuple[System | None, Found]:
    """The transition system that ``source`` describes, for all its designs and sizes at once."""
    module, found = parse(source)
    if module is None:
        return None, found
    checked, more = check(module, source)
    found += more
    if checked is None:
        return None, found
    return lower(checked), found


def load(spec: str) -> tuple[SourceText | None, System | None, Found]:
    """The text and the system of what ``spec`` means (see ``locate``); the text is None where it
    cannot be read."""
    source, found = read_source(*locate(spec))
    if source is None:
        hint = hint_for(spec)
        return None, None, tuple(replace(one, hint=one.hint or hint) for one in found)
    system, more = build_system(source)
    return source, system, found + more


@dataclass(frozen=True, slots=True)
class Answers:
    """What ``prove`` has found out: a finding for each claim of each design asked about, by
    design and then by claim. If ``interrupted``, some of them say that nothing is known.
    ``contradiction`` tells what two parts of this program answer differently, which ended it as
    well: "" if nothing is known to be wrong."""

    findings: tuple[Finding, ...]
    warnings: Found
    interrupted: bool
    vacuity: Vacuity = NOTHING_KNOWN
    hints: tuple[JudgedHint, ...] = ()
    explanations: tuple[Explanation | Unexplained, ...] | None = None
    contradiction: str = ""


def prove(
    source: SourceText,
    system: System,
    question: Question,
    listener: Listener | None = None,
    cache_folder: Path | None = None,
) -> Answers:
    """Every claim asked about, judged under every design asked about, each answer confirmed; those
    remembered in ``cache_folder`` first, the rest by engines.

    ``KeyboardInterrupt`` and a ``ContradictionError`` end the search, not the answer. ``question``
    must be free of mistakes.
    """
    asked = instances(system, question)
    claims = chosen_claims(system, question)
    limits = Limits(question.depth)
    bounds = Bounds(question.seconds, question.megabytes)
    began = time.monotonic()
    memory = None if cache_folder is None else _memory(cache_folder, question)
    findings: list[Finding] = []
    remembered = 0.0
    interrupted, contradiction, disputed = False, "", ""
    try:
        if memory is not None:
            known, remembered = recall(memory, asked, claims, bounds, question.jobs)
            findings.extend(known)
        for some, rest in _rest(asked, claims, findings):
            for finding in portfolio.prove(
                some,
                limits=limits,
                claims=rest,
                engines=question.engines,
                bounds=bounds,
                jobs=question.jobs,
                listener=listener,
            ):
                findings.append(finding)
                if memory is not None:
                    memory.store(finding)
    except KeyboardInterrupt:
        interrupted = True
    except ContradictionError as failure:
        contradiction = str(failure)
        if isinstance(failure, DisputedError):
            # What was said of it before is not to be believed.
            disputed = failure.identifier
            findings = [one for one in findings if one.identifier != disputed]
    findings.extend(_open(asked, claims, findings, disputed))
    order = [(one.system.design, claim) for one in asked for claim in claims]
    findings.sort(key=lambda one: order.index((one.design, one.claim.name)))
    took = max(remembered, time.monotonic() - began)
    hints: tuple[JudgedHint, ...] = ()
    explanations: tuple[Explanation | Unexplained, ...] | None = None
    vacuity = NOTHING_KNOWN
    if not (interrupted or contradiction):
        try:
            if question.explain:
                explanations = explain(
                    tuple(findings), limits=limits, bounds=bounds, jobs=question.jobs
                )
            hints = judge_hints(
                asked, tuple(findings), limits=limits, bounds=bounds, jobs=question.jobs
            )
            if question.vacuity:
                vacuity = examine(
                    system,
                    asked,
                    tuple(findings),
                    limits=limits,
                    bounds=bounds,
                    jobs=question.jobs,
                    took=took,
                    memory=memory,
                )
        except KeyboardInterrupt:
            interrupted = True
        except ContradictionError as failure:
            contradiction = str(failure)
    told = (
        *hint_warnings(source, system, hints),
        *warnings(source, system, vacuity),
        *ranges_not_asked(source, system, tuple(findings)),
    )
    return Answers(tuple(findings), told, interrupted, vacuity, hints, explanations, contradiction)


def _memory(folder: Path, question: Question) -> Cache:
    taking_part = tuple(one for one in versions() if one[0] != "python")
    return Cache(folder, question.engines, question.depth, taking_part)


def _rest(
    asked: tuple[Instance, ...], claims: tuple[str, ...], known: list[Finding]
) -> Iterator[tuple[tuple[Instance, ...], frozenset[str]]]:
    """What is left to judge: instances with the claims that all of them have open."""
    answered = {one.identifier for one in known}
    open_: dict[frozenset[str], list[Instance]] = {}
    for one in asked:
        left = frozenset(it for it in claims if f"{one.system.design}/{it}" not in answered)
        if left:
            open_.setdefault(left, []).append(one)
    for left, some in open_.items():
        yield tuple(some), left


def _open(
    asked: tuple[Instance, ...], claims: tuple[str, ...], known: list[Finding], disputed: str
) -> list[Finding]:
    """``NOT_JUDGED`` for what was left without an answer, ``DISPUTED`` for what has two."""
    answered = {one.identifier for one in known}
    expectations = {
        (line.design, line.claim): line for one in asked for line in one.system.expectations
    }
    return [
        Finding(
            one,
            one.system.property[claim],
            DISPUTED if f"{one.system.design}/{claim}" == disputed else NOT_JUDGED,
            "none",
            Statistics(0.0),
            expectation=expectations.get((one.system.design or "", claim)),
        )
        for one in asked
        for claim in claims
        if f"{one.system.design}/{claim}" not in answered
    ]


def states(
    system: System, question: Question, limit: int | None = None
) -> tuple[tuple[Instance, Explored], ...]:
    """The whole state graph of each design asked about, counted; no more than ``limit`` states
    are visited."""
    from tdpspec.interpret.explore import explore

    return tuple((one, explore(one, limit=limit)) for one in instances(system, question))


def simulate(instance: Instance, steps: int, seed: int) -> Trace | None:
    """One random run, the same for the same seed; None if there is no initial state."""
    from tdpspec.interpret.simulate import simulate as simulate_instance

    return simulate_instance(instance, steps, seed)


def mutate(source: SourceText, system: System, question: Question, effort: Effort) -> Mutation:
    """Small faults put into ``source``, whose meaning is ``system``, and which of the claims asked
    about notice them under each design asked about. ``KeyboardInterrupt`` ends the judging: the
    mutants that are judged are told."""
    from tdpspec.engines.examining.mutants import judge_mutants
    from tdpspec.mutation.mutate import mutate as mutants_of
    from tdpspec.mutation.mutate import system_of

    module, _ = parse(source)
    assert module is not None, "a system has been made of it"
    checked, _ = check(module, source)
    assert checked is not None, "a system has been made of it"
    designs = chosen_designs(system, question)
    found = {
        one.mutant.name: one
        for one in mutants_of(checked, system)
        if one.mutant.design is None or one.mutant.design in designs
    }
    mutants = tuple(one.mutant for one in found.values())
    invalid = {one.name: one.invalid for one in mutants}

    @cache
    def lowered(mutant: Mutant) -> System | None:
        changed, invalid[mutant.name] = system_of(found[mutant.name])
        return changed

    judged = judge_mutants(system, mutants, lowered, question, effort)
    # Which of them are no systems is known only now.
    told = tuple(replace(one, invalid=invalid[one.name]) for one in mutants)
    return replace(judged, mutants=told)


def compare(
    system: System,
    findings: tuple[Finding, ...],
    question: Question,
    limit: int,
    seconds: float = MIXTURES,
    listener: Listener | None = None,
) -> Comparison:
    """What lies between the designs that ``findings`` tell apart, for up to ``limit`` choices and
    in so many ``seconds``, and how those that hold follow the runs of those that do not.

    ``KeyboardInterrupt`` ends the judging of mixtures: those that are judged are told."""
    from tdpspec.engines.examining.between import differences
    from tdpspec.engines.examining.elsewhere import elsewhere
    from tdpspec.system.comparison import Comparison

    between = differences(
        system,
        findings,
        question.sizes,
        limit=limit,
        limits=Limits(question.depth),
        bounds=Bounds(question.seconds, question.megabytes),
        seconds=seconds,
        jobs=question.jobs,
        listener=listener,
    )
    try:
        followed, interrupted = elsewhere(findings), between.interrupted
    except KeyboardInterrupt:
        followed, interrupted = (), True
    return Comparison(between.told, followed, limit, interrupted)


def left_out(source: SourceText) -> tuple[str, ...]:
    """What the README.md beside a spec says that the model leaves out, a text a paragraph."""
    from tdpspec.source.left_out import left_out as paragraphs_left_out

    path, _ = locate(source.path)
    if not isfile(path):
        path, _ = locate(Path(source.path).stem)
    return paragraphs_left_out(path.parent / "README.md") if isfile(path) else ()


def retrace(
    system: System, document: Document | Witness, design: str, sizes: Mapping[str, int]
) -> tuple[Instance, Recording, Retraced] | Unreadable:
    """The run that ``document`` tells, followed by one design at ``sizes``."""
    from tdpspec.interpret.read_itf import recorded
    from tdpspec.interpret.retrace import retrace as retrace_recording
    from tdpspec.solving.witness import Witness, run_of

    at = instance(fix(system, design), sizes)
    recording = (
        run_of(document, at)
        if isinstance(document, Witness)
        else recorded(document, instance(system, sizes))
    )
    if isinstance(recording, Unreadable):
        return recording
    return at, recording, retrace_recording(at, recording)


def show(content: bytes, finding: str) -> Finding | Unreadable | str:
    """The refutation called ``finding`` from a ``findings.json`` with this ``content``, replayed;
    a text says why there is none of that name."""
    from tdpspec.interpret.refound import refound

    try:
        kept = json.loads(content)
        text, spec, runs = kept["text"], kept["spec"], kept["runs"]
        told = {one["id"]: one for one in kept["findings"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return Unreadable("it has no findings: a findings.json of compare is expected")
    if not isinstance(text, str) or not isinstance(spec, str) or not isinstance(runs, dict):
        return Unreadable("it has no findings: a findings.json of compare is expected")
    matching = [one for one in runs if finding in (one, one.partition("/")[2])]
    if not matching and finding in told:
        return f"{finding} of {spec} is {told[finding]['verdict']}: there is no run to show"
    if not matching:
        return f"no run of {spec} is called '{finding}'; {nearest(finding, tuple(runs))}"
    if len(matching) > 1:
        return f"'{finding}' is broken by several: {', '.join(matching)}"
    system, _ = build_system(SourceText(spec, text))
    if system is None:
        return Unreadable("its spec is not one that this version can read")
    return refound(system, runs[matching[0]], told.get(matching[0], {}))


def spec_named_by(document: Document | Witness) -> str | None:
    """The spec that a trace was made from, if it is there: a file, or a shipped spec."""
    from tdpspec.solving.witness import Witness

    if isinstance(document, Witness):
        return None
    for spec in (document.spec, Path(document.spec).stem):
        if spec and isfile(locate(spec)[0]):
            return spec
    return None


def emit(system: System, question: Question) -> dict[str, str]:
    """The TLA+ files, by name, of the designs asked about, at the sizes asked for."""
    from tdpspec.tla.emit import files

    at = instance(system, dict(question.sizes))
    return {one.name: one.text for one in files(at, chosen_designs(system, question))}


def emit_aiger(system: System, question: Question, *, as_text: bool) -> dict[str, str | bytes]:
    """An and-inverter graph for each design asked about, by the name of its file, at the sizes
    asked for; for people to read if ``as_text``."""
    from tdpspec.solving.aiger import aiger
    from tdpspec.solving.aiger_file import ascii_text, binary
    from tdpspec.solving.relation import Relation

    found: dict[str, str | bytes] = {}
    for at in instances(system, question):
        graph = aiger(Relation(at))
        name = f"{system.name}.{at.system.design}"
        if as_text:
            found[f"{name}.aag"] = ascii_text(graph, at)
        else:
            found[f"{name}.aig"] = binary(graph, at)
    return found


def compare_with_tlc(
    system: System,
    question: Question,
    tools: Tools,
    options: Options,
    limit: int,
    listener: agreement.Listener | None = None,
) -> Iterator[Compared]:
    """What TLC and the interpreter say of every claim asked about, by design and then by claim."""
    from tdpspec.engines.examining import agreement

    at = instance(system, dict(question.sizes))
    wanted = chosen_claims(system, question)
    for design in chosen_designs(system, question):
        claims = tuple(one for one in system.properties if one.name in wanted)
        yield from agreement.compare(at, design, claims, tools, options, limit, listener)


def opinions(system: System, question: Question, tools: Tools) -> tuple[Compared, ...]:
    """What TLC says of every claim asked about, within the time of ``question``."""
    from tdpspec.tla.run import Options

    options = Options(1, question.seconds or TLC_SECONDS, question.megabytes or TLC_MEGABYTES)
    return tuple(compare_with_tlc(system, question, tools, options, limit=1))


def versions() -> tuple[tuple[str, str], ...]:
    """What took part, and in which version."""
    return (
        ("tdpspec", __version__),
        ("z3", version("z3-solver")),
        ("python", platform.python_version()),
    )
