"""What every test shares: a fixed Hypothesis profile, so that each run tests the same."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "tdpspec",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=30,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
settings.load_profile("tdpspec")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files instead of comparing"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first: one that begins when the others are done leaves the second core idle."""
    items.sort(key=lambda one: one.get_closest_marker("slow") is None)


@pytest.fixture
def matches_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``matches_golden("report/mutex.txt", text)``: equal to tests/golden/report/mutex.txt."""

    def compare(name: str, actual: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
        assert path.exists(), f"no golden file {path}; run pytest --update-golden"
        assert path.read_text(encoding="utf-8") == actual

    return compare
