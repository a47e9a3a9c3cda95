"""Columns of texts are written as each text by itself."""

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.json.codec import dumps
from lib.json.escapes import escaped
from tests.support.json_strategies import TEXT

TEXTS = TEXT | st.sampled_from(
    [
        *("", '"', '","', '\\","', "\\", "\\\\", "a\\", ',"', "\\u001f", "\\n", "\x00", "\n", "\r\n", "\x7f", "\x1f"),
        *("\u0085", "\u2028", "\u2029", "\u0084", "\u0105", "\u2027", "\u202a", "\u3028", "“é”"),
    ]
)


def written(texts: list[str]) -> list[bytes]:
    return [dumps(text)[1:-1] for text in texts]


@given(st.lists(TEXTS), st.sampled_from([pa.string(), pa.large_string()]))
@example(["\\", '"', '","', ""], pa.string())
def test_each_text_is_written_as_by_itself(texts: list[str], kind: pa.DataType) -> None:
    assert [text.encode() for text in escaped(pa.array(texts, kind)).to_pylist()] == written(texts)


@given(st.lists(TEXTS, min_size=3), st.integers(0, 3))
def test_a_part_of_a_column_is_written_alone(texts: list[str], start: int) -> None:
    part = escaped(pa.array(texts).slice(start, 2)).to_pylist()
    assert [text.encode() for text in part] == written(texts[start : start + 2])


@pytest.mark.parametrize("code", [*range(0x20), 0x22, 0x5C, 0x7F, 0x85, 0x2028, 0x2029, 0x3028])
def test_each_escape_far_inside_a_long_column(code: int) -> None:
    texts = ["x" * 131_071 + chr(code), "y", "z" * 300_000, chr(code) * 2]
    assert [text.encode() for text in escaped(pa.array(texts)).to_pylist()] == written(texts)


@pytest.mark.parametrize("mark", ["\u0085", "\u2028", "\u2029"])
@pytest.mark.parametrize("before", [131_069, 131_070, 131_071, 131_072])
def test_a_line_end_across_two_blocks(mark: str, before: int) -> None:
    assert escaped(pa.array(["x" * before + mark])).to_pylist() == ["x" * before + f"\\u{ord(mark):04x}"]
