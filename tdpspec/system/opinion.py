"""What two judges that share nothing but the system say of a claim: TLC, and the interpreter."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.system.instance import Instance
from tdpspec.system.model import Property, Temporal
from tdpspec.system.trace import Trace


@dataclass(frozen=True, slots=True)
class Holds:
    """In every reachable state, or on every fair run; ``states`` counts the distinct states."""

    states: int


@dataclass(frozen=True, slots=True)
class Breaks:
    """Units: ``steps`` to the state that breaks the claim; for a temporal claim of the whole run
    up to where it repeats. ``trace`` is None where it could not be read back."""

    steps: int
    trace: Trace | None


@dataclass(frozen=True, slots=True)
class Silent:
    """No verdict, for ``reason``."""

    reason: str


Opinion = Holds | Breaks | Silent


@dataclass(frozen=True, slots=True)
class Compared:
    """One claim of one design. Shape: ``instance`` is fixed to the design. ``doubt`` is what TLC
    says against the run that we found, None where it follows the run, or where there is none."""

    instance: Instance
    claim: Property
    tlc: Opinion
    own: Opinion
    doubt: str | None = None

    @property
    def agree(self) -> bool | None:
        """None where one of the two has no verdict."""
        if self.doubt is not None:
            return False
        match self.tlc, self.own:
            case Holds(), Holds():
                return self.tlc == self.own
            case Breaks(), Breaks():
                # Which lasso is found first is a matter of luck, its length too.
                return isinstance(self.claim, Temporal) or self.tlc.steps == self.own.steps
            case (Holds(), Breaks()) | (Breaks(), Holds()):
                return False
            case _:
                return None
