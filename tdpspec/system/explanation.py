"""Why a proof by induction works: which lemma is needed for what, and at which steps."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.system.verdict import Lemma

EVERY_SIZE = "every size"
"""Said in the place of an action where something is needed that is true of any size by itself: that
there are finitely many members."""

Support = tuple[str, tuple[str, ...]]
"""What a lemma is needed for, the claim or another lemma, and the actions at which."""


@dataclass(frozen=True, slots=True)
class Need:
    """A step of ``action`` could break ``target``, the claim or a lemma, though that holds before
    it; ``lemmas`` (the claim may be among them) exclude that, and no fewer of them do."""

    target: str
    action: str
    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One proof by induction, at the sizes of its finding.

    Shape: ``lemmas`` are those that the claim needs, at last: first what the claim itself needs,
           then what these need, and so on, each time in the order of the proof. With the claim
           they are inductive. ``needless`` names the others of the proof. ``needs`` go by target,
           the claim first, and then by action. ``k`` is that of ``Induction``: what is needed
           holds in the ``k`` states before the step.
    """

    design: str
    claim: str
    k: int
    lemmas: tuple[Lemma, ...]
    needs: tuple[Need, ...]
    needless: tuple[str, ...] = ()

    def supports(self, lemma: str) -> tuple[Support, ...]:
        """What ``lemma`` is needed for, in the order of ``needs``."""
        found: dict[str, list[str]] = {}
        for one in self.needs:
            if lemma in one.lemmas:
                found.setdefault(one.target, []).append(one.action)
        return tuple((target, tuple(actions)) for target, actions in found.items())


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A proof of which nothing was found out in time."""

    design: str
    claim: str
