"""The second look at a run: in child processes, within limits, and what of it is told."""

from __future__ import annotations

import pytest

from tdpspec.engines.base import Limits
from tdpspec.engines.child import Bounds
from tdpspec.engines.examine import examine
from tdpspec.engines.portfolio import prove
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.vacuity import Vacuity
from tests.engines.test_dependence import GATE
from tests.spec import system_of

DESIGNS = """
choice strict: bool
design tight { strict = true }
design loose { strict = false }
var on: bool = false
action press { on := true }
invariant c CONDITION
"""


def looked(text: str, left_out: str = "", bounds: Bounds | None = None) -> Vacuity:
    """Everything but the findings of one design, or of one claim, if so ``left_out``."""
    system = system_of(text)
    at = tuple(instance(fix(system, one.name)) for one in system.designs)
    findings = tuple(prove(at, limits=Limits(10), engines=("pdr",)))
    kept = tuple(one for one in findings if left_out not in (one.design, one.claim.name))
    designs = {one.design for one in kept}
    return examine(
        system,
        tuple(one for one in at if one.system.design in designs),
        kept,
        limits=Limits(10),
        bounds=bounds or Bounds(),
        jobs=1,
        took=100.0,
    )


@pytest.mark.parametrize("left_out", ["careful", "alone", ""])
def test_choice_is_told_only_where_all_was_asked(left_out: str) -> None:
    found = looked(GATE + "invariant others forall w: Walker. w in inside => colour = 0\n"
                   .replace("colour = 0", "colour < 3"), left_out)  # fmt: skip
    assert found.indifferent == (() if left_out else ("paint",))
    assert [one.design for one in found.designs] == [
        one for one in ("careful", "blind") if one != left_out
    ]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        # Of one design nothing is left: it is about the other one.
        ("strict => not on", [(), ()]),
        # It is judged under both, and says nothing of one of them.
        ("not strict or on or not on", [("c",), ("c",)]),
        ("on => on", [("c",), ("c",)]),
        ("not on", [(), ()]),
    ],
)
def test_claim_is_told_where_it_is_judged(condition: str, told: list[tuple[str, ...]]) -> None:
    found = looked(DESIGNS.replace("CONDITION", condition))
    assert [one.of_any_state for one in found.designs] == told


def test_time_limit_holds_and_tells_nothing() -> None:
    assert looked(GATE, bounds=Bounds(seconds=0.01)) == Vacuity()
