"""Where the files that are not Python lie: the grammar, the shipped specs."""

from __future__ import annotations

from pathlib import Path


def data_folder(name: str) -> Path:
    """The folder ``name`` ("grammar" or "specs").

    Inside an installed package it is a copy in ``tdpspec/_data``, put there when the wheel was
    built; in a checkout it is the folder beside the package.

    Errors: ``FileNotFoundError`` if it is in neither place: the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_data" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no folder '{name}' in {package / '_data'} or {package.parent}")
