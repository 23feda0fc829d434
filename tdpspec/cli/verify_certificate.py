"""``tdpspec verify-certificate``: proofs that were written out, checked by fresh solvers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tdpspec.cli.options import FormatName, open_spec

if TYPE_CHECKING:
    from tdpspec.engines.examining.verify import Checked


def verify_certificate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What --certificates wrote.")],
    spec: Annotated[
        str | None,
        typer.Option(
            "--spec",
            metavar="SPEC",
            help="Also make the files again from this spec, and demand that they are the same.",
        ),
    ] = None,
    seconds: Annotated[
        float,
        typer.Option("--timeout", metavar="SECONDS", min=0.001, help="Seconds for each query."),
    ] = 60.0,
) -> None:
    """Check certificates of proofs with Z3 and, where it is installed, cvc5.

    Example: tdpspec verify-certificate proofs --spec german

    Without --spec it is shown that the scripts are unsatisfiable and, by their digests, that none
    was lost or changed by accident; not that they are about the spec, and not that nobody has
    forged them: whoever changes a script can make its digest anew.

    Exit status: 0 each solver says unsat to everything; 12 one says sat, so it is no proof; 4 one
    gives up; 2 no certificate, or a file is missing, was changed, or is not what the spec gives.
    """
    from tdpspec import api
    from tdpspec.engines.examining.verify import (
        CertificateError,
        check_scripts,
        of_finitely_many,
        open_certificates,
    )
    from tdpspec.solving.session import Answer

    try:
        opened = open_certificates(folder)
        if spec is not None:
            api.demand_same(open_spec(spec, FormatName.TERMINAL), opened)
    except CertificateError as failure:
        typer.echo(f"tdpspec: {folder}: {failure}", err=True)
        raise typer.Exit(2) from None
    for name in opened.others:
        typer.echo(f"not checked, as manifest.json does not name it: {name}", err=True)
    by_proof: dict[str, list[Checked]] = {}
    for one in check_scripts(opened, seconds):
        by_proof.setdefault(one.part.folder, []).append(one)
        reason = f": {one.reason}" if one.reason else ""
        typer.echo(f"{_name(one)}  {one.solver}  {one.answer.value}{reason}")
    for folder_, checked in by_proof.items():
        solvers = ", ".join(dict.fromkeys(one.solver for one in checked))
        word = _WORDS[_status(checked)]
        typer.echo(f"{folder_}, for {opened.proofs[folder_]}: {word} by {solvers}")
    every = [one for checked in by_proof.values() for one in checked]
    left: dict[str, list[str]] = {}
    for one in every:
        if one.answer is not Answer.UNSAT:
            left.setdefault(one.solver, []).append(_name(one))
    for solver, some in left.items():
        typer.echo(f"{solver} does not say unsat to {len(some)} of {len(opened.parts)} scripts:")
        for name in some:
            typer.echo(f"  {name}")
    for name in of_finitely_many(opened):
        typer.echo(f"not asked, as true of finitely many members in an order: {name}")
    about = "" if spec is None else f"; the same as made from {spec}"
    status = _status(every)
    typer.echo(f"{_WORDS[status]}: {len(opened.parts)} scripts{about}")
    raise typer.Exit(status)


_WORDS = {0: "confirmed", 12: "contradicted", 4: "not confirmed"}


def _name(checked: Checked) -> str:
    return f"{checked.part.folder}/{checked.part.file}"


def _status(checked: Sequence[Checked]) -> int:
    from tdpspec.solving.session import Answer

    answers = [one.answer for one in checked]
    return 12 if Answer.SAT in answers else 4 if Answer.UNKNOWN in answers else 0
