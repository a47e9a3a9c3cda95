"""What a file of another program is, and how to get a sheet from it.

A rejection names the true cause and the way out: these facts turn "cannot read this" into "this is an Apple
Numbers file: export it as CSV". `text_formats` has the same for files of text.
"""

import io
import re
import zlib
from pathlib import PurePath
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of the container of old XLS, DOC, PPT and MSG files, and of protected workbooks."""


_START = 1_000
"""The first bytes, in which all binary formats have a NUL and no text does."""


class OtherFormat(NamedTuple):
    """A kind of file that is not a sheet."""

    what: str
    """A noun phrase: `a PDF file`."""

    hint: str
    """How to get a sheet from it."""


def _copied_from(program: str) -> str:
    return f"Copy the table from {program} into Excel, save it as .xlsx and load that."


_NUMBERS = OtherFormat(
    "an Apple Numbers file", "In Numbers choose File > Export To > CSV or Excel, and load that file."
)
_PAGES = OtherFormat(
    "an Apple Pages document", "Copy the table into Numbers, choose File > Export To > CSV, and load it."
)
_KEYNOTE = OtherFormat("an Apple Keynote presentation", _PAGES.hint)
_WORD = OtherFormat("a Word document", _copied_from("Word"))
_SLIDES = OtherFormat("a PowerPoint presentation", _copied_from("PowerPoint"))
_WRITER = OtherFormat("an OpenDocument text", _copied_from("the document"))
_MAIL = OtherFormat(
    "an e-mail", "Save the attached sheet from the e-mail, or copy its table into Excel, and load that."
)
_PICTURE = OtherFormat(
    "a picture", "Excel can get a table from it: Data > From Picture. Save that as .xlsx and load it."
)
_MEDIA = OtherFormat("a sound or video file", "Choose the file with the sheet.")
_PROGRAM = OtherFormat("a program", "Choose the file with the sheet.")
_PYTHON = OtherFormat("data of a Python program", "Save it there as CSV (pandas: to_csv), and load that file.")
_R = OtherFormat("data of R", 'Save it in R with write.csv(data, "data.csv"), and load that file.')
_SPSS = OtherFormat("a data file of SPSS", "In SPSS choose File > Export > CSV Data, and load that file.")
_STATA = OtherFormat("a data file of Stata", 'Run "export delimited" in Stata, and load the CSV file.')
_SAS = OtherFormat("a data file of SAS", "Export it in SAS as CSV or XLSX (PROC EXPORT), and load that file.")
_ACCESS = OtherFormat("an Access database", "In Access choose External Data > Export > Excel, and load that file.")
_OLD_SHEET = OtherFormat(
    "a spreadsheet of an old program", "Open it in LibreOffice, save it as .xlsx and load that file."
)
_EARLY_EXCEL = OtherFormat("a workbook of an early Excel", "Open it in Excel, save it as .xlsx and load that file.")
_PROJECT = OtherFormat("a Power BI file", "In Power BI choose Export data in the table's menu, and load that file.")
_LINK = OtherFormat("only a link to a file", "Open the link, download the sheet itself and load that.")
_DATABASE = OtherFormat("a database file", "Export the table from the database as CSV, and load that file.")
_LOCK = OtherFormat(
    "a small file that the office program keeps while a workbook is open",
    "Choose the workbook itself: the file of the same name without the first characters.",
)
_MAC = OtherFormat(
    "a small file that macOS keeps beside the real one", 'Choose the file of the same name without "._" at the start.'
)
_ZEROS = OtherFormat("a file of zeros only", "The copy or the download failed: copy or download the file again.")

_STARTS = {
    b"%PDF-": OtherFormat(
        "a PDF file", "Load the sheet it was made from, or let Excel get the table: Data > Get Data > From PDF."
    ),
    b"%!PS-": OtherFormat("a print file (PostScript)", "Load the sheet that it was printed from."),
    b"{\\rtf": OtherFormat("a text document (RTF)", _copied_from("the document")),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"8BPS"), _PICTURE),
    **dict.fromkeys((b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xfb", b"\0\0\1\xba"), _MEDIA),
    **dict.fromkeys((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\0asm"), _PROGRAM),
    **dict.fromkeys((b"\x93NUMPY", b"\x89HDF"), _PYTHON),
    **dict.fromkeys((b"RDX2\n", b"RDX3\n", b"RDA2\n", b"RDA3\n", b"X\n\0\0\0"), _R),
    **dict.fromkeys((b"$FL2@(#)", b"$FL3@(#)"), _SPSS),
    **dict.fromkeys((b"<stata_dta>", *(bytes([v, order, 1, 0]) for v in (113, 114, 115) for order in (1, 2))), _STATA),
    **dict.fromkeys((bytes(12) + b"\xc2\xea\x81\x60", b"HEADER RECORD*******"), _SAS),
    **dict.fromkeys((b"\0\1\0\0Standard Jet DB", b"\0\1\0\0Standard ACE DB"), _ACCESS),
    **dict.fromkeys((b"\0\0\x02\0\x04\x04", b"\0\0\x02\0\x06\x04", b"\0\0\x1a\0", b"\0\0\x02\0\x20\x51"), _OLD_SHEET),
    **dict.fromkeys((b"\t\0\4\0", b"\t\2\6\0", b"\t\4\6\0", b"\t\x08\x08\0", b"\t\x08\x10\0"), _EARLY_EXCEL),
    b"SQLite format 3\0": OtherFormat(
        "an SQLite database", "Export the table as CSV (DB Browser for SQLite: File > Export), and load that file."
    ),
    b"!BDN": OtherFormat("an Outlook mailbox", _MAIL.hint),
    b"FEA1": OtherFormat("a Feather file of the first version", "Save the data as CSV or Parquet, and load that file."),
    b"Obj\x01": OtherFormat("an Avro file", "Save the data as CSV or Parquet, and load that file."),
    b"ORC": OtherFormat("an ORC file", "Save the data as CSV or Parquet, and load that file."),
    b"MATLAB 5.0 MAT-file": OtherFormat("a data file of MATLAB", "Save the table with writetable, and load the CSV."),
    b"\x4c\0\0\0\x01\x14\x02\0": _LINK,
    b"bplist00": _LINK,
    b"\0\x05\x16\x07": _MAC,
}  # fmt: skip
"""Files by the bytes that they start with."""

_ZIP_ENTRIES = (
    (re.compile(r"(^|/)Index/(Slide|MasterSlide)|(^|/)index\.apxl$"), _KEYNOTE),
    (re.compile(r"(^|/)Index(/Document\.iwa|\.zip)$|^buildVersionHistory\.plist$"), _NUMBERS),
    (re.compile(r"^word/"), _WORD),
    (re.compile(r"^ppt/"), _SLIDES),
    (re.compile(r"^visio/"), OtherFormat("a Visio drawing", _copied_from("Visio"))),
    (re.compile(r"^(DataModel|Report/Layout)$"), _PROJECT),
    (re.compile(r"\.fdseq$"), OtherFormat("a print file (XPS)", "Load the sheet that it was printed from.")),
    (re.compile(r"(^|/)arr_0\.npy$"), _PYTHON),
)
"""Files that are zips inside, by the name of an entry."""

_COMPOUND_STREAMS = {
    "WordDocument": _WORD,
    "PowerPoint Document": _SLIDES,
    "__properties_version1.0": _MAIL,
    "VisioDocument": OtherFormat("a Visio drawing", _copied_from("Visio")),
    "HwpSummaryInformation": OtherFormat("a Hangul document", _copied_from("the document")),
    "Quill": OtherFormat("a Publisher document", _copied_from("Publisher")),
}
"""Files of the old Office container, by the name of a stream at its top."""

_OPEN_DOCUMENTS = (
    (b"opendocument.text", _WRITER),
    (b"opendocument.presentation", OtherFormat("an OpenDocument presentation", _WRITER.hint)),
    (b"opendocument.", OtherFormat("an OpenDocument drawing or database", "Save its table as .ods, and load that.")),
    (b"application/epub", OtherFormat("an e-book", "Choose the file with the sheet.")),
)


def other_format(data: bytes, name: str) -> OtherFormat | None:
    """What the bytes are, if they are neither text nor a workbook but of a kind that Batchdesk knows."""
    if data.startswith(b"PK\x03\x04"):
        return zip_format(data, name)
    if data.startswith(COMPOUND):
        return compound_format(data)
    for start, kind in _STARTS.items():
        if data.startswith(start) and (len(start) > 4 or not start.isascii() or b"\0" in data[:_START]):
            return kind  # four letters may also begin a table, which has no NUL
    return _by_name(data, PurePath(name).name.lower()) or _by_later_bytes(data)


def zip_format(data: bytes, name: str = "") -> OtherFormat | None:
    """What a zip is, if it is not an archive of files but a document of some program."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.namelist()
            kind = archive.read("mimetype")[:200] if entries[:1] == ["mimetype"] else b""
    except (BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError, zlib.error):
        return None
    if kind and b"spreadsheet" not in kind:
        return next((other for mark, other in _OPEN_DOCUMENTS if mark in kind), None)
    found = next((other for mark, other in _ZIP_ENTRIES if any(map(mark.search, entries))), None)
    return _PAGES if found is _NUMBERS and name.lower().endswith(".pages") else found


