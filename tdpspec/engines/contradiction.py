"""Errors that are mistakes of ours: two parts of this program answer differently.

It imports nothing of it, so that the command line can catch them without loading an engine.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two parts of this program answer differently, as told in ``reason``."""

    reason: str


class ContradictionError(Exception):
    """An answer was not confirmed, or two confirmed answers exclude each other."""


class DisputedError(ContradictionError):
    """Two answers to the claim ``identifier`` (``design/claim``) exclude each other."""

    def __init__(self, identifier: str, reason: str) -> None:
        super().__init__(identifier, reason)
        self.identifier = identifier
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.identifier}: {self.reason}"
