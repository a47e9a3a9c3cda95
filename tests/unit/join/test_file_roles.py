"""What an uploaded file is, by its content alone; and every way an archive can be damaged."""

import gzip
import io
import json
import random
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lib.batch import build
from lib.batch.bundle import MANIFEST_COLUMNS
from lib.common import archives
from lib.compose import Recipe, batch_of, compose
from lib.compose.recipe_file import write_recipe
from lib.join import read_upload
from lib.join.file_roles import FileKind, batch_input_problem, recognise_file
from lib.providers import PROVIDERS, Provider
from lib.sheets import read_sheet

DATA = Path(__file__).parents[2] / "data" / "results"

REQUEST = {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "m", "messages": []}}
RESULT = {"custom_id": "a", "response": {"status_code": 200, "body": {"choices": []}}, "error": None}
ANSWER = {"object": "chat.completion", "choices": [{"message": {"content": "Hi."}, "finish_reason": "stop"}]}
STATUS = {"id": "batch_1", "object": "batch", "status": "completed", "output_file_id": "file-1", "errors": None}


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def workbook() -> bytes:
    book = Workbook()
    for row in (["id", "q"], ["a", "Why?"]):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def zipped(packing: int = zipfile.ZIP_DEFLATED, **files: bytes) -> bytes:
    """A zip; `out_jsonl` is the file `out.jsonl`."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


XLSX = workbook()

IMAGE = "x" * 3_000_000
DRAWN = {"response": {"candidates": [{"content": {"parts": [{"inlineData": {"data": IMAGE}}]}}]}}
SEEN = {"modelInput": {"image": IMAGE}, "modelOutput": {"content": []}}
SAID = {"result": {"type": "succeeded", "message": {"content": [{"type": "text", "text": IMAGE}]}}}

FILES = [
    ("requests", lines(REQUEST, REQUEST), "Requests"),
    ("requests-of-anthropic", lines({"custom_id": "a", "params": {}}), "Requests"),
    ("requests-of-gemini", lines({"key": "a", "request": {}}), "Requests"),
    ("requests-in-an-array", json.dumps([REQUEST, REQUEST], indent=2).encode(), "Requests"),
    ("requests-utf16", lines(REQUEST).decode().encode("utf-16"), "Requests"),
    ("request-longer-than-the-sample", lines(REQUEST | {"body": {"image": IMAGE}}), "Requests"),
    ("images-of-gemini", lines({"key": "a", **DRAWN}, {"key": "b", **DRAWN}), "Results"),
    ("images-of-gemini-with-the-key-last", lines({**DRAWN, "key": "a"}, {**DRAWN, "key": "b"}), "Results"),
    ("images-of-gemini-utf16", lines({**DRAWN, "key": "a"}).decode().encode("utf-16"), "Results"),
    ("images-of-gemini-without-a-line-end", json.dumps({**DRAWN, "key": "a"}).encode(), "Results"),
    ("images-of-gemini-over-lines", json.dumps({"key": "a", **DRAWN}, indent=1).encode(), "Results"),
    ("images-of-gemini-cut-off", lines({"key": "a", **DRAWN})[:-9], "Results"),
    ("images-of-gemini-asked-about-cut-off", lines({"key": "a", "request": {"image": IMAGE}})[:-9], "Requests"),
    ("images-shown-to-bedrock", lines({"recordId": "a", **SEEN}), "Results"),
    ("images-shown-to-bedrock-with-the-id-last", lines({**SEEN, "recordId": "a"}), "Results"),
    ("long-result-of-anthropic", lines({"custom_id": "a", **SAID}), "Results"),
    ("long-result-of-anthropic-cut-off", lines({"custom_id": "a", **SAID})[:-9], "Results"),
    ("long-text-with-a-key", lines({"key": "a", "text": IMAGE}), "Sheet"),
    ("long-text-with-a-key-cut-off", lines({"key": "a", "text": IMAGE})[:-9], "Sheet"),
    ("results", lines(RESULT), "Results"),
    ("results-mostly", lines(REQUEST, RESULT, RESULT), "Results"),
    ("results-with-a-bad-first-line", b'"content": "x"}}\n' + lines(RESULT, RESULT), "Results"),
    ("results-after-a-comment", b"# my results\n" + lines(RESULT, RESULT), "Results"),
    ("results-with-only-the-first-line-cut", lines(RESULT)[:60], "Results"),
    ("requests-with-only-the-first-line-cut", lines(REQUEST)[:60], "Requests"),
    ("results-in-a-long-array", json.dumps([RESULT] * 30_000).encode(), "Results"),
    ("results-in-a-list-object", json.dumps({"object": "list", "data": [RESULT] * 3}).encode(), "Results"),
    ("results-in-a-long-list-object", json.dumps({"data": [RESULT] * 30_000}).encode(), "Results"),
    ("requests-in-a-list-object", json.dumps({"requests": [REQUEST] * 2}, indent=2).encode(), "Requests"),
    ("requests-of-bedrock", lines({"recordId": "a", "modelInput": {}}), "Requests"),
    ("results-of-bedrock", lines({"recordId": "a", "modelInput": {}, "modelOutput": {}}), "Results"),
    ("answers-with-only-an-id", lines({"custom_id": "a", **ANSWER}), "Results"),
    ("quiz-with-choices", lines({"custom_id": "a", "choices": ["x", "y"]}), "Sheet"),
    ("answers-without-an-id", lines(ANSWER), "Nothing"),
    ("vertex-without-a-key", lines({"request": {}, "response": {"candidates": [{"finishReason": "STOP"}]}}), "Results"),
    ("batch-statuses", json.dumps({"object": "list", "data": [STATUS, STATUS]}).encode(), "Nothing"),
    ("answer-as-body", lines({"custom_id": "a", "body": {"choices": []}}), "Results"),
    ("empty", b"", "Results"),
    ("blank", b" \r\n\n", "Results"),
    ("only-a-byte-order-mark", b"\xef\xbb\xbf", "Results"),
    ("csv", b"id,q\na,Why?\n", "Sheet"),
    ("csv-with-a-bracket", b"[id],q\na,Why?\n", "Sheet"),
    ("csv-with-a-brace", b"{id},q\na,Why?\n", "Sheet"),
    ("csv-with-json-cells", b'id,reply\na,"{""error"": 1}"\n', "Sheet"),
    ("csv-with-json-on-lines-of-its-own", b'id,reply\n1,"see\n{}\nwell"\n2,b\n3,c\n', "Sheet"),
    ("csv-one-column-of-json", b'reply\n{"a": 1}\n{"a": 2}\n', "Sheet"),
    ("csv-one-column", b"question\nWhy?\n", "Sheet"),
    ("csv-utf16", "id\tq\na\tWhy?\n".encode("utf-16"), "Sheet"),
    ("xlsx", XLSX, "Sheet"),
    ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Sheet"),
    ("xlsx-cut-off", XLSX[: len(XLSX) // 2], "Sheet"),
    ("html", b"<!DOCTYPE html><title>Sign in</title>", "Nothing"),
    ("html-in-capitals", b"\n <HTML><body>", "Nothing"),
    ("lfs-pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "Nothing"),
    ("batch-status", json.dumps(STATUS, indent=2).encode(), "Nothing"),
    ("failed-download", b'{"error": {"message": "No such File object"}}', "Nothing"),
    ("bodies-without-envelope", lines({"model": "m", "messages": []}), "Nothing"),
    ("records", lines({"id": 1, "name": "x"}), "Sheet"),
    ("manifest", ",".join(MANIFEST_COLUMNS).encode() + b"\n1,a.jsonl,2,3,2,9,0\n", "Nothing"),
    ("image", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "Nothing"),
]


@pytest.mark.parametrize(("data", "role"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_the_role_of_a_file(data: bytes, role: str) -> None:
    assert recognise_file(data).role == role


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_every_results_file_is_recognised(path: Path) -> None:
    role = recognise_file(path.read_bytes()).role
    assert role == ("Sheet" if path.name == "bare_values.jsonl" else "Results")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (lines(RESULT), FileKind.RESULTS),
        (lines(RESULT)[:60], FileKind.BROKEN_RESULTS),
        (lines(REQUEST), FileKind.REQUESTS),
        (lines(REQUEST)[:60], FileKind.BROKEN_REQUESTS),
        (b"", FileKind.EMPTY),
        (XLSX, FileKind.WORKBOOK),
        (b"PAR1", FileKind.PARQUET),
        (b"<table><td>x", FileKind.WEB_TABLE),
        (b"<html>", FileKind.WEB_PAGE),
        (b"<div>\n<table>\n<tr><td>id</td></tr>\n<tr><td>1</td></tr>\n</table>\n</div>", FileKind.WEB_TABLE),
        (b"ARROW1\0\0", FileKind.PARQUET),
        (b"id,q", FileKind.TABLE),
        (lines({"id": 1, "name": "x"}), FileKind.RECORDS),
        (lines(STATUS), FileKind.BATCH_STATUS),
        (lines({"model": "m", "messages": []}), FileKind.BARE_BODIES),
        (lines(ANSWER), FileKind.BARE_ANSWERS),
        (b'{"error": {"message": "No such File object"}}', FileKind.FAILED_DOWNLOAD),
    ],
)
def test_the_kind_of_a_file(data: bytes, kind: FileKind) -> None:
    assert recognise_file(data) is kind


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (lines(REQUEST), None),
        (b"id,q", None),
        (lines({"model": "m", "messages": []}), None),
        (XLSX, "a-sheet"),
        (lines(STATUS), "no-batch"),
    ],
)
def test_what_cannot_be_a_batch_input_is_rejected(data: bytes, problem: str | None) -> None:
    [upload], _ = read_upload(data, "up")
    error = batch_input_problem(upload)
    assert (error and error.problem.kind) == problem


def nameless() -> bytes:
    """A zip whose file has an empty name: its one letter is declared to be something else."""
    data = bytearray(zipped(zipfile.ZIP_STORED, a=lines(RESULT)))
    for mark, length in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        start = data.index(mark) + length
        data[start : start + 4] = bytes([0, 0, 1, 0])
    return bytes(data)


ARCHIVES = [
    ("plain", lines(RESULT), [("up", "Results")]),
    ("gz", gzip.compress(lines(RESULT)), [("up", "Results")]),
    ("zip", zipped(out_jsonl=lines(RESULT), sheet_xlsx=XLSX), [("out.jsonl", "Results"), ("sheet.xlsx", "Sheet")]),
    (
        "zip-with-a-stored-workbook",
        zipped(zipfile.ZIP_STORED, out_jsonl=lines(RESULT), sheet_xlsx=XLSX),
        [("out.jsonl", "Results"), ("sheet.xlsx", "Sheet")],
    ),
    (
        "zip-with-xl-in-its-bytes",
        zipped(zipfile.ZIP_STORED, out_jsonl=lines(RESULT | {"note": "xl/workbook.xml"})),
        [("out.jsonl", "Results")],
    ),
    ("zip-in-gz", gzip.compress(zipped(out_jsonl=lines(RESULT))), [("out.jsonl", "Results")]),
    ("gz-in-zip", zipped(out_jsonl_gz=gzip.compress(lines(RESULT))), [("out.jsonl", "Results")]),
    ("zip-in-zip", zipped(more_zip=zipped(in_jsonl=lines(REQUEST))), [("in.jsonl", "Requests")]),
    ("bzip2", zipped(zipfile.ZIP_BZIP2, out_jsonl=lines(RESULT)), [("out.jsonl", "Results")]),
    ("lzma", zipped(zipfile.ZIP_LZMA, out_jsonl=lines(RESULT)), [("out.jsonl", "Results")]),
    ("zip-with-a-nameless-file", nameless(), [("up", "Results")]),
    ("workbook-is-no-archive", XLSX, [("up", "Sheet")]),
    ("two-members-in-gz", gzip.compress(lines(RESULT)) + gzip.compress(lines(RESULT)), [("up", "Results")]),
]


@pytest.mark.parametrize(("data", "files"), [case[1:] for case in ARCHIVES], ids=[case[0] for case in ARCHIVES])
def test_files_of_an_upload(data: bytes, files: list[tuple[str, str]]) -> None:
    uploads, problems = read_upload(data, "up")
    assert [(upload.name, upload.kind.role) for upload in uploads] == files
    assert problems == []


def test_names_lose_their_folder_and_gz() -> None:
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as archive:
        archive.writestr("batch/", b"")
        archive.writestr("batch/out.jsonl", lines(RESULT))
        archive.writestr("__MACOSX/batch/._out.jsonl", b"\0\1\2")
        archive.writestr("batch/.DS_Store", b"\0\1\2")
    assert [upload.name for upload in read_upload(folder.getvalue(), "b.zip")[0]] == ["out.jsonl"]
    assert [upload.name for upload in read_upload(gzip.compress(b""), "batch/out.jsonl.GZ")[0]] == ["out.jsonl"]


def test_a_zip_of_parts_from_compose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "Parasail", small_parts())
    sheet = read_sheet(b"q\n" + b"Why?\n" * 5, "s.csv")
    uploads, problems = read_upload(build(batch_of(compose(sheet, Recipe(model="m", prompt="{{q}}")))), "s.zip")
    assert [upload.kind for upload in uploads] == [*[FileKind.REQUESTS] * 3, FileKind.MANIFEST]
    assert problems == []


def small_parts() -> Provider:
    return replace(PROVIDERS["Parasail"], requests=2)


def locked() -> bytes:
    """A zip whose second file is marked as encrypted."""
    data = bytearray(zipped(zipfile.ZIP_STORED, a_jsonl=lines(RESULT), b_jsonl=lines(RESULT)))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(mark) + flags] |= 1
    return bytes(data)


def unknown_packing() -> bytes:
    data = bytearray(zipped(out_jsonl=lines(RESULT)))
    data[data.index(b"PK\x03\x04") + 8] = data[data.index(b"PK\x01\x02") + 10] = 9  # Deflate64
    return bytes(data)


def lying() -> bytes:
    """A zip that declares its file smaller than it is."""
    data = bytearray(zipped(out_jsonl=lines(RESULT) * 50))
    for mark, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + size
        data[start : start + 4] = (5).to_bytes(4, "little")
    return bytes(data)


def damaged(data: bytes) -> bytes:
    middle = len(data) // 3
    return data[:middle] + bytes(byte ^ 0xFF for byte in data[middle : middle + 8]) + data[middle + 8 :]


def nested(levels: int) -> bytes:
    data = lines(RESULT)
    for _ in range(levels):
        data = zipped(more_zip=data)
    return data


NOISE = random.Random(1).randbytes(4_000)

BAD = [
    ("locked", locked(), "password", ["a.jsonl"]),
    ("unknown-packing", unknown_packing(), "unknown-packing", []),
    ("lying", lying(), "broken-archive", []),
    ("cut-off-zip", zipped(a_jsonl=NOISE)[:3_000], "broken-archive", []),
    ("damaged-zip", damaged(zipped(a_jsonl=NOISE)), "broken-archive", []),
    ("damaged-bzip2", damaged(zipped(zipfile.ZIP_BZIP2, a_jsonl=NOISE)), "broken-archive", []),
    ("damaged-lzma", damaged(zipped(zipfile.ZIP_LZMA, a_jsonl=NOISE)), "broken-archive", []),
    ("cut-off-gz", gzip.compress(NOISE)[:3_000], "broken-archive", []),
    ("damaged-gz", damaged(gzip.compress(lines(RESULT) * 9)), "broken-archive", []),
    ("not-gz", b"\x1f\x8bnothing", "broken-archive", []),
    ("gz-in-zip-after-a-good-file", zipped(a_jsonl=lines(RESULT), b_gz=b"\x1f\x8bno"), "broken-archive", ["a.jsonl"]),
    ("empty-zip", zipped(), "empty-archive", []),
    ("ten-in-one-another", nested(10), "archive-bomb", []),
]


@pytest.mark.parametrize(("data", "kind", "kept"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_damaged_archive_names_its_problem(data: bytes, kind: str, kept: list[str]) -> None:
    """The files before the damage are kept."""
    uploads, problems = read_upload(data, "up.zip")
    assert [problem.problem.kind for problem in problems] == [kind]
    assert [upload.name for upload in uploads] == kept


@pytest.mark.parametrize(
    "data", [zipped(a_jsonl=bytes(999), b_jsonl=bytes(999)), gzip.compress(bytes(2_000))], ids=["zip", "gz"]
)
@pytest.mark.parametrize("bound", ["MAX_UNPACKED", "MAX_UNPACKED_EASILY"])
def test_archive_bombs_are_rejected(data: bytes, bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, bound, 1_500)
    monkeypatch.setattr(archives, "MAX_RATIO", 2)
    uploads, problems = read_upload(data, "up")
    assert uploads == []
    assert [problem.problem.kind for problem in problems] == ["archive-bomb"]


WHOLE = [
    lines(RESULT, REQUEST),
    zipped(out_jsonl=lines(RESULT), sheet_xlsx=XLSX),
    zipped(zipfile.ZIP_LZMA, out_jsonl=NOISE[:500]),
    zipped(zipfile.ZIP_BZIP2, out_jsonl=NOISE[:500]),
    gzip.compress(zipped(a_csv=b"a,b\n1,2\n")),
    XLSX,
]


@given(st.sampled_from(WHOLE), st.integers(0), st.integers(0, 12), st.binary(max_size=12))
def test_only_unreadable_is_raised(whole: bytes, start: int, gone: int, instead: bytes) -> None:
    start %= len(whole)
    uploads, problems = read_upload(whole[:start] + instead + whole[start + gone :], "up")
    assert uploads or problems


@given(st.binary(max_size=200))
def test_any_bytes_give_a_file_or_a_problem(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"{", b"["):
        uploads, problems = read_upload(start + data, "up")
        assert uploads or problems


def test_zlib_data_is_not_unpacked() -> None:
    assert recognise_file(zlib.compress(NOISE)) is FileKind.BINARY


@pytest.mark.parametrize(
    "row",
    [
        {"instruction": "Say", "input": "x", "output": "y"},
        {"messages": [{"role": "user", "content": "x"}]},
        {"custom_id": "r1", "prompt": "p"},
        {"key": "k", "prompt": "p", "response": "r"},
        {"key": "k", "request": "text"},
        {"custom_id": "a", "state": "OK", "answer": "yes", "error": "", "finish_reason": "stop"},
        {"custom_id": "a", "state (batch)": "Missing", "answer (batch)": None, "error": None},
        {"custom_id": "a", "answer": "yes", "error": ""},
        {"custom_id": "a", "state": "Failed", "error": "too long"},
        {"custom_id": "a", "prompt": "Why?", "error": ""},
        {"key": "n0", "text": "t", "error": None},
    ],
)
def test_rows_of_a_table_are_a_sheet_with_any_keys(row: dict[str, Any]) -> None:
    assert recognise_file(json.dumps(row).encode() + b"\n").role == "Sheet"


def test_saved_settings_are_neither_a_sheet_nor_a_batch() -> None:
    [upload], _ = read_upload(write_recipe(Recipe(model="m", prompt="{{q}}")), "a.json")
    assert upload.kind is FileKind.RECIPE
    assert batch_input_problem(upload)
    assert recognise_file(b'[{"kind": "batchdesk-recipe"}]') is FileKind.RECORDS


@pytest.mark.parametrize(
    "line",
    [
        {"id": "b", "custom_id": "a", "response": None, "error": None},
        {"id": "b", "custom_id": "a", "error": None},
        {"custom_id": "a", "error": ""},
        {"custom_id": "a", "error": "Nope.", "model": "m"},
        {"custom_id": "a", "error": "Nope.", "elapsed": 5},
        {"custom_id": "a", "status_code": 500, "message": "Nope.", "error": None},
        {"custom_id": "a", "status": "failed", "error": None},
        {"batch_id": "b", "custom_id": "a", "response": {"status_code": 500, "message": "Nope."}, "error": None},
        {"custom_id": "a", "elapsed": 5, **ANSWER, "error": None},
        {"custom_id": "a", "elapsed": 5, "body": ANSWER, "error": None},
        {"custom_id": "a", "elapsed": 5, "response": None, "error": None},
        {"key": "a", "error": {"code": 400, "message": "Nope."}},
        {"recordId": "a", "modelInput": {}, "error": {"errorCode": 400, "errorMessage": "Nope."}},
    ],
    ids=json.dumps,
)
def test_output_lines_are_results_with_any_error(line: dict[str, Any]) -> None:
    assert recognise_file(lines(line)).role == "Results"


@pytest.mark.parametrize(("failed", "role"), [(1, "Sheet"), (3, "Results")], ids=["one", "most"])
def test_rows_whose_errors_are_mostly_empty_are_a_table(failed: int, role: str) -> None:
    rows = [{"custom_id": str(row), "prompt": "?", "error": "Nope." if row < failed else ""} for row in range(4)]
    assert recognise_file(lines(*rows)).role == role


@pytest.mark.parametrize(
    ("odd", "good", "role"),
    [
        ({"status": "expired"}, {"response": {"status_code": 200, "body": {}}}, "Results"),
        ({"response": "plain"}, {"response": {"status_code": 200, "body": {}}}, "Results"),
        ({"method": "POST", "url": "/v1/chat/completions", "body": None}, {"body": {"model": "m"}}, "Requests"),
    ],
)
def test_incomplete_lines_of_a_batch_are_not_rows_of_a_table(odd: Any, good: Any, role: str) -> None:
    rows = [{"custom_id": str(row), **odd} for row in range(9)]
    assert recognise_file(lines(*rows, {"custom_id": "x", **good})).role == role
