"""What every engine is: a function from an instance and its claims to a stream of events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from tdpspec.system.claims import temporal_claims
from tdpspec.system.explanation import Explanation
from tdpspec.system.hints import HintVerdict
from tdpspec.system.instance import Instance, State
from tdpspec.system.model import Property
from tdpspec.system.trace import Step
from tdpspec.system.vacuity import DesignVacuity
from tdpspec.system.verdict import Lemma, Unknown, Verdict


@dataclass(frozen=True, slots=True)
class Limits:
    """How far to go. Units: ``depth`` counts steps. With ``witnesses`` an engine that can tell
    also says for each action how soon it can be taken."""

    depth: int
    witnesses: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """The one answer to ``claim``; ``queries`` counts those of the whole run so far, since the
    claims are judged together."""

    claim: str
    verdict: Verdict
    queries: int


@dataclass(frozen=True, slots=True)
class Progress:
    """No state within ``depth`` steps breaks any of the claims in ``open``; an engine that looks
    for witnesses has told all actions that end a run of ``depth`` steps or fewer."""

    open: tuple[str, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Fired:
    """``action`` can be taken: the shortest run that ends with it has ``witness`` steps."""

    action: str
    witness: int


Runs = tuple[tuple[State, tuple[Step, ...]], ...]
"""Each run by its first state and its steps."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known so far of what a design can do at all; a later one replaces it.

    Shape: ``runs`` are those on which all that was found possible happens.
    """

    vacuity: DesignVacuity
    runs: Runs = ()


@dataclass(frozen=True, slots=True)
class Indifferent:
    """No verdict depends on ``choice``."""

    choice: str


@dataclass(frozen=True, slots=True)
class Hinted:
    """What is known so far of the lemma ``hint``; a later one replaces it."""

    hint: str
    verdict: HintVerdict


@dataclass(frozen=True, slots=True)
class Explained:
    """Why one proof works."""

    explanation: Explanation


Event = Decided | Progress | Fired | Examined | Indifferent | Hinted | Explained


class Engine(Protocol):
    """Anything that can judge claims about one instance."""

    @property
    def name(self) -> str:
        """Short name used on the command line and in reports: ``bmc``, ``kinduction``."""
        ...

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """Exactly one ``Decided`` for each of ``claims``, as soon as it is known, between other
        events. The claims are judged in one run, so that they share its cost. ``known`` may be
        used once it is checked; it need not be true.

        Prints nothing, keeps nothing between calls, never raises for a hard problem: running out
        of a limit is ``HoldsTo`` or ``Unknown``.
        """
        ...


@dataclass(frozen=True, slots=True)
class OnDemand:
    """An engine that is made where it begins to judge, in a child process: what engines are made of
    takes longer to import than all else, and whoever only starts them needs nothing of it.

    Shape: ``make`` is a function of a module, so that it can be sent, and imports what it makes.
    """

    name: str
    make: Callable[[], Engine]

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        return self.make().judge(instance, claims, known, limits)


def left_to_explore(claims: tuple[Property, ...]) -> Iterator[Decided]:
    """What an engine that searches for bad states says to the temporal ones of ``claims``."""
    reason = "temporal claims need exhaustive search at these sizes (explore)"
    for one in temporal_claims(claims):
        yield Decided(one.name, Unknown(reason), 0)
