"""Archives to the files inside (the ways in which they can be bad are tested with the inbox)."""

import gzip
import io
import zipfile

from lib.common.archives import is_workbook, unpack

INSIDE = b"a,b\n1,2\n"


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


def test_a_file_is_itself() -> None:
    assert list(unpack(INSIDE, "a.csv")) == [("a.csv", INSIDE)]


def test_a_gzip_loses_its_ending() -> None:
    assert list(unpack(gzip.compress(INSIDE), "a.csv.gz")) == [("a.csv", INSIDE)]


def test_a_zip_of_two() -> None:
    assert list(unpack(zipped(a_csv=INSIDE, b_gz=gzip.compress(INSIDE)), "z.zip")) == [("a.csv", INSIDE), ("b", INSIDE)]


def test_a_workbook_is_no_archive() -> None:
    with zipfile.ZipFile(book := io.BytesIO(), "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    assert is_workbook(book.getvalue())
    assert [name for name, _ in unpack(book.getvalue(), "a.xlsx")] == ["a.xlsx"]
