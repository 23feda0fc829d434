"""TLC on several machines: the command lines of its server and its workers.

For claims about states only: the distributed TLC of 2.15 passes over every PROPERTY without a
word, and then says that there is no error.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SERVER = "tlc2.tool.distributed.TLCServer"
WORKER = "tlc2.tool.distributed.TLCWorker"


@dataclass(frozen=True, slots=True)
class Commands:
    """Shape: each is a command as a list of words. The server is started first, in the folder of
    the module; then a worker on every machine that takes part, as often as it should."""

    server: tuple[str, ...]
    worker: tuple[str, ...]


def commands(
    java: Path | str, jar: Path | str, host: str, module: str, configuration: str, threads: int
) -> Commands:
    """How to check ``module`` with ``configuration`` from a server on ``host``; each worker runs
    ``threads`` threads."""
    begin = (str(java), f"-Djava.rmi.server.hostname={host}")
    return Commands(
        (*begin, "-cp", str(jar), SERVER, "-deadlock", "-config", configuration, module),
        (
            *begin,
            f"-D{SERVER.replace('TLCServer', 'TLCWorker')}.threadCount={threads}",
            *("-cp", str(jar), WORKER, host),
        ),
    )
