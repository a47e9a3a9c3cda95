"""A mark stays with its custom_id, prompt and answer: through every export, and beside no other answer."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.batch import read_requests
from lib.common.own_columns import CHECK_KEY
from lib.export import Selection, write_csv, write_jsonl, write_parquet, write_xlsx
from lib.join import Joined, join
from lib.results import read_results
from lib.review import Correction, Mark, MarkKey, RowKeys, read_marks
from lib.review.import_marks import FileMark
from lib.review.mark_store import StoredMarks, mark_of, marks_here, merge_file, set_mark
from lib.sheets import Sheet, read_sheet
from tests.support.exported_tables import vectors
from tests.support.marked_exports import marked_export
from tests.support.result_lines import answered, failed, input_line, jsonl

GOOD, BAD, UNSURE = Mark("OK"), Mark("wrong", "no", (Correction("answer", "2"),)), Mark("unsure")
FORMATS: list[Callable[[Selection], bytes]] = [
    write_csv,
    partial(write_csv, safe=False),
    write_xlsx,
    write_jsonl,
    write_parquet,
]


def run(answers: Mapping[str, str], prompts: Mapping[str, str] | None = None) -> Joined:
    """A run with these answers by id; one that starts with `!` is a failure. Without prompts, no input is loaded."""
    lines = [
        failed(custom_id, text) if text.startswith("!") else answered(custom_id, text)
        for custom_id, text in answers.items()
    ]
    requests = [input_line(custom_id, text) for custom_id, text in (prompts or {}).items()]
    sent = [read_requests(jsonl(requests), "in.jsonl")] if requests else []
    return join([read_results(jsonl(lines), "out.jsonl")], sent)


def marked(joined: Joined, marks: Mapping[str, Mark]) -> StoredMarks:
    """The session's marks after a person gave these, by id."""
    stored: StoredMarks = {}
    for row, custom_id in enumerate(joined.rows.custom_ids):
        if custom_id in marks:
            stored = set_mark(stored, RowKeys(joined).key(row), marks[custom_id])
    return stored


def shown(joined: Joined, stored: StoredMarks) -> dict[str, Mark]:
    """The marks beside the rows, by id."""
    return {joined.rows.custom_ids[row]: stored[key] for row, key in marks_here(RowKeys(joined), stored).items()}


def exported(joined: Joined, stored: StoredMarks, write: Callable[[Selection], bytes], key: bool = True) -> Sheet:
    """An export with the marks, loaded as a sheet; without the column of keys if `key` is false."""
    marks = {row: stored[found] for row, found in marks_here(RowKeys(joined), stored).items()}
    return marked_export(joined, marks, write, key)


def test_a_mark_is_used_only_for_its_answer() -> None:
    stored = marked(run({"1": "Yes", "2": "No"}), {"1": GOOD, "2": BAD})
    assert shown(run({"1": "Yes", "2": "No"}), stored) == {"1": GOOD, "2": BAD}
    assert shown(run({"1": "No", "2": "No"}), stored) == {"2": BAD}
    assert shown(run({"1": "!Yes", "3": "Yes"}), stored) == {}


def test_an_equal_answer_to_another_prompt_has_no_mark() -> None:
    first = run({"1": "Yes", "2": "Yes"}, {"1": "tea?", "2": "cup?"})
    other = run({"1": "Yes", "2": "Yes"}, {"1": "rum?", "2": "cup?"})
    stored = marked(first, {"1": GOOD, "2": BAD})
    assert shown(other, stored) == {"2": BAD}
    for write in FORMATS:
        file = read_marks(exported(first, stored, write)).marks
        merged = merge_file(RowKeys(other), {}, file)
        assert (shown(other, merged.stored), merged.applied, merged.waiting) == ({"2": BAD}, 1, 1)
        assert shown(first, merged.stored) == {"1": GOOD, "2": BAD}


def test_an_unknown_prompt_equals_any() -> None:
    answers, prompts = {"1": "Yes"}, {"1": "tea?"}
    stored = marked(run(answers), {"1": GOOD})
    assert shown(run(answers, prompts), stored) == {"1": GOOD}
    again = set_mark(stored, RowKeys(run(answers, prompts)).key(0), BAD)
    assert list(again.values()) == [BAD]
    assert shown(run(answers), again) == {"1": BAD}
    assert shown(run(answers, {"1": "rum?"}), again) == {}


def test_rows_that_share_a_request_share_its_mark() -> None:
    joined = run({"1": "Yes"}, {"1": "tea?"})
    keys = RowKeys(joined)
    keys.answers = keys.answers * 2
    keys._prompts = {0: keys.key(0).prompt, 1: keys.key(0).prompt}
    assert marks_here(keys, marked(joined, {"1": GOOD})).keys() == {0, 1}


