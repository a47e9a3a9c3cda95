"""JSON Lines from any bytes: forgiving, without losing a line."""

import json
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.json import read_lines, to_utf8, value_at
from lib.json.codec import dumps, pretty
from tests.support.json_strategies import JSON, TEXT

OBJECTS = st.lists(st.dictionaries(TEXT, JSON, max_size=3), max_size=4)


def values(data: bytes) -> list[Any]:
    return [line.value for line in read_lines(data)]


@settings(max_examples=40)
@given(OBJECTS)
def test_lines_round_trip(objects: list[dict[str, Any]]) -> None:
    data = b"".join(dumps(value) + b"\n" for value in objects)
    read = [(line.number, line.value, line.damage) for line in read_lines(data)]
    assert read == [(number, value, "") for number, value in enumerate(objects, 1)]


@settings(max_examples=40)
@given(OBJECTS, st.sampled_from([b"\n", b"\r\n", b"\n\n", b"\n \t\n"]))
def test_no_line_end_loses_a_value(objects: list[dict[str, Any]], end: bytes) -> None:
    assert values(end.join(map(dumps, objects))) == objects


@settings(max_examples=40)
@given(OBJECTS)
def test_pretty_printed_values_are_whole(objects: list[dict[str, Any]]) -> None:
    assert values("\n".join(map(pretty, objects)).encode()) == objects


@settings(max_examples=40)
@given(OBJECTS.filter(bool))
def test_an_array_gives_its_items(objects: list[dict[str, Any]]) -> None:
    assert values(pretty(objects).encode()) == objects


@settings(max_examples=40)
@given(OBJECTS)
def test_values_in_a_row_on_one_line(objects: list[dict[str, Any]]) -> None:
    assert values(b"".join(map(dumps, objects))) == objects


@settings(max_examples=40)
@given(OBJECTS)
def test_every_value_reads_back_from_its_offsets(objects: list[dict[str, Any]]) -> None:
    data = b"[" + b",\n".join(map(dumps, objects)) + b"]\n" + b"\n".join(map(dumps, objects))
    for line in read_lines(data):
        assert value_at(data, line.start, line.stop, line.item) == line.value


@given(st.binary())
@example(b"\xef\xbb\xbf")
@example(b"{" * 5_000)
@example(b'{"a":' * 5_000)
@example(b'{"a":1' + b"0" * 5_000 + b"}")
@example(b'{"a":"\\ud800"}{"b":1}')
def test_reading_never_raises(data: bytes) -> None:
    assert all(line.damage or dumps(line.value) for line in read_lines(data))


