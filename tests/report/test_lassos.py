"""A run that goes on for ever, told in lines and as JSON."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.engines.running.confirm import Confirmed, confirm
from tdpspec.engines.search.explore import Explore
from tdpspec.interpret.fairness import fair_graph
from tdpspec.interpret.temporal import broken_by
from tdpspec.report.layout import text_of
from tdpspec.report.refutation import refutation
from tdpspec.report.to_json import finding_json
from tdpspec.system.finding import Finding, Statistics
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import Design, TemporalKind
from tdpspec.system.verdict import Refuted
from tests import systems
from tests.interpret.walks import claim, walk


def finding(at: Instance, kind: TemporalKind, goal: set[int], premise: set[int]) -> Finding:
    at = instance(replace(at.system, designs=(Design("only", (), "", systems.HERE),)))
    of = claim(at, kind, goal, premise or None)
    graph = fair_graph(at)
    assert graph is not None
    lasso = broken_by(graph, of)
    assert lasso is not None
    verdict = Refuted(lasso, shortest=False)
    confirmed = confirm(at, of, verdict, 0)
    assert isinstance(confirmed, Confirmed)
    return Finding(
        at, of, verdict, Explore().name, Statistics(0.0), confirmed.by, confirmed.violation
    )


def told(found: Finding) -> list[str]:
    """The lines after the last change of the last step, without the one that points to it."""
    lines = [text_of(one).strip() for one in refutation((found,), 72)]
    (broken,) = (at for at, one in enumerate(lines) if one.startswith("!  claim is broken"))
    return [lines[broken - 1], *lines[broken + 1 :]]


REPEATS = finding(walk("0 a 1 | 1 b 2 | 2 b 1", fair="a b"), TemporalKind.LEADS_TO, {3}, {1, 2})
ENDS = finding(walk("0 a 1 | 1 b 0", fair="a"), TemporalKind.EVENTUALLY_ALWAYS, {0}, set())


def test_steps_that_repeat_are_told_by_their_numbers() -> None:
    assert told(REPEATS) == [
        "the steps 2 to 3 repeat for ever",
        "after step 1: at = 1 or at = 2; from there on never: at = 3",
        "fair a: never possible in what repeats",
        "fair b: taken by step 2",
        "claimed: at = 1 or at = 2 leads to at = 3",
    ]


def test_the_last_step_of_a_loop_is_shown_with_its_change() -> None:
    lines = [text_of(one) for one in refutation((REPEATS,), 72)]
    shown = [one.strip() for one in lines if one.strip().startswith("at: ")]
    assert shown == ["at: 0 -> 1", "at: 1 -> 2", "at: 2 -> 1"]


def test_a_run_that_ends_is_told_so() -> None:
    assert told(ENDS) == [
        "nothing more happens, for ever",
        "false for ever: at = 0",
        "fair a: not possible any more",
        "claimed: eventually always at = 0",
    ]


def test_json_has_all_steps_and_where_they_go_on() -> None:
    trace = finding_json(REPEATS)["trace"]
    assert [one["action"] for one in trace["steps"]] == ["a0", "b1", "b2"]
    assert [one["changes"][0]["to"] for one in trace["steps"]] == [1, 2, 1]
    assert trace["loop"] == 1
    assert trace["violation"]["fairness"] == [
        "fair a: never possible in what repeats",
        "fair b: taken by step 2",
    ]
    trace = finding_json(ENDS)["trace"]
    assert (len(trace["steps"]), trace["loop"]) == (1, 1)
