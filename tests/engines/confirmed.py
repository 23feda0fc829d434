"""What an engine says as it is shown: confirmed, in the way of ``engines/running/child.py``."""

from __future__ import annotations

from functools import cache, partial

from tdpspec.engines.base import Decided, Engine, Limits
from tdpspec.engines.contradiction import ContradictionError, Disagreement
from tdpspec.engines.lemmas.general import EverySizeChecker
from tdpspec.engines.running.confirm import confirm
from tdpspec.engines.running.worker import _as_confirmed
from tdpspec.solving.recheck import Rechecker
from tdpspec.system.instance import Instance
from tdpspec.system.verdict import Verdict


def confirmed(engine: Engine, at: Instance) -> dict[str, Verdict]:
    """The verdict of each claim. Errors: ``ContradictionError``."""
    rechecker = cache(partial(Rechecker, at))
    every_size = cache(partial(EverySizeChecker, at.system))
    found = {}
    for event in engine.judge(at, at.system.properties, (), Limits(depth=0)):
        if isinstance(event, Decided):
            claim, verdict = at.system.property[event.claim], event.verdict
            by = confirm(at, claim, verdict, 10**7, rechecker, every_size)
            if isinstance(by, Disagreement):
                raise ContradictionError(by.reason)
            found[event.claim] = _as_confirmed(verdict, by)
    return found
