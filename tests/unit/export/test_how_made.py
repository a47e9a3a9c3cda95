"""What the worksheet "How it was made" tells."""

import io

import pytest
from openpyxl import load_workbook

from lib.batch import read_requests
from lib.common.own_columns import ABOUT_WORKSHEET
from lib.common.version import VERSION
from lib.export import select, write_xlsx
from lib.export.excel import tab_names
from lib.export.how_made import SourceFile, how_made
from lib.join import Joined, join
from lib.results import read_results
from lib.sheets import read_sheet
from tests.support.result_lines import answered, failed, jsonl

REVIEWS = ["It broke.", "Fine { }", "=SUM(A1)", "Too\nsmall"]
SYSTEM = "You judge reviews."


def joined_of(*, sheet: bool = True, requests: bool = True, settings: tuple[object, ...] = (0.2, 0.2)) -> Joined:
    """Four reviews of which one failed; the settings of the requests in turn."""
    data = "\n".join(["id,Review", *(f'{row},"{text}"' for row, text in enumerate(REVIEWS))])
    bodies = [
        {
            "model": "tiny-1",
            "messages": [{"role": "system", "content": SYSTEM}, {"role": "user", "content": f"Mood of «{text}»?"}],
            "temperature": settings[row % len(settings)],
        }
        for row, text in enumerate(REVIEWS)
    ]
    lines = [
        {"custom_id": str(row), "method": "POST", "url": "/v1/chat/completions", "body": body}
        for row, body in enumerate(bodies)
    ]
    times = (1_764_424_800, 1_764_428_400, 1e20)
    results = [answered(str(row), "bad", created=times[row]) for row in range(3)] + [failed("3", "Too long")]
    return join(
        [read_results(jsonl(results), "out.jsonl")],
        [read_requests(jsonl(lines), "in.jsonl")] if requests else [],
        read_sheet(data.encode(), "reviews.csv") if sheet else None,
    )


def test_prompt_and_settings_are_read_off_the_requests() -> None:
    facts = dict(how_made(joined_of()))
    assert (facts["Taken from"], facts["Model"], facts["Creativity (temperature)"]) == (
        "4 of 4 requests",
        "tiny-1",
        0.2,
    )
    assert (facts["System message"], facts["Prompt"]) == (SYSTEM, "Mood of «{{Review}}»?")


def test_settings_that_differ_and_prompts_without_a_sheet_are_said_to() -> None:
    facts = dict(how_made(joined_of(sheet=False, settings=(0, 1))))
    assert facts["Creativity (temperature)"] == "differs: 2 values"
    assert facts["Prompt"] == "Of the first request: Mood of «It broke.»?"


def test_without_requests_the_prompt_is_unknown() -> None:
    assert dict(how_made(joined_of(requests=False)))["Prompt"] == "Unknown: no file with the requests was loaded."


def test_counts_dates_and_matching_are_told() -> None:
    facts = how_made(joined_of())
    told = dict(facts)
    counts = [told[name] for name in ("Sent", "OK", "Failed", "Cut short", "Missing", "Unreadable")]
    assert counts == [4, 3, 1, 0, 0, 0]
    assert told["Answered between"] == "2025-11-29 14:00 UTC and 2025-11-29 15:00 UTC"
    matching = facts[facts.index(("How rows were matched", "")) + 1 :]
    assert matching[0] == ("", '4 rows match by the ids in the column "id".')


def test_counts_are_numbers_of_the_workbook() -> None:
    facts = [("Counts", ""), ("Sent", 12_345), ("Failed", 0), ("Temperature", 0.25), ("Missing", "unknown")]
    sheet = load_workbook(io.BytesIO(write_xlsx(select(joined_of()), facts=facts)))[ABOUT_WORKSHEET]
    assert [(cell.value, cell.data_type) for cell in sheet["B"]] == [
        (None, "n"),
        (12_345, "n"),
        (0, "n"),
        (0.25, "n"),
        ("unknown", "s"),
    ]
    assert [cell.font.bold for cell in sheet["A"]] == [True, False, False, False, False]
    assert (sheet["B2"].number_format, sheet["B4"].number_format, sheet["B2"].alignment.horizontal) == (
        "#,##0",
        "General",
        "left",
    )


def test_files_and_notes_are_told() -> None:
    facts = how_made(joined_of(), [SourceFile("out.jsonl", "Results", "ab12")], [("Rows and columns", "All.")])
    assert facts[3:5] == [("What this file has", ""), ("Rows and columns", "All.")]
    assert facts[-5:-2] == [("Files", ""), ("out.jsonl", "Results, SHA-256 ab12"), ("", "")]
    assert facts[-2:] == [("Made with", ""), ("Batchdesk", f"Version {VERSION}")]


def test_sections_about_quality_are_told_behind_what_came_back() -> None:
    facts = how_made(joined_of(), quality={"Scores": [("Accuracy", "0.9, from 0.8 to 0.95")]})
    headings = [label for label, text in facts if label and text == ""]
    assert headings == ["In short", "What was asked", "What came back", "Scores", "How rows were matched", "Made with"]


def test_the_first_sentences_say_what_was_sent_and_what_came_back() -> None:
    assert how_made(joined_of())[1] == (
        "",
        "The sheet “reviews.csv” has 4 rows. 4 requests were sent. The answers were given between "
        "2025-11-29 14:00 UTC and 2025-11-29 15:00 UTC. 3 of 4 have a whole answer (75.0%); 1 failed.",
    )


def test_the_worksheet_is_behind_the_table_and_has_no_formula() -> None:
    joined = joined_of()
    book = load_workbook(io.BytesIO(write_xlsx(select(joined), facts=[*how_made(joined), ("=1+1", "=2")])))
    assert book.sheetnames == ["reviews", ABOUT_WORKSHEET]
    cells = list(book[ABOUT_WORKSHEET].iter_rows())
    assert [cell.value for cell in cells[0]] == ["In short", None]
    assert [cell.value for cell in cells[-1]] == ["=1+1", "=2"]
    assert {cell.data_type for row in cells for cell in row if cell.value is not None} == {"s", "n"}
    assert book[ABOUT_WORKSHEET].freeze_panes is None
    assert (cells[0][0].font.bold, cells[1][0].font.bold, cells[1][1].alignment.wrap_text) == (True, False, True)


def test_the_workbook_is_recognised_whatever_columns_it_has() -> None:
    joined = joined_of()
    chosen = select(joined, columns=["Review", "answer", "note"], more={"note": ["x"] * 4}, technical=["note"])
    again = read_sheet(write_xlsx(chosen, facts=how_made(joined)), "a.xlsx")
    assert (again.is_export, again.columns) == (True, ("Review", "answer", "note"))
    assert not read_sheet(write_xlsx(chosen), "a.xlsx").is_export
    assert read_sheet(write_xlsx(select(joined)), "a.xlsx").is_export


NAMES = {
    "Q3 [final]: a/b\\c*d?": "Q3 final a b c d",
    "'quoted'": "quoted",
    "history": "Table",
    "how it was made": "Table",
    "": "Table",
    "x" * 40: "x" * 31,
    "😀" * 20: "😀" * 15,
}


@pytest.mark.parametrize(("title", "name"), NAMES.items(), ids=map(repr, NAMES))
def test_worksheets_have_names_that_excel_takes(title: str, name: str) -> None:
    assert tab_names(title, 1) == [name]
    [_, second] = tab_names(title, 2)
    assert second.endswith(" (2)")
    assert len(second.encode("utf-16-le")) // 2 <= 31
