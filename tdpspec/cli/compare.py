"""``tdpspec compare``: the designs side by side, as files to read and to load."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tdpspec.cli.files import demand_room, own_folder, write_files
from tdpspec.cli.options import (
    DesignsOption,
    FormatName,
    SizeOption,
    SpecArgument,
    cache_folder,
    demand,
    open_spec,
    page,
    refuse,
    sizes,
)
from tdpspec.cli.prove import (
    CacheOption,
    ClaimsOption,
    DepthOption,
    JobsOption,
    MemoryOption,
    TimeoutOption,
    cores,
    end_disputed,
)
from tdpspec.cli.statuses import INTERRUPTED
from tdpspec.engines.defaults import BETWEEN, DEPTH, FAULTS_COMPARED, MIXTURES, SECONDS


class FileFormat(StrEnum):
    """The words of --only; the same as in ``report/comparison/formats.py``, which takes long to
    load."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    SARIF = "sarif"


def compare(
    spec: SpecArgument = "tdp_mmu_roots",
    design: DesignsOption = None,
    claim: ClaimsOption = None,
    size: SizeOption = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Where to; out/<spec> without it."),
    ] = None,
    only: Annotated[
        list[FileFormat] | None,
        typer.Option("--only", help="A format to write; all without it. May be repeated."),
    ] = None,
    between: Annotated[
        int,
        typer.Option(
            "--between",
            metavar="N",
            min=0,
            max=8,
            help="Judge every mixture of two designs that differ in at most N choices.",
        ),
    ] = BETWEEN,
    mixtures: Annotated[
        float,
        typer.Option(
            "--mixtures",
            metavar="SECONDS",
            min=0,
            help="Time for judging all mixtures; no engine has more than 30 on one of them.",
        ),
    ] = MIXTURES,
    mutants: Annotated[
        float,
        typer.Option(
            "--mutants",
            metavar="SECONDS",
            min=0,
            help="Time for small faults, to see which claims notice; 0 to leave them out.",
        ),
    ] = FAULTS_COMPARED,
    depth: DepthOption = DEPTH,
    timeout: TimeoutOption = SECONDS,
    memory: MemoryOption = None,
    jobs: JobsOption = None,
    cache: CacheOption = True,
    tlc: Annotated[
        bool, typer.Option("--tlc", help="Ask TLC as well, and tell what it says of each claim.")
    ] = False,
    footer: Annotated[
        bool, typer.Option("--footer/--no-footer", help="Tell versions at the end.")
    ] = True,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that tdpspec did not write.")
    ] = False,
) -> None:
    """Write the comparison of the designs: report.html, report.md, report.txt and files for CI.

    Example: tdpspec compare german -o german

    What is in it: every verdict; the smallest sets of choices that turn one; each refutation in
    lanes, and how the designs that hold follow it; the proofs; what they rest on.

    Files that tdpspec wrote, and nobody changed since, are replaced; others never are, unless
    --force is given.

    An interrupt while mixtures of two designs are judged ends that; what is known by then is
    written. Before all verdicts are known, nothing is.

    Exit status: as that of prove.
    """
    from tdpspec.engines.running.processes import get_ready

    get_ready()  # before the rest is imported here
    from tdpspec import api
    from tdpspec.cli.kept import keep
    from tdpspec.cli.progress import progress
    from tdpspec.engines.running.question import Question
    from tdpspec.report.comparison.formats import FORMATS, is_there
    from tdpspec.report.comparison.to_terminal import verdict_text
    from tdpspec.report.document import is_cut_short
    from tdpspec.system.finding import exit_status
    from tdpspec.tla.tools import Missing, find_tools

    opened = open_spec(spec, FormatName.TERMINAL)
    question = Question(
        tuple(design or ()),
        tuple(claim or ()),
        sizes(size),
        (),
        depth,
        timeout,
        memory,
        jobs or cores(),
    )
    demand(opened, question)
    tools = find_tools(None) if tlc else None
    if isinstance(tools, Missing):
        typer.echo(tools.reason, err=True)
        raise typer.Exit(2)
    wanted = {one.value for one in only or ()}
    formats = [one for one in FORMATS.values() if not wanted or one.name in wanted]
    absent = []
    for one in [one for one in formats if not is_there(one)]:
        absent.append(f"{one.file} needs {one.needs}: pip install 'tdpspec[report]'")
        if wanted:
            refuse("only", absent[-1])
        formats.remove(one)
    folder = output or own_folder(opened.system)

    demand_room("output", folder, {one.file: "" for one in formats}, force)
    with progress(opened.system, question) as listener:
        document = api.compare(
            opened,
            question,
            between=between,
            mixtures=mixtures,
            mutants=mutants,
            footer=footer,
            tlc=tools,
            listener=listener,
            cache_folder=cache_folder() if cache else None,
        )
    report = document.dossier.report
    typer.echo(verdict_text(document, page()), nl=False, color=True)
    if report.contradiction:
        end_disputed(report.contradiction)
    keep(report)
    if any(map(is_cut_short, report.findings)):
        typer.echo("Without all verdicts there is nothing to compare, so nothing is written.")
        raise typer.Exit(INTERRUPTED)
    files = {one.file: one.write(document) for one in formats}
    write_files("output", folder, files, force)
    typer.echo("")
    for name in files:
        typer.echo(folder / name)
    for told in absent:
        typer.echo(f"not written: {told}", err=True)
    raise typer.Exit(INTERRUPTED if report.interrupted else exit_status(report.findings))
