"""Review marks by custom_id, in an export, and read from it."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.batch import read_requests
from lib.compose.row_ids import row_ids
from lib.export import select, write_csv, write_xlsx
from lib.join import Joined, join
from lib.results import read_results
from lib.review import Mark, read_marks, review_columns
from lib.review.import_marks import ImportedMarks
from lib.review.marks import MarkKey, parse_key, review_progress, rows_marked
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import answered, failed, input_line, jsonl, refused

GOOD, WRONG, UNSURE = Mark("OK"), Mark("wrong", "off by one", "7"), Mark("unsure", "?")
IDS = ["a", "=1", "007", "d", "e"]
LINES = [answered("a", "A"), refused("=1", "No"), answered("007", "B", "length"), failed("d", "Broken")]


def joined(sheet: Sheet | None = None) -> Joined:
    """Three answers, a failure, and one that is missing."""
    requests = read_requests(jsonl(input_line(custom_id, "x") for custom_id in IDS), "in.jsonl")
    return join([read_results(jsonl(LINES), "out.jsonl")], [requests], sheet)


def by_row(table: Joined, marks: Mapping[str, Mark]) -> dict[int, Mark]:
    return {row: marks[name] for row, name in enumerate(table.rows.custom_ids) if name in marks}


def by_id(read: ImportedMarks) -> dict[str, Mark]:
    return {mark.custom_id: mark.mark for mark in read.marks}


def test_progress_counts_answers() -> None:
    marks = {"a": GOOD, "=1": WRONG, "007": Mark("", "only a note"), "d": UNSURE}
    progress = review_progress(joined(), by_row(joined(), marks))
    assert str(progress) == "2 of 3 reviewed"
    assert progress.verdicts == {"OK": 1, "wrong": 1, "unsure": 0}


def test_an_unknown_failure_is_not_an_answer_to_review() -> None:
    requests = read_requests(jsonl([input_line("a", "x")]), "in.jsonl")
    table = join(
        [read_results(jsonl([answered("a", "A"), failed("z", "Broken"), answered("y", "Y")]), "o")], [requests]
    )
    assert table.rows.states == ["OK", "Unknown", "Unknown"]
    assert str(review_progress(table, by_row(table, {"z": GOOD}))) == "0 of 2 reviewed"
    assert [result.custom_id if (result := table.answer(row)) else "" for row in range(3)] == ["a", "", "y"]


@pytest.mark.parametrize(
    ("verdicts", "rows"), [([""], [2]), (["wrong"], [1]), (["OK", "wrong"], [0, 1]), (["unsure"], []), ([], [])]
)
def test_rows_by_verdict(verdicts: list[str], rows: list[int]) -> None:
    assert rows_marked(joined(), by_row(joined(), {"a": GOOD, "=1": WRONG, "d": UNSURE}), verdicts) == rows


def test_columns_of_an_export_have_a_cell_for_each_row() -> None:
    assert review_columns(joined(), by_row(joined(), {"=1": WRONG, "e": UNSURE})) == {
        "review": ["", "wrong", "", "", "unsure"],
        "review_note": ["", "off by one", "", "", "?"],
        "corrected": ["", "7", "", "", ""],
    }


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20)
TRIMMED = TEXT.map(str.strip)
marks_of = st.dictionaries(
    st.sampled_from(IDS), st.builds(Mark, st.sampled_from(["", "OK", "wrong", "unsure"]), TRIMMED, TRIMMED)
).map(lambda marks: {custom_id: mark for custom_id, mark in marks.items() if any(mark)})


@settings(max_examples=40)
@given(marks_of, st.sampled_from([write_csv, write_xlsx]))
def test_marks_return_from_an_export(marks: dict[str, Mark], write: object) -> None:
    table = joined()
    assert callable(write)
    data = write(select(table, more=review_columns(table, by_row(table, marks))))
    read = read_marks(read_sheet(data, "export"))
    assert by_id(read) == marks
    assert not read.problems


def test_marks_return_although_the_sheet_has_columns_of_those_names() -> None:
    sheet = Sheet("s.csv", ("custom_id", "review"), (IDS, ["stars"] * 5), [2, 3, 4, 5, 6], "d")
    table = joined(sheet)
    chosen = select(table, more=review_columns(table, by_row(table, {"a": WRONG})))
    assert "review (batch)" in chosen.columns
    assert by_id(read_marks(read_sheet(write_csv(chosen), "export.csv"))) == {"a": WRONG}


def test_a_written_key_is_read() -> None:
    for key in (MarkKey("k0123456789abcde"), MarkKey("k0123456789abcde", "0123456789abcdef")):
        assert parse_key(str(key)) == key
    assert parse_key("") is parse_key("k1-") is parse_key("a") is None


def test_an_export_with_marks_has_the_row_ids_of_its_sheet() -> None:
    """The marks are ours, so the ids of rows ignore them."""
    source = read_sheet(b"city,note\nAccra,x\nCairo,y\n", "s.csv")
    lines = [answered(custom_id, "A") for custom_id in row_ids(source)]
    table = join([read_results(jsonl(lines), "out.jsonl")], [], source)
    marks = dict.fromkeys(row_ids(source), WRONG)
    export = read_sheet(write_csv(select(table, more=review_columns(table, by_row(table, marks)))), "export.csv")
    assert export.columns[5:8] == ("review", "review_note", "corrected")
    assert row_ids(export) == row_ids(source)


def sheet_of(*rows: str) -> Sheet:
    return read_sheet("\n".join(["custom_id,review,review_note,corrected", *rows]).encode(), "marks.csv")


CASES = [
    ("capitals", ["a, ok ,,", "b,WRONG,,"], {"a": GOOD, "b": Mark("wrong")}, []),
    ("unknown-verdict", ["a,maybe,see below,"], {"a": Mark("", "see below")}, [("unknown-verdict", 2)]),
    ("no-id", ["a,OK,,", ",wrong,,", ",,,x"], {"a": GOOD}, [("mark-without-id", 3), ("mark-without-id", 4)]),
    ("duplicate", ["a,OK,,", "a,ok,,"], {"a": GOOD}, []),
    ("contradiction", ["a,OK,,", "a,wrong,,"], {"a": GOOD}, [("duplicate-mark", 3)]),
    ("no-mark", ["a,,,", ",,,"], {}, []),
    ("guarded", ["'=1,OK,'=2,'- 3"], {"=1": Mark("OK", "=2", "- 3")}, []),
    ("zeros", ["007,OK,,"], {"007": GOOD}, []),
]


@pytest.mark.parametrize(("rows", "marks", "problems"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_unusable_mark_is_reported(rows: list[str], marks: dict[str, Mark], problems: list[tuple[str, int]]) -> None:
    read = read_marks(sheet_of(*rows))
    assert by_id(read) == marks
    assert [(problem.kind, problem.row) for problem in read.problems] == problems


@pytest.mark.parametrize("text", [b"id,review\na,OK\n", b"custom_id,answer\na,OK\n"], ids=["no-id", "no-review"])
def test_a_sheet_without_marks_is_reported(text: bytes) -> None:
    read = read_marks(read_sheet(text, "s.csv"))
    assert (read.marks, [problem.kind for problem in read.problems]) == ((), ["no-marks"])


def test_some_of_the_columns_are_enough() -> None:
    assert by_id(read_marks(read_sheet(b"custom_id,corrected\na,x\n", "s.csv"))) == {"a": Mark("", "", "x")}


def test_a_text_cut_by_excel_is_left_out() -> None:
    table = joined()
    long = "x" * 40_000
    data = write_xlsx(select(table, more=review_columns(table, by_row(table, {"a": Mark("wrong", "n", long)}))))
    read = read_marks(read_sheet(data, "marks.xlsx"))
    assert by_id(read) == {"a": Mark("wrong", "n")}
    assert [(problem.kind, problem.row) for problem in read.problems] == [("cut-text", 2)]


def test_messages() -> None:
    problems = read_marks(sheet_of("a,maybe,,", ",OK,,", "b,OK,,", "b,wrong,,")).problems
    assert [str(problem) for problem in problems] == [
        'marks.csv, row 2, column "review": "maybe" is not a verdict. '
        "Use one of OK, wrong, unsure; the note beside it is still used.",
        "marks.csv, row 3: the row has a mark but no custom_id. Without one, its answer is unknown.",
        "marks.csv, row 5: the row has another mark for b than a row above it. The first one counts.",
    ]