def test_an_empty_mark_removes_the_old_one() -> None:
    key = MarkKey("k1", "p")
    assert set_mark({MarkKey("k1"): GOOD}, key, Mark()) == {}
    assert set_mark({MarkKey("k1", "q"): GOOD}, key, BAD) == {MarkKey("k1", "q"): GOOD, key: BAD}
    assert (mark_of({key: BAD}, MarkKey("k1")), mark_of({key: BAD}, MarkKey("k2"))) == (BAD, Mark())


PIECES = [
    "=1",
    "'=1",
    "-1",
    "+x",
    "@x",
    " a ",
    "a",
    ";=1",
    "\n- b",
    "\r\n",
    "\r",
    "\t",
    "\x07",
    "\ufffe",
    "_x00e9_x00e8_",
]
NASTY = st.lists(st.sampled_from([*PIECES, '"', ",", "é", "😀", "<r>", "</r>", "1e5", "007"]), min_size=1, max_size=4)
LONG = {"long": "x" * 40_000, "longer": "=é" * 40_000, "full": "y" * 32_767}
TEXT = NASTY.map("".join) | st.sampled_from(list(LONG))
BATCHES = st.dictionaries(TEXT, st.tuples(TEXT, TEXT), min_size=1, max_size=5)


@settings(max_examples=30, deadline=None)
@given(BATCHES, st.sampled_from(FORMATS), st.booleans(), st.booleans())
def test_no_export_loses_a_mark(
    batch: dict[str, tuple[str, str]], write: Callable[[Selection], bytes], has_input: bool, has_keys: bool
) -> None:
    grown = {LONG.get(custom_id, custom_id): texts for custom_id, texts in batch.items()}
    prompts = {custom_id: LONG.get(prompt, prompt) for custom_id, (prompt, _) in grown.items()}
    answers = {custom_id: LONG.get(answer, answer) for custom_id, (_, answer) in grown.items()}
    joined = run(answers, prompts if has_input else None)
    ids = [joined.rows.custom_ids[row] for row in joined.with_answer()]
    corrections = (Correction("answer", "=1;=1\n'- 3"),)
    marks = {custom_id: Mark("wrong", f"note {number}", corrections) for number, custom_id in enumerate(ids)}
    sheet = exported(joined, marked(joined, marks), write, has_keys)
    read = read_marks(sheet)
    merged = merge_file(RowKeys(joined), {}, read.marks)
    here = shown(joined, merged.stored)
    assert here.keys() == marks.keys()
    assert merged.waiting == merged.without_answer == 0
    if has_keys:
        assert here == marks
        later = merge_file(RowKeys(run({"other": "x"})), {}, read.marks)
        assert later.waiting == len(marks)
        assert shown(joined, later.stored) == marks


@pytest.mark.parametrize("has_keys", [True, False])
@pytest.mark.parametrize("write", FORMATS)
def test_marks_of_vectors_return(write: Callable[[Selection], bytes], has_keys: bool) -> None:
    first, other = vectors(0.1, 0.2), vectors(0.1, 0.2, 0.3)
    read = read_marks(exported(first, marked(first, {"r0": UNSURE}), write, has_keys))
    assert shown(first, merge_file(RowKeys(first), {}, read.marks).stored) == {"r0": UNSURE}
    assert merge_file(RowKeys(other), {}, read.marks).waiting == 1


def file_mark(custom_id: str, answer: str | None, mark: Mark) -> FileMark:
    return FileMark(custom_id, answer, None, mark)


def merged_summary(mine: Mapping[str, Mark], theirs: Iterable[FileMark]) -> tuple[str, dict[str, Mark]]:
    joined = run({"1": "Yes", "2": "No", "3": "Hm"})
    merged = merge_file(RowKeys(joined), marked(joined, mine), theirs)
    return merged.summary, shown(joined, merged.stored)


@pytest.mark.parametrize(
    ("mine", "theirs", "summary", "after"),
    [
        ({}, [("1", "Yes", GOOD)], "1 mark applied.", {"1": GOOD}),
        (
            {"1": BAD},
            [("1", "Yes", GOOD)],
            "1 mark applied (1 of yours overwritten).",
            {"1": Mark("OK", "no", BAD.corrections)},
        ),
        ({"1": GOOD}, [("1", "Yes", BAD)], "1 mark applied (1 of yours overwritten).", {"1": BAD}),
        ({"1": GOOD}, [("1", "Yes", GOOD), ("2", "No", BAD)], "2 marks applied.", {"1": GOOD, "2": BAD}),
        ({"1": Mark("", "n")}, [("1", "Yes", GOOD)], "1 mark applied.", {"1": Mark("OK", "n")}),
        ({"1": GOOD}, [("1", "No", BAD)], "0 marks applied, 1 waits for an answer that is not here.", {"1": GOOD}),
        ({}, [("1", "a", BAD), ("9", "b", BAD)], "0 marks applied, 2 wait for answers that are not here.", {}),
        ({}, [("1", None, GOOD), ("9", None, BAD)], "1 mark applied.", {"1": GOOD}),
    ],
)
def test_the_marks_of_a_file_win_and_are_counted(
    mine: dict[str, Mark], theirs: list[tuple[str, str | None, Mark]], summary: str, after: dict[str, Mark]
) -> None:
    assert merged_summary(mine, [file_mark(*mark) for mark in theirs]) == (summary, after)


