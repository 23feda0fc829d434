"""``findings.json``: everything that is known, to be loaded; without times and, unless they are
wanted, versions, so that the same spec gives the same bytes.

It holds the text of the spec, so that ``tdpspec show`` can read a run again without it.
"""

from __future__ import annotations

from typing import assert_never

from tdpspec.report.comparison.document import Document, Dossier
from tdpspec.report.comparison.sentences import confirmed_by
from tdpspec.report.document import Report
from tdpspec.report.mutants import mutation_json
from tdpspec.report.retraced import followed_json
from tdpspec.report.to_itf import counterexamples, itf_json, laid_out
from tdpspec.report.to_json import SCHEMA, finding_json
from tdpspec.report.vacuity import vacuity_json
from tdpspec.report.values_to_json import Json
from tdpspec.system.comparison import Between, Comparison, Difference, Elsewhere, Smallest
from tdpspec.system.finding import Finding
from tdpspec.system.opinion import Breaks, Compared, Holds, Silent


def findings_json(document: Document) -> str:
    """``schema``, ``spec``, ``text``, ``sizes``, ``tool``, ``findings``, ``runs``, ``vacuity``,
    ``differences``, ``elsewhere``, ``mutation``, ``left_out``, ``tlc``. See ``finding_json``."""
    return _text(dossier_json(document.dossier))


def kept_json(report: Report) -> str:
    """The same of a report that compares nothing, for ``tdpspec show``."""
    return _text(dossier_json(Dossier(report, Comparison(), footer=False)))


def _text(document: Json) -> str:
    """A line for each field of a finding, of a run and of a difference: there are many values."""
    return laid_out(document, 4, "") + "\n"


def dossier_json(dossier: Dossier) -> Json:
    report = dossier.report
    mutation = dossier.mutation
    return {
        "schema": SCHEMA,
        "spec": report.system.file.replace("\\", "/").rsplit("/", 1)[-1],
        "text": report.source.text,
        "sizes": dict(report.sizes),
        "tool": dict(report.tool) if dossier.footer else {},
        "findings": [_finding(one) for one in report.findings],
        "runs": {
            f"{one.design}/{one.claim}": itf_json(one) for one in counterexamples(report.findings)
        },
        "interrupted": report.interrupted,
        "vacuity": vacuity_json(report.vacuity),
        "differences": [_difference(one) for one in dossier.comparison.differences],
        "elsewhere": [_elsewhere(one) for one in dossier.comparison.elsewhere],
        "mutation": mutation and mutation_json(mutation, report.system.file, 0),
        "left_out": list(dossier.left_out),
        "tlc": {
            f"{one.instance.system.design}/{one.claim.name}": _opinion(one)
            for one in dossier.opinions
        },
    }


def _finding(finding: Finding) -> Json:
    """A finding without what differs from run to run."""
    document = finding_json(finding)
    for name in ("seconds", "queries"):
        del document[name]
    return {**document, "confirmed_by": list(confirmed_by(finding))}


def _opinion(one: Compared) -> Json:
    match one.tlc:
        case Holds(states):
            return {"verdict": "holds", "states": states, "steps": None, "reason": None}
        case Breaks(steps, _):
            return {"verdict": "breaks", "states": None, "steps": steps, "reason": None}
        case Silent(reason):
            return {"verdict": "none", "states": None, "steps": None, "reason": reason}
        case _:
            assert_never(one.tlc)


def _difference(one: Difference) -> Json:
    return {
        "refuted": one.refuted,
        "holding": one.holding,
        "claims": list(one.claims),
        "choices": {it.choice: [it.refuted, it.holding] for it in one.choices},
        "mixtures": [_between(it) for it in one.betweens],
        "mended_by": {it: _smallest(one.mended_by(it)) for it in one.claims},
        "broken_by": {it: _smallest(one.broken_by(it)) for it in one.claims},
    }


def _between(one: Between) -> Json:
    return {
        "taken": list(one.taken),
        "designs": list(one.designs),
        "verdicts": {it.claim.name: _verdict(it) for it in one.findings},
    }


def _verdict(finding: Finding) -> Json:
    document = finding_json(finding)
    return {name: document[name] for name in ("verdict", "depth", "engine", "reason")}


def _smallest(found: tuple[Smallest, ...]) -> list[Json]:
    return [{"choices": list(one.choices), "certain": one.certain} for one in found]


def _elsewhere(one: Elsewhere) -> Json:
    instance = one.holding.instance
    by_steps = one.retraced.by_steps
    return {
        "claim": one.claim,
        "refuted": one.refuted,
        "holding": one.holding.design,
        "exact": followed_json(instance, one.retraced.exact),
        "by_steps": by_steps and followed_json(instance, by_steps),
        "instead": list(one.instead),
    }
