"""A template read off requests: right for every row, or none."""

import json
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.join.prompt_template import Pair, PromptTemplate, read_template

ROWS = [["Ann", "blue sky"], ["Bo", "red\tsand "], ["Cleo", 'a "grey" né sea'], ["Dan", "white snow"]]


def read(write: Callable[[Sequence[str]], str], rows: Sequence[Sequence[str]] = ROWS) -> PromptTemplate | None:
    return read_template([(write(row), row) for row in rows])


def rendered(template: PromptTemplate | None, rows: Sequence[Sequence[str]] = ROWS) -> list[str]:
    assert template
    return list(template.render(list(zip(*rows, strict=True))))


def test_cells_become_placeholders() -> None:
    template = read(lambda row: f"{row[0]} sees {row[1]}.")
    assert template
    assert template.texts == ("", " sees ", ".")
    assert [column for column, _ in template.placeholders] == [0, 1]


def test_a_cell_may_be_in_a_text_several_times() -> None:
    template = read(lambda row: f"{row[1]}? {row[1]}!")
    assert rendered(template, [["", "yes"]]) == ["yes? yes!"]


def test_braces_in_a_prompt_stay_as_they_are() -> None:
    template = read(lambda row: f"{{{row[1]}}} {{}}")
    assert rendered(template, [["", "{x}"]]) == ["{{x}} {}"]


@pytest.mark.parametrize("form", [str.strip, json.dumps, lambda cell: json.dumps(cell, ensure_ascii=False)])
def test_cells_may_be_trimmed_or_escaped_as_json(form: Callable[[str], str]) -> None:
    template = read(lambda row: f"See: {form(row[1])}")
    assert rendered(template, [["", ' "née"\n']]) == ["See: " + form(' "née"\n')]


def test_a_cell_that_is_in_the_prompt_by_chance_is_no_placeholder() -> None:
    rows = [["is", "blue sky"], ["a", "red sand"], ["s", "a grey sea"]]
    template = read(lambda row: f"This is a text: {row[1]}", rows)
    assert template
    assert [column for column, _ in template.placeholders] == [1]


def test_of_two_columns_with_some_equal_cells_that_with_all_texts_counts() -> None:
    rows = [["same", "same"], ["one", "other"], ["two", "three"], ["four", "five"]]
    template = read(lambda row: f"Text: {row[1]}", rows)
    assert template
    assert [column for column, _ in template.placeholders] == [1]


def test_rows_that_were_edited_do_not_hide_the_template() -> None:
    pairs: list[Pair] = [(f"Look: {row[1]}", row) for row in ROWS]
    assert rendered(read_template([("Look: old words", ["Eve", "new words"]), *pairs])) == [text for text, _ in pairs]


def test_texts_of_other_rows_give_no_template() -> None:
    texts = [f"Look: {row[1]}" for row in ROWS]
    assert read_template(list(zip(texts, [*ROWS[1:], ROWS[0]], strict=True))) is None


def test_requests_without_any_cell_give_no_template() -> None:
    assert read(lambda row: "Tell a joke.") is None


def test_no_pairs_give_no_template() -> None:
    assert read_template([]) is None


def test_one_pair_needs_its_longest_cell() -> None:
    row = ["Ann", "blue sky"]
    assert rendered(read_template([("Look: blue sky", row)]), [["", "x"]]) == ["Look: x"]
    assert read_template([("Hello, Ann", row)]) is None


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(
    st.lists(words, min_size=2, max_size=4), st.lists(st.lists(words, min_size=3, max_size=3), min_size=3, max_size=9)
)
def test_a_template_gives_what_was_written_for_most_rows_or_is_none(texts: list[str], rows: list[list[str]]) -> None:
    """The oracle writes each text from its cells; a template may only be one that writes the same for over half."""

    def write(row: Sequence[str]) -> str:
        return "".join(text + cell for text, cell in zip(texts, row, strict=False))

    template = read(write, rows)
    if template:
        exact = sum(one == write(row) for one, row in zip(rendered(template, rows), rows, strict=True))
        assert exact >= 3
        assert 2 * exact > len(rows)


distinct = st.lists(st.text("abcdefgh", min_size=5, max_size=12), min_size=6, max_size=20, unique=True)


@given(st.text("XYZ{}<> \n", max_size=9), st.text("XYZ{}<> \n", max_size=9), distinct, st.text("UVW", min_size=1))
def test_a_template_of_distinct_cells_is_read_back(start: str, end: str, cells: list[str], product: str) -> None:
    rows = [[product + str(row), cell] for row, cell in enumerate(cells)]
    template = read(lambda row: f"{start}{row[1]}{end}", rows)
    new = [["", "{new}"], ["", "\\ \t"]]
    assert rendered(template, new) == [f"{start}{{new}}{end}", f"{start}\\ \t{end}"]
