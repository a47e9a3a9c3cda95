"""Whole journeys from a sheet to its batch and from answers to the rows, checked by the downloaded bytes."""

import csv
import io
import json
import re
from collections.abc import Sequence
from hashlib import sha256
from zipfile import ZipFile

from openpyxl import load_workbook
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from lib.compose import Recipe
from lib.compose.recipe import TurnTemplate
from lib.compose.recipe_file import read_recipe, write_recipe
from lib.compose.structured_output import AnswerColumn
from lib.providers import Limits
from tests.e2e.desk import Desk, File
from tests.support.result_lines import Line, answered, expired, failed, jsonl, read
from tests.support.sheet_files import as_csv, as_xlsx

COLUMNS = ("sku", "review")
ROWS = [
    ("007", "Warm, soft"),
    ("008", 'Broke "after" a week.\nSad!'),
    ("009", "密封性很好 🧦"),
    ("010", "{{sku}} is no placeholder here"),
    ("011", "=1+1"),
    ("012", "Fine"),
]
SHEET: File = ("reviews.csv", as_csv([COLUMNS, *ROWS]))
MODEL = "meta-llama/Meta-Llama-3-8B-Instruct"
SYSTEM = "You judge reviews of {{sku}}."
PROMPT = 'Answer as {"mood": ...}: {{review}}'
NINE = ("Sent", "OK", "Failed", "Cut short", "Refused", "Missing", "Duplicate", "Unknown", "Unreadable")


def compose(desk: Desk, sheet: File = SHEET, worksheet: str = "") -> tuple[str, bytes]:
    """Composes a batch for the reviews in a new session, and downloads it."""
    desk.open()
    desk.upload("compose_file", sheet)
    if worksheet:
        desk.choose("compose_worksheet", worksheet)
    desk.fill("compose_model", MODEL)
    desk.fill("compose_system", SYSTEM)
    desk.fill("compose_prompt", PROMPT)
    desk.open_advanced()
    desk.fill("compose_max_tokens", "1024")
    return desk.download("compose_download")


def row_id(number: int, cells: Sequence[str]) -> str:
    """The default id: the row's number and a digest of its cells."""
    measured = (f"{len(cell.encode())}:{cell}" for cell in cells)
    return f"row-{number}-{sha256(''.join(measured).encode()).hexdigest()[:12]}"


def expected(rows: Sequence[tuple[str, str]] = ROWS) -> list[Line]:
    """The requests for the reviews, written out."""
    return [
        {
            "custom_id": row_id(number, (sku, review)),
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {
                "model": MODEL,
                "messages": [
                    {"role": "system", "content": f"You judge reviews of {sku}."},
                    {"role": "user", "content": f'Answer as {{"mood": ...}}: {review}'},
                ],
                "max_completion_tokens": 1024,
            },
        }
        for number, (sku, review) in enumerate(rows, 2)
    ]


def test_a_sheet_becomes_exactly_its_requests(desk: Desk) -> None:
    name, data = compose(desk)
    assert re.fullmatch(r"reviews_[0-9a-f]{12}\.jsonl", name)
    assert read(data) == expected()
    assert data.endswith(b"}\n")
    assert "密封性很好 🧦".encode() in data
    assert [list(line) for line in read(data)] == [["custom_id", "method", "url", "body"]] * len(ROWS)


def test_a_download_is_never_stale(desk: Desk) -> None:
    """A change of one cell or character gives a new name and new bytes. Undoing it gives the old ones."""
    first = compose(desk)
    changed = [*ROWS[:-1], ("012", "Fine!")]
    desk.upload("compose_file", ("reviews.csv", as_csv([COLUMNS, *changed])))
    second = desk.download("compose_download")
    assert read(second[1]) == expected(changed)
    desk.fill("compose_prompt", PROMPT + "?")
    third = desk.download("compose_download")
    assert [line["body"]["messages"][1]["content"][-1] for line in read(third[1])] == ["?"] * len(ROWS)
    assert len({first[0], second[0], third[0]}) == 3
    desk.fill("compose_prompt", PROMPT)
    desk.upload("compose_file", SHEET)
    assert desk.download("compose_download") == first


