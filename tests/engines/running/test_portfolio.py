"""The whole of it: designs and engines in, findings in declaration order out."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice

import pytest

from tdpspec.engines.base import Fired, Limits
from tdpspec.engines.contradiction import ContradictionError, DisputedError
from tdpspec.engines.running.child import Judged
from tdpspec.engines.running.portfolio import prove
from tdpspec.engines.search.registry import ENGINES
from tdpspec.system.finding import Statistics
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.verdict import NOT_JUDGED, HoldsTo, Proved, Refuted, Unknown
from tests import systems
from tests.engines import doubles

DESIGNS = (
    instance(systems.counter()),
    instance(fix(systems.mutex(), "locked")),
    instance(fix(systems.mutex(), "free")),
)


def comparable(findings):
    """Findings without what they cost, which depends on who was first."""
    return [replace(one, statistics=Statistics(0.0)) for one in findings]


def test_findings_come_in_declaration_order_whoever_is_first():
    found = list(prove(DESIGNS, limits=Limits(6), jobs=1))
    assert [(one.design, one.claim.name, type(one.verdict)) for one in found] == [
        ("only", "in_range", Refuted),
        ("only", "below_two", Refuted),
        ("locked", "mutual_exclusion", Proved),
        ("free", "mutual_exclusion", Refuted),
    ]
    assert all(one.confirmed_by for one in found)
    assert [one.violation is None for one in found] == [False, False, True, False]
    with ThreadPoolExecutor(3) as executor:
        again = list(prove(DESIGNS, limits=Limits(6), executor=executor))
    assert comparable(again) == comparable(found)
    assert multiprocessing.active_children() == []


def test_what_no_search_decides_is_judged_by_visiting_all_states(monkeypatch):
    searches = {
        name: doubles.Fixed(name, Unknown("no answer")) for name in ENGINES if name != "explore"
    }
    monkeypatch.setattr("tdpspec.engines.running.portfolio.ENGINES", {**ENGINES, **searches})
    at = DESIGNS[1]
    (found,) = prove((at,), limits=Limits(6), jobs=2)
    assert (found.claim.name, found.engine) == ("mutual_exclusion", "explore")
    assert isinstance(found.verdict, Proved)
    assert found.verdict.covers == at.sizes


def test_claims_and_engines_are_chosen_by_name():
    (found,) = prove(DESIGNS, limits=Limits(1), claims=frozenset({"in_range"}), engines=("bmc",))
    assert (found.claim.name, found.engine, found.verdict) == (
        "in_range",
        "bmc",
        HoldsTo(1, "depth limit of 1 steps"),
    )
    with pytest.raises(KeyError):
        list(prove(DESIGNS, limits=Limits(1), engines=("none",)))


def test_news_tell_of_witnesses():
    news = []
    list(
        prove(
            DESIGNS[:1],
            limits=Limits(4, witnesses=True),
            listener=lambda one: news.append((one.job.engine_name, one.message)),
        )
    )
    assert {(name, one) for name, one in news if isinstance(one, Fired)} == {
        ("bmc", Fired("up", 1)),
        ("bmc", Fired("down", 2)),
    }


def with_engine(monkeypatch, engine):
    table = {**ENGINES, engine.name: engine}
    monkeypatch.setattr("tdpspec.engines.running.portfolio.ENGINES", table)


def test_a_lying_engine_is_found_out(monkeypatch):
    with_engine(monkeypatch, doubles.proves_everything(DESIGNS[0]))
    with pytest.raises(ContradictionError):
        list(prove(DESIGNS[:1], limits=Limits(4), engines=("liar",)))
    assert multiprocessing.active_children() == []


def test_what_was_decided_before_a_contradiction_is_yielded(monkeypatch):
    """The first claim holds in any state, so that the liar is right about it."""
    true = systems.invariant("always", systems.BoolValue(True))
    at = instance(replace(systems.counter(), properties=(true, *systems.counter().properties)))
    with_engine(monkeypatch, doubles.proves_everything(at))
    findings = prove((at,), limits=Limits(4), engines=("liar",))
    found = [(one.claim.name, type(one.verdict)) for one in islice(findings, 2)]
    with pytest.raises(DisputedError) as told:
        next(findings)
    assert told.value.identifier == "only/in_range"
    assert found == [("always", Proved), ("below_two", Unknown)]


def test_a_proof_ends_engines_that_come_later(monkeypatch):
    with_engine(monkeypatch, doubles.Sleeping("sleeping"))
    at = instance(
        replace(
            systems.handover(),
            properties=(systems.invariant("always", systems.BoolValue(True)),),
        )
    )
    (found,) = prove((at,), limits=Limits(4), engines=("kinduction", "sleeping"), jobs=2)
    assert (found.engine, type(found.verdict)) == ("kinduction", Proved)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("by_signal", [False, True])
def test_an_interrupt_shows_what_is_known_and_goes_on(monkeypatch, by_signal):
    with_engine(monkeypatch, doubles.Sleeping("sleeping"))

    def interrupt(news):
        if not isinstance(news.message, Judged) or found_out:
            return
        found_out.append(news)
        if not by_signal:
            raise KeyboardInterrupt
        # By then the caller waits for news, and there will be none.
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()

    found, found_out = [], []
    with pytest.raises(KeyboardInterrupt):
        found.extend(
            prove(
                (instance(systems.workshop()), *DESIGNS[1:2]),
                limits=Limits(4),
                engines=("sleeping",),
                listener=interrupt,
            )
        )
    assert [(one.claim.name, one.verdict) for one in found] == [
        ("own_best", HoldsTo(3, "asked for")),
        ("nothing_held", HoldsTo(3, "interrupted after depth 3")),
        ("mutual_exclusion", NOT_JUDGED),
    ]
    assert multiprocessing.active_children() == []
