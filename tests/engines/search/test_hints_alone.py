"""Lemmas of a spec that are the whole proof: it is taken as it is, and only where it is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tdpspec.engines.search.small_sizes import SmallSizes
from tdpspec.system.claims import state_claims
from tdpspec.system.verdict import Induction, Proved
from tests.spec import instance_of

HINTS = """
    lemma runs_if_asked running subset asked
    lemma none_runs running = {}
"""
QUEUE = """
    sort Job
    var asked: set Job = {}
    var running: set Job = {}
    var done: set Job = {}
    action ask(j: Job) { add j to asked }
    action run(j: Job) { when j in asked  add j to running }
    action end(j: Job) { when j in running  add j to done }
    invariant done_if_asked done subset asked
    invariant done_if_run done subset running
    invariant nothing_is_done done = {}
"""


def proved(hints: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Proved]:
    """What is proved of the queue where no search finds anything."""

    def nothing(*_: object, **__: object) -> Iterator[None]:
        yield from ()

    for one in ("_together", "_where_few_states", "_with_someone", "_assuming"):
        monkeypatch.setattr(SmallSizes, one, nothing)
    system = instance_of(QUEUE + hints).system
    conditions = {one.name: one.condition for one in system.hints}
    search = SmallSizes(system, state_claims(system.properties), conditions)
    for _ in search.search():
        pass
    return search.found.proofs


def test_what_they_prove_is_proved_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    found = proved(HINTS, monkeypatch)
    assert {"done_if_asked", "done_if_run"} <= found.keys()
    assert "nothing_is_done" not in found
    for proof in found.values():
        assert proof.covers is None
        assert isinstance(proof.by, Induction)
        # It is not right, though what is claimed would follow from it.
        assert "none_runs" not in {one.name for one in proof.by.lemmas}


def test_where_there_are_none_it_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not {"done_if_asked", "done_if_run"} & proved("", monkeypatch).keys()
