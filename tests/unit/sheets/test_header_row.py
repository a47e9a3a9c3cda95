"""The row that names the columns, and the question where there are two readings."""

import pytest

from lib.sheets import ImportOptions, Question
from lib.sheets.header_row import Header, find_header, header_names
from lib.sheets.raw_table import RawTable


def header_of(text: str, **chosen: int) -> Header:
    """The header of rows whose cells have bars between them."""
    rows = [line.split("|") if line else [] for line in text.split("/")]
    return find_header(RawTable(rows, ""), ImportOptions(**chosen))


def question(header: Header) -> Question:
    (note,) = header.notes
    assert isinstance(note, Question)
    return note


CERTAIN = [
    ("the first row", "id|q/1|Why?/2|How?", 1, []),
    ("under empty rows", "/|/id|q/1|Why?/2|How?", 3, []),
    ("one column", "question/Why?/How?", 1, []),
    ("under a title", "Report of May||/id|q|by/1|Why?|me/2|How?|you", 2, ["above-header"]),
    ("under a title of two columns", "Report of May/id|q/1|Why?/2|How?", 2, ["above-header"]),
    ("under two notes and an empty row", "Report/May//id|q|by/1|Why?|me/2|How?|you", 4, ["above-header"]),
    ("above rows with gaps", "Office||/Name|Trip|Place/A|none|/B|none|/C|none|/D|14 Jan|Rome", 2, ["above-header"]),
    ("under wider rows", "Account|12|/From|May|//day|text|sum|rest/1.5.|a|2,5|1/2.5.|b|3,5|2", 4, ["above-header"]),
    ("above a line of totals", "id|q|n/1|Why?|3/2|How?|4/Total||7", 1, []),
    ("years above numbers", "Country|2019|2020/France|1.5|2.5/Spain|3.5|1.5", 1, []),
    ("years that do not count up", "Country|1990|2020/France|1.5|2.5/Spain|3.5|1.5", 1, []),
    (
        "parts of a question",
        "How do you like the following part? [Price]|How do you like the following part? [Speed]/Very|Not/So so|Very",
        1,
        [],
    ),
    ("three years", "Country|1999|2000|2001/FR|1.5|2.5|1/DE|3.5|1.5|2", 1, []),
    ("an index column", "|text|n/0|Hi|3/1|Yo|5", 1, []),
    ("a question above yes and no", "Do you smoke/Yes/No/Yes", 1, []),
    ("truth values", "name|does it work|by/a|TRUE|Ann/b|FALSE|Bob", 1, []),
    ("survey questions", "Time|How was it?|Why?/1/5/24 10:00|Good.|It was./1/6/24 11:00|Bad.|So.", 1, []),
]


@pytest.mark.parametrize(("text", "row", "notes"), [case[1:] for case in CERTAIN], ids=[case[0] for case in CERTAIN])
def test_a_certain_header(text: str, row: int, notes: list[str]) -> None:
    header = header_of(text.replace("1/5/24", "1.5.24").replace("1/6/24", "1.6.24"))
    assert (header.row, [note.kind for note in header.notes]) == (row, notes)
    assert all(note.severity == "note" for note in header.notes)


DOUBTFUL = [
    ("numbers", "1|17|3/2|18|4/3|19|5", "no-header", (0, 1)),
    ("numbers and a repeated word", "5.1|3.5|Iris" + "/4.9|3.0|Iris" * 4 + "/7.0|3.2|Rosa" * 4, "no-header", (0, 1)),
    ("a number that may be a year", "Ann|2000/Bob|3500/Eve|1500", "no-header", (1, 0)),
    ("four words above sentences", "give me 5 ideas/add 3 and 4 now/write ten lines of verse", "no-header", (0, 1)),
    ("a phrase that ends as a name", "red chair best price/old table low price/new lamp", "no-header", (1, 0)),
    ("a value that chance left out below", "Bonn/Kiel/Bern/Kiel/Oslo/Bern/Oslo/Rome/Rome", "no-header", (1, 0)),
    ("a letter above capitals", "O/B-ORG/I-LOC/B-PER", "no-header", (1, 0)),
    ("labels of words", "EU|B-ORG/rejects|O/German|B-MISC/Peter|B-PER", "no-header", (1, 0)),
    ("the same words with other numbers", "- id: 1/text: a/- id: 2/text: b", "no-header", (0, 1)),
    ("names below an empty row", "Report|Sales/Range|Jan//Date|Shop|Sum/1.2.24|A|1/2.2.24|B|2", "above-header", (4, 1)),
    ("two tables", "a|b/x|y/x|z//Date|Shop|Sum/1.2.24|A|1/2.2.24|B|2", "above-header", (5, 1)),
    ("yes above no", "yes|a/no|b/no|c", "no-header", (0, 1)),
    ("a question above questions", "What is it?/Who is it?/Name three rivers.", "no-header", (0, 1)),
    ("a value of the column", "yes|x7/no|x8/yes|x9", "no-header", (0, 1)),
    ("a date above dates", "1.2.2024|Ann/2.2.2024|Bob/13.2.2024|Eve", "no-header", (0, 1)),
    ("words above words", "Ann|Paris/Bob|Rome/Eve|Oslo", "no-header", (1, 0)),
    ("a title or a name", "Things/red|blue/tall|grey/old|green", "above-header", (2, 1)),
    ("a name above data", "price/1|17/2|18/3|19", "above-header", (1, 2)),
    ("a line apart from the lines below", "Report//Why is it?/How is it?", "above-header", (1, 3)),
]


