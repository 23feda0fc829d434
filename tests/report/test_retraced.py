"""A replay in words and as JSON: what stops it, or what is true at its end."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tdpspec.interpret.retrace import retrace
from tdpspec.report.document import Page
from tdpspec.report.retraced import Replay, replay_text
from tdpspec.system.instance import Instance
from tdpspec.system.recording import Recording
from tdpspec.system.trace import Step
from tests import counterexamples
from tests.interpret.walks import walk

Golden = Callable[[str, str], None]


def on(design: str) -> Replay:
    run = counterexamples.broken_by("remove_from_list", "nothing_survives_its_notifier")
    at = counterexamples.roots(design)
    found = retrace(at, Recording(run.trace.states, run.trace.steps))
    return Replay("race.itf.json", run.design, run.claim, len(run.trace), at, found)


def said(at: Instance, recording: Recording) -> list[str]:
    replay = Replay("walk.itf.json", "", "", len(recording.steps), at, retrace(at, recording))
    return [one.strip() for one in replay_text(replay, "plain", Page()).splitlines()]


def test_replay_on_another_design_in_full(matches_golden: Golden) -> None:
    matches_golden("itf/replay.txt", replay_text(on("keep_on_list"), "plain", Page()))


@pytest.mark.parametrize("width", [80, 100])
def test_terminal_keeps_to_its_width(width: int) -> None:
    text = replay_text(on("keep_on_list"), "terminal", Page(width))
    assert max(map(len, text.splitlines())) <= width


def test_end_of_a_possible_trace_tells_the_claims() -> None:
    text = replay_text(on("remove_from_list"), "plain", Page())
    assert ": possible, all 10 steps" in " ".join(text.split())
    assert "nothing_survives_its_notifier is broken for p = page0, r = root0" in text
    assert "holds here: " in text


def test_json_tells_both_ways_to_follow() -> None:
    document = json.loads(replay_text(on("keep_on_list"), "json", Page()))
    assert document["possible"] is False
    assert document["recorded"] == {
        "file": "race.itf.json",
        "design": "remove_from_list",
        "claim": "nothing_survives_its_notifier",
        "steps": 10,
    }
    exact, by_steps = document["exact"], document["by_steps"]
    assert exact["stop"]["kind"] == "leads_elsewhere"
    assert exact["stop"]["at"] == exact["steps"] + 1
    assert by_steps["stop"]["kind"] == "not_enabled"
    assert by_steps["steps"] > exact["steps"]


def test_json_of_a_possible_trace_has_no_stop() -> None:
    document = json.loads(replay_text(on("remove_from_list"), "json", Page()))
    assert (document["possible"], document["exact"]["stop"]) == (True, None)
    assert document["by_steps"] is None
    (broken,) = (
        one
        for one in document["exact"]["broken"]
        if one["claim"] == "nothing_survives_its_notifier"
    )
    assert broken["members"] == {"p": "page0", "r": "root0"}


@pytest.mark.parametrize(
    ("recording", "title", "reason"),
    [
        (
            Recording(((1,),), ()),
            "only: impossible from the first state on",
            "!  this is not an initial state",
        ),
        (
            Recording(((0,), (2,)), (None,)),
            "only: stops being possible at step 1 of 1",
            "!  no step leads to the next state, in which",
        ),
        (
            Recording(((0,), (1,)), (Step("a0", ()),), 1),
            "only: the 1 step is possible, but not for ever",
            "!  such a run is not fair",
        ),
        (
            Recording(((0,), (1,)), (Step("b1", ()),)),
            "only: stops being possible at step 1 of 1",
            "!  b1 cannot be taken",
        ),
    ],
)
def test_each_stop_has_its_words(recording: Recording, title: str, reason: str) -> None:
    lines = said(walk("0 a 1 | 1 b 2", fair="b"), recording)
    assert lines[0] == title
    assert reason in lines