def test_another_worksheet_of_a_workbook(desk: Desk) -> None:
    book = as_xlsx({"Notes": [("note",), ("not this one",)], "Reviews": [COLUMNS, *ROWS]})
    name, data = compose(desk, ("book.xlsx", book), "Reviews")
    assert re.fullmatch(r"book_[0-9a-f]{12}\.jsonl", name)
    assert read(data) == expected()


def test_an_emptied_number_is_not_sent(desk: Desk) -> None:
    """The field must be empty then, because its number would be sent with every request."""
    compose(desk)
    for field, value in (("temperature", "0.7"), ("max_tokens", "50"), ("limit_requests", "1")):
        if field == "limit_requests":
            desk.open_advanced("File limits")
        desk.fill(f"compose_{field}", value)
        desk.fill(f"compose_{field}", "")
        expect(desk.hook(f"compose_{field}").locator("input")).to_have_value("")
    lines = read(desk.download("compose_download")[1])
    assert len(lines) == len(ROWS)
    assert {"temperature", "max_completion_tokens", "max_tokens"}.isdisjoint(lines[0]["body"])


def test_what_was_downloaded_is_what_was_sent(desk: Desk) -> None:
    """Changes after the download do not affect the answers to it."""
    _, sent = compose(desk)
    desk.fill("compose_prompt", "Something else: {{review}}")
    desk.fill("compose_model", "")
    desk.go("Results")
    expect(desk.page.get_by_text("Batchdesk knows the batch you downloaded in this session")).to_be_visible()
    desk.upload("results_files", ("out.jsonl", jsonl(answered(line["custom_id"], "Good") for line in read(sent))))
    assert desk.count("Sent") == desk.count("OK") == str(len(ROWS))
    desk.hook("results_table").click(position={"x": 15, "y": 55})
    desk.settle()
    expect(desk.hook("results_detail")).to_contain_text('Answer as {"mood": ...}: Warm, soft')


def test_failed_requests_are_sent_again_unchanged(desk: Desk) -> None:
    _, sent = compose(desk)
    lines = sent.splitlines(keepends=True)
    ids = [line["custom_id"] for line in read(sent)]
    results = [failed(ids[1], "Too many requests", 429), *(answered(custom_id, "Good") for custom_id in ids[3:])]
    desk.go("Results")
    desk.upload("results_files", ("out.jsonl", jsonl(results)))
    name, again = desk.download("results_download_retry")
    assert re.fullmatch(r"reviews_retry-1_[0-9a-f]{12}\.jsonl", name)
    assert again == lines[0] + lines[1] + lines[2]
    desk.upload("results_files", ("again.jsonl", jsonl(answered(custom_id, "At last") for custom_id in ids[:3])))
    assert desk.count("OK") == str(len(ROWS))
    assert desk.count("Failed") == desk.count("Missing") == "0"


def test_a_batch_over_the_limit_becomes_several_files(desk: Desk) -> None:
    count = 50_001
    desk.open()
    desk.upload("compose_file", ("many.csv", as_csv([("key", "text"), *((f"k{at}", f"t{at}") for at in range(count))])))
    desk.fill("compose_model", "m")
    desk.fill("compose_prompt", "{{text}}")
    name, data = desk.download("compose_download")
    assert re.fullmatch(r"many_[0-9a-f]{12}\.zip", name)
    stem = name.removesuffix(".zip")
    with ZipFile(io.BytesIO(data)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist() if entry.endswith(".jsonl")}
        manifest = list(csv.DictReader(archive.read(f"{stem}_manifest.csv").decode().splitlines()))
    assert list(parts) == [f"{stem}_part-01-of-02.jsonl", f"{stem}_part-02-of-02.jsonl"]
    lines = [read(part) for part in parts.values()]
    assert [len(part) for part in lines] == [25_001, 25_000]
    sent = [line for part in lines for line in part]
    assert [line["body"]["messages"][0]["content"] for line in sent] == [f"t{at}" for at in range(count)]
    assert len({line["custom_id"] for line in sent}) == count
    assert [(line["file"], line["requests"], line["sha256"]) for line in manifest] == [
        (entry, str(len(part)), sha256(parts[entry]).hexdigest()) for entry, part in zip(parts, lines, strict=True)
    ]


