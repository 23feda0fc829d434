"""Which conditions ask for a witness."""

from __future__ import annotations

import pytest

from tdpspec.system.claims import condition_of
from tdpspec.system.existential import says_that_something_exists
from tests.spec import instance_of

CASES = [
    ("exists a: A. a in s", True),
    ("not (exists a: A. a in s)", False),
    ("not (forall a: A. a in s)", True),
    ("forall a: A. a in s => exists b: A. b in t", True),
    ("forall a: A. (exists b: A. b in t) => a in s", False),
    ("forall a: A. (forall b: A. b in t) => a in s", True),
    ("forall a: A. if a in s then some_in_t else a in t", True),
    ("forall a: A. if some_in_t then a in s else a in t", True),
    ("forall a: A. not some_in_t", False),
    ("(exists a: A. a in s) = (forall a: A. a in t)", True),
    ("s subset t", False),
]


@pytest.mark.parametrize(("condition", "expected"), CASES)
def test_a_witness_is_asked_for(condition: str, expected: bool) -> None:
    at = instance_of(
        f"""
        sort A
        var s: set A = {{}}
        var t: set A = {{}}
        def some_in_t = exists b: A. b in t
        action grow(a: A) {{ add a to s }}
        invariant told "" {condition}
        """
    )
    term = condition_of(at.system, at.system.property["told"])
    assert says_that_something_exists(at.system, term) == expected
