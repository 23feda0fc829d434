"""One refutation as HTML: its lanes as a table, and the states for the player."""

from __future__ import annotations

import json
from itertools import pairwise

from tdpspec.report.comparison.document import Beside, Moment, States, Story
from tdpspec.report.comparison.html import Child, Html, tag


def story_html(story: Story) -> Html:
    """The article that the matrix links to."""
    legend = [f"{mark}: holds {text}" for mark, text in story.marks]
    if story.lanes:
        legend.insert(0, "●: takes the step")
    return tag(
        "article",
        tag("h3", story.title),
        tag("p", story.doc) if story.doc else "",
        tag("p", story.provenance, class_="quiet"),
        tag("p", "; ".join(legend), class_="quiet") if legend else "",
        tag("p", f"At first: {', '.join(story.start)}") if story.start else "",
        tag("div", tag("div", class_="player", hidden=True), _lanes(story), class_="run"),
        tag("p", "Claimed: ", tag("code", story.claimed)) if story.claimed else "",
        tag("h4", "The same steps under the designs that hold") if story.beside else "",
        *map(_beside, story.beside),
        tag("script", _data(story), type="application/json"),
        id=story.anchor,
        class_="story",
    )


def _lanes(story: Story) -> Html:
    head = tag(
        "tr",
        tag("th", "#", scope="col"),
        *(tag("th", tag("span", one), scope="col", class_="lane") for one in story.lanes),
        tag("th", "step, and what it changes", scope="col"),
    )
    rows = [
        _row(story, str(number), moment, f"{story.anchor}-{number}")
        for number, moment in enumerate(story.moments, 1)
    ]
    if story.breaking is not None:
        rows.append(_row(story, "!", story.breaking, ""))
    width = str(len(story.lanes) + 1)
    ending: list[Child] = [tag("div", one) for one in (story.loop,) if one]
    if story.breaking is None:
        broken = f"{story.claim} is broken ({story.source})"
        ending.append(tag("div", tag("strong", broken)))
    ending.extend(tag("div", one) for one in story.reason)
    if ending:
        told = tag("td", *ending, colspan=width)
        rows.append(tag("tr", tag("th", "!", scope="row"), told, class_="end"))
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="lanes")


def _row(story: Story, number: str, moment: Moment, anchor: str) -> Html:
    lanes = (_lane(at == moment.lane, held) for at, held in enumerate(moment.held))
    changed = moment.changed or ("(nothing changes)",)
    step = tag(
        "td",
        tag("b", moment.who) if moment.who else "",
        " " if moment.who else "",
        tag("code", moment.step),
        tag("span", f" {moment.kernel}", class_="kernel") if moment.kernel else "",
        tag("span", f" {moment.source}", class_="source"),
        tag("ul", *(tag("li", tag("code", one)) for one in changed), class_="changes"),
    )
    kind = "" if anchor else "end"
    return tag("tr", tag("th", number, scope="row"), *lanes, step, id=anchor, class_=kind)


def _lane(steps: bool, held: str) -> Html:
    kind = " ".join(("lane", *(("steps",) if steps else ()), *(("held",) if held else ())))
    return tag("td", "●" if steps else "", held, class_=kind)


def _beside(one: Beside) -> Html:
    points = tag("ul", *(tag("li", tag("code", it)) for it in one.points)) if one.points else ""
    names: list[Child] = []
    for place, name in enumerate(one.designs):
        names.extend((", " if place else "", tag("code", name)))
    return tag("div", tag("p", *names, f": {one.summary}."), points, class_="beside")


def _data(story: Story) -> Html:
    """What the player shows. Shape: ``texts`` are values by number; a run is the values of its
    first state, and for each step the entries that it changes, each with its new value."""
    texts: dict[str, int] = {}
    document = {
        "names": list(story.states.names),
        "steps": [" ".join(filter(None, (one.who, one.step, one.kernel))) for one in story.moments],
        "design": story.design,
        "run": _run(story.states, texts),
        "beside": [
            {
                "designs": ", ".join(one.designs),
                "agrees": one.agrees,
                "summary": one.summary,
                "run": _run(one.states, texts),
            }
            for one in story.beside
        ],
        "texts": list(texts),
    }
    # "</script>" in a value must not end the script.
    return Html(json.dumps(document, separators=(",", ":")).replace("<", "\\u003c"))


def _run(states: States, texts: dict[str, int]) -> list[object]:
    numbered = [[texts.setdefault(one, len(texts)) for one in state] for state in states.values]
    changes = [
        [[at, new] for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        for before, after in pairwise(numbered)
    ]
    return [numbered[0], *changes]
