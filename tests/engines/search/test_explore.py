"""The interpreter as an engine: its limit, and temporal claims from the graph to the finding."""

import sys
from dataclasses import replace

import pytest
from hypothesis import given

from tdpspec.engines.base import Decided, Limits, Progress
from tdpspec.engines.contradiction import Disagreement
from tdpspec.engines.running.confirm import Confirmed, confirm
from tdpspec.engines.running.portfolio import prove
from tdpspec.engines.search.explore import Explore
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import TemporalKind
from tdpspec.system.terms import FALSE, TRUE
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Exhaustive, HoldsTo, Proved, Refuted, Unknown
from tests import systems
from tests.interpret.test_temporal import questions
from tests.interpret.walks import claim, walk

EFFORT = 20_000_000
RING = walk("0 a 1 | 1 a 2 | 2 a 0", fair="a")
ROUND = claim(RING, TemporalKind.ALWAYS_EVENTUALLY, {1})
STAYS = replace(claim(RING, TemporalKind.EVENTUALLY_ALWAYS, {1}), name="stays")


def verdicts(engine, at, claims=None):
    events = engine.judge(at, claims or at.system.properties, (), Limits(0))
    return {one.claim: one.verdict for one in events if isinstance(one, Decided)}


def test_all_states_prove_and_a_shortest_run_refutes():
    at = instance(fix(systems.mutex(), "locked"))
    assert verdicts(Explore(), at) == {"mutual_exclusion": Proved(at.sizes, Exhaustive(3))}
    found = verdicts(Explore(), instance(systems.counter()))
    assert {name: (len(one.trace), one.shortest) for name, one in found.items()} == {
        "in_range": (3, True),
        "below_two": (2, True),
    }


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        (0, Unknown("more than 0 states")),
        (1, HoldsTo(0, "more than 1 states")),
        (2, HoldsTo(0, "more than 2 states")),
        (3, Proved((("Proc", 2),), Exhaustive(3))),
    ],
)
def test_beyond_the_limit_only_the_levels_searched_are_clean(states, verdict):
    at = instance(fix(systems.mutex(), "locked"))
    assert verdicts(Explore(states=states), at) == {"mutual_exclusion": verdict}


def test_progress_counts_the_levels():
    at = instance(fix(systems.mutex(), "locked"))
    events = Explore().judge(at, at.system.properties, (), Limits(0))
    assert [one.depth for one in events if isinstance(one, Progress)] == [0, 1]


def test_temporal_claims_are_unknown_beyond_the_limit():
    assert verdicts(Explore(states=2), RING, (ROUND,)) == {"claim": Unknown("more than 2 states")}
    assert verdicts(Explore(states=3), RING, (ROUND,)) == {"claim": Proved((), Exhaustive(3))}


@pytest.fixture(params=["fixpoint (circuit)", "fixpoint"])
def fixpoint(request, monkeypatch):
    """With NumPy and without: the name of what confirms."""
    if request.param == "fixpoint":
        monkeypatch.setitem(sys.modules, "tdpspec.solving.reached", None)
    else:
        pytest.importorskip("numpy")
    return request.param


def test_a_temporal_proof_is_confirmed_by_the_fixpoint(fixpoint):
    assert confirm(RING, ROUND, Proved((), Exhaustive(3)), EFFORT) == Confirmed((fixpoint,))
    assert confirm(RING, ROUND, Proved((), Exhaustive(4)), EFFORT) == Disagreement(
        "claim: 4 states, or 3"
    )
    found = confirm(RING, STAYS, Proved((), Exhaustive(3)), EFFORT)
    assert found == Disagreement("stays: a fixpoint finds that a fair run breaks it")


@pytest.mark.parametrize(
    ("limit", "most"), [("MOST_INTERPRETED", "fixpoint"), ("MOST_STATES", "fixpoint (circuit)")]
)
def test_what_has_too_many_states_is_left_unconfirmed(limit, most, fixpoint, monkeypatch):
    proved = Proved((), Exhaustive(3))
    monkeypatch.setattr(f"tdpspec.engines.running.second_search.{limit}", 2)
    by = () if most == fixpoint else (fixpoint,)
    assert confirm(RING, ROUND, proved, EFFORT) == Confirmed(by)


