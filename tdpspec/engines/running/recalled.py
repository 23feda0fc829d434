"""What is remembered of an earlier run, as an engine that finds nothing out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from tdpspec.engines.base import Decided, Limits
from tdpspec.solving.recheck import BoundRechecker
from tdpspec.solving.session import Answer
from tdpspec.system.claims import condition_of
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property, Temporal
from tdpspec.system.verdict import Exhaustive, Induction, Lemma, Proved, Refuted
from tdpspec.system.well_formed import is_condition

EFFORT = 500_000
"""In Z3's resource units, of checking that there is no shorter trace than a remembered one."""

FEW = 5
"""Steps of the longest trace that is looked for then: with more the effort mostly ends first, and
comes to nothing."""


@dataclass(frozen=True)
class Recalled:
    """An engine that answers from memory: its answers are confirmed like those of any other."""

    verdicts: Mapping[str, Proved | Refuted]
    name: str = "cache"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Decided]:
        rechecker = cache(partial(BoundRechecker, instance, EFFORT))
        for claim in claims:
            verdict = self.verdicts[claim.name]
            if _may_be_right(instance, claim, verdict, limits, rechecker):
                yield Decided(claim.name, verdict, 0)


def _may_be_right(
    instance: Instance,
    claim: Property,
    verdict: Proved | Refuted,
    limits: Limits,
    rechecker: Callable[[], BoundRechecker],
) -> bool:
    """What has to be true of a verdict besides what ``confirm`` looks into."""
    match verdict:
        case Proved(covers, Exhaustive()):
            return covers == instance.sizes
        case Proved(covers, Induction(k, lemmas, needs)):
            names = [one.name for one in lemmas]
            return (
                covers in (None, instance.sizes)
                and k in range(1, limits.depth + 2)
                and all(isinstance(one, str) for one in names)
                and len(set(names)) == len(names)
                and all(isinstance(one, str) for name, used in needs for one in (name, *used))
                and all(is_condition(instance.system, one.condition) for one in lemmas)
            )
        case Proved():
            return False
        case Refuted(trace, shortest):
            if isinstance(claim, Temporal) or not shortest or not len(trace):
                return True
            condition = condition_of(instance.system, claim)
            found = rechecker().bound(condition, min(len(trace) - 1, FEW))
            return found.answer is not Answer.SAT
