"""The Compose page: what it shows and asks, what blocks a download, and what the preview shows."""

import re
from dataclasses import replace
from typing import Any

import pytest

from lib.compose.recipe_file import write_recipe
from lib.providers import PROVIDERS
from tests.screens.screen import File, Screen
from tests.support.result_lines import input_line, jsonl
from tests.support.sheet_files import as_csv, as_xlsx

REVIEWS: File = ("reviews.csv", as_csv([("id", "review"), ("007", "Warm"), ("008", "Cold"), ("009", "Soft")]))
GAPS: File = ("gaps.csv", as_csv([("id", "title", "text"), ("1", "Aa", "x"), ("2", "", "y"), ("3", "Cc", "z")]))
TWICE: File = ("twice.csv", as_csv([("id", "review"), ("a", "Warm"), ("b", "Cold"), ("a", "Soft")]))
MANY: File = ("many.csv", as_csv([("review",), *((f"Tea {at}",) for at in range(2_001))]))


@pytest.fixture
def screen() -> Screen:
    """A new session, at Compose."""
    return Screen()


def loaded(sheet: File = REVIEWS, prompt: str = "", model: str = "m-1") -> Screen:
    """A session with a sheet and a model, and a prompt if one is given."""
    screen = Screen()
    screen.upload("Spreadsheet", sheet)
    screen.fill("compose_model", model)
    if prompt:
        screen.fill("compose_prompt", prompt)
    return screen


def messages(screen: Screen) -> list[Any]:
    """The messages of the request in the preview."""
    found: list[Any] = screen.line()["body"]["messages"]
    return found


# The sheet


def test_without_a_sheet_nothing_can_be_downloaded(screen: Screen) -> None:
    fields = ("task", "provider", "model", "system", "prompt", "id_column", "max_tokens", "temperature")
    assert all(screen.has(f"compose_{field}") for field in fields)
    assert screen.has("compose_recipe_download")
    assert screen.has("compose_file")
    assert screen.has("compose_recipe_file")
    assert not screen.has("compose_worksheet")
    assert screen.at.button("compose_download").disabled
    assert not screen.errors()


def test_the_example_is_ready_to_download(screen: Screen) -> None:
    screen.press("Try an example")
    assert screen.is_ready()
    assert not screen.errors()
    figures = screen.metrics()
    assert [figures[name] for name in ("Requests", "Files", "Cost")] == ["12", "1", "unknown"]
    line = screen.line()
    assert line["custom_id"] == "00017"
    assert line["body"]["messages"][1]["content"].startswith("Product: Trail lamp")
    assert set(line["body"]["response_format"]["json_schema"]["schema"]["properties"]) == {
        "mood",
        "fault",
        "fits_stars",
    }


def test_the_settings_of_the_example_are_cleared_with_it(screen: Screen) -> None:
    screen.press("Try an example")
    screen.press("Remove sheet")
    assert not screen.value("compose_model")
    assert not screen.value("compose_prompt")
    screen.press("Try an example")
    screen.upload("Spreadsheet", ("own.csv", b"key,text\na,One\nb,Two\n"))
    assert screen.value("compose_prompt") == "{{text}}"
    assert screen.value("compose_answer_format") == "Text"


def test_the_example_keeps_earlier_settings(screen: Screen) -> None:
    screen.fill("compose_model", "m-1")
    screen.press("Try an example")
    assert screen.value("compose_model") == "m-1"
    assert screen.value("compose_prompt") == "{{review}}"
    assert screen.is_ready()


def test_changed_settings_of_the_example_are_kept(screen: Screen) -> None:
    screen.press("Try an example")
    screen.fill("compose_model", "m-1")
    screen.press("Remove sheet")
    assert screen.value("compose_model") == "m-1"
    assert screen.value("compose_prompt").startswith("Product:")


def test_a_removed_sheet_comes_back_until_another_is_loaded(screen: Screen) -> None:
    screen.upload("Spreadsheet", ("own.csv", b"key,text\na,One\nb,Two\n"))
    screen.fill("compose_model", "m")
    screen.press("Remove sheet")
    assert not screen.is_ready()
    screen.press("Bring it back")
    assert screen.is_ready()
    screen.press("Remove sheet")
    screen.upload("Spreadsheet", ("other.csv", b"key,text\na,One\nb,Two\n"))
    assert not screen.labels("Bring it back")


