"""Runs in the solver are the runs of the system, of exactly the length asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.interpret.explore import graph
from tdpspec.interpret.replay import Replayed, replay
from tdpspec.solving.atoms import encode
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer, Session, SolverKind
from tdpspec.solving.unroll import Start, Steps, Unrolling
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.terms import Equal, IntValue, Read
from tests import systems
from tests.strategies import states
from tests.strategies import systems as random_systems


def number_is(relation, number):
    return relation.condition(Equal(Read("n", (), systems.NUMBER), IntValue(number)))


@pytest.mark.parametrize("kind", list(SolverKind))
def test_a_state_is_reached_with_its_shortest_run_and_not_before(kind):
    relation = Relation(instance(systems.counter()))
    runs = Unrolling(relation, session=Session(kind))
    three = number_is(relation, 3)
    answers = [runs.check([(0, three)])]
    for depth in (1, 2, 3):
        runs.extend()
        answers.append(runs.check([(depth, three)]))
    assert answers == [Answer.UNSAT, Answer.UNSAT, Answer.UNSAT, Answer.SAT]
    trace = runs.trace(3)
    assert trace.states == ((0,), (1,), (2,), (3,))
    assert isinstance(replay(relation.instance, trace), Replayed)
    assert runs.queries == 4


@given(st.data())
def test_total_steps_from_any_state_are_a_function_of_state_and_selector(data):
    """An action whose guard is false, and no action at all, leave the state as it is."""
    at = instance(data.draw(random_systems(budget=200)))
    state = data.draw(states(at))
    relation = Relation(at)
    held = encode(at, state)
    before = [(0, node if atom in held else -node) for atom, node in relation.atoms.items()]
    runs = Unrolling(relation, Start.ANY, Steps.TOTAL)
    runs.extend()
    chosen = data.draw(st.sampled_from((None, *relation.actions)))
    selected = [(0, one.selector if one is chosen else -one.selector) for one in relation.actions]
    assert runs.check([*before, *selected]) is Answer.SAT
    after = [(1, node if runs.value(1, node) else -node) for node in relation.atoms.values()]
    if chosen is None or not runs.value(0, chosen.guard):
        assert [one for _, one in after] == [one for _, one in before]
    for step, literal in after:
        assert runs.check([*before, *selected, (step, -literal)]) is Answer.UNSAT


def test_total_steps_reach_at_each_depth_what_fewer_steps_reach():
    relation = Relation(instance(systems.counter()))
    runs = Unrolling(relation, Start.INITIAL, Steps.TOTAL)
    for _ in range(2):
        runs.extend()
    reached = [runs.check([(2, number_is(relation, one))]) for one in range(4)]
    assert reached == [Answer.SAT, Answer.SAT, Answer.SAT, Answer.UNSAT]


def test_a_core_names_assumptions_that_exclude_each_other():
    relation = Relation(instance(systems.counter()))
    runs = Unrolling(relation, Start.ANY)
    runs.extend()
    assumed = [(0, number_is(relation, 0)), (1, number_is(relation, 3))]
    assert runs.check(assumed) is Answer.UNSAT
    assert runs.core(assumed) == tuple(assumed)


def test_an_open_choice_has_one_value_through_a_whole_run():
    relation = Relation(instance(systems.mutex()))
    (chosen,) = relation.frozen.values()
    runs = Unrolling(relation)
    runs.extend()
    runs.extend()
    holds = relation.condition(relation.instance.system.properties[0].condition)
    assert runs.check([(2, -holds), (0, chosen)]) is Answer.UNSAT
    assert runs.check([(2, -holds), (2, chosen)]) is Answer.UNSAT
    assert runs.check([(2, -holds), (0, -chosen)]) is Answer.SAT


def test_a_query_beyond_its_effort_is_unknown():
    at = instance(fix(systems.mutex(), "locked"), {"Proc": 12})
    relation = Relation(at)
    runs = Unrolling(relation, session=Session(SolverKind.SIMPLE, effort=1))
    for _ in range(12):
        runs.extend()
    holds = relation.condition(at.system.properties[0].condition)
    assert runs.check([(12, -holds)]) is Answer.UNKNOWN
    assert runs.session.why_unknown()


def test_all_states_of_the_workshop_and_only_those_are_in_some_run():
    at = instance(systems.workshop())
    relation = Relation(at)
    runs = Unrolling(relation, Start.INITIAL, Steps.TOTAL)
    expected = set(graph(at).states)
    for _ in range(6):
        runs.extend()
    found = set()
    while runs.check() is Answer.SAT:
        held = {atom for atom, node in relation.atoms.items() if runs.value(6, node)}
        found.add(frozenset(held))
        same = relation.circuit.conjunction(
            node if atom in held else -node for atom, node in relation.atoms.items()
        )
        runs.require(6, -same)
    assert found == {encode(at, state) for state in expected}
