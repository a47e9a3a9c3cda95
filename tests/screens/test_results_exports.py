"""What the downloads will hold, announced before the download; the switches change it."""

from tests.screens.batch import ERRORS, INPUT, OUTPUT, SHEET, results
from tests.screens.screen import Screen
from tests.support.result_lines import answered, jsonl

FORMULA = ("output.jsonl", jsonl([answered("a", "=1+1"), answered("b", "+1"), answered("c", "x" * 40_000)]))


def names(screen: Screen) -> list[str]:
    """The downloads of the table, in order."""
    return [str(button.key).removeprefix("results_download_") for button in screen.at.download_button]


def test_all_formats_are_offered() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert {"xlsx", "csv", "parquet", "jsonl", "retry"} <= set(names(screen))
    assert "txt" not in names(screen)
    assert "The downloads have all 8 rows." in screen.said()
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
    assert screen.at.toggle("results_only_filtered").disabled
    screen.fill("results_status", ["Failed"])
    assert "The downloads have all 8 rows." in screen.said()
    screen.fill("results_only_filtered", True)
    assert "The downloads have the 2 rows shown." in screen.said()
    assert not screen.has("results_export_columns")
    screen.fill("results_columns", ["answer"])
    assert screen.value("results_export_columns") is False


def test_only_what_is_exported_is_counted() -> None:
    screen = results(FORMULA)
    screen.fill("results_search", "=1")
    screen.fill("results_only_filtered", True)
    assert "In the CSV, an apostrophe guards 1 cell that Excel could run as a formula." in screen.said()
    screen.fill("results_columns", ["custom_id"])
    screen.fill("results_export_columns", True)
    assert "could run as a formula" not in screen.said()
