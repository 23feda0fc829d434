"""What a model leaves out, in the words of the README.md beside its spec."""

from __future__ import annotations

import re
from pathlib import Path

_HEADING = re.compile(r"#+\s+(.*)")
_SAYS_SO = re.compile(r"\b(left out|leaves out|not modelled)\b", re.IGNORECASE)
_ITEM = re.compile(r"[*+-]\s+")


def left_out(readme: Path) -> tuple[str, ...]:
    """Each paragraph and list item, on one line, of every section whose heading says "left out" or
    "not modelled", and each paragraph elsewhere that begins with "Not modelled".

    Empty where there is no such file; what cannot be decoded is passed over.
    """
    try:
        text = readme.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    return paragraphs_left_out(text)


def paragraphs_left_out(text: str) -> tuple[str, ...]:
    """
    >>> paragraphs_left_out("# A\\nNot modelled: x\\nand y.\\n\\nMore.\\n## Left out\\n* p\\n")
    ('Not modelled: x and y.', 'p')
    """
    found: list[str] = []
    inside = False
    for paragraph in _paragraphs(text):
        heading = _HEADING.match(paragraph)
        if heading:
            inside = bool(_SAYS_SO.search(heading[1]))
        elif inside or paragraph.lower().startswith("not modelled"):
            found.append(paragraph)
    return tuple(found)


def _paragraphs(text: str) -> list[str]:
    """Headings, paragraphs and list items, each on one line; tables and code are left out."""
    found: list[str] = []
    fresh, fenced = True, False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("```"):
            fenced = not fenced
        if fenced or not line or line.startswith(("```", "|")):
            fresh = True
        elif _HEADING.match(line):
            found.append(line)
            fresh = True
        elif item := _ITEM.match(line):
            found.append(line[item.end() :])
            fresh = False
        elif fresh:
            found.append(line)
            fresh = False
        else:
            found[-1] += " " + line
    return found
