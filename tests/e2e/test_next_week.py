"""Next week's sheet: only its new rows are sent, and the answers of both weeks stand beside its rows."""

import json

from tests.e2e.desk import Desk, File
from tests.e2e.test_journeys import read_csv, records
from tests.support.result_lines import answered, jsonl
from tests.support.sheet_files import as_csv

REVIEWS = [f"Review {number}" for number in range(60)]
LAST_WEEK: File = ("reviews.csv", as_csv([("text",), *((text,) for text in REVIEWS)]))
NEW = [f"New review {number}" for number in range(30)]
THIS_WEEK: File = ("reviews.csv", as_csv([("text",), *((text,) for text in [*NEW[:10], *REVIEWS[::-1], *NEW[10:]])]))
CODE = "Rate this: {{text}}"


def compose(desk: Desk, sheet: File) -> None:
    desk.open()
    desk.upload("compose_file", sheet)
    desk.fill("compose_model", "m")
    desk.fill("compose_prompt", CODE)


def answers(requests: bytes) -> File:
    """An answer to each request, which repeats its text."""
    lines = [json.loads(line) for line in requests.splitlines()]
    texts = {line["custom_id"]: line["body"]["messages"][-1]["content"] for line in lines}
    return f"answers_{len(lines)}.jsonl", jsonl(answered(custom_id, text) for custom_id, text in texts.items())


def test_only_what_is_new_is_sent_and_one_table_has_all(desk: Desk) -> None:
    compose(desk, LAST_WEEK)
    name, before = desk.download("compose_download")
    compose(desk, THIS_WEEK)
    desk.open_advanced("Rows")
    with desk.run():
        desk.page.get_by_test_id("stCheckbox").filter(has_text="have an answer already").locator("label").click()
    desk.upload("compose_earlier_files", (name, before), answers(before))
    _, sent = desk.download("compose_download")
    asked = [json.loads(line)["body"]["messages"][-1]["content"] for line in sent.splitlines()]
    assert asked == [f"Rate this: {text}" for text in NEW]
    desk.go("Results")
    desk.upload("results_files", answers(sent))
    _, table = desk.download("results_download_csv")
    rows = records(read_csv(table))
    assert [row["answer"] for row in rows] == [f"Rate this: {row['text']}" for row in rows]
    assert [row["text"] for row in rows] == [*NEW[:10], *REVIEWS[::-1], *NEW[10:]]
    assert {row["state"] for row in rows} == {"OK"}
