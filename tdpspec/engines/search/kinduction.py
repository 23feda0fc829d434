"""k-induction: claims that hold in the first k states, and follow from themselves in the k
states before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tdpspec.engines.base import Decided, Event, Limits, Progress, left_to_explore
from tdpspec.engines.search.shortest import Shortest
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer
from tdpspec.solving.unroll import At, Start, Unrolling
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.verdict import HoldsTo, Induction, Lemma, Proved, Refuted, Unknown


@dataclass(frozen=True, slots=True)
class KInduction:
    """For k = 1, 2, ... the largest set of claims and lemmas that is k-inductive together.

    Shape: ``largest`` is the last k that is tried. For each k, candidates are dropped from the
           step's assumption as long as one of them fails under it (as Houdini does), and each
           claim that is left is proved with as few of the others as the solver's cores name.
    Source: Sheeran, Singh, Stalmarck, Checking Safety Properties Using Induction and a
            SAT-Solver, FMCAD 2000; Flanagan, Leino, Houdini, FME 2001.
    """

    name: str = "kinduction"
    largest: int = 5

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """See ``Engine.judge``. A claim that fails in the first states is refuted. ``known``
        lemmas are candidates like the claims, so a wrong one does no harm."""
        yield from left_to_explore(claims)
        relation = Relation(instance)
        of_states = state_claims(claims)
        terms = {one.name: condition_of(instance.system, one) for one in of_states}
        terms.update({one.name: one.condition for one in known if one.name not in terms})
        candidates = {name: relation.condition(term) for name, term in terms.items()}
        lemmas = {name: Lemma(name, term) for name, term in terms.items()}
        open_ = [one.name for one in of_states]
        runs = Unrolling(relation)
        shortest = Shortest(instance, claims)
        steps = Unrolling(relation, Start.ANY)

        def queries() -> int:
            return runs.queries + steps.queries

        clean = -1
        reason = f"not k-inductive for any k up to {self.largest}"
        for k in range(1, self.largest + 1):
            if k - 1 > limits.depth:
                reason = f"not k-inductive for any k up to {k - 1}; depth limit"
                break
            if k > 1:
                runs.extend()
            answer = Answer.UNSAT
            while candidates:
                everything = relation.circuit.conjunction(candidates.values())
                answer = runs.check([(k - 1, -everything)])
                if answer is not Answer.SAT:
                    break
                found = runs.trace(k - 1)
                for name in [n for n, holds in candidates.items() if not runs.value(k - 1, holds)]:
                    del candidates[name]
                    if name in open_:
                        open_.remove(name)
                        trace = shortest.in_place_of(name, found)
                        yield Decided(name, Refuted(trace, shortest=True), queries())
            if answer is Answer.UNKNOWN:
                reason = f"the solver gave up: {runs.session.why_unknown()}"
                break
            clean = k - 1
            if not open_:
                return
            yield Progress(tuple(open_), clean)

            steps.extend()
            for name, used in _inductive(steps, candidates, open_, k).items():
                open_.remove(name)
                by = Induction(k, tuple(lemmas[one] for one in used))
                yield Decided(name, Proved(instance.sizes, by), queries())
            if not open_:
                return
        for name in open_:
            verdict_ = HoldsTo(clean, reason) if clean >= 0 else Unknown(reason)
            yield Decided(name, verdict_, queries())


def _inductive(
    steps: Unrolling, candidates: Mapping[str, int], open_: list[str], k: int
) -> dict[str, tuple[str, ...]]:
    """The claims in ``open_`` that are k-inductive together with other candidates, each with
    those that it needs, in the order of the candidates."""
    kept = dict(candidates)

    def assumed(names: Mapping[str, int]) -> list[At]:
        return [(step, holds) for holds in names.values() for step in range(k)]

    while kept:
        goal = (k, -steps.relation.circuit.conjunction(kept.values()))
        answer = steps.check([goal, *assumed(kept)])
        if answer is Answer.UNSAT:
            break
        if answer is Answer.UNKNOWN:
            return {}
        for name in [one for one, holds in kept.items() if not steps.value(k, holds)]:
            del kept[name]

    needs: dict[str, frozenset[str]] = {}

    def needed(name: str) -> frozenset[str]:
        """The candidates in the core of the step of ``name``."""
        if name not in needs:
            assumptions: list[At] = [(k, -kept[name]), *assumed(kept)]
            if steps.check(assumptions) is not Answer.UNSAT:
                needs[name] = frozenset(kept)
            else:
                used = {literal for at, literal in steps.core(assumptions) if at < k}
                needs[name] = frozenset(one for one, holds in kept.items() if holds in used)
        return needs[name]

    found: dict[str, tuple[str, ...]] = {}
    for name in open_:
        if name not in kept:
            continue
        closed, todo = {name}, [name]
        while todo:
            for one in sorted(needed(todo.pop()) - closed):
                closed.add(one)
                todo.append(one)
        found[name] = tuple(one for one in kept if one in closed and one != name)
    return found
