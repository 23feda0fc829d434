"""Designs against each other: which choices turn a verdict, and where a run that breaks one design
leaves another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from tdpspec.system.finding import Finding
from tdpspec.system.recording import Followed, Retraced
from tdpspec.system.verdict import Proved, Refuted


@dataclass(frozen=True, slots=True)
class Differing:
    """A choice that two designs make differently, with the values as they are written."""

    choice: str
    refuted: str
    holding: str


@dataclass(frozen=True, slots=True)
class Between:
    """The refuted design with some of the holding design's choices.

    Shape: ``taken`` are the choices that it has from the holding design, ``designs`` the designs
           of the spec that it is, or that mean the same. ``findings`` has one for each claim of
           the difference.
    """

    taken: tuple[str, ...]
    designs: tuple[str, ...]
    findings: tuple[Finding, ...]

    def finding(self, claim: str) -> Finding:
        (found,) = (one for one in self.findings if one.claim.name == claim)
        return found


@dataclass(frozen=True, slots=True)
class Smallest:
    """A set of choices that turns a verdict, no part of which is known to. ``certain``: every part
    of it is known not to."""

    choices: tuple[str, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """All that lies between a design that is refuted and one that is proved.

    Shape: ``claims`` are those that tell the two apart; ``betweens`` has every subset of
           ``choices``, smaller ones first, the refuted design first and the holding one last;
           it is empty where there are more choices than were to be tried.
    """

    refuted: str
    holding: str
    claims: tuple[str, ...]
    choices: tuple[Differing, ...]
    betweens: tuple[Between, ...]

    def mended_by(self, claim: str) -> tuple[Smallest, ...]:
        """The smallest sets of choices with which the refuted design is proved."""
        known = {frozenset(one.taken): one.finding(claim) for one in self.betweens}
        return self._smallest(
            {taken for taken, one in known.items() if isinstance(one.verdict, Proved)},
            {taken for taken, one in known.items() if isinstance(one.verdict, Refuted)},
        )

    def broken_by(self, claim: str) -> tuple[Smallest, ...]:
        """The smallest sets of choices without which the holding design is refuted."""
        everything = frozenset(one.choice for one in self.choices)
        known = {everything - set(one.taken): one.finding(claim) for one in self.betweens}
        return self._smallest(
            {back for back, one in known.items() if isinstance(one.verdict, Refuted)},
            {back for back, one in known.items() if isinstance(one.verdict, Proved)},
        )

    def _smallest(
        self, turned: set[frozenset[str]], kept: set[frozenset[str]]
    ) -> tuple[Smallest, ...]:
        names = tuple(one.choice for one in self.choices)
        found: list[Smallest] = []
        for chosen in subsets(names):
            here = frozenset(chosen)
            if here in turned and not any(here >= set(one.choices) for one in found):
                parts = (frozenset(one) for one in subsets(chosen) if one != chosen)
                found.append(Smallest(chosen, all(one in kept for one in parts)))
        return tuple(found)


def subsets(names: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Every subset, smaller ones first, each in the order of ``names``.

    >>> list(subsets(("a", "b")))
    [(), ('a',), ('b',), ('a', 'b')]
    """
    return (one for size in range(len(names) + 1) for one in combinations(names, size))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How a design for which a claim holds follows a run that breaks the claim under another.

    Shape: ``holding`` is the finding of the design that follows. ``instead`` are the steps that
           whoever is stopped can take in that place.
    """

    claim: str
    refuted: str
    holding: Finding
    retraced: Retraced
    instead: tuple[str, ...] = ()

    @property
    def farthest(self) -> Followed:
        """As far as the steps can be taken at all, in whatever states they lead to."""
        return self.retraced.by_steps or self.retraced.exact


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is known beyond the verdicts; ``limit`` is the largest number of choices of which all
    subsets were tried. ``interrupted``: before all of them were judged."""

    differences: tuple[Difference, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    limit: int = 0
    interrupted: bool = False

    def of(self, finding: Finding) -> tuple[Elsewhere, ...]:
        """How the others follow the run of ``finding``."""
        return tuple(
            one
            for one in self.elsewhere
            if (one.refuted, one.claim) == (finding.design, finding.claim.name)
        )
