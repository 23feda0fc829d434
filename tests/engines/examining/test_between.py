"""The designs between two: which sets of choices turn a verdict, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tdpspec import pipeline
from tdpspec.engines.doing import Doing
from tdpspec.engines.examining import between
from tdpspec.engines.examining.between import pairs
from tdpspec.engines.examining.elsewhere import follow
from tdpspec.engines.running.child import Bounds, Judged, Message, Task
from tdpspec.engines.running.question import Question
from tdpspec.report.comparison.divides import divides
from tdpspec.source.text import SourceText
from tdpspec.system.comparison import Comparison, Smallest
from tdpspec.system.finding import Finding
from tdpspec.system.model import System
from tdpspec.system.recording import StopKind
from tdpspec.system.verdict import NOT_JUDGED, HoldsTo, Proved, Refuted, Unknown

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


def _two() -> tuple[Finding, ...]:
    return tuple(one for one in findings() if one.design in ("wide", "shut"))


def test_which_mixtures_are_judged_is_told_from_the_first_to_the_last() -> None:
    """Of the eight two are the designs themselves, and three let the known run by."""
    heard: list[Doing] = []
    question = Question(claims=("empty",))
    pipeline.compare(system(), _two(), question, 4, listener=heard.append)
    first = "mixture 1 of 3: front = open, back = locked, light = false"
    assert heard[0] == Doing("designs between", 0, 3, (first,))
    assert heard[-1] == Doing("designs between", 3, 3)
    assert [one.done for one in heard] == [0, 1, 1, 2, 2, 3]


def test_what_is_not_judged_in_time_is_told_and_starts_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def start(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(between, "judge_in_child", start)
    found = pipeline.compare(system(), _two(), Question(claims=("empty",)), 4, seconds=0)
    (difference,) = found.differences
    over = Unknown("the time for all mixtures, 0 s, was up")
    assert [one.taken for one in difference.betweens if one.finding("empty").verdict == over] == [
        ("back",),
        ("front", "back"),
        ("back", "light"),
    ]
    (divide,), note = divides(found, system())
    assert note.endswith(" 3 of 8 were not decided: the time for all mixtures, 0 s, was up (3).")
    # What a larger set does is known, and that a smaller one does not is not.
    assert divide.turns[0].mends == (
        "front = locked, back = locked and light = true together mend wide; a smaller set may, "
        "since not every mixture was decided."
    )


def test_the_time_for_all_ends_what_is_being_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that gives up as it is told is not what the report names as the reason."""
    asked: list[float | None] = []

    def slow(task: Task, _: object, bounds: Bounds, stop: object) -> Iterator[Judged]:
        asked.append(bounds.seconds)
        clock[0] += 9.0
        for one in task.claims:
            yield Judged(one.name, HoldsTo(3, "time limit of 9 s reached after depth 3"), 0, 9.0)

    clock = [0.0]
    monkeypatch.setattr("tdpspec.engines.examining.between.time.monotonic", lambda: clock[0])
    monkeypatch.setattr(between, "judge_in_child", slow)
    question = Question(claims=("empty",), seconds=99.0)
    found = pipeline.compare(system(), _two(), question, 4, seconds=40)
    (difference,) = found.differences
    verdicts = {one.taken: one.finding("empty").verdict for one in difference.betweens}
    # Induction with lemmas that are known, then pdr, on one mixture after the other.
    assert asked == [30.0, 30.0, 22.0, 13.0, 4.0]
    assert isinstance(verdicts["back",], HoldsTo)
    assert isinstance(verdicts["front", "back"], HoldsTo)
    assert verdicts["back", "light"] == Unknown("the time for all mixtures, 40 s, was up")


def test_an_interrupt_keeps_the_mixtures_that_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of three is judged, the second is interrupted, the third never begun."""
    real = between.judge_in_child
    begun: list[str] = []

    def interrupted(task: Task, *more: Any) -> Iterator[Message]:
        begun.append(task.instance.system.design or "")
        if len(set(begun)) == 2:
            raise KeyboardInterrupt
        return real(task, *more)

    monkeypatch.setattr(between, "judge_in_child", interrupted)
    found = pipeline.compare(system(), _two(), Question(claims=("empty",)), 4)
    assert found.interrupted
    assert len(found.elsewhere) == 1
    (difference,) = found.differences
    verdicts = {one.taken: one.finding("empty").verdict for one in difference.betweens}
    assert isinstance(verdicts["back",], Refuted)
    assert verdicts["front", "back"] == verdicts["back", "light"] == NOT_JUDGED
    note = divides(found, system())[1]
    assert note.endswith(" 2 of 8 were not decided: stopped before it was judged (2).")
    assert not compared().interrupted


def test_an_interrupt_while_runs_are_followed_keeps_the_mixtures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tdpspec.engines.examining.elsewhere.elsewhere", interrupted)
    found = pipeline.compare(system(), _two(), Question(claims=("empty",)), 4)
    assert (found.interrupted, found.elsewhere) == (True, ())
    (difference,) = found.differences
    assert difference.mended_by("empty") == (Smallest(("front", "back"), certain=True),)


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
