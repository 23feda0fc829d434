"""A fault that makes one design another is noticed by the claims that tell these two apart."""

from __future__ import annotations

import pytest

from tdpspec.system.mutant import Baseline, Fate, Fault, Judgement, Kill, Mutant, Mutation
from tdpspec.system.noticed import noticed
from tdpspec.system.verdict import Exhaustive, Proved, Refuted, Verdict
from tests.report import example

CLAIM = example.NOTHING_LEFT.name
PROVED = Proved(None, Exhaustive(9))
REFUTED = Refuted(example.trace(), shortest=True)
MUTANTS = (
    Mutant("flip", Fault.CHOICE_FLIPPED, "", example.at_line(1), "keep_on_list", "keep_and_skip"),
    Mutant("skip", Fault.STATEMENT_SKIPPED, "", example.at_line(2)),
)
JUDGED = (
    Judgement("flip", "keep_on_list", Fate.SURVIVED),
    Judgement("skip", "keep_on_list", Fate.SURVIVED),
)


@pytest.mark.parametrize(
    ("here", "there", "fate"),
    [
        (PROVED, REFUTED, Fate.KILLED),
        (PROVED, PROVED, Fate.SURVIVED),
        (REFUTED, REFUTED, Fate.SURVIVED),
    ],
)
def test_what_is_known_of_the_other_design_counts(
    here: Verdict, there: Verdict, fate: Fate
) -> None:
    found = (
        example.finding("keep_on_list", CLAIM, here),
        example.finding("keep_and_skip", CLAIM, there),
    )
    mutation = Mutation(MUTANTS, (Baseline("keep_on_list", (CLAIM,)),), JUDGED)
    flip, skip = noticed(mutation, found).judgements
    assert (flip.fate, skip.fate) == (fate, Fate.SURVIVED)
    sizes = found[0].instance.sizes
    assert flip.kills == ((Kill(CLAIM, 6, sizes),) if fate is Fate.KILLED else ())
