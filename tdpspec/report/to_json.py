"""The report as one JSON document. Every key is always there; keys may be added, none removed."""

from __future__ import annotations

import json
from typing import assert_never

from tdpspec.report.document import Page, Report, as_expected, obstacle_text
from tdpspec.report.explain import explanations_json
from tdpspec.report.lemmas import lemma_json
from tdpspec.report.vacuity import vacuity_json
from tdpspec.report.values_to_json import Json, trace_json, violation_json
from tdpspec.source.diagnostic import Diagnostic, Found, in_order
from tdpspec.source.span import Span
from tdpspec.source.text import SourceText
from tdpspec.system.finding import Finding, refutations
from tdpspec.system.model import Expected
from tdpspec.system.printer import term_text
from tdpspec.system.verdict import HoldsTo, Induction, Proved, Refuted, Unknown, Verdict

SCHEMA = 1


def json_report(report: Report, page: Page) -> str:
    """``schema``, ``spec``, ``sizes``, ``tool``, ``findings``, ``warnings``, ``interrupted``,
    ``vacuity``, ``lemmas`` (those that the spec declares),
    ``explanations``, ``contradiction`` (null, or what two parts of this program answer
    differently: then nothing else is to be relied on)."""
    document = {
        "schema": SCHEMA,
        "spec": report.system.file.replace("\\", "/").rsplit("/", 1)[-1],
        "sizes": dict(report.sizes),
        "tool": dict(report.tool),
        "findings": [finding_json(one) for one in report.findings],
        "warnings": [diagnostic_json(one, report.source) for one in report.warnings],
        "interrupted": report.interrupted,
        "vacuity": vacuity_json(report.vacuity),
        "lemmas": [lemma_json(one) for one in report.hints],
        "explanations": explanations_json(report),
        "contradiction": report.contradiction or None,
    }
    return json_text(document)


def json_text(document: Json) -> str:
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def finding_json(finding: Finding) -> Json:
    """One cell of the matrix.

    Shape: ``obstacle`` is what stood in the way of every size, or null; ``beyond`` has ``sizes``,
           ``depth``, ``shortest`` and ``trace`` of a run that breaks the claim at other sizes, or
           is null.
           ``covers`` is ``"every size"`` or the sizes; ``depth`` the steps of a trace or of a
           bound, null for a proof and for nothing known; ``shortest`` whether no run of fewer
           steps refutes the claim, null where it is not refuted; ``states`` those visited where a
           proof is that all were, else null. ``expected`` is null without an ``expect`` line;
           ``as_expected`` then tells whether the claim holds.
    """
    return {
        "id": finding.identifier,
        "design": finding.design,
        "claim": finding.claim.name,
        "verdict": _word(finding.verdict),
        "covers": _covers(finding),
        "obstacle": obstacle_text(finding) or None,
        "beyond": _beyond(finding),
        "depth": _depth(finding.verdict),
        "shortest": finding.verdict.shortest if isinstance(finding.verdict, Refuted) else None,
        "engine": finding.engine,
        "seconds": round(finding.statistics.seconds, 3),
        "queries": finding.statistics.queries,
        "states": finding.statistics.states or None,
        "confirmed": bool(finding.confirmed_by),
        "confirmed_by": list(finding.confirmed_by),
        "expected": _expected(finding),
        "as_expected": as_expected(finding),
        "reason": _reason(finding.verdict),
        "lemmas": _lemmas(finding),
        "trace": _trace(finding),
    }


def _word(verdict: Verdict) -> str:
    match verdict:
        case Proved():
            return "proved"
        case Refuted():
            return "refuted"
        case HoldsTo():
            return "holds_to"
        case Unknown():
            return "unknown"
        case _:
            assert_never(verdict)


def _covers(finding: Finding) -> object:
    match finding.verdict:
        case Proved(None, _):
            return "every size"
        case Proved(covers, _):
            return dict(covers or ())
        case Refuted() | HoldsTo() | Unknown():
            return dict(finding.instance.sizes)
        case _:
            assert_never(finding.verdict)


def _depth(verdict: Verdict) -> int | None:
    match verdict:
        case Refuted(trace, _):
            return len(trace)
        case HoldsTo(depth, _):
            return depth
        case Proved() | Unknown():
            return None
        case _:
            assert_never(verdict)


def _expected(finding: Finding) -> str | None:
    if finding.expectation is None:
        return None
    match finding.expectation.verdict:
        case Expected.PROVES:
            return "proved"
        case Expected.REFUTES:
            return "refuted"
        case Expected.HOLDS:
            return "holds_to"
        case _:
            assert_never(finding.expectation.verdict)


def _reason(verdict: Verdict) -> str | None:
    return verdict.reason if isinstance(verdict, (HoldsTo, Unknown)) else None


def _lemmas(finding: Finding) -> list[Json]:
    match finding.verdict:
        case Proved(_, Induction(_, lemmas)):
            system = finding.instance.system
            return [
                {"name": one.name, "condition": term_text(system, one.condition)} for one in lemmas
            ]
        case _:
            return []


def _beyond(finding: Finding) -> Json | None:
    if isinstance(finding.verdict, Refuted):
        return None
    for one in refutations((finding,)):
        document = finding_json(one)
        told = {name: document[name] for name in ("depth", "shortest", "trace")}
        return {"sizes": dict(one.instance.sizes), **told}
    return None


def _trace(finding: Finding) -> Json | None:
    if not isinstance(finding.verdict, Refuted):
        return None
    instance, violation = finding.instance, finding.violation
    return {
        **trace_json(instance, finding.verdict.trace),
        "violation": violation and violation_json(instance, violation),
    }


def diagnostics_json(found: Found, source: SourceText | None, spec: str) -> str:
    """What ``check`` found, as one document."""
    document = {
        "schema": SCHEMA,
        "spec": spec,
        "errors": sum(one.is_error for one in found),
        "warnings": sum(not one.is_error for one in found),
        "diagnostics": [diagnostic_json(one, source) for one in in_order(found)],
    }
    return json_text(document)


def diagnostic_json(diagnostic: Diagnostic, source: SourceText | None) -> Json:
    """One complaint; lines and columns count from 1, the end is excluded."""
    return {
        "code": diagnostic.code.number,
        "severity": diagnostic.code.severity.value,
        "message": diagnostic.message,
        **_span_json(diagnostic.span, source),
        "labels": [
            {"message": one.message, **_span_json(one.span, source)} for one in diagnostic.labels
        ],
        "hint": diagnostic.hint,
    }


def _span_json(span: Span, source: SourceText | None) -> Json:
    if source is None:
        return dict.fromkeys(("line", "column", "end_line", "end_column"))
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
