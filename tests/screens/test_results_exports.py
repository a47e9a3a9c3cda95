"""What the downloads will hold, announced before the download; the switches change it."""

from collections.abc import Callable

import pytest

from lib.batch import read_requests
from lib.export import Selection, select, write_csv, write_xlsx
from lib.join import Joined, join
from lib.results import read_results
from lib.review import Mark
from lib.sheets import read_sheet
from pages.parts.results.export_settings import AS_SHOWN, EVERYTHING
from tests.screens.batch import ALL, ERRORS, IDS, INPUT, OUTPUT, SHEET, results
from tests.screens.screen import File, Screen
from tests.support.marked_exports import marked_selection
from tests.support.result_lines import answered, jsonl

FORMULA = ("output.jsonl", jsonl([answered("a", "=1+1"), answered("b", "+1"), answered("c", "x" * 40_000)]))


def names(screen: Screen) -> list[str]:
    """The downloads of the table, in order."""
    return [str(button.key).removeprefix("results_download_") for button in screen.at.download_button]


def test_all_formats_are_offered() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert {"xlsx", "csv", "parquet", "jsonl", "retry"} <= set(names(screen))
    assert "txt" not in names(screen)
    assert "The downloads have all 8 rows and all columns." in screen.said()
    assert "Excel may change ids, dates and long numbers when it opens a CSV" in screen.said()


def test_the_guard_is_a_switch() -> None:
    screen = results(FORMULA)
    assert "In the CSV, an apostrophe guards 2 cells that Excel could run as a formula." in screen.said()
    screen.fill("results_export_guard", False)
    assert "The CSV has 2 cells that Excel could run as a formula." in screen.said()


def test_cut_cells_are_counted_and_a_second_file_has_their_full_texts() -> None:
    screen = results(FORMULA)
    assert screen.labels("Download full texts") == ["Download full texts (1 cell)"]
    assert "Excel holds 32,767 characters a cell, so the Excel file cuts and marks 1 cell." in screen.said()


def test_shown_rows_and_columns_are_exported_by_choice() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert screen.value("results_export_scope") == EVERYTHING
    screen.fill("results_status", ["Failed"])
    assert "The downloads have all 8 rows and all columns." in screen.said()
    screen.fill("results_export_scope", AS_SHOWN)
    assert "The downloads have 2 of 8 rows and 12 of 12 columns, as shown." in screen.said()
    screen.fill("results_columns", ["answer", "key"])
    assert "The downloads have 2 of 8 rows and 2 of 12 columns, as shown." in screen.said()


def test_only_what_is_exported_is_counted() -> None:
    screen = results(FORMULA)
    screen.fill("results_search", "=1")
    screen.fill("results_export_scope", AS_SHOWN)
    assert "In the CSV, an apostrophe guards 1 cell that Excel could run as a formula." in screen.said()
    screen.fill("results_columns", ["custom_id"])
    assert "could run as a formula" not in screen.said()


def joined() -> Joined:
    sheet = read_sheet(SHEET[1], SHEET[0])
    return join([read_results(OUTPUT[1], OUTPUT[0])], [read_requests(INPUT[1], INPUT[0])], sheet)


def exported(export: Callable[[Selection], bytes] = write_csv) -> File:
    """The table of the batch, as an earlier export of it."""
    return ("sheet_results.csv" if export is write_csv else "sheet_results.xlsx", export(select(joined())))


@pytest.mark.parametrize("export", [write_csv, write_xlsx])
def test_an_export_is_not_taken_for_the_sheet(export: Callable[[Selection], bytes]) -> None:
    screen = results(OUTPUT, INPUT, exported(export))
    assert "is a table exported from Results, so no answer is matched to its rows." in screen.said()
    assert "key" not in screen.table()
    screen.press("Use it as the sheet")
    assert list(screen.table()["key"])[:6] == IDS
    assert "exported from Results" not in screen.said()


def test_an_export_beside_its_sheet_is_only_named() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET, exported())
    assert screen.metrics() == ALL
    assert len(screen.table()["key"]) == 8
    roles = {str(box.value) for box in screen.at.selectbox if str(box.key).startswith("role ")}
    assert roles == {"Results", "Requests", "Sheet", "Export"}


def test_an_export_alone_says_what_is_missing() -> None:
    screen = results(exported())
    assert "Load the batch's files and the sheet that it was made from." in screen.said()
    screen.press("Use it as the sheet")
    assert list(screen.table()["key"])[:6] == IDS


@pytest.mark.parametrize("export", [write_csv, write_xlsx])
def test_an_export_brings_its_marks_back_beside_the_sheet(export: Callable[[Selection], bytes]) -> None:
    data = export(marked_selection(joined(), {0: Mark("wrong", "Too long")}))
    screen = results(OUTPUT, INPUT, SHEET, ("reviewed", data))
    assert "reviewed has marks on 1 answer." in screen.said()
    screen.press("Use these marks")
    assert [cell for cell in screen.table()["Checked note"] if cell] == ["Too long"]


def test_an_export_is_named_on_compose() -> None:
    screen = Screen("compose")
    screen.upload("Spreadsheet", exported())
    assert "This is a table that Batchdesk exported, with the answers of an earlier batch." in screen.warnings()
    screen.press("Keep as it is")
    assert "Batchdesk exported" not in screen.warnings()
