"""Whether a design's verdicts say anything: which actions can be taken at all, which claims are
true of any state, which implications have a left side that is never true.

A warning needs a proof; where there is none, nothing was found and nothing is said to be dead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial

from tdpspec.engines.base import Decided, Engine, Event, Examined, Limits, Runs
from tdpspec.engines.contradiction import ContradictionError, Disagreement
from tdpspec.engines.examining.premises import Premise, premises
from tdpspec.engines.examining.reach import Budget, Reach
from tdpspec.engines.running.confirm import confirm
from tdpspec.engines.search.kinduction import KInduction
from tdpspec.engines.search.pdr import Pdr
from tdpspec.solving.recheck import Rechecker
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer, Session
from tdpspec.solving.unroll import Start, Unrolling
from tdpspec.system.claims import sure_condition
from tdpspec.system.instance import Instance
from tdpspec.system.make import exists, negation
from tdpspec.system.model import (
    LOCKS_CLAIM,
    RANGES_CLAIM,
    Invariant,
    Property,
)
from tdpspec.system.trace import Trace
from tdpspec.system.vacuity import ActionSeen, DesignVacuity, IdlePremise, Why
from tdpspec.system.verdict import Lemma, Proved, Refuted

_EFFORT = 20_000_000
"""Of one question about all states, in Z3's resource units, five million a second."""


@dataclass(frozen=True)
class Examiner:
    """An engine that decides no claim; it tells ``Examined``, each time with more in it.

    Shape: ``examined`` are the claims asked about, ``traces`` runs that are known already.
           ``remembered`` are the runs of an earlier look, as ``Examined`` has them: then nothing
           is looked for beside them, but what they do not show is not called impossible for that.
    """

    examined: tuple[Property, ...]
    traces: tuple[Trace, ...] = ()
    budget: Budget = field(default_factory=Budget)
    remembered: Runs | None = None
    name: str = "vacuity"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """``known`` are the lemmas of the proofs of this run; they are checked again."""
        of_any_state = true_of_any_state(Relation(instance, steps=False), self.examined)
        asked = {
            one.name: one
            for claim in self.examined
            if claim.name not in of_any_state
            for one in premises(instance.system, claim)
        }
        reach = Reach(instance, {name: one.condition for name, one in asked.items()})
        search = _Proofs(reach, asked, of_any_state)
        for trace in self.traces:
            reach.follow(trace)
        if self.remembered is not None:
            for start, steps in self.remembered:
                reach.repeat(start, steps)
        else:
            reach.look(self.budget)
            if not reach.complete and reach.untaken:
                yield search.result()
                reach.unroll(Relation(instance), self.budget, limits)
        yield search.result()
        if reach.complete:
            return
        for engine in (KInduction(largest=1), Pdr()):
            if search.open_claims():
                search.ask(engine, known, limits)
                yield search.result()


class _Proofs:
    """What was proved impossible so far, on top of what ``reach`` has found possible."""

    def __init__(
        self, reach: Reach, asked: dict[str, Premise], of_any_state: tuple[str, ...]
    ) -> None:
        self.reach = reach
        self.asked = asked
        self.of_any_state = of_any_state
        self.proved: set[str] = set()
        self.rechecker = cache(partial(Rechecker, reach.instance))

    def open_claims(self) -> tuple[Invariant, ...]:
        """That what was not met is never possible; the name of a claim tells what is meant."""
        system = self.reach.instance.system
        actions = (system.action[name] for name in self.reach.untaken)
        never = [
            (_never(one.name), exists(one.parameters, one.guard), one.origin) for one in actions
        ]
        for name in self.reach.unmet:
            never.append((name, self.asked[name].condition, self.asked[name].origin))
        return tuple(
            Invariant(name, negation(condition), "", origin)
            for name, condition, origin in never
            if name not in self.proved
        )

    def ask(self, engine: Engine, known: tuple[Lemma, ...], limits: Limits) -> None:
        """Let ``engine`` prove or refute what is open; its answers are confirmed like any."""
        instance = self.reach.instance
        claims = {one.name: one for one in self.open_claims()}
        for event in engine.judge(instance, tuple(claims.values()), known, limits):
            if not isinstance(event, Decided):
                continue
            if isinstance(event.verdict, (Proved, Refuted)):
                found = confirm(
                    instance, claims[event.claim], event.verdict, _EFFORT, self.rechecker
                )
                if isinstance(found, Disagreement):
                    raise ContradictionError(found.reason)
                if isinstance(event.verdict, Refuted):
                    self.reach.end_with(event.verdict.trace, tuple(self.reach.untaken))
                elif found.by:
                    self.proved.add(event.claim)

    def result(self) -> Examined:
        reach = self.reach
        return Examined(
            DesignVacuity(
                reach.instance.system.design or reach.instance.system.name,
                tuple(
                    ActionSeen(one.name, witness, None if witness else self._why(_never(one.name)))
                    for one in reach.instance.system.actions
                    for witness in (reach.witness.get(one.name),)
                ),
                self.of_any_state,
                tuple(
                    IdlePremise(one.claim, one.text, why, one.origin)
                    for name, one in self.asked.items()
                    if name in reach.unmet
                    and (why := self._why(name)) is not None
                    and (not one.actions or any(name in reach.witness for name in one.actions))
                ),
            ),
            tuple((one.states[0], one.steps) for one in reach.runs),
        )

    def _why(self, name: str) -> Why | None:
        if self.reach.complete:
            return Why.EXHAUSTIVE
        return Why.INDUCTION if name in self.proved else None


def _never(action: str) -> str:
    """A name that no claim of a spec has."""
    return f"never {action}"


def true_of_any_state(relation: Relation, claims: tuple[Property, ...]) -> tuple[str, ...]:
    """Those of ``claims`` that are true of every state of the right types, so that no step could
    break them. Claims that every spec has are left out, for nobody wrote them."""
    states = Unrolling(relation, Start.ANY, session=Session(effort=_EFFORT))
    return tuple(
        one.name
        for one in claims
        if one.name not in (LOCKS_CLAIM, RANGES_CLAIM)
        and states.check([(0, -relation.condition(sure_condition(relation.instance.system, one)))])
        is Answer.UNSAT
    )
