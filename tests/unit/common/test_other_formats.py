"""Files of other programs, by their content."""

import io
import pickle
import zipfile

import pytest
import xlwt

from lib.common.archives import unpack
from lib.common.other_formats import COMPOUND, other_format
from lib.common.workbook_files import is_workbook


def zip_of(*names: str, **contents: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
        for name, content in contents.items():
            archive.writestr(name, content)
    return data.getvalue()


KNOWN = [
    (b"%PDF-1.7\n", "a PDF file"),
    (b"\x89PNG\r\n", "a picture"),
    (b"RIFF\0\0\0\0WEBPVP8", "a picture"),
    (b"\0\0\0\x18ftypheic", "a picture"),
    (b"\0\0\0\x18ftypmp42", "a sound or video file"),
    (b"MZ\x90\0\3", "a program"),
    (b"\t\4\6\0\0\0", "a workbook of an early Excel"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"<stata_dta><header>", "a data file of Stata"),
    (b"$FL2@(#) SPSS", "a data file of SPSS"),
    (pickle.dumps({"a": 1}), "data of a Python program"),
    (bytes(500), "a file of zeros only"),
    (zip_of("Index/Document.iwa", "preview.jpg"), "an Apple Numbers file"),
    (zip_of("Book.numbers/Index.zip", "Book.numbers/preview.jpg"), "an Apple Numbers file"),
    (zip_of("Index/Document.iwa", "Index/Slide-1.iwa"), "an Apple Keynote presentation"),
    (zip_of("[Content_Types].xml", "word/document.xml"), "a Word document"),
    (zip_of("ppt/presentation.xml"), "a PowerPoint presentation"),
    (zip_of(mimetype=b"application/vnd.oasis.opendocument.text"), "an OpenDocument text"),
]


@pytest.mark.parametrize(("data", "what"), KNOWN, ids=range(len(KNOWN)))
def test_a_file_of_another_program_has_a_name_and_a_way_out(data: bytes, what: str) -> None:
    found = other_format(data, "a.csv")
    assert found is not None
    assert (found.what, found.hint.endswith(".")) == (what, True)


@pytest.mark.parametrize(
    "text",
    [
        b"MZ,name\n1,a\n",
        b"ORCID,name\n1,a\n",
        b"BM,x\n1,2\n",
        b"RIFF,x\n1,2\n",
        b"RIFF,a,bWAVE\n",
        b"GIF8,x\n",
        b"id, ftyp\n1,a\n",
        b"pets:\n1 DUCK\n",
    ],
)
def test_a_table_may_begin_with_the_same_letters(text: bytes) -> None:
    assert other_format(text, "a.csv") is None
    assert other_format(b"0" + text, "a.dbf") is None


def test_the_lock_file_of_excel_is_known_by_its_name() -> None:
    assert "while a workbook is open" in str(other_format(b"\x05Ann" + bytes(160), "~$Book.xlsx"))


def test_a_zip_of_tables_is_no_document() -> None:
    assert other_format(zip_of("a.csv", "b.csv"), "a.zip") is None


def old_word() -> bytes:
    """The smallest container whose top has the stream of a Word document."""
    book, data = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("A").write(0, 0, "x" * 5_000)
    book.save(data)
    name, word = "Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
    place = data.getvalue().index(name + bytes(2))
    entry = data.getvalue()[place : place + 128]
    changed = word.ljust(64, b"\0") + (len(word) + 2).to_bytes(2, "little") + entry[66:]
    return data.getvalue()[:place] + changed + data.getvalue()[place + 128 :]


def test_an_old_word_document_is_no_workbook() -> None:
    assert not is_workbook(old_word())
    assert str(other_format(old_word(), "a.xls")).startswith("OtherFormat(what='a Word document'")


def test_an_old_workbook_that_mentions_word_is_a_workbook() -> None:
    data = COMPOUND + bytes(1_000) + "WordDocument".encode("utf-16-le")
    assert is_workbook(data)


def test_a_document_in_a_zip_is_unpacked_as_one_file() -> None:
    document = zip_of("word/document.xml", "word/styles.xml")
    assert [name for name, _ in unpack(document, "a.docx")] == ["a.docx"]
