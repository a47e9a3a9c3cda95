"""Searches agree with Python's own, also at the borders of chunks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common.byte_search import (
    count_bytes,
    find_byte,
    has_controls,
    has_pair,
    is_utf8,
    line_feeds,
    may_have_utf8_letter,
)

BYTES = st.binary() | st.lists(st.sampled_from([b"a", b"ab", b"\t", b"\x0b", b"\x1f"])).map(b"".join)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.common.byte_search._CHUNK", 4)


@given(BYTES)
def test_controls(data: bytes) -> None:
    assert has_controls(data) == (re.search(rb"[\x00-\x08\x0e-\x1f]", data) is not None)


@given(BYTES)
def test_the_places_of_a_byte(data: bytes) -> None:
    assert find_byte(data, ord("a")).tolist() == [place for place, byte in enumerate(data) if byte == ord("a")]


@given(BYTES)
def test_pairs(data: bytes) -> None:
    assert has_pair(data, b"ab") == (b"ab" in data)


@given(st.binary() | st.lists(st.sampled_from([b"a", b"\xc3", b"\xe2", b"\x80", b"\xff"])).map(b"".join))
def test_utf8_letters(data: bytes) -> None:
    assert may_have_utf8_letter(data) == (re.search(rb"[\xc2-\xe2][\x80-\xbf]", data) is not None)


@given(st.binary() | st.text().map(str.encode))
def test_is_utf8_agrees_with_python(data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError:
        assert not is_utf8(data)
    else:
        assert is_utf8(data)


@given(st.lists(st.sampled_from([b"a", b"bc", b"\n", b",", b"\xff"])).map(b"".join))
def test_counts_and_the_longest_line(data: bytes) -> None:
    assert count_bytes(data, b",\n") == {ord(","): data.count(b","), ord("\n"): data.count(b"\n")}
    assert line_feeds(data) == (data.count(b"\n"), max(map(len, data.split(b"\n"))))
