"""Answers retried with a fix, checked, corrected, compared and exported, judged by the downloaded bytes."""

import io
import json
import re
from hashlib import sha256

import pyarrow.parquet as pq
from playwright.sync_api import expect

from tests.e2e.desk import Desk, File
from tests.e2e.test_journeys import read_csv, read_xlsx, records
from tests.support.result_lines import Line, answered, failed, input_line, jsonl, read
from tests.support.sheet_files import as_csv

IDS = [f"id-{number:02}" for number in range(6)]
SHEET: File = ("sheet.csv", as_csv([("key", "text"), *((custom_id, f"Text {custom_id}") for custom_id in IDS)]))
ANSWERS = ["Yes", "=1+1", "No\nno", "密封", "Yes", "A cut answ"]


def requests(model: str = "small") -> list[Line]:
    """An input file's lines, each with a parameter that the model does not support."""
    lines = [input_line(custom_id, f"Text {custom_id}", model) for custom_id in IDS]
    for line in lines:
        line["body"] |= {"top_k": 4}
    return lines


def output(texts: list[str] = ANSWERS) -> File:
    """An output file with these answers, the last one cut short."""
    lines = [answered(custom_id, text) for custom_id, text in zip(IDS, texts, strict=True)]
    lines[-1]["response"]["body"]["choices"][0]["finish_reason"] = "length"
    return "output.jsonl", jsonl(reversed(lines))


def load(desk: Desk, *files: File) -> None:
    """Loads files in a new session of Results."""
    desk.open("/results")
    desk.upload("results_files", *files)


def choose_row(desk: Desk, row: int) -> None:
    """Clicks the box before a row of the table."""
    table = desk.hook("results_table")
    table.locator("canvas").first.wait_for()
    table.scroll_into_view_if_needed()
    desk.settle()
    with desk.run():
        table.click(position={"x": 15, "y": 55 + 35 * row})


def switch(desk: Desk, words: str) -> None:
    """Turns the switch with these words."""
    with desk.run():
        desk.page.get_by_test_id("stCheckbox").filter(has_text=words).locator("label").click()


def type_key(desk: Desk, letter: str) -> None:
    """Presses a key and waits for the page."""
    with desk.run():
        desk.page.keyboard.press(letter)


def test_a_retry_has_its_fix_and_nothing_else_changes(desk: Desk) -> None:
    sent = requests()
    bad = "Unsupported parameter: 'top_k' is not supported with this model."
    lines = [failed(IDS[0], "Rate limit reached", 429), failed(IDS[2], bad), answered(IDS[3], "Fine")]
    data = jsonl(sent)
    load(desk, ("output.jsonl", jsonl(lines)), ("input.jsonl", data))
    plain_name, as_it_was = desk.download("results_download_retry")
    whole = data.splitlines(keepends=True)
    assert as_it_was == whole[0] + whole[1] + whole[2] + whole[4] + whole[5]
    desk.view("Problems")
    with desk.run():
        desk.page.get_by_role("button", name="Leave top_k out").click()
    name, again = desk.download("results_download_retry")
    assert re.fullmatch(r"output_retry-1_[0-9a-f]{12}\.jsonl", name)
    assert name != plain_name
    fixed = read(whole[2])[0]
    del fixed["body"]["top_k"]
    assert read(again) == [*read(whole[0] + whole[1]), fixed, *read(whole[4] + whole[5])]
    assert [line for line in again.splitlines(keepends=True) if IDS[2].encode() not in line] == [
        whole[0], whole[1], whole[4], whole[5]
    ]  # fmt: skip
    expect(desk.page.get_by_text("Your fixes change 1 request of the retry batch.")).to_be_visible()
    desk.upload(
        "results_files",
        (name, again),
        ("again.jsonl", jsonl(answered(line["custom_id"], "Now") for line in read(again))),
    )
    assert (desk.count("Sent"), desk.count("OK"), desk.count("Missing")) == ("6", "6", "0")


