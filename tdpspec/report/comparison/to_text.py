"""``report.txt``: ASCII of at most 72 columns, short enough to be pasted into an answer."""

from __future__ import annotations

from tdpspec.report.comparison.document import Beside, Divide, Document, Story
from tdpspec.report.comparison.lanes import lane_lines, legend
from tdpspec.report.comparison.sentences import without_marks
from tdpspec.report.comparison.table import Table, table_lines
from tdpspec.report.layout import EMPTY, Line, Style, fold, indented, line
from tdpspec.report.matrix import matrix
from tdpspec.report.to_plain import COLUMNS, plain_text

MOST = 6
"""Survivors, lemmas and the like that are listed; the rest is counted."""


def text_report(document: Document) -> str:
    """The matrix, what turns the verdicts, one refutation in lanes and how the designs that hold
    follow it, and what the verdicts rest on."""
    sections = (
        _heading(document),
        matrix(document.dossier.report, COLUMNS),
        _listed("In short", document.summary),
        _divides(document),
        _story(document),
        _others(document),
        _proofs(document),
        _honesty(document),
        _listed("What this rests on", document.assumptions),
        _listed("What the model leaves out", tuple(map(without_marks, document.left_out))),
        indented(document.footer, 0, COLUMNS, Style.QUIET) if document.footer else (),
    )
    lines: list[Line] = []
    for section in sections:
        if section:
            lines.extend((*((EMPTY,) if lines else ()), *section))
    return plain_text(tuple(lines))


def story_text(story: Story) -> str:
    """One refutation by itself."""
    return plain_text(story_lines(story, COLUMNS))


def _title(text: str) -> tuple[Line, ...]:
    first = indented(text, 0, COLUMNS, Style.TITLE)
    return (*first, *indented("-" * min(len(text), COLUMNS), 0, COLUMNS, Style.QUIET))


def _heading(document: Document) -> tuple[Line, ...]:
    lines = list(indented(document.title, 0, COLUMNS, Style.TITLE))
    if document.doc:
        lines.extend(indented(document.doc, 2, COLUMNS))
    if document.sizes:
        lines.extend(indented(f"sizes: {document.sizes}", 2, COLUMNS, Style.QUIET))
    return tuple(lines)


def _listed(title: str, texts: tuple[str, ...]) -> tuple[Line, ...]:
    if not texts:
        return ()
    return (*_title(title), *(shown for one in texts for shown in _item(one)))


def _item(text: str, indent: int = 0) -> tuple[Line, ...]:
    return indented(f"- {text}", indent, COLUMNS)


def _divides(document: Document) -> tuple[Line, ...]:
    lines: list[Line] = []
    for one in document.divides:
        lines.extend((EMPTY, *_divide(one)))
    if not lines:
        return ()
    return (
        *_title("The difference that matters"),
        *(line(one) for one in fold(document.divides_note, COLUMNS)),
        *lines,
    )


def _divide(one: Divide) -> tuple[Line, ...]:
    lines = list(
        indented(f"{one.refuted} (refuted) / {one.holding} (proved)", 0, COLUMNS, Style.TITLE)
    )
    for turn in one.turns:
        lines.extend(indented(f"{', '.join(turn.claims)}:", 2, COLUMNS))
        lines.extend(_item(turn.mends, 4))
        if turn.breaks != turn.mends:
            lines.extend(_item(turn.breaks, 4))
    if one.note:
        lines.extend(indented(one.note, 2, COLUMNS))
    for name, question, refuted, holding in one.choices:
        lines.extend(indented(f"{name}: {refuted} / {holding}", 2, COLUMNS, Style.QUIET))
        if question:
            lines.extend(indented(question, 4, COLUMNS, Style.QUIET))
    if len(one.mixtures) > 2:
        lines.extend((EMPTY, *_mixtures(one)))
    return tuple(lines)


