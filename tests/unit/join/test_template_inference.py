"""The template of a batch, told from what was sent and the rows."""

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.join.template_inference import Wording, is_given, wordings

Pairs: TypeAlias = list[tuple[str, list[str]]]

FOUND: list[tuple[str, Pairs, tuple[str, ...], tuple[int, ...]]] = [
    ("one column", [("Judge: a lamp!", ["a lamp"]), ("Judge: a tree!", ["a tree"])], ("Judge: ", "!"), (0,)),
    (
        "two columns",
        [("Paint the lamp red.", ["red", "lamp"]), ("Paint the tree green.", ["green", "tree"])],
        ("Paint the ", " ", "."),
        (1, 0),
    ),
    ("a column twice", [("a, a?", ["a"]), ("b, b?", ["b"])], ("", ", ", "?"), (0, 0)),
    ("an empty cell", [("Name: . Old", ["", "Old"]), ("Name: Jo. New", ["Jo", "New"])], ("Name: ", ". ", ""), (0, 1)),
    ("cells that begin alike", [("It: The red", ["The red"]), ("It: The blue", ["The blue"])], ("It: ", ""), (0,)),
    (
        "what is alike is words",
        [("Ann likes tea", ["Ann", "tea"]), ("Ann likes milk", ["Ann", "milk"])],
        ("Ann likes ", ""),
        (1,),
    ),
    ("braces", [("{a} {{b}} lamp", ["lamp"]), ("{a} {{b}} tree", ["tree"])], ("{a} {{b}} ", ""), (0,)),
]


@pytest.mark.parametrize(("pairs", "parts", "columns"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_a_template_is_found(
    pairs: list[tuple[str, list[str]]], parts: tuple[str, ...], columns: tuple[int, ...]
) -> None:
    assert Wording(parts, columns) in wordings(pairs)


NOT_FOUND = [
    ("the same texts", [("Say pong.", ["a"]), ("Say pong.", ["b"])]),
    ("texts of other rows", [("Judge: a lamp!", ["a tree"]), ("Judge: a tree!", ["a lamp"])]),
    ("a part that no column has", [("a lamp 17", ["a lamp"]), ("a tree 18", ["a tree"])]),
    ("cells that were cut", [("Judge: a lam", ["a lamp"]), ("Judge: a tre", ["a tree"])]),
]


@pytest.mark.parametrize("pairs", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_where_there_is_none(pairs: Pairs) -> None:
    assert wordings(pairs) == []


WORD = st.text("ab {}", max_size=4)


@given(st.lists(WORD, min_size=2, max_size=4), st.data())
def test_every_template_that_is_found_gives_the_texts(parts: list[str], data: st.DataObject) -> None:
    columns = data.draw(st.tuples(*[st.integers(0, 2)] * (len(parts) - 1)))
    rows = data.draw(st.lists(st.tuples(WORD, WORD, WORD), min_size=2, max_size=3))
    cells = list(zip(*rows, strict=True))
    texts = list(Wording(tuple(parts), columns).texts(cells))
    pairs = list(zip(texts, rows, strict=True))
    found = wordings(pairs)
    assert all(all(is_given(pairs, wording)) for wording in found)
    assert not found or len(set(texts)) > 1
    if len(columns) == 1:  # cells of several may make up for each other up to where the texts differ
        assert bool(found) == (len(set(texts)) > 1)


def test_a_text_of_one_letter_takes_no_end_of_steps() -> None:
    assert len(wordings([("a" * 5_000, ["a", "aa"]), ("a" * 4_000 + "b", ["aaa", "b"])])) <= 6