def test_the_example_has_every_state_and_leaves_before_other_files(desk: Desk) -> None:
    desk.open("/results")
    desk.press("results_example")
    states = ("Sent", "OK", "Failed", "Cut short", "Refused", "Missing", "Duplicate", "Unknown", "Unreadable")
    assert [desk.count(state) for state in states] == ["30", "20", "5", "2", "1", "2", "1", "1", "0"]
    desk.view("Problems")
    with desk.run():
        desk.page.get_by_role("button", name="Shorten").click()
    _, again = desk.download("results_download_retry")
    assert [line["custom_id"] for line in read(again) if "characters cut]" in str(line)] == ["row-9-af2e3a5449e6"]
    desk.upload("results_files", output())
    assert desk.count("Sent") == "unknown"


def test_a_review_continues_from_its_export(desk: Desk) -> None:
    load(desk, output(), ("input.jsonl", jsonl(requests())), SHEET)
    choose_row(desk, 0)
    for letter in "owu":
        type_key(desk, letter)
    expect(desk.hook("results_detail")).to_contain_text(IDS[3])
    desk.page.get_by_label("Note", exact=True).fill("=really?")
    with desk.run():
        desk.page.get_by_label("Note", exact=True).blur()
    type_key(desk, "o")
    expected = [("OK", ""), ("wrong", ""), ("unsure", ""), ("OK", "=really?"), ("", ""), ("", "")]
    names, files = [], {}
    for kind, key in (("csv", "results_download_csv"), ("xlsx", "results_download_xlsx")):
        name, files[kind] = desk.download(key)
        names.append(name)
        rows = records((read_csv if kind == "csv" else read_xlsx)(files[kind]))
        texts = [(row["Checked"], row["Checked note"].removeprefix("'")) for row in rows]
        assert texts == expected
        assert [row["custom_id"] for row in rows] == [row["key"] for row in rows] == IDS
    for kind, data in files.items():
        load(desk, SHEET, output(), ("input.jsonl", jsonl(requests())))
        desk.view("Review")
        desk.page.get_by_text("Continue an earlier review").first.click()
        desk.upload("results_review_file", (f"export.{kind}", data))
        expect(desk.page.get_by_text("4 marks applied.")).to_be_visible()
        assert desk.download("results_download_csv")[1] == files["csv"]


def test_keys_typed_into_a_note_mark_nothing(desk: Desk) -> None:
    load(desk, output(), ("input.jsonl", jsonl(requests())))
    choose_row(desk, 0)
    desk.page.get_by_label("Note", exact=True).press_sequentially("ow now")
    with desk.run():
        desk.page.get_by_label("Note", exact=True).press("Enter")
    rows = records(read_csv(desk.download("results_download_csv")[1]))
    assert [(row["Checked"], row["Checked note"]) for row in rows][:2] == [("", "ow now"), ("", "")]


def correct(desk: Desk, field: str, text: str) -> None:
    """Types another text over a field of the chosen row's answer."""
    area = desk.hook("results_detail").get_by_label(field)
    with desk.run():
        area.fill(text)
        area.blur()


def test_corrections_are_in_the_files_and_one_is_undone(desk: Desk) -> None:
    """Two answers corrected, one of them after a filter; the other one undone by its key; then loaded again."""
    moods = [("id-00", "good"), ("id-01", "bad"), ("id-02", "bad"), ("id-03", "good")]
    answers = jsonl(answered(key, json.dumps({"Mood": mood, "Stars": 3})) for key, mood in reversed(moods))
    sheet = ("sheet.csv", as_csv([("key", "Review"), *((key, f"Text {key}") for key, _ in moods)]))
    files = (("output.jsonl", answers), ("input.jsonl", jsonl(requests()[:4])), sheet)
    load(desk, *files)
    before = desk.download("results_download_csv")[1]
    choose_row(desk, 0)
    correct(desk, "Mood", "=splendid")
    expect(desk.hook("results_detail")).to_contain_text("Original: good")
    desk.fill("results_search", "id-02")
    choose_row(desk, 0)
    correct(desk, "Mood", "so so; warm")
    correct(desk, "Stars", "4")
    desk.fill("results_search", "")
    type_key(desk, "z")
    type_key(desk, "z")
    correct(desk, "Stars", "5")
    csv, xlsx = desk.download("results_download_csv")[1], desk.download("results_download_xlsx")[1]
    for rows in (records(read_csv(csv)), records(read_xlsx(xlsx))):
        assert [row["key"] for row in rows] == [key for key, _ in moods]
        assert [row["Mood"].removeprefix("'") for row in rows] == ["=splendid", "bad", "bad", "good"]
        assert [row["Stars"] for row in rows] == ["3", "3", "5", "3"]
        assert [row["Corrected columns"] for row in rows] == ["Mood", "", "Stars", ""]
        assert [row["Mood (original)"] for row in rows] == ["good", "", "", ""]
        assert [row["Stars (original)"] for row in rows] == ["", "", "3", ""]
    load(desk, *files)
    desk.view("Review")
    desk.page.get_by_text("Continue an earlier review").first.click()
    desk.upload("results_review_file", ("export.xlsx", xlsx))
    expect(desk.page.get_by_text("2 marks applied.")).to_be_visible()
    assert desk.download("results_download_csv")[1] == csv
    desk.page.get_by_role("button", name="Remove all marks").click()
    with desk.run():
        desk.page.get_by_role("button", name="Remove the marks").click()
    assert desk.download("results_download_csv")[1] == before


