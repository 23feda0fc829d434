"""What is shown for a refuted claim: a shortest run, where that can be known."""

from __future__ import annotations

from tdpspec.engines.search.shortest import DEEP, Shortest
from tdpspec.interpret.replay import run
from tdpspec.system.instance import instance
from tdpspec.system.trace import Step, Trace
from tests import systems

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


def test_of_a_deep_run_nothing_is_known() -> None:
    deep = run_of(UP, *(one for _ in range(DEEP // 2) for one in (DOWN, UP)), UP)
    assert Shortest(AT).instead_of("below_two", deep) == (deep, False)


def test_the_run_does_not_depend_on_what_was_asked_before() -> None:
    fresh = Shortest(AT).of_length("in_range", 3)
    used = Shortest(AT)
    assert used.of_length("below_two", 2) == run_of(UP, UP)
    assert used.of_length("below_two", 1) is None
    assert used.of_length("in_range", 3) == fresh == run_of(UP, UP, UP)
