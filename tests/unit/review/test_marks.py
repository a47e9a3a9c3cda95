"""Review marks: kept by custom_id, exported, and read again from the export."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.batch import read_requests
from lib.common.columns import BATCH_COLUMNS
from lib.compose.row_ids import row_ids
from lib.export import select, write_csv, write_xlsx
from lib.join import Joined, join
from lib.results import read_results
from lib.review import Mark, read_marks, review_columns
from lib.review.marks import Merge, merge_marks, review_progress, rows_marked
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import answered, asked, failed, jsonl, refused

GOOD, WRONG, UNSURE = Mark("OK"), Mark("wrong", "off by one", "7"), Mark("unsure", "?")
IDS = ["a", "=1", "007", "d", "e"]
LINES = [answered("a", "A"), refused("=1", "No"), answered("007", "B", "length"), failed("d", "Broken")]


def joined(sheet: Sheet | None = None) -> Joined:
    """Three answers, a failure, and one that is missing."""
    requests = read_requests(jsonl(asked(custom_id, "x") for custom_id in IDS), "in.jsonl")
    return join([read_results(jsonl(LINES), "out.jsonl")], [requests], sheet)


def test_progress_counts_answers() -> None:
    marks = {"a": GOOD, "=1": WRONG, "007": Mark("", "only a note"), "d": UNSURE, "elsewhere": GOOD}
    said = review_progress(joined(), marks)
    assert str(said) == "2 of 3 reviewed"
    assert said.verdicts == {"OK": 1, "wrong": 1, "unsure": 0}


def test_a_failure_that_nobody_asked_for_is_no_answer_to_review() -> None:
    requests = read_requests(jsonl([asked("a", "x")]), "in.jsonl")
    given = join(
        [read_results(jsonl([answered("a", "A"), failed("z", "Broken"), answered("y", "Y")]), "o")], [requests]
    )
    assert given.rows.states == ["OK", "Unknown", "Unknown"]
    assert str(review_progress(given, {"z": GOOD})) == "0 of 2 reviewed"
    assert [result.custom_id if (result := given.answer(at)) else "" for at in range(3)] == ["a", "", "y"]


@pytest.mark.parametrize(
    ("verdicts", "rows"), [([""], [2]), (["wrong"], [1]), (["OK", "wrong"], [0, 1]), (["unsure"], []), ([], [])]
)
def test_rows_by_verdict(verdicts: list[str], rows: list[int]) -> None:
    assert rows_marked(joined(), {"a": GOOD, "=1": WRONG, "d": UNSURE}, verdicts) == rows


def test_columns_of_an_export_have_a_cell_for_each_row() -> None:
    assert review_columns(joined(), {"=1": WRONG, "e": UNSURE, "": GOOD}) == {
        "review": ["", "wrong", "", "", "unsure"],
        "review_note": ["", "off by one", "", "", "?"],
        "corrected": ["", "7", "", "", ""],
    }


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff'"), max_size=20)
TRIMMED = TEXT.map(str.strip)
marks_of = st.dictionaries(
    st.sampled_from(IDS), st.builds(Mark, st.sampled_from(["", "OK", "wrong", "unsure"]), TRIMMED, TRIMMED)
).map(lambda marks: {custom_id: mark for custom_id, mark in marks.items() if any(mark)})


@settings(max_examples=40)
@given(marks_of, st.sampled_from([write_csv, write_xlsx]))
def test_marks_come_back_from_an_export(marks: dict[str, Mark], write: object) -> None:
    table = joined()
    assert callable(write)
    data = write(select(table, more=review_columns(table, marks)))
    read = read_marks(read_sheet(data, "export"))
    assert read.marks == marks
    assert not read.problems


def test_marks_come_back_beside_a_sheets_own_columns_of_those_names() -> None:
    sheet = Sheet("s.csv", ("custom_id", "review"), (IDS, ["stars"] * 5), [2, 3, 4, 5, 6], "d")
    table = joined(sheet)
    chosen = select(table, more=review_columns(table, {"a": WRONG}))
    assert "review (batch)" in chosen.columns
    assert read_marks(read_sheet(write_csv(chosen), "export.csv")).marks == {"a": WRONG}


def test_marks_are_those_of_their_own_run_whatever_the_ids_of_the_other() -> None:
    """A run whose ids are the sheet's own column has none beside its states."""
    export = "custom_id,custom_id (batch),{run},{again}review\nu1,row-2-0123456789ab,{cells},{cells},wrong\n"
    run = ",".join(BATCH_COLUMNS[1:])
    again = "".join(f"{name} (batch)," for name in BATCH_COLUMNS[1:])
    data = export.format(run=run, again=again, cells=",".join("x" * 7))
    assert read_marks(read_sheet(data.encode(), "s.csv")).marks == {"u1": Mark("wrong")}


