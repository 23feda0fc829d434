"""``tdpspec tlc``: a second judge."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    refuse,
    sizes,
)
from tdpspec.cli.traces import (
    ForceOption,
    TraceFormatOption,
    TracesOption,
    destination,
    write_traces,
)

if TYPE_CHECKING:
    from tdpspec.engines.running.question import Question
    from tdpspec.report.to_itf import Counterexample
    from tdpspec.system.model import System
    from tdpspec.system.opinion import Compared
    from tdpspec.tla.read_output import Counted

DISAGREE = 1
"""A disagreement is a mistake of ours (or TLC's), as a crash is."""

UNKNOWN = 4


def tlc(
    spec: SpecArgument = "tdp_mmu_roots",
    design: DesignsOption = None,
    claim: Annotated[
        list[str] | None,
        typer.Option("--claim", metavar="NAME", help="A claim to ask about; all without it."),
    ] = None,
    size: SizeOption = None,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, help="Threads of TLC.")
    ] = 1,
    jar: Annotated[
        Path | None,
        typer.Option(
            "--jar",
            metavar="FILE",
            help="tla2tools.jar; else TLA2TOOLS_JAR, else the one of the extra tlc.",
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, help="A limit for each run.")
    ] = 600,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=64, help="Java's heap.")
    ] = 2048,
    limit: Annotated[
        int,
        typer.Option(
            "--limit", metavar="N", min=1, help="States after which tdpspec's own count gives up."
        ),
    ] = 1_000_000,
    format_: FormatOption = FormatName.TERMINAL,
    trace_format: TraceFormatOption = None,
    traces: TracesOption = None,
    force: ForceOption = False,
    distributed: Annotated[
        bool,
        typer.Option("--distributed", help="Only print how to run TLC on several machines."),
    ] = False,
) -> None:
    """Run TLC on the emitted module, and compare it with tdpspec's own exhaustive search.

    Example: tdpspec tlc --design keep_on_list --size Vcpu=1 --size Page=1 --size Zapper=1

    They agree if both say the same of a claim, count the same distinct states, find shortest runs
    of the same length, and TLC can follow ours step by step. What TLC says is believed only where
    its search was complete.

    Exit status: 0 they agree everywhere; 1 they disagree somewhere; 4 one of them has no answer
    somewhere; 2 a mistake in the command line or the spec, or no TLC; 130 interrupted.
    """
    from tdpspec import pipeline
    from tdpspec.engines.running.question import Question
    from tdpspec.report.agreement import agreement_text
    from tdpspec.tla.run import Options
    from tdpspec.tla.tools import Missing, find_tools

    opened = open_spec(spec, format_)
    question = Question(tuple(design or ()), tuple(claim or ()), sizes=sizes(size))
    demand(opened, question)
    if distributed:
        _print_distributed(opened.system, question, jar, workers)
        return
    tools = find_tools(jar)
    if isinstance(tools, Missing):
        typer.echo(tools.reason, err=True)
        raise typer.Exit(2)
    chosen = destination(opened.system, question, trace_format, traces, force)
    rows = tuple(
        pipeline.compare_with_tlc(
            opened.system, question, tools, Options(workers, timeout, memory), limit, _listen
        )
    )
    typer.echo(agreement_text(rows, format_.value, page()), nl=False, color=True)
    write_traces(chosen, _found_by_tlc(rows))
    opinions = [one.agree for one in rows]
    if False in opinions:
        raise typer.Exit(DISAGREE)
    raise typer.Exit(UNKNOWN if None in opinions else 0)


def _found_by_tlc(rows: Sequence[Compared]) -> tuple[Counterexample, ...]:
    """The runs that TLC shows, as far as they could be read back."""
    from tdpspec.report.to_itf import Counterexample
    from tdpspec.system.opinion import Breaks

    return tuple(
        Counterexample(one.instance, one.claim.name, one.tlc.trace)
        for one in rows
        if isinstance(one.tlc, Breaks) and one.tlc.trace is not None
    )


def _listen(design: str, counted: Counted) -> None:
    """One line on a window, written over and over."""
    if sys.stderr.isatty():
        text = f"{design}: {counted.distinct} states, {counted.queue} to go"
        typer.echo(f"\r{text:<78}", err=True, nl=False)


def _print_distributed(system: System, question: Question, jar: Path | None, workers: int) -> None:
    """Only text: the machines are the user's."""
    from shlex import join

    from tdpspec.engines.running.question import chosen_designs
    from tdpspec.system.claims import temporal_claims
    from tdpspec.tla.distributed import commands
    from tdpspec.tla.names import names_of

    temporal = [
        one.name for one in temporal_claims(system.properties) if one.name in question.claims
    ]
    if temporal:
        refuse("distributed", f"TLC ignores temporal claims there: {', '.join(temporal)}")
    names = names_of(system)
    for design in chosen_designs(system, question):
        model = f"{names.designs[design]}.cfg"
        found = commands(
            "java", jar or "tla2tools.jar", "HOST", f"{names.module}.tla", model, workers
        )
        typer.echo(f"# {design}: on HOST, in the folder that tdpspec emit wrote to")
        typer.echo(join(found.server))
        typer.echo("# on every machine that helps")
        typer.echo(join(found.worker))
