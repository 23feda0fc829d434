"""A run that was written down somewhere, and how far a system can follow it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tdpspec.system.instance import State
from tdpspec.system.trace import Step, Trace, Violation


@dataclass(frozen=True, slots=True)
class Recording:
    """States that somebody says follow each other; nothing is known to be possible.

    Shape: ``steps`` are one fewer than the states; None where it is not said which step leads to
           the next state, an action that the system may not have where it is. ``loop`` is the
           index of the state that follows the last one, ``closing`` the step back to it.
    """

    states: tuple[State, ...]
    steps: tuple[Step | None, ...]
    loop: int | None = None
    closing: Step | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is no recording, or none of this system; ``reason`` says where and why."""

    reason: str


class StopKind(Enum):
    """Why a recording cannot be followed any further."""

    NOT_INITIAL = "not_initial"
    NOT_ENABLED = "not_enabled"
    LEADS_ELSEWHERE = "leads_elsewhere"
    NO_STEP = "no_step"
    NOT_FAIR = "not_fair"


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a recording stops being possible.

    Shape: ``step`` is the step that is at fault as a person reads it, ``""`` where none is;
           ``reasons`` say one thing each: a condition that is false, an entry that differs.
    Units: ``at`` counts the steps that can be taken before.
    """

    at: int
    kind: StopKind
    step: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A run of the system along a recording, and what is true at its end.

    Shape: ``stop`` is None where the recording can be followed to its end; only then are claims
           judged: ``broken`` and ``holding`` by the last state, a temporal claim by the lasso;
           without a lasso it is in ``not_judged``.
    """

    trace: Trace
    stop: Stop | None = None
    broken: tuple[Violation, ...] = ()
    holding: tuple[str, ...] = ()
    not_judged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retraced:
    """How a system follows a recording.

    Shape: ``exact`` goes through the recorded states. Where it stops because a step leads to
           another state, ``by_steps`` takes the recorded steps all the same, in the states that
           they lead to here.
    """

    exact: Followed
    by_steps: Followed | None = None
