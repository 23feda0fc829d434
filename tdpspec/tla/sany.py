"""What SANY, TLA+'s parser, has against modules; its exit status is 0 in any case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tdpspec.tla.run import run_sany
from tdpspec.tla.tools import Tools

_SECTION = re.compile(r"^\*{6} SANY.*$", re.MULTILINE)
_COMPLAINT = re.compile(
    r"\*\*\* (?:Errors|Abort messages|Warnings)|Fatal errors|Parse Error|Lexical error|Could not"
)


def complaints(tools: Tools, modules: Sequence[Path]) -> dict[str, str]:
    """SANY's own words on each module that it does not accept without a warning, by the module's
    name; all modules lie in one folder."""
    run = run_sany(tools, modules)
    if run.status is None:
        return {one.stem: f"SANY was {run.stopped}" for one in modules}
    sections = _SECTION.split(run.output)[1:]
    found: dict[str, str] = {}
    for place, one in enumerate(modules):
        said = sections[place] if place < len(sections) else run.output
        done = f"Semantic processing of module {one.stem}\n" in said
        if not done or _COMPLAINT.search(said):
            found[one.stem] = said.strip()
    return found
