"""Results: every file is told for what it is, the numbers are exact, and each answer stands beside its own row."""

import gzip
import io
from zipfile import ZipFile

import pytest

from lib.compose import compose
from lib.recipe import Recipe
from lib.sheet import read_sheet
from tests.provider import answered, asked, expired, failed, jsonl, refused
from tests.screens.screen import File, Screen
from tests.sheets import as_csv, as_xlsx

NINE = ("Sent", "OK", "Failed", "Cut short", "Refused", "Missing", "Duplicate", "Unknown", "Unreadable")

IDS = ["a", "b", "c", "d", "e", "f"]
SHEET: File = (
    "sheet.csv",
    as_csv([("key", "question"), *((name, f"What is {name}?") for name in IDS), ("g", "Not me")]),
)
INPUT: File = ("input.jsonl", jsonl(asked(name, f"What is {name}?") for name in IDS))
OUTPUT: File = (
    "output.jsonl",
    jsonl(
        [
            refused("d", "I would rather not."),
            answered("c", "A cut ans", "length"),
            answered("a", "A new letter", created=2),
            answered("stranger", "Who asked?"),
            answered("a", "An old letter", created=1),
            failed("b", "The prompt is too long"),
        ]
    )
    + b'{"custom_id": "a", "resp\n',
)
ERRORS: File = ("errors.jsonl", jsonl([expired("e")]))
ALL = {
    "Sent": "6",
    "OK": "1",
    "Failed": "2",
    "Cut short": "1",
    "Refused": "1",
    "Missing": "1",
    "Duplicate": "1",
    "Unknown": "1",
    "Unreadable": "1",
}


def results(*files: File) -> Screen:
    """A new session at Results, with those files."""
    screen = Screen("results")
    screen.upload("Everything", *files)
    return screen


def shown(screen: Screen, column: str = "custom_id") -> list[str]:
    """One column of the table's page."""
    return list(screen.table()[column])


def roles(screen: Screen) -> dict[str, str]:
    """What each file is taken for."""
    boxes = [box for box in screen.at.selectbox if str(box.key).startswith("role ")]
    return {box.label.removeprefix("What ").removesuffix(" is").replace("\\", ""): box.value for box in boxes}


# All at once


def test_everything_at_once_adds_up() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert screen.metrics() == ALL
    assert tuple(screen.metrics()) == NINE
    assert "6 sent = 1 OK + 2 failed + 1 cut short + 1 refused + 1 missing" in screen.said()
    assert "7 result lines read = 5 answered + 1 unknown + 1 repeated" in screen.said()


def test_the_order_of_the_files_changes_no_number() -> None:
    assert results(SHEET, INPUT, ERRORS, OUTPUT).metrics() == ALL


def test_every_answer_stands_beside_its_row() -> None:
    table = results(OUTPUT, ERRORS, INPUT, SHEET).table()
    assert list(table.columns) == [
        *("key", "question", "custom_id", "state", "answer", "error", "finish_reason", "status_code"),
        *("prompt_tokens", "completion_tokens", "prompt", "note"),
    ]
    assert list(table.index) == ["2", "3", "4", "5", "6", "7", "8", ""]
    assert list(table["key"]) == [*IDS, "g", ""]
    assert list(table["custom_id"]) == [*IDS, "", "stranger"]
    assert list(table["state"]) == ["OK", "Failed", "Cut short", "Refused", "Failed", "Missing", "Not sent", "Unknown"]
    assert list(table["answer"])[:4] == ["A new letter", "", "A cut ans", "I would rather not."]
    assert "The prompt is too long" in table["error"].iloc[1]
    assert "batch_expired" in table["error"].iloc[4]


def test_the_files_are_told_apart() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert roles(screen) == {
        "output.jsonl": "Results",
        "errors.jsonl": "Results",
        "input.jsonl": "Requests",
        "sheet.csv": "Sheet",
    }


def test_names_do_not_matter() -> None:
    screen = results(("sheet.csv", OUTPUT[1]), ("output.jsonl", INPUT[1]), ("a.txt", SHEET[1]), ("b", ERRORS[1]))
    assert screen.metrics() == ALL


