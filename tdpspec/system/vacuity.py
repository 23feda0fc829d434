"""What a run of ``prove`` tells about its own worth: what could happen at all, and what could have
made a difference.

Source: Beer, Ben-David, Eisner, Rodeh, Efficient Detection of Vacuity in Temporal Model Checking,
FMSD 2001.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tdpspec.source.span import Origin
from tdpspec.system.trace import Trace


class Why(Enum):
    """What proves that something is true in no reachable state, at the sizes of the run."""

    EXHAUSTIVE = "every reachable state was visited"
    INDUCTION = "by induction"


@dataclass(frozen=True, slots=True)
class ActionSeen:
    """Whether an action can be taken.

    Shape: ``witness`` is a run whose last step is the action, not always a shortest one;
           ``never`` is set where it is proved that there is none. With neither, nothing was found
           within the budget.
    """

    action: str
    witness: Trace | None
    never: Why | None = None


@dataclass(frozen=True, slots=True)
class IdlePremise:
    """The left side of an implication in ``claim`` is true in no reachable state; or an assert is
    never reached, or none of its left sides is true there. ``text`` is the left side as it would
    be written, or the assert."""

    claim: str
    text: str
    why: Why
    origin: Origin


@dataclass(frozen=True, slots=True)
class DesignVacuity:
    """What was found out for one design.

    Shape: ``actions`` are those that the design leaves possible, in declaration order.
           ``of_any_state`` names the claims that are true of every state of the right types, be
           it reachable or not.
    """

    design: str
    actions: tuple[ActionSeen, ...]
    of_any_state: tuple[str, ...] = ()
    idle: tuple[IdlePremise, ...] = ()


@dataclass(frozen=True, slots=True)
class Vacuity:
    """For each design asked about, in order; ``indifferent`` names the choices of which it is
    known that no verdict depends on them."""

    designs: tuple[DesignVacuity, ...] = ()
    indifferent: tuple[str, ...] = ()


NOTHING_KNOWN = Vacuity()
"""Where nobody looked, or was not let finish."""
