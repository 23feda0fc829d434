"""TLC, which the extra ``tlc`` brings; the tests of this folder need it."""

import pytest

from tdpspec.tla.tools import Missing, Tools, find_tools


@pytest.fixture(scope="session")
def tools() -> Tools:
    found = find_tools()
    assert not isinstance(found, Missing), found.reason
    return found
