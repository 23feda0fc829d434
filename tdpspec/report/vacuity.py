"""What the verdicts are worth: one line a design to read, and everything to load."""

from __future__ import annotations

from tdpspec.report.document import steps_text
from tdpspec.report.layout import Line, Style, indented
from tdpspec.report.values_to_json import Json
from tdpspec.system.vacuity import DesignVacuity, Vacuity


def vacuity_lines(vacuity: Vacuity | None, width: int) -> tuple[Line, ...]:
    """``keep_on_list: 31 of 31 actions can be taken, each within 9 steps``, and under it the
    actions of which neither a witness nor a proof that there is none was found."""
    lines: list[Line] = []
    for one in vacuity.designs if vacuity else ():
        lines.extend(indented(_text(one), 0, width))
        if unknown := _unknown(one):
            text = f"no witness found for {', '.join(unknown)}; that proves nothing"
            lines.extend(indented(text, 2, width, Style.UNKNOWN))
    return tuple(lines)


def _text(one: DesignVacuity) -> str:
    lengths = [len(seen.witness) for seen in one.actions if seen.witness is not None]
    count = f"{len(lengths)} of {len(one.actions)} actions can be taken"
    within = f", each within {steps_text(max(lengths))}" if lengths else ""
    return f"{one.design}: {count}{within}"


def _unknown(one: DesignVacuity) -> list[str]:
    return [seen.action for seen in one.actions if seen.witness is None and seen.never is None]


def vacuity_json(vacuity: Vacuity | None) -> Json | None:
    """Null where nobody asked. Shape: ``designs`` by name; ``actions`` by name, with ``witness``
    a number of steps or null, and ``never`` why there is none, or null; ``indifferent`` the
    choices that no verdict depends on."""
    if vacuity is None:
        return None
    return {
        "designs": {one.design: _design(one) for one in vacuity.designs},
        "indifferent": list(vacuity.indifferent),
    }


def _design(one: DesignVacuity) -> Json:
    return {
        "actions": {
            seen.action: {
                "witness": None if seen.witness is None else len(seen.witness),
                "never": seen.never and seen.never.value,
            }
            for seen in one.actions
        },
        "of_any_state": list(one.of_any_state),
        "idle": [
            {"claim": idle.claim, "premise": idle.text, "why": idle.why.value} for idle in one.idle
        ],
    }
