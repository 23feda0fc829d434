"""The proofs by induction for a person, and as a document."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.report.document import Report
from tdpspec.report.explain import explanation_lines, explanations_json
from tdpspec.report.layout import text_of
from tdpspec.system.explanation import Explanation, Need, Unexplained
from tdpspec.system.verdict import Lemma
from tests.report.example import LISTED_MAPS, NOTHING_LEFT, ONLY_LISTED, report

FIRST, SECOND = Lemma("lemma_4", LISTED_MAPS.condition), Lemma("lemma_1", NOTHING_LEFT.condition)
WHOLE = Explanation(
    "keep_on_list",
    "listed",
    1,
    (FIRST, SECOND),
    (
        Need("listed", "load", ("lemma_4",)),
        Need("listed", "map", ("lemma_4",)),
        Need("lemma_4", "zap", ("listed", "lemma_1")),
        Need("lemma_1", "zap", ("lemma_4",)),
    ),
    ("lemma_2", "lemma_3"),
)
ALONE = Explanation("keep_on_list", ONLY_LISTED.name, 2, (), ())
LATE = Unexplained("remove_from_list", "listed")


def lines(*found: Explanation | Unexplained, width: int = 80) -> list[str]:
    return [text_of(one) for one in explanation_lines(told(*found), width)]


def told(*found: Explanation | Unexplained) -> Report:
    return replace(report(), explanations=found)


def test_each_lemma_is_a_sentence_with_what_needs_it() -> None:
    assert lines(WHOLE) == [
        "",
        "",
        "keep_on_list: why listed is proved",
        "  by induction, with 2 lemmas; 2 more of the proof are not needed.",
        "",
        "  listed",
        "    for every root r: r notin listed",
        "    needed for lemma_4 at zap",
        "",
        "  lemma_4",
        "    for every root r: r notin listed",
        "    needed for listed at load, map",
        "    needed for lemma_1 at zap",
        "",
        "  lemma_1",
        "    for every zapper z and root r: if z at done then maps[r] = {}",
        "    needed for lemma_4 at zap",
    ]


def test_what_was_told_with_one_proof_of_a_design_is_not_told_again() -> None:
    also = replace(
        WHOLE,
        claim=ONLY_LISTED.name,
        needs=(Need(ONLY_LISTED.name, "drop", ("lemma_1",)), *WHOLE.needs[2:]),
    )
    second = lines(WHOLE, also)[len(lines(WHOLE)) :]
    assert second == [
        "",
        "",
        f"keep_on_list: why {ONLY_LISTED.name} is proved",
        "  by induction, with 2 lemmas; 2 more of the proof are not needed.",
        "",
        f"  {ONLY_LISTED.name}",
        "    a vCPU never maps into an unlisted root",
        "",
        "  lemma_1",
        "    told above",
        f"    needed for {ONLY_LISTED.name} at drop",
        "",
        "  needed too, as told above: lemma_4",
    ]
    elsewhere = replace(also, design="remove_from_list")
    assert "    told above" not in lines(WHOLE, elsewhere)
    assert "    told above" in lines(WHOLE, elsewhere, also)


def test_claim_that_needs_no_lemma() -> None:
    assert lines(ALONE) == [
        "",
        "",
        f"keep_on_list: why {ONLY_LISTED.name} is proved",
        "  by induction from 2 states in a row, from the claim alone.",
        "",
        f"  {ONLY_LISTED.name}",
        "    a vCPU never maps into an unlisted root",
    ]


def test_what_was_not_found_out_in_time_is_said() -> None:
    assert lines(LATE)[2:] == [
        "remove_from_list: why listed is proved",
        "  It was not found out in time which lemmas are needed for what.",
    ]


def test_nothing_is_shown_where_nobody_asked() -> None:
    assert explanation_lines(report(), 80) == ()
    assert explanations_json(report()) is None


def test_no_proof_to_explain() -> None:
    assert lines() == ["", "There is no proof by induction to explain."]
    assert explanations_json(told()) == []


def test_document() -> None:
    found = explanations_json(told(WHOLE, ALONE, LATE))
    assert found is not None
    whole, alone, late = found
    assert whole["needless"] == ["lemma_2", "lemma_3"]
    assert [one["name"] for one in whole["lemmas"]] == ["listed", "lemma_4", "lemma_1"]
    assert whole["lemmas"][1] == {
        "name": "lemma_4",
        "condition": "forall r: Root. r notin listed",
        "sentence": "for every root r: r notin listed",
        "needed_for": {"listed": ["load", "map"], "lemma_1": ["zap"]},
    }
    assert (alone["k"], alone["lemmas"][0]["condition"]) == (2, None)
    assert (late["claim"], late["lemmas"]) == ("listed", None)
