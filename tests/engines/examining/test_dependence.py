"""Choices that no verdict depends on: told on full evidence only."""

from __future__ import annotations

from tdpspec.engines.base import Indifferent, Limits
from tdpspec.engines.examining.dependence import Flips, breaks
from tdpspec.engines.running.portfolio import prove
from tdpspec.system.finding import Finding
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import System
from tests.spec import system_of

GATE = """
sort Walker = 2
choice looks: bool
choice paint: red | green
design careful { looks = true, paint = red }
design blind { looks = false, paint = red }
var inside: set Walker = {}
var colour: 0..2 = 0
process walker(w: Walker) {
    outside:
        when not looks or inside = {}
        add w to inside
        if paint = green { colour := 1 }
    within:
        remove w from inside
        if paint = green { colour := 2 }
        goto outside
}
invariant alone forall w: Walker, x: Walker. w in inside and x in inside => w = x
"""
PAINTED = GATE + "invariant pale colour = 0\n"
FAIR = GATE + "fair walker\ntemporal leaves forall w: Walker. w in inside leads to w notin inside\n"


def judged(system: System, engines: tuple[str, ...] = ("pdr", "explore")) -> tuple[Finding, ...]:
    at = tuple(instance(fix(system, one.name)) for one in system.designs)
    has_temporal = "leaves" in system.property
    found = prove(at, limits=Limits(10), engines=() if has_temporal else engines[:1])
    return tuple(found)


def indifferent(text: str) -> list[str]:
    system = system_of(text)
    findings = judged(system)
    at = findings[0].instance
    told = Flips(system, findings).judge(at, (), (), Limits(10))
    return [one.choice for one in told if isinstance(one, Indifferent)]


def test_choice_that_no_verdict_depends_on_is_told() -> None:
    assert indifferent(GATE) == ["paint"]


def test_choice_that_one_verdict_depends_on_is_not_told() -> None:
    assert indifferent(PAINTED) == []


def test_temporal_verdicts_count_too() -> None:
    assert indifferent(FAIR) == ["paint"]


def test_one_design_whose_verdict_changes_is_enough() -> None:
    # Under the careful design nobody is beaten to it, so the paint matters to the blind one only.
    text = GATE + (
        "invariant quiet paint = green => forall w: Walker, x: Walker.\n"
        "    w in inside and x in inside => w = x\n"
    )
    assert indifferent(text) == []


def test_steps_that_break_a_claim_may_lead_through_other_states() -> None:
    system = system_of(GATE)
    (refuted,) = (
        one for one in judged(system) if (one.design, one.claim.name) == ("blind", "alone")
    )
    trace = refuted.verdict.trace  # type: ignore[union-attr]  # it is refuted
    green = system_of(GATE.replace("looks = false, paint = red", "looks = false, paint = green"))
    assert breaks(instance(fix(green, "blind")), trace, "alone")
    assert not breaks(instance(fix(green, "careful")), trace, "alone")
