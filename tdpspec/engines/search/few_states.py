"""All states of an instance, visited where they are few: what a search by formulas finds late, or
only somehow, is then found soon, and the runs to it are shortest ones."""

from __future__ import annotations

from tdpspec.interpret.explore import Search
from tdpspec.interpret.step import stepper
from tdpspec.interpret.values import FEW_WAYS, ways_to_begin
from tdpspec.system.instance import Instance
from tdpspec.system.model import StateProperty

FEW_STATES = 20_000
"""Of one instance, for all of them to be visited: a second or two."""


def visited(at: Instance, claims: tuple[StateProperty, ...]) -> Search | None:
    """A search that has visited all states of ``at``, or so many that each of ``claims`` is broken
    in one of them, or ``FEW_STATES``; None where there are very many ways to begin."""
    if ways_to_begin(at) > FEW_WAYS:
        return None
    search = Search(stepper(at), claims, FEW_STATES, stop_when_refuted=True, tries=FEW_STATES)
    while search.level and not search.stopped:
        search.expand()
    return search
