"""``tdpspec check``: what is wrong with a spec, and nothing else."""

from __future__ import annotations

import typer

from tdpspec.cli.options import FormatName, FormatOption, SpecArgument, page


def check(
    spec: SpecArgument = "tdp_mmu_roots", format_: FormatOption = FormatName.TERMINAL
) -> None:
    """Read a spec and tell its mistakes, without proving anything.

    Example: tdpspec check my.tdp

    Exit status: 0 without errors (there may be warnings), 2 with errors.
    """
    from tdpspec import pipeline
    from tdpspec.report.formats import FORMATS

    source, system, found = pipeline.load(spec)
    typer.echo(FORMATS[format_.value].diagnostics(found, source, spec, page()), nl=False)
    raise typer.Exit(0 if system is not None else 2)
