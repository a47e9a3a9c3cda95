"""The further settings on the screen, and the requests that they make."""

import json
from dataclasses import replace
from typing import Any

import pytest

from lib.compose import Composition, Recipe
from lib.compose.recipe import TurnTemplate
from lib.compose.recipe_file import write_recipe
from lib.compose.structured_output import AnswerColumn, answer_schema
from lib.providers import PROVIDERS, Limits
from pages.parts.compose.download import _downloaded
from tests.screens.screen import File, Screen
from tests.support.sheet_files import as_csv

ROWS = [
    ("id", "review", "photo", "warmth", "model"),
    ("007", "Warm", "https://example.org/7.png", "0,5", "big"),
    ("008", "Cold", "https://example.org/8.png", "1", ""),
    ("009", "Fine", "https://example.org/9.png", "", ""),
]
SHEET: File = ("reviews.csv", as_csv(ROWS))
EVERYTHING = Recipe(
    provider="OpenAI",
    model="m",
    system="Judge {{id}}.",
    turns=(TurnTemplate("user", "Cosy, {{id}}"), TurnTemplate("assistant", "good")),
    prompt="{{review}}",
    image_columns=("photo",),
    image_detail="low",
    id_column="id",
    model_column="model",
    temperature_column="warmth",
    max_tokens=90,
    top_p=0.9,
    n=2,
    stop=("\n", "END"),
    seed=7,
    frequency_penalty=-0.5,
    presence_penalty=1.5,
    reasoning_effort="low",
    logprobs=3,
    extra='{"user": "team-7"}',
    answer_format="Table",
    answer_columns=(AnswerColumn("mood", "One of a list", "How it sounds", ("good", "bad, really")),),
    limits=Limits(requests=2, bytes=2_500_000, tokens=100_000, one_model=False),
)
BODY = {
    "model": "big",
    "messages": [
        {"role": "system", "content": "Judge 007."},
        {"role": "user", "content": "Cosy, 007"},
        {"role": "assistant", "content": "good"},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Warm"},
                {"type": "image_url", "image_url": {"url": "https://example.org/7.png", "detail": "low"}},
            ],
        },
    ],
    "max_completion_tokens": 90,
    "temperature": 0.5,
    "top_p": 0.9,
    "n": 2,
    "stop": ["\n", "END"],
    "seed": 7,
    "frequency_penalty": -0.5,
    "presence_penalty": 1.5,
    "reasoning_effort": "low",
    "logprobs": True,
    "top_logprobs": 3,
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": answer_schema(EVERYTHING.answer_columns)},
    },
    "user": "team-7",
}


def loaded(recipe: Recipe, sheet: File = SHEET) -> Screen:
    screen = Screen()
    screen.upload("Spreadsheet", sheet)
    screen.upload("Saved settings", ("r.json", write_recipe(recipe)))
    return screen


def body(screen: Screen) -> dict[str, Any]:
    found: dict[str, Any] = screen.line()["body"]
    return found


def test_every_setting_is_applied() -> None:
    screen = loaded(EVERYTHING)
    assert body(screen) == BODY
    assert screen.is_ready()
    assert screen.metrics()["Files"] == "2"
    assert [text for _, text in screen.conversation()] == [
        "Judge 007.",
        "Cosy, 007",
        "good",
        "Warm\n[image: https://example.org/7.png]",
    ]


def test_a_row_without_its_own_setting_uses_the_common_one() -> None:
    screen = loaded(replace(EVERYTHING, temperature=0.2))
    screen.press("Next")
    assert (body(screen)["model"], body(screen)["temperature"]) == ("m", 1.0)
    screen.press("Next")
    assert (body(screen)["model"], body(screen)["temperature"]) == ("m", 0.2)


def test_missing_columns_are_named_and_restored() -> None:
    screen = loaded(
        EVERYTHING, ("other.csv", as_csv([("ID", "review", "pic"), ("007", "Warm", "https://a.example/1")]))
    )
    for name in ("id", "photo", "model", "warmth"):
        assert f'the column "{name}", but the sheet has no such column' in screen.said()
    screen.upload("Spreadsheet", SHEET)
    assert body(screen)["messages"][-1] == BODY["messages"][-1]  # type: ignore[index]
    assert screen.line()["custom_id"] == "007"


