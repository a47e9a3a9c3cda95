"""Files that unpack to far more than their size, and what reading them costs.

`python -m tests.support.archive_bombs NAME ...` reads them and prints time and memory.
"""

import gzip
import io
import json
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lib.batch import read_requests
from lib.common import Unreadable
from lib.compose.recipe_file import read_recipe
from lib.join import read_upload
from lib.results import read_results
from lib.review import read_marks
from lib.schema import read_schema
from lib.sheets import read_sheet

MB = 1_000_000
_OFFICE = "http://schemas.openxmlformats.org"
_REL = f"{_OFFICE}/officeDocument/2006/relationships"
_PACKAGE = f"{_OFFICE}/package/2006"
_XLSX = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" Type="{_REL}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_OFFICE}/spreadsheetml/2006/main" xmlns:r="{_REL}">'
    '<sheets><sheet name="A" sheetId="1" r:id="r"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
    f'Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_ODS = {
    "mimetype": _MIME,
    "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/></manifest:manifest>',
}
_LAUGHS = "".join(f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9))
"""Entities, each of ten of the one before: the last has ten thousand million letters."""

_DOCTYPE = f'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">{_LAUGHS}<!ENTITY file SYSTEM "file:///etc/passwd">]>'


def _zip_with(others: dict[str, str], name: str, piece: bytes, times: int, head: str = "", tail: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, text in others.items():
            archive.writestr(other, text, compress_type=zipfile.ZIP_STORED)
        with archive.open(name, "w") as entry:
            entry.write(head.encode())
            for _ in range(times):
                entry.write(piece)
            entry.write(tail.encode())
    return data.getvalue()


def xlsx(piece: bytes, times: int, doctype: str = "") -> bytes:
    """A workbook whose first row repeats a piece of XML."""
    head = f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{_OFFICE}/spreadsheetml/2006/main"><sheetData><row r="1">'
    return _zip_with(_XLSX, "xl/worksheets/sheet1.xml", piece, times, head, "</row></sheetData></worksheet>")


def ods(piece: bytes, times: int, doctype: str = "") -> bytes:
    """An ODS file whose rows repeat a piece of XML."""
    spaces = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    head = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {spaces}><office:body><office:spreadsheet>'
        '<table:table table:name="A">'
    )
    tail = "</table:table></office:spreadsheet></office:body></office:document-content>"
    return _zip_with(_ODS, "content.xml", piece, times, head, tail)


def ods_cell(text: str, rows: int = 1, columns: int = 1) -> bytes:
    """A row of an ODS file."""
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="string" '
        f'table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell></table:table-row>'
    ).encode()


def _gzip() -> bytes:
    data = io.BytesIO()
    with gzip.GzipFile(fileobj=data, mode="wb", compresslevel=1) as file:
        for _ in range(60):
            file.write(bytes(10 * MB))
    return data.getvalue()


def _parquet() -> bytes:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * MB, pa.int32()), pa.array(["x" * 100_000]))
    data = io.BytesIO()
    pq.write_table(pa.table({"a": column}), data)
    return data.getvalue()


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip": lambda: _zip_with({}, "a.csv", b"a,b\n" * (MB * 5 // 2), 60),
    "gzip": _gzip,
    "xlsx": lambda: xlsx(b"<c><v>1</v></c>" * 600_000, 60),
    "xlsx-entities": lambda: xlsx(b'<c r="A1" t="inlineStr"><is><t>&j;&file;</t></is></c>', 1, _DOCTYPE),
    "xlsx-far-cell": lambda: xlsx(b'<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>', 1),
    "ods": lambda: ods(ods_cell("a") * 70_000, 60),
    "ods-entities": lambda: ods(ods_cell("&j;&file;"), 1, _DOCTYPE),
    "ods-repeats": lambda: ods(ods_cell("a", MB, 16_000), 1),
    "parquet": _parquet,
    "deep-arrays": lambda: b"[" * 5 * MB,
    "deep-objects": lambda: b'{"a":' * (MB // 2) + b"1" + b"}" * (MB // 2),
    "ten-thousand-keys": lambda: _records(10_000, 20),
    "one-line-of-50-MB": lambda: b'a,b\n1,"' + b"x," * 25 * MB + b'"\n',
    "one-answer-of-50-MB": lambda: (
        b'{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":'
        b'{"content":"' + b"x" * 50 * MB + b'"}}]}},"error":null}\n'
    ),
    "blank-lines": lambda: b"\n" * 50 * MB,
    "web-page": lambda: b"<table><tr>" + b"<td colspan=1000>x" * 100_000,
}


def _records(keys: int, times: int) -> bytes:
    record = b"{" + b",".join(b'"key %d":%d' % (number, number) for number in range(keys)) + b"}"
    return b"\n".join([record] * times)


def _read_all(data: bytes) -> list[str]:
    """What each reader returns: the type's name, or the kind of the problem."""
    text = data[: 10 * MB].decode("utf-8", "replace")
    readers: list[Callable[[], object]] = [
        lambda: read_upload(data, "a"),
        lambda: read_marks(read_sheet(data, "a")),
        lambda: read_results(data, "a"),
        lambda: read_requests(data, "a"),
        lambda: read_recipe(data[: 10 * MB], "a"),
        lambda: read_schema(text),
    ]
    outcomes = []
    for read in readers:
        try:
            outcomes.append(type(read()).__name__)
        except Unreadable as error:
            outcomes.append(error.problem.kind)
    return outcomes


def _peak() -> int:
    """Peak memory of this process and its children, in bytes."""
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    if (status := Path("/proc/self/status")).exists():  # on Linux the figure above includes the parent's memory
        whole = int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return whole + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


def _measured(name: str) -> dict[str, object]:
    bomb = BOMBS[name]()
    started = time.monotonic()
    outcomes = _read_all(bomb)
    return {
        "name": name,
        "outcomes": outcomes,
        "bytes": len(bomb),
        "seconds": time.monotonic() - started,
        "peak": _peak(),
    }


if __name__ == "__main__":
    json.dump([_measured(name) for name in sys.argv[1:]], sys.stdout)
