"""A run of a system, and what is wrong at its end. Replay with ``interpret.replay``."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.source.span import Origin
from tdpspec.system.instance import Element, State


@dataclass(frozen=True, slots=True)
class Step:
    """One transition: the action's name and the values of its parameters, in their order."""

    action: str
    arguments: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """What breaks ``claim`` in the last state of a trace.

    Shape: ``members`` gives the variables of the claim's outer ``forall`` with the values for
           which it is false. For a claim made of asserts, ``step`` is the step that is enabled
           there and breaks ``text``, written at ``origin``; it is not taken.
    """

    claim: str
    members: tuple[tuple[str, str], ...]
    step: Step | None
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Trace:
    """States and the steps between them.

    Shape: ``len(states) == len(steps) + 1``; step i leads from state i to state i + 1.
           ``loop`` is the index of the state that follows the last one, None for a finite trace.
    Units: the length of a trace is its number of steps.
    """

    states: tuple[State, ...]
    steps: tuple[Step, ...]
    loop: int | None = None

    def __len__(self) -> int:
        return len(self.steps)
