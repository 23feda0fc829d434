"""The options that several commands share, and what is read from the environment."""

from __future__ import annotations

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from tdpspec.api import Spec
    from tdpspec.engines.running.question import Question
    from tdpspec.report.document import Page
    from tdpspec.system.instance import Sizes


class FormatName(StrEnum):
    """The words of --format; the same as in ``report/formats.py``, which takes long to load."""

    TERMINAL = "terminal"
    PLAIN = "plain"
    JSON = "json"


SpecArgument = Annotated[
    str,
    typer.Argument(
        help="A .tdp file, a folder with just one, or the name of a shipped spec: peterson.",
        metavar="SPEC",
    ),
]
FormatOption = Annotated[
    FormatName,
    typer.Option("--format", help="terminal; plain: ASCII for mail, 72 columns; json: to load."),
]
SizeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--size",
        metavar="SORT=N",
        help="How many members a sort has, as in --size Root=3; else as the spec says. "
        "May be repeated.",
    ),
]
DesignsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--design", metavar="NAME", help="A design to look at; all without it. May be repeated."
    ),
]


def page(*, every_run: bool = False) -> Page:
    """How wide and how coloured standard output is. Without a window it is 80 cells wide;
    NO_COLOR and FORCE_COLOR are obeyed."""
    from tdpspec.report.document import Page

    is_window = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    colour = not os.environ.get("NO_COLOR") and (is_window or bool(os.environ.get("FORCE_COLOR")))
    return Page(max(40, shutil.get_terminal_size((80, 24)).columns), colour, every_run)


def cache_folder() -> Path | None:
    """Where verdicts are remembered: ``TDPSPEC_CACHE_DIR``, else the folder tdpspec in the user's
    cache folder; None where there is no such."""
    own = os.environ.get("TDPSPEC_CACHE_DIR")
    if own:
        return Path(own)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "tdpspec"
    # A path that is not absolute is to be ignored, says the XDG base directory specification.
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else home / ".cache") / "tdpspec"


def open_spec(spec: str, format_: FormatName) -> Spec:
    """The spec, or an end with its diagnostics on standard error and exit status 2."""
    from tdpspec import pipeline
    from tdpspec.api import Spec
    from tdpspec.report.formats import FORMATS

    source, system, found = pipeline.load(spec)
    if source is None or system is None:
        text = FORMATS[format_.value].diagnostics(found, source, spec, page())
        typer.echo(text, err=True, nl=False)
        raise typer.Exit(2)
    return Spec(source, system, found)


def demand(spec: Spec, question: Question) -> None:
    """End with exit status 2 if ``question`` names something that the spec does not have."""
    from tdpspec.engines.running.question import mistakes

    for one in mistakes(spec.system, question):
        refuse(one.option, one.message)


def refuse(option: str, message: str) -> NoReturn:
    """End with the usage, the message and exit status 2."""
    raise typer.BadParameter(message, param_hint=f"--{option}")


def sizes(given: list[str] | None) -> Sizes:
    """``("Root=3",)`` as pairs; the last one counts where a sort is named twice."""
    pairs: dict[str, int] = {}
    for one in given or ():
        name, equals, number = one.partition("=")
        if not (name and equals and number.isascii() and number.isdigit()):
            refuse("size", f"'{one}' is not of the form SORT=NUMBER, as in Root=3")
        if len(number) > 6:
            refuse("size", f"'{one}' is more than anything here can count: 999999 at most")
        pairs[name] = int(number)
    return tuple(pairs.items())
