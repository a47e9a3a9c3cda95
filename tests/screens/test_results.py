"""Results: the counts are exact, each answer is beside its own row, and the sheet is the right one."""

from lib.compose import Recipe, compose
from lib.sheets import read_sheet
from tests.screens.batch import ALL, ERRORS, IDS, INPUT, OUTPUT, SHEET, results, shown
from tests.screens.screen import NINE, File, Screen
from tests.support.result_lines import answered, jsonl
from tests.support.sheet_files import as_csv, as_xlsx

# All at once


def test_the_counts_add_up() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert screen.metrics() == ALL
    assert tuple(screen.metrics()) == NINE
    assert "7 result lines: 3 answers, 2 errors, 1 unknown, 1 repeat." in screen.said()


def test_the_order_of_the_files_changes_no_count() -> None:
    assert results(SHEET, INPUT, ERRORS, OUTPUT).metrics() == ALL


def test_every_answer_is_beside_its_row() -> None:
    table = results(OUTPUT, ERRORS, INPUT, SHEET).table()
    assert list(table.columns) == [
        *("state", "key", "question", "answer", "error", "note", "custom_id", "finish_reason", "status_code"),
        *("prompt_tokens", "completion_tokens", "prompt"),
    ]
    assert list(table.index) == ["2", "3", "4", "5", "6", "7", "8", ""]
    assert list(table["key"]) == [*IDS, "g", ""]
    assert list(table["custom_id"]) == [*IDS, "", "stranger"]
    assert list(table["state"]) == ["OK", "Failed", "Cut short", "Refused", "Failed", "Missing", "Not sent", "Unknown"]
    assert list(table["answer"])[:4] == ["A new letter", "", "A cut ans", "I would rather not."]
    assert "The prompt is too long" in table["error"].iloc[1]
    assert "batch_expired" in table["error"].iloc[4]


def test_unreadable_lines_are_listed() -> None:
    screen = results(OUTPUT)
    screen.view("Problems")
    problems = next(frame.value for frame in screen.at.dataframe if "Where" in frame.value)
    assert list(problems["Where"]) == ["output.jsonl, line 7"]
    assert screen.has("results_unreadable")


# The sheet


def test_without_an_input_file_what_was_sent_is_unknown() -> None:
    screen = results(OUTPUT, ERRORS)
    assert screen.metrics() == ALL | {"Sent": "unknown", "Missing": "unknown", "Unknown": "0", "OK": "2"}
    assert "Batchdesk does not know what was sent" in screen.said()


def test_without_an_input_file_rows_without_an_answer_are_counted() -> None:
    screen = results(OUTPUT, SHEET)
    assert screen.metrics()["Missing"] == "unknown"
    assert "3 rows of the sheet have no answer" in screen.said()


def test_without_a_sheet_the_prompts_come_first() -> None:
    table = results(OUTPUT, INPUT).table()
    assert list(table.columns[:2]) == ["state", "prompt"]
    assert list(table["prompt"]) == [*(f"What is {name}?" for name in IDS), ""]


def test_a_sheet_alone_is_shown() -> None:
    screen = results(SHEET)
    assert shown(screen, "key") == [*IDS, "g"]
    assert screen.metrics()["OK"] == "0"


def test_an_unrelated_sheet_is_reported() -> None:
    screen = results(OUTPUT, INPUT, ("other.csv", as_csv([("name",), ("x",), ("y",)])))
    assert "0 of 2 rows match" in screen.said()
    assert "This sheet is not the one the batch was made from" in screen.warnings()
    assert screen.metrics()["Sent"] == "6"


def test_the_id_column_can_be_chosen() -> None:
    sheet = as_csv([("right", "wrong"), *zip(IDS, reversed(IDS), strict=True)])
    screen = results(OUTPUT, INPUT, ("two.csv", sheet))
    screen.fill(next(str(box.key) for box in screen.at.selectbox if "wrong" in box.options), "wrong")
    assert dict(zip(shown(screen), shown(screen, "right"), strict=True))["a"] == "f"
    assert "6 of 6 rows match" in screen.said()
    assert '6 rows match by the ids in the column "wrong"' in screen.said()


def test_the_worksheet_can_be_chosen() -> None:
    rows = [("key",), *((name,) for name in IDS)]
    screen = results(OUTPUT, INPUT, ("book.xlsx", as_xlsx({"Notes": [("n",), ("hello",)], "Data": rows})))
    assert "0 of 1 rows match" in screen.said()
    screen.fill("results_worksheet", "Data")
    assert "6 of 6 rows match" in screen.said()


def test_workbooks_with_the_same_name_keep_their_own_worksheets() -> None:
    rows = [("key",), *((name,) for name in IDS)]
    books = [as_xlsx({"Notes": [(note,), ("x",)], tab: rows}) for note, tab in (("n", "Old"), ("m", "New"))]
    screen = results(OUTPUT, INPUT, *(("book.xlsx", book) for book in books))
    screen.fill("results_worksheet", "New")
    assert "6 of 6 rows match" in screen.said()
    screen.fill("results_sheet", "1. book.xlsx")
    assert screen.options("results_worksheet") == ["Notes", "Old"]
    assert screen.value("results_worksheet") == "Notes"


def test_the_best_of_two_sheets_is_used_and_the_other_can_be_chosen() -> None:
    screen = results(OUTPUT, INPUT, SHEET, ("other.csv", as_csv([("name",), ("x",)])))
    assert screen.value("results_sheet") == "1. sheet.csv"
    assert "6 of 7 rows match" in screen.said()
    screen.fill("results_sheet", "2. other.csv")
    assert "0 of 1 rows match" in screen.said()


