"""What every test shares: a fixed Hypothesis profile, so that each run tests the same."""

import pkgutil
import signal
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import tdpspec

settings.register_profile(
    "tdpspec",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=30,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
settings.load_profile("tdpspec")

# Hypothesis also draws constants of the modules that are loaded: the same ones in every process.
for one in pkgutil.walk_packages(tdpspec.__path__, "tdpspec."):
    if one.name != "tdpspec.__main__":
        import_module(one.name)

# Tests send these; what a shell runs in the background, or `nohup`, ignores them.
for number, usual in (
    (signal.SIGINT, signal.default_int_handler),
    (signal.SIGHUP, signal.SIG_DFL),
):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)

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
