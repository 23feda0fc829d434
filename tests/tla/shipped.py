"""The shipped specs at sizes that TLC finishes within seconds."""

from functools import cache
from typing import Any

import pytest

from tdpspec.pipeline import load
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tests.slowest import marks_of

SIZES: dict[str, dict[str, int]] = {
    "die_hard": {},
    "peterson": {},
    "two_phase_commit": {},
    "paxos": {"Acceptor": 1, "Quorum": 1, "Ballot": 2},
    "tdp_mmu_roots": {"Root": 1, "Vcpu": 1, "Page": 1, "Zapper": 1},
}


@cache
def shipped(name: str) -> System:
    _, system, found = load(name)
    assert system is not None, found
    return system


def designs(names: tuple[str, ...] = tuple(SIZES)) -> list[Any]:
    """Parameters ``(spec, design)``."""
    return [
        pytest.param(name, one.name, marks=marks_of(name, one.name))
        for name in names
        for one in shipped(name).designs
    ]


def instances(name: str, design: str) -> tuple[Instance, Instance]:
    """The spec with its choices open, and fixed to the design, both at the sizes above."""
    system = shipped(name)
    return instance(system, SIZES[name]), instance(fix(system, design), SIZES[name])
