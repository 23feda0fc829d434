"""Proofs by what lemmas say of everyone: what some member of each quorum does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tdpspec.engines.lemmas.general import EverySizeChecker
from tdpspec.engines.search import with_everyone
from tdpspec.engines.search.growing import Lemmas
from tdpspec.engines.search.small_sizes import SmallSizes
from tdpspec.engines.search.with_everyone import Candidates, candidates, proved_with_everyone
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.printer import term_text
from tdpspec.system.verdict import Induction
from tests.spec import instance_of

VOTES = """
    design only "" {}
    sort Node, Quorum, Value
    var members: set (Node, Quorum) = any
    initially forall p, q: Quorum. exists n: Node. (n, p) in members and (n, q) in members
    var vote: Node -> Value? = none
    var decided: set Value = {}
    action cast(n: Node, v: Value) { when vote[n] = none  vote[n] := v }
    action decide(q: Quorum, v: Value) {
        when forall n: Node. (n, q) in members => vote[n] = v
        add v to decided
    }
    invariant agreement "" forall v in decided, w in decided. v = w
    invariant three "" exists a, b, c: Node. forall n: Node. n = a or n = b or n = c
"""


class EnoughError(Exception):
    """The search need not go on."""


def with_three(monkeypatch: pytest.MonkeyPatch) -> Lemmas:
    """What a search for a proof finds at three nodes, on its way to a larger size."""
    seen = list[Lemmas]()

    def look(lemmas: Lemmas) -> Candidates:
        seen.append(lemmas)
        if dict(lemmas.at.sizes)["Node"] == 3:
            raise EnoughError
        return Candidates(lemmas, {}, {}, {})

    monkeypatch.setattr("tdpspec.engines.search.small_sizes.candidates", look)
    system = instance_of(VOTES).system
    claims = tuple(one for one in state_claims(system.properties) if one.name == "agreement")
    with pytest.raises(EnoughError):
        list(SmallSizes(system, claims, {}).search())
    monkeypatch.undo()
    return seen[-1]


def proved(tried: Candidates, claim: str) -> Induction | None:
    system = tried.lemmas.at.system
    claims = {claim: condition_of(system, system.property[claim])}
    found = proved_with_everyone(tried, claims, EverySizeChecker(system)).get(claim)
    if found is None:
        return None
    assert found.covers is None
    assert isinstance(found.by, Induction)
    return found.by


def test_three_nodes_are_enough_to_see_what_quorums_do(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = candidates(with_three(monkeypatch))
    by = proved(tried, "agreement")
    assert by is not None
    said = [term_text(tried.lemmas.at.system, one.condition) for one in by.lemmas]
    assert any("exists n: Node. (n, q) in members and " in one for one in said)


def test_without_guesses_there_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    lemmas = with_three(monkeypatch)
    monkeypatch.setattr(with_everyone, "everyone", lambda *_: ())
    assert proved(candidates(lemmas), "agreement") is None


def test_what_is_true_of_three_only_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """All else follows from such a guess, and is left out; it is not shown, and all else tried
    again without it."""
    tried = candidates(with_three(monkeypatch))
    system = tried.lemmas.at.system
    three = condition_of(system, system.property["three"])
    with_it = replace(tried, guesses={"lemma_0": three, **tried.guesses})
    assert proved(with_it, "three") is None
    by = proved(with_it, "agreement")
    assert by is not None
    assert three not in [one.condition for one in by.lemmas]
