"""Which slow tests of the shipped specs are the slowest, and left out by ``.ci/run``."""

import pytest

STAND_FOR_ALL = ("keep_and_skip", "remove_from_list", "keep_on_list")
"""Of the designs of tdp_mmu_roots: what is right of these is seldom wrong of another."""


def marks_of(spec: str, design: str) -> list[pytest.MarkDecorator]:
    """Those of a slow test of this design, besides that it is slow."""
    return [pytest.mark.slowest] * (spec == "tdp_mmu_roots" and design not in STAND_FOR_ALL)
