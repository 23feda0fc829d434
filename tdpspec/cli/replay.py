"""``tdpspec replay``: a run from a file, on any design."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tdpspec.cli.options import (
    FormatName,
    FormatOption,
    demand,
    open_spec,
    page,
    refuse,
    sizes,
)

STOPS = 11


def replay(
    trace: Annotated[
        Path,
        typer.Argument(
            help="A trace in ITF, such as prove --trace-format itf writes; or a witness that a "
            "hardware model checker found on what emit --as aiger wrote.",
            metavar="TRACE",
        ),
    ],
    spec: Annotated[
        str | None,
        typer.Argument(
            help="A .tdp file, a folder with just one, or the name of a shipped spec; the one "
            "that the trace names without it.",
            metavar="SPEC",
            show_default=False,
        ),
    ] = None,
    design: Annotated[
        str | None,
        typer.Option(
            "--design", metavar="NAME", help="The design to run it on; the trace's own without it."
        ),
    ] = None,
    size: Annotated[
        list[str] | None,
        typer.Option(
            "--size",
            metavar="SORT=N",
            help="How many members a sort has; else as the trace says. May be repeated.",
        ),
    ] = None,
    format_: FormatOption = FormatName.TERMINAL,
) -> None:
    """Run a trace on a design, and say where it stops being possible and why.

    Example: tdpspec replay remove_from_list.in_use_is_listed.itf.json --design keep_on_list

    Where a step leads to another state than the trace says, the trace's steps are also tried
    in the states that they lead to here. At the end of a trace that is possible, claims are
    judged. A trace of another program is read as well if its variables are those of the spec;
    it may leave out the steps. A witness says nothing of the spec: name it, and the design and
    the sizes that were exported.

    Exit status: 0 all of the trace is possible, whatever claims it breaks; 11 it stops being
    possible; 2 a mistake in the command line, the spec or the trace.
    """
    from tdpspec import api, pipeline
    from tdpspec.interpret.read_itf import Document
    from tdpspec.report.retraced import replay_text

    try:
        document = api.read_trace(trace)
        named = spec or pipeline.spec_named_by(document)
        if named is None:
            of = document.spec if isinstance(document, Document) else ""
            where = f": it is of {of}, which is not here" if of else ""
            message = f"{document.name} names no spec that is there{where}; name it after the trace"
            raise typer.BadParameter(message, param_hint="SPEC")
        opened = open_spec(named, format_)
        given = dict(sizes(size))
        question = api.replay_question(opened, document, design, given)
        if not question.designs:
            names = ", ".join(one.name for one in opened.system.designs)
            refuse("design", f"{document.name} names no design; name one of {names}")
        demand(opened, question)
        found = api.replay(opened, document, question.designs[0], sizes=given)
    except api.TraceError as mistake:
        raise typer.BadParameter(str(mistake), param_hint="TRACE") from mistake
    typer.echo(replay_text(found, format_.value, page()), nl=False, color=True)
    raise typer.Exit(0 if found.is_possible else STOPS)