def test_a_csv_is_shown_with_its_own_row_numbers() -> None:
    screen = loaded(("gap.csv", b"id,review\n007,Warm\n\n008,Cold\n"))
    shown = screen.at.dataframe[0].value
    assert list(shown.index) == [2, 4]
    assert list(shown["id"]) == ["007", "008"]
    assert "1 empty row is left out" in screen.said()


def test_a_worksheet_can_be_chosen(screen: Screen) -> None:
    rows = {"Empty": [], "First": [("a",), ("one",)], "Second": [("b",), ("two",), ("three",)]}
    screen.upload("Spreadsheet", ("book.xlsx", as_xlsx(rows)))
    assert screen.options("compose_worksheet") == ["Empty", "First", "Second"]
    assert screen.value("compose_worksheet") == "First"
    screen.fill("compose_worksheet", "Second")
    assert screen.value("compose_prompt") == "{{b}}"
    assert messages(screen) == [{"role": "user", "content": "two"}]


def test_an_empty_worksheet_is_rejected(screen: Screen) -> None:
    screen.upload("Spreadsheet", ("book.xlsx", as_xlsx({"Full": [("a",), ("one",)], "Empty": []})))
    screen.fill("compose_worksheet", "Empty")
    assert 'the worksheet "Empty" is empty' in screen.errors()
    assert screen.value("compose_worksheet") == "Full"
    assert messages(screen) == [{"role": "user", "content": "one"}]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("empty.csv", b""), "empty.csv: the file is empty."),
        (("page.csv", b"<!DOCTYPE html><html></html>"), "this is a web page without a table"),
        (("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0"), "this is a picture, not a sheet"),
        (("header.csv", b"id,review\n"), "there is no row under the header in row 1"),
    ],
)
def test_an_unreadable_file_keeps_the_loaded_sheet(file: File, said: str) -> None:
    screen = loaded()
    screen.upload("Spreadsheet", file)
    assert "Batchdesk cannot read this file" in screen.errors()
    assert said in screen.errors()
    assert "reviews.csv · 3 rows" in screen.said()
    assert screen.is_ready()
    screen.fill("compose_max_tokens", 5)
    assert not screen.errors()


def test_remove_keeps_the_settings() -> None:
    screen = loaded(prompt="Sum up: {{review}}")
    screen.press("Remove sheet")
    assert "reviews.csv was removed." in screen.said()
    assert not screen.is_ready()
    assert screen.value("compose_model") == "m-1"
    assert screen.value("compose_prompt") == "Sum up: {{review}}"


# The prompt


def test_the_first_prompt_is_the_column_with_the_most_text() -> None:
    screen = loaded()
    assert screen.value("compose_prompt") == "{{review}}"
    assert messages(screen) == [{"role": "user", "content": "Warm"}]


def test_a_suggested_prompt_follows_the_sheet() -> None:
    screen = loaded()
    screen.upload("Spreadsheet", GAPS)
    assert screen.value("compose_prompt") == "{{title}}"


def test_a_written_prompt_is_kept_with_a_new_sheet() -> None:
    screen = loaded(prompt="Sum up: {{review}}")
    screen.upload("Spreadsheet", GAPS)
    assert screen.value("compose_prompt") == "Sum up: {{review}}"


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("Say hello.", "The prompt uses no column, so every row sends the same text."),
        ("Sum up {Review}.", "{Review} in the prompt has one brace, so the model gets it as it is. Write {{review}}"),
        (
            "Sum up {{Reveiw}}.",
            'The prompt asks for "Reveiw", but the sheet has no such column. Did you mean "review"?',
        ),
        ('Sum up {{review}} as {"mood": 1}.', ""),
    ],
)
def test_doubts_about_the_prompt_are_beside_it(prompt: str, said: str) -> None:
    screen = loaded(prompt=prompt)
    assert said in screen.warnings()
    assert bool(said) == bool(screen.warnings())


def test_an_unknown_placeholder_blocks_and_offers_the_nearest_column() -> None:
    screen = loaded(prompt="{{Reveiw}}")
    assert not screen.is_ready()
    assert 'The prompt asks for "Reveiw", but the sheet has no such column. Did you mean "review"?' in screen.errors()
    screen.fill("compose_prompt", "{{review}}")
    assert screen.is_ready()


def test_an_unknown_placeholder_in_the_system_message_blocks_too() -> None:
    screen = loaded()
    screen.fill("compose_system", "You know {{nothing}}.")
    assert 'The system message asks for "nothing"' in screen.errors()
    assert not screen.is_ready()