def test_row_numbers_match_only_by_choice() -> None:
    edited = REVIEWS[1].replace(b"Warm", b"Hot").replace(b"Cold", b"Icy")
    screen = results(replies(), ("edited.csv", edited))
    assert "0 of 2 rows match" in screen.said()
    screen.fill("results_by_number", True)
    assert "2 of 2 rows match" in screen.said()
    assert "2 rows match by row number alone" in screen.said()
    assert shown(screen, "answer") == ["About Warm", "About Cold"]


# The batch composed in this session

REVIEWS: File = ("reviews.csv", as_csv([("id", "review"), ("007", "Warm"), ("008", "Cold")]))


def replies() -> File:
    """The output for the reviews, last row first."""
    composed = compose(read_sheet(REVIEWS[1], REVIEWS[0]), Recipe(model="m", prompt="{{review}}"))
    texts = zip(composed.ids, ("About Warm", "About Cold"), strict=True)
    return "output.jsonl", jsonl(answered(custom_id, text) for custom_id, text in reversed(list(texts)))


def composed_and_back(*files: File) -> Screen:
    """A session that composed the reviews, then loads files in Results."""
    screen = Screen()
    screen.upload("Spreadsheet", REVIEWS)
    screen.fill("compose_model", "m")
    screen.go("results")
    screen.upload("Everything", *files)
    return screen


def test_the_batch_composed_here_is_used_automatically() -> None:
    screen = composed_and_back(replies())
    assert screen.metrics()["Sent"] == "2"
    assert shown(screen, "id") == ["007", "008"]
    assert shown(screen, "answer") == ["About Warm", "About Cold"]


def test_the_batch_composed_here_can_be_removed() -> None:
    screen = composed_and_back(replies())
    assert "2 requests, composed here, not downloaded; 2 of the answers match" in screen.said()
    screen.press("Remove batch")
    assert screen.metrics()["Sent"] == "unknown"
    assert "id" not in screen.table()
    screen.go("compose")
    screen.go("results")
    assert screen.metrics()["Sent"] == "unknown"


def test_answers_to_another_batch_do_not_use_it() -> None:
    screen = composed_and_back(OUTPUT)
    assert "not used: no answer matches" in screen.said()
    assert screen.metrics()["Sent"] == "unknown"


def test_an_input_file_of_another_batch_leaves_the_batch_composed_here() -> None:
    screen = composed_and_back(replies(), INPUT)
    assert screen.metrics()["Sent"] == "8"


def test_a_part_of_the_composed_batch_as_input_keeps_the_rest() -> None:
    """Such as a retry file that was renamed."""
    first, second = part_of_the_reviews()
    screen = composed_and_back(replies(), ("renamed.jsonl", first))
    assert screen.metrics()["Sent"] == "2"
    assert shown(screen, "id") == ["007", "008"]
    both = ("whole.jsonl", first + second)
    assert "not used: no answer matches" in composed_and_back(replies(), both).said()


def part_of_the_reviews() -> list[bytes]:
    composed = compose(read_sheet(REVIEWS[1], REVIEWS[0]), Recipe(model="m", prompt="{{review}}"))
    return list(composed.lines())


def test_a_sheet_loaded_here_does_not_replace_the_one_on_compose() -> None:
    screen = composed_and_back(replies(), SHEET)
    screen.go("compose")
    assert "reviews.csv · 2 rows" in screen.said()
    assert "sheet.csv" not in screen.said()


def test_matching_by_row_number_is_off_again_for_another_sheet() -> None:
    """Otherwise answers would be put beside rows that the choice was not about."""
    edited = REVIEWS[1].replace(b"Warm", b"Hot").replace(b"Cold", b"Icy")
    screen = results(replies(), ("edited.csv", edited))
    screen.fill("results_by_number", True)
    screen.press("Remove file", 1)
    screen.upload("Everything", ("stranger.csv", b"film,year\nJaws,1975\nAlien,1979\n"))
    assert screen.value("results_by_number") is False
    assert "0 of 2 rows match" in screen.said()


def numbered(text: str) -> bytes:
    """A sheet whose ids are plain numbers, as in many other sheets."""
    return as_csv([("id", "question"), *((str(number), f"{text} {number}?") for number in range(1, 6))])


def composed_elsewhere() -> Screen:
    """A session with a batch on Compose that was never downloaded."""
    screen = Screen()
    screen.upload("Spreadsheet", ("stones.csv", numbered("How heavy is the stone")))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{question}}")
    screen.fill("compose_id_column", "id")
    assert screen.is_ready()
    screen.go("results")
    return screen


NUMBERED = ("out.jsonl", jsonl(answered(str(number), f"Answer {number}") for number in range(1, 6)))


def test_answers_with_plain_numbers_do_not_use_a_batch_that_was_not_downloaded() -> None:
    screen = composed_elsewhere()
    screen.upload("Everything", NUMBERED)
    assert screen.metrics()["Sent"] == "unknown"


def test_plain_numbers_in_a_loaded_sheet_are_asked_about() -> None:
    screen = composed_elsewhere()
    screen.upload("Everything", NUMBERED, ("towns.csv", numbered("Where is the town")))
    assert "The ids are plain numbers" in screen.warnings()
    assert list(screen.table()["answer"])[:5] == [""] * 5
    screen.press('Match by the column "id"')
    assert list(screen.table()["question"]) == [f"Where is the town {number}?" for number in range(1, 6)]
    assert list(screen.table()["answer"]) == [f"Answer {number}" for number in range(1, 6)]
