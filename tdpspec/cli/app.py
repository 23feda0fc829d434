"""The command ``tdpspec``: its commands, and what ends a run from outside."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Annotated, TextIO

import typer

from tdpspec import __version__
from tdpspec.cli.check import check
from tdpspec.cli.compare import compare
from tdpspec.cli.emit import emit
from tdpspec.cli.mutate import mutate
from tdpspec.cli.prove import end_disputed, prove
from tdpspec.cli.replay import replay
from tdpspec.cli.show import show
from tdpspec.cli.simulate import simulate
from tdpspec.cli.states import states
from tdpspec.cli.statuses import CANNOT_WRITE, INTERRUPTED, PIPE_CLOSED
from tdpspec.cli.tlc import tlc
from tdpspec.cli.verify_certificate import verify_certificate
from tdpspec.engines.contradiction import ContradictionError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tdpspec {__version__}")
        raise typer.Exit


@app.callback()
def tdpspec(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Which locking or lifetime design is right? Proves or refutes each design's claims.

    A spec (.tdp) describes one protocol, the designs that compete for it, and what is claimed of
    each.

    Example: tdpspec prove
    """


def _folder_is_gone() -> bool:
    """Whether the current folder has been removed, in which no process can be started."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


def _unwritten(failure: OSError) -> int:
    """Say that there was no more output because of ``failure``, where there is anybody to hear it;
    the status to end with."""
    if _folder_is_gone():
        told = "the folder that it was started in is gone"
    else:
        _lead_nowhere(sys.stdout)
        if isinstance(failure, BrokenPipeError):
            return PIPE_CLOSED
        told = f"the output cannot be written: {failure.strerror}"
    try:
        typer.echo(f"tdpspec: {told}", err=True)
    except OSError:
        _lead_nowhere(sys.stderr)
    return CANNOT_WRITE


def _lead_nowhere(stream: TextIO) -> None:
    """Python would try to write what is left once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _ended_from_outside(command: Callable[..., None]) -> Callable[..., None]:
    """``command`` with a status for being interrupted, and for a reader that has left. To be ended
    (by ``timeout``, by a CI that has waited long enough) is to be interrupted: what is known by
    then is told."""

    @wraps(command)
    def run(*arguments: object, **options: object) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            command(*arguments, **options)
            sys.stdout.flush()
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except OSError as failure:
            raise typer.Exit(_unwritten(failure)) from None
        except ContradictionError as failure:
            end_disputed(str(failure))

    return run


for command in (
    prove,
    compare,
    show,
    check,
    states,
    simulate,
    replay,
    emit,
    tlc,
    mutate,
    verify_certificate,
):
    app.command()(_ended_from_outside(command))


def main() -> None:
    """Run the command line and exit with its status."""
    _prepare_streams()
    try:
        app(prog_name="tdpspec")
    except OSError as failure:  # of a help, or of a complaint about words
        sys.exit(_unwritten(failure))
    except SystemExit:
        try:
            sys.stdout.flush()
        except OSError as failure:
            sys.exit(_unwritten(failure))
        raise


def _prepare_streams() -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started it: what is written there is for nobody
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        elif isinstance(stream, io.TextIOWrapper):
            # A window that cannot show a character shows a question mark instead of failing.
            stream.reconfigure(errors="replace")
