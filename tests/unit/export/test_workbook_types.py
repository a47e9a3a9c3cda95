"""The columns of a workbook come back from an export as what they were, and what is technical is folded."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from lib.compose.row_ids import row_ids
from lib.export import select, write_xlsx
from lib.export.number_columns import NumberColumn
from lib.join import Joined, join
from lib.results import read_results
from lib.sheets import Sheet, read_sheet
from lib.sheets.typed_column import TypedColumn
from tests.support.exported_tables import joined_of
from tests.support.result_lines import answered, jsonl

Written = tuple[Any, str]
"""The value of a cell, and the code of its format."""


def workbook_bytes(columns: Sequence[Sequence[Written]]) -> bytes:
    """A workbook with these columns, and a first one that is never empty."""
    book = Workbook()
    tab = book.worksheets[0]
    tab.append(["key", *(f"c{number}" for number in range(len(columns)))])
    for row, cells in enumerate(zip(*columns, strict=True), 2):
        tab.cell(row, 1, f"k{row}")
        for column, (value, code) in enumerate(cells, 2):
            cell = tab.cell(row, column, value)
            cell.number_format = code
            if isinstance(value, str):
                cell.data_type = "s"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def workbook(columns: Sequence[Sequence[Written]]) -> Sheet:
    return read_sheet(workbook_bytes(columns), "Orders: March.xlsx")


def answered_rows(sheet: Sheet, answers: Sequence[str] | None = None) -> Joined:
    ids = row_ids(sheet)
    lines = [answered(custom_id, text) for custom_id, text in zip(ids, answers or ["Yes"] * len(ids), strict=True)]
    return join([read_results(jsonl(lines), "out.jsonl")], [], sheet)


def exported(joined: Joined, rows: Sequence[int] | None = None) -> Worksheet:
    return load_workbook(io.BytesIO(write_xlsx(select(joined, rows)))).worksheets[0]


def written(tab: Worksheet, columns: int) -> list[list[tuple[Any, str]]]:
    """The cells of the sheet's columns, a list a column."""
    return [
        [(cell.value, cell.number_format) for (cell,) in tab.iter_rows(2, None, column, column)]
        for column in range(2, columns + 2)
    ]


