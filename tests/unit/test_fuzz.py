"""Readers return a consistent value or raise `Unreadable` for every corrupt copy of a real file.

A case is a seed, so a failure names it. `FUZZ_CASES=20000 pytest tests/unit/test_fuzz.py` runs as many of each test.
"""

import gzip
import io
import json
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.batch import read_requests
from lib.common import Unreadable
from lib.compose import Recipe, compose
from lib.compose.recipe import without_missing
from lib.compose.recipe_file import read_recipe, write_recipe
from lib.compose.template import placeholder
from lib.export import count_cell_changes, select, write_csv, write_jsonl, write_xlsx
from lib.export.how_made import how_made
from lib.failures import Pick, causes, retry
from lib.join import join, read_upload
from lib.providers import PROVIDERS
from lib.results import read_results
from lib.review import read_marks
from lib.schema import make_strict, read_schema, validator
from lib.sheets import read_sheet
from tests.support.corruption import corrupt, corrupt_json
from tests.support.result_lines import answered, expired, failed, input_line, jsonl, refused
from tests.support.sheet_files import as_csv, as_xlsx
from tests.support.sheets import make_sheet
from tests.unit.join.test_join_properties import check_sums

CASES = int(os.environ.get("FUZZ_CASES", "100"))
DATA = Path(__file__).parents[1] / "data"

