"""The text of a batch file, by its encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.check.file_text import FileText, read_file_text
from tests.support.request_lines import chat, line, written

FRENCH = "Où est la forêt, à côté du café ? Là-bas, près de l'été."
DATA = written(line(body=chat(messages=[{"role": "user", "content": FRENCH}])))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (DATA, FileText(DATA)),
        (b"\xef\xbb\xbf" + DATA, FileText(DATA, marked=True)),
        (DATA.decode().encode("utf-16"), FileText(DATA, "utf-16", "UTF-16")),
        (DATA.decode().encode("cp1252"), FileText(DATA, "cp1252", "Windows-1252 (Western)")),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16", "Windows-1252"],
)
def test_a_text_in_any_encoding_becomes_utf8(data: bytes, expected: FileText) -> None:
    assert read_file_text(data) == expected


def test_damaged_utf8_stays_as_it_is() -> None:
    damaged = (DATA * 20).replace("ù".encode(), b"\xc3", 1)
    assert read_file_text(damaged) == FileText(damaged)


@given(st.integers(0, 4), st.sampled_from("é€😀"))
def test_a_character_may_cross_the_pieces_of_a_large_file(shift: int, character: str) -> None:
    data = ("x" * shift + character * 70_000).encode()
    assert read_file_text(data) == FileText(data)
