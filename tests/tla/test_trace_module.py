"""TLC follows the runs that engines find, step by step, and only those."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tdpspec.engines.base import Decided, Limits
from tdpspec.engines.search.registry import ENGINES
from tdpspec.system.claims import state_claims
from tdpspec.system.instance import Instance
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Refuted
from tdpspec.tla.judge import follow
from tdpspec.tla.tools import Tools
from tests.tla.shipped import designs, instances

SHIPPED = ("die_hard", "peterson", "tdp_mmu_roots", "two_phase_commit")


def refutations(fixed: Instance) -> dict[str, Trace]:
    """The shortest runs that Z3 finds for the claims that are refuted."""
    claims = state_claims(fixed.system.properties)
    events = ENGINES["pdr"].judge(fixed, claims, (), Limits(depth=0))
    return {
        one.claim: one.verdict.trace
        for one in events
        if isinstance(one, Decided) and isinstance(one.verdict, Refuted)
    }


@pytest.mark.slow
@pytest.mark.parametrize(("name", "design"), designs(SHIPPED))
def test_tlc_follows_every_refutation(name: str, design: str, tools: Tools, tmp_path: Path) -> None:
    open_, fixed = instances(name, design)
    for claim, trace in refutations(fixed).items():
        assert follow(open_, design, claim, trace, tools, tmp_path) is None


def test_tlc_does_not_follow_a_run_with_another_state(tools: Tools, tmp_path: Path) -> None:
    open_, fixed = instances("die_hard", "die_hard")
    ((claim, trace),) = refutations(fixed).items()
    assert follow(open_, "die_hard", claim, trace, tools, tmp_path) is None
    wrong = replace(trace, states=(*trace.states[:3], trace.states[1], *trace.states[4:]))
    assert follow(open_, "die_hard", claim, wrong, tools, tmp_path) == (
        "the run does not get to its end"
    )


def test_tlc_does_not_take_a_run_that_ends_well(tools: Tools, tmp_path: Path) -> None:
    open_, fixed = instances("die_hard", "die_hard")
    ((claim, trace),) = refutations(fixed).items()
    short = Trace(trace.states[:-1], trace.steps[:-1])
    assert follow(open_, "die_hard", claim, short, tools, tmp_path) == (
        "the run does not get to its end"
    )
