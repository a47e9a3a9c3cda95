"""A mark stays with its answer, and no other answer with the same custom_id gets it."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import json_answers
from lib.common.own_columns import Cell
from lib.export import Selection, select, write_csv, write_xlsx
from lib.join import Joined, join
from lib.results import read_results
from lib.review import Mark, read_marks, review_columns
from lib.review.import_marks import ImportedMarks
from lib.review.mark_store import (
    MarkKey,
    accept_theirs,
    answer_key,
    answer_keys,
    ids_marked_elsewhere,
    marks_here,
    merge_file,
    reuse_marks,
    set_mark,
)
from lib.sheets import Sheet, read_sheet
from tests.support.exported_tables import vectors
from tests.support.result_lines import answered, failed, jsonl

GOOD, BAD = Mark("OK"), Mark("wrong", "no", "2")
IDS = ["1", "2", "3"]


def run(*answers: str) -> Joined:
    """A run with these answers in the order of the ids; one that starts with `!` is a failure."""
    lines = [
        failed(custom_id, text) if text.startswith("!") else answered(custom_id, text)
        for custom_id, text in zip(IDS, answers, strict=False)
    ]
    return join([read_results(jsonl(lines), "out.jsonl")])


def test_a_mark_is_used_only_for_its_answer() -> None:
    first, other = run("Yes", "No"), run("No", "No")
    stored = set_mark(set_mark({}, "1", "Yes", GOOD), "2", "No", BAD)
    assert marks_here(answer_keys(first), stored) == {"1": GOOD, "2": BAD}
    assert marks_here(answer_keys(other), stored) == {"2": BAD}
    assert ids_marked_elsewhere(answer_keys(other), stored) == {"1"}


def test_marks_of_two_runs_stay_apart() -> None:
    stored = set_mark(set_mark({}, "1", "Yes", GOOD), "1", "No", BAD)
    assert marks_here(answer_keys(run("Yes")), stored) == {"1": GOOD}
    assert marks_here(answer_keys(run("No")), stored) == {"1": BAD}
    assert marks_here(answer_keys(run("!No")), stored) == {}


def test_an_empty_mark_removes_the_old_one() -> None:
    assert set_mark(set_mark({}, "1", "Yes", GOOD), "1", "Yes", Mark()) == {}
    assert set_mark({("1", ""): GOOD}, "1", "Yes", BAD) == {("1", answer_key("Yes")): BAD}


def test_marks_of_other_answers_can_be_reused() -> None:
    stored = set_mark(set_mark({}, "1", "Yes", GOOD), "2", "No", BAD)
    answers = answer_keys(run("Perhaps", "No", "New"))
    adopted = reuse_marks(answers, stored)
    assert marks_here(answers, adopted) == {"1": GOOD, "2": BAD}
    assert marks_here(answer_keys(run("Yes")), adopted) == {"1": GOOD}


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_marks_of_vectors_return_although_the_session_only_describes_them(
    write: Callable[[Selection], bytes],
) -> None:
    first, other = vectors(0.1, 0.2), vectors(0.1, 0.2, 0.3)
    data = write(select(first, more=review_columns(first, {"r0": BAD})))
    read = read_marks(read_sheet(data, "export"))
    assert marks_here(answer_keys(first), merge_file(answer_keys(first), {}, read).stored) == {"r0": BAD}
    assert merge_file(answer_keys(other), {}, read).waiting == 1


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_marks_return_from_an_export_to_the_same_answers(write: Callable[[Selection], bytes]) -> None:
    texts = ["=1+1\r\n ok", "bell \x07 rings", "x" * 40_000]
    first = run(*texts)
    marks = {"1": BAD, "2": GOOD, "3": Mark("unsure")}
    data = write(select(first, more=review_columns(first, marks)))
    read = read_marks(read_sheet(data, "export.csv" if write is write_csv else "export.xlsx"))
    merged = merge_file(answer_keys(first), {}, read)
    assert marks_here(answer_keys(first), merged.stored) == marks
    assert merged.waiting == 0
    elsewhere = merge_file(answer_keys(run("=1+2", "bell", "y")), {}, read)
    here = marks_here(answer_keys(run("=1+2", "bell", "y")), elsewhere.stored)
    assert here == {}
    assert elsewhere.waiting == len(marks)


def test_a_file_without_answers_marks_by_id() -> None:
    read = read_marks(read_sheet(b"custom_id,review\n1,ok\n9,wrong\n", "m.csv"))
    merged = merge_file(answer_keys(run("Yes")), {}, read)
    assert marks_here(answer_keys(run("Yes")), merged.stored) == {"1": GOOD}
    assert merged.waiting == 1


def test_on_a_contradiction_mine_stay_until_i_accept_theirs() -> None:
    answers = answer_keys(run("Yes", "No"))
    stored = set_mark({}, "1", "Yes", GOOD)
    merged = merge_file(answers, stored, ImportedMarks({"1": BAD, "2": BAD}))
    assert [conflict.custom_id for conflict in merged.merge.conflicts] == ["1"]
    assert marks_here(answers, merged.stored) == {"1": GOOD, "2": BAD}
    assert marks_here(answers, accept_theirs(answers, merged.stored, merged.merge)) == {"1": BAD, "2": BAD}


ANSWERS = st.lists(st.sampled_from(["Yes", "No", "!x"]), min_size=3, max_size=3)


@given(ANSWERS, ANSWERS, st.sets(st.sampled_from(IDS)))
def test_no_other_answer_gets_a_mark(first: list[str], second: list[str], ids: set[str]) -> None:
    """A mark of one run shows in another run only on an equal answer."""
    stored: dict[MarkKey, Mark] = {}
    for custom_id, answer in zip(IDS, first, strict=True):
        if custom_id in ids and not answer.startswith("!"):
            stored = set_mark(stored, custom_id, answer, Mark("unsure", answer))
    here = marks_here(answer_keys(run(*second)), stored)
    answers = dict(zip(IDS, second, strict=True))
    assert all(mark.note == answers[custom_id] for custom_id, mark in here.items())
    same = {custom_id for custom_id, before in zip(IDS, first, strict=True) if before == answers[custom_id]}
    assert here.keys() == {custom_id for custom_id in ids & same if not answers[custom_id].startswith("!")}


def reviewed(joined: Joined, marks: dict[str, Mark]) -> Sheet:
    """The export of the joined table with its answers' fields and its marks, loaded as a sheet."""
    found = json_answers(joined)
    more: dict[str, Sequence[Cell]] = dict(found.columns) if found else {}
    if marks:
        more |= review_columns(joined, marks)
    return read_sheet(write_csv(select(joined, None, None, more)), "export.csv")


