"""What is said of a design in one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tdpspec.report.in_short import in_short
from tdpspec.report.layout import text_of
from tdpspec.system.verdict import NOT_JUDGED, HoldsTo, Induction, Proved, Refuted, Unknown, Verdict
from tests.report import example

EVERY_SIZE = Proved(None, Induction(1))
THIS_SIZE = Proved((("Root", 2),), Induction(1))
OBSTACLE = replace(THIS_SIZE, obstacle="it is too wide")
REFUTED = Refuted(example.trace(), shortest=True)
CLAIMS = (example.NOTHING_LEFT.name, "listed", example.ONLY_LISTED.name)


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ((EVERY_SIZE,), "keeps its claim for every size."),
        ((THIS_SIZE,), "keeps its claim."),
        ((EVERY_SIZE, EVERY_SIZE), "keeps both claims for every size."),
        ((EVERY_SIZE, EVERY_SIZE, THIS_SIZE), "keeps all 3 claims, 2 of them for every size."),
        (
            (OBSTACLE, EVERY_SIZE, OBSTACLE),
            "keeps all 3 claims, 1 of them for every size; not for every size: "
            f"{CLAIMS[0]}, {CLAIMS[2]} (it is too wide).",
        ),
        ((EVERY_SIZE, REFUTED), "keeps 1 of 2 claims for every size; breaks listed(!)."),
        ((REFUTED, REFUTED), f"breaks {CLAIMS[0]}, listed(!)."),
        (
            (Unknown("why"),),
            f"is not known to keep its claim; not decided: {CLAIMS[0]}(!) (unknown).",
        ),
        (
            (REFUTED, HoldsTo(7, "why"), NOT_JUDGED),
            f"keeps none of 3 claims; breaks {CLAIMS[0]}; not decided: listed (holds to depth 7); "
            "1 not judged.",
        ),
    ],
)
def test_a_design_in_a_sentence(verdicts: tuple[Verdict, ...], said: str) -> None:
    """The first claim is expected to be refuted, the others to hold."""
    findings = tuple(
        example.finding("keep_and_skip", claim, verdict)
        for claim, verdict in zip(CLAIMS, verdicts, strict=False)
    )
    lines = in_short(replace(example.report(), findings=findings), 200)
    assert [text_of(one) for one in lines] == [f"keep_and_skip {said}"]
