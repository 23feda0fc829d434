"""The shipped specs at sizes that TLC finishes within seconds."""

from functools import cache
from typing import Any

import pytest

from tdpspec.pipeline import load
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System

SIZES: dict[str, dict[str, int]] = {
    "die_hard": {},
    "peterson": {},
    "two_phase_commit": {},
    "tdp_mmu_roots": {"Root": 1, "Vcpu": 1, "Page": 1, "Zapper": 1},
}


@cache
def shipped(name: str) -> System:
    _, system, found = load(name)
    assert system is not None, found
    return system


STAND_FOR_ALL = ("keep_and_skip", "remove_from_list", "keep_on_list")
"""Of the designs of tdp_mmu_roots; with the others a slow test is one of the slowest."""


def marks_of(name: str, design: str) -> list[pytest.MarkDecorator]:
    """Those of a slow test of this design."""
    return [pytest.mark.slowest] * (name == "tdp_mmu_roots" and design not in STAND_FOR_ALL)


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
