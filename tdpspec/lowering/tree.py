"""The ways through one step as a tree; every term in it is over the state before the step."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.lowering.situation import Situation
from tdpspec.source.span import Origin
from tdpspec.system.model import Check
from tdpspec.system.terms import Bound, Term


@dataclass(frozen=True, slots=True)
class End:
    """The step is over, with this effect."""

    situation: Situation


@dataclass(frozen=True, slots=True)
class Wait:
    """The step has no transition unless ``condition`` holds."""

    condition: Term
    then: Tree


@dataclass(frozen=True, slots=True)
class Verify:
    """A claim is made here."""

    check: Check
    then: Tree


@dataclass(frozen=True, slots=True)
class Fork:
    """An ``if`` whose sides end in different ways."""

    condition: Term
    then: Tree
    otherwise: Tree


@dataclass(frozen=True, slots=True)
class Way:
    """One branch of a ``choose``: free to be taken for any values of ``parameters`` for which
    ``where`` holds. ``suffix`` is what it adds to the action's name, "" for nothing."""

    suffix: str
    parameters: tuple[Bound, ...]
    where: Term
    then: Tree


Site = tuple[Origin, ...]
"""Where a ``choose`` was written, after the calls that lead to it: what tells it from every
other ``choose`` of the step."""


@dataclass(frozen=True, slots=True)
class Select:
    """A ``choose``."""

    site: Site
    ways: tuple[Way, ...]


Tree = End | Wait | Verify | Fork | Select
