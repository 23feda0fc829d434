"""What is going on where no single engine is: for whoever shows progress."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doing:
    """``what`` is being worked on: ``done`` of ``of`` such things are, both 0 where they are not
    counted. ``now`` are those being worked on."""

    what: str
    done: int = 0
    of: int = 0
    now: tuple[str, ...] = ()
