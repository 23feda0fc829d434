"""``junit.xml`` for CI: a test suite a design, a test case a claim. A test passes if the verdict is
as expected, whatever it is; this needs the library ``junitparser``."""

from __future__ import annotations

from typing import assert_never
from xml.etree import ElementTree

from tdpspec.report.comparison.document import Document
from tdpspec.report.comparison.lanes import lane_lines
from tdpspec.report.comparison.story import story
from tdpspec.report.document import as_expected, expected_text, verdict_text
from tdpspec.report.layout import text_of
from tdpspec.report.to_plain import COLUMNS, ascii_text
from tdpspec.system.finding import Finding
from tdpspec.system.verdict import HoldsTo, Proved, Refuted, Unknown

LIBRARY = "junitparser"


class MissingLibraryError(Exception):
    """A format needs a library that is not installed."""


def junit_report(document: Document) -> str:
    """The findings as JUnit XML, without times.

    Errors: ``MissingLibraryError`` without ``junitparser``.
    """
    try:
        from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite
    except ImportError as missing:
        told = f"junit needs {LIBRARY}: pip install 'tdpspec[report]'"
        raise MissingLibraryError(told) from missing
    report = document.dossier.report
    whole = JUnitXml(report.system.name)
    for design in report.designs:
        suite = TestSuite(f"{report.system.name}.{design}")
        for finding in report.findings:
            if finding.design != design:
                continue
            case = TestCase(finding.claim.name, f"{report.system.name}.{design}")
            if not as_expected(finding):
                message = f"{verdict_text(finding.verdict)}, expected {expected_text(finding)}"
                kind = Error if isinstance(finding.verdict, Unknown) else Failure
                problem = kind(ascii_text(message), _kind(finding))
                problem.text = _text(finding)
                case.result = [problem]
            suite.add_testcase(case)
        whole.add_testsuite(suite)
    # Of a run that differs each time nothing is told.
    for element in whole._elem.iter():
        element.attrib.pop("time", None)
    ElementTree.indent(whole._elem)
    text = ElementTree.tostring(whole._elem, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _kind(finding: Finding) -> str:
    match finding.verdict:
        case Proved():
            return "proved"
        case Refuted():
            return "refuted"
        case HoldsTo():
            return "bound"
        case Unknown():
            return "unknown"
        case _:
            assert_never(finding.verdict)


def _text(finding: Finding) -> str:
    """The run that refutes, or why nothing is known."""
    if isinstance(finding.verdict, Refuted):
        lines = lane_lines(story(finding), COLUMNS)
        return "\n".join(ascii_text(text_of(one)) for one in lines)
    return ascii_text(getattr(finding.verdict, "reason", ""))
