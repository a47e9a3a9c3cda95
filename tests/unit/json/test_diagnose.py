"""JSON that a person typed: its value, and its mistakes by line and character."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common import Problem, Unreadable
from lib.json import codec
from lib.json.diagnose import read_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_any_written_json_is_read(value: object, indent: int | None, ascii_only: bool) -> None:
    written = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert read_json(written) == (value, [])
    assert read_json(f"\ufeff```json\n{written}\n```\n") == (value, [])


@given(st.text() | st.text(alphabet='{}[]":,0123456789.eE-+ntrufalsNI \n\\ud8'))
def test_any_text_is_read_or_rejected_and_what_is_read_can_be_written(text: str) -> None:
    try:
        value, problems = read_json(text)
    except Unreadable:
        return
    assert json.loads(codec.dumps(value)) == value
    assert {problem.kind for problem in problems} <= {"json-duplicate-key"}


REJECTED = [
    ("nothing", " \n", "There is no JSON yet. Paste some JSON."),
    (
        "comma at the end",
        '{\n  "a": 1,\n}',
        "Line 3: at character 1, there is an extra comma before this bracket. Correct it, or copy it again.",
    ),
    (
        "comma missing",
        '{"a": 1\n "b": 2}',
        "Line 2: at character 2, a comma or a closing bracket is missing. Correct it, or copy it again.",
    ),
    ("colon missing", '{"a" 1}', "Line 1: at character 6, a colon is missing. Correct it, or copy it again."),
    (
        "Python",
        "{'a': 1}",
        "Line 1: at character 2, a name in double quotes is missing. "
        "This looks like Python. JSON uses double quotes, true, false and null.",
    ),
    (
        "curly quotes",
        '{"a": “b”}',
        "Line 1: at character 7, a value is missing. Replace the curly quotes with straight ones.",
    ),
    (
        "no closing quote",
        '{"a": "b}',
        "Line 1: at character 7, this text has no closing quote. Correct it, or copy it again.",
    ),
    (
        "line break in a text",
        '{"a": "b\nc"}',
        "Line 1: at character 9, this text contains a line break or a tab. Correct it, or copy it again.",
    ),
    (
        "backslash",
        r'{"a": "C:\data"}',
        "Line 1: at character 10, this backslash is not a JSON escape. Correct it, or copy it again.",
    ),
    ("two values", "{} {}", "Line 1: at character 4, something follows after the end. Correct it, or copy it again."),
    ("NaN", '{"a": NaN}', 'A request cannot contain the number "NaN". Use a smaller number.'),
    ("beyond floats", "1e999", 'A request cannot contain the number "1e999". Use a smaller number.'),
    (
        "beyond 64 bits",
        "18446744073709551616",
        'A request cannot contain the number "18446744073709551616". Use a smaller number.',
    ),
    ("thousands of digits", "9" * 9_999, f'A request cannot contain the number "{"9" * 29}…". Use a smaller number.'),
    ("half a character", r'"\ud83d"', "It contains half of a character. Remove the lone \\ud… escape."),
    ("101 levels", "[" * 101 + "]" * 101, "Its brackets are nested more than 100 levels deep. Use fewer levels."),
    ("100,000 levels", "[" * 100_000, "Its brackets are nested more than 100 levels deep. Use fewer levels."),
]


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in REJECTED], ids=[case[0] for case in REJECTED])
def test_rejected(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_json(text)
    assert str(caught.value.problem) == message


def test_a_hundred_levels_are_read() -> None:
    value, _ = read_json("[" * 100 + "]" * 100)
    assert isinstance(value, list)


def test_a_fence_keeps_the_line_numbers() -> None:
    with pytest.raises(Unreadable) as caught:
        read_json('```json\n{"a": }\n```')
    assert caught.value.problem.line == 2


def test_a_duplicate_key_asks() -> None:
    value, problems = read_json('{"a": 1, "b": {"c": 1, "c": 2, "c": 3}, "a": 4}')
    assert value == {"a": 4, "b": {"c": 3}}
    message = 'an object has a duplicate key "{}"; only the last one counts.'
    assert problems == [
        Problem("json-duplicate-key", message.format(name), "Remove the others.", "ask") for name in ("c", "a")
    ]
