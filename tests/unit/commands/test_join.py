"""`join`: the export of the Results page as a file, the counts, and an exit code that says whether all is well."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lib.commands.__main__ import run
from tests.support.exported_tables import csv_rows, xlsx_sheets
from tests.support.result_lines import answered, failed, input_line, jsonl

SHEET = "key,question\na,What is a?\nb,What is b?\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with what was sent, the sheet in it, and a folder with every answer."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/part-1.jsonl").write_bytes(jsonl([input_line("a", "What is a?")]))
    (tmp_path / "out/part-2.jsonl").write_bytes(jsonl([input_line("b", "What is b?")]))
    (tmp_path / "out/questions.csv").write_text(SHEET)
    (tmp_path / "results").mkdir()
    (tmp_path / "results/one.jsonl").write_bytes(jsonl([answered("b", "A number")]))
    (tmp_path / "results/two.jsonl").write_bytes(jsonl([answered("a", "A letter")]))
    return tmp_path


def joined(desk: Path, *options: str, results: tuple[str, ...] = ("results",), table: str = "table.csv") -> int:
    paths = [str(desk / name) for name in ("out", *results, table)]
    return run(["join", *options, *paths])


def answers(desk: Path) -> list[list[str]]:
    """The first three columns of the table: the sheet's, and the answer."""
    return [row[:3] for row in csv_rows((desk / "table.csv").read_bytes())]


WHOLE = [["key", "question", "answer"], ["a", "What is a?", "A letter"], ["b", "What is b?", "A number"]]


@pytest.mark.parametrize(
    "results",
    [
        ("results",),
        ("results/one.jsonl", "results/two.jsonl"),
        ("results/*.jsonl",),
        ("**/t*.jsonl", "r*"),
        ("results", "results/one.jsonl"),
    ],
)
def test_every_answer_is_beside_its_row(
    desk: Path, results: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert joined(desk, results=results) == 0
    assert answers(desk) == WHOLE
    counts = "Sent 2, OK 2, Failed 0, Cut short 0, Refused 0, Missing 0, Duplicate 0, Unknown 0, Unreadable 0"
    assert capsys.readouterr().out.splitlines() == [str(desk / "table.csv"), counts]


def test_the_same_table_as_a_workbook_and_as_parquet(desk: Path) -> None:
    assert joined(desk, table="table.xlsx") == 0
    table, about = xlsx_sheets((desk / "table.xlsx").read_bytes())
    assert [list(row[:3]) for row in table] == WHOLE
    assert ("Rows and columns", "All 2 rows and all columns.") in [row[:2] for row in about]
    assert joined(desk, table="new/table.parquet") == 0
    assert pq.read_table(desk / "new/table.parquet")["answer"].to_pylist() == ["A letter", "A number"]


def test_a_sheet_elsewhere_is_named(desk: Path) -> None:
    (desk / "out/questions.csv").rename(desk / "mine.csv")
    assert joined(desk, "--sheet", str(desk / "mine.csv")) == 0
    assert answers(desk) == WHOLE


def test_of_several_sheets_one_is_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "out/other.csv").write_text("city\nRome\n")
    assert joined(desk) == 2
    assert "Name the one of the batch with --sheet" in capsys.readouterr().err
    assert not (desk / "table.csv").exists()
    assert joined(desk, "--sheet", str(desk / "out/questions.csv")) == 0
    assert answers(desk) == WHOLE


def test_an_earlier_table_is_not_taken_for_the_sheet(desk: Path) -> None:
    assert joined(desk, table="out/earlier.csv") == 0
    assert joined(desk) == 0
    assert answers(desk) == WHOLE


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("results/two.jsonl", b"", "Missing 1"),
        ("results/two.jsonl", jsonl([failed("a", "No")]), "Failed 1"),
        ("results/three.jsonl", jsonl([answered("c", "Who asked?")]), "Unknown 1"),
        ("results/three.jsonl", b'{"custom_id": "a", "resp\n', "Unreadable 1"),
        ("out/part-3.jsonl", jsonl([input_line("c", "What is c?")]), "Missing 1"),
        ("out/questions.csv", f"{SHEET}c,What is c?\n".encode(), "1 row of the sheet was not sent"),
        ("results/page.html", b"<html><body>Error 502</body></html>", "the file is not used"),
    ],
)
def test_the_table_is_written_and_a_person_must_look(
    desk: Path, name: str, data: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / name).write_bytes(data)
    assert joined(desk) == 1
    said = capsys.readouterr()
    assert words in said.out + said.err
    assert answers(desk)[0] == WHOLE[0]
    assert answers(desk)[2] == WHOLE[2]


def test_an_unproved_column_is_a_question_that_an_option_answers(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "out/part-1.jsonl").write_bytes(jsonl([input_line("a", "Name a.")]))
    (desk / "out/part-2.jsonl").write_bytes(jsonl([input_line("b", "Name b.")]))
    (desk / "out/questions.csv").write_text("key,question,again\na,1,b\nb,2,a\n")
    assert joined(desk) == 1
    assert "nothing proves which of them is the right one" in capsys.readouterr().err
    assert joined(desk, "--replace", "--id-column", "key") == 1  # no text proves it
    assert [row[2:4] for row in csv_rows((desk / "table.csv").read_bytes())[1:]] == [
        ["b", "A letter"],
        ["a", "A number"],
    ]
    assert joined(desk, "--replace", "--id-column", "Key") == 2


def test_wrong_use_writes_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert joined(desk, table="table.txt") == 2
    assert joined(desk, results=("nothing/*.jsonl",)) == 2
    assert "No file matches" in capsys.readouterr().err
    (desk / "table.csv").write_text("mine")
    assert joined(desk) == 2
    assert (desk / "table.csv").read_text() == "mine"
    assert joined(desk, "--replace") == 0
    assert answers(desk) == WHOLE


def test_a_file_that_cannot_be_read_ends_in_words(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "results/three.zip").write_bytes(b"PK\x03\x04 and no more")
    assert joined(desk) == 1
    assert "three.zip: the zip is damaged or incomplete." in capsys.readouterr().err
    assert not (desk / "table.csv").exists()
