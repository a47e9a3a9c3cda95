"""A CSV brings back every label and the sample, to the same rows and no others."""

import csv
import io
from collections.abc import Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.export import select, write_csv
from lib.join import join
from lib.results import read_results
from lib.review import HandLabel, LabelKey, LabelKeys, RowKeys, StoredLabels, values_by
from lib.review.hand_labels import merge_labels, set_label
from lib.review.label_file import LabelFile, is_label_file, is_own_label_file, label_columns, read_labels
from lib.review.label_sample import LabelSample
from lib.sheets import read_sheet
from tests.support.result_lines import answered, jsonl, sent_file
from tests.support.sheet_files import as_csv

DATE = "2026-11-30 19:00:00"


def table(ids: Sequence[str], question: str = "Mood of") -> LabelKeys:
    sheet = read_sheet(as_csv([("custom_id", "text"), *((name, f"text {name}") for name in ids)]), "s.csv")
    results = read_results(jsonl(answered(name, "yes") for name in ids), "out.jsonl")
    return LabelKeys(RowKeys(join([results], [sent_file({name: f"{question} text {name}" for name in ids})], sheet)))


def labelled(keys: LabelKeys, values: dict[str, tuple[str, ...]], reader: str = "Ana") -> StoredLabels:
    stored: StoredLabels = ()
    for custom_id, value in values.items():
        key = keys.key(keys.rows_with_id(custom_id)[0])
        stored = set_label(stored, HandLabel(reader, "answer", key, value, DATE))
    return stored


def sample_of(keys: LabelKeys, *rows: int) -> LabelSample:
    return LabelSample("At random", "answer", 7, len(keys), tuple(map(keys.key, rows)), DATE)


def written(sample: LabelSample | None, stored: StoredLabels, keys: LabelKeys, *, safe: bool = True) -> bytes:
    texts = {"text": keys.joined.columns["text"], "label": keys.joined.columns["answer"]}
    return write_csv(select(label_columns(sample, stored, keys, texts)), safe=safe)


def read(data: bytes, keys: LabelKeys) -> LabelFile:
    return read_labels(read_sheet(data, "labels.csv"), keys, "answer", "Cleo")


def test_the_file_has_the_labels_beside_their_texts_in_the_order_of_the_sample() -> None:
    keys = table(["a", "b", "c"])
    stored = labelled(keys, {"a": ("good",), "b": ("size", "price")})
    rows = list(csv.DictReader(io.StringIO(written(sample_of(keys, 2, 1), stored, keys).decode("utf-8-sig"))))
    assert [(row["custom_id"], row["reader"], row["label"], row["place"], row["text"]) for row in rows] == [
        ("c", "Ana", "", "1", "text c"),
        ("b", "Ana", "size; price", "2", "text b"),
        ("a", "Ana", "good", "", "text a"),
    ]
    assert {row["date"] for row in rows} == {DATE, ""}
    assert [row["label (2)"] for row in rows] == ["yes"] * 3


def test_a_sample_without_labels_comes_back() -> None:
    keys = table(["a", "b", "c"])
    sample = sample_of(keys, 2, 0)
    data = written(sample, (), keys)
    assert is_own_label_file(read_sheet(data, "labels.csv"))
    assert read(data, keys) == LabelFile((), sample)


def test_ids_that_a_spreadsheet_changed_are_found_by_the_key() -> None:
    keys = table(["000123", "7"])
    data = written(None, labelled(keys, {"000123": ("good",), "7": ("bad",)}), keys).replace(b"000123,", b"123,", 1)
    found = read(data, keys)
    assert values_by(found.labels, "Ana", "answer", keys) == [("good",), ("bad",)]
    assert read(data, table(["8", "7"])).left_out == 1


def test_labels_of_another_program_belong_to_the_loaded_rows_with_their_ids() -> None:
    keys = table(["a", "b"])
    data = as_csv([("custom_id", "reader", "label"), ("b", " Ben ", "bad"), ("x", "Ben", "good"), ("a", "Ben", "")])
    assert not is_own_label_file(read_sheet(data, "labels.csv"))
    found = read(data, keys)
    assert found.left_out == 1
    assert values_by(found.labels, "Ben", "answer", keys) == [None, ("bad",)]


def test_a_sample_that_was_filled_in_elsewhere_has_the_labels_of_the_reader_at_hand() -> None:
    keys = table(["a", "b", "c"])
    sample = sample_of(keys, 2, 0)
    filled = written(sample, (), keys).replace(b"c,,,", b"c,,bad,").replace(b"a,,,", b"a,Ben,good,")
    found = read(filled, keys)
    assert values_by(found.labels, "Cleo", "answer", keys) == [None, None, ("bad",)]
    assert values_by(found.labels, "Ben", "answer", keys) == [("good",), None, None]
    assert found.sample == sample


def test_a_sheet_without_labels_is_named() -> None:
    sheet = read_sheet(as_csv([("id", "text"), ("1", "x")]), "s.csv")
    assert not is_label_file(sheet)
    assert [problem.kind for problem in read_labels(sheet, table(["a"]), "answer", "Cleo").problems] == ["no-labels"]


def test_labels_of_a_table_that_is_not_loaded_keep_their_rows() -> None:
    keys, other = table(["a", "b"]), table(["c"])
    stored = labelled(keys, {"b": ("good",)})
    found = read(written(sample_of(keys, 0), stored, other), other)
    assert values_by(found.labels, "Ana", "answer", keys) == [None, ("good",)]
    assert values_by(found.labels, "Ana", "answer", other) == [None]


WORDS = st.text(st.sampled_from("ab;\"'=+-@ [],1"), min_size=1, max_size=5)
VALUES = st.dictionaries(st.sampled_from(["a", "b", "=1", "'x"]), st.lists(WORDS, max_size=2).map(tuple))


@settings(max_examples=60)
@given(VALUES, VALUES, VALUES, st.lists(st.integers(0, 3), unique=True), st.booleans())
def test_everything_comes_back(
    ana: dict[str, tuple[str, ...]],
    ben: dict[str, tuple[str, ...]],
    changed: dict[str, tuple[str, ...]],
    rows: list[int],
    safe: bool,
) -> None:
    assume(ana or ben or rows)
    keys = table(["a", "b", "=1", "'x"])
    stored = merge_labels(labelled(keys, ana), labelled(keys, ben, "=Ben"))
    for label in labelled(keys, {name: value for name, value in changed.items() if name in ana}):
        stored = set_label(stored, label)
    sample = sample_of(keys, *rows) if rows else None
    found = read(written(sample, stored, keys, safe=safe), keys)
    assert sorted(found.labels) == sorted(stored)
    assert found.sample == sample
    assert found.left_out == 0


def test_an_id_alone_is_not_taken_without_a_row() -> None:
    assert read(as_csv([("custom_id", "reader", "label"), ("b", "Ben", "bad")]), table(["a"])).labels == ()
    assert not LabelKey("b").is_proof