def test_answer_columns_can_be_added_and_removed() -> None:
    screen = loaded(Recipe(model="m", prompt="{{review}}"))
    screen.fill("compose_answer_format", "Table")
    assert "Answer column 1 has no name" in screen.errors()
    name = next(field.key for field in screen.at.text_input if field.label == "Answer column 1")
    kind = next(field.key for field in screen.at.selectbox if field.label == "Kind of column 1")
    screen.fill(name, "mood")
    screen.fill(kind, "One of a list")
    screen.fill(kind.replace(" kind", " choices"), "good, bad")
    screen.press("Add an answer column")
    assert "Answer column 2 has no name" in screen.errors()
    screen.press("Remove column 2")
    schema = body(screen)["response_format"]["json_schema"]["schema"]
    assert schema["properties"] == {"mood": {"type": "string", "enum": ["good", "bad"]}}
    assert screen.is_ready()


def test_each_kind_of_unusable_image_is_named_with_its_rows() -> None:
    rows = [("q", "photo"), ("a", "https://a.example/1.png, https://a.example/2.png"), ("b", "C:\\\\1.png")]
    rows += [("c", "https://a.example/logo.svg"), ("d", "/home/me/2.png")]
    screen = loaded(Recipe(model="m", prompt="{{q}}", image_columns=("photo",)), ("a.csv", as_csv(rows)))
    assert not screen.is_ready()
    said = screen.warnings()
    assert "Rows 3, 5 (2 rows)" in said
    assert "Row 4 (1 row)" in said
    screen.press("Leave these 3 rows out")
    assert [part["type"] for part in body(screen)["messages"][0]["content"]] == ["text", "image_url", "image_url"]


def choices_screen(text: str) -> Screen:
    """The form with one answer column, whose choices are typed."""
    screen = loaded(Recipe(model="m", prompt="{{review}}"))
    screen.fill("compose_answer_format", "Table")
    kind = next(field.key for field in screen.at.selectbox if field.label == "Kind of column 1")
    screen.fill(kind.replace(" kind", " name"), "mood")
    screen.fill(kind, "One of a list")
    screen.fill(kind.replace(" kind", " choices"), text)
    return screen


def choices_sent(screen: Screen) -> list[str]:
    schema = body(screen)["response_format"]["json_schema"]["schema"]
    choices: list[str] = schema["properties"]["mood"]["enum"]
    return choices


def test_the_choices_are_shown_as_they_are_read() -> None:
    screen = choices_screen("good; bad; neutral")
    assert "3 choices" in screen.said()
    assert screen.is_ready()
    assert choices_sent(screen) == ["good", "bad", "neutral"]


def test_unclear_choices_are_asked_about() -> None:
    screen = choices_screen("yes, no / maybe")
    assert not screen.is_ready()
    screen.press("Use 2 choices: yes · no / maybe")
    assert screen.is_ready()
    assert choices_sent(screen) == ["yes", "no / maybe"]


def test_a_single_choice_is_asked_about() -> None:
    screen = choices_screen("good")
    assert not screen.is_ready()
    screen.press("Keep this one choice")
    assert screen.is_ready()
    assert choices_sent(screen) == ["good"]


def test_a_button_makes_a_pasted_schema_strict() -> None:
    pasted = json.dumps({"type": "object", "properties": {"score": {"type": "integer"}}})
    screen = loaded(Recipe(model="m", prompt="{{review}}", answer_format="JSON schema", schema=pasted))
    assert screen.is_ready()
    assert screen.warnings()
    screen.press("Make the schema strict")
    schema = body(screen)["response_format"]["json_schema"]["schema"]
    assert schema["additionalProperties"] is False
    assert not screen.warnings()