def test_round_trip_in_one_session(desk: Desk) -> None:
    """Both downloads have every answer beside its own row, and every row."""
    data = compose(desk)[1]
    ids = [line["custom_id"] for line in read(data)]
    output = [
        answered("never sent", "Who asked?"),
        answered(ids[4], "=2+2"),
        answered(ids[3], "Only the sta", "length"),
        failed(ids[1], "The prompt is too long"),
        answered(ids[0], "Warm\nand soft"),
        answered(ids[2], "密封"),
    ]
    desk.go("Results")
    desk.upload("results_files", ("output.jsonl", jsonl(output)))
    assert [desk.count(label) for label in NINE] == ["6", "3", "1", "1", "0", "1", "0", "1", "0"]
    csv_name, as_text = desk.download("results_download_csv")
    xlsx_name, as_book = desk.download("results_download_xlsx")
    assert re.fullmatch(r"reviews_results_[0-9a-f]+\.csv", csv_name)
    assert xlsx_name == csv_name.replace(".csv", ".xlsx")
    table, book = read_csv(as_text), read_xlsx(as_book)
    assert table[0] == book[0]
    assert [(row["sku"], row["custom_id"], row["state"], row["answer"]) for row in records(book)] == [
        ("007", ids[0], "OK", "Warm\nand soft"),
        ("008", ids[1], "Failed", ""),
        ("009", ids[2], "OK", "密封"),
        ("010", ids[3], "Cut short", "Only the sta"),
        ("011", ids[4], "OK", "=2+2"),
        ("012", ids[5], "Missing", ""),
        ("", "never sent", "Unknown", "Who asked?"),
    ]
    assert [row["review"] for row in records(book)] == [*(review for _, review in ROWS), ""]
    assert "The prompt is too long" in records(book)[1]["error"]
    assert records(table) == [
        row | {name: cell.replace("=", "'=", 1) for name, cell in row.items() if cell.startswith("=")}
        for row in records(book)
    ]


def test_round_trip_in_a_new_session(desk: Desk) -> None:
    """Each answer finds its row in a sheet that was sorted, edited and widened, from files in pieces."""
    name, data = compose(desk)
    ids = [line["custom_id"] for line in read(data)]
    answers = [answered(custom_id, f"About {sku}") for custom_id, (sku, _) in zip(ids, ROWS, strict=True)]
    edited = [("008", "Broke, but was repaired.") if row[0] == "008" else row for row in reversed(ROWS)]
    widened = [(*COLUMNS, "checked by"), *((*row, "Kim") for row in edited)]
    desk.open("/results")
    desk.upload(
        "results_files",
        ("part2.jsonl", jsonl([answers[3], answers[1]])),
        ("errors.jsonl", jsonl([expired(ids[5])])),
        ("part3.jsonl", jsonl([answers[4]])),
        ("reviews (2).xlsx", as_xlsx({"Reviews": widened})),
        (name, data),
        ("part1.jsonl", jsonl([answers[2], answers[0]])),
    )
    assert [desk.count(label) for label in NINE] == ["6", "5", "1", "0", "0", "0", "0", "0", "0"]
    rows = records(read_csv(desk.download("results_download_csv")[1]))
    assert [(row["sku"], row["checked by"], row["state"], row["answer"]) for row in rows] == [
        ("012", "Kim", "Failed", ""),
        ("011", "Kim", "OK", "About 011"),
        ("010", "Kim", "OK", "About 010"),
        ("009", "Kim", "OK", "About 009"),
        ("008", "Kim", "Not sent", ""),
        ("007", "Kim", "OK", "About 007"),
        ("", "", "OK", "About 008"),
    ]
    assert rows[-1]["note"] == "row 3 was changed or deleted after sending"
    assert 'Broke "after" a week.' in rows[-1]["prompt"]
    expect(desk.page.get_by_text("1 request has no row in this sheet")).to_be_visible()


def test_saved_settings_make_the_same_bytes_in_a_new_session(desk: Desk) -> None:
    batch = compose(desk)
    recipe = desk.download("compose_recipe_download")
    assert re.fullmatch(r"reviews_settings_\d{4}-\d\d-\d\d\.json", recipe[0])
    assert json.loads(recipe[1])["prompt"] == PROMPT
    desk.open()
    desk.upload("compose_recipe_file", recipe)
    desk.upload("compose_file", SHEET)
    assert desk.download("compose_download") == batch


