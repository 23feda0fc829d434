"""A tidied trace is the same story: as long, replayable, and about the same bad state."""

from __future__ import annotations

from hypothesis import given, settings

from tdpspec.interpret.explore import explore
from tdpspec.interpret.replay import Replayed, replay
from tdpspec.interpret.tidy import tidy
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import System
from tests.strategies import systems
from tests.systems import mutex


@given(systems())
@settings(max_examples=60)
def test_a_tidied_trace_replays_is_as_long_and_breaks_the_same_claim(system: System) -> None:
    small = instance(system)
    for claim, trace in explore(small, system.properties).refuted:
        told = tidy(small, trace)
        assert len(told) == len(trace)
        assert isinstance(replay(small, told, claim), Replayed)


def test_tidying_twice_is_tidying_once() -> None:
    small = instance(fix(mutex(), "free"))
    ((_, trace),) = explore(small, small.system.properties).refuted
    told = tidy(small, trace)
    assert tidy(small, told) == told