def _mixtures(one: Divide) -> tuple[Line, ...]:
    """Every mixture; claims with the same verdicts throughout share a column."""
    columns: dict[tuple[str, ...], list[str]] = {}
    for place, claim in enumerate(one.claims):
        words = tuple(
            f"{mixture.cells[place].word} {mixture.cells[place].detail}".strip()
            for mixture in one.mixtures
        )
        columns.setdefault(words, []).append(claim)
    head = (f"from {one.holding}", *(", ".join(claims) for claims in columns.values()))
    rows = tuple(
        (
            (", ".join(mixture.taken) or "nothing")
            + (f" (this is {', '.join(mixture.names)})" if mixture.names else ""),
            *(words[place] for words in columns),
        )
        for place, mixture in enumerate(one.mixtures)
    )
    return table_lines(Table(head, rows), 2, COLUMNS)


def story_lines(story: Story, width: int) -> tuple[Line, ...]:
    """One refutation in lanes, and below it how other designs follow it."""
    lines = list(indented(story.title, 0, width, Style.TITLE))
    if story.doc:
        lines.extend(indented(f"{story.claim}: {story.doc}", 2, width, Style.QUIET))
    lines.extend(indented(story.provenance, 2, width, Style.QUIET))
    if signs := legend(story):
        lines.extend(indented(signs, 2, width, Style.QUIET))
    lines.extend((EMPTY, *lane_lines(story, width)))
    if story.breaking is None:
        lines.extend(indented(f"!  {story.claim} is broken ({story.source})", 2, width, Style.BAD))
    for text in story.reason:
        lines.extend(indented(text, 5, width, Style.BAD))
    if story.claimed:
        lines.extend(indented(f"claimed: {story.claimed}", 5, width))
    for one in story.beside:
        lines.extend((EMPTY, *_beside(one, width)))
    return tuple(lines)


def _beside(one: Beside, width: int) -> tuple[Line, ...]:
    lines = list(indented(f"{', '.join(one.designs)}: {one.summary}.", 0, width))
    for text in one.points:
        lines.extend(indented(f"- {text}", 2, width))
    return tuple(lines)


def _story(document: Document) -> tuple[Line, ...]:
    chosen = document.chosen_story
    if chosen is None:
        return ()
    return (*_title("A refutation, and where the others differ"), *story_lines(chosen, COLUMNS))


def _others(document: Document) -> tuple[Line, ...]:
    """The refutations that are told at length elsewhere only."""
    return _listed(
        "Further refutations (in report.html and report.md)",
        tuple(one.title for one in document.stories if one.anchor != document.chosen),
    )


def _proofs(document: Document) -> tuple[Line, ...]:
    lines: list[Line] = []
    for proofs in document.proofs:
        groups: dict[tuple[str, str], list[str]] = {}
        for one in proofs.evidence:
            groups.setdefault((one.covers, one.confirmed), []).append(one.claim)
        for (covers, confirmed), claims in groups.items():
            text = f"{proofs.design}: {', '.join(claims)}: proved for {covers}; {confirmed}"
            lines.extend(_item(text))
    return (*_title("The proofs"), *lines) if lines else ()


def _honesty(document: Document) -> tuple[Line, ...]:
    lines: list[Line] = []
    for one in document.honesty:
        lines.extend(indented(f"{one.design}: {' '.join(one.sentences)}", 0, COLUMNS))
        idle = [name for name, kills, _ in one.kills if not kills]
        if idle:
            lines.extend(indented(f"no fault is noticed by {', '.join(idle)}", 2, COLUMNS))
        for text in one.survivors[:MOST]:
            lines.extend(indented(f"- not noticed: {text}", 2, COLUMNS))
        if len(one.survivors) > MOST:
            more = len(one.survivors) - MOST
            lines.extend(indented(f"- and {more} more that nobody notices", 2, COLUMNS))
    return (*_title("What keeps the proofs honest"), *lines) if lines else ()
