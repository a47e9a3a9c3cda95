"""Answers that are more than one text: JSON as columns, several choices, reasoning, vectors."""

import base64
import json
import struct
from typing import Any

import pytest

from tests.screens.screen import Screen
from tests.screens.test_results_panels import charts
from tests.support.result_lines import Line, answered, input_line, jsonl
from tests.support.sheet_files import as_csv

IDS = ("a", "b", "c")
SHEET = ("sheet.csv", as_csv([("key", "question"), *((name, f"What is {name}?") for name in IDS)]))
INPUT = ("input.jsonl", jsonl(input_line(name, f"What is {name}?") for name in IDS))


def results(*lines: Line) -> Screen:
    screen = Screen("results")
    screen.upload("Everything", SHEET, INPUT, ("output.jsonl", jsonl(lines)))
    return screen


def message_of(line: Line) -> dict[str, Any]:
    message: dict[str, Any] = line["response"]["body"]["choices"][0]["message"]
    return message


@pytest.fixture
def graded() -> Screen:
    return results(
        answered("c", '{"mood": "bad", "score": 7}'),
        answered("a", '```json\n{"mood": "good", "score": "07"}\n```'),
        answered("b", "I would say good."),
    )


def test_json_answers_become_columns_beside_their_rows(graded: Screen) -> None:
    table = graded.table()
    assert list(table["mood"]) == ["good", "", "bad"]
    assert list(table["score"]) == ["07", "", "7"]
    assert list(table["Answer check"]) == ["", "not JSON", ""]
    assert table["answer"].iloc[1] == "I would say good."
    names = list(table.columns)
    assert names[names.index("mood") :][:3] == ["mood", "score", "error"]


def test_an_unusable_schema_is_reported() -> None:
    request = input_line("a", "What is a?")
    schema = {"name": "s", "schema": {"type": "object", "$ref": "https://a.example/x.json"}}
    request["body"]["response_format"] = {"type": "json_schema", "json_schema": schema}
    screen = Screen("results")
    screen.upload("Everything", ("input.jsonl", jsonl([request])), ("output.jsonl", jsonl([answered("a", "{}")])))
    assert any(
        "Batchdesk did not check the answers against their schema" in caption.value for caption in screen.at.caption
    )


def test_json_fields_are_counted_and_charted() -> None:
    moods = ["good", "bad", "good"] * 3
    lines = [
        answered(f"id-{number}", json.dumps({"mood": mood, "why": f"Since {number}"}))
        for number, mood in enumerate(moods)
    ]
    screen = Screen("results")
    screen.upload("Everything", ("output.jsonl", jsonl(lines)))
    screen.view("Charts")
    screen.open("results_counts")
    assert [list(frame.value.iloc[:, 0]) for frame in screen.at.dataframe][-1] == ["good", "bad", "All"]
    screen.view("Charts")
    assert "mood" in charts(screen)
    assert "**Answers**" not in screen.markdown()


def test_a_flag_shows_only_answers_that_are_not_json(graded: Screen) -> None:
    graded.fill("results_flags", ["Not JSON"])
    assert list(graded.table()["key"]) == ["b"]


def test_json_columns_can_be_switched_off(graded: Screen) -> None:
    graded.fill("results_json_columns", False)
    assert "mood" not in graded.table().columns
    assert not graded.has("results_flags")


def test_every_choice_and_the_reasoning_are_shown() -> None:
    line = answered("a", "First")
    message_of(line)["reasoning_content"] = "Let me think."
    line["response"]["body"]["choices"].append(
        {"index": 1, "message": {"role": "assistant", "content": "Second"}, "finish_reason": "stop"}
    )
    screen = results(line, answered("b", "B"), answered("c", "C"))
    assert list(screen.table()["answer_2"]) == ["Second", "", ""]
    screen.choose_row(0)
    assert screen.answer() == "First"
    assert screen.conversation()[0] == ("assistant", "Second")
    assert "Answer 2 of 2" in screen.said()
    assert "Let me think." in screen.said()


def test_the_detail_shows_token_probabilities() -> None:
    line = answered("a", "Yes")
    tokens = [{"token": "Y", "logprob": 0.0}, {"token": "es", "logprob": -0.6931471805599453}]
    line["response"]["body"]["choices"][0]["logprobs"] = {"content": tokens}
    screen = results(line)
    screen.choose_row(0)
    assert "lowest for “es” (50%)" in screen.said()


def test_details_of_answers_are_columns_on_demand() -> None:
    line = answered("a", "A")
    line["response"]["body"]["model"] = "m-2"
    screen = results(line)
    assert "model" not in screen.table().columns
    screen.fill("results_sides", True)
    assert screen.table()["model"].iloc[0] == "m-2"


def vector(custom_id: str, *numbers: float) -> Line:
    packed = base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
    body = {"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": packed}], "model": "e"}
    return {"id": "b", "custom_id": custom_id, "response": {"status_code": 200, "body": body}, "error": None}


def test_vectors_can_be_downloaded_in_four_formats() -> None:
    screen = results(vector("c", 1.0, 0.1), vector("a", 1.0, 0.0), vector("b", 0.0, 1.0))
    assert [button.label for button in screen.at.download_button if str(button.key).startswith("results_vectors")] == [
        "Download vectors as Parquet",
        "Download vectors for NumPy, with ids",
        "Download vectors as CSV",
        "Download vectors as JSON Lines",
    ]
    assert "mood" not in json.dumps(list(screen.table().columns))


def test_the_map_shows_the_texts_that_were_sent() -> None:
    """They are not always the longest cells of their rows."""
    words = {"a": "tree", "b": "car"}
    sent = [
        {"custom_id": key, "method": "POST", "url": "/v1/embeddings", "body": {"model": "e", "input": word}}
        for key, word in words.items()
    ]
    sheet = as_csv([("key", "English", "German"), ("a", "tree", "der Baum"), ("b", "car", "das Auto")])
    screen = Screen("results")
    output = jsonl([vector("a", 1.0, 0.0), vector("b", 0.0, 1.0)])
    screen.upload("Everything", ("out.jsonl", output), ("in.jsonl", jsonl(sent)), ("words.csv", sheet))
    screen.choose_row(0)
    screen.view("Charts")
    screen.open("results_map")
    near = next(frame.value for frame in screen.at.dataframe if "Closeness" in frame.value)
    assert list(near["Text"]) == ["car"]


def test_without_vectors_the_page_does_not_mention_them(graded: Screen) -> None:
    assert "Vectors" not in graded.said()
