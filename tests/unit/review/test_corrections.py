"""A correction belongs to one answer, is beside no other, and comes back from every export."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analysis import compare
from lib.analysis.charts import answer_lengths, label_counts
from lib.batch import build, read_requests
from lib.compose.row_ids import row_ids
from lib.export import Selection, write_csv, write_xlsx
from lib.failures import Pick, retry
from lib.join import Joined, join
from lib.providers import PROVIDERS
from lib.results import read_results
from lib.review import Mark, MarkKey, RowKeys, read_marks
from lib.review.corrections import Edit, correct, correctable, undo
from lib.review.import_marks import has_marks
from lib.review.mark_store import StoredMarks, marks_here, merge_file, set_mark
from lib.review.marks import RowMarks
from lib.sheets import read_sheet
from tests.support.marked_exports import corrected, fields_in, marked_export, marked_selection
from tests.support.result_lines import answered, input_line, jsonl, refused
from tests.support.sheet_files import as_csv

DATA = Path(__file__).parents[2] / "data/reviews"
KEY, OTHER = MarkKey("k1", "p"), MarkKey("k2", "p")
IDS = [f"r{number}" for number in range(6)]


def text(custom_id: str, number: int = 3) -> str:
    return json.dumps({"Mood": f"mood of {custom_id}", "Score": number})


def run(
    ids: Iterable[str] = IDS, *, names: Iterable[str] = (), answers: Mapping[str, str] | None = None, extra: bytes = b""
) -> Joined:
    """A run with an answer for each id, beside a sheet with rows in the order of `names`, or without a sheet."""
    lines = [answered(custom_id, (answers or {}).get(custom_id, text(custom_id))) for custom_id in ids]
    sent = [read_requests(jsonl(input_line(custom_id, f"Ask {custom_id}") for custom_id in IDS), "in.jsonl")]
    rows = [(name, "x", f"Ask {name}") for name in names]
    sheet = read_sheet(as_csv([("custom_id", "Mood", "ask"), *rows]), "s.csv") if rows else None
    return join([read_results(jsonl(lines) + extra, "out.jsonl")], sent, sheet)


def row_marks(joined: Joined, stored: StoredMarks) -> RowMarks:
    return {row: stored[key] for row, key in marks_here(RowKeys(joined), stored).items()}


def made(joined: Joined, texts: Mapping[tuple[str, str], str]) -> StoredMarks:
    """The marks after a person typed these texts, by id and column."""
    stored: StoredMarks = {}
    keys, ids = RowKeys(joined), list(joined.rows.custom_ids)
    cells = {joined.answer_column: joined.columns[joined.answer_column], **fields_in(joined)}
    for (custom_id, column), new in texts.items():
        row = ids.index(custom_id)
        stored, _ = correct(stored, keys.key(row), column, new, str(cells[column][row]))
    return stored


def table(joined: Joined, stored: StoredMarks) -> dict[tuple[str, str], object]:
    """Every cell of the answers' columns by id and bare column, with the corrections."""
    found = corrected(joined, row_marks(joined, stored))
    cells = {joined.answer_column: joined.columns[joined.answer_column], **fields_in(joined), **found.cells}
    names = correctable(cells)
    return {
        (custom_id, bare): cells[name][row]
        for bare, name in names.items()
        for row, custom_id in enumerate(joined.rows.custom_ids)
    }


def test_a_text_is_kept_until_the_original_is_typed_again() -> None:
    stored, edit = correct({KEY: Mark("OK", "n")}, KEY, "Mood (batch)", "bad", "good")
    assert edit == Edit(KEY, "Mood", None)
    assert stored == {KEY: Mark("OK", "n", (("Mood", "bad"),))}  # type: ignore[arg-type]
    again, edit = correct(stored, KEY, "Mood", "good", "good")
    assert edit == Edit(KEY, "Mood", "bad")
    assert again == {KEY: Mark("OK", "n")}


