"""The one table of formats; the golden tests run over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tdpspec.report.diagnostics import diagnostics_lines
from tdpspec.report.document import Page, Report
from tdpspec.report.to_json import diagnostics_json, json_report
from tdpspec.report.to_plain import COLUMNS, plain_report, plain_text
from tdpspec.report.to_terminal import terminal_report, terminal_text
from tdpspec.source.diagnostic import Found
from tdpspec.source.text import SourceText

Complaints = Callable[[Found, SourceText | None, str, Page], str]
"""Complaints about the spec of that name, as text; the text is None where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Format:
    """How findings and complaints are written; ``suffix`` is that of a file in this format."""

    name: str
    suffix: str
    report: Callable[[Report, Page], str]
    diagnostics: Complaints


def _terminal_diagnostics(found: Found, source: SourceText | None, spec: str, page: Page) -> str:
    return terminal_text(diagnostics_lines(found, source, page.width), page)


def _plain_diagnostics(found: Found, source: SourceText | None, spec: str, page: Page) -> str:
    return plain_text(diagnostics_lines(found, source, COLUMNS))


def _json_diagnostics(found: Found, source: SourceText | None, spec: str, page: Page) -> str:
    return diagnostics_json(found, source, spec)


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("terminal", "txt", terminal_report, _terminal_diagnostics),
        Format("plain", "txt", plain_report, _plain_diagnostics),
        Format("json", "json", json_report, _json_diagnostics),
    )
}
