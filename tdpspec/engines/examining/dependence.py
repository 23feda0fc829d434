"""Choices that no verdict depends on: each flipped alone under each design, with the same verdicts.

A choice is told only on evidence for every design, every other value and every claim. Where the
evidence is partial, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tdpspec.engines.base import Decided, Engine, Event, Indifferent, Limits
from tdpspec.engines.contradiction import Disagreement
from tdpspec.engines.running.confirm import confirm
from tdpspec.engines.search.bmc import Bmc
from tdpspec.engines.search.explore import Explore
from tdpspec.engines.search.kinduction import KInduction
from tdpspec.engines.search.pdr import Pdr
from tdpspec.interpret.replay import Mismatch, replay, run
from tdpspec.system.finding import Finding, lemmas_of
from tdpspec.system.fix import assign
from tdpspec.system.instance import Instance
from tdpspec.system.model import Choice, Property, System, Temporal
from tdpspec.system.terms import BoolValue, EnumValue
from tdpspec.system.trace import Trace
from tdpspec.system.types import BoolType
from tdpspec.system.verdict import Exhaustive, Induction, Lemma, Proved, Refuted

_EFFORT = 20_000_000
"""Of confirming one answer, in Z3's resource units."""


@dataclass(frozen=True)
class Flips:
    """An engine that decides no claim; it tells ``Indifferent``.

    Shape: ``system`` has its choices; ``findings`` are those of all its designs and claims, each
           at its own sizes, and each a ``Proved`` or a ``Refuted``. ``only`` these choices are
           looked at; None for all. ``states`` bounds a search of all states.
    """

    system: System
    findings: tuple[Finding, ...]
    only: tuple[str, ...] | None = None
    states: int = 20_000
    name: str = "flips"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """``instance`` gives the sizes. Cheap evidence against all the choices comes first, so
        that the costly evidence for a choice is looked for only where it may be had."""
        left = [
            (choice, flips)
            for choice in self.system.choices
            if self.only is None or choice.name in self.only
            if not any(map(self._surely_differs, flips := self._flips(instance, choice)))
        ]
        for choice, flips in left:
            if all(self._is_same(one, limits) for one in flips):
                yield Indifferent(choice.name)

    def _flips(self, instance: Instance, choice: Choice) -> tuple[_Flip, ...]:
        return tuple(
            _Flip(
                replace(
                    instance,
                    system=replace(assign(self.system, assignment), design=design.name),
                ),
                tuple(one for one in self.findings if one.design == design.name),
                next(
                    (
                        other.name
                        for other in self.system.designs
                        if dict(other.assignment) == assignment
                    ),
                    None,
                ),
            )
            for design in self.system.designs
            for value in _values(choice)
            if value != dict(design.assignment)[choice.name]
            for assignment in ({**dict(design.assignment), choice.name: value},)
        )

    def _surely_differs(self, flip: _Flip) -> bool:
        """Whether a run that is known already breaks a claim in only one of the two."""
        if flip.judged is not None:
            return self._verdicts(flip.judged) != _words(flip.findings)
        return any(
            isinstance(mine.verdict, Proved)
            and isinstance(other.verdict, Refuted)
            and other.claim.name == mine.claim.name
            and other.instance.sizes == mine.instance.sizes
            and breaks(flip.at(other), other.verdict.trace, mine.claim.name)
            for mine in flip.findings
            for other in self.findings
        )

    def _verdicts(self, design: str) -> list[tuple[str, bool]]:
        return _words(tuple(one for one in self.findings if one.design == design))

    def _is_same(self, flip: _Flip, limits: Limits) -> bool:
        """Whether every claim has the verdict in the flipped system that it has without."""
        if flip.judged is not None or flip.instance.system == flip.findings[0].instance.system:
            return True
        return all(
            breaks(flip.at(one), one.verdict.trace, one.claim.name)
            or self._decides(flip.at(one), one, limits)
            for one in flip.findings
            if isinstance(one.verdict, Refuted)
        ) and self._all_proved(flip, limits)

    def _decides(self, flipped: Instance, one: Finding, limits: Limits) -> bool:
        """Whether a search of its own refutes the claim as well."""
        claim = flipped.system.property[one.claim.name]
        engine: Engine = Explore(states=self.states) if isinstance(claim, Temporal) else Bmc()
        bound = Limits(limits.depth)
        return bool(_answers(engine, flipped, (claim,), (), bound, Refuted))

    def _all_proved(self, flip: _Flip, limits: Limits) -> bool:
        system = flip.instance.system
        left = tuple(
            system.property[one.claim.name]
            for one in flip.findings
            if isinstance(one.verdict, Proved) and isinstance(one.verdict.by, Induction)
        )
        known = lemmas_of(flip.findings)
        for engine in (KInduction(largest=2), Pdr()):
            if left:
                proved = _answers(engine, flip.instance, left, known, limits, Proved)
                left = tuple(one for one in left if one.name not in proved)
        explore = Explore(states=self.states)
        return not left and all(
            _answers(explore, flip.at(one), (system.property[one.claim.name],), (), limits, Proved)
            for one in flip.findings
            if isinstance(one.verdict, Proved) and isinstance(one.verdict.by, Exhaustive)
        )


@dataclass(frozen=True, slots=True)
class _Flip:
    """A design with one choice flipped; ``findings`` are those of the design as it is,
    ``judged`` the design that the flipped one is, if it is one."""

    instance: Instance
    findings: tuple[Finding, ...]
    judged: str | None

    def at(self, finding: Finding) -> Instance:
        """The flipped design at the sizes of ``finding``."""
        return replace(self.instance, sizes=finding.instance.sizes)


def breaks(instance: Instance, trace: Trace, claim: str) -> bool:
    """Whether the steps of ``trace``, taken in ``instance``, break ``claim`` as well; the states
    between may be others."""
    prop = instance.system.property[claim]
    if trace.loop is None:
        told = run(instance, trace.states[0], trace.steps)
        if isinstance(told, Mismatch):
            return False
        trace = told
    return not isinstance(replay(instance, trace, prop), Mismatch)


def _values(choice: Choice) -> tuple[EnumValue | BoolValue, ...]:
    if isinstance(choice.type, BoolType):
        return (BoolValue(False), BoolValue(True))
    return tuple(EnumValue(one, choice.type) for one in choice.type.values)


def _words(findings: tuple[Finding, ...]) -> list[tuple[str, bool]]:
    return [(one.claim.name, isinstance(one.verdict, Refuted)) for one in findings]


def _answers(
    engine: Engine,
    instance: Instance,
    claims: tuple[Property, ...],
    known: tuple[Lemma, ...],
    limits: Limits,
    wanted: type[Proved] | type[Refuted],
) -> set[str]:
    """The claims that ``engine`` answers as ``wanted``; none where it comes to another answer that
    cannot be the same, or to one that is not confirmed."""
    found: set[str] = set()
    if not claims:
        return found
    by_name = {one.name: one for one in claims}
    for event in engine.judge(instance, claims, known, limits):
        if not isinstance(event, Decided) or not isinstance(event.verdict, (Proved, Refuted)):
            continue
        if not isinstance(event.verdict, wanted):
            return set()
        told = confirm(instance, by_name[event.claim], event.verdict, _EFFORT)
        if isinstance(told, Disagreement):
            return set()
        found.add(event.claim)
    return found
