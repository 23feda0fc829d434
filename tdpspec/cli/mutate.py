"""``tdpspec mutate``: which claims notice small faults in the spec."""

from __future__ import annotations

from typing import Annotated

import typer

from tdpspec.cli.options import (
    DesignsOption,
    FormatName,
    FormatOption,
    SizeOption,
    SpecArgument,
    demand,
    open_spec,
    page,
    sizes,
)
from tdpspec.cli.statuses import INCOMPLETE
from tdpspec.engines.defaults import FAULTS, STATES


def mutate(
    spec: SpecArgument = "tdp_mmu_roots",
    design: DesignsOption = None,
    claim: Annotated[
        list[str] | None,
        typer.Option(
            "--claim",
            metavar="NAME",
            help="A claim that can kill; all without it. May be repeated.",
        ),
    ] = None,
    size: SizeOption = None,
    seconds: Annotated[
        float,
        typer.Option("--seconds", metavar="N", min=0, help="The time for everything."),
    ] = FAULTS,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Which mutants are tried first.")
    ] = 0,
    states: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, help="States of one mutant to visit at most."),
    ] = STATES,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", metavar="N", min=1, help="Mutants at a time; as many as cores without it."
        ),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="List the mutants that are killed as well.")
    ] = False,
    format_: FormatOption = FormatName.TERMINAL,
) -> None:
    """Put small faults into a spec, one at a time, and see which claims notice.

    Example: tdpspec mutate peterson --all

    A mutant is killed by a claim that holds without the fault and is refuted with it. One that
    survives means a claim that is missing, or a statement that does nothing. Without --size the
    sizes are the largest at which all states can be visited, up to the usual ones.

    Exit status: 0 every mutant was judged, whatever came out; 3 some were not, for lack of time
    or because they have too many states; 2 a mistake in the command line or the spec; 130
    interrupted, with what was judged by then.
    """
    from tdpspec import api
    from tdpspec.cli.prove import cores
    from tdpspec.cli.statuses import INTERRUPTED
    from tdpspec.engines.running.question import Question
    from tdpspec.report.mutants import mutation_text

    opened = open_spec(spec, format_)
    question = Question(tuple(design or ()), tuple(claim or ()), sizes(size))
    demand(opened, question)
    found = api.mutate(
        opened,
        designs=question.designs,
        claims=question.claims,
        sizes=dict(question.sizes),
        seconds=seconds,
        seed=seed,
        states=states,
        jobs=jobs or cores(),
    )
    text = mutation_text(found, opened.system.file, seed, all_, format_.value, page())
    typer.echo(text, nl=False, color=True)
    if found.interrupted:
        typer.echo("interrupted: what is not judged above was not tried", err=True)
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(0 if found.complete else INCOMPLETE)
