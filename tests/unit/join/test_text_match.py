"""Ids that stand in no column: rows are told by the texts that were sent, or not at all."""

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import read_requests
from lib.join import Joined, join
from lib.results import read_results
from lib.sheets import read_sheet
from tests.support.result_lines import answered, input_line, jsonl
from tests.support.sheet_files import as_csv

TEXTS = [
    f"{size} {colour} chair" for size in ("Small", "Large", "Broken") for colour in ("red", "blue", "green", "old")
]
KEYS = [f"k{at * 7 % 12}" for at in range(12)]
"""Never sent: which row is which."""

Name = Callable[[int], str]
Rows = Sequence[Sequence[str]]


def joined(
    name: Name,
    rows: Sequence[tuple[str, str]],
    *,
    template: str = "Judge this: {}. Be brief.",
    texts: Sequence[str] = TEXTS,
) -> Joined:
    """A batch of the texts, its requests named by their place, and a sheet that became of its rows."""
    ids = [name(at) for at in range(len(texts))]
    sent = read_requests(
        jsonl(input_line(custom_id, template.format(text)) for custom_id, text in zip(ids, texts, strict=True)), "i"
    )
    keys = [*KEYS, *(f"k{at}" for at in range(12, len(texts)))]
    came = read_results(jsonl(map(answered, ids, keys)), "o")
    return join([came], [sent], read_sheet(as_csv([("key", "text"), *rows]), "s.csv"))


ROWS = list(zip(KEYS, TEXTS, strict=True))

NAMES: list[tuple[str, Name]] = [
    ("from 0", lambda at: f"task-{at}"),
    ("from 1", lambda at: f"request_{at + 1}"),
    ("filled up", lambda at: f"{at:05d}"),
    ("the sheet's numbers", lambda at: f"r{at + 2}.txt"),
    ("by lot", lambda at: random.Random(at).randbytes(8).hex()),
]


@pytest.mark.parametrize("name", [case[1] for case in NAMES], ids=[case[0] for case in NAMES])
def test_rows_are_found_by_the_texts(name: Name) -> None:
    table = joined(name, ROWS)
    assert table.columns["answer"] == KEYS
    assert [remark.kind for remark in table.remarks] == ["match"]


@pytest.mark.parametrize("name", [case[1] for case in NAMES], ids=[case[0] for case in NAMES])
def test_a_sheet_that_was_sorted_since_keeps_its_answers(name: Name) -> None:
    table = joined(name, sorted(ROWS))
    assert table.columns["answer"] == sorted(KEYS)


def test_an_edited_row_has_no_answer() -> None:
    table = joined(NAMES[0][1], [*ROWS[:4], (KEYS[4], "Another text"), *ROWS[5:]])
    assert table.columns["answer"][4] == ""
    assert table.columns["answer"][:4] == KEYS[:4]
    assert table.rows[4].note == "no request has this text"
    assert table.rows[-1].note == "no row of the sheet has this text"


def test_a_text_of_several_rows_is_told_by_the_number_only_where_all_fits() -> None:
    texts = [*TEXTS[:11], TEXTS[0]]
    rows = list(zip(KEYS, texts, strict=True))
    assert joined(NAMES[0][1], rows, texts=texts).columns["answer"] == KEYS
    table = joined(NAMES[0][1], sorted(rows), texts=texts)
    alike = [text == TEXTS[0] for text in table.columns["text"]]
    right = [answer == key for answer, key in zip(table.columns["answer"], table.columns["key"], strict=True)]
    assert [answer != "" for answer in table.columns["answer"][:12]] == [not twice for twice in alike[:12]]
    assert all(fits for fits, twice in zip(right[:12], alike[:12], strict=True) if not twice)
    assert table.rows[-1].note == "rows 2, 9 share this text"


def test_labels_of_a_sorted_sheet_are_no_proof_of_a_place() -> None:
    """All rows have moved by one, and nearly all have the label of the one before."""
    labels = ["positive"] * 40 + ["negative"] * 40 + ["neutral"] * 40
    rows = [(f"k{at}", label) for at, label in enumerate(labels)]
    table = joined(lambda at: f"task-{at}", rows[1:], texts=labels)
    assert not any(table.columns["answer"][:119])
    assert table.remarks[0].kind == "shared-texts"