@pytest.mark.parametrize(("before", "new"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a", "a")])
def test_the_line_ends_of_a_browser_are_no_correction(before: str, new: str) -> None:
    assert correct({}, KEY, "answer", new, before) == ({}, None)


def test_the_same_text_again_is_no_edit() -> None:
    stored, _ = correct({}, KEY, "answer", "b\n", "a")
    assert correct(stored, KEY, "answer", "b\n", "a") == (stored, None)


STEP = st.tuples(st.sampled_from([KEY, OTHER]), st.sampled_from(["Mood", "Score"]), st.sampled_from(["0", "1", "2"]))


@given(st.lists(STEP, max_size=12), st.sampled_from(["", "wrong"]))
def test_undo_takes_every_step_back(steps: list[tuple[MarkKey, str, str]], verdict: str) -> None:
    stored: StoredMarks = {}
    history: list[tuple[Edit, StoredMarks]] = []
    for key, column, new in steps:
        before = stored
        stored, edit = correct(stored, key, column, new, "0")
        if edit:
            history.append((edit, before))
    for edit, before in reversed(history):
        stored = undo(stored, edit)
        assert stored == before
    assert not stored


def test_undo_leaves_a_later_verdict() -> None:
    stored, edit = correct({}, KEY, "Mood", "bad", "good")
    assert edit
    stored = set_mark(stored, KEY, stored[KEY]._replace(verdict="wrong"))
    assert undo(stored, edit) == {KEY: Mark("wrong")}


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(["Mood", "Score", "answer"])),
    st.sampled_from(["bad", "", "7", "=1+1", "a;b", "two\nlines", '"', "[x]", " z "]),
    max_size=6,
)


@settings(max_examples=30, deadline=None)
@given(CELLS, st.randoms(use_true_random=False), st.data())
def test_no_correction_is_ever_beside_another_row(
    typed: dict[tuple[str, str], str], random: Random, data: st.DataObject
) -> None:
    """The oracle is the dictionary of what was typed: in any order of rows, parts, retries and exports."""
    stored = made(run(names=IDS[::-1]), {(name, _column(column)): new for (name, column), new in typed.items()})
    ids = data.draw(st.permutations(IDS)).copy()
    loaded = ids[: data.draw(st.integers(1, len(ids)))]
    retried = [name for name in loaded if random.random() < 0.2]
    again = jsonl(answered(name, text(name, 4), created=2_000_000_000) for name in retried)
    names = data.draw(st.sampled_from([[], ids, IDS]))
    later = run(loaded, names=names, extra=again)
    if stored and data.draw(st.booleans()):  # through a file, into a new session
        write = data.draw(st.sampled_from([write_csv, write_xlsx]))
        first = run(names=IDS)
        export = marked_export(first, row_marks(first, stored), write, data.draw(st.booleans()))
        read = read_marks(export)
        assert not read.problems
        stored = merge_file(RowKeys(later), {}, read.marks).stored
    cells = table(later, stored)
    for (name, column), cell in cells.items():
        original = {"Mood": f"mood of {name}", "Score": "4" if name in retried else "3"}
        original["answer"] = text(name, 4) if name in retried else text(name)
        is_here = name in loaded
        expected = original[column] if is_here else ""
        if is_here and name not in retried:
            expected = typed.get((name, column), expected)
        assert cell == expected, (name, column)


def _column(bare: str) -> str:
    """The column's name beside the sheet, which has a column `Mood`."""
    return f"{bare} (batch)" if bare == "Mood" else bare


def test_a_corrected_answer_fills_the_columns_of_its_fields() -> None:
    broken = {"r0": "I cannot say", "r1": text("r1")}
    joined = run(IDS, answers=broken)
    stored = made(joined, {("r0", "answer"): '{"Mood": "mixed", "Score": 1.50}', ("r1", "answer"): "no JSON"})
    cells = table(joined, stored)
    assert (cells["r0", "Mood"], cells["r0", "Score"]) == ("mixed", "1.50")
    assert (cells["r1", "answer"], cells["r1", "Mood"], cells["r1", "Score"]) == ("no JSON", "mood of r1", "3")
    more = corrected(joined, row_marks(joined, stored))
    assert more.originals["Mood"] == {0: ""}
    assert more.by_row == {0: ["answer"], 1: ["answer"]}
    stored = made(joined, {("r0", "answer"): '{"Mood": "mixed"}', ("r0", "Mood"): "mine"})
    assert table(joined, stored)["r0", "Mood"] == "mine"


def test_a_correction_of_a_column_that_is_not_there_waits() -> None:
    stored = made(run(), {("r0", "Mood"): "bad"})
    plain = run(answers={name: text(name) if name == "r0" else "Just words" for name in IDS})
    found = corrected(plain, row_marks(plain, stored))
    assert (found.cells, found.waiting) == ({}, 1)


