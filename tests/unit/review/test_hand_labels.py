"""Each reader's labels: kept with their rows, apart from those of others, and as they were before the answer."""

from hypothesis import given
from hypothesis import strategies as st

from lib.join import join
from lib.results import read_results
from lib.review import HandLabel, LabelKey, LabelKeys, RowKeys, StoredLabels, labels_by, readers_of, values_by
from lib.review.hand_labels import merge_labels, reworded_labels, set_label
from lib.sheets import read_sheet
from tests.support.result_lines import answered, jsonl, sent_file
from tests.support.sheet_files import as_csv

KEY, OTHER = LabelKey("1", "p1", "c1"), LabelKey("2", "p2", "c2")


def label(key: LabelKey, *values: str, reader: str = "Ana", column: str = "answer") -> HandLabel:
    return HandLabel(reader, column, key, values, "2026-11-30 19:00:00")


def removed(key: LabelKey, reader: str = "Ana") -> HandLabel:
    return HandLabel(reader, "answer", key, None)


def table(ids: str, question: str = "Mood of") -> LabelKeys:
    """A table with a row for each id, in this order; each row's text is its id's own."""
    sheet = read_sheet(as_csv([("custom_id", "text"), *((name, f"text {name}") for name in ids)]), "s.csv")
    results = read_results(jsonl(answered(name, "yes") for name in ids), "out.jsonl")
    return LabelKeys(RowKeys(join([results], [sent_file({name: f"{question} text {name}" for name in ids})], sheet)))


def labelled(keys: LabelKeys, values: dict[str, str], reader: str = "Ana") -> StoredLabels:
    """The labels after a reader gave these, by id."""
    stored: StoredLabels = ()
    for row, custom_id in enumerate(keys.joined.rows.custom_ids):
        if custom_id in values:
            stored = set_label(stored, label(keys.key(row), values[custom_id], reader=reader))
    return stored


def beside(keys: LabelKeys, stored: StoredLabels, reader: str = "Ana") -> dict[str, tuple[str, ...]]:
    """The values beside the rows, by id."""
    values = values_by(stored, reader, "answer", keys)
    return {custom_id: found for custom_id, found in zip(keys.joined.rows.custom_ids, values, strict=True) if found}


def test_a_change_keeps_the_label_given_before_the_answer_was_in_sight() -> None:
    stored = set_label((), label(KEY, "good"))
    stored = set_label(stored, label(KEY, "bad"))
    stored = set_label(stored, label(KEY, "mixed"))
    assert [(each.values, each.blind, each.was_changed) for each in stored] == [(("mixed",), ("good",), True)]
    stored = set_label(stored, label(KEY, "good"))
    assert [(each.values, each.was_changed) for each in stored] == [(("good",), False)]


def test_a_removed_label_is_beside_no_row_and_is_not_blind_when_it_comes_back() -> None:
    keys = table("12")
    stored = set_label(labelled(keys, {"1": "good", "2": "bad"}), removed(keys.key(0)))
    assert beside(keys, stored) == {"2": ("bad",)}
    assert readers_of(stored, keys) == {("Ana", "answer"): 1}
    stored = set_label(stored, label(keys.key(0), "bad"))
    assert [(each.values, each.blind) for each in stored] == [(("bad",), ("good",)), (("bad",), None)]


def test_none_of_several_labels_is_a_label() -> None:
    keys = table("12")
    stored = set_label((), label(keys.key(0)))
    assert values_by(stored, "Ana", "answer", keys) == [(), None]
    stored = set_label(stored, label(keys.key(0), "late"))
    assert [(each.blind, each.was_changed) for each in stored] == [((), True)]


def test_readers_and_columns_are_apart() -> None:
    stored: StoredLabels = ()
    for each in (label(KEY, "a"), label(KEY, "b", reader="Ben"), label(KEY, "c", column="Topic")):
        stored = set_label(stored, each)
    assert [each.values for each in stored] == [("a",), ("b",), ("c",)]


def test_counts_are_of_the_rows_at_hand() -> None:
    keys = table("12")
    stored = merge_labels(labelled(keys, {"1": "good", "2": "bad"}), labelled(keys, {"2": "bad"}, "Ben"))
    stored = merge_labels(stored, [label(KEY, "good", reader="Cleo")])
    assert readers_of(stored, keys) == {("Ana", "answer"): 2, ("Ben", "answer"): 1}


def test_labels_of_another_prompt_wait_until_a_person_takes_them() -> None:
    first, other = table("123"), table("123", "Topic of")
    stored = labelled(first, {"1": "good", "3": "bad"})
    assert beside(other, stored) == {}
    assert reworded_labels(stored, first) == ()
    taken = merge_labels(stored, reworded_labels(stored, other))
    assert beside(other, taken) == beside(first, taken) == {"1": ("good",), "3": ("bad",)}
    assert reworded_labels(taken, other) == ()


def test_a_label_given_for_this_prompt_is_not_replaced_by_that_of_another() -> None:
    first, other = table("1"), table("1", "Topic of")
    stored = merge_labels(labelled(first, {"1": "good"}), labelled(other, {"1": "size"}))
    assert reworded_labels(stored, other) == ()


VALUE = st.sampled_from([None, (), ("x",), ("x", "y")])
STEP = st.tuples(st.sampled_from([KEY, OTHER]), st.sampled_from(["Ana", "Ben"]), VALUE)


@given(st.lists(STEP, max_size=12))
def test_the_first_and_the_last_label_of_each_reader_are_kept(
    steps: list[tuple[LabelKey, str, tuple[str, ...] | None]],
) -> None:
    stored: StoredLabels = ()
    history: dict[tuple[str, LabelKey], list[tuple[str, ...] | None]] = {}
    for key, reader, value in steps:
        stored = set_label(stored, HandLabel(reader, "answer", key, value))
        history.setdefault((reader, key), []).append(value)
    assert {(each.reader, each.key): each.values for each in stored} == {
        place: values[-1] for place, values in history.items()
    }
    for each in stored:
        first = next((value for value in history[each.reader, each.key] if value is not None), None)
        assert each.was_changed == (first != each.values)
        assert (each.values if each.blind is None else each.blind) == first


IDS = st.lists(st.sampled_from("123456"), unique=True, min_size=1).map("".join)
VALUES = st.dictionaries(st.sampled_from("123456"), st.sampled_from(["good", "bad"]))


@given(IDS, IDS, VALUES, VALUES)
def test_no_label_is_ever_beside_another_row(one: str, other: str, ana: dict[str, str], ben: dict[str, str]) -> None:
    """The oracle knows ids only: each id has its own text."""
    first, second = table(one), table(other)
    stored = merge_labels(labelled(first, ana), labelled(first, ben, "Ben"))
    for keys, ids in ((first, one), (second, other)):
        for reader, given_values in (("Ana", ana), ("Ben", ben)):
            wanted = {name: (value,) for name, value in given_values.items() if name in one and name in ids}
            assert beside(keys, stored, reader) == wanted
            assert sum(map(bool, labels_by(stored, reader, "answer", keys))) == len(wanted)
