"""Which lemmas support what in a proof, by unsatisfiable cores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tdpspec.engines.base import Event, Explained, Limits
from tdpspec.engines.examining.explain import Proof
from tdpspec.solving.relation import Relation
from tdpspec.solving.session import Answer
from tdpspec.solving.unroll import At, Start, Unrolling
from tdpspec.system.explanation import EVERY_SIZE, Explanation, Need
from tdpspec.system.first_member import by_order
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.verdict import Lemma


@dataclass(frozen=True)
class Explainer:
    """An engine that decides no claim; it tells ``Explained`` for each of its proofs."""

    proofs: tuple[Proof, ...]
    name: str = "explain"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """The proofs are those of ``instance``, so a core is always found."""
        relation = Relation(instance)

        @cache
        def runs(length: int) -> Unrolling:
            unrolling = Unrolling(relation, Start.ANY)
            for _ in range(length):
                unrolling.extend()
            return unrolling

        for one in self.proofs:
            yield Explained(_Support(runs(one.by.k), one).explanation())


class _Support:
    """One proof. Shape: ``holds`` has the literals of the claim and of the lemmas, by name and in
    the order of the proof; ``fires`` that some step of an action is taken, by its name."""

    def __init__(self, runs: Unrolling, proof: Proof) -> None:
        relation = runs.relation
        self.runs = runs
        self.proof = proof
        self.design = relation.instance.system.design or ""
        condition = relation.condition
        self.holds = {proof.claim: condition(proof.condition)} | {
            one.name: condition(one.condition) for one in proof.by.lemmas
        }
        selectors: dict[str, list[int]] = {}
        for one in relation.actions:
            selectors.setdefault(one.step.action, []).append(one.selector)
        self.circuit = relation.circuit
        self.fires = {name: self.circuit.disjunction(some) for name, some in selectors.items()}

    def explanation(self) -> Explanation:
        """Breadth-first from the claim."""
        needs: list[Need] = []
        order = [self.proof.claim]
        for target in order:
            for action in self._breaking(target):
                lemmas = self._needed(target, action, order)
                needs.append(Need(target, action, lemmas))
            new = {name for one in needs if one.target == target for name in one.lemmas}
            order.extend(name for name in self.holds if name in new and name not in order)
        by_name = {one.name: one for one in self.proof.by.lemmas}
        # At these sizes there is no need to say that members are finitely many.
        used = dict(self.proof.by.needs).get(self.proof.claim, ())
        conditions = {name: one.condition for name, one in by_name.items()}
        for name, its_order in by_order(conditions).items():
            if name in used:
                needs.append(Need(self.proof.claim, EVERY_SIZE, (name,)))
                needs.append(Need(name, EVERY_SIZE, (its_order,)))
                order.extend(one for one in (name, its_order) if one not in order)
        return Explanation(
            self.design,
            self.proof.claim,
            self.proof.by.k,
            tuple(by_name[name] for name in order[1:]),
            tuple(needs),
            tuple(name for name in by_name if name not in order),
        )

    def _breaking(self, target: str) -> list[str]:
        """The actions of which some step breaks ``target`` where that alone holds before."""
        found: list[str] = []
        left = dict(self.fires)
        while left:
            some = self.circuit.disjunction(left.values())
            if self.runs.check(self._broken(target, some, ())) is not Answer.SAT:
                break
            step = self.proof.by.k - 1
            (fired,) = (name for name, one in left.items() if self.runs.value(step, one))
            found.append(fired)
            del left[fired]
        return [name for name in self.fires if name in found]

    def _needed(self, target: str, action: str, told: list[str]) -> tuple[str, ...]:
        """What must hold before the step besides ``target``, none of it to spare; of what is told
        already as much as can be, so that the explanation stays short."""
        fires = self.fires[action]
        others = [name for name in self.holds if name != target]
        kept = self._core(target, fires, others)
        assert kept is not None, f"{target} is not inductive at {action}"
        for name in [*(one for one in reversed(others) if one not in told), *reversed(told)]:
            if name in kept:
                fewer = self._core(target, fires, [one for one in kept if one != name])
                kept = kept if fewer is None else fewer
        return tuple(kept)

    def _core(self, target: str, fires: int, others: list[str]) -> list[str] | None:
        """Those of ``others`` in the core of the query whether the step breaks ``target``; None if
        it does, or the solver gives up."""
        assumed = self._broken(target, fires, others)
        if self.runs.check(assumed) is not Answer.UNSAT:
            return None
        used = {literal for at, literal in self.runs.core(assumed) if at < self.proof.by.k}
        return [name for name in others if self.holds[name] in used]

    def _broken(self, target: str, fires: int, others: list[str] | tuple[()]) -> list[At]:
        k = self.proof.by.k
        before = [(at, self.holds[name]) for name in (target, *others) for at in range(k)]
        return [(k, -self.holds[target]), (k - 1, fires), *before]