def test_a_second_search_that_finds_too_many_states_says_nothing(monkeypatch):
    pytest.importorskip("numpy")
    monkeypatch.setattr("tdpspec.engines.running.second_search.MOST_STATES", 2)
    assert confirm(RING, ROUND, Proved((), Exhaustive(2)), EFFORT) == Confirmed(())


def test_a_proof_about_states_is_confirmed_by_a_search_of_another_kind():
    pytest.importorskip("numpy")
    at = instance(fix(systems.mutex(), "locked"))
    claim = at.system.properties[0]
    found = confirm(at, claim, Proved(at.sizes, Exhaustive(3)), EFFORT)
    assert found == Confirmed(("second search (circuit)",))
    assert confirm(at, claim, Proved(at.sizes, Exhaustive(2)), EFFORT) == Disagreement(
        "mutual_exclusion: 2 states, or 3"
    )
    wrong = systems.invariant("never", FALSE)
    assert confirm(at, wrong, Proved(at.sizes, Exhaustive(3)), EFFORT) == Disagreement(
        "never: a second search finds a state that breaks it"
    )


def test_the_interpreter_does_not_confirm_itself(monkeypatch):
    monkeypatch.setitem(sys.modules, "tdpspec.solving.reached", None)
    at = instance(fix(systems.mutex(), "locked"))
    proved = Proved(at.sizes, Exhaustive(3))
    assert confirm(at, at.system.properties[0], proved, EFFORT) == Confirmed(())


def test_a_lasso_that_is_not_fair_is_not_believed():
    stops = Trace(((0,),), (), 0)
    found = confirm(RING, ROUND, Refuted(stops, False), EFFORT)
    assert found == Disagreement(
        "claim: the trace does not replay; after 0 steps: not kept: fair a"
    )


def test_an_engine_that_forgets_fairness_is_caught(monkeypatch):
    monkeypatch.setattr("tdpspec.interpret.fairness.fair_conditions", lambda _: ())
    (verdict,) = verdicts(Explore(), RING, (ROUND,)).values()
    monkeypatch.undo()
    assert isinstance(verdict, Refuted)
    assert isinstance(confirm(RING, ROUND, verdict, EFFORT), Disagreement)


def test_an_engine_that_overlooks_loops_is_caught(fixpoint, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("tdpspec.engines.search.explore.broken_by", lambda graph, claim: None)
        (verdict,) = verdicts(Explore(), RING, (STAYS,)).values()
    assert isinstance(verdict, Proved)
    assert isinstance(confirm(RING, STAYS, verdict, EFFORT), Disagreement)


@given(questions())
def test_every_temporal_answer_is_confirmed(question):
    at, of = question
    (verdict,) = verdicts(Explore(), at, (of,)).values()
    found = confirm(at, of, verdict, EFFORT)
    assert isinstance(found, Confirmed)
    assert found.by in (("interpreter",), ("fixpoint (circuit)",), ("fixpoint",))
    assert (found.violation is None) == isinstance(verdict, Proved)


def test_the_portfolio_gives_each_claim_to_who_can_judge_it():
    always, never = systems.invariant("always", TRUE), systems.invariant("never", FALSE)
    at = instance(replace(RING.system, properties=(always, ROUND, never, STAYS)))
    found = list(prove((at,), limits=Limits(4)))
    assert [(one.claim.name, one.engine, type(one.verdict)) for one in found] == [
        ("always", "every_size", Proved),
        ("claim", "explore", Proved),
        ("never", "bmc", Refuted),
        ("stays", "explore", Refuted),
    ]
    assert all(one.confirmed_by for one in found)
    assert [one.statistics.states for one in found] == [0, 3, 0, 0]
    assert found[3].violation.text == "false at first, again and again: at = 1"
