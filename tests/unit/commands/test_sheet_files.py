"""The files that an argument means, here and elsewhere."""

from hashlib import sha256
from pathlib import Path

import click
import pytest

from lib.commands.sheet_files import find_sheet_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = tmp_path / "rows"
    (rows / "inside").mkdir(parents=True)
    for name in ("b.csv", "a.csv", ".hidden", "c.txt"):
        (rows / name).write_text(name)
    return rows


@pytest.mark.parametrize("place", ["", "file://"])
def test_a_folder_and_a_pattern_have_their_files_in_order(folder: Path, place: str) -> None:
    name, files = find_sheet_files(f"{place}{folder}")
    assert name == "rows"
    assert [file.name for file in files] == ["a.csv", "b.csv", "c.txt"]
    name, files = find_sheet_files(f"{place}{folder}/*.csv")
    assert name == "rows"
    assert [file.name for file in files] == ["a.csv", "b.csv"]


@pytest.mark.parametrize("place", ["", "file://"])
def test_a_single_file_gives_the_sheet_its_name(folder: Path, place: str) -> None:
    for argument in ("b.csv", "b.*"):
        name, (file,) = find_sheet_files(f"{place}{folder}/{argument}")
        assert name == file.name == "b.csv"
        assert file.read() == b"".join(file.chunks(2)) == b"b.csv"
        assert file.read(2) == b"b."
        assert file.size == 5
        assert file.hash().hexdigest() == sha256(b"b.csv").hexdigest()


def test_a_pattern_with_a_name_gives_the_sheet_its_name(folder: Path) -> None:
    (folder / "part-1.csv").write_text("1")
    (folder / "part-2.csv").write_text("2")
    assert find_sheet_files(f"{folder}/part-*.csv")[0] == "part-*.csv"


@pytest.mark.parametrize("argument", ["none.csv", "*.xlsx", "file:///nowhere/rows/", "odd://rows/a.csv"])
def test_no_file_is_wrong_use(folder: Path, argument: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(click.UsageError):
        find_sheet_files(argument)
