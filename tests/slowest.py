"""Which slow tests of the shipped specs are the slowest, and left out by ``.ci/run``."""

import pytest

STAND_FOR_ALL = ("keep_and_skip", "remove_from_list", "keep_on_list")
"""Of the designs of tdp_mmu_roots: what is right of these is seldom wrong of another."""


LARGEST = ("lock_server", "unguarded")
"""Has a quarter of a million states; at other sizes it has fewer, which are counted as well."""


def marks_of(spec: str, design: str) -> list[pytest.MarkDecorator]:
    """Those of a slow test of this design, besides that it is slow."""
    is_like_others = spec == "tdp_mmu_roots" and design not in STAND_FOR_ALL
    return [pytest.mark.slowest] * (is_like_others or (spec, design) == LARGEST)
