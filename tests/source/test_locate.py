"""What is meant by a name: a file, a folder with one, or a shipped spec, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tdpspec.source.locate import MOST_NAMED, hint_for, locate, shipped_specs, specs_in


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def folder_with(here: Path, name: str, *files: str) -> None:
    (here / name).mkdir()
    for one in files:
        (here / name / one).write_text("protocol one\n", encoding="utf-8")


def test_a_file_comes_before_a_shipped_spec_of_its_name(here: Path) -> None:
    assert locate("peterson")[1] == "peterson.tdp"
    (here / "peterson").write_text("protocol one\n", encoding="utf-8")
    assert locate("peterson") == (Path("peterson"), "peterson")


def test_a_folder_with_one_spec_means_that_file_and_comes_before_a_shipped_spec(
    here: Path,
) -> None:
    folder_with(here, "peterson", "mine.tdp", "README.md", ".#mine.tdp", "._mine.tdp")
    assert locate("peterson") == (Path("peterson/mine.tdp"), "peterson/mine.tdp")
    assert locate("peterson/") == (Path("peterson/mine.tdp"), "peterson/mine.tdp")


def test_no_name_at_all_is_not_the_folder_where_one_is(here: Path) -> None:
    (here / "mine.tdp").write_text("protocol one\n", encoding="utf-8")
    assert locate(".") == (Path("mine.tdp"), "mine.tdp")
    assert locate("") == (Path(), "")


@pytest.mark.parametrize("files", [(), ("a.tdp", "b.tdp")])
def test_a_folder_with_none_or_several_is_none_of_them(here: Path, files: tuple[str, ...]) -> None:
    folder_with(here, "mine", *files)
    folder_with(here, "peterson", *files)
    assert locate("mine") == (Path("mine"), "mine")
    assert locate("peterson")[1] == "peterson.tdp"


def test_a_folder_called_as_a_spec_is_not_one(here: Path) -> None:
    folder_with(here, "mine", "b.tdp")
    folder_with(here, "mine/a.tdp", "c.tdp")
    assert specs_in(Path("mine")) == (Path("mine/b.tdp"),)


def test_a_name_that_no_file_can_have_is_just_not_one(here: Path) -> None:
    assert locate("a" * 300) == (Path("a" * 300), "a" * 300)
    assert hint_for("a" * 300) == f"specs that are shipped: {', '.join(shipped_specs())}"
    assert locate("a\0b") == (Path("a\0b"), "a\0b")


def test_hints(here: Path) -> None:
    folder_with(here, "none", "notes.md")
    folder_with(here, "several", "b.tdp", "a.tdp")
    folder_with(here, "many", *(f"{number}.tdp" for number in range(MOST_NAMED + 2)))
    assert hint_for("none") == "there is no .tdp file in it"
    assert hint_for("several") == "name one of its files: several/a.tdp, several/b.tdp"
    many = hint_for("many")
    assert many is not None
    assert many.endswith("many/7.tdp and 2 more")
    assert hint_for("petersen") == "did you mean 'peterson'?"
    assert hint_for("nothing alike") is None
