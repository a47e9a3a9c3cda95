"""Text files in any encoding, and the words for how they were read."""

import pytest

from lib.sheets import read_sheet
from tests.support.sheet_files import as_xlsx

CITIES = "name;city\nJosé;Málaga\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(codec: str) -> None:
    assert read_sheet(CITIES.encode(codec), "a.csv").row(0) == ["José", "Málaga"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_not_in_the_header(codec: str) -> None:
    assert read_sheet(CITIES.encode(codec), "a.csv").columns == ("name", "city")


DESCRIPTIONS = [
    ("commas", b"a,b\n1,2\n", "UTF-8 text, separated by commas, header in row 1"),
    ("a later header", b"\na\tb\n1\t2\n", "UTF-8 text, separated by tabs, header in row 2"),
    ("one column", b"Q\nHello, world\nHi, you\n", "UTF-8 text, one column, header in row 1"),
    (
        "a guess",
        CITIES.encode("cp1252"),
        "Probably Windows-1252 (Western) text, separated by semicolons, header in row 1",
    ),
    ("a workbook", as_xlsx({"Data": [["a"], ["1"]]}), 'Worksheet "Data", header in row 1'),
]


@pytest.mark.parametrize(
    ("data", "description"), [case[1:] for case in DESCRIPTIONS], ids=[case[0] for case in DESCRIPTIONS]
)
def test_a_sheet_describes_how_it_was_read(data: bytes, description: str) -> None:
    assert read_sheet(data, "a.csv").description == description
