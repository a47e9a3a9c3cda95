"""This week's sheet beside last week's files: only the new rows are sent, and Results has all of them."""

import json

from lib.compose import Composition, Recipe, compose
from lib.export import select, write_csv
from lib.join import join
from lib.results import read_results
from lib.sheets import read_sheet
from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, failed, jsonl

RECIPE = Recipe(model="m", prompt="{{text}}")
BEFORE: File = ("may.csv", b"text\nGood\nBad\nSo so\n")
NOW: File = ("june.csv", b"text\nNew\nSo so\nGood\nFresh\nBad\n")
MADE = compose(read_sheet(BEFORE[1], BEFORE[0]), RECIPE)
INPUT: File = ("may_in.jsonl", b"".join(MADE.lines()))
ANSWERS = (answered(MADE.ids[0], "plus"), failed(MADE.ids[1], "busy"), answered(MADE.ids[2], "nil"))
OUTPUT: File = ("may_out.jsonl", jsonl(ANSWERS))


def composing(**settings: str) -> Screen:
    screen = Screen()
    screen.upload("Spreadsheet", NOW)
    screen.fill("compose_model", settings.get("model", "m"))
    screen.fill("compose_prompt", "{{text}}")
    return screen


def sent(screen: Screen) -> list[str]:
    """The texts in the requests, as they are sent."""
    composition: Composition = screen.at.session_state["slots"]["composition"].value
    return [json.loads(line)["body"]["messages"][-1]["content"] for line in composition.lines()]


def test_rows_with_a_good_answer_are_left_out_and_come_back_on_results() -> None:
    screen = composing()
    assert "only the rows without one" not in screen.said()
    screen.fill("compose only new", True)
    assert "Nothing is left out yet" in screen.said()
    screen.upload("Last time's files", INPUT, OUTPUT)
    assert sent(screen) == ["New", "Fresh", "Bad"]
    assert "Left out: 2 rows with a good answer to the same request. That saves 2 requests, " in screen.said()

    composition: Composition = screen.at.session_state["slots"]["composition"].value
    screen.go("results")
    answers = jsonl(answered(custom_id, f"answer {number}") for number, custom_id in enumerate(composition.ids))
    screen.upload("Everything", ("june_out.jsonl", answers))
    table = screen.table()
    assert list(zip(table["text"], table["answer"], strict=True)) == [
        ("New", "answer 0"),
        ("So so", "nil"),
        ("Good", "plus"),
        ("Fresh", "answer 1"),
        ("Bad", "answer 2"),
        ("", ""),  # the request that failed in May, and was sent again
    ]
    assert table["note"].iloc[-1] == "row 6 has the same cells, and a request of its own"


def test_answers_on_results_lead_to_the_offer() -> None:
    screen = composing()
    screen.go("results")
    screen.upload("Everything", INPUT, OUTPUT)
    screen.go("compose")
    assert "Results has answers. Send only the rows without one?" in screen.said()
    screen.press("Only what is new")
    assert sent(screen) == ["New", "Fresh", "Bad"]
    screen.press("Send all rows")
    assert len(sent(screen)) == 5


def test_answers_without_their_requests_leave_nothing_out() -> None:
    screen = composing()
    screen.fill("compose only new", True)
    screen.upload("Last time's files", OUTPUT)
    assert "Results needs answers, and the requests that they are to" in screen.said()
    assert len(sent(screen)) == 5


def test_another_model_makes_every_row_new() -> None:
    screen = composing(model="another")
    screen.fill("compose only new", True)
    screen.upload("Last time's files", INPUT, OUTPUT)
    assert len(sent(screen)) == 5
    assert "2 rows were answered under another model or other settings, so the file has them again." in screen.said()


def test_ids_that_other_texts_had_are_named() -> None:
    recipe = Recipe(model="m", prompt="{{text}}", id_column="n")
    before = compose(read_sheet(b"n,text\n1,Good\n2,Bad\n", "may.csv"), recipe)
    screen = Screen()
    screen.upload("Spreadsheet", ("june.csv", b"n,text\n1,Good\n2,New\n"))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{text}}")
    screen.fill("compose_id_column", "n")
    screen.fill("compose only new", True)
    lines = jsonl(answered(custom_id, "x") for custom_id in before.ids)
    screen.upload("Last time's files", ("in.jsonl", b"".join(before.lines())), ("out.jsonl", lines))
    assert "Row 3: another text had the same id last time" in screen.warnings()


def test_nothing_new_says_so() -> None:
    screen = Screen()
    screen.upload("Spreadsheet", ("june.csv", b"text\nGood\n"))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{text}}")
    screen.fill("compose only new", True)
    screen.upload("Last time's files", INPUT, OUTPUT)
    assert not screen.is_ready()
    assert "Every row has an answer already" in screen.errors()


def test_an_export_helps_once_a_person_says_that_these_settings_made_it() -> None:
    joined = join([read_results(OUTPUT[1], "out.jsonl")], [], read_sheet(BEFORE[1], BEFORE[0]))
    screen = composing()
    screen.fill("compose only new", True)
    screen.upload("Last time's files", ("may_results.csv", write_csv(select(joined))))
    assert "may_results.csv has 2 good answers. Were they made with the settings on this page?" in screen.said()
    assert len(sent(screen)) == 5
    screen.press("Yes, use its answers")
    assert sent(screen) == ["New", "Fresh", "Bad"]
    assert "Were they made with the settings" not in screen.said()
