"""Answers with several labels: as columns of 0 and 1, counted one by one, in charts with shares."""

import json

from tests.screens.batch import results, shown
from tests.screens.screen import Screen
from tests.screens.test_results_panels import charts
from tests.support.result_lines import answered, failed, jsonl
from tests.support.sheet_files import as_csv

TOPICS = [["price", "service"], ["Price"], [], ["service"]]
CITIES = ["Bern", "Zug", "Zug", "Bern", "Zug"]
ANSWERS = [answered(f"r{row}", json.dumps({"topics": topics})) for row, topics in enumerate(TOPICS)]
OUTPUT = ("out.jsonl", jsonl([*ANSWERS, failed("r4", "no")]))
SHEET = ("rows.csv", as_csv([("key", "city"), *((f"r{row}", city) for row, city in enumerate(CITIES))]))


def opened() -> Screen:
    return results(OUTPUT, SHEET)


def test_each_label_becomes_a_column_on_request() -> None:
    screen = opened()
    assert "topics: price" not in screen.table()
    screen.fill("results_label_columns", True)
    assert shown(screen, "topics: price") == ["1", "1", "0", "0", ""]
    assert shown(screen, "topics: service") == ["1", "0", "0", "1", ""]


def test_columns_follow_a_correction() -> None:
    screen = opened()
    screen.fill("results_label_columns", True)
    screen.choose_row(2)
    screen.correct("Whole answer", '{"topics": ["parking"]}')
    assert shown(screen, "topics: parking") == ["0", "0", "1", "0", ""]


def test_labels_are_counted_one_by_one_and_crossed_with_a_column() -> None:
    screen = opened()
    screen.view("Charts")
    screen.open("results_counts")
    screen.fill("results_count_column", "topics")
    screen.fill("results_count_split", "city")
    counts = next(frame.value for frame in screen.at.dataframe if "Value" in frame.value).set_index("Value")
    assert counts.loc["service"].to_dict() == {"Rows": 2, "Zug": 0, "Bern": 2}
    assert counts.loc["All"].to_dict() == {"Rows": 5, "Zug": 3, "Bern": 2}


def test_charts_show_each_label_as_a_share_of_the_answered_rows() -> None:
    screen = opened()
    screen.view("Charts")
    assert charts(screen)["topics"] == "price: 2; service: 2; (none of them): 1."


def test_words_in_a_text_are_several_labels_if_a_person_says_so() -> None:
    lines = jsonl(answered(f"r{row}", text) for row, text in enumerate(["price, service", "price", "service", "price"]))
    screen = results(("out.jsonl", lines), SHEET)
    assert not screen.has("results_label_columns")
    screen.view("Quality")
    screen.fill("quality_labels", "city")
    screen.fill("several labels answer", True)
    screen.view("Table")
    screen.fill("results_label_columns", True)
    assert shown(screen, "answer: service")[:4] == ["1", "0", "1", "0"]


def test_labels_beyond_the_columns_are_named() -> None:
    many = [answered(f"r{row}", json.dumps({"topics": [f"topic {row}", "all"]})) for row in range(120)]
    screen = results(("out.jsonl", jsonl(many)))
    screen.fill("results_label_columns", True)
    assert "The 100 most frequent labels get a column each; rarer ones are only in the answers." in screen.said()