def compound_format(data: bytes) -> OtherFormat | None:
    """What a file of the old Office container is, if it is not a workbook."""
    present = [stream for stream in _COMPOUND_STREAMS if stream.encode("utf-16-le") in data]
    if not present:
        return None
    top = _top_streams(data)
    return next((_COMPOUND_STREAMS[stream] for stream in present if any(stream in other for other in top)), None)


def _top_streams(data: bytes) -> list[str]:
    """The streams at the top of the container; none if it is damaged. A workbook may hold a Word document below."""
    from xlrd.compdoc import CompDoc  # takes a while, and few files need it

    try:
        container = CompDoc(data, logfile=io.StringIO())
        return [container.dirlist[child].name for child in container.dirlist[0].children]
    except Exception:  # it raises nearly anything for damaged files
        return []


def _by_name(data: bytes, name: str) -> OtherFormat | None:
    if name.startswith(("~$", ".~lock.")) and len(data) < 1_000:
        return _LOCK
    if (
        name.endswith(".dbf")
        and b"\0" in data[:_START]
        and data[:1] in (b"\x02", b"\x03", b"\x30", b"\x31", b"\x83", b"\x8b", b"\xf5")
    ):
        return OtherFormat("a dBase table", "Open it in Excel or LibreOffice, save it as .xlsx and load that file.")
    return None


def _by_later_bytes(data: bytes) -> OtherFormat | None:
    if data[:1] == b"\x80" and data[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05") and data.endswith(b"."):
        return _PYTHON
    if b"\0" not in data[:_START]:  # the letters below may also be in a table
        return None
    if data[4:8] == b"ftyp":
        return _PICTURE if data[8:12] in (b"heic", b"heix", b"mif1", b"avif") else _MEDIA
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return _PICTURE if data[8:12] == b"WEBP" else _MEDIA
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return _PICTURE
    if data[8:12] == b"DUCK":
        return _DATABASE
    return _ZEROS if not data.strip(b"\0") else None
