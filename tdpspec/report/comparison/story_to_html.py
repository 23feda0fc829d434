"""One refutation as HTML: its lanes as a table, and the states for the player."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise

from tdpspec.report.comparison.document import Beside, Moment, States, Story, Telling
from tdpspec.report.comparison.html import Child, Html, tag


def telling_html(telling: Telling) -> Html:
    """The article that the matrix links to: a run, and each claim that it breaks."""
    whole = telling.whole
    legend = [f"{mark}: holds {text}" for mark, text in whole.marks]
    if whole.lanes:
        legend.insert(0, "●: takes the step")
    several = len(telling.stories) > 1
    return tag(
        "article",
        tag("h3", telling.title),
        *(tag("p", *_named(one, several), one.doc) for one in telling.stories if one.doc),
        *(
            tag("p", told, class_="quiet")
            for told in dict.fromkeys(one.provenance for one in telling.stories)
        ),
        tag("p", "; ".join(legend), class_="quiet") if legend else "",
        tag("p", f"At first: {', '.join(whole.start)}") if whole.start else "",
        tag("div", tag("div", class_="player", hidden=True), _lanes(telling), class_="run"),
        *(
            tag("p", *_named(one, several), "Claimed: ", tag("code", one.claimed))
            for one in telling.stories
            if one.claimed
        ),
        tag("h4", "The same steps under the designs that hold") if telling.beside else "",
        *(_beside(one, claims) for one, claims in telling.beside),
        tag("script", _data(telling), type="application/json"),
        id=telling.anchor,
        class_="story",
    )


def _named(story: Story, several: bool) -> tuple[Child, ...]:
    return (tag("code", story.claim), ": ") if several else ()


def _lanes(telling: Telling) -> Html:
    whole = telling.whole
    head = tag(
        "tr",
        tag("th", "#", scope="col"),
        *(tag("th", tag("span", one), scope="col", class_="lane") for one in whole.lanes),
        tag("th", "step, and what it changes", scope="col"),
    )
    rows: list[Html] = []
    for number, moment in enumerate(whole.moments, 1):
        rows.extend(_ends(telling, number - 1))
        rows.append(_row(str(number), moment, f"{telling.anchor}-{number}"))
    if whole.loop:
        rows.append(_end(whole, [tag("div", whole.loop)]))
    rows.extend(_ends(telling, len(whole.moments)))
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="lanes")


def _ends(telling: Telling, steps: int) -> Iterator[Html]:
    """The claims that are broken after so many steps: the step that breaks it, or that it is, and
    for whom."""
    for one in telling.broken_after(steps):
        told: list[Child] = [tag("div", text) for text in one.reason]
        if one.breaking is not None:
            yield _row("!", one.breaking, "")
        else:
            told.insert(0, tag("div", tag("strong", f"{one.claim} is broken ({one.source})")))
        if told:
            yield _end(one, told)


def _end(story: Story, told: list[Child]) -> Html:
    width = str(len(story.lanes) + 1)
    return tag("tr", tag("th", "!", scope="row"), tag("td", *told, colspan=width), class_="end")


def _row(number: str, moment: Moment, anchor: str) -> Html:
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


def _beside(one: Beside, claims: str) -> Html:
    points = tag("ul", *(tag("li", tag("code", it)) for it in one.points)) if one.points else ""
    names: list[Child] = []
    for place, name in enumerate(one.designs):
        names.extend((", " if place else "", tag("code", name)))
    names.append(f" ({claims})" if claims else "")
    return tag("div", tag("p", *names, f": {one.summary}."), points, class_="beside")


def _data(telling: Telling) -> Html:
    """What the player shows. Shape: ``texts`` are values by number; a run is the values of its
    first state, and for each step the entries that it changes, each with its new value;
    ``broken`` are pairs of a number of steps and what is broken after them."""
    whole = telling.whole
    texts: dict[str, int] = {}
    document = {
        "names": list(whole.states.names),
        "steps": [" ".join(filter(None, (one.who, one.step, one.kernel))) for one in whole.moments],
        "broken": [[len(one.moments), _broken(one)] for one in telling.stories],
        "design": whole.design,
        "run": _run(whole.states, texts),
        "beside": [
            {
                "designs": ", ".join(one.designs),
                "agrees": one.agrees,
                "summary": one.summary,
                "run": _run(one.states, texts),
            }
            for one, _ in telling.beside
        ],
        "texts": list(texts),
    }
    # "</script>" in a value must not end the script.
    return Html(json.dumps(document, separators=(",", ":")).replace("<", "\\u003c"))


def _broken(story: Story) -> str:
    if story.breaking is None:
        return f"{story.claim} is broken"
    step = " ".join(filter(None, (story.breaking.who, story.breaking.step)))
    return f"{step} would break {story.claim}"


def _run(states: States, texts: dict[str, int]) -> list[object]:
    numbered = [[texts.setdefault(one, len(texts)) for one in state] for state in states.values]
    changes = [
        [[at, new] for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        for before, after in pairwise(numbered)
    ]
    return [numbered[0], *changes]
