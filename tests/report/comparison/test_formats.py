"""Every format of the table, byte for byte, and what each promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from tdpspec.engines.search.registry import ENGINES
from tdpspec.report.comparison.compose import compose
from tdpspec.report.comparison.document import Document
from tdpspec.report.comparison.formats import FORMATS, Format
from tdpspec.report.comparison.sentences import FOUND, lemma_sentence
from tdpspec.report.comparison.to_terminal import verdict_text
from tdpspec.report.document import Page, and_text
from tdpspec.system.trace import Trace
from tdpspec.system.vacuity import Vacuity
from tdpspec.system.verdict import Induction, Lemma, Proved, Refuted
from tests.report import example
from tests.report.comparison.example import CLAIM, document, dossier, mutation

Golden = Callable[[str, str], None]
ALL = pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS)


@ALL
def test_comparison_of_the_example(format_: Format, matches_golden: Golden) -> None:
    pytest.importorskip(format_.needs or "json")
    matches_golden(f"comparison/{format_.file}", format_.write(document()))


@ALL
def test_equal_input_gives_equal_bytes(format_: Format) -> None:
    pytest.importorskip(format_.needs or "json")
    assert format_.write(document()) == format_.write(document())


@ALL
def test_versions_are_in_the_footer_only(format_: Format) -> None:
    pytest.importorskip(format_.needs or "json")
    text = format_.write(compose(replace(dossier(), footer=False)))
    for version in ("4.13.0", "0.1.0"):
        assert version not in text


def test_text_survives_a_mail_client() -> None:
    text = FORMATS["text"].write(document())
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 72
    assert all(one == one.rstrip() for one in text.splitlines())


def test_text_tells_the_story_in_the_order_of_the_document() -> None:
    text = FORMATS["text"].write(document())
    titles = (
        "In short",
        "What is compared",
        "The difference that matters",
        "A refutation, and where the others differ",
        "The proofs",
        "What keeps the proofs honest",
        "What this rests on, and what would change it",
        "What the model leaves out",
    )
    places = [text.index(f"{one}\n---") for one in titles]
    assert places == sorted(places)


def test_text_says_what_each_design_and_each_claim_is() -> None:
    text = FORMATS["text"].write(document())
    assert "\n  keep_and_skip: stays listed, notifiers skip it\n" in text
    # Without a doc string the choices and the condition stand for it.
    assert "\n  remove_from_list: on_invalidate = unlink\n" in text
    assert "\n  listed: forall r: Root. r notin listed\n" in text


def test_text_lists_unnoticed_faults_of_designs_that_hold_only() -> None:
    given = dossier()
    judged = mutation().judgements
    more = tuple(replace(one, design="keep_and_skip") for one in judged)
    both = replace(mutation(), judgements=(*judged, *more))
    text = FORMATS["text"].write(compose(replace(given, mutation=both)))
    assert text.count("noticed by no claim: roots.tdp:61") == 1
    assert text.count("small faults put into the spec") == 1
    assert (
        FORMATS["markdown"].write(compose(replace(given, mutation=both))).count("Of 2 small") == 2
    )


def test_an_engine_is_told_by_what_it_does() -> None:
    for format_ in ("text", "markdown", "html"):
        text = FORMATS[format_].write(document()).replace("\n    ", " ")
        assert "found by a search of all runs up to this length: bmc; replayed by the" in text
    assert set(FOUND) >= set(ENGINES)


def _broken_twice() -> Document:
    """Two claims that the same run breaks at its end, and one that it breaks on its way."""
    given = dossier()
    (first, *_) = given.report.findings
    whole = example.trace()
    before = Refuted(Trace(whole.states[:3], whole.steps[:2]), shortest=True)
    findings = (
        first,
        replace(first, claim=given.report.system.property["listed"]),
        replace(example.finding("keep_and_skip", example.ONLY_LISTED.name, before)),
    )
    return compose(replace(given, report=replace(given.report, findings=findings)))


TITLE = (
    "keep_and_skip breaks maps_only_listed in 2 steps, and nothing_survives_the_zapper and listed "
    "in 6 steps; no shorter run does"
)


def test_a_run_is_told_once_in_markdown_with_all_that_it_breaks() -> None:
    text = FORMATS["markdown"].write(_broken_twice())
    assert text.count("zapper0: begin -> zap, takes mmu_lock for read") == 1
    assert f"### {TITLE}".replace("_", "\\_") in text
    assert text.count("](#run-keep_and_skip-maps_only_listed)") == 3
    assert text.index("breaks maps_only_listed: r in listed") < text.index("  3  ")
    assert text.index("listed is broken") > text.index("  6  ")
    assert "Claimed by `listed`: `forall r: Root. r notin listed`" in text
    # In plain text the other refutations of the same design are only counted.
    assert "2 more are told in report.html and report.md.\n" in FORMATS["text"].write(
        _broken_twice()
    )


def test_a_run_is_told_once_in_html_and_the_matrix_leads_to_it() -> None:
    text = FORMATS["html"].write(_broken_twice())
    assert re.findall(r"<h3>([^<]*breaks[^<]*)</h3>", text) == [TITLE]
    assert text.count('<a href="#run-keep_and_skip-maps_only_listed">') == 3
    assert text.count('class="player"') == 1
    (data,) = re.findall(r'<script type="application/json">(.*?)</script>', text)
    assert json.loads(data)["broken"] == [
        [2, "vcpu0 map(page0) would break maps_only_listed"],
        [6, "nothing_survives_the_zapper is broken"],
        [6, "listed is broken"],
    ]


def test_machines_still_have_each_refutation() -> None:
    document = _broken_twice()
    loaded = json.loads(FORMATS["sarif"].write(document))
    flows = [one["codeFlows"][0]["threadFlows"][0] for one in loaded["runs"][0]["results"]]
    assert [len(one["locations"]) for one in flows] == [6, 6, 2]
    assert len(json.loads(FORMATS["json"].write(document))["runs"]) == 3


def test_html_has_no_empty_last_row_where_a_step_breaks_the_claim() -> None:
    rows = re.findall(r'<tr class="end">.*?</tr>', FORMATS["html"].write(document()))
    assert len(rows) == 2
    assert not [one for one in rows if "<td></td>" in one or ' colspan="2"></td>' in one]


def test_what_a_claim_itself_needs_comes_first() -> None:
    conditions = [example.LISTED_MAPS.condition, example.NOTHING_LEFT.condition]
    far, near = (Lemma(f"lemma_{at}", one) for at, one in enumerate(conditions))
    by = Induction(1, (far, near), ((CLAIM, ("lemma_1",)), ("lemma_1", ("lemma_0",))))
    found = (example.finding("keep_on_list", CLAIM, Proved(None, by)),)
    given = dossier()
    (proofs,) = compose(replace(given, report=replace(given.report, findings=found))).proofs
    sentences = [lemma_sentence(example.system(), one) for one in reversed(conditions)]
    assert list(proofs.lemmas) == sentences


def test_what_is_false_at_other_sizes_is_said_first_of_a_design_that_keeps_every_claim() -> None:
    given = dossier()
    findings = tuple(
        replace(
            one, verdict=replace(one.verdict, covers=one.instance.sizes, obstacle="it is false")
        )
        for one in given.report.findings
        if isinstance(one.verdict, Proved)
    )
    design = findings[0].design
    found = tuple(one for one in findings if one.design == design)
    report = replace(given.report, findings=found, vacuity=Vacuity((), ("strict",)))
    told = compose(replace(given, report=report))
    names = and_text([one.identifier for one in found])
    assert told.summary[:2] == (
        f"Every claim is proved for {design} at these sizes, not each for every size.",
        f"Proved at these sizes and not for every size: {names}; it is false.",
    )
    assert any(one.startswith("No verdict depends on strict: ") for one in told.summary)
    (proofs,) = told.proofs
    assert all(one.covers.endswith("; not for every size: it is false") for one in proofs.evidence)


def test_an_uncertain_set_is_not_called_smallest() -> None:
    (turn,) = document().divides[0].turns
    assert turn.mends == (
        "on_invalidate = unlink and visits_all = true together mend keep_and_skip; "
        "a smaller set may, since not every mixture was decided."
    )


class _Page(HTMLParser):
    """Which elements are open, and what the page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("meta", "input", "br", "hr", "col", "wbr"):
            self.open.append(tag)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a" and "href" in given:
            self.links.append(given["href"] or "")
        self.fetched.extend(str(given[one]) for one in ("src", "srcset", "action") if one in given)
        if tag == "link":
            self.fetched.append("link")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_well_formed_and_needs_nothing_else() -> None:
    text = FORMATS["html"].write(document())
    page = _Page()
    page.feed(text)
    page.close()
    assert page.open == []
    assert page.fetched == []
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert all(one.startswith("#") and one[1:] in page.ids for one in page.links)
    assert not re.search(r"https?://|url\(|@import", text)
    assert "default-src 'none'" in unescape(text)


