"""A misplaced quotation mark is asked about once, with the rows of both readings."""

import pytest

from lib.sheets import ImportOptions, Question, read_sheet
from lib.sheets.question import choose_reading

UNCLOSED = b'id,text\n1,"fine"\n2,"never closes\n3,"5 inches" tall\n4,last\n'


def test_the_readings_show_the_rows_concerned() -> None:
    (question,) = [note for note in read_sheet(b'id,text\n1,"a"\n2,"b\n3,c\n', "a.csv").notes if note.severity == "ask"]
    assert isinstance(question, Question)
    assert [(reading.label, reading.rows) for reading in question.readings] == [
        ("Quotation marks wrap cells", (("id", "text"), ("2", "b 3,c"))),
        ("Quotation marks are text", (("id", "text"), ("1", '"a"'), ("2", '"b'))),
    ]


@pytest.mark.parametrize(("number", "rows"), [(0, 3), (1, 4)])
def test_a_reading_that_is_chosen_is_asked_no_more(number: int, rows: int) -> None:
    asked = [note for note in read_sheet(UNCLOSED, "a.csv").notes if note.severity == "ask"]
    question = asked[0]
    assert isinstance(question, Question)
    assert len(asked) == 1
    sheet = read_sheet(UNCLOSED, "a.csv", choose_reading(question, question.readings[number], ImportOptions()))
    assert len(sheet) == rows
    assert [note.kind for note in sheet.notes if note.severity == "ask"] == []
