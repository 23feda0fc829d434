"""The engines by name. To add one, write its file and add it here."""

from __future__ import annotations

from collections.abc import Mapping

from tdpspec.engines.base import Engine
from tdpspec.engines.bmc import Bmc
from tdpspec.engines.kinduction import KInduction

ENGINES: Mapping[str, Engine] = {engine.name: engine for engine in (KInduction(), Bmc())}
"""In the order of preference: where several engines give a final answer (``Proved``,
``Refuted``), the first one's is reported. So cheap proofs come first, ``bmc`` comes last, and
property-directed reachability (``pdr``) has its place between them."""
