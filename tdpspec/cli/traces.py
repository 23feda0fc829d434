"""Runs that break claims, written to files beside what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tdpspec.cli.files import demand_room, own_folder, write_files
from tdpspec.cli.options import refuse

if TYPE_CHECKING:
    from tdpspec.engines.running.question import Question
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
    from tdpspec.engines.running.question import chosen_claims, chosen_designs
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
    folder = folder or own_folder(system) / "traces"
    demand_room("traces", folder, dict.fromkeys(names, ""), force)
    return Destination(folder, force)


def write_traces(chosen: Destination, runs: Iterable[Counterexample]) -> None:
    """Write the runs to their files and tell on standard error which, or end with exit status 2."""
    from tdpspec.report.to_itf import itf_files

    if chosen.folder is None:
        return
    files = itf_files(runs)
    write_files("traces", chosen.folder, files, chosen.force)
    for name in files:
        typer.echo(f"wrote {chosen.folder / name}", err=True)


def write_certificates(
    folder: Path, files: dict[str, str], without: Iterable[str], force: bool
) -> None:
    """Write ``files`` and tell on standard error where, and which proofs they are ``without``, or
    end with exit status 2."""
    write_files("certificates", folder, files, force)
    many = "1 file" if len(files) == 1 else f"{len(files)} files"
    typer.echo(f"wrote {many} to {folder}", err=True)
    if left := ", ".join(without):
        typer.echo(f"no certificate, as the proof is no induction: {left}", err=True)
