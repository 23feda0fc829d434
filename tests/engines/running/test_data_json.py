"""Terms and verdicts survive the way through JSON; nothing else comes out of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.engines.running.data_json import NotOursError, from_json, text_of, to_json
from tdpspec.interpret.step import stepper
from tdpspec.source.span import Origin
from tdpspec.system.claims import condition_of
from tdpspec.system.instance import instance
from tdpspec.system.trace import Step, Trace
from tdpspec.system.verdict import Induction, Lemma, Proved, Refuted
from tests import systems
from tests.strategies import states
from tests.strategies import systems as random_systems


def through_text(value: object) -> object:
    return from_json(json.loads(json.dumps(to_json(value))))


@given(st.data())
def test_random_proofs_and_traces_come_back(data):
    at = instance(data.draw(random_systems()))
    terms = [condition_of(at.system, one) for one in at.system.properties]
    terms += [one.guard for one in at.system.actions]
    lemmas = tuple(Lemma(f"lemma_{number}", one) for number, one in enumerate(terms))
    proof = Proved(at.sizes, Induction(2, lemmas))
    assert through_text(proof) == proof
    state = data.draw(states(at))
    steps = [(step, after) for step, after in stepper(at).moves(state)][:1]
    trace = Trace((state, *(after for _, after in steps)), tuple(step for step, _ in steps))
    for verdict in (Refuted(trace, True), Refuted(Trace((state,), (), 0), False)):
        assert through_text(verdict) == verdict


@pytest.mark.parametrize(
    "json_",
    [
        1.5,
        {},
        {"is": "System"},
        {"is": "Not"},
        {"is": "Not", "of": True, "more": 1},
        {"is": "Order", "name": "SIDEWAYS"},
        {"is": "Order", "name": ["LESS"]},
        {"is": "frozenset", "of": 3},
        {"is": "frozenset", "of": [{"is": "frozenset", "of": 1}]},
        {"is": ["Not"], "of": True},
        {"is": "os.system", "command": "true"},
    ],
)
def test_what_is_not_ours_is_refused(json_):
    with pytest.raises(NotOursError):
        from_json(json_)


def test_json_nested_too_deeply_is_refused():
    deep: object = True
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(NotOursError):
        from_json(deep)


def test_text_leaves_out_what_is_for_people():
    step = Step("up", (1,))
    assert text_of(step) == '{"action": "up", "arguments": [1], "is": "Step"}'
    assert text_of(Origin("a", 1, 1)) == text_of(Origin("a", 1, 1))
    mutex = systems.mutex()
    assert systems.HERE.file not in text_of(mutex)
    assert "about mutual_exclusion" not in text_of(mutex)
