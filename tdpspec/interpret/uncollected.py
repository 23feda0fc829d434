"""Python without its search for reference cycles, where millions of values are made that have none.

The search looks at all tuples there are, again and again as they become more: a tenth of the time
of an exhaustive search went there.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Do without it in the block; what nobody refers to is freed at once all the same."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
