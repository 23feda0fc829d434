"""``tdpspec emit``: the spec as TLA+ for TLC, or as AIGER for hardware model checkers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tdpspec.cli.files import own_folder, write_files
from tdpspec.cli.options import (
    DesignsOption,
    FormatName,
    SizeOption,
    SpecArgument,
    demand,
    open_spec,
    sizes,
)


class Form(StrEnum):
    """The words of --as."""

    TLA = "tla"
    AIGER = "aiger"
    AAG = "aag"


def emit(
    spec: SpecArgument = "tdp_mmu_roots",
    design: DesignsOption = None,
    size: SizeOption = None,
    form: Annotated[
        Form,
        typer.Option(
            "--as", help="tla; aiger: AIGER 1.9, binary, for abc and others; aag: the same to read."
        ),
    ] = Form.TLA,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Where to; out/<spec> without it."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that tdpspec did not write.")
    ] = False,
) -> None:
    """Write the spec as TLA+: a module, a model (.cfg) for each design, a module with symmetry.
    Or, at the sizes told, each design as a circuit with a bad-state output for each claim.

    Example: tdpspec emit peterson -o /tmp/peterson

    Example: tdpspec emit german --as aiger --design hurries --size Client=3

    Files that tdpspec wrote, and nobody changed since, are replaced; others never are, unless
    --force is given. What was written is noted in the file .tdpspec beside them.

    Exit status: 0 written; 2 a mistake in the command line or the spec, or a file in the way.
    """
    from tdpspec import pipeline
    from tdpspec.engines.running.question import Question

    opened = open_spec(spec, FormatName.TERMINAL)
    question = Question(tuple(design or ()), sizes=sizes(size))
    demand(opened, question)
    files: dict[str, str | bytes] = {}
    if form is Form.TLA:
        files.update(pipeline.emit(opened.system, question))
    else:
        files.update(pipeline.emit_aiger(opened.system, question, as_text=form is Form.AAG))
    folder = output or own_folder(opened.system)
    write_files("output", folder, files, force)
    for name in files:
        typer.echo(folder / name)