seeds = st.integers(0, 2**40)
many = settings(max_examples=CASES, suppress_health_check=list(HealthCheck))
few = settings(max_examples=max(8, CASES // 50), suppress_health_check=list(HealthCheck))

ROWS = [("id", "review", "stars"), *((f"{row:03d}", f"Très bien, {row}\n=1+1", row % 5) for row in range(8))]
RECORDS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
SHEET = make_sheet({"id": list("abcd"), "q": ["?"] * 4})


def parquet() -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([record | {"more": {"a": [1, None]}} for record in RECORDS]), data)
    return data.getvalue()


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


def web_page() -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td colspan=2>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    return f"<html><body><table>{cells}</table></body></html>".encode()


OUTPUT = jsonl(
    [answered("a", "yes"), failed("b", "Too long", 400), refused("c", "No."), answered("d", "cut", "length")]
)
INPUT = jsonl(input_line(custom_id, "Why?") for custom_id in "abcd")
ERRORS = jsonl([expired("a"), expired("e")])
RESULTS = [
    OUTPUT,
    ERRORS,
    *(path.read_bytes() for path in sorted((DATA / "results").iterdir()) if path.suffix == ".jsonl"),
]
TABLES = [
    *(as_csv(ROWS), as_csv(ROWS).replace(b",", b"\t"), as_xlsx({"One": ROWS, "Two": ROWS}), web_page()),
    *(json.dumps(RECORDS).encode(), jsonl(RECORDS), zipped(a_csv=as_csv(ROWS)), gzip.compress(as_csv(ROWS))),
]
SANDBOXED = [
    path.read_bytes() for path in sorted((DATA / "sheets").iterdir()) if path.suffix in (".ods", ".xls", ".xlsb")
]
SANDBOXED += [parquet()] * 3
RECIPES = [path.read_bytes() for path in sorted(DATA.glob("golden/*/recipe.json"))] + [write_recipe(Recipe())]
SCHEMAS = [
    *(path.read_bytes() for path in sorted((DATA / "answer_format").iterdir())),
    b'{"type": "object", "properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"enum": ["x", 1]}}}',
    b'{"anyOf": [{"type": ["string", "null"], "pattern": "^(a+)+$"}, {"type": "array", "items": {"maximum": 3}}]}',
]
MARKS = as_csv(
    [("custom_id", "Checked", "Checked note", "Mood", "Corrected columns"), ("a", "OK", "'=1", "x", "Mood; [")]
)
ARCHIVES = [
    zipped(out_jsonl=OUTPUT, in_jsonl=INPUT, s_csv=as_csv(ROWS)),
    zipped(more_zip=zipped(a_xlsx=as_xlsx({"One": ROWS})), x_gz=gzip.compress(OUTPUT)),
    gzip.compress(zipped(a_csv=as_csv(ROWS))),
]


def one_of(files: list[bytes], seed: int) -> bytes:
    return files[seed % len(files)]


def check_sheet(data: bytes) -> None:
    """A sheet is rectangular and all text, its rows are in order, and each is sent or reported as left out."""
    try:
        sheet = read_sheet(data, "a")
    except Unreadable:
        return
    assert len(set(sheet.columns)) == len(sheet.columns)
    columns = [sheet.column(name) for name in sheet.columns]
    assert {len(column) for column in columns} == {len(sheet.numbers)}
    assert list(sheet.numbers) == sorted(set(sheet.numbers))
    assert all(type(cell) is str for column in columns for cell in column)
    batch = compose(sheet, Recipe(model="m", prompt=f"Look: {placeholder(sheet.columns[-1])}"))
    left_out = {problem.row for problem in (*batch.skipped, *batch.problems) if problem.row is not None}
    assert len(batch) + len(left_out) >= len(sheet)
    assert [json.loads(line)["custom_id"] for line in batch.lines()] == list(batch.ids)


@many
@given(seeds)
def test_sheets(seed: int) -> None:
    check_sheet(corrupt(one_of(TABLES, seed), seed))


@many
@given(seeds)
def test_records(seed: int) -> None:
    check_sheet(corrupt_json(one_of([json.dumps(RECORDS).encode(), jsonl(RECORDS)], seed), seed))


@few  # each runs in a process of its own first
@given(seeds)
def test_sandboxed_formats(seed: int) -> None:
    check_sheet(corrupt(one_of(SANDBOXED, seed), seed))


@many
@given(seeds)
def test_results_and_requests(seed: int) -> None:
    results = [
        read_results(corrupt_json(one_of(RESULTS, seed), seed), "out.jsonl"),
        read_results(OUTPUT, "other.jsonl"),
    ]
    sent = read_requests(corrupt_json(INPUT, seed + 1) if seed % 3 else INPUT, "in.jsonl")
    joined = join(results, [sent], SHEET if seed % 2 else None)
    check_sums(joined)
    assert joined.ledger.unreadable == sum(len(file.unreadable) for file in (*results, sent))
    assert {row for cause in causes(joined) for row in cause.rows} <= set(range(len(joined.rows)))
    rows, chosen = len(joined.rows), select(joined)
    assert write_jsonl(chosen).count(b"\n") == rows
    count_cell_changes(chosen)
    write_csv(chosen)
    if seed % 10 == 0:
        write_xlsx(chosen, facts=how_made(joined))
    picked = Pick(joined.rows.in_states(["Failed", "Missing"]))
    again = retry(joined, [picked], "s", PROVIDERS["OpenAI"]).batch
    assert len(list(again.lines(range(len(again.sizes))))) == len(again.sizes) <= rows


@many
@given(seeds)
def test_results_of_any_bytes(seed: int) -> None:
    joined = join(
        [read_results(corrupt(one_of(RESULTS, seed), seed), "out.jsonl")], [read_requests(corrupt(INPUT, seed), "i")]
    )
    check_sums(joined)


@many
@given(seeds)
def test_recipes(seed: int) -> None:
    with suppress(Unreadable):
        recipe, _ = read_recipe(corrupt_json(one_of(RECIPES, seed), seed), "r.json")
        assert read_recipe(write_recipe(recipe), "r.json") == (recipe, [])
        compose(SHEET, without_missing(recipe, SHEET.columns))


@many
@given(seeds)
def test_schemas(seed: int) -> None:
    text = corrupt_json(one_of(SCHEMAS, seed), seed).decode("utf-8", "replace")
    pasted, problems = read_schema(text)
    assert (pasted is None) == any(problem.severity == "blocks" for problem in problems)
    if pasted is not None:
        make_strict(pasted.schema)
        with suppress(ValueError):
            validator(pasted.schema)({"a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"})


@many
@given(seeds)
def test_marks(seed: int) -> None:
    with suppress(Unreadable):
        read = read_marks(read_sheet(corrupt(MARKS, seed), "marks.csv"))
        assert all((mark.custom_id or mark.key) and any(mark.mark) for mark in read.marks)


@many
@given(seeds)
def test_archives(seed: int) -> None:
    uploads, problems = read_upload(corrupt(one_of(ARCHIVES, seed), seed), "up.zip")
    assert uploads or problems
