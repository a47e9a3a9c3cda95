"""Placeholders are matched to columns, and filled exactly once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose.template import ColumnSlot, Template, filler, parse, placeholder

COLUMNS = ("id", "Question", "café", "{odd}", " spaced ")
CELLS = dict(zip(COLUMNS, (["1"], ["Why?"], ["crème"], ["braces"], ["wide"]), strict=True))


def filled(text: str) -> str:
    return filler(parse(text, COLUMNS), CELLS.__getitem__)(0)


FILLED = [
    ("no placeholder", "Say pong.", "Say pong."),
    ("nothing", "", ""),
    ("one", "{{Question}}", "Why?"),
    ("in a sentence", "Row {{id}}: {{Question}}!", "Row 1: Why?!"),
    ("twice", "{{id}}{{id}}", "11"),
    ("spaces around the name", "{{ Question }}", "Why?"),
    ("a name with its own spaces", "{{ spaced }}{{spaced}}", "widewide"),
    ("decomposed accent", "{{cafe\u0301}}", "crème"),
    ("a name with braces", "{{{odd}}}", "braces"),
    ("three braces", "{{{id}}}", "{1}"),
    ("escaped", r"\{{id}}", "{{id}}"),
    ("escaped beside a real one", r"\{{id}} is {{id}}", "{{id}} is 1"),
    ("single braces", "{id} {} }", "{id} {} }"),
    ("JSON", '{"a": {"b": [1]}, "q": "{{Question}}"}', '{"a": {"b": [1]}, "q": "Why?"}'),
    ("JSON that ends in two braces", '{"a": {"b": 1}}', '{"a": {"b": 1}}'),
    ("a dollar and a backslash", r"$1 \1 {{id}} \n", r"$1 \1 1 \n"),
    ("other letter case is unknown and stays", "{{question}}", "{{question}}"),
    ("not closed", "a {{id", "a {{id"),
]


@pytest.mark.parametrize(("text", "result"), [case[1:] for case in FILLED], ids=[case[0] for case in FILLED])
def test_filling(text: str, result: str) -> None:
    assert filled(text) == result


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{{Question}}", ()),
        ("{{question}} {{ nope }} {{nope}}", ("question", "nope")),
        ("{{}}", ("",)),
        (r"\{{nope}}", ()),
    ],
    ids=["known", "each once, in order", "empty name", "escaped"],
)
def test_unknown_names(text: str, unknown: tuple[str, ...]) -> None:
    assert parse(text, COLUMNS).unknown == unknown


@pytest.mark.parametrize(
    ("text", "has_open_braces"),
    [("{{id}}", False), ("{{id", True), ("{{id}", True), ("{{ {{id}}", True), (r"\{{id", False), ("{id}}", False)],
)
def test_open_braces(text: str, has_open_braces: bool) -> None:
    assert parse(text, COLUMNS).has_open_braces is has_open_braces


def test_columns_are_listed_once_in_order() -> None:
    assert parse("{{Question}} {{id}} {{Question}}", COLUMNS).columns == ("Question", "id")


@pytest.mark.parametrize(("text", "constant"), [("Say pong.", "Say pong."), (r"\{{id}}", "{{id}}"), ("{{id}}", None)])
def test_constant(text: str, constant: str | None) -> None:
    assert parse(text, COLUMNS).constant == constant


def test_an_exact_name_wins() -> None:
    assert parse("{{ id}}", ("id", " id")).pieces == (ColumnSlot(" id"),)


def test_an_empty_template_has_no_pieces() -> None:
    assert parse("", COLUMNS) == Template(())


@pytest.mark.parametrize("cell", ["{{id}}", "{{Question}}", r"\{{id}}", "}}", "{{", r"\1 \g<0>"])
def test_a_cell_is_never_filled_again(cell: str) -> None:
    assert (
        filler(parse("{{id}} {{Question}}", COLUMNS), {"id": ["1"], "Question": [cell]}.__getitem__)(0) == f"1 {cell}"
    )


NAME = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}"), min_size=1).filter(str.strip)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(NAME, min_size=1, max_size=4, unique=True), TEXT, st.data())
def test_every_column_can_be_named(columns: list[str], cell: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(columns))
    assert parse(placeholder(column), columns).pieces == (ColumnSlot(column),)


@given(TEXT, TEXT, TEXT)
def test_cells_are_filled_in_whole(before: str, first: str, second: str) -> None:
    before = before.replace("{", "").replace("\\", "")
    assert (
        filler(parse(before + "{{a}}|{{b}}", "ab"), {"a": [first], "b": [second]}.__getitem__)(0)
        == f"{before}{first}|{second}"
    )


@given(st.text("{}\\a b", max_size=40))
def test_text_without_columns_loses_only_its_escapes(text: str) -> None:
    assert filler(parse(text, ["none of these"]), CELLS.__getitem__)(0) == text.replace("\\{{", "{{")
