"""One refutation by itself, in every format that a run is written in: the table of ``show``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tdpspec.report.comparison.document import Telling
from tdpspec.report.comparison.story import story, telling
from tdpspec.report.comparison.story_to_html import telling_html
from tdpspec.report.comparison.to_html import page as html_page
from tdpspec.report.comparison.to_markdown import telling_markdown
from tdpspec.report.comparison.to_text import story_text
from tdpspec.report.document import Page
from tdpspec.report.refutation import refutation
from tdpspec.report.to_itf import counterexamples, itf_text
from tdpspec.report.to_json import finding_json, json_text
from tdpspec.report.to_plain import COLUMNS, plain_text
from tdpspec.report.to_terminal import WIDEST, terminal_text
from tdpspec.system.comparison import Comparison
from tdpspec.system.finding import Finding


def _terminal(finding: Finding, page: Page) -> str:
    return terminal_text(refutation((finding,), min(page.width, WIDEST)), page)


def _plain(finding: Finding, page: Page) -> str:
    return plain_text(refutation((finding,), COLUMNS))


def _lanes(finding: Finding, page: Page) -> str:
    return story_text(story(finding))


def _markdown(finding: Finding, page: Page) -> str:
    return telling_markdown(_alone(finding)) + "\n"


def _html(finding: Finding, page: Page) -> str:
    return html_page(finding.identifier, telling_html(_alone(finding)))


def _alone(finding: Finding) -> Telling:
    return telling((finding,), Comparison())


def _json(finding: Finding, page: Page) -> str:
    return json_text(finding_json(finding))


def _itf(finding: Finding, page: Page) -> str:
    (run,) = counterexamples((finding,))
    return itf_text(run)


RUN_FORMATS: Mapping[str, Callable[[Finding, Page], str]] = {
    "terminal": _terminal,
    "plain": _plain,
    "lanes": _lanes,
    "markdown": _markdown,
    "html": _html,
    "json": _json,
    "itf": _itf,
}
