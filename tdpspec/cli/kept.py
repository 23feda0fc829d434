"""The findings of the last ``prove`` or ``compare``, kept in the user's folder for caches."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tdpspec.report.document import Report


def kept_path() -> Path:
    """Where they are: ``last_findings.json`` in ``$XDG_CACHE_HOME/tdpspec``, else in the platform's
    usual place."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    if named and Path(named).is_absolute():
        folder = Path(named)
    else:
        folder = Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache").expanduser()
    return folder / "tdpspec" / "last_findings.json"


def keep(report: Report) -> None:
    """Keep ``report``; where nothing can be written, nothing is kept and nobody is told: the
    verdicts are what was asked for."""
    from tdpspec.report.comparison.to_findings import kept_json

    path = kept_path()
    with suppress(OSError, RuntimeError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.write_text(kept_json(report), encoding="utf-8")
        beside.replace(path)
