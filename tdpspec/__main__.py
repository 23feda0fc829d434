"""The command ``tdpspec``, also as ``python -m tdpspec``."""

import os
import sys
from contextlib import suppress
from typing import NoReturn

from tdpspec.cli.statuses import INTERRUPTED


def main() -> NoReturn:
    try:
        from tdpspec.cli.app import main as run
    except KeyboardInterrupt:  # it takes a while
        raise SystemExit(INTERRUPTED) from None
    try:
        run()
    except SystemExit as ended:
        _end_at_once(ended)
        raise
    raise SystemExit


def _end_at_once(ended: SystemExit) -> None:
    """Without taking apart what Python has built, a tenth of the time of a small run; unless there
    is still something to be said."""
    if isinstance(ended.code, (int, type(None))):
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code or 0)


if __name__ == "__main__":
    main()
