"""The table of Results: filtered, searched, split into pages, and one row in full."""

import json
from itertools import accumulate

from tests.screens.batch import ALL, ERRORS, INPUT, OUTPUT, SHEET, results, shown
from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, failed, jsonl
from tests.support.sheet_files import as_csv


def test_states_filter() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.fill("results_status", ["Failed", "Missing"])
    assert shown(screen) == ["b", "e", "f"]
    assert "3 rows of 8" in screen.said()
    screen.fill("results_status", [])
    assert len(shown(screen)) == 8


def test_the_search_covers_all_columns_and_ignores_capitals() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.fill("results_search", "what is C?")
    assert shown(screen) == ["c"]
    screen.fill("results_search", "TOO LONG")
    assert shown(screen) == ["b"]
    screen.fill("results_status", ["OK"])
    assert "No row matches." in screen.said()
    assert screen.metrics() == ALL


def test_many_rows_are_split_into_pages() -> None:
    screen = results(("output.jsonl", jsonl(answered(f"id-{number:03}", str(number)) for number in range(250))))
    screen.fill("results_page_size", 100)
    pages = screen.at.pagination[0]
    assert pages.num_pages == 3
    assert shown(screen) == [f"id-{number:03}" for number in range(100)]
    screen.fill(str(pages.key), 3)
    assert shown(screen) == [f"id-{number:03}" for number in range(200, 250)]
    screen.choose_row(1)
    assert screen.answer() == "201"
    screen.fill("results_search", "id-20")
    assert shown(screen) == [f"id-{number:03}" for number in range(200, 210)]
    assert not screen.at.pagination


def test_a_chosen_row_is_shown_in_full() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert not screen.has("results_detail")
    screen.choose_row(0)
    assert screen.answer() == "A new letter"
    assert screen.conversation() == [("user", "What is a?")]
    assert "Row 2 of the sheet" in screen.said()
    screen.choose_row(1)
    assert screen.conversation()[0] == ("error", screen.table()["error"].iloc[1])
    screen.choose_row(5)
    assert "Load all parts of the output, and the error file." in screen.said()
    screen.choose_row(6)
    assert "No request was made from this row." in screen.said()


def test_previous_and_next_follow_the_filter_across_pages() -> None:
    lines = [answered(f"id-{number:03}", str(number), "length" if number % 2 else "stop") for number in range(250)]
    screen = results(("output.jsonl", jsonl(lines)))
    screen.fill("results_page_size", 100)
    screen.fill("results_status", ["OK"])
    screen.choose_row(99)
    assert screen.answer() == "198"
    screen.press("Next row")
    assert screen.answer() == "200"
    assert shown(screen)[0] == "id-200"
    screen.press("Previous row")
    assert screen.answer() == "198"
    assert shown(screen)[0] == "id-000"
    screen.press("Close")
    assert not screen.has("results_detail")


def test_a_row_that_is_filtered_out_is_no_longer_chosen() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.choose_row(0)
    screen.fill("results_status", ["Failed"])
    assert not screen.has("results_detail")


def test_a_long_text_has_the_room_that_short_answers_leave() -> None:
    comment = "The kettle broke after a week, and nobody answered my emails about it. " * 2
    head = ("custom_id", "date", "product", "amount", "comment", "stars")
    sheet = as_csv([head, ("a", "02/01/2026", "Vacuum cleaner", "1,234.50 €", comment, "1")])
    widths = _widths(results(("sheet.csv", sheet), ("output.jsonl", jsonl([answered("a", "bad")]))))
    assert widths["comment"] > 250
    assert sum(widths[name] for name in (*head, "answer")) <= 920
    widths = _widths(results(("sheet.csv", sheet), ("output.jsonl", jsonl([answered("a", comment)]))))
    assert sum(widths[name] for name in (*head, "answer")) <= 920
    assert widths["answer"] == widths["comment"] > 200


def test_errors_are_in_sight_where_no_row_has_an_answer() -> None:
    reason = "The provider closed the connection after ten minutes without an answer."
    sheet = as_csv([("custom_id", "comment"), ("a", "It broke after a week. " * 10)])
    widths = _widths(results(("sheet.csv", sheet), ("output.jsonl", jsonl([failed("a", reason)]))))
    assert sum(widths[name] for name in ("custom_id", "comment", "error")) <= 920


def test_answers_and_errors_are_in_sight_together() -> None:
    screen = results(*_mixed(("custom_id", "date", "comment")))
    assert _in_sight(screen, 920) == ["custom_id", "date", "comment", "mood", "urgent", "summary", "error"]
    screen.choose_row(0)
    assert _in_sight(screen, 420) == ["mood", "urgent", "summary", "error"]
    screen.press("Close")
    assert _in_sight(screen, 920)[0] == "custom_id"


def test_of_a_wide_sheet_the_longest_text_is_in_sight() -> None:
    head = ("custom_id", "date", "customer", "product", "comment", "region", "agent", "channel")
    screen = results(*_mixed(head))
    assert _in_sight(screen, 920) == ["comment", "mood", "urgent", "summary", "error"]
    assert list(_widths(screen))[6:13] == [name for name in head if name != "comment"]


def test_a_long_error_beside_short_answers_has_three_lines() -> None:
    reason = "Rate limit reached for this model. " * 3
    lines = [answered("a", "bad"), failed("b", reason)]
    screen = results(("sheet.csv", as_csv([("custom_id",), ("a",), ("b",)])), ("output.jsonl", jsonl(lines)))
    error = shown(screen, "error")[1]
    assert error.endswith("…")
    assert _widths(screen)["error"] == 160 < 8 * len(error) < 3 * 160


def test_texts_of_wide_signs_are_cut_to_three_lines() -> None:
    files = [("sheet.csv", as_csv([("custom_id", "comment"), ("a", "水壶坏了" * 40)]))]
    screen = results(*files, ("output.jsonl", jsonl([answered("a", "bad")])))
    shown_text, width = shown(screen, "comment")[0], _widths(screen)["comment"]
    assert shown_text.endswith("…")
    assert 2 * width < 14 * len(shown_text) < 3 * width


def test_chosen_columns_keep_their_order_and_fit() -> None:
    screen = results(*_mixed(("custom_id", "date", "comment")))
    screen.fill("results_columns", ["error", "comment", "summary"])
    assert _in_sight(screen, 920) == ["error", "comment", "summary"]


def _mixed(head: tuple[str, ...]) -> list[File]:
    """A sheet with a long comment and two rows: one with an answer in three fields, one that failed."""
    comment, reason = "It broke after a week, and nobody answered. " * 3, "Rate limit reached for this model. " * 3
    rows = [[custom_id, *(comment if name == "comment" else f"A {name}" for name in head[1:])] for custom_id in "ab"]
    answer = json.dumps({"mood": "bad", "urgent": True, "summary": comment})
    lines = [answered("a", answer), failed("b", reason)]
    return [("sheet.csv", as_csv([head, *rows])), ("output.jsonl", jsonl(lines))]


def _in_sight(screen: Screen, room: int) -> list[str]:
    """The columns that fit whole into so many pixels behind the state."""
    widths = {name: width for name, width in _widths(screen).items() if name != "state"}
    ends = accumulate(widths.values())
    return [name for name, end in zip(widths, ends, strict=True) if end <= room]


def _widths(screen: Screen) -> dict[str, int]:
    """Pixels of each column of the table."""
    return {name: settings["width"] for name, settings in screen.column_settings().items()}
