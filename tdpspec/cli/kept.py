"""The findings of the last ``prove`` or ``compare``, kept in the user's folder for caches."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tdpspec.cli.options import cache_folder

if TYPE_CHECKING:
    from tdpspec.report.document import Report


def kept_path() -> Path | None:
    """Where they are, beside what is remembered of other runs; None where there is no folder for
    caches."""
    folder = cache_folder()
    return None if folder is None else folder / "last_findings.json"


def keep(report: Report) -> None:
    """Keep ``report``, unless it was interrupted before there was anything to keep. Where nothing
    can be written, nothing is kept and nobody is told: the verdicts are what was asked for."""
    from tdpspec.report.comparison.to_findings import kept_json
    from tdpspec.report.document import is_unjudged

    path = kept_path()
    if path is None or all(map(is_unjudged, report.findings)):
        return
    with suppress(OSError, RuntimeError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.write_text(kept_json(report), encoding="utf-8")
        beside.replace(path)
