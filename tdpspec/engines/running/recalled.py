"""What is remembered of an earlier run, as an engine that finds nothing out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from tdpspec.engines.base import Decided, Limits
from tdpspec.solving.recheck import BoundRechecker
from tdpspec.solving.session import Answer
from tdpspec.system.claims import condition_of
from tdpspec.system.instance import Instance, Sizes
from tdpspec.system.model import Property, Temporal
from tdpspec.system.verdict import Beyond, Exhaustive, Induction, Lemma, Proved, Refuted
from tdpspec.system.well_formed import is_induction

EFFORT = 500_000
"""In Z3's resource units, of checking that there is no shorter trace than a remembered one."""

FEW = 5
"""Steps of the longest trace that is looked for then: with more the effort mostly ends first, and
comes to nothing."""

MOST_MEMBERS = 64
"""Of a sort, at other sizes than those asked about: no search for lemmas comes near it."""


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
        rechecker = cache(lambda sizes: BoundRechecker(Instance(instance.system, sizes), EFFORT))
        for claim in claims:
            verdict = self.verdicts[claim.name]
            if _may_be_right(instance, claim, verdict, limits, rechecker):
                yield Decided(claim.name, verdict, 0)


def _may_be_right(
    instance: Instance,
    claim: Property,
    verdict: Proved | Refuted,
    limits: Limits,
    rechecker: Callable[[Sizes], BoundRechecker],
) -> bool:
    """What has to be true of a verdict besides what ``confirm`` looks into."""
    match verdict:
        case Proved(beyond=beyond) if beyond is not None:
            return _is_elsewhere(beyond, instance) and all(
                _may_be_right(at, claim, one, limits, rechecker)
                for at, one in (
                    (Instance(instance.system, beyond.sizes), beyond.refuted),
                    (instance, replace(verdict, beyond=None)),
                )
            )
        case Proved(covers, Exhaustive()):
            return covers == (instance.sizes if instance.system.interchangeable else None)
        case Proved(covers, Induction(k) as by):
            return (
                covers in (None, instance.sizes)
                and k in range(1, limits.depth + 2)
                and is_induction(instance.system, by)
            )
        case Proved():
            return False
        case Refuted(trace, shortest):
            if isinstance(claim, Temporal) or not shortest or not len(trace):
                return True
            condition = condition_of(instance.system, claim)
            found = rechecker(instance.sizes).bound(condition, min(len(trace) - 1, FEW))
            return found.answer is not Answer.SAT


def _is_elsewhere(beyond: object, instance: Instance) -> bool:
    """Whether it says something of other sizes of the sorts that there are."""
    return (
        isinstance(beyond, Beyond)
        and isinstance(beyond.refuted, Refuted)
        and [name for name, _ in beyond.sizes] == [name for name, _ in instance.sizes]
        and all(size in range(1, MOST_MEMBERS + 1) for _, size in beyond.sizes)
    )