def test_columns_that_only_a_suffix_tells_apart_cannot_be_corrected() -> None:
    assert correctable(["answer", "Mood", "Mood (batch)", "Topic"]) == {"answer": "answer", "Topic": "Topic"}
    names = ["answer (batch)", "answer (field)"]
    assert correctable(names) == {"answer": "answer (batch)", "answer (field)": "answer (field)"}


def test_a_column_stays_one_of_numbers_while_each_correction_is_a_number() -> None:
    joined = run()
    kept = {"7": True, "-0.25": True, "": True, "1.50": False, "07": False, "1e3": False, "many": False}
    for new, is_number in kept.items():
        found = corrected(joined, row_marks(joined, made(joined, {("r0", "Score"): new})))
        assert (found.numbers(["Score"]) == {"Score"}) is is_number, new


def test_charts_and_comparisons_follow() -> None:
    first = run(answers=dict.fromkeys(IDS, "yes"))
    marks = row_marks(first, made(first, {("r0", "answer"): "nono"}))
    after = corrected(first, marks).applied_to(first)
    assert label_counts(after) == {"yes": 5, "… other answers": 1} or label_counts(after) is None
    assert sorted(answer_lengths(after)) == [3, 3, 3, 3, 3, 4]
    assert compare(after, first).counts["different"] == 1
    assert compare(first, after).counts["different"] == 1


def test_a_retry_sends_what_was_sent() -> None:
    first = run(answers=dict.fromkeys(IDS, "yes"))
    after = corrected(first, row_marks(first, made(first, {("r0", "answer"): "nono"}))).applied_to(first)
    picks = [Pick([0, 1], ())]
    one, other = (retry(joined, picks, "s", PROVIDERS["OpenAI"]) for joined in (first, after))
    assert build(one.batch) == build(other.batch)


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
@pytest.mark.parametrize("has_keys", [True, False])
def test_an_export_shows_corrections_and_originals(write: Callable[[Selection], bytes], has_keys: bool) -> None:
    joined = run(names=IDS)
    stored = made(joined, {("r0", "Mood (batch)"): "=bad", ("r2", "answer"): '{"Mood": "x"}'})
    sheet = marked_export(joined, row_marks(joined, stored), write, has_keys)
    plain = [cell.removeprefix("'") for cell in sheet.column("Mood (batch)")]
    assert plain[:3] == ["=bad", "mood of r1", "x"]
    assert sheet.column("Mood (batch) (original)")[:3] == ["mood of r0", "", "mood of r2"]
    assert sheet.column("Corrected columns")[:3] == ["Mood (batch)", "", "answer"]
    assert sheet.column("answer (original)")[:3] == ["", "", text("r2")]
    merged = merge_file(RowKeys(joined), {}, read_marks(sheet).marks)
    assert merged.stored == stored


def test_refused_answers_can_be_corrected() -> None:
    joined = join([read_results(jsonl([refused("r0", "No.")]), "out.jsonl")])
    assert table(joined, made(joined, {("r0", "answer"): "Yes."})) == {("r0", "answer"): "Yes."}


def test_the_bytes_of_an_export_with_corrections() -> None:
    """What changes here changes files that people keep and load again."""
    joined = run(IDS[:2], names=IDS[:3], answers={"r0": '{"Mood": "good", "Score": 1}', "r1": '{"Mood": "so so"}'})
    stored = made(joined, {("r0", "Mood (batch)"): "bad", ("r0", "Score"): "2", ("r1", "answer"): '{"Mood": "=fine"}'})
    keys = RowKeys(joined)
    stored = set_mark(stored, keys.key(1), stored[keys.key(1)]._replace(verdict="wrong", note="Look again"))
    golden = DATA / "corrections.csv"
    assert write_csv(marked_selection(joined, row_marks(joined, stored))) == golden.read_bytes()
    for path in (golden, DATA / "version-1.9.csv"):  # the same export, with the names that 1.9 gave the columns
        sheet = read_sheet(path.read_bytes(), path.name)
        assert sheet.is_export
        assert row_ids(sheet) == row_ids(read_sheet(golden.read_bytes(), golden.name))
        assert has_marks(sheet)
        assert merge_file(keys, {}, read_marks(sheet).marks).stored == stored
