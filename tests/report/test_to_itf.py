"""ITF that others read: the bytes, and what ``itf-py`` makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import itf_py
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.simulate import simulate
from tdpspec.report.to_itf import Counterexample, itf_files, itf_text, itf_type
from tdpspec.system.instance import Instance, State, instance
from tdpspec.system.model import System, Variable
from tdpspec.system.trace import Step, Trace
from tdpspec.system.types import (
    BOOL,
    BoolType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
    Type,
)
from tests import counterexamples
from tests import systems as hand
from tests.interpret.walks import walk
from tests.strategies import COLOUR, systems

Golden = Callable[[str, str], None]
SPECS = ("tdp_mmu_roots", "die_hard")


def document(run: Counterexample) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(itf_text(run))
    return loaded


def as_python(at: Instance, state: State) -> dict[str, object]:
    """``state`` as ``itf-py`` should give it back, made without the code under test."""

    def value(type_: Type, given: object) -> object:
        match type_:
            case OptionType(RangeType() | BoolType()):
                return frozenset() if given is None else frozenset({given})
            case OptionType(of):
                return "none" if given is None else value(of, given)
            case SetType((of,)):
                return frozenset(value(of, one) for one in given)  # type: ignore[attr-defined]
            case SetType(of):
                return frozenset(tuple(map(value, of, one)) for one in given)  # type: ignore[attr-defined]
            case SortType():
                return at.member_name(type_, given)  # type: ignore[arg-type]
            case _:
                return given

    def entries(variable: Variable, indices: tuple[Scalar, ...], given: object) -> object:
        if not indices:
            return value(variable.type, given)
        return {
            value(indices[0], index): entries(variable, indices[1:], below)
            for index, below in zip(at.elements(indices[0]), given, strict=True)  # type: ignore[call-overload]
        }

    return {
        one.name: entries(one, one.indices, given)
        for one, given in zip(at.system.variables, state, strict=True)
    }


def assert_read_back(run: Counterexample) -> None:
    read = itf_py.trace_from_json(document(run))
    assert read.loop == run.trace.loop
    assert read.vars == [one.name for one in run.instance.system.variables]
    assert [one.values for one in read.states] == [
        as_python(run.instance, one) for one in run.trace.states
    ]


@pytest.mark.parametrize("spec", SPECS)
def test_itf_py_reads_the_refutations_of_shipped_specs(spec: str) -> None:
    assert counterexamples.broken(spec)
    for run in counterexamples.broken(spec):
        assert_read_back(run)


@given(systems(), st.integers(0, 3))
def test_itf_py_reads_the_states_of_any_system(system: System, seed: int) -> None:
    at = instance(system)
    trace = simulate(at, 5, seed)
    assert trace is not None
    assert_read_back(Counterexample(at, "i0", trace))


def test_document_of_a_shipped_refutation(matches_golden: Golden) -> None:
    (run,) = (one for one in counterexamples.broken("lock_server") if one.design == "unguarded")
    (name,) = itf_files((run,))
    assert name == "unguarded.mutual_exclusion.itf.json"
    matches_golden(f"itf/{name}", itf_text(run))


def test_meta_tells_what_the_trace_is_of() -> None:
    run = counterexamples.broken_by("remove_from_list", "in_use_is_listed")
    meta = document(run)["#meta"]
    assert (meta["format"], meta["status"]) == ("ITF", "violation")
    assert (meta["source"], meta["design"]) == ("tdp_mmu_roots.tdp", "remove_from_list")
    assert meta["sizes"] == counterexamples.SMALL
    assert meta["varTypes"].keys() == set(document(run)["vars"])


def test_state_tells_the_step_that_leads_to_it() -> None:
    first, second, *_ = document(
        counterexamples.broken_by("remove_from_list", "nothing_survives_its_notifier")
    )["states"]
    assert first["#meta"] == {"index": 0}
    assert second["#meta"] | {"source": None} == {
        "index": 1,
        "action": "run_no_root",
        "process": "vcpu0",
        "arguments": {"v": "vcpu0"},
        "source": None,
        "changed": ["vcpu0: run -> load"],
    }
    assert second["#meta"]["source"]["file"] == "tdp_mmu_roots.tdp"
    assert second["#meta"]["source"]["line"] > 1


@pytest.mark.parametrize(
    ("indices", "type_", "text"),
    [
        ((), BOOL, "Bool"),
        ((), RangeType(0, 3), "Int"),
        ((), COLOUR, "Str"),
        ((), OptionType(COLOUR), "Str"),
        ((), OptionType(RangeType(0, 3)), "Set(Int)"),
        ((), SetType((hand.TOOL.type, RangeType(0, 3))), "Set(<<Str, Int>>)"),
        ((hand.TOOL.type,), SetType((COLOUR,)), "Str -> Set(Str)"),
        ((BOOL, hand.TOOL.type), RangeType(0, 3), "Bool -> (Str -> Int)"),
        ((BOOL, BOOL, BOOL), BOOL, "Bool -> (Bool -> (Bool -> Bool))"),
    ],
)
def test_types_in_the_words_of_apalache(
    indices: tuple[Scalar, ...], type_: Type, text: str
) -> None:
    assert itf_type(hand.variable("x", type_, None, indices)) == text


def test_lasso_has_its_loop_and_the_step_that_closes_it() -> None:
    at = walk("0 a 1 | 1 b 0")
    round_ = Trace(((0,), (1,)), (Step("a0", ()), Step("b1", ())), 0)
    found = document(Counterexample(at, "claim", round_))
    assert (found["loop"], found["#meta"]["closing"]["action"]) == (0, "b1")
    assert [one["#meta"].get("action") for one in found["states"]] == [None, "a0"]


def test_run_that_stops_for_ever_has_a_loop_without_a_step() -> None:
    at = walk("0 a 1 | 1 b 0")
    found = document(Counterexample(at, "claim", Trace(((0,), (1,)), (Step("a0", ()),), 1)))
    assert found["loop"] == 1
    assert "closing" not in found["#meta"]


def test_run_that_ends_has_no_loop() -> None:
    (run,) = counterexamples.broken("die_hard")
    assert "loop" not in document(run)