def test_the_problems_of_a_sheet_can_be_downloaded(desk: Desk) -> None:
    desk.open()
    rows = [("id", "title", "text"), ("1", "A", "x"), ("2", "", "y"), ("2", "C", "z")]
    desk.upload("compose_file", ("=gaps.csv", as_csv(rows)))
    desk.fill("compose_model", "m")
    desk.fill("compose_prompt", "{{title}}: {{text}}")
    desk.open_advanced()
    desk.choose("compose_id_column", "id")
    desk.page.get_by_text("All problems and notes").click()
    name, data = desk.download("compose_problems")
    assert re.fullmatch(r"problems_[0-9a-f]{12}\.csv", name)
    found = records(read_csv(data))
    assert [(problem["kind"], problem["row"], problem["column"]) for problem in found] == [
        ("duplicate-id", "3", "id"),
        ("duplicate-id", "4", "id"),
        ("blank-variable", "3", "title"),
    ]
    assert all(problem["problem"] and problem["what_to_do"] for problem in found)


Table = list[list[str]]
"""A header and rows, all text."""


def read_csv(data: bytes) -> Table:
    """A downloaded CSV, which starts with a byte order mark for Excel."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes) -> Table:
    """The cells of a downloaded workbook as text. None of them is a formula."""
    cells = list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows())
    assert not [cell.coordinate for row in cells for cell in row if cell.data_type == "f"]
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in cells]


def records(table: Table) -> list[dict[str, str]]:
    """The rows as dictionaries by column. Column names are unique."""
    assert len(set(table[0])) == len(table[0])
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def test_answer_columns_are_in_every_request(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", SHEET)
    desk.fill("compose_model", MODEL)
    desk.choose("compose_answer_format", "Separate columns")
    for place, name in enumerate(("mood", "score", "broken", "topics", "summary"), 1):
        if place > 1:
            desk.press("answer-add")
        desk.write(f"Answer column {place}", name)
    desk.pick("Kind of column 1", "One of a list")
    desk.write("Choices of column 1", "good; bad")
    desk.pick("Kind of column 2", "Whole number")
    desk.pick("Kind of column 3", "Yes or no")
    desk.pick("Kind of column 4", "List of texts")
    _, data = desk.download("compose_download")
    schemas = [line["body"]["response_format"]["json_schema"] for line in read(data)]
    assert len(schemas) == len(ROWS)
    assert schemas[0] == {
        "name": "answer",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {
                "mood": {"type": "string", "enum": ["good", "bad"]},
                "score": {"type": "integer"},
                "broken": {"type": "boolean"},
                "topics": {"type": "array", "items": {"type": "string"}},
                "summary": {"type": "string"},
            },
            "required": ["mood", "score", "broken", "topics", "summary"],
            "additionalProperties": False,
        },
    }
    assert all(schema == schemas[0] for schema in schemas)


def test_a_codebook_is_typed_and_sent_and_reloaded(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", SHEET)
    desk.fill("compose_model", MODEL)
    desk.press("compose_codebook_start")
    desk.write("Answer column 1", "topic")
    lines = [("fit", "Size, or how it sits", "Too tight"), ("ткань", "What it is made of", "Itches"), ("price",)]
    desk.type_cells("compose_codebook_1", lines)
    with desk.run():
        desk.page.get_by_role("button", name="Add the label “other”").click()
    text = (
        "topic\nChoose the one label that fits best:\n- fit: Size, or how it sits\n  Examples: Too tight\n"
        "- ткань: What it is made of\n  Examples: Itches\n- price\n- other: None of the labels above fits."
    )
    _, data = desk.download("compose_download")
    for line in read(data):
        assert line["body"]["messages"][0] == {"role": "system", "content": text}
        properties = line["body"]["response_format"]["json_schema"]["schema"]["properties"]
        assert properties == {"topic": {"type": "string", "enum": ["fit", "ткань", "price", "other"]}}
    desk.reload()
    desk.choose("compose_provider", "OpenAI")
    desk.choose("compose_provider", "Parasail")
    assert desk.download("compose_download")[1] == data


def test_all_settings_can_be_saved_and_loaded(desk: Desk) -> None:
    recipe = Recipe(
        provider="OpenAI",
        model=MODEL,
        turns=(TurnTemplate("user", "Say {{sku}}"), TurnTemplate("assistant", "007")),
        prompt="{{review}}",
        top_p=0.5,
        stop=("END",),
        answer_format="Table",
        answer_columns=(AnswerColumn("mood", "One of a list", "How it sounds", ("good", "bad, really")),),
        limits=Limits(requests=4, bytes=1_500_000),
    )
    desk.open()
    desk.upload("compose_file", SHEET)
    desk.upload("compose_recipe_file", ("mine.json", write_recipe(recipe)))
    _, saved = desk.download("compose_recipe_download")
    again, problems = read_recipe(saved, "again.json")
    assert (again.digest, problems) == (recipe.digest, [])
    name, data = desk.download("compose_download")
    assert name.endswith(".zip")
    assert [part.count(b"\n") for part in parts(data)] == [3, 3]


def parts(zipped: bytes) -> list[bytes]:
    """The batch files of a zip, in order."""
    archive = ZipFile(io.BytesIO(zipped))
    return [archive.read(name) for name in sorted(archive.namelist()) if name.endswith(".jsonl")]


def preview_event(frame: bytes | str) -> str:
    """What one message of the app changes about the preview or the download, if anything."""
    assert isinstance(frame, bytes)
    element = ForwardMsg.FromString(frame).delta.new_element
    if "compose_updating" in element.button.id:
        return "held"
    if "compose_download" in element.download_button.id:
        return "ready"
    return "edited" if "EDITED" in element.html.body else ""


def test_a_big_batch_is_previewed_before_it_can_be_downloaded(desk: Desk) -> None:
    """Checks the app's messages, because a fast page may draw only the last of them."""
    rows = [(str(at), f"Review {at} " + "word " * 12) for at in range(150_000)]
    events: list[str] = []
    desk.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda frame: events.append(preview_event(frame)))
    )
    desk.open()
    desk.upload("compose_file", ("big.csv", as_csv([("id", "review"), *rows])))
    desk.fill("compose_model", MODEL)
    events.clear()
    desk.fill("compose_prompt", "EDITED {{review}}")
    events = [event for event in events if event]
    assert (events[0], events[1], events[-1]) == ("held", "edited", "ready")
    assert set(events[1:-1]) == {"edited"}
    lines = read(b"".join(parts(desk.download("compose_download")[1])))
    assert [line["body"]["messages"][0]["content"][:6] for line in lines] == ["EDITED"] * len(rows)


