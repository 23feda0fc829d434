"""``report.md``: the whole comparison for forges, which show Markdown with tables and details."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tdpspec.report.comparison.document import (
    Beside,
    Cell,
    Divide,
    Document,
    Honesty,
    Proofs,
    Story,
    Telling,
)
from tdpspec.report.comparison.lanes import broken_lines, lane_lines, legend
from tdpspec.report.layout import text_of

COLUMNS = 92
"""Units: characters of the widest line of a run."""

SIGNS = {"proved": "✔", "refuted": "✘", "holds": "≥", "unknown": "?", "": ""}


def markdown_report(document: Document) -> str:
    """Everything, in the order of the document; long lists are folded away."""
    parts = (
        f"# {text(document.title)}",
        f"{text(document.doc)}",
        f"Sizes: {text(document.sizes)}." if document.sizes else "",
        "## Verdicts",
        _matrix(document),
        _list(map(text, document.summary)),
        _designs(document),
        *_section(
            "The difference that matters", document.divides_note, map(_divide, document.divides)
        ),
        *_section("Refutations", "", map(telling_markdown, document.tellings)),
        *_section("Proofs", "", map(_proofs, document.proofs)),
        *_section("What keeps the proofs honest", "", map(_honesty, document.honesty)),
        "## What this rests on, and what would change it",
        _list(map(text, document.assumptions)),
        *_section(
            "What the model leaves out",
            "",
            (_list(document.left_out),) if document.left_out else (),
        ),
        f"---\n\n{text(document.footer)}" if document.footer else "",
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def text(words: str) -> str:
    """``words`` so that nothing in them is a mark-up.

    >>> text("a_b <c> | *d*")
    'a\\\\_b &lt;c&gt; \\\\| \\\\*d\\\\*'
    """
    escaped = re.sub(r"([\\\\`*_{}\[\]#|~])", r"\\\1", words.replace("&", "&amp;"))
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def code(words: str) -> str:
    """``words`` as they are; a bar would end a cell of a table."""
    if not words:
        return ""
    ticks = "``" if "`" in words else "`"
    space = " " if "`" in words else ""
    return f"{ticks}{space}{words}{space}{ticks}".replace("|", "\\|")


def _section(title: str, note: str, parts: Iterable[str]) -> tuple[str, ...]:
    told = tuple(one for one in parts if one)
    return (f"## {title}", *((text(note),) if note else ()), *told) if told else ()


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"* {one}" for one in items)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(one) + " |" for one in lines)


def _cell(cell: Cell) -> str:
    if not cell.word:
        return "-"
    shown = f"{SIGNS[cell.word]} {cell.word} {cell.detail}".strip()
    linked = f"[{shown}](#{cell.story})" if cell.story else shown
    return f"{linked} **expected {cell.surprise}**" if cell.surprise else linked


def _matrix(document: Document) -> str:
    head = ("claim", *(code(one.design) for one in document.columns))
    return _table(head, ((code(row.claim), *map(_cell, row.cells)) for row in document.rows))


def _designs(document: Document) -> str:
    designs = (
        f"{code(one.design)}: {'; '.join(filter(None, (text(one.doc), *map(code, one.choices))))}"
        for one in document.columns
        if one.doc or one.choices
    )
    claims = (f"{code(one.claim)}: {text(one.doc)}" for one in document.rows if one.doc)
    return "\n\n".join(filter(None, (_list(designs), _list(claims))))


def _divide(one: Divide) -> str:
    parts = [f"### {code(one.refuted)} (refuted) and {code(one.holding)} (proved)"]
    for turn in one.turns:
        claims = ", ".join(map(code, turn.claims))
        told = dict.fromkeys((turn.mends, turn.breaks))
        parts.append(_list(f"{claims}: {text(it)}" for it in told))
    head = ("choice", "", code(one.refuted), code(one.holding))
    parts.append(_table(head, ((code(a), text(b), code(c), code(d)) for a, b, c, d in one.choices)))
    if one.mixtures:
        heads = (f"taken from {code(one.holding)}", *map(code, one.claims))
        rows = (
            (
                (", ".join(map(code, it.taken)) or "nothing")
                + (f" (this is {', '.join(map(code, it.names))})" if it.names else ""),
                *map(_cell, it.cells),
            )
            for it in one.mixtures
        )
        parts.append(_table(heads, rows))
    if one.note:
        parts.append(text(one.note))
    return "\n\n".join(parts)


def telling_markdown(telling: Telling) -> str:
    """One run under a heading of its own, with all claims that it breaks."""
    whole = telling.whole
    shown = lane_lines(whole, COLUMNS, telling.stories[:-1])
    lines = [text_of(one) for one in (*shown, *broken_lines(whole, COLUMNS))]
    several = len(telling.stories) > 1
    told = [text(one.provenance) for one in telling.stories]
    told.append(text(legend(whole, COLUMNS)))
    parts = [
        f'<a id="{telling.anchor}"></a>\n\n### {text(telling.title)}',
        *(f"{_named(one, several)}{text(one.doc)}" for one in telling.stories if one.doc),
        "\n".join(f"{one}  " for one in dict.fromkeys(told) if one).rstrip(),
        "```text\n" + "\n".join(lines).replace("```", "'''") + "\n```",
        *(
            f"Claimed{f' by {code(one.claim)}' if several else ''}: {code(one.claimed)}"
            for one in telling.stories
            if one.claimed
        ),
        *(_beside(one, claims) for one, claims in telling.beside),
    ]
    return "\n\n".join(part for part in parts if part)


def _named(story: Story, several: bool) -> str:
    return f"{code(story.claim)}: " if several else ""


def _beside(one: Beside, claims: str) -> str:
    about = f" ({text(claims)})" if claims else ""
    head = f"**{', '.join(map(code, one.designs))}**{about}: {text(one.summary)}."
    return f"{head}\n\n{_list(map(code, one.points))}" if one.points else head


def _proofs(proofs: Proofs) -> str:
    head = ("claim", "proved for", "how", "")
    rows = (
        (code(one.claim), text(one.covers), text(one.how), text(one.confirmed))
        for one in proofs.evidence
    )
    parts = [f"### {code(proofs.design)}", _table(head, rows)]
    if proofs.lemmas:
        count = f"{len(proofs.lemmas)} lemmas" if len(proofs.lemmas) > 1 else "The lemma"
        lemmas = "\n".join(f"{at}. {code(one)}" for at, one in enumerate(proofs.lemmas, 1))
        parts.append(f"<details><summary>{count}</summary>\n\n{lemmas}\n\n</details>")
    return "\n\n".join(parts)


def _honesty(one: Honesty) -> str:
    parts = [f"### {code(one.design)}", _list(map(text, (*one.sentences, *one.faults)))]
    if one.witnesses:
        rows = ((code(name), text(found)) for name, found in one.witnesses)
        table = _table(("action", "shortest witness found"), rows)
        parts.append(f"<details><summary>Actions</summary>\n\n{table}\n\n</details>")
    if one.kills:
        counts = ((code(name), str(kills), str(alone)) for name, kills, alone in one.kills)
        parts.append(_table(("claim", "faults noticed", "by no other claim"), counts))
    if one.survivors:
        listed = _list(map(text, one.survivors))
        parts.append(
            f"<details><summary>Faults that no claim notices</summary>\n\n{listed}\n\n</details>"
        )
    return "\n\n".join(parts)
