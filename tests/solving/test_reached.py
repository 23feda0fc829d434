"""States found from the circuit, many at a time, are those of the interpreter, and so are the
answers that a fixpoint over them gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.engines.contradiction import Disagreement
from tdpspec.engines.running.confirm import Confirmed, confirm
from tdpspec.interpret.explore import graph
from tdpspec.interpret.fairness import fair_conditions, fair_graph
from tdpspec.interpret.feasible import Interpreted, is_broken
from tdpspec.interpret.temporal import broken_by
from tdpspec.pipeline import load
from tdpspec.solving.atoms import decode
from tdpspec.solving.relation import Relation
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, State, instance
from tdpspec.system.model import Fairness, Temporal, TemporalKind
from tdpspec.system.terms import FALSE, TRUE, Bound, Equal, Read
from tdpspec.system.types import BOOL, OptionType, SetType
from tdpspec.system.verdict import Exhaustive, Proved
from tests import systems
from tests.interpret.test_temporal import questions
from tests.interpret.walks import claim, walk
from tests.strategies import draw_term, scope_of
from tests.strategies import systems as random_systems

np = pytest.importorskip("numpy")

from tdpspec.solving.reached import Reached, reached  # noqa: E402
from tdpspec.solving.search_columns import Search  # noqa: E402

EFFORT = 20_000_000
ENOUGH = 10_000


def everything(at: Instance) -> Reached:
    found = reached(at, ENOUGH)
    assert found is not None
    return found


def states_of(search: Search, relation: Relation) -> list[State]:
    held = {
        atom: search.rows.column(search.states, literal) for atom, literal in relation.atoms.items()
    }
    return [
        decode(relation.instance, (atom for atom, column in held.items() if column[number]))
        for number in range(search.states.shape[1])
    ]


def assert_same_graph(at: Instance) -> None:
    relation = Relation(at)
    search = Search(relation, ENOUGH)
    states = states_of(search, relation)
    steps = [one.step for one in relation.actions]
    edges = [
        (states[before], steps[by], states[after])
        for before, by, after in zip(search.before, search.by, search.after, strict=True)
    ]
    whole = graph(at)
    assert len(states) == len(whole.states)
    assert set(states) == set(whole.states)
    assert set(states[: search.initial]) == set(whole.states[: whole.initial])
    expected = [
        (whole.states[before], step, whole.states[after])
        for before, step, after in whole.edges
        if before != after
    ]
    assert len(edges) == len(expected)
    assert set(edges) == set(expected)


@settings(max_examples=100)
@given(random_systems(budget=600))
def test_states_and_steps_are_those_of_the_interpreter(system):
    assert_same_graph(instance(system))


@pytest.mark.slow
@settings(max_examples=150)
@given(random_systems())
def test_states_and_steps_of_more_and_larger_systems(system):
    assert_same_graph(instance(system))


@pytest.mark.parametrize(
    "system", [systems.counter(), systems.workshop(), systems.handover(), systems.mutex()]
)
def test_states_and_steps_of_systems_made_by_hand(system):
    design = system.designs[0].name if system.designs else None
    assert_same_graph(instance(fix(system, design) if design else system))


RING = [(one, "a", (one + 1) % 200) for one in range(200)]
"""200 atoms: a state is four words."""


@pytest.mark.parametrize("at_once", [1, 2, 3, 1 << 14])
def test_what_is_evaluated_together_does_not_matter(at_once, monkeypatch):
    monkeypatch.setattr("tdpspec.solving.search_columns.AT_ONCE", at_once)
    assert_same_graph(walk(RING))
    at = instance(fix(systems.mutex(), "locked"), {"Proc": 4})
    assert_same_graph(at)
    ring = walk(RING, fair="a")
    of = claim(ring, TemporalKind.ALWAYS_EVENTUALLY, {7})
    assert not is_broken(everything(ring), of)
    assert is_broken(everything(walk(RING)), of)


def test_states_are_not_taken_for_others_with_the_same_fingerprint(monkeypatch):
    monkeypatch.setattr(
        "tdpspec.solving.search_columns.fingerprints",
        lambda states: np.zeros(states.shape[1], np.uint64),
    )
    assert reached(walk(RING), ENOUGH) is None


def test_more_states_than_the_limit_are_not_found():
    assert reached(walk(RING), 199) is None
    assert reached(walk(RING), 200) is not None


def test_no_initial_state_and_no_step():
    nowhere = replace(systems.counter(), initially=(FALSE,))
    assert everything(instance(nowhere)).size(everything(instance(nowhere)).everything) == 0
    assert not is_broken(everything(instance(nowhere)), LATER)
    still = replace(systems.counter(), actions=())
    assert everything(instance(still)).size(everything(instance(still)).everything) == 1
    assert is_broken(everything(instance(still)), LATER)


LATER = Temporal("later", TemporalKind.EVENTUALLY, (), TRUE, FALSE, "", systems.HERE)


# --------------------------------------------------------------------------- temporal claims


@settings(max_examples=200)
@given(questions())
def test_walks_are_judged_as_by_the_search_for_loops(question):
    at, of = question
    found = fair_graph(at)
    assert found is not None
    assert is_broken(everything(at), of) == (broken_by(found, of) is not None)


@st.composite
def fair_systems(draw: st.DrawFn) -> tuple[Instance, Temporal]:
    """A random system, up to three conditions of fairness, and a random claim."""
    system = draw(random_systems(budget=300))
    fairness = []
    for number in range(draw(st.integers(0, 3))):
        action = draw(st.sampled_from(system.actions))
        parameters = action.parameters[: draw(st.integers(0, len(action.parameters)))]
        actions = (action.name,)
        if not parameters:
            actions = tuple(
                one.name for one in system.actions if one is action or draw(st.booleans())
            )
        strong = draw(st.booleans())
        fairness.append(Fairness(f"f{number}", strong, parameters, actions, "", systems.HERE))
    scope = scope_of(system)
    scalars = [one for one in scope.types if not isinstance(one, (OptionType, SetType))]
    bound = tuple(
        Bound(name, draw(st.sampled_from(scalars))) for name in "xy"[: draw(st.integers(0, 2))]
    )
    inner = replace(scope, bound=bound)
    kind = draw(st.sampled_from(TemporalKind))
    premise = draw_term(draw, inner, BOOL, 2) if kind is TemporalKind.LEADS_TO else TRUE
    goal = draw_term(draw, inner, BOOL, 2)
    of = Temporal("claim", kind, bound, premise, goal, "", systems.HERE)
    return instance(replace(system, fairness=tuple(fairness))), of


def assert_same_answer(at: Instance, of: Temporal) -> None:
    found = fair_graph(at)
    assert found is not None
    expected = broken_by(found, of) is not None
    assert is_broken(Interpreted(at), of) == expected
    assert is_broken(everything(at), of) == expected


@settings(max_examples=150)
@given(fair_systems())
def test_fair_systems_are_judged_as_by_the_interpreter(question):
    assert_same_answer(*question)


@pytest.mark.slow
@settings(max_examples=200)
@given(fair_systems())
def test_more_fair_systems_are_judged_as_by_the_interpreter(question):
    assert_same_answer(*question)


@settings(max_examples=60)
@given(fair_systems(), st.data())
def test_sets_are_searched_as_by_the_interpreter(question, data):
    """Each operation on its own, on random sets of states."""
    at, _ = question
    relation = Relation(at)
    order = states_of(Search(relation, ENOUGH), relation)
    place = {state: number for number, state in enumerate(order)}
    number = [place[state] for state in graph(at).states]
    one, other = everything(at), Interpreted(at)
    some = data.draw(st.sets(st.integers(0, len(number) - 1)))
    inside = some | data.draw(st.sets(st.integers(0, len(number) - 1)))

    def column(states):
        found = np.zeros(len(number), bool)
        found[[number[state] for state in states]] = True
        return found

    def same(column_, states):
        return set(np.flatnonzero(column_)) == {number[state] for state in states}

    for search in ("ahead", "behind"):
        expected = getattr(other, search)(frozenset(some), frozenset(inside))
        assert same(getattr(one, search)(column(some), column(inside)), expected)
    expected = other.without_dead_ends(frozenset(inside), frozenset(some))
    assert same(one.without_dead_ends(column(inside), column(some)), expected)
    for condition in fair_conditions(at):
        owned, expected = one.steps(condition.owns), other.steps(condition.owns)
        found = one.doing(owned, column(inside))
        assert same(found, other.doing(expected, frozenset(inside)))


def test_bound_variables_have_their_values_each():
    at = instance(fix(systems.mutex(), "locked"))
    proc = Bound("p", systems.PROC.type)
    goal = Equal(Read("place", (proc,), systems.PLACE), systems.CRITICAL)
    space = everything(at)
    alone = [space.size(space.where(goal, (proc,), (value,))) for value in (0, 1)]
    assert alone == [1, 1]
    both = [space.where(goal, (proc,), (value,)) for value in (0, 1)]
    assert space.size(both[0] & both[1]) == 0


# ------------------------------------------------------------------------------------ faults


FAIR_RING = walk("0 a 1 | 1 b 2 | 2 a 0", fair="a b")
ROUND = claim(FAIR_RING, TemporalKind.ALWAYS_EVENTUALLY, {1})


def judged() -> Confirmed | Disagreement:
    return confirm(FAIR_RING, ROUND, Proved((), Exhaustive(3)), EFFORT)


def test_without_a_fault_it_is_confirmed():
    assert judged() == Confirmed(("fixpoint (circuit)",))


def test_a_forgotten_condition_contradicts(monkeypatch):
    monkeypatch.setattr(
        "tdpspec.interpret.feasible.fair_conditions", lambda at: fair_conditions(at)[1:]
    )
    assert judged() == Disagreement("claim: a fixpoint finds that a fair run breaks it")


def test_a_forgotten_action_contradicts(monkeypatch):
    ground = Relation._all
    monkeypatch.setattr(
        Relation, "_all", lambda self, action: [] if action.name == "b1" else ground(self, action)
    )
    assert judged() == Disagreement("claim: 3 states, or 2")


def test_a_forgotten_step_contradicts(monkeypatch):
    """Without the third arrow the run may end in 2."""
    ground = Relation._all
    monkeypatch.setattr(
        Relation, "_all", lambda self, action: [] if action.name == "a2" else ground(self, action)
    )
    assert judged() == Disagreement("claim: a fixpoint finds that a fair run breaks it")


def test_a_forgotten_change_contradicts(monkeypatch):
    monkeypatch.setattr(
        "tdpspec.solving.search_columns._Effect.after",
        lambda self, states, values, chosen: states[:, chosen],
    )
    assert judged() == Disagreement("claim: 3 states, or 1")


# ------------------------------------------------------------------------------ shipped specs


@pytest.mark.parametrize(
    ("design", "states"),
    [("keep_and_skip", 15_114), ("keep_on_list_no_slots_lock", 130_593)],
)
def test_shipped_designs_at_the_sizes_of_their_temporal_claim(design, states):
    _, system, _ = load("tdp_mmu_roots")
    assert system is not None
    of = system.property["invalid_roots_are_freed"]
    at = instance(fix(system, design)).for_claim(of)
    assert confirm(at, of, Proved(at.sizes, Exhaustive(states)), EFFORT) == Confirmed(
        ("fixpoint (circuit)",)
    )
    unfair = Instance(replace(at.system, fairness=at.system.fairness[1:]), at.sizes)
    assert isinstance(
        confirm(unfair, of, Proved(at.sizes, Exhaustive(states)), EFFORT), Disagreement
    )