def test_a_column_that_has_the_ends_of_all_ids_needs_no_different_texts() -> None:
    labels = ["positive", "negative", "neutral"] * 4
    ids = [f"review-{key}" for key in KEYS]
    sent = read_requests(
        jsonl(input_line(custom_id, f"Is it {label}?") for custom_id, label in zip(ids, labels, strict=True)), "i"
    )
    came = read_results(jsonl(map(answered, ids, KEYS)), "o")
    rows = [("key", "label"), *sorted(zip(KEYS, labels, strict=True))]
    table = join([came], [sent], read_sheet(as_csv(rows), "s.csv"))
    assert table.columns["answer"] == sorted(KEYS)


def test_a_chosen_column_may_have_the_ends_of_the_ids_alone() -> None:
    came = read_results(jsonl(answered(f"review-{key}", key) for key in KEYS), "o")
    sheet = read_sheet(as_csv([("key", "text"), *sorted(ROWS)]), "s.csv")
    assert not any(join([came], [], sheet).columns["answer"][:12])
    table = join([came], [], sheet, id_column="key")
    assert table.columns["answer"] == sorted(KEYS)
    assert (table.remarks[0].kind, table.remarks[0].severity) == ("match", "ask")


def test_numbers_and_short_words_of_another_sheet_are_no_texts() -> None:
    for cells in (["1", "2", "3", "4"], ["2021", "2022", "2023", "2024"], ["yes", "no", "a", "b"]):
        rows = [(f"k{at}", cell) for at, cell in enumerate(cells)]
        table = joined(NAMES[4][1], rows, texts=cells, template="Say {}")
        assert not any(table.columns["answer"][:4])


def batch(names: Sequence[str], prompts: Sequence[str], keys: Sequence[str], header: str, rows: Rows) -> Joined:
    """A batch whose answers are the keys of its rows, joined to a sheet."""
    sent = read_requests(jsonl(map(input_line, names, prompts)), "i")
    came = read_results(jsonl(map(answered, names, keys)), "o")
    return join([came], [sent], read_sheet(as_csv([header.split(), *rows]), "s.csv"))


def misplaced(table: Joined) -> list[tuple[object, object]]:
    """The answers that stand beside another row than their own."""
    pairs = zip(table.columns["answer"], table.columns["key"], strict=True)
    return [(answer, key) for answer, key in pairs if answer and key and answer != key]


PEOPLE = [f"{name} {family}" for name in ("Ann", "Bob", "Carla", "Dieter") for family in ("Smith", "Meyer", "Brown")]
ESSAYS = [f"On {what}" for what in ("rivers", "towns", "trees", "snow", "bread", "ships", "glass", "wool", "salt")]


def test_numbers_from_0_are_not_those_of_a_column_from_1_though_its_category_fits() -> None:
    category = sorted(["Toys", "Tools", "Shoes"] * 4)
    prompts = [f"Category: {kind}. {text}" for kind, text in zip(category, TEXTS, strict=True)]
    rows = [(f"k{at}", str(at + 1), kind, text) for at, (kind, text) in enumerate(zip(category, TEXTS, strict=True))]
    table = batch([str(at) for at in range(12)], prompts, [row[0] for row in rows], "key id kind text", rows)
    assert table.columns["answer"] == [row[0] for row in rows]


def test_rows_of_one_person_that_changed_places_keep_their_answers() -> None:
    pairs = [(person, f"{essay} by {at}") for at, person in enumerate(PEOPLE) for essay in ("On rivers", "On towns")]
    rows = [(f"k{at}", *pair) for at, pair in enumerate(pairs)]
    turned = [rows[at ^ 1] for at in range(len(rows))]
    names = [f"task-{at}" for at in range(len(rows))]
    prompts = [f"{person} wrote: {essay}" for person, essay in pairs]
    table = batch(names, prompts, [row[0] for row in rows], "key person essay", turned)
    assert table.columns["answer"] == [row[0] for row in turned]


def test_a_column_that_was_numbered_anew_keeps_no_answer_beside_another_text() -> None:
    texts = [f"{person} on {essay}" for person in PEOPLE for essay in ESSAYS]
    rows = [(f"k{at}", text) for at, text in enumerate(texts)]
    now = [*rows[:40], ("new", "A new text"), *rows[40:]]
    numbered = [(key, str(at), text) for at, (key, text) in enumerate(now)]
    names = [str(at) for at in range(len(rows))]
    table = batch(names, [f"Judge: {text}" for text in texts], [row[0] for row in rows], "key No text", numbered)
    assert table.columns["answer"] == ["" if key == "new" else key for key, _ in now]


