"""Why the proofs of a run work: for each lemma, what needs it, by unsatisfiable cores.

A proof names more lemmas than a person has to read. Those are told that the claim needs, at last;
they were made fewer until none can be left out at the step that needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from tdpspec.engines.base import Engine, Explained, Limits, OnDemand
from tdpspec.engines.running.child import Bounds, Task
from tdpspec.engines.running.side_by_side import told_by
from tdpspec.system.claims import condition_of
from tdpspec.system.explanation import Explanation, Unexplained
from tdpspec.system.finding import Finding
from tdpspec.system.instance import Instance
from tdpspec.system.model import Temporal
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction, Proved

SECONDS = 120.0
"""What the proofs of one design may take together."""


def explain(
    findings: tuple[Finding, ...], *, limits: Limits, bounds: Bounds, jobs: int
) -> tuple[Explanation | Unexplained, ...]:
    """Each proof by induction among ``findings``, in their order."""
    instances: dict[str, Instance] = {}
    proofs: dict[str, list[Proof]] = {}
    for finding in findings:
        proof = proof_of(finding)
        if proof is not None:
            instances[finding.design] = finding.instance
            proofs.setdefault(finding.design, []).append(proof)
    tasks = [
        Task(OnDemand("explain", partial(_explainer, tuple(some))), instances[one], ())
        for one, some in proofs.items()
    ]
    found = {
        (one.explanation.design, one.explanation.claim): one.explanation
        for told in told_by(tasks, limits=limits, bounds=bounds, seconds=SECONDS, jobs=jobs)
        for one in told
        if isinstance(one, Explained)
    }
    return tuple(
        found.get((design, one.claim), Unexplained(design, one.claim))
        for design, some in proofs.items()
        for one in some
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """A claim with its condition, and what proves it."""

    claim: str
    condition: Term
    by: Induction


def proof_of(finding: Finding) -> Proof | None:
    """The proof by induction that ``finding`` is, if it is one."""
    match finding.verdict, finding.claim:
        case Proved(_, Induction() as by), claim if not isinstance(claim, Temporal):
            return Proof(claim.name, condition_of(finding.instance.system, claim), by)
        case _:
            return None


def _explainer(proofs: tuple[Proof, ...]) -> Engine:
    from tdpspec.engines.examining.support import Explainer

    return Explainer(proofs)
