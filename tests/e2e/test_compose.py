"""Compose in a browser: what the first screen shows, and columns inserted at the cursor."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk, File
from tests.e2e.test_frame import TOO_WIDE
from tests.support.result_lines import answered, jsonl
from tests.support.sheet_files import as_csv

COLUMNS = ("Order", "Product", "Review")
ROWS = [(f"{at:06d}", "Kettle", f"It broke after {at} weeks.") for at in range(1, 301)]
SHEET: File = ("reviews.csv", as_csv([COLUMNS, *ROWS]))
MODEL = "meta-llama/Meta-Llama-3-8B-Instruct"
SCREEN = 900


@pytest.fixture
def loaded(desk: Desk) -> Desk:
    """Compose with a sheet of 300 rows and a model."""
    desk.open()
    desk.upload("compose_file", SHEET)
    desk.fill("compose_model", MODEL)
    return desk


def prompt(desk: Desk) -> Locator:
    return desk.hook("compose_prompt").locator("textarea")


def column(desk: Desk, name: str) -> Locator:
    return desk.page.get_by_role("button", name=f"+ {name}", exact=True)


def bottom(desk: Desk, key: str) -> float:
    box = desk.hook(key).bounding_box()
    assert box
    return box["y"] + box["height"]


def test_the_first_screen_has_prompt_preview_and_download(loaded: Desk) -> None:
    loaded.fill("compose_system", "You judge reviews.")
    loaded.fill("compose_prompt", "Mood of {{Product}}: {{Review}}")
    for key in ("compose_prompt", "compose_answer_format", "compose_conversation", "compose_size"):
        assert bottom(loaded, key) < SCREEN, key
    assert bottom(loaded, "compose_download") < SCREEN
    assert bottom(loaded, "compose_advanced") < SCREEN
    expect(loaded.page.get_by_text("The exact line in the file")).to_be_visible()
    expect(loaded.hook("compose_conversation")).to_contain_text("Mood of Kettle: It broke after 1 weeks.")
    expect(loaded.hook("compose_max_tokens")).to_be_hidden()


def test_the_download_stays_in_the_first_screen_beside_questions(desk: Desk) -> None:
    """An empty cell, an answer column without a name, and a prompt of many lines at once."""
    desk.open()
    desk.upload("compose_file", ("reviews.csv", as_csv([COLUMNS, *ROWS, ("000301", "Kettle", "")])))
    desk.fill("compose_model", MODEL)
    desk.fill("compose_system", "You judge reviews.\n" * 8)
    desk.fill("compose_prompt", "Mood of {{Product}}: {{Review}}\n" * 6)
    desk.choose("compose_answer_format", "Separate columns")
    expect(desk.page.get_by_text("1 row has an empty Review")).to_be_visible()
    expect(desk.page.get_by_text("Answer column 1 has no name")).to_be_visible()
    assert bottom(desk, "compose_download") < SCREEN


def test_the_preview_stays_in_sight_beside_a_long_form(loaded: Desk) -> None:
    loaded.choose("compose_answer_format", "Separate columns")
    for _ in range(4):
        loaded.press("answer-add")
    loaded.page.get_by_label("Answer column 5").scroll_into_view_if_needed()
    loaded.page.get_by_label("Answer column 5").focus()
    expect(loaded.hook("compose_row")).to_be_in_viewport()
    expect(loaded.hook("compose_download")).to_be_in_viewport()


def test_a_column_is_inserted_at_the_cursor_and_can_be_undone(loaded: Desk) -> None:
    loaded.fill("compose_prompt", "Mood of : {{Review}}")
    prompt(loaded).evaluate("area => { area.focus(); area.setSelectionRange(8, 8); }")
    with loaded.run():
        column(loaded, "Product").click()
    expect(prompt(loaded)).to_have_value("Mood of {{Product}}: {{Review}}")
    expect(prompt(loaded)).to_be_focused()
    expect(loaded.hook("compose_conversation")).to_contain_text("Mood of Kettle: It broke after 1 weeks.")
    loaded.page.keyboard.press("Control+Z")
    expect(prompt(loaded)).to_have_value("Mood of : {{Review}}")
    loaded.page.keyboard.press("Control+Shift+Z")
    expect(prompt(loaded)).to_have_value("Mood of {{Product}}: {{Review}}")


def test_columns_are_inserted_by_the_keyboard_into_the_text_with_the_cursor(loaded: Desk) -> None:
    loaded.hook("compose_system").locator("textarea").focus()
    column(loaded, "Order").focus()
    with loaded.run():
        loaded.page.keyboard.press("Enter")
    expect(loaded.hook("compose_system").locator("textarea")).to_have_value("{{Order}}")
    expect(prompt(loaded)).to_have_value("{{Review}}")


def test_the_arrow_keys_reach_every_column_of_a_wide_sheet(desk: Desk) -> None:
    names = [f"Column {at}" for at in range(1, 41)]
    desk.open()
    desk.upload("compose_file", ("wide.csv", as_csv([names, names])))
    column(desk, "Column 12").focus()
    for _ in range(28):
        desk.page.keyboard.press("ArrowRight")
    expect(column(desk, "Column 40")).to_be_focused()
    expect(column(desk, "Column 40")).to_be_in_viewport()


def test_a_column_is_added_at_the_end_where_the_browser_cannot_insert(loaded: Desk) -> None:
    loaded.page.evaluate("document.execCommand = () => false")
    with loaded.run():
        column(loaded, "Product").click()
    expect(prompt(loaded)).to_have_value("{{Review}} {{Product}}")


def test_known_models_are_suggested_and_a_misspelt_one_is_corrected(loaded: Desk) -> None:
    loaded.choose("compose_provider", "OpenAI")
    field = loaded.hook("compose_model").locator("input")
    names = field.evaluate("field => [...field.list.options].map(option => option.value)")
    assert "gpt-5.4-mini" in names
    assert not [name for name in names if name.startswith("text-embedding")]
    loaded.fill("compose_model", "gpt5.4-mini")
    loaded.press("compose_nearest_model")
    expect(field).to_have_value("gpt-5.4-mini")
    expect(loaded.page.get_by_text(re.compile("to read, .* to write 1 million tokens"))).to_be_visible()


def test_the_results_of_a_batch_go_on_to_their_page(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", ("output.jsonl", jsonl([answered("a", "yes"), answered("b", "no")])))
    with desk.run():
        desk.page.get_by_role("button", name="Open it in Results").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Results")
    assert desk.count("OK") == "2"


def test_the_page_fits_a_phone(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.open()
    assert desk.page.evaluate(TOO_WIDE) == 0
    desk.upload("compose_file", SHEET)
    desk.fill("compose_model", MODEL)
    desk.open_advanced()
    assert desk.page.evaluate(TOO_WIDE) == 0
