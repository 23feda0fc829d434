"""Witnesses of hardware model checkers: what they say, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.read_itf import read_itf
from tdpspec.interpret.replay import run
from tdpspec.interpret.step import stepper
from tdpspec.solving.aiger import FirstValue, Started, aiger
from tdpspec.solving.atoms import encode
from tdpspec.solving.relation import Relation, Selector
from tdpspec.solving.witness import Witness, claim_of, is_witness, read_witness, run_of
from tdpspec.system.instance import Instance, instance
from tdpspec.system.recording import Recording, Unreadable
from tdpspec.system.trace import Step, Trace
from tests import systems
from tests.strategies import systems as random_systems

COUNTER = instance(systems.counter())
UP = "1\nb1\n1000\n10\n10\n00\n.\n"
"""Two steps up, to the first state that is not below two."""


def read(text: str, at: Instance = COUNTER) -> Recording | Unreadable:
    found = read_witness("run.cex", text.encode())
    return found if isinstance(found, Unreadable) else run_of(found, at)


def written(at: Instance, trace: Trace) -> str:
    """``trace`` as a model checker would tell it, with a step that changes nothing before each."""
    graph = aiger(Relation(at))
    lines = ["1", "b0", "".join(str(int(one.reset)) for one in graph.latches)]
    if any(one.means == Started() for one in graph.latches):
        held = encode(at, trace.states[0])
        first = (isinstance(one, FirstValue) and one.atom in held for one in graph.inputs)
        lines.append("".join(str(int(one)) for one in first))
    nothing = "0" * len(graph.inputs)
    for step in trace.steps:
        lines.append(nothing)
        lines.append("".join(str(int(one == Selector(step))) for one in graph.inputs))
    return "\n".join((*lines, nothing, "."))


@given(st.data())
def test_random_runs_are_read_back(data):
    at = instance(data.draw(random_systems()))
    meaning = stepper(at)
    state = data.draw(st.sampled_from(list(zip(meaning.initial(), range(20), strict=False))))[0]
    first, steps = state, []
    for _ in range(data.draw(st.integers(0, 4))):
        moves = [move for move in meaning.moves(state) if move[1] != state]
        if not moves:
            break
        step, state = data.draw(st.sampled_from(moves))
        steps.append(step)
    trace = run(at, first, tuple(steps))
    assert read(written(at, trace), at) == Recording(trace.states, trace.steps)


def test_counter_goes_up_as_the_witness_says():
    up = Step("up", ())
    assert read(UP) == Recording(((0,), (1,), (2,)), (up, up))
    assert claim_of(read_witness("", UP.encode()), COUNTER) == "below_two"


def test_what_abc_writes_is_the_same_without_the_frame():
    abc = "#\n#\n# CEX for output 1\n#\n1000\n10\n10\n00# DONE\n"
    assert read_witness("a", abc.encode()) == read_witness("a", UP.encode())


def test_of_two_steps_the_first_is_taken_and_x_is_none():
    assert read("1\nb1\n1xxx\n11\nx1\nxx\n.") == read("1\nb1\n1000\n10\n01\n00\n.")


def test_a_bad_that_is_not_there_has_no_claim():
    for bad in (None, 2, 10**8):
        assert claim_of(Witness("", bad, "1000", ("10",)), COUNTER) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0\nb0\n.\n", "no bad state is reachable"),
        ("2\n", "nothing is known"),
        ("1\nb0\n.\n", "it has no run"),
        ("1\nj0\n1000\n10\n.\n", "'j0' is no line of a witness"),
        ("1\nb0\n1000\n10a\n.\n", "'10a' is no line"),
        ("1\nb1\n1000\n100\n00\n.\n", "it has 3 inputs where only () has 2"),
        ("1\nb1\n100\n10\n00\n.\n", "it has 3 latches where only () has 4"),
        ("1\nb1\n0100\n10\n00\n.\n", "its latches do not begin"),
        (UP + UP, "several witnesses"),
        ("# CEX for output 0\n1000\n10\n# CEX for output 1\n1000\n10\n", "several witnesses"),
    ],
)
def test_what_is_no_witness_of_this_system_is_refused(text, said):
    found = read(text)
    assert isinstance(found, Unreadable)
    assert said in found.reason


def test_inputs_that_propose_no_initial_state_are_refused():
    at = instance(systems.workshop())
    graph = aiger(Relation(at))
    nothing = "0" * len(graph.inputs)
    reset = "".join(str(int(one.reset)) for one in graph.latches)
    # All constant first values hold by themselves, and no value of the bool is excluded.
    assert isinstance(read(f"{reset}\n{nothing}\n{nothing}\n", at), Recording)
    assert read(f"{reset}\n{nothing}\n", at) == Unreadable(
        "its inputs never propose an initial state"
    )


def test_json_is_no_witness_and_a_witness_is_no_json():
    for content in (b'{"states": []}', b"[1]", b"", b"\xff\xfe", b'"1"'):
        assert not is_witness(content)
    for text in (UP, "0\n", "2\n", "# CEX for output 0\n1000\n", "b0\n", "01x\n"):
        assert is_witness(text.encode())
    assert isinstance(read_itf("run.cex", UP.encode()), Unreadable)
