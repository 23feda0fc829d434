"""Which locking or lifetime design is right? tdpspec proves or refutes each design's claims."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tdpspec.api import (
        QuestionError,
        Spec,
        SpecError,
        TraceError,
        load,
        prove,
        read_trace,
        render,
        replay,
        simulate,
        states,
    )

__version__ = "0.1.0"

__all__ = [
    "QuestionError",
    "Spec",
    "SpecError",
    "TraceError",
    "__version__",
    "load",
    "prove",
    "read_trace",
    "render",
    "replay",
    "simulate",
    "states",
]


def __getattr__(name: str) -> Any:
    # The solver and the parser take a while to load: not before somebody needs them.
    if name in __all__:
        return getattr(import_module("tdpspec.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
