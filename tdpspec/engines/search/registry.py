"""The engines by name. To add one, write its file and add it here."""

from __future__ import annotations

from collections.abc import Mapping

from tdpspec.engines.base import Engine
from tdpspec.engines.search.bmc import Bmc
from tdpspec.engines.search.every_size import EverySize
from tdpspec.engines.search.explore import Explore
from tdpspec.engines.search.kinduction import KInduction
from tdpspec.engines.search.parallel import Parallel
from tdpspec.engines.search.pdr import Pdr

ENGINES: Mapping[str, Engine] = {
    engine.name: engine
    for engine in (EverySize(), Parallel(), Pdr(), Bmc(), KInduction(), Explore())
}
"""In the order in which the command line lists them."""