def test_marks_of_one_run_are_not_those_of_the_next() -> None:
    first = reviewed(run("Yes", "Yes"), {"1": Mark("OK"), "2": Mark("wrong")})
    later = join(run("No idea", "No").results, [], first)
    read = read_marks(reviewed(later, {}))
    assert read.answers == {"1": "Yes", "2": "Yes"}
    assert not marks_here(answer_keys(later), merge_file(answer_keys(later), {}, read).stored)


def test_marks_of_a_third_run_return() -> None:
    sheet = None
    for answer, mark in (("one", Mark("OK")), ("two", Mark("wrong")), ("three", Mark("unsure"))):
        joined = join(run(answer).results, [], sheet)
        sheet = reviewed(joined, {"1": mark})
        merged = merge_file(answer_keys(joined), {}, read_marks(sheet))
        assert marks_here(answer_keys(joined), merged.stored) == {"1": mark}


def test_fields_of_answers_with_names_of_our_columns_hide_no_mark() -> None:
    answers = [
        '{"answer": "no", "custom_id": "2", "review": "OK"}',
        '{"answer": "yes", "custom_id": "1", "review": ""}',
    ]
    joined = run(*answers)
    read = read_marks(reviewed(joined, {"1": Mark("wrong", "look")}))
    assert read.marks == {"1": Mark("wrong", "look")}
    assert read.answers == {"1": answers[0]}
    assert not read_marks(reviewed(joined, {})).marks


def test_a_mark_of_an_answer_that_is_not_loaded_yields_to_the_sessions() -> None:
    mine = set_mark({}, "a", "Yes", Mark("OK"))
    merged = merge_file({}, mine, ImportedMarks({"a": Mark("wrong"), "b": Mark("OK")}, (), {"a": "Yes", "b": "No"}))
    assert merged.stored == {**mine, ("b", answer_key("No")): Mark("OK")}
    assert (merged.waiting, merged.contradicted) == (1, 1)
