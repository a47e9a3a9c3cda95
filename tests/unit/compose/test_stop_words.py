"""Stop words as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose.stop_words import offered_stop_words, read_stop_words, write_stop_words

READ = [
    ("", ()),
    ("END\nSTOP", ("END", "STOP")),
    ("END\r\n\r\nSTOP\r\n", ("END", "STOP")),
    ("\\n\\nUser:\n\\t", ("\n\nUser:", "\t")),
    ("\\\\n", ("\\n",)),
    ("\\begin", ("\\begin",)),
    ("END, STOP", ("END, STOP",)),
    (",\n;", (",", ";")),
    ('" END"\nA ', (" END", "A ")),
    ('"', ('"',)),
    ('"say ""no"""', ('say "no"',)),
]


@pytest.mark.parametrize(("text", "words"), READ)
def test_read_stop_words(text: str, words: tuple[str, ...]) -> None:
    assert read_stop_words(text) == words


OFFERED = [
    ("END, STOP", ("END", "STOP")),
    ("END; STOP; ###", ("END", "STOP", "###")),
    ('["END", "\\\\n"]', ("END", "\n")),
    ("'END', '\\n'", ("END", "\n")),
    ("END", ()),
    ("User: ", ()),
    ("End of text.", ()),
    ('"END, STOP"', ()),
    ("END, STOP\nmore", ()),
    (",", ()),
    ("</s>", ()),
]


@pytest.mark.parametrize(("text", "words"), OFFERED)
def test_a_line_that_looks_like_a_list_is_offered_as_one(text: str, words: tuple[str, ...]) -> None:
    assert offered_stop_words(text) == words


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
def test_written_stop_words_are_read_back(words: list[str]) -> None:
    text = write_stop_words(words)
    assert read_stop_words(text) == tuple(words)
    assert not offered_stop_words(text)
