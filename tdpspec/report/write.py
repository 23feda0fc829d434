"""Files that commands write into a folder, without overwriting what somebody else wrote.

A ledger beside the files says what was written: a file that is as it was written, or that is
already as it would be written, may be replaced; anything else belongs to somebody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

LEDGER = ".tdpspec"
"""The ledger's name: a line a file, its SHA-256 and its name, in the order of the names."""


def foreign(folder: Path, files: Mapping[str, str | bytes]) -> tuple[str, ...]:
    """Those of ``files`` (names and contents) that stand in ``folder`` and were not written by
    ``write``, or were changed since."""
    written = _ledger(folder)
    return tuple(
        name
        for name, content in files.items()
        if (there := _digest_of(folder / name)) is not None
        and there not in (_digest(_bytes(content)), written.get(name))
    )


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write ``files``, whatever is there, and note them in the ledger.

    Errors: ``OSError`` where the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {name: _bytes(one) for name, one in files.items()}
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    ledger = {**_ledger(folder), **{name: _digest(one) for name, one in contents.items()}}
    lines = (f"{digest}  {name}\n" for name, digest in sorted(ledger.items()))
    (folder / LEDGER).write_text("".join(lines), encoding="utf-8")


def _ledger(folder: Path) -> dict[str, str]:
    """What the ledger says; a line that is none is passed over."""
    try:
        text = (folder / LEDGER).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.split("  ", 1) for line in text.splitlines())
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def _digest_of(path: Path) -> str | None:
    try:
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError:
        return ""  # a folder, or not to be read: not ours


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
