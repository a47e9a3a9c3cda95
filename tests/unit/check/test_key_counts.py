"""The count of keys: a line with a duplicate key never has only the keys of its value."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.check import key_counts
from lib.check.key_counts import KeyCounts, keys_in

texts = st.sampled_from(["a", "b", 'x": y', 'x" : y', ": :", "\\", '\\":', "é\t"])
values = st.recursive(
    texts | st.sampled_from([1, None, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
separators = st.sampled_from([(",", ":"), (", ", ": "), (" ,", " :"), (",", "\t : ")])
lines = st.builds(
    lambda value, marks: json.dumps(value, ensure_ascii=False, separators=marks).encode(), values, separators
)


@given(st.lists(lines, min_size=1, max_size=5), st.data())
def test_a_count_that_agrees_proves_that_no_key_is_duplicate(written: list[bytes], data: Any) -> None:
    key = data.draw(st.sampled_from([b'"a"', b'"b"', b'"a" ']))
    written = [line.replace(b"{", b"{" + key + b":1,", 1) if data.draw(st.booleans()) else line for line in written]
    counts, start = KeyCounts(b"\n".join(written)), 0
    for number, line in enumerate(written, 1):
        keys = keys_in(json.loads(line)) if is_json(line) else 0
        if counts.are(keys, number, start, start + len(line)):
            assert keys == keys_written(line)
        start += len(line) + 1


@given(st.lists(lines, max_size=5), st.integers(1, 40))
def test_counts_are_those_of_the_lines_however_they_are_cut(written: list[bytes], piece: int) -> None:
    data = b"\n".join(written)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_counts, "_PIECE", piece)
        counts = key_counts._quoted_colons(data).tolist()
    expected = [line.count(b'":') for line in data.split(b"\n")]
    assert [max(count, -1) if count < 0 else count for count in counts] == [
        -1 if count < 0 else real for count, real in zip(counts, expected, strict=True)
    ]


def test_a_plain_line_is_counted_and_a_key_before_a_spaced_colon_is_not_missed() -> None:
    plain, twice, spaced = b'{"a":{"b":"c\\": d"}}', b'{"a":1,"a":{"b":2}}', b'{"a":{"b":2},"a" :{"b":2}}'
    counts = KeyCounts(b"\n".join([plain, twice, spaced]))
    assert counts.are(2, 1, 0, len(plain))
    assert not counts.are(2, 2, 21, 21 + len(twice))
    assert not counts.are(2, 3, 41, 41 + len(spaced))


def test_a_value_over_several_lines_is_counted_as_a_whole() -> None:
    data = b'{"a":1,"b":2,\n"c":{"a":3},"c":4}'
    assert keys_in(json.loads(data)) == 3
    assert not KeyCounts(data).are(3, 1, 0, len(data))


def is_json(written: bytes) -> bool:
    try:
        json.loads(written)
    except ValueError:
        return False
    return True


def keys_written(written: bytes) -> int:
    """The number of keys, each as often as it is written."""
    found: list[str] = []
    json.loads(written, object_pairs_hook=lambda pairs: found.extend(key for key, _ in pairs))
    return len(found)