def test_without_a_model_nothing_can_be_downloaded() -> None:
    screen = loaded(model="  ")
    assert "No model is chosen." in screen.errors()
    assert not screen.is_ready()


def test_all_blocking_problems_are_shown_at_once() -> None:
    screen = loaded(TWICE, prompt="{{a}} {{b}}", model="")
    screen.fill("compose_id_column", "id")
    said = screen.errors()
    assert "Fix these before the download" in said
    assert all(part in said for part in ("No model", 'asks for "a"', "and 1 more like this", "used more than once"))


# Rows that need a decision


def test_a_blocking_problem_is_also_shown_beside_the_prompt() -> None:
    screen = loaded(GAPS, prompt="{{titel}}")
    assert screen.said().count('asks for "titel"') == 2
    assert 'asks for "titel"' in screen.errors()


def test_a_blank_cell_asks() -> None:
    screen = loaded(GAPS, prompt="{{title}}: {{text}}")
    assert not screen.is_ready()
    assert "1 row has an empty title\nRow 3." in screen.warnings()


def test_leaving_a_row_out_can_be_undone() -> None:
    screen = loaded(GAPS, prompt="{{title}}: {{text}}")
    screen.press("Leave this row out")
    assert screen.is_ready()
    assert screen.metrics()["Requests"] == "2"
    assert "1 row is left out, as you chose: row 3." in screen.said()
    screen.press("Ask me again")
    assert not screen.is_ready()
    assert screen.has_button("Leave this row out")


def test_a_row_can_be_sent_with_a_blank_cell() -> None:
    screen = loaded(GAPS, prompt="{{title}}: {{text}}")
    screen.press("Send anyway")
    assert screen.is_ready()
    assert screen.metrics()["Requests"] == "3"
    screen.press("Next")
    assert messages(screen) == [{"role": "user", "content": ": y"}]


def test_sending_blank_cells_can_be_undone() -> None:
    screen = loaded(GAPS, prompt="{{title}}: {{text}}")
    screen.press("Send anyway")
    screen.press("Ask me again")
    assert not screen.is_ready()


def test_leaving_every_row_out_can_be_undone() -> None:
    screen = loaded(("blank.csv", as_csv([("a", "b"), ("1", ""), ("", "2")])), prompt="{{a}}{{b}}")
    screen.press("Leave these 2 rows out")
    assert "No row is left to send." in screen.errors()
    screen.press("Ask me again")
    assert not screen.errors()


def test_a_decision_ends_with_other_columns() -> None:
    screen = loaded(GAPS, prompt="{{title}}: {{text}}")
    screen.press("Leave this row out")
    screen.fill("compose_prompt", "Title {{title}}, text {{text}}")
    assert screen.is_ready()
    screen.fill("compose_prompt", "{{text}}: {{title}}")
    assert not screen.is_ready()


def test_other_words_ask_again_about_large_rows() -> None:
    screen = loaded(("a.csv", as_csv([("text",), ("x",), ("y" * 30_000,)])), prompt="Say {{text}}")
    screen.fill("compose_limit_mb", 0.02)
    screen.press("Leave this row out")
    assert screen.is_ready()
    screen.fill("compose_prompt", "Tell me {{text}}")
    assert not screen.is_ready()


def test_empty_rows_are_left_out_and_named() -> None:
    screen = loaded(GAPS, prompt="{{title}}")
    assert screen.is_ready()
    assert "1 row is left out, because every column that the prompt uses is empty: row 3." in screen.said()


def test_without_a_row_nothing_can_be_downloaded() -> None:
    screen = loaded(("blank.csv", b"id,note\n1,\n2, \n"), prompt="{{note}}")
    assert "No row is left to send." in screen.errors()
    assert not screen.is_ready()


def test_duplicate_ids_block_and_name_their_rows() -> None:
    screen = loaded(TWICE)
    screen.fill("compose_id_column", "id")
    assert not screen.is_ready()
    assert 'Row 2, column "id": the id "a" is used more than once.' in screen.errors()
    found = next(frame.value for frame in screen.at.dataframe if "Where" in frame.value)
    assert list(found["Where"]) == ['Row 2, column "id"', 'Row 4, column "id"']
    screen.fill("compose_id_column", "")
    assert screen.is_ready()


def test_ids_are_the_cells_as_written() -> None:
    screen = loaded()
    screen.fill("compose_id_column", "id")
    assert screen.line()["custom_id"] == "007"


