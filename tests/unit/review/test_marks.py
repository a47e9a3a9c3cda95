"""Marks by custom_id, in an export, and read from it, from an old one too."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.batch import read_requests
from lib.common.own_columns import CHECK_COLUMNS, CHECK_KEY, SNAKE_CHECK_COLUMNS
from lib.compose.row_ids import row_ids
from lib.export import write_csv, write_xlsx
from lib.join import Joined, join
from lib.results import read_results
from lib.review import Correction, Mark, read_marks
from lib.review.import_marks import ImportedMarks, has_marks
from lib.review.marks import (
    CORRECTED,
    MarkKey,
    check_columns,
    check_progress,
    names_in,
    names_text,
    parse_key,
    rows_marked,
)
from lib.sheets import Sheet, read_sheet
from tests.support.marked_exports import marked_export
from tests.support.result_lines import answered, failed, input_line, jsonl, refused
from tests.support.sheet_files import as_csv
from tests.support.sheets import make_sheet

DATA = Path(__file__).parents[2] / "data/reviews"

SEVEN = (Correction("answer", "7"),)
GOOD, WRONG, UNSURE = Mark("OK"), Mark("wrong", "off by one", SEVEN), Mark("unsure", "?")
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
    progress = check_progress(joined(), by_row(joined(), marks))
    assert str(progress) == "2 of 3 checked"
    assert progress.verdicts == {"OK": 1, "wrong": 1, "unsure": 0}
    assert progress.corrected == 1


def test_an_unknown_failure_is_not_an_answer_to_review() -> None:
    requests = read_requests(jsonl([input_line("a", "x")]), "in.jsonl")
    table = join(
        [read_results(jsonl([answered("a", "A"), failed("z", "Broken"), answered("y", "Y")]), "o")], [requests]
    )
    assert table.rows.states == ["OK", "Unknown", "Unknown"]
    assert str(check_progress(table, by_row(table, {"z": GOOD}))) == "0 of 2 checked"
    assert [result.custom_id if (result := table.answer(row)) else "" for row in range(3)] == ["a", "", "y"]


@pytest.mark.parametrize(
    ("verdicts", "rows"),
    [([""], [2]), (["wrong"], [1]), (["OK", "wrong"], [0, 1]), (["unsure"], []), ([], []), ([CORRECTED], [1])],
)
def test_rows_by_verdict(verdicts: list[str], rows: list[int]) -> None:
    assert rows_marked(joined(), by_row(joined(), {"a": GOOD, "=1": WRONG, "d": UNSURE}), verdicts) == rows


def test_columns_of_an_export_have_a_cell_for_each_row() -> None:
    marks = by_row(joined(), {"=1": WRONG, "e": UNSURE})
    assert check_columns(joined(), marks, {1: ["answer", "a;b"]}) == {
        "Checked": ["", "wrong", "", "", "unsure"],
        "Checked note": ["", "off by one", "", "", "?"],
        "Corrected columns": ["", '["answer", "a;b"]', "", "", ""],
    }


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20)
TRIMMED = TEXT.map(str.strip)
marks_of = st.dictionaries(
    st.sampled_from(IDS[:3]),
    st.builds(
        Mark,
        st.sampled_from(["", "OK", "wrong", "unsure"]),
        TRIMMED,
        st.just(()) | TRIMMED.map(lambda text: (Correction("answer", f"{text}!"),)),
    ),
).map(lambda marks: {"a": GOOD} | {custom_id: mark for custom_id, mark in marks.items() if any(mark)})


@settings(max_examples=40)
@given(marks_of, st.sampled_from([write_csv, write_xlsx]))
def test_marks_return_from_an_export(marks: dict[str, Mark], write: object) -> None:
    table = joined()
    assert callable(write)
    read = read_marks(marked_export(table, by_row(table, marks), write, False))
    assert by_id(read) == marks
    assert not read.problems


def test_marks_return_although_the_sheet_has_columns_of_those_names() -> None:
    names = ("custom_id", "Checked", "checked", "review", "corrected", "answer", "answer (original)")
    sheet = make_sheet(dict(zip(names, (IDS, *[["stars"] * 5] * 6), strict=True)))
    table = joined(sheet)
    export = marked_export(table, by_row(table, {"a": WRONG}), write_csv, False)
    assert {"Checked (batch)", "Checked note", "answer (batch) (original)"} <= set(export.columns)
    assert by_id(read_marks(export)) == {"a": WRONG}


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
    export = marked_export(table, by_row(table, marks), write_csv)
    assert export.columns[5:9] == (*CHECK_COLUMNS, "answer (original)")
    assert export.columns[-1] == CHECK_KEY
    assert row_ids(export) == row_ids(source)


def sheet_of(*rows: str) -> Sheet:
    return read_sheet("\n".join(["custom_id,Checked,Checked note,Mood,Corrected columns", *rows]).encode(), "marks.csv")


CASES = [
    ("capitals", ["a, ok ,,,", "b,WRONG,,,"], {"a": GOOD, "b": Mark("wrong")}, []),
    ("unknown-verdict", ["a,maybe,see below,,"], {"a": Mark("", "see below")}, [("unknown-verdict", 2)]),
    ("no-id", ["a,OK,,,", ",wrong,,,", ",,,x,Mood"], {"a": GOOD}, [("mark-without-id", 3), ("mark-without-id", 4)]),
    ("duplicate", ["a,OK,,,", "a,ok,,,"], {"a": GOOD}, []),
    ("contradiction", ["a,OK,,,", "a,wrong,,,"], {"a": GOOD}, [("duplicate-mark", 3)]),
    ("no-mark", ["a,,,,", ",,,,"], {}, []),
    ("guarded", ["'=1,OK,'=2,'- 3,Mood"], {"=1": Mark("OK", "=2", (Correction("Mood", "- 3"),))}, []),
    ("zeros", ["007,OK,,,"], {"007": GOOD}, []),
    ("correction", ["a,,,x,Mood", "b,,,x,"], {"a": Mark("", "", (Correction("Mood", "x"),))}, []),
    ("emptied", ["a,,,,Mood"], {"a": Mark("", "", (Correction("Mood", ""),))}, []),
    (
        "no-column",
        ["a,OK,,x,Mood; Topic"],
        {"a": Mark("OK", "", (Correction("Mood", "x"),))},
        [("corrected-column-missing", 2)],
    ),
]


@pytest.mark.parametrize(("rows", "marks", "problems"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_unusable_mark_is_reported(rows: list[str], marks: dict[str, Mark], problems: list[tuple[str, int]]) -> None:
    read = read_marks(sheet_of(*rows))
    assert by_id(read) == marks
    assert [(problem.kind, problem.row) for problem in read.problems] == problems


@pytest.mark.parametrize("text", [b"id,Checked\na,OK\n", b"custom_id,answer\na,OK\n"], ids=["no-id", "no-checked"])
def test_a_sheet_without_marks_is_reported(text: bytes) -> None:
    read = read_marks(read_sheet(text, "s.csv"))
    assert (read.marks, [problem.kind for problem in read.problems]) == ((), ["no-marks"])


def test_some_of_the_columns_are_enough() -> None:
    assert by_id(read_marks(read_sheet(b"custom_id,checked_note\na,x\n", "s.csv"))) == {"a": Mark("", "x")}


def test_a_text_cut_by_excel_is_left_out() -> None:
    table = joined()
    marks = by_row(table, {"a": Mark("wrong", "n", (Correction("answer", "x" * 40_000),))})
    read = read_marks(marked_export(table, marks, write_xlsx))
    assert by_id(read) == {"a": Mark("wrong", "n")}
    assert [(problem.kind, problem.row) for problem in read.problems] == [("cut-text", 2)]


def test_a_corrected_answer_without_its_original_is_reported() -> None:
    sheet = read_sheet(b"custom_id,answer,Checked,Corrected columns\na,Better,OK,answer\nb,B,OK,\n", "s.csv")
    read = read_marks(sheet)
    assert by_id(read) == {"b": GOOD}
    assert [str(problem) for problem in read.problems] == [
        "s.csv, row 2: the answer has a correction, but the file does not have the original answer. "
        "Load a file with all columns to get the correction back."
    ]


@pytest.mark.parametrize("names", [["Mood"], ["Mood", "a.b"], ["a;b", "c"], ["[x]"], [" a "], ['"', "é\n"]])
def test_names_of_columns_return_from_their_cell(names: list[str]) -> None:
    assert names_in(names_text(names)) == names


OLD = ["custom_id", "answer", "review", "review_note", "corrected"]


@pytest.mark.parametrize(
    ("columns", "is_offered"),
    [
        (OLD, True),
        (["custom_id", "answer", *CHECK_COLUMNS], True),
        (["custom_id", "answer", "review"], False),
        (["custom_id", "answer", *SNAKE_CHECK_COLUMNS], True),
        (["id", "Review", "Checked"], False),
        (["answer", "review", "review_note", "corrected"], False),
    ],
)
def test_only_a_whole_set_of_columns_is_offered(columns: list[str], is_offered: bool) -> None:
    data = as_csv([columns, ["OK"] * len(columns)])
    assert has_marks(read_sheet(data, "s.csv")) is is_offered


def test_an_export_of_version_1_8_brings_its_marks_back() -> None:
    """A file that version 1.8 wrote. Its corrected texts are for the whole answer."""
    read = read_marks(read_sheet((DATA / "version-1.8.csv").read_bytes(), "orders.csv"))
    assert [(mark.custom_id, mark.answer, str(mark.key), mark.mark) for mark in read.marks] == [
        ("o-1", "good", "k62d4ff4cc17c1ee-2ad08e531ea6aa00", GOOD),
        (
            "o-2",
            "good",
            "k52e34ca7eae59dd-11a5589171d48cb3",
            Mark("wrong", "It was late", (Correction("answer", "bad"),)),
        ),
        (
            "o-3",
            "=so so",
            "kb97005d4c121a8b-fa17e1e7294582f6",
            Mark("unsure", "", (Correction("answer", "=middling"),)),
        ),
    ]
    assert not read.problems


def test_messages() -> None:
    problems = read_marks(sheet_of("a,maybe,,,", ",OK,,,", "b,OK,,,", "b,wrong,,,", "c,,,,Topic")).problems
    assert [str(problem) for problem in problems] == [
        'marks.csv, row 2, column "Checked": "maybe" is not a verdict. '
        "Use one of OK, wrong, unsure; the note beside it is still used.",
        "marks.csv, row 3: the row has a mark but no custom_id. Without one, its answer is unknown.",
        "marks.csv, row 5: the row has another mark for b than a row above it. The first one counts.",
        'marks.csv, row 6: "Topic" has a correction, but the file does not have this column. '
        "Load a file with all columns to get the correction back.",
    ]
