"""tdpspec from Python: what the commands do, with the same words.

>>> import tdpspec
>>> spec = tdpspec.load("die_hard")
>>> [one.distinct for one in tdpspec.states(spec)]
[16]
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tdpspec import pipeline
from tdpspec.engines.contradiction import ContradictionError
from tdpspec.engines.defaults import BETWEEN, DEPTH, FAULTS, MIXTURES, STATES
from tdpspec.engines.doing import Doing
from tdpspec.engines.running.question import (
    Question,
    chosen_claims,
    chosen_designs,
    instances,
    mistakes,
)
from tdpspec.pipeline import Listener
from tdpspec.report.document import Page, Report
from tdpspec.report.formats import FORMATS
from tdpspec.source.diagnostic import Found
from tdpspec.source.text import SourceText
from tdpspec.system.finding import Finding
from tdpspec.system.instance import instance
from tdpspec.system.model import System
from tdpspec.system.recording import Unreadable
from tdpspec.system.verdict import Induction, Proved

if TYPE_CHECKING:
    from tdpspec.engines.examining.verify import Opened
    from tdpspec.interpret.read_itf import Document
    from tdpspec.report.comparison.document import Document as ComparisonDocument
    from tdpspec.report.graph import Counts
    from tdpspec.report.retraced import Replay
    from tdpspec.report.run import Run
    from tdpspec.solving.witness import Witness
    from tdpspec.system.mutant import Mutation
    from tdpspec.system.opinion import Compared
    from tdpspec.tla.tools import Tools


@dataclass(frozen=True, slots=True)
class Spec:
    """A spec without errors; ``warnings`` is what checking had to say all the same."""

    source: SourceText
    system: System
    warnings: Found = ()


class SpecError(Exception):
    """A spec with errors: ``diagnostics`` as data, and as text by ``str``."""

    def __init__(self, diagnostics: Found, source: SourceText | None, spec: str) -> None:
        shown = FORMATS["plain"].diagnostics(diagnostics, source, spec, Page())
        super().__init__(shown.rstrip())
        self.diagnostics = diagnostics


class QuestionError(ValueError):
    """Something was asked for that the spec does not have."""


class TraceError(ValueError):
    """A trace that cannot be read, or is not of the spec."""


def load(spec: str | Path = pipeline.SHIPPED) -> Spec:
    """A spec from a file, from a folder with just one, or a shipped one by its name.

    Errors: ``SpecError`` if it cannot be read or is not right.
    """
    source, system, found = pipeline.load(str(spec))
    if source is None or system is None:
        raise SpecError(found, source, str(spec))
    return Spec(source, system, found)


def prove(
    spec: Spec,
    *,
    designs: Sequence[str] = (),
    claims: Sequence[str] = (),
    sizes: Mapping[str, int] | None = None,
    engines: Sequence[str] = (),
    depth: int = DEPTH,
    timeout: float | None = None,
    memory: int | None = None,
    jobs: int = 1,
    vacuity: bool = True,
    explain: bool = False,
    listener: Listener | None = None,
    cache_folder: Path | None = None,
) -> Report:
    """Every claim judged under every design; nothing named means all of them.

    Units: ``depth`` in steps; ``timeout`` in seconds and ``memory`` in MB, both for one engine
           on one design; ``jobs`` child processes at a time. Verdicts are remembered in
           ``cache_folder``, which is made, and confirmed before they are used; without one
           nothing is.
    Errors: ``QuestionError`` for a design, claim, sort or engine that does not exist;
            ``KeyboardInterrupt``, with which what was found is lost (``answer`` keeps it).
    """
    report = answer(
        spec,
        Question(
            _names(designs),
            _names(claims),
            tuple((sizes or {}).items()),
            _names(engines),
            depth,
            timeout,
            memory,
            jobs,
            vacuity,
            explain,
        ),
        listener,
        cache_folder,
    )
    if report.interrupted:
        raise KeyboardInterrupt
    return report


def _names(given: Sequence[str]) -> tuple[str, ...]:
    """One name is also given without brackets."""
    return (given,) if isinstance(given, str) else tuple(given)


def answer(
    spec: Spec,
    question: Question,
    listener: Listener | None = None,
    cache_folder: Path | None = None,
) -> Report:
    """As ``prove``, for a question that is already put together. An interrupt ends the work, not
    the answer: ``interrupted`` is set then."""
    _demand(spec, question)
    began = time.monotonic()
    answers = pipeline.prove(spec.source, spec.system, question, listener, cache_folder)
    return Report(
        spec.source,
        spec.system,
        instance(spec.system, dict(question.sizes)).sizes,
        chosen_designs(spec.system, question),
        chosen_claims(spec.system, question),
        answers.findings,
        (*spec.warnings, *answers.warnings),
        pipeline.versions(),
        time.monotonic() - began,
        answers.interrupted,
        answers.vacuity if question.vacuity else None,
        answers.hints,
        answers.explanations,
        answers.contradiction,
    )


def compare(
    spec: Spec,
    question: Question | None = None,
    *,
    between: int = BETWEEN,
    mixtures: float = MIXTURES,
    mutants: float = 0.0,
    footer: bool = True,
    tlc: Tools | None = None,
    listener: Listener | None = None,
    cache_folder: Path | None = None,
) -> ComparisonDocument:
    """The designs side by side, for ``render_comparison``: every verdict, what turns it, how each
    refutation goes on elsewhere, and what the verdicts rest on.

    Units: ``between`` is the largest number of choices of which every mixture is judged,
           ``mixtures`` the seconds for all that; ``mutants`` the seconds for small faults put
           into the spec, 0 for none. An interrupt ends the work, not the answer. Verdicts are
           remembered in ``cache_folder``, if there is one.
    Errors: ``QuestionError`` for a design, claim, sort or engine that does not exist.
    """
    from tdpspec.engines.examining.mutants import Effort
    from tdpspec.report.comparison.compose import compose
    from tdpspec.report.comparison.document import Dossier
    from tdpspec.system.comparison import Comparison
    from tdpspec.system.noticed import noticed

    question = question or Question()
    report = answer(spec, question, listener, cache_folder)
    comparison = Comparison()
    mutation: Mutation | None = None
    opinions: tuple[Compared, ...] = ()
    try:
        if not (report.interrupted or report.contradiction):
            comparison = pipeline.compare(
                spec.system, report.findings, question, between, mixtures, listener
            )
            report = replace(report, interrupted=comparison.interrupted)
            if mutants > 0 and not report.interrupted:
                if listener is not None:
                    listener(Doing(f"small faults in the spec, for {mutants:g} s at most"))
                mutation = noticed(
                    pipeline.mutate(spec.source, spec.system, question, Effort(mutants)),
                    report.findings,
                )
                report = replace(report, interrupted=mutation.interrupted)
            if tlc is not None and not report.interrupted:
                if listener is not None:
                    listener(Doing("TLC"))
                opinions = pipeline.opinions(spec.system, question, tlc)
    except KeyboardInterrupt:
        report = replace(report, interrupted=True)
    except ContradictionError as failure:
        report = replace(report, contradiction=str(failure))
    left_out = pipeline.left_out(spec.source)
    return compose(Dossier(report, comparison, mutation, left_out, footer, opinions))


def render_comparison(document: ComparisonDocument, format: str = "text") -> str:
    """The comparison as the text of a file: ``html``, ``markdown``, ``text``, ``json``, ``junit``
    or ``sarif``.

    Errors: ``ValueError`` for another format; ``MissingLibraryError`` where one is needed for it.
    """
    from tdpspec.report.comparison.formats import FORMATS as COMPARISON_FORMATS

    if format not in COMPARISON_FORMATS:
        known = ", ".join(COMPARISON_FORMATS)
        raise ValueError(f"no format is called '{format}'; there is {known}")
    return COMPARISON_FORMATS[format].write(document)


def certificates(report: Report) -> dict[str, str]:
    """Names and contents of files that certify each proof by induction of ``report``: see
    ``certificate_files``."""
    from tdpspec.engines.examining.certify import certify
    from tdpspec.report.certificates import certificate_files

    made = (certify(one.instance, one.claim, one.verdict) for one in report.findings)
    return certificate_files(report.system.name, [one for one in made if one is not None])


def without_certificate(report: Report) -> tuple[str, ...]:
    """The proofs of ``report`` that are no inductions: all states were visited."""
    return tuple(
        one.identifier
        for one in report.findings
        if isinstance(one.verdict, Proved) and not isinstance(one.verdict.by, Induction)
    )


def demand_same(spec: Spec, opened: Opened) -> None:
    """``CertificateError`` unless ``spec`` gives the very files of ``opened``."""
    from tdpspec.engines.examining.verify import CertificateError, made_again
    from tdpspec.report.certificates import certificate_files

    files = certificate_files(spec.system.name, made_again(spec.system, opened))
    for name in sorted(files.keys() | opened.files.keys()):
        if files.get(name) != opened.files.get(name):
            raise CertificateError(f"{name} is not what {spec.system.file} gives")


def states(
    spec: Spec,
    *,
    designs: Sequence[str] = (),
    sizes: Mapping[str, int] | None = None,
    limit: int | None = None,
) -> tuple[Counts, ...]:
    """The whole state graph of each design, counted; at most ``limit`` states are visited.

    Errors: ``QuestionError`` for a design or a sort that does not exist.
    """
    from tdpspec.report.graph import Counts

    question = Question(tuple(designs), sizes=tuple((sizes or {}).items()))
    _demand(spec, question)
    return tuple(
        Counts(
            spec.system.file,
            one.system.design or one.system.name,
            one.sizes,
            found.states,
            found.transitions,
            found.depth,
            found.deadlocks,
            found.never_fired if found.complete else (),
            found.complete,
        )
        for one, found in pipeline.states(spec.system, question, limit)
    )


def simulate(
    spec: Spec,
    design: str,
    *,
    sizes: Mapping[str, int] | None = None,
    steps: int = 20,
    seed: int = 0,
) -> Run | None:
    """One random run of one design, the same for the same seed; None if the spec has no initial
    state at these sizes.

    Errors: ``QuestionError`` for a design or a sort that does not exist.
    """
    from tdpspec.report.run import Run

    question = Question((design,), sizes=tuple((sizes or {}).items()))
    _demand(spec, question)
    (one,) = instances(spec.system, question)
    trace = pipeline.simulate(one, steps, seed)
    return None if trace is None else Run(one, trace, seed, steps)


def mutate(
    spec: Spec,
    *,
    designs: Sequence[str] = (),
    claims: Sequence[str] = (),
    sizes: Mapping[str, int] | None = None,
    seconds: float = FAULTS,
    seed: int = 0,
    states: int = STATES,
    jobs: int = 1,
) -> Mutation:
    """Small faults put into the spec, and which claims notice them.

    Units: ``seconds`` for everything; ``states`` visited at most of one mutant; ``jobs`` child
           processes at a time. ``seed`` decides what is tried first.
    Errors: ``QuestionError`` for a design, claim or sort that does not exist.
    """
    from tdpspec.engines.examining.mutants import Effort

    question = Question(tuple(designs), tuple(claims), tuple((sizes or {}).items()), jobs=jobs)
    _demand(spec, question)
    return pipeline.mutate(spec.source, spec.system, question, Effort(seconds, seed, states))


def show(path: str | Path, finding: str) -> Finding:
    """The refutation ``finding`` (``design/claim``, or a claim that one design breaks) from a
    ``findings.json``, replayed.

    Errors: ``TraceError`` if the file cannot be read; ``QuestionError`` for a finding that is not
            in it, or is no refutation.
    """
    name = Path(path).name
    try:
        found = pipeline.show(Path(path).read_bytes(), finding)
    except OSError as failure:
        raise TraceError(f"{name}: {(failure.strerror or str(failure)).lower()}") from failure
    if isinstance(found, Unreadable):
        raise TraceError(f"{name}: {found.reason}")
    if isinstance(found, str):
        raise QuestionError(found)
    return found


def read_trace(path: str | Path) -> Document | Witness:
    """A run from a file, for ``replay``: a trace in ITF, or a witness of a hardware model checker.

    Errors: ``TraceError`` if it cannot be read.
    """
    from tdpspec.interpret.read_itf import read_itf
    from tdpspec.solving.witness import is_witness, read_witness

    name = Path(path).name
    try:
        content = Path(path).read_bytes()
    except OSError as failure:
        raise TraceError(f"{name}: {(failure.strerror or str(failure)).lower()}") from failure
    found = (read_witness if is_witness(content) else read_itf)(name, content)
    if isinstance(found, Unreadable):
        raise TraceError(f"{name}: {found.reason}")
    return found


def replay(
    spec: Spec,
    trace: Document | Witness,
    design: str | None = None,
    *,
    sizes: Mapping[str, int] | None = None,
) -> Replay:
    """``trace`` followed by a design, its own without one, at its own sizes but for ``sizes``. A
    witness has no design and no sizes of its own: they are to be those that were exported.

    Errors: ``QuestionError`` for a design or a sort that does not exist; ``TraceError`` if the
            trace is not of this spec at these sizes.
    """
    from tdpspec.report.retraced import Replay
    from tdpspec.solving.witness import Witness, claim_of

    question = replay_question(spec, trace, design, sizes or {})
    _demand(spec, question)
    (chosen,) = question.designs
    found = pipeline.retrace(spec.system, trace, chosen, dict(question.sizes))
    if isinstance(found, Unreadable):
        raise TraceError(f"{trace.name}: {found.reason}")
    at, recording, retraced = found
    recorded = len(recording.steps) + (recording.closing is not None)
    if isinstance(trace, Witness):
        return Replay(trace.name, chosen, claim_of(trace, at), recorded, at, retraced)
    return Replay(trace.name, trace.design, trace.claim, recorded, at, retraced)


def replay_question(
    spec: Spec, trace: Document | Witness, design: str | None, sizes: Mapping[str, int]
) -> Question:
    """The design and the sizes that ``replay`` is about; no design where none is named by
    ``design`` and by ``trace`` and the spec has several."""
    from tdpspec.solving.witness import Witness

    designs = tuple(one.name for one in spec.system.designs)
    own = ("", ()) if isinstance(trace, Witness) else (trace.design, trace.sizes)
    named = design or own[0]
    chosen = (named,) if named else designs if len(designs) == 1 else ()
    return Question(chosen, sizes=tuple({**dict(own[1]), **sizes}.items()))


def render(report: Report, format: str = "plain", page: Page | None = None) -> str:
    """The report as text: ``terminal``, ``plain`` or ``json``.

    Errors: ``ValueError`` for another format.
    """
    if format not in FORMATS:
        raise ValueError(f"no format is called '{format}'; there is {', '.join(FORMATS)}")
    return FORMATS[format].report(report, page or Page())


def _demand(spec: Spec, question: Question) -> None:
    found = mistakes(spec.system, question)
    if found:
        raise QuestionError("; ".join(one.message for one in found))
