"""The JSON value of an answer, without what is around it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.json.extract import json_in
from lib.json.lossless import Number, to_text

DIGITS = '{"a": 1.10, "b": 12345678901234567890123, "c": 1E400}'

EXTRACTED = [
    ("bare", ' {"a": 1}\n', '{"a": 1}'),
    ("fence", '```json\n{"a": 1}\n```', '{"a": 1}'),
    ("fence-of-no-language", '```\n{"a": 1}\n```', '{"a": 1}'),
    ("fence-in-capitals", '```JSON \r\n{"a": 1}\r\n```', '{"a": 1}'),
    ("words-around-the-fence", 'Here:\n```json\n{"a": 1}\n```\nDone.', '{"a": 1}'),
    ("fence-inside-a-string", '```json\n{"a": "```x```"}\n```', '{"a": "```x```"}'),
    ("two-fences", '```json\n{"a": 1}\n```\nor\n```json\n{"a": 2}\n```', '{"a": 1}'),
    ("fence-closed-on-the-line", '```json\n{"a": 1}```', '{"a": 1}'),
    ("call", 'weather({"a": 1})', '{"a": 1}'),
    ("list", "[1, 2.50]", "[1, 2.50]"),
    ("text", '"a"', '"a"'),
    ("number", "1e5", "1e5"),
    ("byte-order-mark", '\ufeff{"a": 1}', '{"a": 1}'),
    (
        "digits",
        '{"a": 1.10, "b": 12345678901234567890123, "c": 1E400}',
        '{"a": 1.10, "b": 12345678901234567890123, "c": 1E400}',
    ),
    ("half-a-character", '{"a": "x\\ud83d"}', '{"a": "x\ufffd"}'),
    ("whole-character", '{"a": "\\ud83d\\ude00"}', '{"a": "😀"}'),
]


@pytest.mark.parametrize(("text", "value"), [case[1:] for case in EXTRACTED], ids=[case[0] for case in EXTRACTED])
def test_json_in_an_answer(text: str, value: str) -> None:
    assert to_text(json_in(text)) == value


BROKEN = [
    ("words", "Four."),
    ("nothing", ""),
    ("cut-off", '{"a": [1, 2'),
    ("cut-off-in-a-fence", '```json\n{"a": 1'),
    ("single-quotes", "{'a': 1}"),
    ("trailing-comma", '{"a": 1,}'),
    ("not-a-number", '{"a": NaN}'),
    ("duplicate-key", '{"a": 1, "a": 2}'),
    ("words-after", '{"a": 1} and more'),
    ("line-end-in-a-string", '{"a": "x\ny"}'),
    ("too-deep", "[" * 100_000 + "]" * 100_000),
    ("fence-of-code", "```python\nprint(1)\n```"),
    ("two-calls", 'f({"a": 1})\nf({"a": 2})'),
]


@pytest.mark.parametrize("text", [case[1] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_an_answer_that_is_not_json(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_in(text)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["{}", "```json\n{}\n```", "\n\n{}\n"]))
def test_every_value_comes_back(value: Any, around: str) -> None:
    written = json.dumps(value, ensure_ascii=False)
    assert to_text(json_in(around.replace("{}", written))) == written


@given(st.text('{}[]()`",:0.1e-aj\n ', max_size=60))
def test_any_text_gives_a_value_or_a_value_error(text: str) -> None:
    try:
        json_in(text)
    except ValueError:
        return


def test_too_many_levels_are_cut() -> None:
    deep: Any = Number("1")
    for _ in range(300):
        deep = [deep]
    assert to_text(deep) == "[" * 100 + '"…"' + "]" * 100
