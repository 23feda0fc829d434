"""Small specs: ``accept`` holds what every stage takes, ``reject`` one mistake a file.

In a rejected file a comment at the end of a line says what is told there, ``// error: [TDP124]``
or ``// warning: [TDP451]``; ``// error-below: [TDP112]`` says it of the next line, for mistakes
that swallow the rest of their line. What stands behind the code is the hint. The name begins with
the code.
"""

from __future__ import annotations

import re
from pathlib import Path

from tdpspec.source.text import SourceText

FOLDER = Path(__file__).parent
ACCEPTED = tuple(sorted((FOLDER / "accept").glob("*.tdp")))
REJECTED = tuple(sorted((FOLDER / "reject").glob("*.tdp")))

_MARK = re.compile(r"// (?:error|warning)(-below)?: \[(TDP\d+)\]")


def read(path: Path) -> SourceText:
    """The text of a file of the corpus under its own name."""
    return SourceText(path.name, path.read_text(encoding="utf-8"))


def marks(source: SourceText) -> list[tuple[int, str]]:
    """Line (from 1) and code of everything that the marks of ``source`` announce, in order."""
    return [
        (number + (mark.group(1) is not None), mark.group(2))
        for number in range(1, len(source.line_starts) + 1)
        for mark in _MARK.finditer(source.line(number))
    ]