def test_advanced_stays_open_at_its_tab_while_the_form_grows(desk: Desk) -> None:
    """A fold that closes would hide the fields that the user is filling in."""
    desk.open()
    desk.upload("compose_file", SHEET)
    desk.open_advanced("Examples")
    desk.choose("compose_answer_format", "Separate columns")
    desk.press("answer-add")
    desk.press("turns-add")
    expect(desk.page.get_by_label("Message 2", exact=True)).to_be_visible()
    desk.open_advanced("By row")
    desk.choose("compose_model_column", "sku")
    expect(desk.hook("compose_advanced").locator("details")).to_have_attribute("open", "")
    expect(desk.hook("compose_model_column")).to_be_visible()


def test_a_sheet_without_names_is_asked_about_and_sent_whole(desk: Desk) -> None:
    texts = ("It broke after a week.", "Great kettle!", "Would buy it again.")
    desk.open()
    desk.upload("compose_file", ("moods.csv", as_csv([(text, "2026-01-03") for text in texts])))
    desk.fill("compose_model", MODEL)
    expect(desk.hook("compose_download").get_by_role("button")).to_be_disabled()
    with desk.run():
        desk.page.get_by_role("button", name="No names: row 1 is data").click()
    desk.fill("compose_prompt", "Mood of: {{Column 1}}")
    prompts = [line["body"]["messages"][0]["content"] for line in read(desk.download("compose_download")[1])]
    assert prompts == [f"Mood of: {text}" for text in texts]
