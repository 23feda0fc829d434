"""Files that a command writes into a folder: none of somebody else's is overwritten by surprise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tdpspec.cli.options import refuse

if TYPE_CHECKING:
    from tdpspec.system.model import System


def own_folder(system: System) -> Path:
    """Where files about a spec go, if nobody says otherwise: called as its file, so that a copy of
    it has another one."""
    return Path("out") / (Path(system.file).stem or system.name)


def demand_room(option: str, folder: Path, files: Mapping[str, str | bytes], force: bool) -> None:
    """End with exit status 2 if one of ``files`` (names and contents) would overwrite what tdpspec
    did not write, unless ``force``; ``option`` named the folder."""
    from tdpspec.report.write import foreign

    in_the_way = foreign(folder, files)
    if in_the_way and not force:
        names = ", ".join(in_the_way)
        refuse(option, f"{folder} has files that tdpspec did not write: {names}; see --force")


def write_files(option: str, folder: Path, files: Mapping[str, str | bytes], force: bool) -> None:
    """Write ``files``, or end with exit status 2 where there is no room for them or no way."""
    from tdpspec.report.write import write

    demand_room(option, folder, files, force)
    try:
        write(folder, files)
    except OSError as failure:
        refuse(option, f"{folder} cannot be written to: {failure.strerror or failure}")
