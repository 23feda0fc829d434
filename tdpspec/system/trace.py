"""A run of a system, and what is wrong at its end. Replay with ``interpret.replay``."""

from __future__ import annotations

from collections.abc import Iterator
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
    """What breaks ``claim`` in the last state of a trace, or along a lasso.

    Shape: ``members`` gives the variables of the claim's outer ``forall`` with the values for
           which it is false. For a claim made of asserts, ``step`` is the step that is enabled
           there and breaks ``text``, written at ``origin``; it is not taken. For a temporal
           claim, ``text`` says what never happens, and ``fairness`` for each condition of
           fairness why the lasso keeps it. ``held`` has each step, counted from 1, at which an
           update would have left its range, and what stayed in which range.
    """

    claim: str
    members: tuple[tuple[str, str], ...]
    step: Step | None
    text: str
    origin: Origin
    fairness: tuple[str, ...] = ()
    held: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """States and the steps between them; with ``loop`` a lasso, which is an infinite run.

    Shape: step i leads from state i to state i + 1. Without ``loop`` there is one state more than
           steps. ``loop`` is the index of the state that follows the last one. Then there are as
           many steps as states, and the last step leads back to ``states[loop]``; or one fewer
           and ``loop`` is the index of the last state: nothing happens any more, this state
           stays for ever. So the steps from ``steps[loop]`` on are those that repeat.
    Units: the length of a trace is its number of steps.
    """

    states: tuple[State, ...]
    steps: tuple[Step, ...]
    loop: int | None = None

    def __len__(self) -> int:
        return len(self.steps)

    def __bool__(self) -> bool:
        """A run of no steps is a run as well."""
        return True

    @property
    def stutters(self) -> bool:
        """Whether the run goes on for ever without a step."""
        return self.loop is not None and len(self.steps) == self.loop

    def moves(self) -> Iterator[tuple[State, Step, State]]:
        """Each step with the states before and after it."""
        following = self.states[1:]
        if self.loop is not None and not self.stutters:
            following = (*following, self.states[self.loop])
        return zip(self.states, self.steps, following, strict=False)
