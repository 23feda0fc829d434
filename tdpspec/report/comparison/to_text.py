"""``report.txt``: ASCII of at most 72 columns, short enough to be pasted into an answer."""

from __future__ import annotations

from tdpspec.report.comparison.document import (
    Beside,
    Cell,
    Divide,
    Document,
    Honesty,
    Story,
)
from tdpspec.report.comparison.lanes import broken_lines, lane_lines, legend
from tdpspec.report.comparison.sentences import without_marks
from tdpspec.report.comparison.table import Table, table_lines
from tdpspec.report.layout import EMPTY, Line, Style, fold, indented, line
from tdpspec.report.matrix import matrix
from tdpspec.report.to_plain import COLUMNS, plain_text

MOST = 6
"""Survivors, lemmas and the like that are listed; the rest is counted."""
ROWS = 8
"""Of the longest table of mixtures that is shown."""


def text_report(document: Document) -> str:
    """The matrix, what turns the verdicts, one refutation in lanes and how the designs that hold
    follow it, and what the verdicts rest on."""
    return plain_text(report_lines(document))


def report_lines(document: Document) -> tuple[Line, ...]:
    """The report before its letters are made ASCII."""
    sections = (
        _heading(document),
        _matrix(document),
        _listed("In short", document.summary),
        _meanings(document),
        _divides(document),
        _story(document),
        _others(document),
        _proofs(document),
        _honesty(document),
        _listed("What this rests on, and what would change it", document.assumptions),
        _listed("What the model leaves out", tuple(map(without_marks, document.left_out))),
        indented(document.footer, 0, COLUMNS, Style.QUIET) if document.footer else (),
    )
    lines: list[Line] = []
    for section in sections:
        if section:
            lines.extend((*((EMPTY,) if lines else ()), *section))
    return tuple(lines)


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


def _meanings(document: Document) -> tuple[Line, ...]:
    """What each design does, and what each claim says."""
    designs = [(one.design, one.doc or ", ".join(one.choices)) for one in document.columns]
    claims = [(one.claim, one.doc or one.claimed) for one in document.rows]
    lines: list[Line] = []
    for kind, some in (("Designs", designs), ("Claims", claims)):
        told = [f"{name}: {text}" for name, text in some if text]
        if told:
            lines.extend((EMPTY, line(f"{kind}:")) if lines else (line(f"{kind}:"),))
            lines.extend(shown for one in told for shown in indented(one, 2, COLUMNS))
    return (*_title("What is compared"), *lines) if lines else ()


