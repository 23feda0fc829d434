"""The second look at a run: in child processes, within limits, and what of it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tdpspec.engines.base import Limits, OnDemand, Runs
from tdpspec.engines.examining.examine import examine
from tdpspec.engines.examining.reach import Budget
from tdpspec.engines.examining.vacuity import Examiner
from tdpspec.engines.running.cache import Cache
from tdpspec.engines.running.child import Bounds
from tdpspec.engines.running.portfolio import prove
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import Property
from tdpspec.system.trace import Trace
from tdpspec.system.vacuity import Vacuity
from tests.engines.examining.test_dependence import GATE
from tests.spec import system_of

DESIGNS = """
choice strict: bool
design tight { strict = true }
design loose { strict = false }
var on: bool = false
action press { on := true }
invariant c CONDITION
"""


def looked(
    text: str,
    left_out: str = "",
    bounds: Bounds | None = None,
    memory: Cache | None = None,
    took: float = 100.0,
) -> Vacuity:
    """Everything but the findings of one design, or of one claim, if so ``left_out``."""
    system = system_of(text)
    at = tuple(instance(fix(system, one.name)) for one in system.designs)
    findings = tuple(prove(at, limits=Limits(10), engines=("pdr",)))
    kept = tuple(one for one in findings if left_out not in (one.design, one.claim.name))
    designs = {one.design for one in kept}
    return examine(
        system,
        tuple(one for one in at if one.system.design in designs),
        kept,
        limits=Limits(10),
        bounds=bounds or Bounds(),
        jobs=1,
        took=took,
        memory=memory,
    )


@pytest.mark.parametrize("left_out", ["careful", "alone", ""])
def test_choice_is_told_only_where_all_was_asked(left_out: str) -> None:
    found = looked(GATE + "invariant others forall w: Walker. w in inside => colour = 0\n"
                   .replace("colour = 0", "colour < 3"), left_out)  # fmt: skip
    assert found.indifferent == (() if left_out else ("paint",))
    assert [one.design for one in found.designs] == [
        one for one in ("careful", "blind") if one != left_out
    ]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        # Of one design nothing is left: it is about the other one.
        ("strict => not on", [(), ()]),
        # It is judged under both, and says nothing of one of them.
        ("not strict or on or not on", [("c",), ("c",)]),
        ("on => on", [("c",), ("c",)]),
        ("not on", [(), ()]),
    ],
)
def test_claim_is_told_where_it_is_judged(condition: str, told: list[tuple[str, ...]]) -> None:
    found = looked(DESIGNS.replace("CONDITION", condition))
    assert [one.of_any_state for one in found.designs] == told


def searches(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...] | None]:
    """The choices that each search from now on is to look at, None for all."""
    return started(monkeypatch, "flips")


def started(monkeypatch: pytest.MonkeyPatch, engine: str) -> list[Any]:
    """What is known at first to each ``engine`` that is started from now on."""
    seen: list[Any] = []

    def watched(name: str, make: Any) -> OnDemand:
        if name == engine:
            seen.append(make.args[-1])
        return OnDemand(name, make)

    monkeypatch.setattr("tdpspec.engines.examining.examine.OnDemand", watched)
    return seen


def test_what_a_search_of_choices_has_found_is_looked_at_again_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, seen = Cache(tmp_path, (), 10, ()), searches(monkeypatch)
    for _ in range(2):
        assert looked(GATE, memory=memory).indifferent == ("paint",)
    assert seen == [None, ("paint",)]


def test_where_no_choice_was_found_only_a_longer_search_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, seen = Cache(tmp_path, (), 10, ()), searches(monkeypatch)
    text = DESIGNS.replace("CONDITION", "strict => not on")
    for took in (200.0, 100.0, 300.0):
        assert looked(text, memory=memory, took=took).indifferent == ()
    assert seen == [None, None]
    looked(text.replace("not on", "on"), memory=memory)
    assert seen == [None, None, None]


def test_a_choice_changes_nothing_only_on_evidence_whatever_a_file_says(tmp_path: Path) -> None:
    memory = Cache(tmp_path, (), 10, ())
    text = DESIGNS.replace("CONDITION", "strict => not on")
    looked(text, memory=memory)
    (path,) = (one for one in tmp_path.iterdir() if "choices" in json.loads(one.read_text()))
    path.write_text(json.dumps({**json.loads(path.read_text()), "choices": ["strict", "none"]}))
    assert looked(text, memory=memory).indifferent == ()
    path.write_text("[]")
    assert looked(text, memory=memory).indifferent == ()


PROCESS = """
var n: 0..3 = 0
process p {
    a:
        n := 1
    b:
        n := 2
        goto a
}
action third { when n = 3  n := 0 }
invariant c n = 2 => p at a
invariant d n = 3 => p at b
"""


def entries(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    found = [(one, json.loads(one.read_text())) for one in folder.iterdir()]
    return [one for one in found if "runs" in one[1]]


@pytest.fixture
def small_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that not every state is visited, even of small systems."""
    monkeypatch.setattr("tdpspec.engines.examining.examine._examiner", small_examiner)


def small_examiner(
    asked: tuple[Property, ...], traces: tuple[Trace, ...], runs: Runs | None
) -> Examiner:
    return Examiner(asked, traces, remembered=runs, budget=FEW)


FEW = Budget(walks=3, steps=9, states=1, tiny_states=1)


@pytest.mark.usefixtures("small_searches")
def test_runs_of_an_earlier_look_are_followed_and_nothing_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Cache(tmp_path, (), 10, ())
    first = looked(PROCESS, memory=memory)
    ((_, entry),) = entries(tmp_path)
    assert entry["runs"]
    assert {one.action for one in first.designs[0].actions if one.never} == {"third"}
    assert [one.claim for one in first.designs[0].idle] == ["d"]
    given = started(monkeypatch, "vacuity")
    assert looked(PROCESS, memory=memory) == first
    assert looked(PROCESS.replace("n := 1", "n := 0"), memory=memory) != first
    assert given[0]
    assert given[1] is None


@pytest.mark.usefixtures("small_searches")
@pytest.mark.parametrize(
    "runs",
    [
        [],  # it says that nothing can happen
        [[[1, 2, 3], []]],
        [[[], [{"is": "Step", "action": "third", "arguments": []}]]],
        [[None, None]],
        7,
        {"is": "Nothing"},
        [{"is": "Step", "action": "third", "arguments": []}],
    ],
    ids=str,
)
def test_no_warning_depends_on_what_a_file_says_of_runs(runs: object, tmp_path: Path) -> None:
    memory = Cache(tmp_path, (), 10, ())
    first = looked(PROCESS, memory=memory)
    ((path, entry),) = entries(tmp_path)
    path.write_text(json.dumps({**entry, "runs": runs}))
    (again,), (before,) = looked(PROCESS, memory=memory).designs, first.designs
    assert [one.never for one in again.actions] == [one.never for one in before.actions]
    assert again.idle == before.idle
    assert again.of_any_state == before.of_any_state


def test_time_limit_holds_and_tells_nothing() -> None:
    assert looked(GATE, bounds=Bounds(seconds=0.01)) == Vacuity()