def test_json_mode_warns_if_no_message_mentions_json() -> None:
    screen = loaded(Recipe(model="m", prompt="{{review}}", answer_format="JSON object"))
    assert 'no message contains the word "JSON"' in screen.warnings()
    assert screen.is_ready()
    screen.fill("compose_system", "Answer as JSON.")
    assert not screen.warnings()
    assert body(screen)["response_format"] == {"type": "json_object"}


def test_a_cell_that_is_not_a_valid_setting_asks() -> None:
    sheet = ("bad.csv", as_csv([("review", "warmth"), ("Warm", "hot"), ("Cold", "0.1")]))
    screen = loaded(Recipe(model="m", prompt="{{review}}", temperature_column="warmth"), sheet)
    assert not screen.is_ready()
    screen.press("Leave this row out")
    assert screen.is_ready()
    assert screen.metrics()["Requests"] == "1"


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ('{"stream": true}', "a batch cannot be streamed"),
        ('{"messages": []}', "the settings and the rows fill it"),
        ("[1]", "not a JSON object"),
        ('{"a": 1,}', "The further fields, line 1: at character 9, there is an extra comma before this bracket"),
    ],
)
def test_further_fields_are_checked(extra: str, said: str) -> None:
    screen = loaded(Recipe(model="m", prompt="{{review}}", extra=extra))
    assert said in screen.errors()
    assert not screen.is_ready()


def test_all_but_the_sample_excludes_downloaded_samples() -> None:
    screen = Screen()
    screen.upload("Spreadsheet", ("a.csv", as_csv([("text",), *((f"Text {at}",) for at in range(9))])))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{text}}")
    screen.fill("rows which", "A test sample")
    screen.fill("rows count", 4)
    sample = composition(screen)
    _downloaded(sample, screen.at.session_state["downloaded"])
    screen.fill("rows count", 6)
    screen.fill("rows which", "All but the sample")
    assert sorted([*sample.rows, *composition(screen).rows]) == list(range(9))
    screen.fill("rows which", "All rows")
    for word in "abcd":  # later downloads push the sample out of the few that are kept
        screen.fill("compose_prompt", f"{word} {{{{text}}}}")
        _downloaded(composition(screen), screen.at.session_state["downloaded"])
    screen.fill("rows which", "All but the sample")
    assert sorted([*sample.rows, *composition(screen).rows]) == list(range(9))


def composition(screen: Screen) -> Composition:
    made: Composition = screen.at.session_state["slots"]["composition"][1]
    return made


def test_a_sample_that_was_not_downloaded_is_named() -> None:
    screen = Screen()
    screen.upload("Spreadsheet", ("a.csv", as_csv([("text",), ("a",), ("b",)])))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{text}}")
    screen.fill("rows which", "A test sample")
    screen.fill("rows count", 1)
    screen.fill("rows which", "All but the sample")
    assert "It was not downloaded in this session." in screen.said()


def test_rows_can_be_filtered_by_the_values_of_a_column() -> None:
    screen = Screen()
    table = [("lang", "text"), *((lang, f"Text {at}") for at, lang in enumerate(["de", "fr", "DE", "", "fr"]))]
    screen.upload("Spreadsheet", ("a.csv", as_csv(table)))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{text}}")
    screen.press("Add a condition")
    values = "condition 1 values"
    assert screen.at.multiselect(values).options == ["2 · de", "2 · fr", "1 · (empty)"]
    assert len(composition(screen)) == 5
    screen.fill(values, ["de", ""])
    assert list(composition(screen).rows) == [0, 2, 3]
    assert "2 rows do not meet all conditions and will not be sent." in screen.said()
    screen.fill("condition 1 test", "is none of")
    assert list(composition(screen).rows) == [1, 4]
    assert "Left out: 3 rows that do not meet your conditions. That saves 3 requests, " in screen.said()
    screen.upload("Spreadsheet", ("b.csv", as_csv([("text",), ("Text",)])))
    assert list(composition(screen).rows) == [0]
    assert "A condition waits for a sheet with the column lang." in screen.said()
    screen.upload("Spreadsheet", ("c.csv", as_csv([("lang", "text"), ("it", "a"), ("fr", "b")])))
    assert list(composition(screen).rows) == [0, 1]
    screen.fill("condition 1 values", ["it"])
    assert list(composition(screen).rows) == [1]
    screen.press("Remove condition")
    assert len(composition(screen)) == 2