@pytest.mark.parametrize(("text", "kind", "rows"), [case[1:] for case in DOUBTFUL], ids=[case[0] for case in DOUBTFUL])
def test_a_doubtful_header(text: str, kind: str, rows: tuple[int, int]) -> None:
    header = header_of(text)
    asked = question(header)
    assert (asked.kind, asked.severity, header.row) == (kind, "ask", rows[0])
    assert tuple(reading.options.header_row for reading in asked.readings) == rows


def test_the_readings_of_a_header() -> None:
    readings = question(header_of("Ann|Paris/Bob|Rome/Eve|Oslo/Jo|Bern/Flo|Bonn")).readings
    assert [(reading.label, reading.options, reading.rows) for reading in readings] == [
        (
            "Row 1 has the names",
            ImportOptions(header_row=1),
            (("Ann", "Paris"), ("Bob", "Rome"), ("Eve", "Oslo"), ("Jo", "Bern")),
        ),
        (
            "No names: row 1 is data",
            ImportOptions(header_row=0),
            (("Column 1", "Column 2"), ("Ann", "Paris"), ("Bob", "Rome"), ("Eve", "Oslo")),
        ),
    ]


TWO_ROWS = [
    ("groups", "|Answers|/id|first|second/1|a|b/2|c|d", 1, ["id", "Answers / first", "Answers / second"]),
    ("groups under a title", "Report//|Answers|/id|first|second/1|a|b/2|c|d", 3, None),
    (
        "what a question is answered with",
        "id|date|Why?|How?|/||Open|Answer|Other/1|1.5.24|x|good|/2|2.5.24|y|bad|z/3|3.5.24|q|bad|",
        1,
        ["id", "date", "Why? / Open", "How? / Answer", "How? / Other"],
    ),
    ("a name over two columns", "Name||Age/First|Last|/Ann|Lee|3/Bo|Kim|4", 1, ["Name / First", "Name / Last", "Age"]),
    ("units", "length|weight|name/cm|kg|text/1.5|2|Ann/1.7|3|Bob", 1, ["length / cm", "weight / kg", "name / text"]),
]


@pytest.mark.parametrize(("text", "row", "names"), [case[1:] for case in TWO_ROWS], ids=[case[0] for case in TWO_ROWS])
def test_two_rows_of_names_are_offered(text: str, row: int, names: list[str] | None) -> None:
    header = header_of(text)
    *above, asked = header.notes
    assert isinstance(asked, Question)
    joined, single = asked.readings
    assert [note.kind for note in above] == ["above-header"] * (row > 1)
    assert (header.row, header.rows, joined.label) == (row, 2, f"Rows {row} and {row + 1} have the names")
    assert (joined.options.header_rows, single.options.header_rows) == (2, 1)
    assert names is None or joined.rows[0] == tuple(names)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [("1|2/3|4", {"header_row": 1}), ("1|2/3|4", {"header_row": 0}), ("|A|/id|b|c/1|2|3", {"header_row": 1})],
)
def test_a_chosen_header_does_not_ask(text: str, chosen: dict[str, int]) -> None:
    assert header_of(text, **chosen) == Header(chosen["header_row"])


def test_a_chosen_header_of_two_rows() -> None:
    assert header_of("|A|/id|b|c/1|2|3", header_row=1, header_rows=2) == Header(1, 2)
    assert header_names([["|A|"]], Header(1, 9)) == ["|A|"]