def test_what_is_being_typed_survives_a_run(desk: Desk) -> None:
    load(desk, output(), ("input.jsonl", jsonl(requests())), SHEET)
    choose_row(desk, 0)
    answer, note = desk.hook("results_detail").get_by_label("Answer"), desk.page.get_by_label("Note", exact=True)
    answer.press_sequentially(", perhaps")
    pill = desk.hook("results_status").get_by_role("button").first
    with desk.run():
        pill.evaluate("button => button.click()")  # the focus stays in the field
    expect(answer).to_have_value("Yes, perhaps")
    with desk.run():
        note.press_sequentially("Look again")
    with desk.run():
        pill.evaluate("button => button.click()")
    expect(note).to_have_value("Look again")
    with desk.run():
        note.blur()
    row = records(read_csv(desk.download("results_download_csv")[1]))[0]
    assert (row["answer"], row["Checked note"]) == ("Yes, perhaps", "Look again")


WATCH = """() => {
    window.shown = [];
    window.pressed = [];
    const look = () => {
        const id = document.querySelector(".st-key-results_detail_id")?.textContent;
        if (id && id !== window.shown.at(-1)) window.shown.push(id);
    };
    look();
    new MutationObserver(look).observe(document.body, {childList: true, subtree: true, characterData: true});
    document.addEventListener("keydown", (event) => window.pressed.push([event.key, window.shown.length - 1]), true);
}"""
"""Records every row that appears on the screen and, at every key, which row was shown."""


def test_quick_marks_go_to_the_rows_that_were_shown(desk: Desk) -> None:
    """Keys pressed faster than the screen follows: each mark is of a row that was on the screen then.

    A row comes onto the screen piece by piece, so the ones before and after it count too.
    """
    ids = [f"r-{number:03}" for number in range(30)]
    load(desk, ("output.jsonl", jsonl(answered(custom_id, f"About {custom_id}") for custom_id in ids)))
    choose_row(desk, 0)
    desk.hook("results_detail_id").wait_for()
    desk.page.evaluate(WATCH)
    for letter in "owuowuowuo":
        desk.page.keyboard.press(letter)
    desk.settle()
    verdict = {"o": "OK", "w": "wrong", "u": "unsure"}
    shown, pressed = desk.page.evaluate("[window.shown, window.pressed]")
    assert "".join(letter for letter, _ in pressed) == "owuowuowuo"
    rows = records(read_csv(desk.download("results_download_csv")[1]))
    marked = {row["custom_id"]: row["Checked"] for row in rows if row["Checked"]}
    assert marked
    for custom_id, mark in marked.items():
        near = [letter for letter, number in pressed if custom_id in shown[max(0, number - 1) : number + 2]]
        assert mark in {verdict[letter] for letter in near}, (shown, pressed, marked)


