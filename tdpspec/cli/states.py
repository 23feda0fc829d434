"""``tdpspec states``: how large the state graph is."""

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


def states(
    spec: SpecArgument = "tdp_mmu_roots",
    design: DesignsOption = None,
    size: SizeOption = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="Stop after so many states.")
    ] = 5_000_000,
    format_: FormatOption = FormatName.TERMINAL,
) -> None:
    """Visit every reachable state and count them.

    Example: tdpspec states peterson --format json

    Depth counts states, as TLC does: 1 where there are only initial states. With one design the
    JSON document has its keys (distinct, transitions, depth, ...) at the top level; with several
    an object for each under "designs".

    Exit status: 0 everything counted; 3 stopped at the limit; 2 a mistake in the command line or
    the spec; 130 interrupted.
    """
    from tdpspec import api
    from tdpspec.engines.running.question import Question
    from tdpspec.report.graph import graph_text

    opened = open_spec(spec, format_)
    question = Question(tuple(design or ()), sizes=sizes(size))
    demand(opened, question)
    graphs = api.states(opened, designs=question.designs, sizes=dict(question.sizes), limit=limit)
    typer.echo(graph_text(graphs, format_.value, page()), nl=False, color=True)
    raise typer.Exit(0 if all(one.complete for one in graphs) else INCOMPLETE)
