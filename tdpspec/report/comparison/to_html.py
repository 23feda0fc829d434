"""``report.html``: the whole comparison as one file that needs nothing else.

It is a document that is read without JavaScript; ``player.js`` adds a player to each run. Nothing
is fetched: the page forbids it to itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from tdpspec.report.comparison.document import (
    Cell,
    Divide,
    Document,
    Honesty,
    Proofs,
)
from tdpspec.report.comparison.html import Child, Html, joined, tag
from tdpspec.report.comparison.sentences import without_marks
from tdpspec.report.comparison.story_to_html import telling_html

FOLDED = 8
"""Longer tables of mixtures are folded away."""
SIGNS = {"proved": "✔", "refuted": "✘", "holds": "≥", "unknown": "?", "": ""}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def html_report(document: Document) -> str:
    """The whole page."""
    sections = (
        ("verdicts", "Verdicts", _verdicts(document)),
        ("difference", "The difference that matters", _divides(document)),
        ("refutations", "Refutations", joined(*map(telling_html, document.tellings))),
        ("proofs", "Proofs", joined(*map(_proofs, document.proofs))),
        ("honesty", "What keeps the proofs honest", joined(*map(_honesty, document.honesty))),
        ("rests", "What this rests on, and what would change it", _list(document.assumptions)),
        (
            "left-out",
            "What the model leaves out",
            _list(tuple(map(without_marks, document.left_out))),
        ),
    )
    told = tuple(one for one in sections if one[2].text)
    links = (tag("li", tag("a", title, href=f"#{anchor}")) for anchor, title, _ in told)
    body = (
        tag("a", "To the verdicts", href="#verdicts", class_="skip"),
        tag(
            "header",
            tag("h1", document.title),
            tag("p", document.doc),
            tag("p", f"Sizes: {document.sizes}", class_="quiet") if document.sizes else "",
            tag("nav", tag("ul", *links), aria_label="Sections"),
        ),
        tag("main", *(_section(*one) for one in told)),
        tag("footer", document.footer) if document.footer else "",
    )
    return page(document.title, *body)


def page(title: str, *body: Child) -> str:
    """A whole file around ``body``."""
    here = files("tdpspec.report.comparison")
    style = here.joinpath("page.css").read_text(encoding="utf-8")
    script = here.joinpath("player.js").read_text(encoding="utf-8")
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Html(f"\n{style}")),
    )
    ending = tag("script", Html(f"\n{script}"))
    text = tag("html", tag("head", *head), tag("body", *body, ending), lang="en").text
    return f"<!DOCTYPE html>\n{text}\n"


def _section(anchor: str, title: str, content: Html) -> Html:
    return tag("section", tag("h2", title), content, id=anchor)


def _list(items: tuple[str, ...]) -> Html:
    return tag("ul", *(tag("li", one) for one in items)) if items else Html("")


def _scrolled(table: Html, label: str) -> Html:
    """A table that may be wider than the window scrolls by itself, by keyboard as well."""
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=label)


def _cell(cell: Cell) -> Html:
    shown = joined(
        tag("span", SIGNS[cell.word], class_="sign", aria_hidden="true"),
        " ",
        tag("b", cell.word or "-"),
        tag("span", cell.detail, class_="detail") if cell.detail else "",
    )
    content = tag("a", shown, href=f"#{cell.story}") if cell.story else shown
    surprise = (
        tag("strong", f"expected {cell.surprise}", class_="surprise") if cell.surprise else ""
    )
    return tag("td", content, surprise, class_=cell.word or "none")


def _verdicts(document: Document) -> Html:
    head = tag(
        "tr",
        tag("th", "claim", scope="col"),
        *(tag("th", tag("code", _broken(one.design)), scope="col") for one in document.columns),
    )
    rows = (
        tag("tr", tag("th", tag("code", _broken(row.claim)), scope="row"), *map(_cell, row.cells))
        for row in document.rows
    )
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="matrix")
    designs = (
        joined(
            tag("dt", tag("code", one.design)),
            tag(
                "dd",
                one.doc,
                tag("div", ", ".join(one.choices), class_="quiet") if one.choices else "",
            ),
        )
        for one in document.columns
    )
    claims = (
        joined(
            tag("dt", tag("code", one.claim)),
            tag("dd", one.doc, tag("div", tag("code", one.claimed)) if one.claimed else ""),
        )
        for one in document.rows
        if one.doc or one.claimed
    )
    return joined(
        _scrolled(table, "Verdicts by claim and design"),
        _list(document.summary),
        tag("details", tag("summary", "The designs"), tag("dl", *designs), open=True),
        tag("details", tag("summary", "The claims"), tag("dl", *claims)),
    )


def _broken(name: str) -> Html:
    """A name that may be broken behind its underscores."""
    return Html(tag("i", name).text[3:-4].replace("_", "_<wbr>"))


def _divides(document: Document) -> Html:
    if not document.divides:
        return Html("")
    return joined(tag("p", document.divides_note), *map(_divide, document.divides))


def _divide(one: Divide) -> Html:
    title = tag(
        "h3", tag("code", one.refuted), " is refuted, ", tag("code", one.holding), " is proved"
    )
    turns = (
        tag(
            "li",
            tag("div", *_codes(turn.claims), class_="quiet"),
            *(tag("div", told) for told in dict.fromkeys((turn.mends, turn.breaks))),
        )
        for turn in one.turns
    )
    head = ("choice", one.refuted, one.holding)
    choices = (
        tag(
            "tr",
            tag("th", tag("code", _broken(name)), tag("div", question, class_="doc"), scope="row"),
            tag("td", tag("code", here)),
            tag("td", tag("code", there)),
        )
        for name, question, here, there in one.choices
    )
    parts = [
        title,
        tag("ul", *turns) if one.turns else "",
        tag("p", one.note) if one.note else "",
        _scrolled(_table(head, choices), "Choices that differ"),
    ]
    if one.mixtures:
        rows = (
            tag(
                "tr",
                tag(
                    "th",
                    *(_codes(it.taken) or ("nothing",)),
                    tag("div", "this is ", *_codes(it.names), class_="doc") if it.names else "",
                    scope="row",
                ),
                *map(_cell, it.cells),
            )
            for it in one.mixtures
        )
        mixtures = _table((f"taken from {one.holding}", *one.claims), rows)
        shown = _scrolled(mixtures, "Every mixture of the two, judged")
        folded = tag("details", tag("summary", f"All {len(one.mixtures)} mixtures, judged"), shown)
        parts.append(folded if len(one.mixtures) > FOLDED else shown)
    return tag("article", *parts, id=one.anchor)


def _codes(names: tuple[str, ...]) -> tuple[Child, ...]:
    parts: list[Child] = []
    for place, name in enumerate(names):
        parts.extend((", " if place else "", tag("code", _broken(name))))
    return tuple(parts)


def _table(head: tuple[str, ...], rows: Iterable[Html]) -> Html:
    heads = (tag("th", _broken(one), scope="col") for one in head)
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows))


def _proofs(proofs: Proofs) -> Html:
    rows = (
        tag(
            "tr",
            tag("th", tag("code", _broken(one.claim)), scope="row"),
            tag("td", one.covers),
            tag("td", one.how),
            tag("td", one.confirmed),
        )
        for one in proofs.evidence
    )
    table = _table(("claim", "proved for", "how", "confirmed"), rows)
    lemmas: Child = ""
    if proofs.lemmas:
        count = "The lemma" if len(proofs.lemmas) == 1 else f"The {len(proofs.lemmas)} lemmas"
        items = (tag("li", one) for one in proofs.lemmas)
        lemmas = tag("details", tag("summary", count), tag("ol", *items, class_="lemmas"))
    name = tag("h3", tag("code", proofs.design))
    return tag("article", name, _scrolled(table, f"Proofs of {proofs.design}"), lemmas)


def _honesty(one: Honesty) -> Html:
    parts: list[Child] = [tag("h3", tag("code", one.design)), _list((*one.sentences, *one.faults))]
    if one.kills:
        rows = (
            tag(
                "tr",
                tag("th", tag("code", _broken(name)), scope="row"),
                tag("td", str(kills)),
                tag("td", str(alone)),
            )
            for name, kills, alone in one.kills
        )
        table = _table(("claim", "faults noticed", "by no other claim"), rows)
        parts.append(_scrolled(table, "Faults that the claims notice"))
    if one.survivors:
        told = f"{len(one.survivors)} faults that no claim notices"
        parts.append(tag("details", tag("summary", told), _list(one.survivors)))
    if one.witnesses:
        rows = (
            tag("tr", tag("th", tag("code", _broken(name)), scope="row"), tag("td", found))
            for name, found in one.witnesses
        )
        table = _table(("action", "witness found"), rows)
        parts.append(tag("details", tag("summary", "Every action"), table))
    return tag("article", *parts)
