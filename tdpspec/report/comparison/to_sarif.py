"""``findings.sarif``: refutations, and what came out otherwise than expected, for the code scanning
of a forge.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
"""

from __future__ import annotations

from tdpspec import __version__
from tdpspec.report.comparison.document import Document, Moment, Story
from tdpspec.report.document import as_expected, expected_text, verdict_text
from tdpspec.report.to_json import json_text
from tdpspec.report.values_to_json import Json
from tdpspec.source.span import Origin
from tdpspec.system.finding import Finding
from tdpspec.system.verdict import HoldsTo, Proved, Refuted, Unknown

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_report(document: Document) -> str:
    """One result for each finding: ``error`` where it is not as expected, ``note`` where a claim is
    refuted as it should be, else ``none``."""
    report = document.dossier.report
    driver: Json = {
        "name": "tdpspec",
        "rules": [_rule(document, name) for name in report.claims],
    }
    if document.footer:
        driver["version"] = __version__
    stories = {(one.design, one.claim): one for one in document.stories}
    claims = list(report.claims)
    results = [
        _result(one, claims.index(one.claim.name), stories.get((one.design, one.claim.name)))
        for one in report.findings
    ]
    run = {"tool": {"driver": driver}, "results": results, "columnKind": "unicodeCodePoints"}
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(document: Document, claim: str) -> Json:
    found = document.dossier.report.system.property[claim]
    return {"id": claim, "shortDescription": {"text": found.doc or claim}}


def _result(finding: Finding, rule: int, story: Story | None) -> Json:
    told = verdict_text(finding.verdict)
    expected = "" if as_expected(finding) else f", expected {expected_text(finding)}"
    result: Json = {
        "ruleId": finding.claim.name,
        "ruleIndex": rule,
        "kind": _kind(finding),
        "level": _level(finding),
        "message": {"text": f"{finding.design}: {finding.claim.name} is {told}{expected}"},
        "locations": [_location(finding.claim.origin)],
        "partialFingerprints": {"designAndClaim/v1": finding.identifier},
    }
    if story is not None:
        flow = [_step(finding, one) for one in story.moments]
        if flow:
            result["codeFlows"] = [{"threadFlows": [{"locations": flow}]}]
    return result


def _kind(finding: Finding) -> str:
    if not as_expected(finding):
        return "fail"
    match finding.verdict:
        case Refuted():
            return "fail"
        case Proved():
            return "pass"
        case HoldsTo() | Unknown():
            return "open"


def _level(finding: Finding) -> str:
    if not as_expected(finding):
        return "error"
    return "note" if isinstance(finding.verdict, Refuted) else "none"


def _location(origin: Origin, message: str = "") -> Json:
    region = {"startLine": origin.line, "startColumn": origin.column}
    found: Json = {"physicalLocation": {"artifactLocation": {"uri": origin.file}, "region": region}}
    if message:
        found["message"] = {"text": message}
    return found


def _step(finding: Finding, moment: Moment) -> Json:
    origin = next(
        (one.origin for one in finding.instance.system.actions if str(one.origin) == moment.source),
        finding.claim.origin,
    )
    parts = (moment.who, moment.step, moment.kernel, "; ".join(moment.changed))
    return {"location": _location(origin, " ".join(one for one in parts if one))}
