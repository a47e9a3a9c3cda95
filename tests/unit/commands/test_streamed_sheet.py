"""A sheet read in blocks: the rows that the page reads, whatever the sizes of the blocks."""

import csv
import gzip
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.commands.sheet_source import BlockSizes
from lib.commands.streamed_sheet import ReadAgain, StreamedSheet
from lib.common import Unreadable
from lib.sheets import ImportOptions, Sheet, read_sheet
from lib.sheets.sandbox import ParquetTrial

_Row = tuple[int, list[str]]


def sizes(rows: int = 3, size: int = 40) -> BlockSizes:
    """Small blocks; no file is small enough to be read at once."""
    return BlockSizes(whole=0, head=1_000_000, rows=rows, bytes=size)


def streamed(
    path: Path, block_sizes: BlockSizes, options: ImportOptions | None = None
) -> tuple[StreamedSheet, list[str]]:
    said: list[str] = []
    return StreamedSheet(str(path), options or ImportOptions(), said.append, block_sizes), said


def blocks_of(table: StreamedSheet) -> list[Sheet]:
    try:
        return list(table.blocks())
    except ReadAgain:
        return list(table.blocks())


def rows_of(sheets: Sequence[Sheet]) -> list[_Row]:
    return [(number, sheet.row(index)) for sheet in sheets for index, number in enumerate(sheet.numbers)]


def page_sheet(path: Path) -> tuple[Sheet | None, str]:
    """The sheet as the page reads it, or the words of its refusal."""
    try:
        return read_sheet(path.read_bytes(), path.name), ""
    except Unreadable as error:
        return None, str(error)


def assert_like_page(path: Path, block_sizes: BlockSizes) -> list[str]:
    """Makes sure that the blocks have the rows of the page; gives what was said about reading at once."""
    page, refusal = page_sheet(path)
    if page is None:
        with pytest.raises(Unreadable) as rejected:
            blocks_of(streamed(path, block_sizes)[0])
        assert str(rejected.value) == refusal
        return []
    table, said = streamed(path, block_sizes)
    assert rows_of(blocks_of(table)) == rows_of([page])
    assert table.columns == page.columns
    assert table.digest() == page.digest
    return said


CELLS = st.text(
    st.sampled_from('ab1,;"\n\r\t é世\u00a0\x1c\x85{}[]=<-') | st.characters(exclude_categories=["Cs"]), max_size=6
)
FILES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
SIZES = st.builds(sizes, st.integers(1, 5), st.integers(1, 60))


@st.composite
def rows(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12))