def test_a_column_of_words_keeps_the_rows_that_fit_and_names_the_others() -> None:
    rows = [(f"k{at}", f"Q{at}", text) for at, text in enumerate(TEXTS)]
    names = [row[1] for row in rows]
    now = [*rows[:10], (rows[10][0], "Q11", TEXTS[10]), (rows[11][0], "Q10", TEXTS[11])]
    table = batch(names, [f"Judge: {text}" for text in TEXTS], [row[0] for row in rows], "key No text", now)
    assert table.columns["answer"] == [*(row[0] for row in rows[:10]), "", "", "k10", "k11"]
    assert table.rows[-1].note == 'the column "No" has this id beside another text'
    assert table.remarks[0].kind == "contradicted-column"


TOWNS = ["Oslo", "Lima", "Rome", "Cairo", "Paris", "Quito", "Delhi", "Tunis"]


@pytest.mark.parametrize("name", [NAMES[0][1], NAMES[4][1]], ids=["by number", "by lot"])
def test_where_two_columns_give_the_texts_none_is_taken(name: Name) -> None:
    rows = [(f"k{at}", town, TOWNS[at - 3]) for at, town in enumerate(TOWNS)]
    table = batch([name(at) for at in range(8)], [f"Describe {row[2]}." for row in rows], KEYS[:8], "key from to", rows)
    assert not any(table.columns["answer"][:8])


def test_a_part_of_the_sheet_takes_no_answers_of_the_other_part() -> None:
    pairs = [(text, language) for text in TEXTS for language in ("French", "German")]
    rows = [(f"k{at}", *pair) for at, pair in enumerate(pairs)]
    prompts = [f"Translate to {language}: {text}" for text, language in pairs]
    for name in (NAMES[0][1], NAMES[4][1]):
        names = [name(at) for at in range(len(rows))]
        german = [row for row in rows if row[2] == "German"]
        assert not misplaced(batch(names, prompts, [row[0] for row in rows], "key text language", german))


def test_of_requests_that_are_alike_one_may_be_of_a_row_that_is_gone() -> None:
    texts = [*TEXTS, TEXTS[3]]
    rows = [(f"k{at}", text) for at, text in enumerate(texts)]
    names = [NAMES[4][1](at) for at in range(13)]
    kept = [row for row in rows if row[0] != "k3"]
    table = batch(names, [f"Judge: {text}" for text in texts], [row[0] for row in rows], "key text", kept)
    assert table.columns["answer"][:12] == [*(row[0] for row in kept[:-1]), ""]
    assert table.rows[-1].note == "row 13 has this text, and other requests have it, too"


def test_prompts_with_other_rows_in_them_are_no_proof() -> None:
    prompts = [" / ".join(TEXTS[max(0, at - 2) : at + 1]) for at in range(12)]
    rows = [row for at, row in enumerate(ROWS) if at != 5]
    for name in (NAMES[0][1], NAMES[1][1]):
        assert not misplaced(batch([name(at) for at in range(12)], prompts, KEYS, "key text", rows))


def test_texts_that_all_stand_in_several_rows_are_said_to_be_so() -> None:
    labels = ["positive", "negative", "neutral"] * 4
    rows = list(zip(KEYS, labels, strict=True))
    table = batch(
        [NAMES[4][1](at) for at in range(12)], [f"Is it {label}?" for label in labels], KEYS, "key label", rows
    )
    assert not any(table.columns["answer"][:12])
    assert table.remarks[0].kind == "shared-texts"
    assert table.rows[-1].note == "rows 4, 7, 10, 13 share this text"


@given(
    st.lists(st.sampled_from(TEXTS[:8]) | st.text("abcdefgh ", min_size=8, max_size=12), min_size=1, max_size=25),
    st.sampled_from([case[1] for case in NAMES]),
    st.randoms(use_true_random=False),
    st.sampled_from(["{}", "Judge this: {}", "{} (in one word)"]),
)
def test_no_answer_stands_beside_another_text(
    texts: list[str], name: Name, chance: random.Random, template: str
) -> None:
    rows = [(f"k{at}", text) for at, text in enumerate(texts)]
    kept = chance.sample(rows, chance.randint(1, len(rows)))
    if chance.random() < 0.5:
        kept.sort(key=lambda row: int(row[0][1:]))
    ids = [name(at) for at in range(len(texts))]
    sent = read_requests(jsonl(map(input_line, ids, map(template.format, texts))), "i")
    came = read_results(jsonl(map(answered, ids, (key for key, _ in rows))), "o")
    table = join([came], [sent], read_sheet(as_csv([("key", "text"), *kept]), "s.csv"))
    text_of = dict(rows)
    beside = zip(table.columns["answer"], table.columns["text"], table.columns["key"], strict=True)
    for answer, text, key in beside:
        if answer and text:
            assert text_of[str(answer)].strip() == str(text).strip()
            assert answer == key or texts.count(str(text)) > 1
