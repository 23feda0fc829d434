"""What is shown for a refuted claim: a shortest run, where that can be known."""

from __future__ import annotations

import pytest

from tdpspec.engines.defaults import DEEP, SURE
from tdpspec.engines.search import few_states
from tdpspec.engines.search.shortest import Shortest
from tdpspec.interpret.replay import Replayed, replay, run
from tdpspec.system.instance import instance
from tdpspec.system.trace import Step, Trace
from tests import systems
from tests.solving.test_runs import PAIRS
from tests.spec import instance_of

AT = instance(systems.counter())
UP, DOWN = Step("up", ()), Step("down", ())


def run_of(*steps: Step) -> Trace:
    found = run(AT, (0,), steps)
    assert isinstance(found, Trace)
    return found


def test_a_longer_run_is_replaced_by_a_shortest_one() -> None:
    longer = run_of(UP, DOWN, UP, UP)
    assert Shortest(AT).instead_of("below_two", longer) == (run_of(UP, UP), True)


def test_a_run_of_the_least_length_is_known_to_be_shortest_without_a_search() -> None:
    shown = Shortest(AT).instead_of("below_two", run_of(UP, UP), at_least=2)
    assert shown == (run_of(UP, UP), True)


@pytest.mark.parametrize(("more", "searched"), [(0, True), (1, False)])
def test_a_long_run_of_the_least_length_is_shown_as_it_was_found(
    more: int, searched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    least = DEEP + more
    at = instance_of(f"""
        var n: 0..{least} = 0
        var idle: bool = false
        action up() {{ when n < {least}  n := n + 1 }}
        action rest() {{ when n < {least}  n := n + 1  idle := true }}
        invariant below n < {least}
    """)
    rest = Step("rest", ())
    found = run(at, (0, False), (rest,) * least)
    assert isinstance(found, Trace)
    shown, is_shortest = Shortest(at).instead_of("below", found, at_least=least)
    assert is_shortest
    assert (shown == Shortest(at).of_length("below", least)) is searched
    assert (shown == found) is not searched
    if not searched:
        # With a bound that is lower there may be a shorter run, for all that is known where not
        # all states can be visited.
        monkeypatch.setattr(few_states, "FEW_STATES", 1)
        assert Shortest(at).instead_of("below", found, at_least=least - 1) == (found, False)


def test_a_run_as_short_as_any_may_be_is_looked_for() -> None:
    longer = run_of(UP, DOWN, UP, UP)
    shown = Shortest(AT).instead_of("below_two", longer, at_least=2)
    assert shown == (run_of(UP, UP), True)


def test_of_a_deep_run_too_it_is_known_whether_a_short_one_breaks_the_claim() -> None:
    deep = run_of(UP, *(one for _ in range(DEEP // 2) for one in (DOWN, UP)), UP)
    assert Shortest(AT).instead_of("below_two", deep) == (run_of(UP, UP), True)


@pytest.mark.parametrize(
    ("back", "states", "shortest"),
    [(1, 1, True), (2, 1, False), (2, SURE + 2, False), (2, SURE + 3, True)],
)
def test_of_a_deep_run_it_is_known_whether_it_is_too_long_where_states_are_few(
    back: int, states: int, shortest: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(few_states, "FEW_STATES", states)
    least = SURE + 2
    at = instance_of(f"""
        var n: 0..{least} = 0
        action up() {{ when n < {least}  n := n + 1 }}
        action down() {{ when n > 0  n := n - 1 }}
        invariant below n < {least}
    """)
    there = tuple(UP for _ in range(least))
    longer = run(at, (0,), (*(UP, DOWN) * back, *there))
    assert isinstance(longer, Trace)
    assert (len(longer) > DEEP) is (back == 2)
    shown, is_shortest = Shortest(at).instead_of("below", longer)
    assert (shown.steps, is_shortest) == (there if shortest else longer.steps, shortest)


def test_the_run_does_not_depend_on_what_was_asked_before() -> None:
    fresh = Shortest(AT).of_length("in_range", 3)
    used = Shortest(AT)
    assert used.of_length("below_two", 2) == run_of(UP, UP)
    assert used.of_length("below_two", 1) is None
    assert used.of_length("in_range", 3) == fresh == run_of(UP, UP, UP)


@pytest.mark.parametrize("length", [2, 3, 4])
def test_a_run_is_looked_for_among_few_members_first(length: int) -> None:
    at = instance_of(PAIRS, Node=5, Key=4)
    found = Shortest(at).of_length("few", length)
    assert found is not None
    assert isinstance(replay(at, found, at.system.property["few"]), Replayed)
    nodes = {value for one in found.steps if one.action == "link" for value in one.arguments}
    keys = {value for one in found.steps if one.action == "use" for value in one.arguments}
    assert (nodes, len(found)) == ({0, 1, 2}, length)
    assert keys <= {0, 1}


@pytest.mark.parametrize(("length", "some"), [(1, False), (2, True), (3, True)])
def test_what_is_a_run_only_among_fewer_members_is_none(length: int, some: bool) -> None:
    at = instance_of(
        """
        sort Node
        var marked: set Node = {}
        var rested: bool = false
        action mark(n: Node) { add n to marked }
        action rest() { rested := true }
        invariant not_all exists n: Node. n notin marked
        """,
        Node=2,
    )
    found = Shortest(at).of_length("not_all", length)
    assert (found is not None) is some
    if found is not None:
        assert len(found) == length
        assert isinstance(replay(at, found, at.system.property["not_all"]), Replayed)