@FILES
@given(
    rows(),
    SIZES,
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.booleans(),
)
def test_csv_is_read_like_the_page(
    tmp_path: Path, cells: list[list[str]], block_sizes: BlockSizes, end: str, quoting: int, mark: bool
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(
        [[f"Name {n}" for n in range(len(cells[0]))], *cells]
    )
    path = tmp_path / "rows.csv"
    path.write_bytes(text.getvalue().encode("utf-8-sig" if mark else "utf-8"))
    assert_like_page(path, block_sizes)


@FILES
@given(st.text(st.sampled_from('ab1,;"\n\r\t é=<|-'), min_size=1, max_size=120), SIZES)
def test_any_text_is_read_like_the_page(tmp_path: Path, text: str, block_sizes: BlockSizes) -> None:
    path = tmp_path / "rows.txt"
    path.write_bytes(text.encode())
    assert_like_page(path, block_sizes)


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | CELLS | st.lists(st.integers(), max_size=2)
RECORDS = st.lists(
    st.dictionaries(st.sampled_from(["a", "b", "c", "row", ""]), VALUES, max_size=4), min_size=1, max_size=12
)


@FILES
@given(RECORDS, SIZES, st.booleans())
def test_json_lines_are_read_like_the_page(
    tmp_path: Path, records: list[dict[str, object]], block_sizes: BlockSizes, mark: bool
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8-sig" if mark else "utf-8")
    assert_like_page(path, block_sizes)


TYPED: st.SearchStrategy[tuple[pa.DataType, st.SearchStrategy[object]]] = st.sampled_from(
    [
        (pa.string(), CELLS),
        (pa.large_string(), CELLS),
        (pa.dictionary(pa.int8(), pa.string()), st.sampled_from(["a", "b", "é"])),
        (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
        (pa.float32(), st.floats(width=32)),
        (pa.float64(), st.floats()),
        (pa.bool_(), st.booleans()),
        (pa.binary(), st.binary(max_size=3)),
        (pa.timestamp("ns", "UTC"), st.integers(-(2**62), 2**62)),
        (pa.date32(), st.integers(-(10**6), 10**6)),
        (pa.list_(pa.string()), st.lists(CELLS, max_size=2)),
        (pa.struct([("x", pa.int64())]), st.fixed_dictionaries({"x": st.none() | st.integers(0, 9)})),
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    count = draw(st.integers(0, 12))
    columns: list[pa.Array] = []
    for kind, values in draw(st.lists(TYPED, min_size=1, max_size=3)):
        cells = draw(st.lists(st.none() | values, min_size=count, max_size=count))
        columns.append(pa.array(cells, kind))
    return pa.table(columns, names=[draw(st.sampled_from(["a", "b", "", "custom_id"])) for _ in columns])


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads Parquet without the trial in another process, which takes half a second."""
    monkeypatch.setattr("lib.sheets.parquet.try_parquet", lambda _: ParquetTrial("fine"))


@pytest.mark.usefixtures("trusted")
@FILES
@given(tables(), SIZES, st.integers(1, 4), st.sampled_from(["parquet", "feather", "stream"]))
def test_parquet_and_arrow_are_read_like_the_page(
    tmp_path: Path, table: pa.Table, block_sizes: BlockSizes, group: int, form: str
) -> None:
    path = tmp_path / f"rows.{form}"
    if form == "parquet":
        pq.write_table(table, path, row_group_size=group)
    elif form == "feather":
        pyarrow.feather.write_feather(table, str(path), chunksize=group)
    else:
        with pa.ipc.new_stream(str(path), table.schema) as writer:
            writer.write_table(table, group)
    assert_like_page(path, block_sizes)


def test_plain_files_are_read_in_blocks(tmp_path: Path) -> None:
    lines = [{"Question": f"What is {number}?", "nr": number} for number in range(50)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "a.csv").write_text("".join(f"{n},What is {n}?\n" for n in ["nr", *range(50)]))
    pq.write_table(pa.Table.from_pylist(lines), tmp_path / "a.parquet")
    for name in ("a.jsonl", "a.csv", "a.parquet"):
        assert assert_like_page(tmp_path / name, sizes()) == []
        assert len(blocks_of(streamed(tmp_path / name, sizes())[0])) > 5


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a,b\n1,2\n3,4\n" * 9 + b"5\n", "Not all rows have the same number of cells"),
        (b"a,b\n1,2\n" * 9 + b"1,\xe9t\xe9\n", "The text is not in UTF-8."),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), ""),
        (b"sep=;\na;b\n1;2\n", ""),
    ],
    ids=["uneven", "not UTF-8", "packed", "names its separator"],
)
def test_other_files_are_read_at_once(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(data)
    (said,) = assert_like_page(path, sizes())
    assert said.startswith("rows.csv is read as a whole. ")
    assert reason in said


def test_a_row_that_is_unusual_only_later_starts_again(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 200 + b"3,4,5\n")
    said: list[str] = []
    table = StreamedSheet(str(path), ImportOptions(), said.append, BlockSizes(whole=0, head=700, bytes=50))
    with pytest.raises(ReadAgain):
        list(table.blocks())
    assert len(said) == 1
    assert rows_of(list(table.blocks())) == rows_of([read_sheet(path.read_bytes(), path.name)])


@pytest.mark.parametrize("whole", [0, 1_000_000])
@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_files_of_a_folder_are_one_sheet(tmp_path: Path, kind: str, whole: int) -> None:
    parts = [
        [{"nr": f"{part}{n}", "Question": f"{n}?"} for n in range(size)]
        for part, size in (("a", 4), ("b", 1), ("c", 3))
    ]
    folder = tmp_path / "rows"
    folder.mkdir()
    for number, records in enumerate(parts):
        write(folder / f"{number}.{kind}", records)
    write(tmp_path / f"all.{kind}", [record for part in parts for record in part])
    page = read_sheet((tmp_path / f"all.{kind}").read_bytes(), f"all.{kind}")
    for argument in (folder, folder / f"*.{kind}"):
        table, _ = streamed(argument, BlockSizes(whole=whole, rows=2, bytes=30))
        assert rows_of(blocks_of(table)) == rows_of([page])
        assert table.name == "rows"
    once = streamed(folder, sizes())[0].digest()
    write(folder / f"1.{kind}", [{"nr": "b", "Question": "other"}])
    assert streamed(folder, sizes())[0].digest() != once


def write(path: Path, records: list[dict[str, str]]) -> None:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(records), path)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
    else:
        path.write_text("nr,Question\n" + "".join(f"{','.join(record.values())}\n" for record in records))


@pytest.mark.parametrize("block_sizes", [BlockSizes(), sizes(1), sizes(2), sizes(10)])
def test_empty_rows_at_the_end_of_a_parquet_file_count(tmp_path: Path, block_sizes: BlockSizes) -> None:
    for name, cells in (("1", ["a", "", "b", "", "", ""]), ("2", ["c", None])):
        pq.write_table(pa.table({"q": cells}), tmp_path / f"{name}.parquet")
    assert rows_of(blocks_of(streamed(tmp_path, block_sizes)[0])) == [(1, ["a"]), (3, ["b"]), (7, ["c"])]


def test_records_of_files_may_lack_keys(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text('{"a": 1}\n{"a": 2}\n')
    (tmp_path / "2.jsonl").write_text('{"b": 3, "a": 4}\n{"b": 5}\n')
    for whole in (0, 1_000_000):
        table, _ = streamed(tmp_path, BlockSizes(whole=whole))
        assert table.columns == ("a", "b")
        assert rows_of(blocks_of(table)) == [(1, ["1", ""]), (2, ["2", ""]), (3, ["4", "3"]), (4, ["", "5"])]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "b.csv",
            "nr,Answer\n1,2\n",
            "b.csv: its columns are not those of a.csv: it lacks Question and it also has Answer.",
        ),
        ("b.csv", "Question,nr\n1,2\n", "b.csv: its columns are not those of a.csv: their order differs."),
        (
            "b.json",
            '[{"nr": 1, "Question": 2}, {"nr": 3, "Question": 4}]',
            "b.json: this is JSON, but a.csv is delimited text.",
        ),
    ],
)
def test_files_that_differ_are_not_one_sheet(tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / "a.csv").write_text("nr,Question\n1,Why?\n2,How?\n")
    (tmp_path / name).write_text(text)
    with pytest.raises(Unreadable, match=re.escape(words)):
        streamed(tmp_path, BlockSizes())


def test_rows_of_several_files_cannot_be_had_at_once(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("nr,Question\n1,Why?\n2,How?\n")
    with pytest.raises(Unreadable, match="all rows have to be in one file"):
        streamed(tmp_path, BlockSizes())[0].read_at_once("Tokens are counted together.")


def test_a_damaged_file_ends_in_words(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"a": [f"{n}" * 9 for n in range(2_000)]}), path, row_group_size=100, compression="none")
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 400] = b"\xff" * 400
    path.write_bytes(data)
    with pytest.raises(Unreadable, match="damaged or incomplete"):
        blocks_of(streamed(path, sizes(rows=50, size=10_000))[0])


def test_no_file_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="No file matches"):
        streamed(tmp_path / "none-*.csv", BlockSizes())
