"""The tasks of `lib` at 50,000 rows, beside the least that they need and the engines that people would use instead."""

import io
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

import orjson
import pandas as pd
import xlsxwriter
from python_calamine import load_workbook

from lib.batch import InputFile, build, plan
from lib.batch.input_file import read_requests
from lib.check import check_file
from lib.check.totals import batch_totals
from lib.compose import Composition, batch_of, compose
from lib.export import select, write_csv, write_xlsx
from lib.join import Joined, join
from lib.providers import PROVIDERS, Limits
from lib.repair import RepairOptions, repair
from lib.repair.download import plan_download
from lib.results import read_results
from lib.results.embeddings import read_vectors
from lib.sheets import Sheet, read_sheet
from tests.bench import texts
from tests.bench.measure import Row, best_seconds
from tests.bench.peers import fastest


def rows() -> Iterator[Row]:
    """The rows of the table that need no browser."""
    table = texts.rows()
    sheet = texts.sheet(table)
    made = compose(sheet, replace(texts.RECIPE, limits=Limits(requests=17_000)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_files(folder, table, made)
        yield from _sheets(table, folder)
        yield from _composing(sheet, made, folder)
        yield from _results(sheet, made, folder)
    yield from _vectors()
    yield from _checking()


def _write_files(folder: Path, table: Sequence[Sequence[str]], made: Composition) -> None:
    """The files of the peers, which make no ids: their sheet has those of its requests."""
    identified = [[custom_id, *row] for custom_id, row in zip(made.ids, table, strict=True)]
    (folder / "sheet.csv").write_bytes(texts.as_csv(table))
    (folder / "identified.csv").write_bytes(texts.as_csv(identified, ("custom_id", *texts.COLUMNS)))
    (folder / "input.jsonl").write_bytes(b"".join(made.blocks()))
    (folder / "output.jsonl").write_bytes(b"".join(texts.answers(made.ids)))


def _sheets(table: Sequence[Sequence[str]], folder: Path) -> Iterator[Row]:
    data = texts.as_csv(table)
    bare, here = best_seconds(partial(_pandas_csv, data), partial(read_sheet, data, "a.csv"))
    peer = fastest("read", folder, ["polars"])
    yield Row(f"read a CSV, {_mb(data)}", "pandas", bare, here, "2.5x", peer=peer)
    book = texts.as_xlsx(table)
    bare, here = best_seconds(partial(_calamine, book), partial(read_sheet, book, "a.xlsx"))
    yield Row(f"read an XLSX, {_mb(book)}", "calamine", bare, here, "1.6x")
    book = texts.numbers_as_xlsx()
    bare, here = best_seconds(partial(_calamine, book), partial(read_sheet, book, "a.xlsx"))
    yield Row(f"read formatted numbers, {_mb(book)}", "calamine", bare, here, "3.5x")


def _pandas_csv(data: bytes) -> None:
    pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)


def _calamine(book: bytes) -> None:
    load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()


def _composing(sheet: Sheet, made: Composition, folder: Path) -> Iterator[Row]:
    lines = list(made.lines())
    dicts = [orjson.loads(line) for line in lines]
    bare, here = best_seconds(partial(_dumps, dicts), partial(compose, sheet, made.recipe))
    peer = fastest("compose", folder, ["polars"])
    yield Row(f"compose, {sum(made.sizes) / 1e6:.0f} MB", "`orjson.dumps`", bare, here, "1.8x", peer=peer)
    del dicts
    parts = [b"".join(lines[part.indexes[0] : part.indexes[-1] + 1]) for part in plan(batch_of(made)).parts]
    bare, here = best_seconds(partial(_bare_zip, parts), lambda: build(batch_of(made)))
    yield Row(f"split and zip, {len(parts)} parts", "sha256, zlib", bare, here, "1.3x")


def _dumps(dicts: Sequence[object]) -> bytes:
    return b"\n".join(map(orjson.dumps, dicts))


def _bare_zip(parts: Sequence[bytes]) -> None:
    for part in parts:
        sha256(part).digest()
        zlib.compress(part, 1)


def _results(sheet: Sheet, made: Composition, folder: Path) -> Iterator[Row]:
    data, written = (folder / "output.jsonl").read_bytes(), (folder / "input.jsonl").read_bytes()
    sent = InputFile(sheet.name, made.digest, made.ids, made.line, sheet_digest=sheet.digest)

    def joined() -> Joined:
        return join([read_results(data, "out.jsonl")], [sent], sheet)

    def without_input() -> Joined:
        return join([read_results(data, "out.jsonl")], [], sheet)

    def with_input() -> Joined:
        return join([read_results(data, "out.jsonl")], [read_requests(written, "in.jsonl")], sheet)

    bare, here = best_seconds(partial(_loads, data), without_input)
    yield Row(f"join output, {_mb(data)}", "`orjson.loads`", bare, here, "1x", peer=fastest("join", folder))
    bare, here = best_seconds(partial(_loads, data + written), with_input)
    task, peer = f"join input and output, {_mb(data + written)}", fastest("join sent", folder)
    yield Row(task, "`orjson.loads`", bare, here, "2.2x", peer=peer)
    bare, here = best_seconds(partial(_loads, data), joined)
    yield Row(f"join output of a batch composed here, {_mb(data)}", "`orjson.loads`", bare, here, "2x")
    bare, here = best_seconds(partial(_with_pandas, data, sheet, made.ids), joined, times=2)
    yield Row("the same", "pandas", bare, here, "1/15")
    table = joined()
    bare, here = best_seconds(partial(_bare_xlsx, table), lambda: write_xlsx(select(table)), times=2)
    yield Row("write the table as XLSX", "xlsxwriter", bare, here, "0.35x")
    frame = pd.DataFrame(dict(table.columns))
    bare, here = best_seconds(lambda: frame.to_csv(index=False), lambda: write_csv(select(table)), times=3)
    yield Row("write the table as CSV", "pandas", bare, here, "")


def _with_pandas(data: bytes, sheet: Sheet, ids: Sequence[str]) -> pd.DataFrame:
    """The same table with pandas alone; the answers are still inside lists."""
    lines = pd.read_json(io.BytesIO(data), lines=True, dtype=False)
    flat = pd.json_normalize(lines["response"].tolist())
    flat["custom_id"] = lines["custom_id"]
    frame = pd.DataFrame({name: sheet.column(name) for name in sheet.columns})
    frame["custom_id"] = ids
    return frame.merge(flat, on="custom_id", how="left")


def _bare_xlsx(table: Joined) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": True, "strings_to_formulas": False}) as book:
        tab = book.add_worksheet()
        for number, row in enumerate(zip(*table.columns.values(), strict=True)):
            for column, cell in enumerate(row):
                tab.write(number, column, cell)
    return data.getvalue()


def _vectors() -> Iterator[Row]:
    for kind, base64, goal in (("numbers", False, "1.3x"), ("base64", True, "2.5x")):
        data = texts.embeddings(base64)
        bare, here = best_seconds(partial(_loads, data), partial(_matrix, data), times=3)
        yield Row(f"read 20,000 vectors as {kind}, {_mb(data)}", "`orjson.loads`", bare, here, goal)


def _matrix(data: bytes) -> None:
    read_vectors([read_results(data, "out.jsonl")], [(0, result) for result in range(texts.VECTORS)])


def _checking() -> Iterator[Row]:
    for task, goal, data in (
        ("check requests", "3x", texts.requests(330)),
        ("check requests, all ASCII", "3x", texts.requests(350, ascii_only=True)),
        ("check requests, a fault in each", "4x", texts.requests(330, faults=True)),
    ):
        bare, here = best_seconds(partial(_loads, data), partial(_check, data), times=3)
        yield Row(f"{task}, {_mb(data)}", "`orjson.loads`", bare, here, goal)


def _check(data: bytes) -> None:
    """All work of the page before the download is ready."""
    checked = check_file(data, "a.jsonl", PROVIDERS["OpenAI"], lambda done, total: None)
    batch_totals([checked])
    plan_download([repair(checked, RepairOptions())], "bench")


def _loads(data: bytes) -> None:
    for line in io.BytesIO(data):
        orjson.loads(line)


def _mb(data: bytes) -> str:
    return f"{len(data) / 1e6:.0f} MB"
