"""Small faults put into a spec, and which claims notice them.

Source: DeMillo, Lipton, Sayward, Hints on Test Data Selection, Computer 1978; for models: Black,
Okun, Yesha, Mutation Operators for Specifications, ASE 2000.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tdpspec.source.span import Origin
from tdpspec.system.instance import Sizes


class Fault(Enum):
    """The kinds of faults; the words are those of the reports."""

    GUARD_DROPPED = "guard dropped"
    GUARD_NEGATED = "guard negated"
    CONJUNCT_DROPPED = "conjunct dropped"
    LOCK_NOT_TAKEN = "lock not taken"
    LOCK_TAKEN_LATE = "lock taken late"
    LOCK_RELEASED_EARLY = "lock released early"
    LOCK_WEAKENED = "lock taken for read only"
    STATEMENT_SKIPPED = "statement skipped"
    SET_OPERATION_LEFT_OUT = "set operation left out"
    STEPS_MERGED = "steps merged"
    STEP_SPLIT = "step split"
    CHOICE_FLIPPED = "choice flipped"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A spec with one fault.

    Shape: ``name`` is unique in the spec and does not depend on line numbers:
           ``vcpu.map.guard_dropped``, with a number behind it from the second of a kind in one
           step on. ``text`` says the fault in the spec's own words. ``design`` is set where only
           that design has the fault, and ``same_as`` where this makes it another design of the
           spec. ``invalid`` is why there is no such system, "" if there is.
    """

    name: str
    fault: Fault
    text: str
    origin: Origin
    design: str | None = None
    same_as: str | None = None
    invalid: str = ""


@dataclass(frozen=True, slots=True)
class Kill:
    """``claim``, which holds without the fault, is refuted with it at ``sizes``, by a run of
    ``steps`` steps."""

    claim: str
    steps: int
    sizes: Sizes


class Fate(Enum):
    """What became of a mutant under one design."""

    KILLED = "killed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    TOO_LARGE = "too large"
    OUT_OF_TIME = "out of time"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One mutant under one design.

    Shape: ``kills`` by claim in declaration order, empty unless ``KILLED``. ``searched`` are the
           sizes at which all states were visited, with ``states`` of them at the last.
           ``wider`` is how far a search for a run that breaks a claim went at larger sizes.
    """

    mutant: str
    design: str
    fate: Fate
    kills: tuple[Kill, ...] = ()
    searched: tuple[Sizes, ...] = ()
    states: int = 0
    wider: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A design without faults.

    Shape: ``claims`` are those asked about which hold at some of the sizes and so can kill;
           ``open`` those that do not, or of which it is not known. ``searched`` are the sizes at
           which all states were visited, smallest first.
    """

    design: str
    claims: tuple[str, ...]
    open: tuple[str, ...] = ()
    searched: tuple[Sizes, ...] = ()
    states: int = 0


@dataclass(frozen=True, slots=True)
class Mutation:
    """All mutants in the order of the text, and by design and then mutant what became of them;
    those that are invalid are not among ``judgements``. ``interrupted`` before all were judged."""

    mutants: tuple[Mutant, ...]
    baselines: tuple[Baseline, ...]
    judgements: tuple[Judgement, ...]
    interrupted: bool = False

    @property
    def complete(self) -> bool:
        """Whether each valid mutant was judged."""
        open_ = (Fate.NOT_TRIED, Fate.OUT_OF_TIME, Fate.TOO_LARGE)
        return not any(one.fate in open_ for one in self.judgements)
