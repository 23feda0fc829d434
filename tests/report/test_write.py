"""What tdpspec wrote may be replaced; what somebody else wrote, or changed, may not."""

from __future__ import annotations

from pathlib import Path

from tdpspec.report.write import LEDGER, foreign, write


def test_own_files_may_be_written_again(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "one\n", "b.txt": "two\n"})
    assert foreign(tmp_path, {"a.txt": "new\n", "b.txt": "new\n"}) == ()


def test_a_file_of_somebody_else_is_foreign(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine\n")
    assert foreign(tmp_path, {"a.txt": "new\n", "b.txt": "new\n"}) == ("a.txt",)


def test_an_own_file_that_was_changed_is_foreign(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "one\n"})
    (tmp_path / "a.txt").write_text("one, edited\n")
    assert foreign(tmp_path, {"a.txt": "new\n"}) == ("a.txt",)


def test_a_file_that_is_already_as_it_should_be_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("new\n")
    assert foreign(tmp_path, {"a.txt": "new\n"}) == ()


def test_a_folder_in_the_place_of_a_file_is_foreign(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    assert foreign(tmp_path, {"a.txt": "new\n"}) == ("a.txt",)


def test_a_ledger_of_garbage_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_bytes(b"\xff\xfe nothing")
    assert foreign(tmp_path, {"a.txt": "new\n"}) == ()
    write(tmp_path, {"a.txt": "new\n"})
    assert foreign(tmp_path, {"a.txt": "newer\n"}) == ()


def test_the_ledger_keeps_what_earlier_commands_wrote(tmp_path: Path) -> None:
    write(tmp_path, {"b.txt": "one\n"})
    write(tmp_path, {"a.txt": "two\n"})
    names = [line.split("  ")[1] for line in (tmp_path / LEDGER).read_text().splitlines()]
    assert names == ["a.txt", "b.txt"]
