"""The shortest runs that break the claims of shipped specs, at sizes where that takes no time."""

from __future__ import annotations

from functools import cache

from tdpspec.interpret.explore import explore
from tdpspec.pipeline import load
from tdpspec.report.to_itf import Counterexample
from tdpspec.system.claims import state_claims
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System

SMALL = {"Root": 1, "Vcpu": 1, "Page": 1, "Zapper": 1}
"""All that tdp_mmu_roots needs to go wrong."""


@cache
def system(spec: str) -> System:
    _, found, complaints = load(spec)
    assert found is not None, complaints
    return found


def roots(design: str) -> Instance:
    return instance(fix(system("tdp_mmu_roots"), design), SMALL)


@cache
def broken(spec: str) -> tuple[Counterexample, ...]:
    """One run for each state claim that a design of ``spec`` breaks."""
    sizes = SMALL if spec == "tdp_mmu_roots" else {}
    found = []
    for design in system(spec).designs:
        at = instance(fix(system(spec), design.name), sizes)
        for claim, trace in explore(at, state_claims(at.system.properties)).refuted:
            found.append(Counterexample(at, claim.name, trace))
    return tuple(found)


def broken_by(design: str, claim: str) -> Counterexample:
    """The run of a design of tdp_mmu_roots that breaks ``claim``."""
    (found,) = (
        one for one in broken("tdp_mmu_roots") if (one.design, one.claim) == (design, claim)
    )
    return found