def test_a_column_may_be_called_row_number() -> None:
    screen = loaded(("sheet.csv", b"Row number,text\n77,hi\n"))
    assert screen.options("compose_id_column") == ["Row number", "Row number (column)", "text"]
    assert screen.line()["custom_id"].startswith("row-2-")
    screen.fill("compose_id_column", "Row number")
    assert screen.line()["custom_id"] == "77"


def test_a_request_over_the_limit_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "Parasail", replace(PROVIDERS["Parasail"], bytes=500))
    screen = loaded(("long.csv", as_csv([("text",), ("short",), ("long " * 100,), ("brief",)])))
    assert "1 row is too large for a file\nRow 3." in screen.warnings()
    assert not screen.is_ready()
    screen.press("Leave this row out")
    assert screen.is_ready()
    assert screen.metrics()["Requests"] == "2"


def test_a_batch_over_the_limit_becomes_several_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "Parasail", replace(PROVIDERS["Parasail"], requests=2))
    screen = loaded()
    assert (screen.metrics()["Requests"], screen.metrics()["Files"]) == ("3", "2")
    assert "A file for Parasail may have 2 requests or 100 MB, so you get a zip of 2 files" in screen.said()
    assert screen.at.download_button("compose_download").label == "Download 3 requests (.zip)"


# What is sent


def test_empty_numbers_are_not_sent() -> None:
    screen = loaded()
    assert set(screen.line()["body"]) == {"model", "messages"}
    screen.fill("compose_max_tokens", 1024)
    screen.fill("compose_temperature", 0.0)
    body = screen.line()["body"]
    assert (body["max_completion_tokens"], body["temperature"]) == (1024, 0.0)


def test_the_system_message_comes_first() -> None:
    screen = loaded()
    screen.fill("compose_system", "About {{id}}.")
    assert messages(screen)[0] == {"role": "system", "content": "About 007."}
    assert screen.conversation() == [("system", "About 007."), ("user", "Warm")]


def test_embeddings_hide_the_settings_of_chats() -> None:
    screen = loaded()
    screen.fill("compose_system", "Be brief, {{nobody}}.")
    screen.fill("compose_max_tokens", 5)
    screen.fill("compose_task", "Embeddings")
    assert not any(screen.has(f"compose_{key}") for key in ("system", "max_tokens", "temperature"))
    assert screen.line()["url"] == "/v1/embeddings"
    assert screen.line()["body"] == {"model": "m-1", "input": "Warm", "encoding_format": "base64"}
    assert screen.is_ready()
    screen.fill("compose_task", "Chat")
    assert screen.value("compose_system") == "Be brief, {{nobody}}."
    assert screen.value("compose_max_tokens") == 5


# The preview


def test_the_preview_goes_through_the_rows() -> None:
    screen = loaded()
    assert not screen.has_button("Previous")
    screen.press("Next")
    screen.press("Next")
    assert screen.value("compose_row") == 4
    assert messages(screen) == [{"role": "user", "content": "Soft"}]
    assert not screen.has_button("Next")
    screen.press("Previous")
    assert messages(screen) == [{"role": "user", "content": "Cold"}]


def test_the_preview_names_a_row_that_is_not_sent() -> None:
    screen = loaded(GAPS, prompt="{{title}}")
    screen.fill("compose_row", 3)
    assert screen.value("compose_row") == 4
    assert "Request 2 of 2" in screen.said()
    assert "Row 3 is not sent." in screen.said()
    assert messages(screen) == [{"role": "user", "content": "Cc"}]


def test_the_early_preview_is_replaced() -> None:
    screen = loaded(MANY, model="")
    assert "No model is chosen" in screen.errors()
    screen.fill("compose_model", "m")
    assert screen.is_ready()
    assert screen.has("compose_row")
    assert not screen.has("glance row")


@pytest.mark.parametrize(
    ("provider", "model", "extra", "said"),
    [
        ("OpenAI", "gpt-4o", '{"stream_options": {"include_usage": true}}', "the request does not stream"),
        ("OpenAI", "gpt-4o", '{"temperature": 5}', '"temperature" is 5'),
        ("OpenAI", "gpt-4o", '{"response_format": {"type": "json_object"}}', 'no message contains the word "JSON"'),
        ("OpenAI", "gpt-4o", '{"user": "team-7"}', ""),
        ("vLLM", "m", '{"top_k": 5}', ""),
    ],
)
def test_further_fields_follow_the_rules_of_check(provider: str, model: str, extra: str, said: str) -> None:
    screen = loaded(model=model)
    screen.fill("compose_provider", provider)
    assert not screen.warnings()
    screen.fill("compose_extra", extra)
    assert said in screen.errors()
    assert bool(said) == bool(screen.errors())