def test_rows_meet_all_conditions() -> None:
    screen = Screen()
    table = [("price", "text"), ("5", "Good value"), ("12", "Good"), ("cheap", "good"), ("7", "Bad"), ("8", "")]
    screen.upload("Spreadsheet", ("a.csv", as_csv(table)))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{text}}")
    screen.press("Add a condition")
    screen.fill("condition 1 test", "is a number from … to")
    screen.fill("condition 1 high", 10.0)
    assert list(composition(screen).rows) == [0, 3]
    assert "1 row has a cell that is not certainly a number, and left out." in screen.said()
    screen.press("Add a condition")
    screen.fill("condition 2 column", "text")
    screen.fill("condition 2 test", "contains")
    screen.fill("condition 2 text", "GOOD")
    assert list(composition(screen).rows) == [0]


def test_picked_rows_and_all_others() -> None:
    screen = loaded(Recipe(model="m", prompt="{{review}}", id_column="id"))
    screen.fill("rows which", "A test sample")
    screen.fill("rows how", "Picked rows")
    screen.fill("rows picked", "3, x, 30")
    assert (screen.metrics()["Requests"], screen.line()["custom_id"]) == ("1", "008")
    assert "These are not row numbers: x" in screen.warnings()
    assert "This sheet does not have row 30." in screen.warnings()
    screen.fill("rows which", "All but the sample")
    assert (screen.metrics()["Requests"], screen.line()["custom_id"]) == ("2", "007")
    assert "Without the sample: row 3." in screen.said()
    screen.fill("compose_prompt", "Say {{review}}")
    assert screen.metrics()["Requests"] == "2"


def test_several_columns_are_embedded_at_once() -> None:
    recipe = Recipe(task="Embeddings", model="e", embed_columns=("review", "photo"), dimensions=256)
    assert body(loaded(recipe)) == {
        "model": "e",
        "input": ["Warm", "https://example.org/7.png"],
        "dimensions": 256,
        "encoding_format": "base64",
    }


def test_the_cost_is_a_range_if_the_price_is_known() -> None:
    screen = loaded(Recipe(provider="OpenAI", model="gpt-5.4-mini", prompt="{{review}}", max_tokens=100))
    assert screen.metrics()["Cost"] == "under $0.01"
    screen.fill("price input", 1_000_000.0)
    assert screen.metrics()["Cost"].startswith("$")
    screen.fill("compose_model", "nobody-knows")
    assert screen.metrics()["Cost"] == "unknown"


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_every_provider_gets_a_batch_for_its_endpoints(provider: str) -> None:
    task = "Embeddings" if "/v1/chat/completions" not in PROVIDERS[provider].endpoints else "Chat"
    screen = loaded(Recipe(task=task, provider=provider, model="m", prompt="{{review}}"))  # type: ignore[arg-type]
    assert screen.is_ready()
    assert PROVIDERS[provider].model_label in screen.said()


def test_an_answer_can_repeat_a_cell_of_its_row() -> None:
    screen = Screen()
    screen.upload("Spreadsheet", ("a.csv", as_csv([("code", "text"), ("B7", "Warm"), ("C9", "Cold")])))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "Rate {{text}}")
    screen.fill("compose_answer_format", "Table")
    (key,) = screen.at.session_state["compose answer columns"]
    screen.fill(f"{key} name", "code")
    screen.fill(f"{key} kind", "Repeated cell")
    assert 'Answer column 1 ("code") repeats no column.' in screen.errors()
    screen.fill(f"{key} source", "code")
    assert screen.is_ready()
    body = screen.line()["body"]
    assert body["messages"][-1]["content"] == 'Rate Warm\n\nRepeat this as "code": B7'
    assert list(body["response_format"]["json_schema"]["schema"]["properties"]) == ["code"]
    saved = write_recipe(screen.at.session_state["recipe"])
    screen.upload("Saved settings", ("mine.json", saved))
    assert write_recipe(screen.at.session_state["recipe"]) == saved
