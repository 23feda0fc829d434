"""Runs that break claims, written to files beside what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tdpspec.cli.options import refuse

if TYPE_CHECKING:
    from tdpspec.engines.question import Question
    from tdpspec.report.to_itf import Counterexample
    from tdpspec.system.model import System


class TraceFormat(StrEnum):
    ITF = "itf"


TraceFormatOption = Annotated[
    TraceFormat | None,
    typer.Option(
        "--trace-format",
        help="Also write each run that breaks a claim to a file DESIGN.CLAIM.itf.json; "
        "itf: for tdpspec replay and trace viewers.",
    ),
]
TracesOption = Annotated[
    Path | None,
    typer.Option(
        "--traces",
        metavar="DIR",
        help="Where --trace-format writes to; out/SPEC/traces without it.",
    ),
]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Let --trace-format overwrite files that tdpspec did not write."),
]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where traces go; None for ``folder`` where none are wanted."""

    folder: Path | None
    force: bool


def destination(
    system: System,
    question: Question,
    trace_format: TraceFormat | None,
    folder: Path | None,
    force: bool,
) -> Destination:
    """Where the traces that may come out are to be written, or an end with exit status 2 if a file
    is in the way: that is told before the work, not after it."""
    from tdpspec.engines.question import chosen_claims, chosen_designs
    from tdpspec.report.to_itf import itf_name

    if trace_format is None:
        if folder is not None:
            refuse("traces", "nothing is written without --trace-format itf")
        return Destination(None, force)
    names = (
        itf_name(design, claim)
        for design in chosen_designs(system, question)
        for claim in chosen_claims(system, question)
    )
    chosen = Destination(folder or Path("out") / system.name / "traces", force)
    _demand_room(chosen, dict.fromkeys(names, ""))
    return chosen


def write_traces(chosen: Destination, runs: Iterable[Counterexample]) -> None:
    """Write the runs to their files and tell on standard error which, or end with exit status 2."""
    from tdpspec.report.to_itf import itf_files
    from tdpspec.report.write import write

    if chosen.folder is None:
        return
    files = itf_files(runs)
    _demand_room(chosen, files)
    try:
        write(chosen.folder, files)
    except OSError as failure:
        refuse("traces", f"{chosen.folder} cannot be written to: {failure.strerror or failure}")
    for name in files:
        typer.echo(f"wrote {chosen.folder / name}", err=True)


def write_certificates(folder: Path, files: dict[str, str], force: bool) -> None:
    """Write ``files`` and tell on standard error where, or end with exit status 2."""
    from tdpspec.report.write import foreign, write

    in_the_way = foreign(folder, files)
    if in_the_way and not force:
        names = ", ".join(in_the_way)
        refuse("certificates", f"{folder} has files that tdpspec did not write: {names}")
    try:
        write(folder, files)
    except OSError as failure:
        refuse("certificates", f"{folder} cannot be written to: {failure.strerror or failure}")
    typer.echo(f"wrote {len(files)} files to {folder}", err=True)


def _demand_room(chosen: Destination, files: dict[str, str]) -> None:
    from tdpspec.report.write import foreign

    assert chosen.folder is not None
    in_the_way = foreign(chosen.folder, files)
    if in_the_way and not chosen.force:
        names = ", ".join(in_the_way)
        refuse(
            "traces",
            f"{chosen.folder} has files that tdpspec did not write: {names}; see --force",
        )
