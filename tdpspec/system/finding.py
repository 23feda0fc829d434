"""What is reported for one design and one claim: a verdict with all that makes it credible."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tdpspec.system.instance import Instance
from tdpspec.system.model import Expectation, Expected, Property
from tdpspec.system.trace import Violation
from tdpspec.system.verdict import (
    Beyond,
    HoldsTo,
    Induction,
    Lemma,
    Proved,
    Refuted,
    Unknown,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Statistics:
    """What an answer cost. Units: ``seconds`` of wall time; ``queries`` to a solver;
    ``states`` distinct states visited, 0 for a symbolic engine."""

    seconds: float
    queries: int = 0
    states: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell of the matrix.

    Shape: ``instance`` is the fixed system at its sizes. ``confirmed_by`` names what re-checked
           the verdict independently, empty if nothing did. ``violation`` belongs to a
           ``Refuted``, also ``beyond`` the sizes asked about. ``expectation`` is the spec's
           ``expect`` line, if it has one. ``elsewhere``: ``instance`` has other sizes than those
           asked about, where the claim is proved.
    """

    instance: Instance
    claim: Property
    verdict: Verdict
    engine: str
    statistics: Statistics
    confirmed_by: tuple[str, ...] = ()
    violation: Violation | None = None
    expectation: Expectation | None = None
    elsewhere: bool = False

    @property
    def design(self) -> str:
        assert self.instance.system.design is not None
        return self.instance.system.design

    @property
    def identifier(self) -> str:
        """``design/claim``; unique within one run."""
        return f"{self.design}/{self.claim.name}"

    @property
    def is_false_elsewhere(self) -> bool:
        """Whether the claim is proved here and refuted at other sizes."""
        return isinstance(self.verdict, Proved) and self.verdict.beyond is not None

    @property
    def expected(self) -> Expected:
        """What the spec expects; a claim without an ``expect`` line is expected to hold."""
        return Expected.HOLDS if self.expectation is None else self.expectation.verdict


def refutations(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those of ``findings`` that are refuted, and those that are at other sizes, as found there."""
    found = []
    for one in findings:
        match one.verdict:
            case Refuted():
                found.append(one)
            case Proved(beyond=Beyond(sizes, refuted)):
                found.append(
                    replace(
                        one,
                        instance=Instance(one.instance.system, sizes),
                        verdict=refuted,
                        confirmed_by=("interpreter",),
                        elsewhere=True,
                    )
                )
            case _:
                pass
    return tuple(found)


def exit_status(findings: tuple[Finding, ...]) -> int:
    """The status of ``prove``, the first that applies: 12 a claim refuted, also at other sizes if
    the spec does not expect something of these only, that was not expected to be; 10 expected to
    be refuted, but proved or not refuted within the bound; 4 something unknown; 3 only a bound
    where a proof was expected; 0 all as expected."""
    return next((code for code in (12, 10, 4, 3) if code in map(_status, findings)), 0)


def _status(finding: Finding) -> int:
    expected = finding.expected
    match finding.verdict:
        case Refuted():
            return 0 if expected is Expected.REFUTES else 12
        case Unknown():
            return 4
        case HoldsTo():
            return {Expected.REFUTES: 10, Expected.PROVES: 3, Expected.HOLDS: 0}[expected]
        case Proved(covers, _):
            if expected is Expected.REFUTES:
                return 10
            line = finding.expectation
            if finding.is_false_elsewhere and (line is None or line.every_size):
                return 12
            return 3 if line is not None and line.every_size and covers is not None else 0


def lemmas_of(findings: tuple[Finding, ...]) -> tuple[Lemma, ...]:
    """Those of all proofs among ``findings``, each once, under names that are told apart."""
    conditions = {
        one.condition: None
        for finding in findings
        if isinstance(finding.verdict, Proved) and isinstance(finding.verdict.by, Induction)
        for one in finding.verdict.by.lemmas
    }
    return tuple(Lemma(f"known {number}", one) for number, one in enumerate(conditions))
