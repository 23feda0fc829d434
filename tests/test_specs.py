"""Every shipped spec: its exact counts, its shortest traces, and what it expects of itself.

The numbers stand in ``specs/<name>/expect.toml``; ``specs/README.md`` says how to read them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tdpspec.interpret.explore import Explored, explore
from tdpspec.interpret.fairness import fair_graph
from tdpspec.interpret.temporal import broken_by
from tdpspec.pipeline import load
from tdpspec.source.data import data_folder
from tdpspec.source.diagnostic import Found
from tdpspec.system.claims import state_claims, temporal_claims
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import Expected, System
from tests.slowest import marks_of

FOLDERS = sorted(one for one in data_folder("specs").iterdir() if one.is_dir())


@cache
def loaded(name: str) -> tuple[System, Found]:
    _, system, found = load(str(data_folder("specs") / name / f"{name}.tdp"))
    assert system is not None, found
    return system, found


def entries_of(folder: Path) -> list[dict[str, Any]]:
    return tomllib.loads((folder / "expect.toml").read_text(encoding="utf-8"))["at"]


def questions() -> Iterator[Any]:
    """A parameter for each spec, each entry of its ``expect.toml`` and each design in it."""
    for folder in FOLDERS:
        for entry in entries_of(folder):
            sizes = ",".join(f"{sort}={size}" for sort, size in entry.get("sizes", {}).items())
            for design, expected in entry["design"].items():
                yield pytest.param(
                    folder.name,
                    entry.get("sizes", {}),
                    design,
                    expected,
                    id="-".join(filter(None, (folder.name, sizes, design))),
                    marks=[pytest.mark.slow, *marks_of(folder.name, design)]
                    if entry.get("slow")
                    else [],
                )


def told(found: Explored) -> dict[str, Any]:
    """What a search found, as it stands in ``expect.toml``."""
    counts = {"states": found.states, "transitions": found.transitions, "depth": found.depth}
    refuted = {claim.name: len(trace) for claim, trace in found.refuted}
    return {**counts, "refuted": refuted} if refuted else counts


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_spec_is_there_with_its_numbers_and_without_complaints(folder: Path) -> None:
    system, found = loaded(folder.name)
    assert found == ()
    assert system.name == folder.name
    for entry in entries_of(folder):
        assert list(entry["design"]) == [one.name for one in system.designs]


@pytest.mark.parametrize(("name", "sizes", "design", "expected"), list(questions()))
def test_counts_and_traces_are_exact_and_expectations_are_met(
    name: str, sizes: dict[str, int], design: str, expected: dict[str, Any]
) -> None:
    system, _ = loaded(name)
    at = instance(fix(system, design), sizes)
    found = explore(at, state_claims(at.system.properties))
    needs_more = set(expected.get("needs_more", ()))
    assert {name: of for name, of in expected.items() if name != "needs_more"} == told(found)
    assert found.complete
    refuted = {claim.name for claim, _ in found.refuted}
    graph = fair_graph(at)
    assert graph is not None
    refuted |= {
        one.name
        for one in temporal_claims(at.system.properties)
        if broken_by(graph, one) is not None
    }
    wanted = {
        one.claim
        for one in system.expectations
        if one.design == design and one.verdict is Expected.REFUTES
    }
    # What no line mentions is expected to hold, and what needs larger sizes is told one by one.
    assert needs_more <= wanted
    assert wanted - needs_more == refuted
