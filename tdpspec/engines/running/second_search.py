"""All states of an instance, found once more to check what an exhaustive search says.

Where NumPy is installed (the extra ``fast``) they are found from the circuit, many at a time;
else by the interpreter, which takes about fifteen times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tdpspec.interpret.feasible import Interpreted, Space
from tdpspec.system.instance import Instance

MOST_STATES = 1_000_000
"""Of a search from the circuit: they and their steps take some hundred megabytes then."""

MOST_INTERPRETED = 20_000
"""Of a search by the interpreter, which then takes a second or two."""


@dataclass(frozen=True, slots=True)
class Found:
    """Shape: ``space`` has all states, as the interpreter finds them or, if ``by_circuit``, not."""

    space: Space[Any, Any]
    by_circuit: bool

    def named(self, what: str) -> str:
        """How ``what`` is called that was done with these states."""
        return f"{what} (circuit)" if self.by_circuit else what


@dataclass(frozen=True)
class SecondSearch:
    """A second search of ``instance``, done when it is first asked for."""

    instance: Instance

    def found(self, states: int) -> Found | None:
        """All states, of which there should be this number; None if that is too many, or if it
        turns out so."""
        most = MOST_INTERPRETED if _from_circuit() is None else MOST_STATES
        return self._found if states <= most else None

    @cached_property
    def _found(self) -> Found | None:
        find = _from_circuit()
        if find is None:
            return Found(Interpreted(self.instance), by_circuit=False)
        space = find(self.instance, MOST_STATES)
        return None if space is None else Found(space, by_circuit=True)


def _from_circuit() -> Callable[[Instance, int], Space[Any, Any] | None] | None:
    """What finds states from the circuit; None where NumPy is not installed."""
    try:
        # Not above: NumPy takes a tenth of a second, and hardly any child process needs it.
        from tdpspec.solving.reached import reached
    except ImportError:
        return None
    return reached