def test_html_shows_what_is_written_in_a_spec_as_text() -> None:
    text = FORMATS["html"].write(document())
    assert "does a notifier meet every &lt;root&gt;?" in text
    assert "TLB flushes &amp; &lt;shadow&gt; pages" in text
    assert "<shadow>" not in text
    assert "<listed>" not in text


def test_html_is_readable_without_the_player() -> None:
    text = FORMATS["html"].write(document())
    without = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert "invalidate" in without
    assert "maps[root0]: {} -&gt; {page0, page1}" in without
    assert "false: root0 in listed" in without
    assert '<div class="player" hidden>' in without


def test_markdown_has_nothing_in_angle_brackets_but_its_own() -> None:
    text = FORMATS["markdown"].write(document())
    outside = re.sub(r"`[^`]*`|```.*?```", "", text, flags=re.DOTALL)
    # What the spec leaves out is Markdown already.
    tags = set(re.findall(r"</?\w+", outside.split("## What the model leaves out")[0]))
    assert tags <= {"<a", "</a", "<details", "</details", "<summary", "</summary"}


def test_junit_fails_where_something_else_was_expected() -> None:
    pytest.importorskip("junitparser")
    root = ElementTree.fromstring(FORMATS["junit"].write(document()))
    cases = {
        (case.get("classname"), case.get("name")): [child.tag for child in case]
        for case in root.iter("testcase")
    }
    assert len(cases) == 8
    assert cases["roots.keep_and_skip", "nothing_survives_the_zapper"] == []
    assert cases["roots.keep_and_skip", "maps_only_listed"] == ["failure"]
    assert cases["roots.remove_from_list", "nothing_survives_the_zapper"] == ["error"]
    assert not [one for one in root.iter() if "time" in one.attrib]


