"""Every engine of the table, judged by exhaustive search."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.engines.base import Decided, Limits, Progress
from tdpspec.engines.running.confirm import Confirmed, confirm
from tdpspec.engines.search.registry import ENGINES
from tdpspec.interpret.explore import explore
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import TemporalKind
from tdpspec.system.verdict import Exhaustive, HoldsTo, Proved, Refuted, Unknown
from tests import systems
from tests.interpret.walks import claim, walk
from tests.strategies import systems as random_systems

every_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


def verdicts(engine, at, depth):
    events = engine.judge(at, at.system.properties, (), Limits(depth))
    decided = [one for one in events if isinstance(one, Decided)]
    assert sorted(one.claim for one in decided) == sorted(at.system.property)
    return {one.claim: one.verdict for one in decided}


def agrees(at, verdict, shortest):
    """Whether ``verdict`` is compatible with the length of the shortest violation, or None."""
    match verdict:
        case Refuted(trace, True):
            return len(trace) == shortest
        case Refuted(trace, False):
            return shortest is not None and shortest <= len(trace)
        case Proved(sizes, _):
            return shortest is None and sizes in (None, at.sizes)
        case HoldsTo(depth, _):
            return shortest is None or depth < shortest
        case Unknown():
            return True


def is_exhaustive(verdict):
    """Whether it is the search of all states itself that proves the claim."""
    return isinstance(verdict, Proved) and isinstance(verdict.by, Exhaustive)


def check_agreement(engine, at, depth):
    judged = explore(at, at.system.properties)
    shortest = {claim.name: len(trace) for claim, trace in judged.refuted}
    for name, verdict in verdicts(engine, at, depth).items():
        assert agrees(at, verdict, shortest.get(name)), (name, verdict, shortest)
        confirmed = confirm(at, at.system.property[name], verdict, 20_000_000)
        assert isinstance(confirmed, Confirmed)
        assert confirmed.by or isinstance(verdict, Unknown) or is_exhaustive(verdict)


@every_engine
@given(st.data())
def test_engines_agree_with_exhaustive_search(engine, data):
    check_agreement(engine, instance(data.draw(random_systems(budget=300))), 5)


@every_engine
@pytest.mark.parametrize(
    "system",
    [
        fix(systems.mutex(), "locked"),
        fix(systems.mutex(), "free"),
        systems.counter(),
        systems.workshop(),
        systems.handover(),
    ],
    ids=["locked", "free", "counter", "workshop", "handover"],
)
@pytest.mark.parametrize("depth", [0, 1, 2, 3, 6])
def test_engines_agree_on_systems_counted_by_hand(engine, system, depth):
    check_agreement(engine, instance(system), depth)


@every_engine
def test_progress_never_claims_more_than_what_is_clean(engine):
    at = instance(systems.counter())
    open_ = set(at.system.property)
    for event in engine.judge(at, at.system.properties, (), Limits(6)):
        match event:
            case Progress(names, depth):
                assert set(names) == open_
                assert all(depth < {"in_range": 3, "below_two": 2}[one] for one in names)
            case Decided(claim, _, _):
                open_.remove(claim)
    assert not open_


@every_engine
def test_the_same_question_has_the_same_answer(engine):
    at = instance(systems.workshop())
    limits = Limits(4, witnesses=True)
    first, second = (list(engine.judge(at, at.system.properties, (), limits)) for _ in range(2))
    assert first == second


@every_engine
def test_only_explore_judges_temporal_claims(engine):
    at = walk("0 go 1", fair="go")
    claims = (claim(at, TemporalKind.EVENTUALLY, {1}),)
    (decided,) = engine.judge(at, claims, (), Limits(3))
    if engine.name == "explore":
        assert decided.verdict == Proved((), Exhaustive(2))
    else:
        reason = "temporal claims need exhaustive search at these sizes (explore)"
        assert decided.verdict == Unknown(reason)


@pytest.mark.slow
@every_engine
@settings(max_examples=140)
@given(st.data())
def test_engines_agree_with_exhaustive_search_on_larger_systems(engine, data):
    check_agreement(engine, instance(data.draw(random_systems(budget=3000))), 8)


@every_engine
def test_an_engine_has_the_name_that_the_table_has(engine):
    assert engine.make().name == engine.name
