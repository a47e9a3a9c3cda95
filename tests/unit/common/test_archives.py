"""The files inside archives; `tests/unit/join/test_file_roles.py` tests bad archives."""

import gzip
import io
import zipfile

from lib.common.archives import unpack

INSIDE = b"a,b\n1,2\n"


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


def test_a_plain_file_is_returned_as_it_is() -> None:
    assert list(unpack(INSIDE, "a.csv")) == [("a.csv", INSIDE)]


def test_a_gzip_loses_its_extension() -> None:
    assert list(unpack(gzip.compress(INSIDE), "a.csv.gz")) == [("a.csv", INSIDE)]


def test_a_zip_gives_each_file_inside() -> None:
    assert list(unpack(zipped(a_csv=INSIDE, b_gz=gzip.compress(INSIDE)), "z.zip")) == [("a.csv", INSIDE), ("b", INSIDE)]


def test_a_workbook_is_not_an_archive() -> None:
    with zipfile.ZipFile(book := io.BytesIO(), "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    assert [name for name, _ in unpack(book.getvalue(), "a.xlsx")] == ["a.xlsx"]
