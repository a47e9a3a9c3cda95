"""The fast reader gives the rows of the exact one, or None."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.sheets.delimited_fast import read_well_formed

TEXTS = st.lists(
    st.sampled_from(
        ['"', '""', ",", ";", "\n", "\r", "\r\n", "a", "é", "世", " ", "\t", "\0", "'", "\\", "NA", "\ufeff"]
    ),
    max_size=20,
).map("".join)


def exact(text: str, delimiter: str, quotes: bool) -> list[list[str]]:
    quoting = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True))


def filled(rows: list[list[str]]) -> list[list[str]]:
    """The rows; a blank line may be a row of no cell or of empty ones."""
    return [row if any(row) else [] for row in rows]


@settings(max_examples=300)
@example('"a\r\n""b"\r\nx\n\n', ",", True)
@given(TEXTS, st.sampled_from(",;\t "), st.booleans())
def test_any_text_is_read_exactly_or_not_at_all(text: str, delimiter: str, quotes: bool) -> None:
    rows = read_well_formed(text.encode(), delimiter, quotes)
    assert rows is None or filled(rows) == filled(exact(text, delimiter, quotes))


CELLS = st.text(st.sampled_from('a",;\n\ré世 \0'), max_size=5)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width), min_size=1, max_size=8)))
def test_written_text_is_read(rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_well_formed(text.getvalue().encode(), ",") == list(map(list, rows))


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("", ","),
        ("\ufeffa,b\n", ","),
        ("a,b\n1\n", ","),
        ("a,b\n1,2,3\n", ","),
        ('a,b\n1,"2\n', ","),
        ('a,b\n1,"2"x\n', ","),
        ('a,b\n1,2"\n', ","),
        ('a,b\n"",x"",y\n', ","),
        ("a\ufdd0b", "\ufdd0"),
        ('a"b"c', '"'),
        ("\na,b", ","),
    ],
)
def test_texts_left_to_the_exact_reader(text: str, delimiter: str) -> None:
    assert read_well_formed(text.encode(), delimiter) is None


def test_a_text_longer_than_a_block_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.sheets.delimited_fast._MOST_BYTES", 8)
    assert (read_well_formed(b"a,b\n1,2\n", ","), read_well_formed(b"a,b\n1,23\n", ",")) == (
        [["a", "b"], ["1", "2"]],
        None,
    )


@pytest.mark.parametrize("more", range(4))
def test_line_ends_in_cells_of_a_long_text(more: int) -> None:
    rows = [["x" * more, "y"], *[["a\r\nb", "\r\n\r\n"]] * 300_000]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    assert read_well_formed(text.getvalue().encode(), ",") == rows