def test_an_export_with_marks_still_joins_as_the_sheet_it_came_from() -> None:
    """The marks are ours: rows are told from one another without them."""
    source = read_sheet(b"city,note\nAccra,x\nCairo,y\n", "s.csv")
    lines = [answered(custom_id, "A") for custom_id in row_ids(source)]
    table = join([read_results(jsonl(lines), "out.jsonl")], [], source)
    marks = dict.fromkeys(row_ids(source), WRONG)
    export = read_sheet(write_csv(select(table, more=review_columns(table, marks))), "export.csv")
    assert export.columns[-3:] == ("review", "review_note", "corrected")
    assert row_ids(export) == row_ids(source)


def sheet_of(*rows: str) -> Sheet:
    return read_sheet("\n".join(["custom_id,review,review_note,corrected", *rows]).encode(), "marks.csv")


CASES = [
    ("letter-case", ["a, ok ,,", "b,WRONG,,"], {"a": GOOD, "b": Mark("wrong")}, []),
    ("unknown-verdict", ["a,maybe,see below,"], {"a": Mark("", "see below")}, [("unknown-verdict", 2)]),
    ("no-id", ["a,OK,,", ",wrong,,", ",,,x"], {"a": GOOD}, [("mark-without-id", 3), ("mark-without-id", 4)]),
    ("twice-alike", ["a,OK,,", "a,ok,,"], {"a": GOOD}, []),
    ("twice", ["a,OK,,", "a,wrong,,"], {"a": GOOD}, [("mark-twice", 3)]),
    ("no-mark", ["a,,,", ",,,"], {}, []),
    ("guarded", ["'=1,OK,'=2,'- 3"], {"=1": Mark("OK", "=2", "- 3")}, []),
    ("zeros", ["007,OK,,"], {"007": GOOD}, []),
]


@pytest.mark.parametrize(("rows", "marks", "problems"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_not_understood_is_reported(
    rows: list[str], marks: dict[str, Mark], problems: list[tuple[str, int]]
) -> None:
    read = read_marks(sheet_of(*rows))
    assert read.marks == marks
    assert [(problem.kind, problem.row) for problem in read.problems] == problems


@pytest.mark.parametrize("text", [b"id,review\na,OK\n", b"custom_id,answer\na,OK\n"], ids=["no-id", "no-review"])
def test_a_sheet_without_marks_says_so(text: bytes) -> None:
    read = read_marks(read_sheet(text, "s.csv"))
    assert (read.marks, [problem.kind for problem in read.problems]) == ({}, ["no-marks"])


def test_some_columns_are_enough() -> None:
    assert read_marks(read_sheet(b"custom_id,corrected\na,x\n", "s.csv")).marks == {"a": Mark("", "", "x")}


def test_a_text_that_excel_cut_is_not_taken_for_the_whole() -> None:
    table = joined()
    long = "x" * 40_000
    data = write_xlsx(select(table, more=review_columns(table, {"a": Mark("wrong", "n", long)})))
    read = read_marks(read_sheet(data, "marks.xlsx"))
    assert read.marks == {"a": Mark("wrong", "n")}
    assert [(problem.kind, problem.row) for problem in read.problems] == [("cut-text", 2)]


def test_messages() -> None:
    problems = read_marks(sheet_of("a,maybe,,", ",OK,,", "b,OK,,", "b,wrong,,")).problems
    assert [str(problem) for problem in problems] == [
        'marks.csv, row 2, column "review": "maybe" is no verdict. '
        "Use one of OK, wrong, unsure; the note beside it is read all the same.",
        "marks.csv, row 3: the row has a mark and no custom_id. Nobody can tell which answer it is about.",
        "marks.csv, row 5: the row marks b otherwise than a row above it. The first of them counts.",
    ]


def test_merging_adds_completes_and_shows_conflicts() -> None:
    mine = {"a": GOOD, "b": Mark("OK"), "c": WRONG}
    theirs = {"b": Mark("OK", "fine"), "c": Mark("OK"), "d": UNSURE, "a": GOOD}
    merged = merge_marks(mine, theirs)
    assert merged.marks == {"a": GOOD, "b": Mark("OK", "fine"), "c": WRONG, "d": UNSURE}
    assert [conflict.custom_id for conflict in merged.conflicts] == ["c"]
    assert merged.said == "1 mark added, 1 completed, 1 the same, 1 conflict."
    assert merge_marks({}, {}).said == "0 marks added."


@given(marks_of, marks_of)
def test_merging_loses_nothing(mine: dict[str, Mark], theirs: dict[str, Mark]) -> None:
    one: Merge = merge_marks(mine, theirs)
    other: Merge = merge_marks(theirs, mine)
    assert set(one.marks) == mine.keys() | theirs.keys()
    assert one.added + one.completed + one.same + len(one.conflicts) == len(theirs)
    assert {conflict.custom_id for conflict in one.conflicts} == {conflict.custom_id for conflict in other.conflicts}
    agreed = one.marks.keys() - {conflict.custom_id for conflict in one.conflicts}
    assert all(one.marks[custom_id] == other.marks[custom_id] for custom_id in agreed)
    again = merge_marks(one.marks, theirs)
    assert again.marks == one.marks
    assert again.added == again.completed == 0
