"""The questions about an encoding, with the readings to choose from."""

from lib.common.encodings import DecodedText
from lib.sheets import ImportOptions, Question, read_sheet
from lib.sheets.encoding_question import ask_encoding

GREEK = "id,text\n1,plain words here ναι and more\n2,nothing\n".encode("iso8859-7")
PASTED = "id,text\n1,café\n2,naïve\n".encode() + b"3,caf\xe9\n"


def test_a_few_words_ask_for_the_encoding() -> None:
    (question,) = read_sheet(GREEK, "a.csv").notes
    assert isinstance(question, Question)
    assert question.severity == "ask"
    assert ("1", "plain words here ναι and more") in [reading.rows[1] for reading in question.readings]
    for reading in question.readings:
        sheet = read_sheet(GREEK, "a.csv", reading.options)
        assert (sheet.columns, tuple(sheet.row(0)), sheet.notes) == (*reading.rows, ())


def test_damaged_utf8_offers_to_read_windows_letters() -> None:
    (question,) = read_sheet(PASTED, "a.csv").notes
    assert isinstance(question, Question)
    assert str(question).startswith("1 character in line 4 is not valid in UTF-8")
    assert [reading.rows for reading in question.readings] == [(("3,caf\ufffd",),), (("3,café",),)]
    texts = [read_sheet(PASTED, "a.csv", reading.options).column("text")[2] for reading in question.readings]
    assert texts == ["caf\ufffd", "café"]


def test_damaged_utf8_offers_to_read_russian_letters_of_windows() -> None:
    data = "id,t\n1,Как пройти в библиотеку и на вокзал сегодня\n".encode() + "2,сколько стоит хлеб\n".encode("cp1251")
    (question,) = read_sheet(data, "a.csv").notes
    assert isinstance(question, Question)
    assert [reading.label for reading in question.readings][1:] == [
        "Read them as Windows-1251",
        "Read them as Windows-1252",
    ]
    assert read_sheet(data, "a.csv", question.readings[1].options).column("t")[1] == "сколько стоит хлеб"


def test_a_chosen_utf8_keeps_a_note() -> None:
    sheet = read_sheet(PASTED, "a.csv", ImportOptions(encoding="utf-8"))
    assert [(note.kind, note.severity) for note in sheet.notes] == [("undecodable", "note")]


def test_another_chosen_encoding_that_fails_asks() -> None:
    sheet = read_sheet(b"id,t\n1,\x81\n", "a.csv", ImportOptions(encoding="cp1252"))
    assert [(note.kind, note.severity) for note in sheet.notes] == [("undecodable", "ask")]


def test_a_file_of_records_asks_too() -> None:
    (question,) = read_sheet('{"a": "x"}\n{"a": "été"}\n'.encode("cp1252"), "a.jsonl").notes
    assert isinstance(question, Question)
    assert question.readings[0].rows == (("a",), ("été",))


def test_a_guess_without_another_reading_asks_for_a_look() -> None:
    text = DecodedText("id\né", "latin-1", "Latin-1 (Western)", probably=True)
    (problem,) = ask_encoding("id\né".encode("latin-1"), text, [["id"], ["é"]], ImportOptions())
    assert (type(problem).__name__, problem.severity) == ("Problem", "ask")
    assert problem.hint == "Choose another encoding under Import options if these words are wrong."


def test_a_file_in_two_encodings_shows_lines_of_both() -> None:
    data = "id,t\n1,naïve\n".encode() + "2,Où êtes-vous passés cet été là\n3,très loin à la forêt\n".encode("cp1252")
    (question,) = read_sheet(data, "a.csv").notes
    assert isinstance(question, Question)
    assert question.message == "some words of the file are in UTF-8, others are not: naïve, Où, êtes-vous."
    assert [reading.rows[0] for reading in question.readings][:2] == [("1,naïve",), ("1,naÃ¯ve",)]
    again = read_sheet(data, "a.csv", question.readings[0].options)
    assert (again.column("t")[:2], again.notes) == (["naïve", "Où êtes-vous passés cet été là"], ())


def test_the_words_are_those_of_the_table() -> None:
    page = "<html><table><tr><td>id<td>t<tr><td>1<td>été</table></html>".encode("cp1252")
    (question,) = read_sheet(page, "a.html").notes
    assert question.message.endswith("few characters show it: été.")
    title = "<html><title>été</title><table><tr><td>id<td>t<tr><td>1<td>a</table></html>".encode("cp1252")
    assert read_sheet(title, "a.html").notes == ()
