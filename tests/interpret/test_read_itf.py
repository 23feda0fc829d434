"""Traces are read as they were written; what is no trace is refused in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.read_itf import Document, read_itf, recorded
from tdpspec.interpret.simulate import simulate
from tdpspec.report.to_itf import Counterexample, itf_text
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.system.recording import Recording, Unreadable
from tdpspec.system.trace import Step, Trace
from tests import counterexamples
from tests import systems as hand
from tests.interpret.walks import walk
from tests.strategies import systems

WORKSHOP = instance(hand.workshop())
TAKEN = Trace(
    (
        (frozenset(), (None, None), False),
        (frozenset({(0, 1)}), (None, None), False),
        (frozenset({(0, 1)}), (1, None), False),
    ),
    (Step("take", (0, 1)), Step("prefer", (0, 1))),
)


def read(text: str, at: Instance) -> Recording | Unreadable:
    document = read_itf("run.itf.json", text.encode())
    return document if isinstance(document, Unreadable) else recorded(document, at)


def workshop_json() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(itf_text(Counterexample(WORKSHOP, "own_best", TAKEN)))
    return loaded


def reason(document: object) -> str:
    found = read(json.dumps(document), WORKSHOP)
    assert isinstance(found, Unreadable)
    return found.reason


@given(systems(), st.integers(0, 3))
def test_what_is_written_is_read_back(system: System, seed: int) -> None:
    at = instance(system)
    trace = simulate(at, 6, seed)
    assert trace is not None
    text = itf_text(Counterexample(at, "i0", trace))
    assert read(text, at) == Recording(trace.states, trace.steps)


@pytest.mark.parametrize("spec", ["tdp_mmu_roots", "die_hard"])
def test_refutations_of_shipped_specs_are_read_back(spec: str) -> None:
    for run in counterexamples.broken(spec):
        document = read_itf("run", itf_text(run).encode())
        assert isinstance(document, Document)
        assert (document.spec, document.design) == (f"{spec}.tdp", run.design)
        assert (document.claim, document.sizes) == (run.claim, run.instance.sizes)
        # The choices may be open: a trace is read before a design is chosen.
        at = instance(counterexamples.system(spec), dict(document.sizes))
        assert recorded(document, at) == Recording(run.trace.states, run.trace.steps)


@pytest.mark.parametrize(
    ("trace", "closing"),
    [
        (Trace(((0,), (1,)), (Step("a0", ()), Step("b1", ())), 0), Step("b1", ())),
        (Trace(((0,), (1,)), (Step("a0", ()),), 1), None),
    ],
)
def test_lassos_are_read_back(trace: Trace, closing: Step | None) -> None:
    at = walk("0 a 1 | 1 b 0")
    found = read(itf_text(Counterexample(at, "claim", trace)), at)
    assert found == Recording(trace.states, trace.steps[:1], trace.loop, closing)


def test_trace_of_another_program_has_states_only() -> None:
    document = workshop_json()
    del document["#meta"]
    for state in document["states"]:
        state["#meta"] = {"index": 7, "args": {}}
        state["mbt::actionTaken"] = "take"
    assert read(json.dumps(document), WORKSHOP) == Recording(TAKEN.states, (None, None))


def test_values_as_apalache_and_older_programs_write_them() -> None:
    at = instance(hand.counter())
    assert read('{"vars": ["n"], "states": [{"n": 0}, {"n": {"#bigint": "1"}}]}', at) == Recording(
        ((0,), (1,)), (None,)
    )
    document = workshop_json()
    text = json.dumps(document).replace('"tool1"', '"tool1_OF_TOOL"')
    assert read(text, WORKSHOP) == Recording(TAKEN.states, TAKEN.steps)


def test_step_that_the_system_does_not_have_is_kept_by_its_name() -> None:
    document = workshop_json()
    document["states"][2]["#meta"]["action"] = "borrow"
    found = read(json.dumps(document), WORKSHOP)
    assert isinstance(found, Recording)
    assert found.steps == (TAKEN.steps[0], Step("borrow", ()))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is not JSON: line 1, column 1: expecting value"),
        (b'{"states": [', "it is not JSON: line 1, column 13: expecting value"),
        (b"\xff\xfe\xfa", "it is not text"),
        (b"\x80{}", "it is not text"),
        (b"[" * 100_000, "it is JSON nested too deeply"),
        (b"[" + b"9" * 10_000 + b"]", "with too long a number"),
        (b"[]", "an object with the field 'states' is expected"),
        (b'{"vars": []}', "an object with the field 'states' is expected"),
        (b'{"states": {}}', "'states' is not a list of objects"),
        (b'{"states": [1]}', "'states' is not a list of objects"),
        (b'{"states": []}', "it has no states"),
        (b'{"states": [{}], "loop": 1}', "'loop' is not the index of one of its 1 states"),
        (b'{"states": [{}], "loop": true}', "'loop' is not the index of one of its 1 states"),
    ],
)
def test_file_that_is_no_trace_is_refused(content: bytes, said: str) -> None:
    found = read_itf("run.itf.json", content)
    assert isinstance(found, Unreadable)
    assert said in found.reason


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("open", "yes", 'state 1, open: "yes" is no bool'),
        ("open", None, "state 1, open: null is no bool"),
        ("held", {"#map": []}, "is not of the form {'#set': [...]}"),
        ("held", {"#set": ["worker0"]}, "\"worker0\" is not of the form {'#tup': [...]}"),
        ("held", {"#set": [{"#tup": ["worker0"]}]}, "has not 2 parts"),
        ("held", {"#set": [{"#tup": ["worker0", "tool2"]}]}, '"tool2" is no Tool at Tool=2'),
        ("best", {"#map": []}, "state 1, best: no value for worker0, worker1"),
        ("best", {"#map": ["worker0"]}, '"worker0" is no pair of an index and a value'),
        ("best", {"#map": [["worker0", "none"]] * 2}, "best: two values for worker0"),
        ("best", {"#map": [["worker0", "tool9"]]}, 'best[worker0]: "tool9" is no Tool at Tool=2'),
        ("best", {"#map": [[{"#bigint": "0"}, "none"]]}, "is no Worker at Worker=2"),
        ("best", {"#map": [["worker0", {"#set": ["tool0", "tool1"]}]]}, "is more than one value"),
        ("best", {"#map": [["worker0", {"#set": 3}]]}, "is not of the form {'#set': [...]}"),
    ],
)
def test_value_that_does_not_fit_is_refused_with_its_place(
    variable: str, value: object, said: str
) -> None:
    document = workshop_json()
    document["states"][1][variable] = value
    assert said in reason(document)


@pytest.mark.parametrize("number", ['{"#bigint": "4"}', '{"#bigint": "1_0"}', "4", "-1", "1.0"])
def test_number_outside_of_its_range_is_refused(number: str) -> None:
    found = read(f'{{"states": [{{"n": {number}}}]}}', instance(hand.counter()))
    assert isinstance(found, Unreadable)
    assert "is no 0..3" in found.reason


def test_variable_that_is_missing_is_told_with_the_spec_that_the_trace_is_of() -> None:
    document = workshop_json()
    document["#meta"]["source"] = "garage.tdp"
    del document["states"][2]["best"]
    assert reason(document) == "state 2 has no variable 'best' (it was made from garage.tdp)"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"w": "worker0"}, "step 1: the arguments of take are not w, t"),
        ({"w": "worker0", "t": "tool7"}, 'step 1, t of take: "tool7" is no Tool at Tool=2'),
    ],
)
def test_argument_that_does_not_fit_is_refused(arguments: object, said: str) -> None:
    document = workshop_json()
    document["states"][1]["#meta"]["arguments"] = arguments
    assert reason(document) == said


def test_deep_value_is_refused_without_showing_it() -> None:
    text = itf_text(Counterexample(WORKSHOP, "own_best", TAKEN))
    deep = "[" * 900 + "]" * 900
    found = read(text.replace('"open": false', f'"open": {deep}'), WORKSHOP)
    assert isinstance(found, Unreadable)
    assert found.reason.startswith("state 0, open: ")
