"""Property-directed reachability against exhaustive search, its parts against hand-made cases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tdpspec.engines.base import Decided, Limits
from tdpspec.engines.running.confirm import Confirmed, confirm
from tdpspec.engines.search.pdr import Pdr
from tdpspec.interpret.explore import explore
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.system.verdict import Proved, Refuted, Verdict
from tests.strategies import systems


def judged(given_: Instance) -> dict[str, Verdict]:
    events = Pdr().judge(given_, given_.system.properties, (), Limits(depth=0))
    return {one.claim: one.verdict for one in events if isinstance(one, Decided)}


def agrees_with_explore(small: Instance) -> None:
    exhaustive = explore(small, small.system.properties)
    assert exhaustive.complete
    refuted = {claim.name: len(trace) for claim, trace in exhaustive.refuted}
    verdicts = judged(small)
    assert sorted(verdicts) == sorted(one.name for one in small.system.properties)
    for claim in small.system.properties:
        verdict = verdicts[claim.name]
        if claim.name in refuted:
            assert isinstance(verdict, Refuted)
            assert refuted[claim.name] == len(verdict.trace)
        else:
            assert isinstance(verdict, Proved)
        assert isinstance(confirm(small, claim, verdict, 10**8), Confirmed)


@given(systems())
@settings(max_examples=25)
def test_pdr_agrees_with_exhaustive_search(system: System) -> None:
    agrees_with_explore(instance(system))


@pytest.mark.slow
@given(systems())
@settings(max_examples=500)
def test_pdr_agrees_with_exhaustive_search_on_many_systems(system: System) -> None:
    agrees_with_explore(instance(system))
