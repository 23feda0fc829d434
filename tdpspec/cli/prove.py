"""``tdpspec prove``: the main job."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tdpspec.cli.options import (
    DesignsOption,
    FormatName,
    FormatOption,
    SizeOption,
    SpecArgument,
    cache_folder,
    demand,
    open_spec,
    page,
    sizes,
)
from tdpspec.cli.statuses import INTERNAL_ERROR, INTERRUPTED
from tdpspec.cli.traces import (
    ForceOption,
    TraceFormatOption,
    TracesOption,
    destination,
    write_certificates,
    write_traces,
)
from tdpspec.engines.defaults import DEPTH, SECONDS

if TYPE_CHECKING:
    from tdpspec.system.finding import Finding

WITHOUT_PYSAT = (
    "tdpspec: there was not enough time; with PySAT, which is not installed here, most of what "
    "takes long takes a fifth of it: pip install 'tdpspec[fast]'"
)

CacheOption = Annotated[
    bool,
    typer.Option("--cache/--no-cache", help="Use and write what earlier runs found out."),
]
ClaimsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--claim", metavar="NAME", help="A claim to judge; all without it. May be repeated."
    ),
]
DepthOption = Annotated[
    int,
    typer.Option(
        "--depth",
        metavar="N",
        min=0,
        help="The longest runs that bmc and kinduction search, in steps.",
    ),
]
TimeoutOption = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        min=0.001,
        help="Seconds for one engine on one design.",
    ),
]
MemoryOption = Annotated[
    int | None,
    typer.Option(
        "--memory", metavar="MB", min=256, help="MB for each engine; no limit without it."
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", metavar="N", min=1, help="Engines at a time; as many as cores without it."
    ),
]


def prove(
    spec: SpecArgument = "tdp_mmu_roots",
    design: DesignsOption = None,
    claim: ClaimsOption = None,
    size: SizeOption = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="NAME",
            help="Use only this one: every_size, parallel, pdr, bmc, kinduction or explore.",
        ),
    ] = None,
    depth: DepthOption = DEPTH,
    timeout: TimeoutOption = SECONDS,
    memory: MemoryOption = None,
    jobs: JobsOption = None,
    vacuity: Annotated[
        bool,
        typer.Option(
            "--vacuity/--no-vacuity",
            help="Warn of what makes verdicts worth less: dead actions, empty claims.",
        ),
    ] = True,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Say for each proof by induction which lemmas it needs, and where.",
        ),
    ] = False,
    every_run: Annotated[
        bool,
        typer.Option(
            "--every-run",
            help="Tell each run that refutes step by step; else, of many, one for each claim.",
        ),
    ] = False,
    cache: CacheOption = True,
    format_: FormatOption = FormatName.TERMINAL,
    trace_format: TraceFormatOption = None,
    traces: TracesOption = None,
    force: ForceOption = False,
    certificates: Annotated[
        Path | None,
        typer.Option(
            "--certificates",
            metavar="DIR",
            help="Also write each proof by induction as SMT-LIB 2 scripts, for any solver and "
            "tdpspec verify-certificate.",
        ),
    ] = None,
) -> None:
    """Prove or refute every claim of a spec under each of its designs.

    Example: tdpspec prove my.tdp --design keep_on_list --size Root=3

    A refuted claim comes with a run that breaks it; where many designs do, the shortest is told
    step by step, and tdpspec show DESIGN/CLAIM tells another. "holds to depth 20" is no proof:
    no run of up to 20 steps breaks the claim.

    Verdicts are remembered in the user's cache folder, or the one that TDPSPEC_CACHE_DIR names.
    They are checked again before they are shown, and sought anew after any change.

    Exit status: 0 all as the spec expects; 12 a claim refuted, at these sizes or at others, that
    was expected to hold; 10 a claim that should be refuted, but is not; 4 something unknown; 3
    only a bound where a proof was expected, or a proof for these sizes where one for every size
    was; 2 a mistake in the command line or the spec; 1 an internal error: two parts of tdpspec
    disagree; 130 interrupted.
    """
    from tdpspec.engines.running.processes import get_ready

    get_ready()  # before the rest is imported here
    from tdpspec import api
    from tdpspec.cli.kept import keep
    from tdpspec.cli.progress import progress
    from tdpspec.engines.running.question import Question
    from tdpspec.report.to_itf import counterexamples
    from tdpspec.system.finding import exit_status

    opened = open_spec(spec, format_)
    question = Question(
        tuple(design or ()),
        tuple(claim or ()),
        sizes(size),
        (engine,) if engine else (),
        depth,
        timeout,
        memory,
        jobs or cores(),
        vacuity,
        explain,
    )
    demand(opened, question)
    chosen = destination(opened.system, question, trace_format, traces, force)
    with progress(opened.system, question) as listener:
        report = api.answer(opened, question, listener, cache_folder() if cache else None)
    typer.echo(api.render(report, format_.value, page(every_run=every_run)), nl=False, color=True)
    if report.contradiction:
        end_disputed(report.contradiction)  # nothing is kept of it
    keep(report)
    if any(map(_ran_out_of_time, report.findings)) and find_spec("pysat") is None:
        typer.echo(WITHOUT_PYSAT, err=True)
    write_traces(chosen, counterexamples(report.findings))
    if certificates is not None:
        files, without = api.certificates(report), api.without_certificate(report)
        write_certificates(certificates, files, without, force)
    raise typer.Exit(INTERRUPTED if report.interrupted else exit_status(report.findings))


def _ran_out_of_time(finding: Finding) -> bool:
    from tdpspec.system.verdict import TIME_LIMIT, HoldsTo, Unknown

    verdict = finding.verdict
    return isinstance(verdict, (HoldsTo, Unknown)) and verdict.reason.startswith(TIME_LIMIT)


def end_disputed(contradiction: str) -> NoReturn:
    """End with the status of a mistake of ours: two parts of this program answer differently."""
    told = f"tdpspec: internal error: two parts of it disagree: {contradiction}"
    typer.echo(told, err=True)
    raise typer.Exit(INTERNAL_ERROR)


def cores() -> int:
    """Those that this process may use, where the platform tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