@given(st.lists(st.sampled_from([b'{"a":1}', b"{", b"}", b'"', b"\\", b"[", b"]", b",", b"\n", b"\r", b" ", b"NaN"])))
def test_every_non_blank_line_is_reported(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    spans = [(line.start, line.stop) for line in read_lines(data)]
    for offset, byte in enumerate(data):
        if byte not in b" \r\n[],":
            assert any(start <= offset < stop for start, stop in spans), (offset, data)


READ = [
    ("nothing", b"", []),
    ("only blank lines", b"\n \n\r\n", []),
    ("no line end at the end", b'{"a":1}', [(1, {"a": 1}, "")]),
    ("blank lines keep numbers", b'{"a":1}\n\n\n{"a":2}\n', [(1, {"a": 1}, ""), (4, {"a": 2}, "")]),
    ("CRLF", b'{"a":1}\r\n{"a":2}\r\n', [(1, {"a": 1}, ""), (2, {"a": 2}, "")]),
    ("byte order mark", b'\xef\xbb\xbf{"a":1}\n', [(1, {"a": 1}, "")]),
    ("not JSON", b'oops\n{"a":2}\n', [(1, None, "not-json"), (2, {"a": 2}, "")]),
    ("cut off at the end", b'{"a":1}\n{"a":"tw', [(1, {"a": 1}, ""), (2, None, "not-json")]),
    ("cut off in the middle", b'{"a":\n{"a":2}\n', [(1, None, "not-json"), (2, {"a": 2}, "")]),
    ("a number", b"17\n", [(1, 17, "")]),
    ("trailing comma", b'{"a":1},\n{"a":2}\n', [(1, {"a": 1}, ""), (2, {"a": 2}, "")]),
    ("two on a line", b'{"a":1}{"a":2}\n{"a":3}', [(1, {"a": 1}, ""), (1, {"a": 2}, ""), (2, {"a": 3}, "")]),
    ("pretty", b'{\n "a": 1\n}\n{"a":2}', [(1, {"a": 1}, ""), (4, {"a": 2}, "")]),
    ("pretty without line ends", b'{\n "a": 1\n}{\n "a":2\n}', [(1, {"a": 1}, ""), (3, {"a": 2}, "")]),
    ("pretty with commas", b'{\n "a": 1\n}, {\n "a":2\n},\n17', [(1, {"a": 1}, ""), (3, {"a": 2}, ""), (6, 17, "")]),
    ("NaN", b'{"a":NaN}', [(1, {"a": None}, "repaired")]),
    ("Infinity", b'{"a":-Infinity}', [(1, {"a": None}, "repaired")]),
    (
        "cut off after half a pair and a number",
        b'[{"a":"\\ud83d","b":7},{"a',
        [(1, {"a": "\ufffd", "b": 7}, "repaired"), (1, None, "not-json")],
    ),
    (
        "half a pair on a line of two",
        b'{"a":"\\ud83d"}{"b":NaN}',
        [(1, {"a": "\ufffd"}, "repaired"), (1, {"b": None}, "repaired")],
    ),
    ("half a surrogate pair", b'{"a":"\\ud83d"}', [(1, {"a": "\ufffd"}, "repaired")]),
    ("a whole surrogate pair", b'{"a":"\\ud83c\\udf89"}', [(1, {"a": "🎉"}, "")]),
    ("not UTF-8", b'{"a":"\xe9"}', [(1, {"a": "\ufffd"}, "repaired")]),
    ("raw U+2028 in a string", '{"a":"x\u2028y"}'.encode(), [(1, {"a": "x\u2028y"}, "")]),
    ("an array of numbers is one value", b"[1,2]", [(1, [1, 2], "")]),
]


@pytest.mark.parametrize(("data", "lines"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_read_lines(data: bytes, lines: list[tuple[int, Any, str]]) -> None:
    assert [(line.number, line.value, line.damage) for line in read_lines(data)] == lines


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_to_utf8(codec: str) -> None:
    assert to_utf8('{"a":"é"}'.encode(codec)) == '{"a":"é"}'.encode()


ENDLESS = [
    ("braces that close into nothing", b"{\n" * 5_000 + b"}\n" * 5_000),
    ("values that run together over lines", b'{\n"a":1\n}' * 20_000),
    ("values that run together and break", b'{\n"a":1\n}' * 20_000 + b"!"),
    ("arrays that never close", b"[\n" * 5_000),
    ("a cut-off string full of quotes", b'{"a":"' + b'\\"word ' * 40_000),
    ("objects on one line", b'{"custom_id":"row","x":"............................................"}' * 20_000),
    ("blank lines", b"\n" * 200_000),
]


@pytest.mark.parametrize("data", [case[1] for case in ENDLESS], ids=[case[0] for case in ENDLESS])
def test_reading_takes_no_more_than_a_moment(data: bytes) -> None:
    started = process_time()
    for _ in read_lines(data):
        pass
    assert process_time() - started < 10  # a quadratic reader takes minutes


CUT_OFF = [
    ("in an item", '[{"a": 1}, {"é": 2}, {"c": "cut', ['{"a": 1}', '{"é": 2}', '{"c": "cut']),
    ("in nothing yet", '[{"a": 1}, {"b": 2}, {', ['{"a": 1}', '{"b": 2}', "{"]),
    ("with a bracket in a text", '[{"a": "]"},{"b": "]', ['{"a": "]"}', '{"b": "]']),
    ("after a bare value", '[{"a": 1}, 17, {"b": 2}, {"c', ['{"a": 1}', '17, {"b": 2}, {"c']),
    ("broken in the middle", '[{"a": 1}, !, {"b": 2}]', ['{"a": 1}', '!, {"b": 2}]']),
]


@pytest.mark.parametrize(("text", "pieces"), [case[1:] for case in CUT_OFF], ids=[case[0] for case in CUT_OFF])
def test_a_cut_off_array_on_one_line_keeps_its_whole_items(text: str, pieces: list[str]) -> None:
    data = text.encode()
    lines = list(read_lines(data))
    assert [data[line.start : line.stop].decode() for line in lines] == pieces
    assert [(line.value, line.damage) for line in lines[:-1]] == [(json.loads(piece), "") for piece in pieces[:-1]]
    assert (lines[-1].value, lines[-1].damage) == (None, "not-json")
    assert [value_at(data, line.start, line.stop, line.item) for line in lines] == [line.value for line in lines]


DEEP = b'{"deep":' + b'[{"x":"]\\""},' * 500 + b"1" + b"]" * 500 + b"}"
WHOLE = [b'{"custom_id":"%d"}' % number for number in range(6_000)]


@pytest.mark.parametrize(
    ("data", "items"),
    [
        (b"[" + b",".join(WHOLE) + b',{"cut', WHOLE),
        (b"[" + b",".join(WHOLE), WHOLE),
        (b"[" + b",".join([DEEP, *WHOLE]) + b"]", [DEEP, *WHOLE]),
    ],
    ids=["cut-off", "cut-off-before-the-last-bracket", "nested-deeply"],
)
def test_each_of_many_items_on_one_line_has_its_own_offsets(data: bytes, items: list[bytes]) -> None:
    """Otherwise each search would start at the beginning and take minutes."""
    lines = [line for line in read_lines(data) if not line.damage]
    assert [data[line.start : line.stop] for line in lines] == items
    assert all(value_at(data, line.start, line.stop, line.item) == line.value for line in lines)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"])
@pytest.mark.parametrize("start", ["", "\n", " "])
def test_every_unicode_form_is_read(codec: str, start: str) -> None:
    assert [line.value for line in read_lines(to_utf8((start + '{"a": "é中"}\n').encode(codec)))] == [{"a": "é中"}]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_lone_surrogates_are_repaired_in_every_unicode_form(codec: str) -> None:
    data = '{"a": "\ud800"}\n{"a": "\udfff"}\n{"a": "\N{PARTY POPPER}"}\n'.encode(codec, "surrogatepass")
    read = [(line.value["a"].strip("\ufffd"), line.damage) for line in read_lines(to_utf8(data))]
    assert read == [("", "repaired"), ("", "repaired"), ("\N{PARTY POPPER}", "")]
    assert [line.damage for line in read_lines(to_utf8(data + b"x"))] == ["repaired", "repaired", "", "not-json"]


def test_numbers_that_are_not_characters_are_replaced() -> None:
    data = '{"a": 1}\n"'.encode("utf-32-le") + b"\xff\xff\xff\xff"
    assert to_utf8(data) == '{"a": 1}\n"\ufffd'.encode()


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_every_byte_order_mark_is_removed(codec: str) -> None:
    assert to_utf8('\ufeff\ufeff{"a": "\ufeff"}'.encode(codec)) == '{"a": "\ufeff"}'.encode()


@pytest.mark.parametrize("tail", [b"\0" * 300, b"\x1a", b"\r\n\x1a\0\0"])
def test_nuls_at_the_end_are_not_a_line(tail: bytes) -> None:
    assert [line.damage for line in read_lines(to_utf8(b'{"a":1}\n' + tail))] == [""]


ARRAYS = [
    ("a-line-each-from-the-first", '[{"a":1},\n{"a":2},\n{"a":3}]', []),
    ("commas-first", '[{"a":1}\n,{"a":2}\n,{"a":3}\n]', []),
    ("some-on-one-line", '[{"a":1},{"a":2},\n{"a":3}]\n', []),
    ("cut-off-between-lines", '[{"a":1},\n{"a":2},\n{"a":3},\n{"a":', [4]),
    ("broken-in-the-middle", '[{"a":1},\n{"a":2},\n!,\n{"a":3}]', [3]),
    ("start-cut-off", '"b"},\n{"a":1},\n{"a":2},\n{"a":3}]', [1]),
]


@pytest.mark.parametrize(("text", "broken"), [case[1:] for case in ARRAYS], ids=[case[0] for case in ARRAYS])
def test_an_array_over_lines_loses_only_broken_items(text: str, broken: list[int]) -> None:
    data = text.encode()
    read = list(read_lines(data))
    assert [line.value for line in read if not line.damage] == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert [line.number for line in read if line.damage] == broken
    for line in read:
        assert value_at(data, line.start, line.stop, line.item) == line.value


def test_millions_of_blank_lines_keep_the_count() -> None:
    (line,) = read_lines(b"\n\r\n" * 5_000_000 + b'{"a":1}')
    assert (line.number, line.value) == (10_000_001, {"a": 1})
