"""Bytes of a file to text, or a complaint that says what the bytes are instead."""

from __future__ import annotations

import codecs
from pathlib import Path

from tdpspec.source.codes import BINARY, TOO_LARGE, UNREADABLE, WRONG_ENCODING
from tdpspec.source.diagnostic import Code, Diagnostic, Found
from tdpspec.source.span import Span
from tdpspec.source.text import SourceText

LARGEST = 2**18
"""Bytes in the largest file that is read. A spec is written by hand: some hundred lines of 80."""

_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_source(path: Path, shown: str | None = None) -> tuple[SourceText | None, Found]:
    """The text of ``path``, called ``shown`` in complaints (the path itself if not given).

    None exactly when there is a complaint; its span is the beginning of the file. A UTF-8 byte
    order mark is dropped.
    """
    name = str(path) if shown is None else shown
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except IsADirectoryError:
        return None, (_complaint(UNREADABLE, name, "this is a folder, not a file"),)
    except FileNotFoundError:
        return None, (_complaint(UNREADABLE, name, "there is no such file"),)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return None, (_complaint(UNREADABLE, name, f"the file cannot be read: {reason}"),)
    return decode(content, name)


def decode(content: bytes, name: str) -> tuple[SourceText | None, Found]:
    """``content`` as text under ``name``; None exactly when there is a complaint."""
    if len(content) > LARGEST:
        message = f"the file is larger than {LARGEST // 2**10} KB"
        hint = "is this a .tdp file? one describes a protocol in a few hundred lines"
        return None, (_complaint(TOO_LARGE, name, message, hint),)
    for mark, encoding in _OTHER_ENCODINGS:
        if content.startswith(mark):
            message = f"the file is {encoding} text, not UTF-8"
            return None, (_complaint(WRONG_ENCODING, name, message, "save it as UTF-8"),)
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        message = f"the file is not text: there is a NUL byte on line {line}"
        return None, (_complaint(BINARY, name, message),)
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 text: byte 0x{content[error.start]:02x} on line {line}"
        return None, (_complaint(WRONG_ENCODING, name, message, "save it as UTF-8"),)
    return SourceText(name, text), ()


def _complaint(code: Code, name: str, message: str, hint: str | None = None) -> Diagnostic:
    return Diagnostic(code, Span(name, 0, 0), message, hint=hint)