CELLS: dict[str, Written] = {
    "whole": (7, "General"),
    "decimal": (0.1, "0.00"),
    "percent": (0.125, "0.0%"),
    "money": (1234.5, "#,##0.00 [$€-407]"),
    "own code": (42, '"INV-"00000'),
    "scientific": (1.5e-9, "0.00E+00"),
    "large": (2**53, "0"),
    "date": (date(2026, 2, 28), "yyyy-mm-dd"),
    "date of the machine": (datetime(2026, 2, 28), "mm-dd-yy"),
    "German date": (datetime(2026, 2, 28), "dd.mm.yyyy"),
    "moment": (datetime(2026, 2, 28, 13, 5, 7), "yyyy-mm-dd hh:mm:ss"),
    "clock": (time(13, 5), "h:mm"),
    "duration": (timedelta(hours=30), "[h]:mm"),
    "true": (True, "General"),
    "false": (False, "General"),
    "zeros": ("000123", "General"),
    "digits": ("12345678901234567890", "General"),
    "date as text": ("2026-02-28", "General"),
    "formula as text": ("=1+1", "General"),
    "error as text": ("#N/A!", "General"),
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_cell_comes_back_as_what_it_was(cell: Written) -> None:
    value, code = cell
    tab = exported(answered_rows(workbook([[cell, ("text", "General")]])))
    back = tab["B2"]
    as_moment = datetime(value.year, value.month, value.day) if type(value) is date else value
    assert (back.value, back.number_format) == (as_moment, code)
    assert isinstance(back.value, type(as_moment))
    assert (tab["B3"].value, tab["B3"].data_type) == ("text", "s")


FORMATTED = st.one_of(
    st.tuples(st.integers(-(2**53), 2**53), st.sampled_from(["General", "0", "#,##0", "00000"])),
    st.tuples(st.floats(-1e12, 1e12, allow_nan=False), st.sampled_from(["General", "0.00", "0%", "#,##0.0"])),
    st.tuples(
        st.datetimes(datetime(1950, 1, 1), datetime(2080, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
        st.sampled_from(["yyyy-mm-dd hh:mm:ss", "mm-dd-yy", "d mmm yyyy"]),
    ),
    st.tuples(st.booleans(), st.just("General")),
    st.tuples(st.text("0123456789=-+.,;eE/ ab", min_size=1, max_size=20).filter(str.strip), st.just("General")),
)


@settings(max_examples=15)
@given(st.lists(st.lists(FORMATTED, min_size=3, max_size=3), min_size=1, max_size=3))
def test_every_cell_of_a_workbook_comes_back(columns: list[list[Written]]) -> None:
    """Value for value, type for type and format for format, as another reader sees them in both files."""
    data = workbook_bytes(columns)
    before = written(load_workbook(io.BytesIO(data)).worksheets[0], len(columns))
    after = written(exported(answered_rows(read_sheet(data, "s.xlsx"))), len(columns))
    assert after == before
    assert [[type(value) for value, _ in column] for column in after] == [
        [type(value) for value, _ in column] for column in before
    ]


def test_rows_in_another_order_keep_their_numbers() -> None:
    sheet = workbook([[(10, "0"), (20, "0.0"), ("x", "General"), (date(2026, 1, 2), "dd/mm/yyyy")]])
    tab = exported(answered_rows(sheet), [3, 2, 0])
    assert written(tab, 1) == [[(datetime(2026, 1, 2), "dd/mm/yyyy"), ("x", "General"), (10, "0")]]


def test_a_request_without_a_row_has_no_number() -> None:
    sheet = workbook([[(10, "0"), (20, "0")]])
    lines = [answered(custom_id, "Yes") for custom_id in (*row_ids(sheet), "other")]
    tab = exported(join([read_results(jsonl(lines), "out.jsonl")], [], sheet))
    assert written(tab, 1) == [[(10, "0"), (20, "0"), (None, "General")]]


@pytest.mark.parametrize(
    ("text", "value"),
    [("12345678901234567891", None), ("12345678901234600000", "1.2345678901234567e+19"), ("1,000", "1000")],
    ids=["more digits than the number", "rounded as Excel does", "exact"],
)
def test_a_number_without_all_digits_of_its_text_stays_a_text(text: str, value: str | None) -> None:
    number = 1000.0 if value == "1000" else 12345678901234567891.0
    typed = TypedColumn(np.array([number]), np.array([0], np.int32), ("General",))
    [found] = NumberColumn(typed, [0]).values([0], [text])
    assert (found and found.text) == value


def test_answers_follow_the_sheet_and_the_rest_is_folded() -> None:
    joined = answered_rows(workbook([[("a", "General"), ("b", "General")]]))
    more = {"mood": ["good", "bad"], "model": ["m", "m"], "Checked": ["OK", ""]}
    chosen = select(joined, more=more, fields=["mood"], technical=["model"])
    names = ["key", "c0", "mood", "state", "error", "Checked"]
    folded = ["custom_id", "answer", "finish_reason", "status_code", "prompt_tokens", "completion_tokens", "model"]
    tab = load_workbook(io.BytesIO(write_xlsx(chosen))).worksheets[0]
    assert [cell.value for cell in tab[1]] == [*names, *folded]
    assert [tab.column_dimensions[cell.column_letter].hidden for cell in tab[1]][: len(names)] == [False] * len(names)
    group = [tab.column_dimensions[letter] for letter in "GHIJKLM" if letter in tab.column_dimensions]
    assert sum(part.max - part.min + 1 for part in group) == len(folded)
    assert {(part.outlineLevel, part.hidden) for part in group} == {(1, True)}
    assert tab.column_dimensions["N"].collapsed


def test_chosen_columns_are_not_folded() -> None:
    tab = load_workbook(io.BytesIO(write_xlsx(select(joined_of("x"), columns=["status_code", "answer"])))).worksheets[0]
    assert [cell.value for cell in tab[1]] == ["status_code", "answer"]
    assert not any(dimension.hidden for dimension in tab.column_dimensions.values())


def test_the_header_stays_and_long_texts_are_limited_in_height() -> None:
    answers = ["word " * 200, "short", "one\ntwo"]
    tab = exported(answered_rows(workbook([[(1, "0"), (2, "0"), (3, "0")]]), answers))
    assert (tab.title, tab.freeze_panes, tab.auto_filter.ref) == ("Orders March", "A2", f"A1:{tab.dimensions[3:]}")
    assert [tab.row_dimensions[row].height for row in (2, 3, 4)] == [60, None, 30]
    assert (tab["C2"].alignment.wrap_text, tab["C2"].alignment.vertical) == (True, "top")
    assert not tab["B2"].alignment.wrap_text


def test_an_export_is_read_with_its_folded_columns() -> None:
    joined = answered_rows(workbook([[(1, "0"), (2, "0")]]))
    again = read_sheet(write_xlsx(select(joined)), "again.xlsx")
    assert again.columns == tuple(select(joined).columns)
    assert not [note for note in again.notes if note.kind == "hidden"]
