"""The exported graph has the states, the steps and the bad states of the interpreter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.explore import Graph, graph
from tdpspec.interpret.step import stepper
from tdpspec.pipeline import load
from tdpspec.solving.aiger import FirstValue, Started, aiger
from tdpspec.solving.aiger_file import ascii_text, atom_text, binary
from tdpspec.solving.atoms import encode
from tdpspec.solving.relation import Relation
from tdpspec.system.changes import argument_names
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, State, instance
from tdpspec.system.trace import Step
from tests import systems
from tests.solving.simulator import Simulator, read_ascii, read_binary
from tests.strategies import states as any_states
from tests.strategies import systems as random_systems

STARTED = "started"


def exported(at: Instance) -> Simulator:
    return read_ascii(ascii_text(aiger(Relation(at)), at))


def bits(at: Instance, state: State) -> frozenset[str]:
    """The latches that are true in ``state``, once the run has started."""
    return frozenset(atom_text(at, one) for one in encode(at, state))


def word(at: Instance, step: Step) -> str:
    return f"{step.action}({', '.join(argument_names(at, step))})"


def proposal(circuit: Simulator, at: Instance, state: State) -> list[str]:
    """The inputs that propose ``state`` as the first one."""
    return [f"first: {one}" for one in sorted(bits(at, state)) if f"first: {one}" in circuit.inputs]


def starts(circuit: Simulator, at: Instance, proposed: Iterable[State]) -> set[frozenset[str]]:
    """The states in which a run can start; those with constant first values need no proposal."""
    if STARTED not in circuit.latches:
        return {circuit.first()}
    assert STARTED not in circuit.first()
    after = {circuit.after(circuit.first(), proposal(circuit, at, one)) for one in proposed}
    return {one - {STARTED} for one in after if STARTED in one}


def reachable(circuit: Simulator, begin: set[frozenset[str]]) -> set[frozenset[str]]:
    """All states that can be reached by choosing one input, or none, at each step."""
    started = frozenset({STARTED} & circuit.latches.keys())
    found, todo = set(begin), list(begin)
    choices = [(), *((one,) for one in circuit.inputs)]
    while todo:
        state = todo.pop() | started
        for inputs in choices:
            after = circuit.after(state, inputs)
            assert started <= after
            if after - started not in found:
                found.add(after - started)
                todo.append(after - started)
    return found


def agrees(at: Instance, whole: Graph, wrong: Iterable[State] = ()) -> None:
    """``wrong`` are states that are proposed besides, most of them not initial."""
    circuit, meaning = exported(at), stepper(at).meaning
    initial = whole.states[: whole.initial]
    assert starts(circuit, at, (*initial, *wrong)) == {bits(at, one) for one in initial}
    found = reachable(circuit, {bits(at, one) for one in initial})
    assert found == {bits(at, one) for one in whole.states}
    claims = state_claims(at.system.properties)
    assert list(circuit.bads) == [one.name for one in claims]
    started = frozenset({STARTED} & circuit.latches.keys())
    for state in whole.states:
        expected = {
            one.name for one in claims if not meaning.value(condition_of(at.system, one), state)
        }
        assert circuit.broken(bits(at, state) | started) == expected


@given(st.data())
def test_random_systems_have_the_states_and_bad_states_of_the_interpreter(data):
    at = instance(data.draw(random_systems(budget=150)))
    agrees(at, graph(at), [data.draw(any_states(at)) for _ in range(5)])


SHIPPED = (
    ("peterson", {}),
    ("die_hard", {}),
    ("two_phase_commit", {"ResourceManager": 1}),
    ("lock_server", {"Lock": 1}),
    ("sharded_kv", {"Key": 1}),
)


@pytest.mark.parametrize(("spec", "sizes"), SHIPPED)
def test_shipped_specs_have_the_states_and_bad_states_of_the_interpreter(spec, sizes):
    _, system, _ = load(spec)
    for design in system.designs:
        at = instance(fix(system, design.name), sizes)
        agrees(at, graph(at))


@given(st.data())
def test_a_step_is_that_of_the_first_input_and_nothing_where_its_guard_is_false(data):
    at = instance(data.draw(random_systems(budget=150)))
    state = data.draw(any_states(at))
    circuit = exported(at)
    started = frozenset({STARTED} & circuit.latches.keys())
    expected = {word(at, step): bits(at, after) for step, after in stepper(at).moves(state)}
    names = [one for one in circuit.inputs if not one.startswith("first: ")]
    assert expected.keys() <= set(names)
    several = data.draw(st.lists(st.sampled_from(names), max_size=3)) if names else []
    for chosen in (*((one,) for one in names), several):
        first = min(chosen, key=names.index, default="")
        after = circuit.after(bits(at, state) | started, chosen) - started
        assert after == expected.get(first, bits(at, state))


def test_no_state_is_bad_before_the_run_has_started():
    at = instance(systems.workshop())
    circuit = exported(at)
    assert STARTED in circuit.latches
    # Every combination of latches is bad for some claim once it has started.
    holding = next(iter(circuit.first() | {"held contains (worker0, tool0)"}))
    assert circuit.broken(frozenset({holding})) == frozenset()
    assert circuit.broken(frozenset({holding, STARTED})) != frozenset()


def test_constant_first_values_are_resets_and_need_no_first_step():
    graph_ = aiger(Relation(instance(systems.counter())))
    assert [one.reset for one in graph_.latches] == [True, False, False, False]
    assert len(graph_.inputs) == 2
    # The one bool of the workshop that begins as anything is the only thing that is proposed.
    workshop = aiger(Relation(instance(systems.workshop())))
    assert [one.means for one in workshop.latches].count(Started()) == 1
    assert sum(isinstance(one, FirstValue) for one in workshop.inputs) == 1


def test_without_an_initial_state_no_run_starts():
    never = replace(systems.counter(), initially=(systems.BoolValue(False),))
    circuit = exported(instance(never))
    assert STARTED in circuit.latches
    for inputs in ((), ("up()",)):
        assert STARTED not in circuit.after(circuit.first(), inputs)


def test_binary_says_the_same_as_ascii():
    for system in (systems.counter(), systems.workshop(), fix(systems.mutex(), "free")):
        at = instance(system, {one.name: 5 for one in system.sorts})
        found = aiger(Relation(at))
        assert read_binary(binary(found, at)) == read_ascii(ascii_text(found, at))


def test_text_of_the_handover():
    at = instance(systems.handover())
    assert ascii_text(aiger(Relation(at)), at) == (
        "aag 7 1 2 0 4 1\n"
        "2\n"  # the one input
        "4 10 1\n6 15\n"  # at first the turn is on the left
        "5\n"  # bad where it is not
        "8 4 2\n"  # handed over
        "10 9 4\n"  # still on the left
        "12 9 6\n14 13 9\n"  # neither was on the right nor is handed over
        "i0 pass_on()\nl0 turn = left\nl1 turn = right\nb0 stays_left\n"
        "c\nwritten by tdpspec\nspec: \ndesign: only\nsizes: Side=2\n"
    )


def test_an_open_choice_is_refused():
    with pytest.raises(AssertionError, match="a choice is open"):
        aiger(Relation(instance(systems.mutex())))
