"""The one table of formats that a comparison is written in; the golden tests run over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from tdpspec.report.comparison.document import Document
from tdpspec.report.comparison.to_findings import findings_json
from tdpspec.report.comparison.to_html import html_report
from tdpspec.report.comparison.to_junit import LIBRARY, junit_report
from tdpspec.report.comparison.to_markdown import markdown_report
from tdpspec.report.comparison.to_sarif import sarif_report
from tdpspec.report.comparison.to_text import text_report


@dataclass(frozen=True, slots=True)
class Format:
    """How a comparison is written, and what the file is called. ``needs`` is the library that has
    to be there, "" for none."""

    name: str
    file: str
    write: Callable[[Document], str]
    needs: str = ""


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("html", "report.html", html_report),
        Format("markdown", "report.md", markdown_report),
        Format("text", "report.txt", text_report),
        Format("json", "findings.json", findings_json),
        Format("junit", "junit.xml", junit_report, needs=LIBRARY),
        Format("sarif", "findings.sarif", sarif_report),
    )
}


def is_there(format_: Format) -> bool:
    """Whether the library that ``format_`` needs is installed."""
    return not format_.needs or find_spec(format_.needs) is not None
