"""The engines by name. To add one, write its file and add it here."""

from __future__ import annotations

from collections.abc import Mapping

from tdpspec.engines.base import Engine, OnDemand

EVERY_SIZE, BMC = "every_size", "bmc"


def _every_size() -> Engine:
    from tdpspec.engines.search.every_size import EverySize

    return EverySize()


def _parallel() -> Engine:
    from tdpspec.engines.search.parallel import Parallel

    return Parallel()


def _pdr() -> Engine:
    from tdpspec.engines.search.pdr import Pdr

    return Pdr()


def _bmc() -> Engine:
    from tdpspec.engines.search.bmc import Bmc

    return Bmc()


def _kinduction() -> Engine:
    from tdpspec.engines.search.kinduction import KInduction

    return KInduction()


def _explore() -> Engine:
    from tdpspec.engines.search.explore import Explore

    return Explore()


ENGINES: Mapping[str, Engine] = {
    one.name: one
    for one in (
        OnDemand(EVERY_SIZE, _every_size),
        OnDemand("parallel", _parallel),
        OnDemand("pdr", _pdr),
        OnDemand(BMC, _bmc),
        OnDemand("kinduction", _kinduction),
        OnDemand("explore", _explore),
    )
}
"""In the order in which the command line lists them."""
