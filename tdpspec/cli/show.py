"""``tdpspec show``: a run that was found, told once more in any format."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tdpspec.cli.options import page, refuse

KEPT = (
    "Only the refutations of the last prove or compare are kept. Run it again for those of another "
    "spec, or say where they are: --from out/SPEC/findings.json, a file that compare writes"
)


class RunFormat(StrEnum):
    """The words of --format; the same as in ``report/comparison/one_run.py``."""

    TERMINAL = "terminal"
    PLAIN = "plain"
    LANES = "lanes"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    ITF = "itf"


def show(
    finding: Annotated[
        str,
        typer.Argument(
            help="DESIGN/CLAIM as a report has it; the claim alone where one design breaks it.",
            metavar="FINDING",
        ),
    ],
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A findings.json of compare; the last prove or compare without it.",
        ),
    ] = None,
    format_: Annotated[
        RunFormat,
        typer.Option(
            "--format",
            help="terminal; plain or lanes: ASCII, 72 columns; markdown; html; json; itf.",
        ),
    ] = RunFormat.TERMINAL,
) -> None:
    """Tell a run that breaks a claim once more, from the findings that were kept.

    Example: tdpspec show blind/alone --format lanes

    Kept are the findings of the last prove or compare, whatever spec it was about; for earlier
    ones, name a findings.json that compare wrote. The findings hold the text of the spec as it was;
    the run is replayed before it is shown.

    Exit status: 0 shown; 2 a mistake in the command line, or nothing there to show.
    """
    from tdpspec import api
    from tdpspec.cli.kept import kept_path
    from tdpspec.report.comparison.one_run import RUN_FORMATS

    path = source or kept_path()
    if path is None or (source is None and not path.is_file()):
        refuse("from", "nothing is kept yet: run tdpspec prove or tdpspec compare first")
    try:
        found = api.show(path, finding)
    except api.QuestionError as mistake:
        told = str(mistake)
        if not source:
            told += f"{'' if told.endswith('?') else '.'} {KEPT}"
        raise typer.BadParameter(told, param_hint="FINDING") from mistake
    except api.TraceError as mistake:
        refuse("from", str(mistake))
    typer.echo(RUN_FORMATS[format_.value](found, page()), nl=False, color=True)
