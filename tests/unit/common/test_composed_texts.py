"""Every text becomes what Unicode calls its composed form, with LF line ends."""

import sys
import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common.composed_texts import composed, may_change

ACCENTS = st.text("aeoui\u0300\u0301\u0323\u0327\u00e9\u1100\u1161\u11a8\uac00か\u3099\r\n\u0627\u0653\u2126\U0002f800")
TEXTS = st.lists(ACCENTS | st.text(st.characters(exclude_categories=["Cs"])))


def as_composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


@given(TEXTS, st.sampled_from([0, 100]))
def test_texts_are_composed(texts: list[str], others: int) -> None:
    """Few texts, and many, which are searched in another way."""
    column = pa.array([*texts, *["a"] * others], pa.large_string())
    assert composed(column, may_change(column)).to_pylist() == [*map(as_composed, texts), *["a"] * others]


@pytest.mark.parametrize("times", [1, 100])
def test_a_column_in_composed_form_is_not_copied(times: int) -> None:
    column = pa.array(["a\nb", "“späť”", "非常好", "ممتاز", "が", "한국", "🎉"] * times, pa.large_string())
    assert composed(column, may_change(column)) is column


@pytest.mark.parametrize("before", ["", "e", "か", "\u1100", "\uac00", "\u0627", "\u0301"])
def test_no_text_changes_that_may_not(before: str) -> None:
    """Every character, after some that compose with the next one."""
    texts = [before + chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    changes = may_change(pa.array(texts)).to_pylist()
    assert not [text for text, may in zip(texts, changes, strict=True) if not may and as_composed(text) != text]