def test_a_mark_with_only_an_id_of_no_answer_is_counted() -> None:
    merged = merge_file(RowKeys(run({"1": "Yes"})), {}, [file_mark("9", None, GOOD)])
    assert (merged.stored, merged.applied, merged.waiting, merged.without_answer) == ({}, 0, 0, 1)


def test_a_file_overwrites_marks_of_answers_that_are_not_loaded() -> None:
    mine = marked(run({"9": "Yes"}), {"9": GOOD})
    merged = merge_file(RowKeys(run({"1": "Yes"})), mine, [file_mark("9", "Yes", BAD)])
    assert (merged.overwritten, merged.waiting, list(merged.stored.values())) == (1, 1, [BAD])


TEXTS = st.sampled_from(["Yes", "No", "!x"])
TWO = st.fixed_dictionaries(dict.fromkeys("123", st.tuples(st.sampled_from(["p", "q"]), TEXTS)))


@given(TWO, TWO, st.booleans(), st.booleans())
def test_no_other_answer_gets_a_mark(
    first: dict[str, tuple[str, str]], second: dict[str, tuple[str, str]], first_input: bool, second_input: bool
) -> None:
    """A mark of one run shows in another run only on an equal answer to an equal or unknown prompt."""
    runs = [
        run({key: answer for key, (_, answer) in of.items()}, {key: p for key, (p, _) in of.items()} if known else None)
        for of, known in ((first, first_input), (second, second_input))
    ]
    stored = marked(runs[0], {key: UNSURE for key, (_, answer) in first.items() if answer != "!x"})
    both_known = first_input and second_input
    expected = {
        key
        for key, (prompt, answer) in first.items()
        if answer == second[key][1] != "!x" and (not both_known or prompt == second[key][0])
    }
    assert shown(runs[1], stored).keys() == expected


def reviewed(joined: Joined, marks: Mapping[str, Mark]) -> Sheet:
    """The export of the joined table with its answers' fields and its marks, loaded as a sheet."""
    by_row = {row: marks[name] for row, name in enumerate(joined.rows.custom_ids) if name in marks}
    return marked_export(joined, by_row, write_csv, bool(marks))


def test_marks_of_one_run_are_not_those_of_the_next() -> None:
    first = reviewed(run({"1": "Yes", "2": "Yes"}), {"1": GOOD, "2": BAD})
    later = join(run({"1": "No idea", "2": "No"}).results, [], first)
    file = read_marks(reviewed(later, {})).marks
    merged = merge_file(RowKeys(later), {}, file)
    assert (shown(later, merged.stored), merged.waiting) == ({}, 2)


def test_marks_of_a_third_run_return() -> None:
    sheet = None
    for answer, mark in (("one", GOOD), ("two", BAD), ("three", UNSURE)):
        joined = join(run({"1": answer}).results, [], sheet)
        sheet = reviewed(joined, {"1": mark})
        assert shown(joined, merge_file(RowKeys(joined), {}, read_marks(sheet).marks).stored) == {"1": mark}


def test_fields_of_answers_with_names_of_our_columns_hide_no_mark() -> None:
    joined = run(
        {
            "1": '{"answer": "no", "custom_id": "2", "Checked": "OK", "review": "OK", "Checked key": "k"}',
            "2": '{"answer": "yes", "custom_id": "1", "Checked": "", "review": "", "Checked key": ""}',
        }
    )
    file = read_marks(reviewed(joined, {"1": BAD})).marks
    assert [(mark.custom_id, mark.mark) for mark in file] == [("1", BAD)]
    assert shown(joined, merge_file(RowKeys(joined), {}, file).stored) == {"1": BAD}


def test_a_key_is_not_that_of_marks_behind_it() -> None:
    """An export of shown columns, whose sheet is an export too: the sheet's keys are those of an earlier run."""
    key = RowKeys(run({"1": "Yes"})).key(0)
    data = f"custom_id,answer,Checked,{CHECK_KEY},answer (batch),Checked (batch)\n1,Yes,OK,{key},No,wrong\n"
    [mark] = read_marks(read_sheet(data.encode(), "s.csv")).marks
    assert mark == FileMark("1", "No", None, Mark("wrong"))
