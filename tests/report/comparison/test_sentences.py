"""Lemmas and second opinions as sentences."""

from __future__ import annotations

import pytest

from tdpspec.report.comparison.sentences import confirmed_text, covers_text, lemma_sentence
from tdpspec.system.make import conjunction, disjunction, implies, negation
from tdpspec.system.opinion import Breaks, Compared, Holds, Opinion, Silent
from tdpspec.system.terms import Equal, ForAll, Member, Read, Term
from tdpspec.system.verdict import Induction, Proved
from tests.report import example

R, Q = example.R, type(example.R)("q", example.ROOT.type)
LISTED: Term = Member((R,), Read("listed", (), example.ROOTS))
ALSO: Term = Member((Q,), Read("listed", (), example.ROOTS))
SAME: Term = Equal(R, Q)


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (LISTED, "Always r in listed."),
        (ForAll((R,), LISTED), "For all r: Root, always r in listed."),
        (implies(LISTED, ALSO), "If r in listed, then q in listed."),
        (
            negation(conjunction(LISTED, ALSO)),
            "Never together: r in listed; q in listed.",
        ),
        (
            ForAll((R, Q), negation(conjunction(negation(SAME), LISTED, ALSO))),
            "For all r, q: Root, where r != q, never together: r in listed; q in listed.",
        ),
        (disjunction(negation(LISTED), ALSO), "If r in listed, then q in listed."),
        (
            implies(SAME, negation(conjunction(LISTED, ALSO))),
            "Never together: r = q; r in listed; q in listed.",
        ),
    ],
)
def test_a_lemma_as_a_sentence(condition: Term, sentence: str) -> None:
    assert lemma_sentence(example.system(), condition) == sentence


PROVED = example.finding("keep_on_list", "listed", Proved(None, Induction(1)))


@pytest.mark.parametrize(
    ("tlc", "told"),
    [
        (None, "confirmed by a fresh Z3"),
        (Holds(288), "confirmed by a fresh Z3; TLC: it holds, in all of 288 states"),
        (Breaks(3, None), "confirmed by a fresh Z3; TLC DISAGREES: it is broken, in 3 steps"),
        (Silent("late"), "confirmed by a fresh Z3; TLC has no answer: late"),
    ],
)
def test_who_confirmed_a_proof(tlc: Opinion | None, told: str) -> None:
    compared = tlc and Compared(PROVED.instance, PROVED.claim, tlc, Silent(""))
    assert confirmed_text(PROVED, compared) == told


def test_what_a_proof_covers() -> None:
    assert covers_text(PROVED) == "every size"
    sized = example.finding("keep_on_list", "listed", Proved((("Root", 2),), Induction(1)))
    assert covers_text(sized) == "these sizes: Root=2"
