"""What is said of verdicts that may be worth less than they seem."""

from __future__ import annotations

from tdpspec.engines.examining.witnesses import warnings
from tdpspec.source.codes import (
    NEVER_TAKEN,
    NO_DIFFERENCE,
    PREMISE_NEVER_TRUE,
    TRUE_OF_ANY_STATE,
)
from tdpspec.system.trace import Trace
from tdpspec.system.vacuity import ActionSeen, DesignVacuity, IdlePremise, Vacuity, Why
from tests.report.example import LISTED_MAPS, NOTHING_LEFT, ONLY_LISTED, SOURCE, system

TAKEN = Trace((), ())
SYSTEM = system()


def design(name: str, **never: Why) -> DesignVacuity:
    return DesignVacuity(
        name,
        tuple(
            ActionSeen(one.name, None if one.name in never else TAKEN, never.get(one.name))
            for one in SYSTEM.actions
        ),
    )


def told(*designs: DesignVacuity, indifferent: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = warnings(SOURCE, SYSTEM, Vacuity(designs, indifferent))
    return [(one.code.number, one.message) for one in found]


def test_nothing_is_said_where_every_action_is_taken() -> None:
    assert told(design("keep_and_skip"), design("keep_on_list")) == []


def test_action_without_a_witness_is_not_called_dead() -> None:
    silent = DesignVacuity("keep_on_list", (ActionSeen("zap", None),))
    assert told(silent) == []


def test_actions_that_are_dead_alike_share_a_warning() -> None:
    dead = {"zap": Why.INDUCTION, "reboot": Why.INDUCTION}
    assert told(design("keep_and_skip", **dead), design("keep_on_list", **dead)) == [
        (NEVER_TAKEN.number, "no run of keep_and_skip, keep_on_list takes zap, reboot")
    ]


def test_actions_that_are_dead_elsewhere_do_not() -> None:
    first = design("keep_and_skip", zap=Why.EXHAUSTIVE, load=Why.EXHAUSTIVE)
    assert [message for _, message in told(first, design("keep_on_list", load=Why.EXHAUSTIVE))] == [
        "no run of keep_and_skip, keep_on_list takes load",
        "no run of keep_and_skip takes zap",
    ]


def test_warning_stands_at_the_action() -> None:
    (warning,) = warnings(SOURCE, SYSTEM, Vacuity((design("keep_on_list", zap=Why.INDUCTION),)))
    assert SOURCE.position(warning.span.start) == (60, 5)
    assert warning.hint is not None
    assert Why.INDUCTION.value in warning.hint


def test_claim_that_only_another_design_can_break_is_nothing_to_worry_about() -> None:
    one = DesignVacuity("keep_and_skip", (), (NOTHING_LEFT.name,))
    (found,) = warnings(SOURCE, SYSTEM, Vacuity((one, DesignVacuity("keep_on_list", ()))))
    assert found.code == TRUE_OF_ANY_STATE
    assert found.message == (
        f"no step can break '{NOTHING_LEFT.name}' under keep_and_skip, whatever state it is taken "
        "in: the types or the step's own conditions ensure it (at these sizes)"
    )
    assert found.hint is not None
    assert found.hint.startswith("no need to worry: it is a claim about keep_on_list, where a step")


def test_claim_that_no_design_can_break_is_told_once_and_may_be_too_weak() -> None:
    both = tuple(
        DesignVacuity(name, (), (LISTED_MAPS.name,)) for name in ("keep_and_skip", "keep_on_list")
    )
    (found,) = warnings(SOURCE, SYSTEM, Vacuity(both))
    assert "no step can break 'listed' under any of the 2 designs, whatever" in found.message
    assert found.hint is not None
    assert "it is weaker than meant" in found.hint
    assert "designs that were not asked about. If it was" in found.hint
    last = DesignVacuity("remove_from_list", (), (LISTED_MAPS.name,))
    (whole,) = warnings(SOURCE, SYSTEM, Vacuity((*both, last)))
    assert whole.hint is not None
    assert "fine if it is a reminder. If it was to say more" in whole.hint
    (alone,) = warnings(SOURCE, SYSTEM, Vacuity(both[:1]))
    assert "under keep_and_skip, whatever" in alone.message


def test_left_side_that_is_never_true() -> None:
    idle = IdlePremise(ONLY_LISTED.name, "r in listed", Why.INDUCTION, ONLY_LISTED.origin)
    found = warnings(SOURCE, SYSTEM, Vacuity((DesignVacuity("keep_on_list", (), (), (idle,)),)))
    (warning,) = found
    assert warning.code == PREMISE_NEVER_TRUE
    assert "never comes to judge `r in listed` under keep_on_list" in warning.message
    assert SOURCE.position(warning.span.start)[0] == ONLY_LISTED.origin.line


def test_choice_that_no_verdict_depends_on() -> None:
    ((code, message),) = told(indifferent=("on_invalidate",))
    assert code == NO_DIFFERENCE.number
    assert message.startswith("no verdict at these sizes depends on 'on_invalidate'")