def test_a_reasoning_model_takes_no_temperature() -> None:
    screen = loaded(model="o3-mini")
    screen.fill("compose_provider", "OpenAI")
    screen.fill("compose_temperature", 0.2)
    assert 'accepts only 1 for "temperature"' in screen.errors()


def test_pasted_cells_are_separated_by_tabs_alone() -> None:
    screen = Screen()
    screen.fill("compose_paste", "price\n1,5\n2,75\n")
    screen.press("Use these cells")
    screen.fill("compose_model", "m")
    assert messages(screen)[-1]["content"] == "1,5"


def test_the_seed_of_a_sample_survives_another_page() -> None:
    screen = loaded(MANY)
    screen.fill("rows which", "A test sample")
    screen.fill("rows how", "Random rows")
    screen.fill("rows seed", 7)
    before = screen.line()["custom_id"]
    screen.go("results")
    screen.go("compose")
    assert (screen.value("rows seed"), screen.line()["custom_id"]) == (7, before)


def test_rows_outside_a_sample_are_counted_in_sight() -> None:
    screen = loaded(MANY)
    assert "not in this file" not in screen.said()
    screen.fill("rows which", "A test sample")
    assert "1,991 rows are not in this file, as chosen under Advanced, Rows." in screen.said()


def test_the_download_has_the_name_of_the_loaded_file() -> None:
    screen = loaded(("old.csv", REVIEWS[1]))
    screen.upload("Spreadsheet", ("new.csv", REVIEWS[1]))
    assert screen.at.session_state["slots"]["package"][1].file_name.startswith("new_")


def test_identical_rows_are_offered_to_share_a_request() -> None:
    screen = Screen()
    screen.upload("Spreadsheet", ("texts.csv", b"text\nGood\nBad\nGood\nGood\n"))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{text}}")
    assert "4 rows, 2 different requests: send each once?" in screen.said()
    assert screen.is_ready()
    screen.press("Send each once")
    assert "2 rows share the request of an equal row: 2 requests in all." in screen.said()
    saved = write_recipe(screen.at.session_state["recipe"])
    screen.press("Ask me again")
    assert "4 rows, 2 different requests: send each once?" in screen.said()
    screen.upload("Saved settings", ("settings.json", saved))
    assert "2 rows share the request of an equal row: 2 requests in all." in screen.said()


# After the download, and files of other pages


def test_what_now_names_the_files_and_the_place() -> None:
    screen = loaded()
    said = screen.said()
    assert re.search(r"1\. Upload reviews_[0-9a-f]{12}\.jsonl at Parasail: sign in at `saas\.parasail\.io`", said)
    assert "Source of step 1: docs.parasail.io" in said.replace("\u2060", "")
    assert re.search(r"2\. Keep reviews_[0-9a-f]{12}\.jsonl, your sheet reviews\.csv and", said)
    assert re.search(r"reviews_settings_\d{4}-\d\d-\d\d\.json", said)
    assert "3. Come back to Results" in said


def test_a_batch_input_in_the_inbox_for_sheets_goes_on_to_check() -> None:
    screen = loaded()
    screen.upload("Spreadsheet", ("input.jsonl", jsonl([input_line("a", "Hello"), input_line("b", "Hello")])))
    assert "input.jsonl is the requests of a batch. It belongs in Check." in screen.said()
    assert "reviews.csv · 3 rows" in screen.said()
    screen.press("Open it in Check")
    screen.go("check")
    assert "input.jsonl" in screen.said()
    screen.go("compose")
    assert "input.jsonl" not in screen.said()


def test_an_unknown_model_is_doubted_with_the_nearest_name() -> None:
    screen = loaded(model="gpt5.4-mini")
    screen.fill("compose_provider", "OpenAI")
    assert screen.said().count("Batchdesk does not know") == 1
    screen.press("Use gpt-5.4-mini")
    assert screen.value("compose_model") == "gpt-5.4-mini"
    assert "to write 1 million tokens" in screen.said()
    screen.fill("compose_model", "my-own-model")
    assert screen.said().count("Batchdesk does not know") == 1
