"""The designs between two: which sets of choices turn a verdict, exactly."""

from __future__ import annotations

from functools import cache

from tdpspec import pipeline
from tdpspec.engines.between import pairs
from tdpspec.engines.elsewhere import follow
from tdpspec.engines.question import Question
from tdpspec.source.text import SourceText
from tdpspec.system.comparison import Comparison, Smallest
from tdpspec.system.finding import Finding
from tdpspec.system.model import System
from tdpspec.system.recording import StopKind
from tdpspec.system.verdict import Proved, Refuted

SPEC = """protocol doors
"Two doors to one room: only with both locked is nobody inside."

choice front: open | locked "is the front door locked?"
choice back:  open | locked
choice light: bool "does nothing"
design wide   { front = open, back = open, light = false }
design shut   { front = locked, back = locked, light = true }
design dark   { front = locked, back = locked, light = false }

var inside: bool = false
var lit: bool = false

action by_front { when front = open
    inside := true }
action by_back { when back = open
    inside := true }
action switch { when light
    lit := not lit }

invariant empty not inside

expect wide refutes empty
"""


@cache
def system() -> System:
    found, complaints = pipeline.build_system(SourceText("doors.tdp", SPEC))
    assert found is not None, complaints
    return found


@cache
def findings() -> tuple[Finding, ...]:
    question = Question(claims=("empty",), vacuity=False)
    return pipeline.prove(SourceText("doors.tdp", SPEC), system(), question).findings


@cache
def compared(limit: int = 4, designs: tuple[str, ...] = ("wide", "shut")) -> Comparison:
    some = tuple(one for one in findings() if one.design in designs)
    return pipeline.compare(system(), some, Question(claims=("empty",)), limit)


def test_the_nearest_design_that_holds_is_compared() -> None:
    assert [(one.refuted.name, one.holding.name) for one in pairs(system(), findings())] == [
        ("wide", "dark")
    ]


def test_both_doors_are_needed_and_the_light_is_not() -> None:
    (difference,) = compared().differences
    assert [one.choice for one in difference.choices] == ["front", "back", "light"]
    assert len(difference.betweens) == 8
    assert difference.mended_by("empty") == (Smallest(("front", "back"), certain=True),)
    assert difference.broken_by("empty") == (
        Smallest(("front",), certain=True),
        Smallest(("back",), certain=True),
    )


def test_every_mixture_is_judged_and_those_with_a_name_have_it() -> None:
    (difference,) = compared().differences
    verdicts = {one.taken: type(one.finding("empty").verdict) for one in difference.betweens}
    assert [taken for taken, verdict in verdicts.items() if verdict is Proved] == [
        ("front", "back"),
        ("front", "back", "light"),
    ]
    assert set(verdicts.values()) == {Proved, Refuted}
    names = {one.taken: one.designs for one in difference.betweens if one.designs}
    assert names == {
        (): ("wide",),
        ("front", "back"): ("dark",),
        ("front", "back", "light"): ("shut",),
    }


def test_too_many_choices_are_told_and_not_tried() -> None:
    (difference,) = compared(limit=2).differences
    assert difference.betweens == ()
    assert difference.mended_by("empty") == ()
    assert len(compared(limit=3).differences[0].betweens) == 8


def test_the_run_stops_at_the_locked_door() -> None:
    (one,) = compared().elsewhere
    assert (one.refuted, one.holding.design) == ("wide", "shut")
    assert one.retraced.exact.stop is not None
    assert (one.retraced.exact.stop.at, one.retraced.exact.stop.kind) == (
        0,
        StopKind.NOT_ENABLED,
    )


def test_a_design_compared_with_itself_shows_no_difference() -> None:
    (refuted,) = (one for one in findings() if one.design == "wide")
    assert compared(designs=("wide",)).differences == ()
    assert compared(designs=("wide",)).elsewhere == ()
    same = follow(refuted, refuted)
    assert same.retraced.exact.stop is None
    assert len(same.retraced.exact.trace) == 1
    assert [one.claim for one in same.retraced.exact.broken] == ["empty"]
