"""The JSON document: every key, always."""

from __future__ import annotations

import json
from typing import Any

from tdpspec.report.document import Page
from tdpspec.report.to_json import json_report
from tests.report.example import report

FINDING = {
    "id", "design", "claim", "verdict", "covers", "depth", "engine", "seconds", "confirmed",
    "confirmed_by", "expected", "reason", "lemmas", "trace",
}  # fmt: skip
STEP = {"action", "process", "arguments", "kernel", "source", "changes"}


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json_report(report(), Page()))
    return loaded


def findings() -> dict[str, Any]:
    return {one["id"]: one for one in document()["findings"]}


def test_document_has_its_keys() -> None:
    assert document().keys() >= {"schema", "spec", "sizes", "tool", "findings"}
    assert document()["schema"] == 1
    assert document()["spec"] == "roots.tdp"
    assert document()["sizes"] == {"Root": 2, "Page": 2, "Vcpu": 1, "Zapper": 1}


def test_every_finding_has_every_key() -> None:
    assert all(one.keys() >= FINDING for one in document()["findings"])


def test_verdicts_are_the_four_words() -> None:
    words = {one["verdict"] for one in document()["findings"]}
    assert words == {"proved", "refuted", "holds_to", "unknown"}


def test_proof_says_what_it_covers() -> None:
    here = findings()["keep_on_list/nothing_survives_the_zapper"]
    everywhere = findings()["keep_on_list/maps_only_listed"]
    assert here["covers"] == document()["sizes"]
    assert everywhere["covers"] == "every size"
    assert everywhere["lemmas"] == [
        {"name": "listed", "condition": "forall r: Root. r notin listed"}
    ]


def test_expectation_is_null_without_a_line() -> None:
    assert findings()["keep_and_skip/nothing_survives_the_zapper"]["expected"] == "refuted"
    assert findings()["keep_and_skip/nothing_survives_the_zapper"]["as_expected"] is True
    assert findings()["keep_and_skip/maps_only_listed"]["expected"] is None
    assert findings()["keep_and_skip/maps_only_listed"]["as_expected"] is False


def test_bound_has_a_depth_and_a_reason() -> None:
    found = findings()["keep_and_skip/listed"]
    assert (found["depth"], found["reason"]) == (20, "depth limit of 20 steps")


def test_step_tells_who_what_and_what_changed() -> None:
    trace = findings()["keep_and_skip/nothing_survives_the_zapper"]["trace"]
    assert trace["initial"]["maps"] == {"root0": [], "root1": []}
    assert trace["initial"]["vcpu.root"] == {"vcpu0": None}
    assert all(one.keys() == STEP for one in trace["steps"])
    assert trace["steps"][5] == {
        "action": "zap",
        "process": "zapper0",
        "arguments": {"z": "zapper0", "r": "root0", "p": "page0"},
        "kernel": "zap_gfn_range()",
        "source": "roots.tdp:60",
        "changes": [
            {"variable": "maps", "index": ["root0"], "from": ["page0", "page1"], "to": ["page1"]},
            {"variable": "zapper.at", "index": ["zapper0"], "from": "zap", "to": "done"},
            {"variable": "mmu_lock.read", "index": [], "from": [], "to": ["zapper0"]},
            {"variable": "mmu_lock.read.yielded", "index": [], "from": ["zapper0"], "to": []},
        ],
    }
    assert trace["loop"] is None


def test_violation_of_an_assert_names_its_step() -> None:
    violation = findings()["keep_and_skip/maps_only_listed"]["trace"]["violation"]
    assert violation["step"]["action"] == "map"
    assert violation["members"] == {"v": "vcpu0", "p": "page0"}
    assert violation["source"] == "roots.tdp:42"