def test_unreadable_lines_are_listed() -> None:
    screen = results(OUTPUT)
    found = next(frame.value for frame in screen.at.dataframe if "Where" in frame.value)
    assert list(found["Where"]) == ["output.jsonl, line 7"]
    assert screen.has("results_unreadable")


# The list of files


def test_a_role_can_be_corrected() -> None:
    screen = results(("odd.csv", OUTPUT[1] + b"\n" * 3), INPUT)
    key = next(str(box.key) for box in screen.at.selectbox if box.value == "Results")
    screen.fill(key, "Nothing")
    assert roles(screen)["odd.csv"] == "Nothing"
    assert (screen.metrics()["Sent"], screen.metrics()["Missing"]) == ("6", "6")
    screen.fill(key, "Results")
    assert screen.metrics()["OK"] == "1"


def test_a_file_that_is_not_what_it_was_said_to_be_counts_as_nothing() -> None:
    screen = results(OUTPUT, ("page.html", b"<!doctype html><p>Sign in"))
    key = next(str(box.key) for box in screen.at.selectbox if box.value == "Nothing")
    screen.fill(key, "Sheet")
    assert "this is a web page, not a spreadsheet" in screen.errors()
    assert screen.metrics()["OK"] == "2"


def test_remove_takes_a_file_away() -> None:
    screen = results(OUTPUT, INPUT)
    screen.press("Remove", at=1)
    assert roles(screen) == {"output.jsonl": "Results"}
    assert screen.metrics()["Sent"] == "unknown"
    screen.press("Remove")
    assert not screen.metrics()


def test_the_same_bytes_are_loaded_once() -> None:
    screen = results(OUTPUT, ("copy.jsonl", OUTPUT[1]), INPUT)
    assert "copy.jsonl is byte for byte the same as output.jsonl, so it is loaded once." in screen.said()
    assert list(roles(screen)) == ["output.jsonl", "input.jsonl"]
    assert screen.metrics()["Duplicate"] == "1"


def test_files_may_come_one_after_the_other() -> None:
    screen = results(OUTPUT)
    for file in (INPUT, ERRORS, SHEET):
        screen.upload("Everything", file)
    assert screen.metrics() == ALL


@pytest.mark.parametrize("pack", ["zip", "gz", "gz in zip"])
def test_archives_are_opened(pack: str) -> None:
    files = [OUTPUT, ERRORS, INPUT, SHEET]
    if pack != "zip":
        files = [(f"{name}.gz", gzip.compress(data)) for name, data in files]
    if pack != "gz":
        files = [("all.zip", zipped(*files))]
    screen = results(*files)
    assert screen.metrics() == ALL
    assert list(roles(screen)) == ["output.jsonl", "errors.jsonl", "input.jsonl", "sheet.csv"]


def zipped(*files: File) -> bytes:
    """An archive, with the folder that one system adds to all of them."""
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("__MACOSX/._output.jsonl", b"\0\5\26\7")
        for name, inside in files:
            archive.writestr(f"batch/{name}", inside)
    return data.getvalue()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0"), "neither text nor a workbook"),
        (("out.jsonl", b"<!DOCTYPE html><html>Sign in"), "a web page: the download probably failed"),
        (("status.json", b'{"id": "batch_1", "object": "batch", "status": "failed"}'), "the status of a batch job"),
        (("chat.jsonl", b'{"messages": [], "model": "m"}\n'), "request bodies without their envelope"),
        (("log.jsonl", b'{"level": "info", "at": 3}\n'), "neither requests nor results (its keys: level, at)"),
        (("x.csv", b"version https://git-lfs.github.com/spec/v1\n"), "only a Git LFS pointer"),
    ],
)
def test_a_file_of_no_use_says_what_it_seems_to_be(file: File, why: str) -> None:
    screen = results(file, INPUT)
    assert roles(screen)[file[0]] == "Nothing"
    assert why in screen.said()
    assert screen.metrics()["Unreadable"] == "0"


@pytest.mark.parametrize("file", [("all.zip", b"PK\x03\x04 and no more"), ("o.jsonl.gz", b"\x1f\x8b\x08 cut off")])
def test_a_broken_archive_says_so_and_the_rest_stays(file: File) -> None:
    screen = results(OUTPUT, file)
    assert "damaged or incomplete. Download it again." in screen.errors()
    assert list(roles(screen)) == ["output.jsonl"]


