"""TLC as the second judge: what it says of each claim, beside what the interpreter says.

The interpreter visits every state itself, so the two share nothing but the system: TLC reads the
emitted module. They agree if the verdicts are the same, the shortest runs that break a claim are
of the same length, and both count the same number of distinct states.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tdpspec.interpret.explore import Explored, explore
from tdpspec.interpret.fairness import FairGraph, fair_graph
from tdpspec.interpret.replay import Mismatch, replay
from tdpspec.interpret.step import stepper
from tdpspec.interpret.temporal import broken_by
from tdpspec.system.claims import state_claims, temporal_claims
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, Sizes, State
from tdpspec.system.model import Property, StateProperty, Temporal
from tdpspec.system.opinion import Breaks, Compared, Holds, Opinion, Silent
from tdpspec.system.trace import Step, Trace
from tdpspec.tla.judge import follow, judge
from tdpspec.tla.names import names_of
from tdpspec.tla.read_output import Broken, Counted, NoAnswer, NoError, decoded
from tdpspec.tla.run import Options
from tdpspec.tla.tools import Tools

Listener = Callable[[str, Counted], None]
"""Is told the design that TLC works on, and how far it is."""


def compare(
    at: Instance,
    design: str,
    claims: tuple[Property, ...],
    tools: Tools,
    options: Options,
    limit: int,
    listener: Listener | None = None,
) -> Iterator[Compared]:
    """Both opinions on ``claims`` under ``design``, in the order of the claims.

    ``at`` has its choices open. The interpreter gives up beyond ``limit`` states. Every state
    claim that is broken costs TLC one more run; every temporal claim has a run of its own, with
    one worker.
    """
    fixed = replace(at, system=fix(at.system, design))
    asked = {one.name for one in claims}
    claims = tuple(one for one in fixed.system.properties if one.name in asked)
    own = _own(fixed, claims, limit)

    def heard(counted: Counted) -> None:
        if listener is not None:
            listener(design, counted)

    with tempfile.TemporaryDirectory(prefix="tdpspec-") as folder:
        tlc = _Tlc(at, fixed, design, tools, options, Path(folder), heard)
        said = {**tlc.of_states(state_claims(claims)), **tlc.of_runs(temporal_claims(claims))}
        doubts = {name: tlc.follow(name, opinion) for name, opinion in own.items()}
    for claim in claims:
        yield Compared(
            fixed.for_claim(claim), claim, said[claim.name], own[claim.name], doubts[claim.name]
        )


def _own(fixed: Instance, claims: tuple[Property, ...], limit: int) -> dict[str, Opinion]:
    too_many = Silent(f"more than {limit} states")
    explored: Explored = explore(fixed, state_claims(claims), limit=limit)
    broken = {claim.name: trace for claim, trace in explored.refuted}
    opinions: dict[str, Opinion] = {}
    for claim in state_claims(claims):
        if claim.name in broken:
            opinions[claim.name] = Breaks(len(broken[claim.name]), broken[claim.name])
        else:
            opinions[claim.name] = Holds(explored.states) if explored.complete else too_many
    temporal = temporal_claims(claims)
    graphs: dict[Sizes, FairGraph | None] = {}
    for one in temporal:
        at = fixed.for_claim(one)
        if at.sizes not in graphs:
            graphs[at.sizes] = fair_graph(at, limit)
        graph = graphs[at.sizes]
        lasso = None if graph is None else broken_by(graph, one)
        if graph is None:
            opinions[one.name] = too_many
        elif lasso is None:
            opinions[one.name] = Holds(len(graph.states))
        else:
            opinions[one.name] = Breaks(len(lasso.states), lasso)
    return opinions


@dataclass(frozen=True, slots=True)
class _Tlc:
    at: Instance
    fixed: Instance
    design: str
    tools: Tools
    options: Options
    folder: Path
    heard: Callable[[Counted], None]

    def of_states(self, claims: tuple[StateProperty, ...]) -> dict[str, Opinion]:
        """TLC stops at the first claim that is broken: it is asked again for the others."""
        left = [one.name for one in claims]
        opinions: dict[str, Opinion] = {}
        while left:
            said = self._ask(tuple(left), self.options)
            match said:
                case Broken():
                    claim = self._claim(said)
                    if claim not in left:
                        reason = f"TLC says that {said.what} is violated"
                        return {**opinions, **dict.fromkeys(left, Silent(reason))}
                    left.remove(claim)
                    steps = len(said.states) - 1
                    opinions[claim] = Breaks(steps, self._trace(said, claim))
                case NoError(counted):
                    return {**opinions, **dict.fromkeys(left, Holds(counted.distinct))}
                case NoAnswer(reason):
                    return {**opinions, **dict.fromkeys(left, Silent(reason))}
        return opinions

    def of_runs(self, claims: tuple[Temporal, ...]) -> dict[str, Opinion]:
        opinions: dict[str, Opinion] = {}
        for claim in claims:
            said = self._ask((claim.name,), replace(self.options, workers=1), claim)
            match said:
                case Broken(what, states, _) if what in ("", self._names[claim.name]):
                    opinions[claim.name] = Breaks(len(states), self._trace(said, claim.name))
                case Broken(what):
                    opinions[claim.name] = Silent(f"TLC says that {what} is violated")
                case NoError(counted):
                    opinions[claim.name] = Holds(counted.distinct)
                case NoAnswer(reason):
                    opinions[claim.name] = Silent(reason)
        return opinions

    def follow(self, claim: str, own: Opinion) -> str | None:
        """What TLC has against the finite run that we found, step by step."""
        if not isinstance(own, Breaks) or own.trace is None or own.trace.loop is not None:
            return None
        return follow(self.at, self.design, claim, own.trace, self.tools, self.folder, self.options)

    @property
    def _names(self) -> dict[str, str]:
        return dict(names_of(self.at.system).properties)

    def _ask(
        self, claims: tuple[str, ...], options: Options, of_runs: Temporal | None = None
    ) -> Broken | NoError | NoAnswer:
        at = self.at if of_runs is None else self.at.for_claim(of_runs)
        return judge(at, self.design, claims, self.tools, self.folder, options, progress=self.heard)

    def _claim(self, said: Broken) -> str:
        own = {tla: name for name, tla in self._names.items()}
        return own.get(said.what, "")

    def _trace(self, said: Broken, claim: str) -> Trace | None:
        """TLC's run in our own terms, if the interpreter can take it and finds it as bad."""
        fixed = self.fixed.for_claim(self.fixed.system.property[claim])
        found = decoded(said, fixed, names_of(self.at.system))
        if isinstance(found, NoAnswer):
            return None
        trace = _with_steps(fixed, found.states, found.actions, found.loop)
        if trace is None:
            return None
        replayed = replay(fixed, trace, fixed.system.property[claim])
        return None if isinstance(replayed, Mismatch) else trace


def _with_steps(
    fixed: Instance, states: tuple[object, ...], actions: tuple[str, ...], loop: int | None
) -> Trace | None:
    """The run with its parameters, which TLC 2.15 does not print."""
    meaning = stepper(fixed)
    run: tuple[State, ...] = tuple(one for one in states if isinstance(one, tuple))
    pairs = list(zip(run, run[1:], actions, strict=False))
    if loop is not None and run[loop] != run[-1]:
        pairs.append((run[-1], run[loop], ""))
    steps: list[Step] = []
    for before, after, action in pairs:
        fitting = (
            step
            for step, to in meaning.moves(before)
            if to == after and action in ("", step.action)
        )
        step = next(fitting, None)
        if step is None:
            return None
        steps.append(step)
    return Trace(run, tuple(steps), loop)