def test_two_runs_are_compared_in_both_files(desk: Desk) -> None:
    load(desk, output(), ("input.jsonl", jsonl(requests())), SHEET)
    desk.view("Compare")
    other = ["yes.", "=1+2", "No\nno", "", "No", "Whole answer"]
    desk.upload("results_compare_files", output(other), ("input-2.jsonl", jsonl(requests("large"))))
    name, data = desk.download("results_compare_csv")
    assert re.fullmatch(r"sheet_comparison_[0-9a-f]{12}\.csv", name)
    rows = records(read_csv(data))
    assert [(row["key"], row["answer (small)"], row["answer (large)"], row["comparison"]) for row in rows] == [
        ("id-00", "Yes", "yes.", "same"),
        ("id-01", "'=1+1", "'=1+2", "different"),
        ("id-02", "No\nno", "No\nno", "same"),
        ("id-03", "密封", "", "only first"),
        ("id-04", "Yes", "No", "different"),
        ("id-05", "A cut answ", "Whole answer", "different"),
    ]
    book = records(read_xlsx(desk.download("results_compare_xlsx")[1]))
    assert [row["answer (large)"] for row in book] == other
    assert desk.count("Duplicate") == "0"


def test_every_format_has_the_same_rows_and_the_filtered_ones_by_choice(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 2400})  # all of it is in sight, the open menu too
    load(desk, output(), ("input.jsonl", jsonl(requests())), SHEET)
    with desk.run():
        desk.page.get_by_role("button", name="More", exact=True).click()
    parquet = pq.read_table(io.BytesIO(desk.download("results_download_parquet")[1]))
    assert parquet["answer"].to_pylist() == ANSWERS
    lines = read(desk.download("results_download_jsonl")[1])
    assert [(line["key"], line["answer"]) for line in lines] == list(zip(IDS, ANSWERS, strict=True))
    safe_name, safe = desk.download("results_download_csv")
    with desk.run():
        desk.page.get_by_role("button", name="More", exact=True).click()
    switch(desk, "Guard cells that Excel could run")
    exact_name, exact = desk.download("results_download_csv")
    assert safe_name != exact_name
    assert [row["answer"] for row in records(read_csv(safe))][1] == "'=1+1"
    assert [row["answer"] for row in records(read_csv(exact))] == ANSWERS
    desk.page.keyboard.press("Escape")
    desk.fill("results_search", "yes")
    desk.choose("results_export_scope", "As shown")
    few_name, few = desk.download("results_download_csv")
    assert few_name not in (safe_name, exact_name)
    assert [row["key"] for row in records(read_csv(few))] == ["id-00", "id-04"]


def test_a_removed_value_filter_does_not_come_back(desk: Desk) -> None:
    """The widget in the closed panel still has the old choice."""
    load(desk, output(), SHEET)
    with desk.run():
        desk.hook("results_values_popover").get_by_role("button").click()
    expect(desk.hook("results_value_column").get_by_role("combobox")).to_be_visible()
    desk.choose("results_value_column", "answer")
    desk.pick("Values", "2 · Yes")
    rows = desk.page.get_by_text(re.compile(r"^\d rows? of 6\."))
    expect(rows).to_contain_text("2 rows of 6.")
    desk.page.keyboard.press("Escape")
    desk.page.get_by_role("heading", name="Results").click()
    with desk.run():
        desk.page.get_by_role("button", name="Only answer: Yes").click()
    expect(rows).to_contain_text("6 rows of 6.")
    desk.fill("results_search", "Text")
    expect(rows).to_contain_text("6 rows of 6.")
    expect(desk.page.get_by_role("button", name="Only answer: Yes")).to_have_count(0)


POSITIONS = """() => {
    const box = (key) => document.querySelector(`.st-key-${key}`).getBoundingClientRect();
    const shown = [...document.querySelectorAll("button")].filter((button) => button.checkVisibility());
    return {
        downloads: Math.max(...["csv", "xlsx", "retry"].map((kind) => box(`results_download_${kind}`).bottom)),
        ledger: box("results_ledger").bottom, table: box("results_table").top, buttons: shown.length,
    };
}"""
HEAD, ROW = 36, 66
"""Pixels of the table's head, and of a row with a long text."""


