"""What the bytes of a file can be instead of text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tdpspec.source import codes
from tdpspec.source.diagnostic import Code
from tdpspec.source.read import LARGEST, decode, read_source

TEXT = "protocol small\n// Größe → ∀\n"


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (TEXT.encode("utf-16"), codes.WRONG_ENCODING, "UTF-16"),
        (TEXT.encode("utf-32"), codes.WRONG_ENCODING, "UTF-32"),
        ("protocol klein\n// Größe".encode("latin-1"), codes.WRONG_ENCODING, "0xf6 on line 2"),
        (b"\x7fELF\x02\x01\x00\x00", codes.BINARY, "NUL byte on line 1"),
        (b"protocol small\n\x00", codes.BINARY, "NUL byte on line 2"),
        (b"x" * (LARGEST + 1), codes.TOO_LARGE, "256 KB"),
    ],
)
def test_bytes_that_are_no_text_are_named(content: bytes, code: Code, words: str) -> None:
    source, found = decode(content, "a.tdp")
    assert source is None
    assert [one.code for one in found] == [code]
    assert words in found[0].message


def test_the_largest_file_is_read() -> None:
    source, found = decode(b"x" * LARGEST, "a.tdp")
    assert found == ()
    assert source is not None
    assert len(source.text) == LARGEST


def test_a_utf8_byte_order_mark_is_dropped() -> None:
    source, found = decode(TEXT.encode("utf-8-sig"), "a.tdp")
    assert found == ()
    assert source is not None
    assert source.text == TEXT


def test_a_file_is_read_under_the_name_it_is_shown_by(tmp_path: Path) -> None:
    path = tmp_path / "small.tdp"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    source, found = read_source(path, "small.tdp")
    assert found == ()
    assert source is not None
    assert source.path == "small.tdp"
    assert source.text == TEXT.replace("\n", "\r\n")


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none.tdp", "no such file"), (tmp_path, "folder")):
        source, found = read_source(path)
        assert source is None
        assert [one.code for one in found] == [codes.UNREADABLE]
        assert words in found[0].message


def test_a_name_that_no_file_can_have_is_told() -> None:
    source, found = read_source(Path("a\0b.tdp"))
    assert source is None
    assert [one.code for one in found] == [codes.UNREADABLE]
