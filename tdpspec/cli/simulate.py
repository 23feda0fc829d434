"""``tdpspec simulate``: one random run, to see the model move."""

from __future__ import annotations

from typing import Annotated

import typer

from tdpspec.cli.options import (
    FormatName,
    FormatOption,
    SizeOption,
    SpecArgument,
    demand,
    open_spec,
    page,
    refuse,
    sizes,
)


def simulate(
    spec: SpecArgument = "tdp_mmu_roots",
    design: Annotated[
        str | None,
        typer.Option(
            "--design", metavar="NAME", help="The design to run; needed where there are several."
        ),
    ] = None,
    size: SizeOption = None,
    steps: Annotated[
        int, typer.Option("--steps", metavar="N", min=0, help="The length of the run.")
    ] = 20,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Another number, another run.")
    ] = 0,
    format_: FormatOption = FormatName.TERMINAL,
) -> None:
    """Show one random run. It proves nothing, but shows what the model can do.

    Example: tdpspec simulate peterson --steps 12 --seed 7

    Exit status: 0; 2 a mistake in the command line or the spec.
    """
    from tdpspec import api
    from tdpspec.engines.running.question import Question
    from tdpspec.report.run import run_text

    opened = open_spec(spec, format_)
    designs = tuple(one.name for one in opened.system.designs)
    if design is None and len(designs) > 1:
        refuse("design", f"the spec has several designs; name one of {', '.join(designs)}")
    chosen = design or designs[0]
    question = Question((chosen,), sizes=sizes(size))
    demand(opened, question)
    run = api.simulate(opened, chosen, sizes=dict(question.sizes), steps=steps, seed=seed)
    if run is None:
        refuse("size", "the spec has no initial state at these sizes")
    typer.echo(run_text(run, format_.value, page()), nl=False, color=True)
