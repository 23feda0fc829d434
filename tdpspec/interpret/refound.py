"""A refutation from findings that were kept: the run read, replayed, and judged again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tdpspec.interpret.read_itf import read_itf, recorded
from tdpspec.interpret.retrace import retrace
from tdpspec.system.finding import Finding, Statistics
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import System
from tdpspec.system.recording import Unreadable
from tdpspec.system.verdict import Refuted


def refound(
    system: System, document: Mapping[str, Any], told: Mapping[str, Any]
) -> Finding | Unreadable:
    """The finding that ``document``, a run in ITF, shows; ``told`` is what was said of it."""
    read = read_itf("the run", json.dumps(document).encode())
    if isinstance(read, Unreadable):
        return read
    if read.design not in {one.name for one in system.designs}:
        return Unreadable(f"the spec has no design '{read.design}'")
    if read.claim not in system.property:
        return Unreadable(f"the spec has no claim '{read.claim}'")
    try:
        at = instance(fix(system, read.design), dict(read.sizes))
    except ValueError as mistake:
        return Unreadable(str(mistake))
    run = recorded(read, at)
    if isinstance(run, Unreadable):
        return run
    found = retrace(at, run).exact
    violation = next((one for one in found.broken if one.claim == read.claim), None)
    if found.stop is not None or violation is None:
        return Unreadable(f"the run does not break {read.claim} under {read.design}")
    beyond = told.get("beyond") or {}
    expectation = next(
        (
            one
            for one in system.expectations
            if (one.design, one.claim) == (read.design, read.claim)
        ),
        None,
    )
    return Finding(
        at,
        at.system.property[read.claim],
        Refuted(found.trace, shortest=(beyond or told).get("shortest") is True),
        str(told.get("engine", "")),
        Statistics(0.0),
        ("interpreter",),
        violation,
        expectation,
        elsewhere=bool(beyond),
    )
