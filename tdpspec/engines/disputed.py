"""What two parts of this program answer differently: an error that says about which claim."""

from __future__ import annotations

from tdpspec.engines.confirm import ContradictionError
from tdpspec.system.verdict import Unknown

DISPUTED = Unknown("two parts of tdpspec disagree")
"""All that may be said of such a claim."""


class DisputedError(ContradictionError):
    """Two answers to the claim ``identifier`` (``design/claim``) exclude each other."""

    def __init__(self, identifier: str, reason: str) -> None:
        super().__init__(identifier, reason)
        self.identifier = identifier
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.identifier}: {self.reason}"
