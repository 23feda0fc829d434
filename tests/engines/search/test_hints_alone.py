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


def proved(hints: str, monkeypatch: pytest.MonkeyPatch, spec: str = QUEUE) -> dict[str, Proved]:
    """What is proved where no search finds anything."""

    def nothing(*_: object, **__: object) -> Iterator[None]:
        yield from ()

    others = ("_together", "_by_unseen", "_where_few_states", "_with_someone", "_assuming")
    for one in others:
        monkeypatch.setattr(SmallSizes, one, nothing)
    # That who runs was asked is seen by itself, too.
    monkeypatch.setattr("tdpspec.engines.search.alone.free_invariants", lambda *_, **__: ())
    system = instance_of(spec + hints).system
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


def test_without_them_what_every_step_keeps_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proved("", monkeypatch).keys() == {"done_if_run"}


def test_claims_that_are_inductive_together_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search for what must not be of three members may find less than is claimed of them."""
    found = proved(
        "",
        monkeypatch,
        """
        sort Inode = 3
        var before: set (Inode, Inode) = {}
        action see(a: Inode, b: Inode) {
            when a != b and (b, a) notin before
            when not exists c: Inode. (b, c) in before and (c, a) in before
            add (a, b) to before
        }
        invariant no_two forall a, b: Inode. (a, b) in before => (b, a) notin before
        invariant no_three
            forall a, b, c: Inode. (a, b) in before and (b, c) in before => (c, a) notin before
        invariant no_four forall a, b, c, d: Inode.
            (a, b) in before and (b, c) in before and (c, d) in before => (d, a) notin before
    """,
    )
    assert found.keys() == {"no_two", "no_three"}
