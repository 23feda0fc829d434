"""The answers of several engines to one claim, merged into one that does not depend on which came
first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from tdpspec.engines.base import Engine, Fired
from tdpspec.engines.contradiction import DisputedError
from tdpspec.engines.defaults import DEEP, SURE
from tdpspec.engines.running.child import Begun, Judged, Message
from tdpspec.engines.search.registry import BMC, EVERY_SIZE
from tdpspec.system.finding import Finding, Statistics
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property, Temporal
from tdpspec.system.verdict import (
    NOT_JUDGED,
    Exhaustive,
    HoldsTo,
    Proved,
    Refuted,
    Unknown,
    Verdict,
)


@dataclass(frozen=True, eq=False)
class Job:
    """One engine on all claims of one instance, the ``number``-th of the run."""

    number: int
    instance: Instance
    claims: tuple[Property, ...]
    engine_name: str
    engine: Engine


class Table:
    """All answers so far: a row for each claim of each instance, with its jobs in the order of
    preference.

    The first engine in this order that proves or refutes a claim has it; if none does, the one
    that searched deepest, the first of equals. ``witnesses``: whether actions that are never
    taken are looked for.
    """

    def __init__(self, jobs: tuple[Job, ...], *, witnesses: bool = False) -> None:
        self._rows: dict[tuple[int, str], list[Job]] = {}
        for job in jobs:
            for claim in job.claims:
                self._rows.setdefault((job.number, claim.name), []).append(job)
        self._answers: dict[tuple[int, str], dict[str, Judged]] = {row: {} for row in self._rows}
        order = {
            (job.number, claim.name): place
            for job in jobs
            for place, claim in enumerate(job.instance.system.properties)
        }
        self._waiting = sorted(self._rows, key=lambda row: (row[0], order[row]))
        self._untaken: dict[int, set[str]] = {
            job.number: {one.name for one in job.instance.system.actions} if witnesses else set()
            for job in jobs
        }

    def record(self, job: Job, message: Message | Begun) -> None:
        """Take up an answer. Errors: ``DisputedError`` if another one excludes it."""
        if isinstance(message, Fired):
            self._untaken[job.number].discard(message.action)
        if not isinstance(message, Judged):
            return
        answers = self._answers[job.number, message.claim]
        for engine, other in answers.items():
            if _exclude(other.verdict, message.verdict):
                raise DisputedError(
                    f"{job.instance.system.design}/{message.claim}",
                    f"{engine} says {_in_short(other.verdict)}, {job.engine_name} says "
                    f"{_in_short(message.verdict)}",
                )
        answers[job.engine_name] = message

    def is_needless(self, job: Job) -> bool:
        """Whether it has answered all its claims, or they are refuted by shortest runs, or decided
        by engines before this one; and if it looks for actions that are never taken, whether all
        of them are."""
        if job.engine.name == BMC and self._untaken[job.number]:
            return False
        return all(self._is_needless(job, claim) for claim in job.claims)

    def _is_needless(self, job: Job, claim: Property) -> bool:
        answers = self._answers[job.number, claim.name]
        if job.engine_name in answers:
            return True
        if any(_is_anyones(one.verdict) for one in answers.values()):
            return True
        return any(_is_final(answers.get(one.engine_name)) for one in self._before(job, claim))

    def final(self) -> Iterator[Finding]:
        """The next findings, in order, that no further answer can change."""
        while self._waiting and (finding := self._settled(self._waiting[0])) is not None:
            del self._waiting[0]
            yield finding

    def rest(self) -> Iterator[Finding]:
        """All further findings, from the answers that there are."""
        while self._waiting:
            yield self._best(self._waiting.pop(0))

    def _before(self, job: Job, claim: Property) -> list[Job]:
        row = self._rows[job.number, claim.name]
        return row[: row.index(job)]

    def _settled(self, row: tuple[int, str]) -> Finding | None:
        # A short shortest run is found by every engine, and is the same; of proofs and of other
        # runs the preferred engine's is taken.
        if any(_is_anyones(one.verdict) for one in self._answers[row].values()):
            return self._best(row)
        for job in self._rows[row]:
            answer = self._answers[row].get(job.engine_name)
            if answer is None:
                return None
            if _is_final(answer):
                break
        return self._best(row)

    def _best(self, row: tuple[int, str]) -> Finding:
        job = self._rows[row][0]
        given = [
            (one.engine_name, answer)
            for one in self._rows[row]
            if (answer := self._answers[row].get(one.engine_name)) is not None
        ]
        if not given:
            given = [(job.engine_name, Judged(row[1], NOT_JUDGED, 0, 0.0))]
        engine, best = max(given, key=lambda one: _rank(one[1].verdict))
        best = replace(best, verdict=_with_obstacle(best.verdict, dict(given)))
        is_temporal = isinstance(job.instance.system.property[row[1]], Temporal)
        if len(self._rows[row]) > 1 and not is_temporal and _is_shortest(best.verdict, DEEP):
            # Whoever found that there is a bad state so many steps away: the trace shown is that
            # of a bounded search of this length (``shortest.py``).
            engine = BMC
        return finding_of(job.instance, engine, best)


def finding_of(instance: Instance, engine: str, answer: Judged) -> Finding:
    """What is reported of ``answer``, with what the spec expects of it."""
    system = instance.system
    expectation = next(
        (
            one
            for one in system.expectations
            if one.design == system.design and one.claim == answer.claim
        ),
        None,
    )
    return Finding(
        instance,
        system.property[answer.claim],
        answer.verdict,
        engine,
        Statistics(answer.seconds, answer.queries, _states(answer.verdict)),
        answer.confirmed_by,
        answer.violation,
        expectation,
    )


def _states(verdict: Verdict) -> int:
    """How many states were visited, where that is what proves the claim."""
    match verdict:
        case Proved(_, Exhaustive(states)):
            return states
        case _:
            return 0


def _is_final(answer: Judged | None) -> bool:
    return answer is not None and isinstance(answer.verdict, (Proved, Refuted))


def _with_obstacle(verdict: Verdict, given: Mapping[str, Judged]) -> Verdict:
    """A proof at some sizes, with why there is none for every size, where that was tried."""
    tried = given.get(EVERY_SIZE)
    limited = isinstance(verdict, Proved) and verdict.covers is not None and not verdict.obstacle
    if not limited or tried is None or not isinstance(tried.verdict, Unknown):
        return verdict
    assert isinstance(verdict, Proved)
    return replace(verdict, obstacle=tried.verdict.reason)


def _is_anyones(verdict: Verdict) -> bool:
    """Whether every engine that refutes the claim shows this run."""
    return _is_shortest(verdict, SURE)


def _is_shortest(verdict: Verdict, most: int) -> bool:
    """Whether it is refuted by a shortest run, of ``most`` steps at most."""
    return isinstance(verdict, Refuted) and verdict.shortest and len(verdict.trace) <= most


def _rank(verdict: Verdict) -> tuple[int, int]:
    """How much ``verdict`` says; of equals ``max`` takes the first."""
    match verdict:
        case Proved() | Refuted():
            return (2, _is_anyones(verdict))
        case HoldsTo(depth, _):
            return (1, depth)
        case Unknown():
            return (0, 0)
        case _:
            assert_never(verdict)


def _exclude(one: Verdict, other: Verdict) -> bool:
    """Whether the two answers to one claim cannot both be right."""
    match one, other:
        case (Refuted(), Proved()) | (Proved(), Refuted()):
            return True
        case (Refuted(trace, _), HoldsTo(depth, _)) | (HoldsTo(depth, _), Refuted(trace, _)):
            return len(trace) <= depth
        case Refuted(trace, shortest), Refuted(other_trace, other_shortest):
            longer_one = shortest and len(trace) > len(other_trace)
            return longer_one or (other_shortest and len(other_trace) > len(trace))
        case _:
            return False


def _in_short(verdict: Verdict) -> str:
    match verdict:
        case Refuted(trace, _):
            return f"refuted after {len(trace)} steps"
        case HoldsTo(depth, _):
            return f"clean to depth {depth}"
        case Proved():
            return "proved"
        case Unknown():
            return "unknown"
        case _:
            assert_never(verdict)