def test_sarif_has_the_fields_that_its_schema_demands() -> None:
    loaded = json.loads(FORMATS["sarif"].write(document()))
    assert loaded["version"] == "2.1.0"
    (run,) = loaded["runs"]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == 8
    for one in run["results"]:
        assert one["message"]["text"]
        assert rules[one["ruleIndex"]] == one["ruleId"]
        assert one["kind"] in ("pass", "fail", "open")
        # Of what did not fail no level may be told.
        assert one["level"] == "none" or one["kind"] == "fail"
        for place in one["locations"]:
            assert place["physicalLocation"]["region"]["startLine"] >= 1
    levels = {
        one["partialFingerprints"]["designAndClaim/v1"]: one["level"] for one in run["results"]
    }
    assert levels["keep_and_skip/nothing_survives_the_zapper"] == "note"
    assert levels["keep_and_skip/maps_only_listed"] == "error"
    flows = [one for one in run["results"] if "codeFlows" in one]
    assert [len(one["codeFlows"][0]["threadFlows"][0]["locations"]) for one in flows] == [6, 1]


def test_json_has_the_spec_and_every_run() -> None:
    loaded = json.loads(FORMATS["json"].write(document()))
    assert loaded["text"].startswith("protocol roots\n")
    assert sorted(loaded["runs"]) == [
        "keep_and_skip/maps_only_listed",
        "keep_and_skip/nothing_survives_the_zapper",
    ]
    assert "seconds" not in loaded["findings"][0]
    (difference,) = loaded["differences"]
    assert difference["mended_by"]["nothing_survives_the_zapper"] == [
        {"choices": ["on_invalidate", "visits_all"], "certain": False}
    ]


def test_the_verdict_at_a_terminal_has_what_turns_it_and_keeps_to_its_width() -> None:
    text = verdict_text(document(), Page(60))
    assert max(map(len, text.splitlines())) <= 60
    assert text.startswith(
        "roots\n  sizes: Root=2, Page=2, Vcpu=1, Zapper=1\n\nkeep_and_skip keeps "
    )
    flat = " ".join(text.split())
    turned = "on_invalidate = unlink and visits_all = true together mend keep_and_skip;"
    assert f"What turns it: - {CLAIM}: {turned}" in flat
    assert "Not as expected: 3 of 8 verdicts." in flat