# The sheet


def test_results_alone_do_not_know_what_was_sent() -> None:
    screen = results(OUTPUT, ERRORS)
    assert screen.metrics() == ALL | {"Sent": "unknown", "Missing": "unknown", "Unknown": "0", "OK": "2"}
    assert "What was sent is not known" in screen.said()


def test_a_sheet_with_results_alone_says_how_many_rows_have_no_answer() -> None:
    screen = results(OUTPUT, SHEET)
    assert screen.metrics()["Missing"] == "unknown"
    assert "3 rows of the sheet without an answer" in screen.said()


def test_without_a_sheet_the_prompts_stand_first() -> None:
    table = results(OUTPUT, INPUT).table()
    assert table.columns[0] == "prompt"
    assert list(table["prompt"]) == [*(f"What is {name}?" for name in IDS), ""]


def test_a_sheet_alone_is_shown() -> None:
    screen = results(SHEET)
    assert shown(screen, "key") == [*IDS, "g"]
    assert screen.metrics()["OK"] == "0"


def test_an_unrelated_sheet_is_said_to_be_so() -> None:
    screen = results(OUTPUT, INPUT, ("other.csv", as_csv([("name",), ("x",), ("y",)])))
    assert "0 of 2 rows match" in screen.said()
    assert "This sheet is not the one the batch was made from" in screen.warnings()
    assert screen.metrics()["Sent"] == "6"


def test_the_id_column_can_be_chosen() -> None:
    sheet = as_csv([("right", "wrong"), *zip(IDS, reversed(IDS), strict=True)])
    screen = results(OUTPUT, INPUT, ("two.csv", sheet))
    screen.fill(next(str(box.key) for box in screen.at.selectbox if "wrong" in box.options), "wrong")
    assert dict(zip(shown(screen), shown(screen, "right"), strict=True))["a"] == "f"
    assert '6 of 6 rows match by the column "wrong"' in screen.said()


def test_the_worksheet_can_be_chosen() -> None:
    rows = [("key",), *((name,) for name in IDS)]
    screen = results(OUTPUT, INPUT, ("book.xlsx", as_xlsx({"Notes": [("n",), ("hello",)], "Data": rows})))
    assert "0 of 1 row match" in screen.said()
    screen.fill("results_worksheet", "Data")
    assert "6 of 6 rows match" in screen.said()


def test_of_two_sheets_one_can_be_chosen() -> None:
    screen = results(OUTPUT, INPUT, SHEET, ("other.csv", as_csv([("name",), ("x",)])))
    assert "0 of 1 row match" in screen.said()
    screen.fill("results_sheet", "1. sheet.csv")
    assert "6 of 7 rows match" in screen.said()


def test_row_numbers_alone_match_only_when_asked() -> None:
    edited = REVIEWS[1].replace(b"Warm", b"Hot").replace(b"Cold", b"Icy")
    screen = results(replies(), ("edited.csv", edited))
    assert "0 of 2 rows match" in screen.said()
    screen.fill("results_by_number", True)
    assert "2 of 2 rows match by row number alone" in screen.said()
    assert shown(screen, "answer") == ["About Warm", "About Cold"]


# The batch composed in this session

REVIEWS: File = ("reviews.csv", as_csv([("id", "review"), ("007", "Warm"), ("008", "Cold")]))


def replies() -> File:
    """The output for the reviews, last row first."""
    composed = compose(read_sheet(REVIEWS[1], REVIEWS[0]), Recipe(model="m", prompt="{{review}}"))
    said = zip(composed.ids, ("About Warm", "About Cold"), strict=True)
    return "output.jsonl", jsonl(answered(custom_id, text) for custom_id, text in reversed(list(said)))


def composed_and_back(*files: File) -> Screen:
    """A session that composed the reviews, then loads files in Results."""
    screen = Screen()
    screen.upload("Spreadsheet", REVIEWS)
    screen.fill("compose_model", "m")
    screen.go("results")
    screen.upload("Everything", *files)
    return screen