def test_the_table_and_the_counts_are_in_the_first_screen(desk: Desk) -> None:
    words = "It broke after a week, and nobody answered my letters about it. "
    ids = [f"{number:06}" for number in range(300)]
    texts = [words * (1 + number % 4) + str(number) for number in range(300)]
    sheet = as_csv([("order", "stars", "review"), *zip(ids, map(str, range(300)), texts, strict=True)])
    moods = ['{"mood": "good", "topic": "size"}', '{"mood": "bad", "topic": "price"}'] * 145
    answers = [answered(custom_id, mood) for custom_id, mood in zip(ids, moods, strict=False)]
    errors = [failed(custom_id, "Rate limit reached", 429) for custom_id in ids[290:295]]
    lines = [input_line(custom_id, f"Mood of: {text}") for custom_id, text in zip(ids[:295], texts, strict=False)]
    load(
        desk,
        ("reviews.csv", sheet),
        ("input.jsonl", jsonl(lines)),
        ("output.jsonl", jsonl(answers)),
        ("errors.jsonl", jsonl(errors)),
    )
    desk.hook("results_table").locator("canvas").first.wait_for()
    expect(desk.hook("results_matching")).to_contain_text("4 files · 300 rows, 295 requests · all match")
    measured = desk.page.evaluate(POSITIONS)
    assert measured["ledger"] <= 330
    assert measured["downloads"] <= 330
    assert measured["table"] <= 520
    assert measured["table"] + HEAD + 8 * ROW <= 900
    assert measured["buttons"] <= 30
    desk.view("Problems")
    desk.view("Table")
    assert desk.page.evaluate(POSITIONS)["ledger"] == measured["ledger"]


def test_the_table_keeps_its_place_while_rows_are_chosen(desk: Desk) -> None:
    """A table that is drawn again would lose its scroll and the focus of the arrow keys."""
    load(desk, output(), ("input.jsonl", jsonl(requests())), SHEET)
    grid = desk.hook("results_table").get_by_test_id("stDataFrame")
    grid.locator("canvas").first.wait_for()
    grid.evaluate("grid => grid.dataset.seen = 'yes'")
    choose_row(desk, 0)
    for letter in "nop":
        type_key(desk, letter)
    assert grid.get_attribute("data-seen") == "yes"


REVIEWED = """() => {
    const texts = [...document.querySelectorAll(".st-key-results_focus p, .st-key-results_focus [data-testid=stText]")];
    const comment = texts.find((text) => text.textContent.startsWith("It broke"));
    const fields = [...document.querySelectorAll(".stSelectbox, .stTextArea")];
    const buttons = [...document.querySelectorAll(".st-key-results_review_form button")];
    return [comment, ...fields, ...buttons].map((element) => element.getBoundingClientRect().bottom);
}"""


def test_a_review_has_text_answer_and_labels_in_the_first_screen(desk: Desk) -> None:
    comment = "It broke after a week, and nobody answered my letters about it. " * 4
    head = ("order", "date", "customer", "product", "comment", "stars", "region", "agent")
    rows = [(custom_id, *(comment if name == "comment" else name for name in head[1:])) for custom_id in IDS]
    answer = json.dumps({"mood": "bad", "topic": "service", "summary": "Broken, no reply"})
    lines = [*(answered(custom_id, answer) for custom_id in IDS[:4]), failed(IDS[4], "Rate limit reached", 429)]
    sent = [input_line(custom_id, f"Mood of: {comment}") for custom_id in IDS]
    load(desk, ("reviews.csv", as_csv([head, *rows])), ("input.jsonl", jsonl(sent)), ("output.jsonl", jsonl(lines)))
    desk.view("Review")
    desk.page.get_by_label("summary", exact=True).wait_for()
    bottoms = desk.page.evaluate(REVIEWED)
    assert len(bottoms) >= 7
    assert max(bottoms) <= 900


def test_how_it_was_made_is_a_page_for_a_report(desk: Desk) -> None:
    load(desk, SHEET, ("input.jsonl", jsonl(requests())), output())
    with desk.run():
        desk.hook("results_export_more").get_by_role("button").first.click()
    name, page = desk.download("results_methods_html")
    assert name.endswith("_how_it_was_made.html")
    text = page.decode()
    assert "<th>Prompt</th><td>{{text}}</td>" in text
    assert "6 requests were sent." in text
    assert f"SHA-256 {sha256(SHEET[1]).hexdigest()}" in text
    name, page = desk.download("results_methods_md")
    assert name.endswith("_how_it_was_made.md")
    assert page.startswith(b"# How this table was made\n")
    assert b"- **Model**: small\n" in page
