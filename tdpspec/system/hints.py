"""What is found out about the lemmas that a spec declares, design by design."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.system.instance import Instance, State
from tdpspec.system.model import Hint
from tdpspec.system.trace import Trace, Violation


@dataclass(frozen=True, slots=True)
class Inductive:
    """The lemma belongs to the largest set of lemmas that is inductive relative to what is proved:
    it is true in every reachable state at the sizes of the run."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The lemma is false: ``trace`` is a run to a state that breaks it, and no shorter one is."""

    trace: Trace
    violation: Violation


@dataclass(frozen=True, slots=True)
class NotInductive:
    """A counterexample to induction: the one step of ``trace`` leads from a state in which the
    lemma is true, with all lemmas that are inductive and all that is proved, to one that breaks it.
    Whether the first of the two states can be reached is not known.

    Shape: ``trace`` begins in a state that need not be initial. ``start`` is an initial state; the
           first state of ``trace`` is as near to it as single entries can be set to its values.
    """

    trace: Trace
    violation: Violation
    start: State


@dataclass(frozen=True, slots=True)
class Undecided:
    """Nothing was found out; ``reason`` is for a person."""

    reason: str


HintVerdict = Inductive | Broken | NotInductive | Undecided


@dataclass(frozen=True, slots=True)
class JudgedHint:
    """One lemma under one design; ``instance`` is the fixed system at its sizes."""

    instance: Instance
    hint: Hint
    verdict: HintVerdict

    @property
    def design(self) -> str:
        assert self.instance.system.design is not None
        return self.instance.system.design
