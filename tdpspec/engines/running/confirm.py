"""Nothing is believed before it is confirmed by something that shares no state with the engine.

A trace is replayed by the interpreter; a proof and, where it is cheap, a bound are checked again
by a fresh solver. A disagreement is a mistake of ours: it becomes ``ContradictionError``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import assert_never

from tdpspec.engines.contradiction import Disagreement
from tdpspec.engines.lemmas.general import EverySizeChecker
from tdpspec.engines.running.second_search import SecondSearch
from tdpspec.interpret.feasible import is_broken
from tdpspec.interpret.replay import Mismatch, replay
from tdpspec.solving.recheck import BoundRechecker, Rechecked, Rechecker
from tdpspec.solving.session import Answer, solver_version
from tdpspec.system.claims import condition_of
from tdpspec.system.instance import Instance, Sizes
from tdpspec.system.model import Property, Temporal
from tdpspec.system.trace import Trace, Violation
from tdpspec.system.verdict import Beyond, Exhaustive, HoldsTo, Proved, Refuted, Unknown, Verdict


@dataclass(frozen=True, slots=True)
class Confirmed:
    """``by`` names what came to the same answer, empty if nothing was asked or could tell;
    ``violation`` is how a replayed trace ends, at whatever sizes. ``covers`` has the sizes that
    a proof for every size was confirmed for, where it was not confirmed for all."""

    by: tuple[str, ...]
    violation: Violation | None = None
    covers: Sizes | None = None


_BY_FRESH_SOLVER = Confirmed((f"{solver_version()} (fresh)",))


def confirm(
    instance: Instance,
    claim: Property,
    verdict: Verdict,
    effort: int,
    rechecker: Callable[[], Rechecker] | None = None,
    every_size: Callable[[], EverySizeChecker] | None = None,
    second_search: SecondSearch | None = None,
    *,
    again: bool = False,
) -> Confirmed | Disagreement:
    """``verdict`` checked again at the sizes of ``instance``; a bound with at most ``effort``
    (Z3's deterministic resource units, so that the same input gives the same output).
    ``rechecker`` and ``every_size`` give one for the instance, where several proofs are to share
    it, and so does ``second_search``. A proof for every size is confirmed at the sizes of
    ``instance`` too, by other formulas; but not ``again``, where that was done before."""
    match verdict:
        case Proved(beyond=Beyond(sizes, refuted)):
            there = _replayed(Instance(instance.system, sizes), claim, refuted.trace)
            if isinstance(there, Disagreement):
                return there
            rest = replace(verdict, beyond=None)
            here = confirm(
                instance, claim, rest, effort, rechecker, every_size, second_search, again=again
            )
            if isinstance(here, Disagreement):
                return here
            return replace(here, violation=there.violation)
        case Refuted(trace, _):
            return _replayed(instance, claim, trace)
        case Proved(covers, by):
            if isinstance(by, Exhaustive):
                return _searched_again(second_search or SecondSearch(instance), claim, by.states)
            assert not isinstance(claim, Temporal), claim.name
            conditions = (
                condition_of(instance.system, claim),
                *(one.condition for one in by.lemmas),
            )
            general = every_size or partial(EverySizeChecker, instance.system)
            # A sort whose members have names has one size, which is that of the instance.
            of_all = covers is None and bool(instance.system.interchangeable)
            if again and of_all and general().confirms(conditions[0], by):
                return _BY_FRESH_SOLVER
            fresh = Rechecker(instance) if rechecker is None else rechecker()
            here = _rechecked(claim, fresh.induction(conditions, by.k))
            if covers is not None or isinstance(here, Disagreement):
                return here
            if not here.by or (of_all and (again or not general().confirms(conditions[0], by))):
                return replace(here, covers=instance.sizes)
            return here
        case HoldsTo(depth, _):
            assert not isinstance(claim, Temporal), claim.name
            condition = condition_of(instance.system, claim)
            return _rechecked(claim, BoundRechecker(instance, effort).bound(condition, depth))
        case Unknown():
            return Confirmed(())
        case _:
            assert_never(verdict)


def _replayed(instance: Instance, claim: Property, trace: Trace) -> Confirmed | Disagreement:
    found = replay(instance, trace, claim)
    if isinstance(found, Mismatch):
        return Disagreement(
            f"{claim.name}: the trace does not replay; after {found.at} steps: {found.reason}"
        )
    return Confirmed(("interpreter",), found.violation)


def _searched_again(search: SecondSearch, claim: Property, states: int) -> Confirmed | Disagreement:
    """``claim`` judged once more in all states, which are found in another way, unless they are too
    many. For a claim about states the interpreter would do once more what the engine did, and
    confirm nothing; a temporal claim it judges in another way."""
    found = search.found(states)
    if found is None or not (found.by_circuit or isinstance(claim, Temporal)):
        return Confirmed(())
    space = found.space
    size = space.size(space.everything)
    if size != states:
        return Disagreement(f"{claim.name}: {states} states, or {size}")
    if isinstance(claim, Temporal):
        if is_broken(space, claim):
            return Disagreement(f"{claim.name}: a fixpoint finds that a fair run breaks it")
        return Confirmed((found.named("fixpoint"),))
    holds = space.where(condition_of(space.instance.system, claim), (), ())
    if space.size(holds) != size:
        return Disagreement(f"{claim.name}: a second search finds a state that breaks it")
    return Confirmed((found.named("second search"),))


def _rechecked(claim: Property, found: Rechecked) -> Confirmed | Disagreement:
    match found.answer:
        case Answer.UNSAT:
            return _BY_FRESH_SOLVER
        case Answer.SAT:
            return Disagreement(f"{claim.name}: a fresh solver contradicts its {found.part}")
        case Answer.UNKNOWN:
            return Confirmed(())
        case _:
            assert_never(found.answer)