def _matrix(document: Document) -> tuple[Line, ...]:
    """The matrix as elsewhere; where the designs do not fit beside each other, a short one."""
    longest = max((len(one.claim) for one in document.rows), default=0)
    if len(document.columns) <= (COLUMNS - longest) // 14:
        return matrix(document.dossier.report, COLUMNS)
    letters = [chr(ord("A") + at % 26) + "'" * (at // 26) for at in range(len(document.columns))]
    head = ("", *letters)
    rows = tuple((row.claim, *map(_short, row.cells)) for row in document.rows)
    lines = list(table_lines(Table(head, rows), 0, COLUMNS))
    lines.append(EMPTY)
    for letter, column in zip(letters, document.columns, strict=True):
        lines.extend(indented(f"{letter}  {column.design}", 0, COLUMNS))
    lines.extend((EMPTY, *(line(one, Style.QUIET) for one in fold(SIGNS, COLUMNS))))
    return tuple(lines)


SIGNS = (
    "ok: proved at this size; OK: proved for every size; x4: refuted by a run of 4 "
    "steps; "
    "<=20: holds to depth 20, not a proof; ?: unknown; !: not as the spec expects"
)


def _short(cell: Cell) -> str:
    number = "".join(one for one in cell.detail if one.isdigit())
    word = {
        "proved": "OK" if cell.detail == "every size" else "ok",
        "refuted": f"x{number}",
        "holds": f"<={number}",
        "unknown": "?",
        "": "-",
    }[cell.word]
    return word + ("!" if cell.surprise else "")


def _divides(document: Document) -> tuple[Line, ...]:
    """The differences about the run that is told at length; of the others only what turns them."""
    told = document.chosen_story
    near = [
        one
        for one in document.divides
        if told is not None and one.refuted == told.design and told.claim in one.claims
    ]
    far = [one for one in document.divides if one not in near]
    if not document.divides:
        return ()
    lines = [
        *_title("The difference that matters"),
        *(line(one) for one in fold(document.divides_note, COLUMNS)),
    ]
    explained: set[str] = set()
    for one in near:
        lines.extend((EMPTY, *_divide(one, explained)))
        explained.update(name for name, *_ in one.choices)
    if near and far:
        lines.append(EMPTY)
    for one in far:
        lines.extend(_in_short(one, explained))
        explained.update(name for name, *_ in one.choices)
    return tuple(lines)


def _in_short(one: Divide, explained: set[str]) -> tuple[Line, ...]:
    """``explained`` as in ``_divide``; of the choices those that matter are explained."""
    told = [f"{', '.join(turn.claims)}: {turn.mends}" for turn in one.turns] or [one.note]
    lines = [shown for text in told for shown in _item(f"{one.refuted} / {one.holding}: {text}")]
    for name, question, *_ in one.choices:
        if question and name not in explained:
            lines.extend(indented(f"{name}: {question}", 4, COLUMNS, Style.QUIET))
    return tuple(lines)


def _divide(one: Divide, explained: set[str]) -> tuple[Line, ...]:
    """``explained`` are the choices whose question stands above already."""
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
        if question and name not in explained:
            lines.extend(indented(question, 4, COLUMNS, Style.QUIET))
    if 2 < len(one.mixtures) <= ROWS:
        lines.extend((EMPTY, *_mixtures(one)))
    elif len(one.mixtures) > ROWS:
        told = f"All {len(one.mixtures)} mixtures of the two, judged, are in report.html."
        lines.extend(indented(told, 2, COLUMNS))
    return tuple(lines)


def _mixtures(one: Divide) -> tuple[Line, ...]:
    """Every mixture; claims with the same verdicts throughout share a column."""
    columns: dict[tuple[str, ...], list[str]] = {}
    for place, claim in enumerate(one.claims):
        words = tuple(mixture.cells[place].word for mixture in one.mixtures)
        columns.setdefault(words, []).append(claim)
    names = [", ".join(claims) for claims in columns.values()]
    head = (f"taken from {one.holding}", *(names if len(names) > 1 else ("verdict",)))
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
    if signs := legend(story, width):
        lines.extend(indented(signs, 2, width, Style.QUIET))
    lines.extend((EMPTY, *lane_lines(story, width)))
    lines.extend(broken_lines(story, width))
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
    """The shortest run that breaks each other design; at length they are told elsewhere only."""
    more = len(document.stories) - 1
    if more < 1:
        return ()
    text = f"{more} more {'is' if more == 1 else 'are'} told in report.html and report.md."
    told = document.chosen_story
    shortest: dict[str, Story] = {}
    for one in document.stories:
        best = shortest.setdefault(one.design, one)
        if len(one.moments) < len(best.moments):
            shortest[one.design] = one
    others = [one for name, one in shortest.items() if told is None or name != told.design]
    text += " Of each other design the shortest:" if others else ""
    lines = list(indented(text, 0, COLUMNS))
    for one in others:
        who = f" (steps of {' and '.join(one.lanes)})" if one.lanes else ""
        lines.extend(_item(f"{one.title}{who}"))
    return tuple(lines)


def _proofs(document: Document) -> tuple[Line, ...]:
    groups: dict[tuple[str, str], list[str]] = {}
    for proofs in document.proofs:
        for one in proofs.evidence:
            groups.setdefault((one.covers, one.confirmed), []).append(
                f"{proofs.design}/{one.claim}"
            )
    lines: list[Line] = []
    for (covers, confirmed), names in groups.items():
        many = f"{len(names)} proofs" if len(names) > MOST else ", ".join(names)
        lines.extend(_item(f"{many}: for {covers}; {confirmed}"))
    lines.extend(_one_proof(document))
    return (*_title("The proofs"), *lines) if lines else ()


def _one_proof(document: Document) -> tuple[Line, ...]:
    """Why the claim of the run that is told holds under the first design that keeps it."""
    told = document.chosen_story
    holding = next((name for one in told.beside for name in one.designs), "") if told else ""
    for proofs in document.proofs:
        for one in proofs.evidence:
            if told is None or (proofs.design, one.claim) != (holding, told.claim):
                continue
            lines = list(indented(f"{one.claim} under {proofs.design}: {one.how}", 0, COLUMNS))
            for number in one.lemmas[:MOST]:
                lines.extend(_item(proofs.lemmas[number - 1], 2))
            if len(one.lemmas) > MOST:
                lines.extend(_item(f"and {len(one.lemmas) - MOST} more, in report.html", 2))
            return (EMPTY, *lines)
    return ()


def _that_matter(document: Document) -> set[str]:
    """The designs that keep every claim; where there are none, those that no other beats."""
    whole = {one.design for one in document.columns if not one.refuted and not one.open}
    return whole or {one.design for one in document.columns if one.unbeaten}


def _honesty(document: Document) -> tuple[Line, ...]:
    matters = _that_matter(document)
    groups: dict[tuple[str, ...], list[Honesty]] = {}
    for one in document.honesty:
        sentences = list(one.sentences)
        if one.design in matters:
            # What breaks a claim anyway shows little of what that claim notices.
            sentences.extend(one.faults)
            idle = tuple(name for name, kills, _ in one.kills if not kills)
            sentences.append(f"No fault is noticed by {', '.join(idle)}." if idle else "")
        if any(sentences):
            groups.setdefault(tuple(filter(None, sentences)), []).append(one)
    lines: list[Line] = []
    for told, some in groups.items():
        names = ", ".join(one.design for one in some)
        lines.extend(indented(f"{names}: {' '.join(told)}", 0, COLUMNS))
        survivors = tuple(
            dict.fromkeys(text for one in some if one.design in matters for text in one.survivors)
        )
        for text in survivors[:MOST]:
            lines.extend(_item(f"noticed by no claim: {text}", 2))
        if len(survivors) > MOST:
            lines.extend(_item(f"and {len(survivors) - MOST} more, in report.html", 2))
    return (*_title("What keeps the proofs honest"), *lines) if lines else ()
