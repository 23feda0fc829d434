"""The one trace that is shown for a claim that is refuted in so many steps, whoever refuted it."""

from __future__ import annotations

from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer
from tdpspec.solving.unroll import Unrolling
from tdpspec.system.trace import Trace


def trace_of_length(relation: Relation, holds: int, length: int) -> Trace | None:
    """A run of ``length`` steps to a state where the literal ``holds`` is false; None if there
    is none, or the solver gives up.

    It comes from one query to a solver that has seen nothing else. So it depends on the system,
    the claim and the length alone, not on the engine nor on what else was asked.
    """
    runs = Unrolling(relation)
    for _ in range(length):
        runs.extend()
    return runs.trace(length) if runs.check([(length, -holds)]) is Answer.SAT else None
