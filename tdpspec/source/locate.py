"""Which file is meant by what somebody types: a file, a folder with one, or a shipped spec."""

from __future__ import annotations

from difflib import get_close_matches
from os import listdir
from os.path import isdir, isfile
from pathlib import Path

from tdpspec.source.data import data_folder

MOST_NAMED = 8
"""Files of a folder that a hint names at most."""


def locate(spec: str) -> tuple[Path, str]:
    """The file that ``spec`` means, and what to call it: a file, or a folder with exactly one
    ``.tdp`` file, comes before a shipped spec of the same name. What is none of them is told as it
    is, so that reading it says what it is instead."""
    if isfile(spec):
        return Path(spec), spec
    inside = specs_in(Path(spec)) if isdir(spec) else ()
    if len(inside) == 1:
        return inside[0], str(inside[0])
    if spec in shipped_specs():
        return data_folder("specs") / spec / f"{spec}.tdp", f"{spec}.tdp"
    return Path(spec), spec


def specs_in(folder: Path) -> tuple[Path, ...]:
    """The ``.tdp`` files right in ``folder``, in order, hidden ones left out; none if it is no
    folder, or cannot be looked into."""
    try:
        names = sorted(listdir(folder))
    except (OSError, ValueError):
        return ()
    # An editor's lock has a hidden name, and so has what macOS keeps beside a file.
    named = (folder / one for one in names if one.endswith(".tdp") and not one.startswith("."))
    return tuple(one for one in named if isfile(one))


def shipped_specs() -> tuple[str, ...]:
    """The names of the specs that come with the program, in order."""
    return tuple(sorted(path.stem for path in data_folder("specs").glob("*/*.tdp")))


def hint_for(spec: str) -> str | None:
    """What may have been meant by ``spec``, which means no file that can be read."""
    if isdir(spec):
        inside = specs_in(Path(spec))
        if not inside:
            return "there is no .tdp file in it"
        more = len(inside) - MOST_NAMED
        names = ", ".join(map(str, inside[:MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
        return f"name one of its files: {names}"
    shipped = shipped_specs()
    alike = get_close_matches(spec, shipped, n=1)
    if alike:
        return f"did you mean '{alike[0]}'?"
    return f"specs that are shipped: {', '.join(shipped)}" if spec.isidentifier() else None
