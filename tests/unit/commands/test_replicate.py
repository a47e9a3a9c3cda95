"""A replication file gives its files again, or a reason and no file."""

from pathlib import Path

import pytest

from lib.batch.bundle import files_of
from lib.commands.__main__ import run
from lib.compose import Composition, Recipe, RowChoices, RowSelection, batch_of, compose
from lib.compose.replication import replication_of, write_replication
from lib.compose.row_conditions import Condition
from lib.providers import Limits
from lib.sheets import read_sheet

SHEET = "Question,Note\nName three rivers.,a\nWhat is 007?,b\nSay “hé”.,c\nWhy?,d\nHow?,e\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a sheet and the replication file of a batch of four of its rows, in two files."""
    (tmp_path / "rivers.csv").write_text(SHEET, "utf-8")
    (tmp_path / "again.json").write_bytes(write_replication(replication_of(made(tmp_path))))
    return tmp_path


def made(desk: Path) -> Composition:
    sheet = read_sheet((desk / "rivers.csv").read_bytes(), "rivers.csv")
    recipe = Recipe(model="m", prompt="{{Question}}", limits=Limits(requests=2), import_options=sheet.options)
    choices = RowChoices(selection=RowSelection(conditions=(Condition("Note", "is none of", ("b",)),)))
    return compose(sheet, recipe, choices)


def replicated(desk: Path) -> int:
    return run(["compose", str(desk / "again.json"), str(desk / "rivers.csv"), str(desk / "out")])


def test_the_files_are_the_same(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replicated(desk) == 0
    assert {path.name: path.read_bytes() for path in (desk / "out").iterdir()} == dict(files_of(batch_of(made(desk))))
    assert "4 requests: the same files as then, byte for byte." in capsys.readouterr().out


def test_another_sheet_gives_no_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "rivers.csv").write_text(SHEET + "When?,f\n", "utf-8")
    assert replicated(desk) == 1
    assert not (desk / "out").exists()
    assert "rivers.csv is not the sheet that the batch was made from (rivers.csv, as it was then)" in said(capsys)


def test_other_files_are_not_written(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = (desk / "again.json").read_bytes()
    (desk / "again.json").write_bytes(saved.replace(b'"requests": 2', b'"requests": 9'))
    assert replicated(desk) == 1
    assert not (desk / "out").exists()
    assert "this version makes other files" in said(capsys)


def test_a_file_that_exists_stays(desk: Path) -> None:
    assert replicated(desk) == 0
    assert replicated(desk) == 2


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().err.split())
