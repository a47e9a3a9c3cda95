"""JSON values: strict to write, forgiving to read."""

import json
from typing import Any

import pytest
from hypothesis import given

from lib.json.codec import dumps, fingerprint, pretty
from tests.support.json_strategies import JSON


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None]}, b'{"b":1,"a":[true,null]}'),
        ("é 世界 🎉", '"é 世界 🎉"'.encode()),
        ("a\u2028b\u2029c\u0085d", b'"a\\u2028b\\u2029c\\u0085d"'),
        ('say "no"\n\t\\', b'"say \\"no\\"\\n\\t\\\\"'),
        ("\x7f\x0b\x1e", b'"\x7f\\u000b\\u001e"'),
        (float("nan"), b"null"),
        (float("inf"), b"null"),
    ],
    ids=["compact, keys in order", "raw utf-8", "line ends escaped", "json escapes", "controls", "nan", "infinity"],
)
def test_dumps(value: Any, written: bytes) -> None:
    assert dumps(value) == written


@given(JSON)
def test_a_written_value_reads_back(value: Any) -> None:
    assert json.loads(dumps(value)) == value


@given(JSON)
def test_a_written_value_is_one_line_to_every_reader(value: Any) -> None:
    assert len(dumps(value).decode().splitlines()) == 1


def test_pretty_indents_by_two() -> None:
    assert pretty({"a": [1]}) == '{\n  "a": [\n    1\n  ]\n}'


def test_fingerprints_ignore_the_order_of_keys() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})


def test_fingerprints_differ_between_values() -> None:
    assert fingerprint({"a": 1}) != fingerprint({"a": "1"})
