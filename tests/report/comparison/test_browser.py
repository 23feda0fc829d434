"""``report.html`` in a real browser: clicked through, and measured on a phone and a wide screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tdpspec.report.comparison.formats import FORMATS
from tests.report.comparison.example import document

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STORY = "#run-keep_and_skip-nothing_survives_the_zapper"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(FORMATS["html"].write(document()), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Any, file: Path) -> Iterator[Any]:
    """The report in a window; whatever it complains of or asks the network for fails the test."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda request: heard.extend([request.url] * (request.url[:5] != "file:")))
    page.goto(file.as_uri())
    yield page
    assert heard == []
    page.close()


def test_the_matrix_leads_to_the_run(opened: Any) -> None:
    opened.locator("td.refuted a").first.click()
    assert opened.url.endswith(STORY)
    assert opened.locator(f"{STORY} h3").is_visible()


def test_steps_forwards_and_back(opened: Any) -> None:
    player = opened.locator(f"{STORY} .player")
    now = player.locator(".now")
    assert now.inner_text() == "before step 1 of 6"
    player.get_by_label("one step forwards").click()
    assert now.inner_text() == "step 1 of 6: vcpu0 load(root0) kvm_mmu_load()"
    assert player.locator("td.changed").all_inner_texts() == ["none → root0", "run → fault"]
    assert opened.locator(f"{STORY} tr.current th").inner_text() == "1"
    player.get_by_label("to the end").click()
    assert now.inner_text().startswith("step 6 of 6")
    assert now.locator(".broken").inner_text() == "nothing_survives_the_zapper is broken"
    assert player.get_by_label("one step forwards").is_disabled()
    player.get_by_label("one step back").click()
    assert now.inner_text().startswith("step 5 of 6")
    player.get_by_label("to the start").click()
    assert now.inner_text() == "before step 1 of 6"


def test_keyboard_and_numbers_of_steps(opened: Any) -> None:
    player = opened.locator(f"{STORY} .player")
    now = player.locator(".now")
    opened.get_by_label("show step 3").first.click()
    assert now.inner_text().startswith("step 3 of 6")
    player.get_by_label("one step forwards").focus()
    opened.keyboard.press("ArrowRight")
    assert now.inner_text().startswith("step 4 of 6")
    opened.keyboard.press("ArrowLeft")
    opened.keyboard.press("Home")
    assert now.inner_text() == "before step 1 of 6"
    opened.keyboard.press("End")
    assert now.inner_text().startswith("step 6 of 6")


def test_the_other_design_beside_it(opened: Any) -> None:
    player = opened.locator(f"{STORY} .player")
    player.locator("select").select_option(label="beside it: keep_on_list")
    assert player.locator("thead th").all_inner_texts() == ["", "keep_and_skip", "keep_on_list"]
    opened.get_by_label("show step 3").first.click()
    assert "keep_on_list is elsewhere since step 3." in player.locator(".now").inner_text()
    listed = player.locator("tbody tr", has=opened.locator("th", has_text="listed"))
    assert listed.locator("td").all_inner_texts() == ["{root0} → {}", "{root0}"]
    assert listed.get_attribute("class") == "differs"
    opened.get_by_label("show step 6").first.click()
    assert "keep_on_list stops after step 5" in player.locator(".now").inner_text()


def test_all_variables_on_request(opened: Any) -> None:
    player = opened.locator(f"{STORY} .player")
    few = player.locator("tbody tr").count()
    player.get_by_label("all variables").check()
    assert (few, player.locator("tbody tr").count()) == (7, 9)


@pytest.mark.parametrize("width", [360, 768, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_no_wider_than_the_window(
    browser: Any, file: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_without_scripts_the_runs_are_there_and_no_player_is(browser: Any, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator(".player").first.is_hidden()
    assert "invalidate" in page.locator(f"{STORY} .lanes").inner_text()
    context.close()
