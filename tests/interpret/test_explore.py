"""Exact counts of systems counted by hand, and the boundaries of the search."""

import pytest

from tdpspec.interpret.explore import Fired, Search, explore, graph
from tdpspec.interpret.replay import Replayed, replay
from tdpspec.interpret.step import stepper
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.terms import BoolValue
from tdpspec.system.trace import Step, Trace
from tests import systems
from tests.spec import instance_of


def test_counter_is_counted_exactly():
    found = explore(instance(systems.counter()))
    assert (found.states, found.transitions, found.depth) == (4, 7, 4)
    assert (found.deadlocks, found.complete) == (0, True)
    assert found.actions == (Fired("up", 4, 1), Fired("down", 3, 2))
    assert found.never_fired == ()


@pytest.mark.parametrize("size", [1, 2, 5])
def test_locked_mutex_has_one_state_more_than_processes(size):
    found = explore(instance(fix(systems.mutex(), "locked"), {"Proc": size}))
    assert (found.states, found.transitions, found.depth) == (size + 1, 2 * size, 2)


def test_workshop_is_counted_exactly_from_both_initial_states():
    found = explore(instance(systems.workshop()))
    assert found.states == 46
    # held pairs over all states: 4 * 2 * 1 + 2 * 3 * 2 + 2 * 4 * 2 = 36, twice; each can be
    # preferred and given; each of the 2 * 46 - 72 = 20 free tools can be taken by two workers;
    # closing is possible in the half that is not open
    assert [(one.action, one.times) for one in found.actions] == [
        ("take", 40),
        ("prefer", 72),
        ("give", 72),
        ("close", 23),
    ]
    assert [one.witness for one in found.actions] == [1, 2, 2, 1]
    # take both tools, prefer one of each worker
    assert found.depth == 5


def test_single_worker_is_counted_at_its_own_size():
    # one worker: no tool, one of two tools (2 states each), both (3 states); open or not
    assert explore(instance(systems.workshop(), {"Worker": 1})).states == 2 * (1 + 4 + 3)


def test_deadlock_and_depth_of_a_chain_of_two():
    found = explore(instance(systems.handover()))
    assert (found.states, found.transitions, found.depth, found.deadlocks) == (2, 1, 2, 1)


def test_action_that_never_fires_is_named():
    at = instance(systems.workshop(), {"Tool": 1, "Worker": 1})
    assert explore(at).never_fired == ()
    locked = instance(fix(systems.mutex(), "locked"))
    assert explore(locked, limit=1).never_fired == ("leave",)


def test_refuted_claim_comes_with_its_shortest_trace():
    at = instance(fix(systems.mutex(), "free"))
    (claim,) = at.system.properties
    ((refuted, trace),) = explore(at, at.system.properties).refuted
    assert refuted == claim
    assert trace == Trace(
        states=(
            (("idle", "idle"), None),
            (("critical", "idle"), 0),
            (("critical", "critical"), 1),
        ),
        steps=(Step("enter", (0,)), Step("enter", (1,))),
    )
    assert isinstance(replay(at, trace, claim), Replayed)


def test_claims_are_refuted_each_at_its_own_depth():
    at = instance(systems.counter())
    found = explore(at, at.system.properties)
    assert [(one.name, len(trace)) for one, trace in found.refuted] == [
        ("in_range", 3),
        ("below_two", 2),
    ]


def test_claim_that_holds_is_not_refuted():
    at = instance(systems.workshop())
    found = explore(at, at.system.properties)
    assert [(one.name, len(trace)) for one, trace in found.refuted] == [("nothing_held", 1)]


def test_claim_false_in_an_initial_state_has_a_trace_without_steps():
    at = instance(systems.counter())
    claim = systems.invariant("never", BoolValue(False))
    ((_, trace),) = explore(at, (claim,)).refuted
    assert trace == Trace(states=((0,),), steps=())


@pytest.mark.parametrize(("limit", "states", "complete"), [(3, 3, False), (4, 4, True)])
def test_limit_stops_only_a_search_that_needs_more_states(limit, states, complete):
    found = explore(instance(systems.counter()), limit=limit)
    assert (found.states, found.complete) == (states, complete)


FEW_WAYS = """
    sort Node
    var r: set (Node, Node) = any
    var one: Node = any
    initially forall n, m: Node. (n, m) in r => n = one and m != one
    action go(n: Node) { one := n }
"""


def test_search_may_stop_where_many_ways_to_begin_are_no_initial_states():
    at = instance_of(FEW_WAYS, Node=3)
    # Of each node two pairs, of which some are in the set, or none is; then any node.
    whole = explore(at)
    assert (whole.states, whole.complete) == ((3 * 3 + 1) * 3, True)
    found = Search(stepper(at), tries=20)
    assert found.stopped
    assert 0 < len(found.level) < 3 * 3 + 3


def test_search_may_stop_at_the_last_refutation():
    at = instance(systems.counter())
    claim = at.system.property["below_two"]
    found = explore(at, (claim,), stop_when_refuted=True)
    assert (found.states, found.depth, found.complete) == (3, 3, False)
    assert len(found.refuted[0][1]) == 2


def test_progress_tells_each_level():
    seen = []
    explore(instance(systems.counter()), progress=lambda level, all_: seen.append((level, all_)))
    assert seen == [(1, 1), (1, 2), (1, 3), (1, 4)]


def test_graph_of_the_counter():
    up, down = Step("up", ()), Step("down", ())
    found = graph(instance(systems.counter()))
    assert found.states == ((0,), (1,), (2,), (3,))
    assert found.initial == 1
    assert found.edges == (
        (0, up, 1),
        (1, up, 2),
        (1, down, 0),
        (2, up, 3),
        (2, down, 1),
        (3, up, 3),
        (3, down, 2),
    )


def test_graph_and_search_agree():
    at = instance(systems.workshop())
    found, whole = explore(at), graph(at)
    assert (found.states, found.transitions) == (len(whole.states), len(whole.edges))
    assert whole.initial == 2
