"""What the verdicts are worth: one line a design, and every key of the JSON."""

from __future__ import annotations

from tdpspec.report.layout import text_of
from tdpspec.report.vacuity import vacuity_json, vacuity_lines
from tdpspec.source.span import Origin
from tdpspec.system.trace import Trace
from tdpspec.system.vacuity import ActionSeen, DesignVacuity, IdlePremise, Vacuity, Why
from tests.report.example import trace

LONG = trace()
SHORT = Trace(LONG.states[:2], LONG.steps[:1])
HERE = Origin("roots.tdp", 3, 1)
VACUITY = Vacuity(
    (
        DesignVacuity("all", (ActionSeen("load", SHORT), ActionSeen("zap", LONG))),
        DesignVacuity(
            "some",
            (
                ActionSeen("load", SHORT),
                ActionSeen("zap", None, Why.INDUCTION),
                ActionSeen("put", None),
            ),
            ("safe",),
            (IdlePremise("live", "r in zapped", Why.EXHAUSTIVE, HERE),),
        ),
        DesignVacuity("none", (ActionSeen("load", None, Why.EXHAUSTIVE),)),
    ),
    ("gap",),
)


def lines(vacuity: Vacuity | None) -> list[str]:
    return [text_of(one) for one in vacuity_lines(vacuity, 80)]


def test_one_line_a_design_and_what_is_not_known() -> None:
    assert lines(VACUITY) == [
        "all: 2 of 2 actions can be taken, each within 6 steps",
        "some: 1 of 3 actions can be taken, each within 1 step",
        "  no witness found for put; that proves nothing",
        "none: 0 of 1 actions can be taken",
    ]


def test_nothing_is_shown_where_nobody_asked() -> None:
    assert lines(None) == []
    assert vacuity_json(None) is None


def test_document_has_lengths_and_reasons() -> None:
    found = vacuity_json(VACUITY)
    assert isinstance(found, dict)
    assert found["indifferent"] == ["gap"]
    assert found["designs"]["some"] == {
        "actions": {
            "load": {"witness": 1, "never": None},
            "zap": {"witness": None, "never": "by induction"},
            "put": {"witness": None, "never": None},
        },
        "of_any_state": ["safe"],
        "idle": [
            {
                "claim": "live",
                "premise": "r in zapped",
                "why": "every reachable state was visited",
            }
        ],
    }
