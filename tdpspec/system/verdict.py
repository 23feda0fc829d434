"""The four answers to a claim, and no others."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.system.instance import Sizes
from tdpspec.system.model import System
from tdpspec.system.terms import Term
from tdpspec.system.trace import Trace


@dataclass(frozen=True, slots=True)
class Lemma:
    """A state property used in a proof; free of bound variables, named for reference."""

    name: str
    condition: Term


def hinted(system: System) -> tuple[Lemma, ...]:
    """The lemmas that the spec declares, for the engines to check and to use."""
    return tuple(Lemma(one.name, one.condition) for one in system.hints)


@dataclass(frozen=True, slots=True)
class Induction:
    """The claim, with the lemmas, follows from itself in the ``k`` states before.

    Shape: ``k = 1`` is an ordinary inductive invariant; then every lemma is inductive together
           with the claim. ``needs`` is there where it was found out: for the claim and for each
           lemma, by name, the lemmas that it follows from.
    Source: Sheeran, Singh, Stalmarck, FMCAD 2000.
    """

    k: int
    lemmas: tuple[Lemma, ...] = ()
    needs: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Exhaustive:
    """All reachable states were visited, ``states`` of them; for a temporal claim all cycles among
    them were judged as well."""

    states: int


@dataclass(frozen=True, slots=True)
class Refuted:
    """``trace`` leads to a state that breaks the claim, or is a lasso that breaks a temporal one;
    no shorter one exists if ``shortest``."""

    trace: Trace
    shortest: bool


@dataclass(frozen=True, slots=True)
class Beyond:
    """The claim is ``refuted`` at ``sizes``, which are others than those asked about."""

    sizes: Sizes
    refuted: Refuted


@dataclass(frozen=True, slots=True)
class Proved:
    """True in every reachable state, a temporal claim of every fair run; ``covers`` is the sizes,
    or None for every size. ``obstacle`` says what stood in the way of every size, where that was
    tried; ``beyond`` is a run at other sizes, where that is what it was."""

    covers: Sizes | None
    by: Induction | Exhaustive
    obstacle: str = ""
    beyond: Beyond | None = None


@dataclass(frozen=True, slots=True)
class HoldsTo:
    """No state within ``depth`` steps breaks the claim; ``reason`` says why it stops there."""

    depth: int
    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known; ``reason`` is for a person."""

    reason: str


Verdict = Proved | Refuted | HoldsTo | Unknown

CUT_SHORT = "interrupted"
"""How the reason of a bound begins that is no farther only because of an interrupt."""

TIME_LIMIT = "time limit"
"""How the reason begins of what might be known with more time."""

NOT_JUDGED = Unknown("stopped before it was judged")
"""What is said of a claim that nobody came to, because something ended the whole run before."""

DISPUTED = Unknown("two parts of tdpspec disagree")
"""All that may be said of a claim that has two answers which exclude each other."""
