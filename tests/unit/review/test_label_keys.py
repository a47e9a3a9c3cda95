"""A label's key names one row by its id and what was in it, whatever the order and the other files."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from lib.join import Joined, join
from lib.results import read_results
from lib.review import LabelKey, LabelKeys, RowKeys
from lib.sheets import read_sheet
from tests.support.result_lines import answered, jsonl, sent_file
from tests.support.sheet_files import as_csv

ROWS = {"1": "tea", "2": "rum", "3": "cup"}


def table(
    rows: Mapping[str, str] | None = None, prompts: Mapping[str, str] | None = None, answers: Sequence[str] = ()
) -> LabelKeys:
    """A table of these texts and prompts by id; without rows, no sheet is loaded, and without prompts, no input."""
    cells = [("custom_id", "text"), *(rows or {}).items()]
    sheet = read_sheet(as_csv(cells), "s.csv") if rows else None
    lines = [answered(custom_id, "yes") for custom_id in (answers or rows or prompts or ())]
    joined: Joined = join([read_results(jsonl(lines), "out.jsonl")], [sent_file(prompts)] if prompts else [], sheet)
    return LabelKeys(RowKeys(joined))


def prompts(rows: Mapping[str, str], question: str = "Mood of") -> dict[str, str]:
    return {custom_id: f"{question} {text}" for custom_id, text in rows.items()}


def ids(keys: LabelKeys, key: LabelKey) -> list[str]:
    return [keys.joined.rows.custom_ids[row] for row in keys.rows(key)]


def test_a_key_finds_its_row_in_any_order_and_without_some_files() -> None:
    key = table(ROWS, prompts(ROWS)).key(1)
    reordered = dict(reversed(ROWS.items()))
    for other in (table(reordered, prompts(ROWS)), table(reordered), table(None, prompts(reordered))):
        assert ids(other, key) == ["2"]


def test_an_equal_id_of_another_batch_is_another_row() -> None:
    key = table(ROWS, prompts(ROWS)).key(1)
    others = ROWS | {"2": "gin"}
    for other in (table(others, prompts(others)), table(others), table(None, prompts(others))):
        assert ids(other, key) == []


def test_an_id_alone_is_no_proof() -> None:
    bare = table(answers=["1", "2"])
    assert not bare.key(0).is_proof
    assert ids(bare, LabelKey("1")) == []
    assert ids(bare, table(ROWS).key(0)) == []
    assert bare.rows_with_id("1") == [0]


def test_another_prompt_about_the_same_row_is_named_apart() -> None:
    key = table(ROWS, prompts(ROWS)).key(1)
    topic = table(ROWS, prompts(ROWS, "Topic of"))
    assert ids(topic, key) == []
    assert topic.reworded_rows(key) == [1]
    assert table(ROWS, prompts(ROWS)).reworded_rows(key) == []


def test_rows_that_share_a_request_share_its_key() -> None:
    sheet = read_sheet(as_csv([("custom_id", "text"), ("1", "tea"), ("2", "tea")]), "s.csv")
    joined = join([read_results(jsonl([answered("1", "yes")]), "out.jsonl")], [sent_file({"1": "Mood of tea"})], sheet)
    keys = LabelKeys(RowKeys(joined))
    shared = [row for row in range(2) if joined.rows.custom_ids[row] == "1"]
    assert keys.rows(keys.key(shared[0])) == shared


TEXTS = st.dictionaries(st.sampled_from("12345"), st.sampled_from(["tea", "rum", "cup"]), min_size=1)


@given(TEXTS, TEXTS, st.booleans(), st.booleans())
def test_a_key_never_reaches_a_row_with_another_id_or_text(
    before: dict[str, str], after: dict[str, str], has_sheet: bool, has_input: bool
) -> None:
    old = table(before, prompts(before))
    new = table(after if has_sheet else None, prompts(after) if has_input else None, answers=list(after))
    for row, custom_id in enumerate(old.joined.rows.custom_ids):
        same = before[custom_id] == after.get(custom_id) and (has_sheet or has_input)
        assert ids(new, old.key(row)) == ([custom_id] if same else [])


def test_many_keys_are_those_of_single_rows() -> None:
    """The digests of many rows are made together."""
    many = {str(number): f"text {number}" for number in range(150)}
    together = table(many)
    keys = [together.key(row) for row in range(150)]
    assert keys[149] == table(many).key(149)
    assert len({key.cells for key in keys}) == 150