def test_what_was_composed_here_is_used_by_itself() -> None:
    screen = composed_and_back(replies())
    assert screen.metrics()["Sent"] == "2"
    assert shown(screen, "id") == ["007", "008"]
    assert shown(screen, "answer") == ["About Warm", "About Cold"]


def test_its_switch_turns_it_off_and_on() -> None:
    screen = composed_and_back(replies())
    screen.fill("results_use_composed", False)
    assert screen.metrics()["Sent"] == "unknown"
    assert "id" not in screen.table()
    screen.go("compose")
    screen.go("results")
    assert screen.metrics()["Sent"] == "unknown"
    screen.fill("results_use_composed", True)
    assert screen.metrics()["Sent"] == "2"


def test_answers_to_another_batch_leave_it_alone() -> None:
    screen = composed_and_back(OUTPUT)
    assert not screen.has("results_use_composed")
    assert screen.metrics()["Sent"] == "unknown"


def test_an_input_file_says_what_was_sent_instead() -> None:
    screen = composed_and_back(replies(), INPUT)
    assert not screen.has("results_use_composed")
    assert screen.metrics()["Sent"] == "6"


def test_a_sheet_dropped_here_leaves_the_one_at_compose() -> None:
    screen = composed_and_back(replies(), SHEET)
    screen.go("compose")
    assert "reviews.csv: 2 rows" in screen.said()
    assert "sheet.csv" not in screen.said()


# The table


def test_states_filter() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.fill("results_status", ["Failed", "Missing"])
    assert shown(screen) == ["b", "e", "f"]
    assert "3 rows of 8" in screen.said()
    screen.fill("results_status", [])
    assert len(shown(screen)) == 8


def test_search_looks_everywhere_and_letter_case_aside() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.fill("results_search", "what is C?")
    assert shown(screen) == ["c"]
    screen.fill("results_search", "TOO LONG")
    assert shown(screen) == ["b"]
    screen.fill("results_status", ["OK"])
    assert "No row matches." in screen.said()
    assert screen.metrics() == ALL


def test_many_rows_come_in_pages() -> None:
    screen = results(("output.jsonl", jsonl(answered(f"id-{at:03}", str(at)) for at in range(250))))
    pages = screen.at.pagination[0]
    assert pages.num_pages == 3
    assert shown(screen) == [f"id-{at:03}" for at in range(100)]
    screen.fill(str(pages.key), 3)
    assert shown(screen) == [f"id-{at:03}" for at in range(200, 250)]
    screen.choose_row(1)
    assert ("assistant", "201") in screen.conversation()
    screen.fill("results_search", "id-20")
    assert shown(screen) == [f"id-{at:03}" for at in range(200, 210)]
    assert not screen.at.pagination


def test_a_chosen_row_shows_all_of_it() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert not screen.has("results_detail")
    screen.choose_row(0)
    assert screen.conversation() == [("user", "What is a?"), ("assistant", "A new letter")]
    assert "Row 2 of the sheet" in screen.said()
    screen.choose_row(1)
    assert screen.conversation()[-1] == ("error", screen.table()["error"].iloc[1])
    screen.choose_row(5)
    assert "Load all parts of the output, and the error file." in screen.said()
    screen.choose_row(6)
    assert "No request was made from this row." in screen.said()


def test_previous_and_next_follow_the_filter_across_pages() -> None:
    lines = [answered(f"id-{at:03}", str(at), "length" if at % 2 else "stop") for at in range(250)]
    screen = results(("output.jsonl", jsonl(lines)))
    screen.fill("results_status", ["OK"])
    screen.choose_row(99)
    assert ("assistant", "198") in screen.conversation()
    screen.press("Next row")
    assert ("assistant", "200") in screen.conversation()
    assert shown(screen)[0] == "id-200"
    screen.press("Previous row")
    assert ("assistant", "198") in screen.conversation()
    assert shown(screen)[0] == "id-000"
    screen.press("Close")
    assert not screen.has("results_detail")


def test_a_choice_ends_when_the_filter_changes() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.choose_row(0)
    screen.fill("results_status", ["Failed"])
    assert not screen.has("results_detail")
