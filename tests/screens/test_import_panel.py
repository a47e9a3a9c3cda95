"""The import options on the screen: in words, changeable, and the preview follows at once."""

import pytest

from tests.screens.screen import File, Screen
from tests.support.sheet_files import as_csv

TITLED: File = ("report.csv", b"Report;;\n\nid;name;text\n1;Anna;Warm\n2;Ben;Cold\n")
WESTERN: File = ("umlaute.csv", "id;name\n1;Müller\n2;Weiß\n".encode("cp1252"))


def loaded(file: File) -> Screen:
    screen = Screen()
    screen.upload("Spreadsheet", file)
    return screen


def test_detected_options_are_shown_in_words() -> None:
    screen = loaded(TITLED)
    assert "Import options: UTF-8 text, separated by semicolons, header in row 3" in screen.said()
    assert "Row 1 above the header is not used" in screen.said()


def test_another_header_row_changes_the_columns_at_once() -> None:
    screen = loaded(TITLED)
    screen.fill("compose_header_row", 0)
    assert "no header" in screen.said()
    assert screen.options("compose_id_column") == ["Row number", "Column 1", "Column 2", "Column 3"]
    screen.press("Detect automatically")
    assert screen.options("compose_id_column") == ["Row number", "id", "name", "text"]


def test_another_encoding_changes_the_letters_at_once() -> None:
    screen = loaded(WESTERN)
    assert "few characters show it: Müller, Weiß. Which reading looks right?" in screen.warnings()
    screen.fill("compose_prompt", "{{name}}")
    assert screen.conversation() == [("user", "Müller")]
    screen.fill("compose_encoding", "mac-roman")
    assert screen.conversation() != [("user", "Müller")]


def test_another_delimiter_changes_the_columns() -> None:
    screen = loaded(("a.csv", b"a;b,c\n1;2,3\n"))
    screen.fill("compose_delimiter", ",")
    assert screen.options("compose_id_column") == ["Row number", "a;b", "c"]


def test_cells_can_be_pasted() -> None:
    screen = Screen()
    screen.at.text_area("compose_paste").set_value('id\ttext\n007\t"Two\nlines"\n')
    screen.press("Use these cells")
    assert "pasted cells.tsv · 1 row · 2 columns" in screen.said()
    assert screen.conversation() == [("user", "Two\nlines")]


def test_another_file_gets_its_own_header_row() -> None:
    screen = loaded(TITLED)
    screen.fill("compose_header_row", 4)
    assert screen.options("compose_id_column") == ["Row number", "1", "Anna", "Warm"]
    screen.upload("Spreadsheet", ("plain.csv", as_csv([("id", "text"), ("1", "Warm")])))
    assert screen.options("compose_id_column") == ["Row number", "id", "text"]


def test_results_has_the_same_options() -> None:
    screen = Screen("results")
    screen.upload("Everything", TITLED)
    screen.fill("results_header_row", 0)
    assert list(screen.table().columns)[1:4] == ["Column 1", "Column 2", "Column 3"]


@pytest.mark.parametrize(
    ("typed", "columns"),
    [(r"\t", ["a", "b,c/x=d"]), ("tab", ["a", "b,c/x=d"]), ("/x=", ["a\tb,c", "d"]), (r"c/\x", ["a\tb,c/x=d"])],
)
def test_a_delimiter_can_be_typed(typed: str, columns: list[str]) -> None:
    screen = loaded(("a.csv", b"a\tb,c/x=d\n1\t2,3/x=4\n4\t5,6/x=7\n"))
    screen.type_option("compose_delimiter", typed)
    assert screen.options("compose_id_column") == ["Row number", *columns]


def test_a_text_that_cannot_separate_cells_changes_nothing() -> None:
    screen = loaded(("a.csv", b"a;b,c\n1;2,3\n"))
    before = screen.options("compose_id_column")
    screen.type_option("compose_delimiter", '"')
    assert "A delimiter has 1 to 20 characters, without quotation marks" in screen.warnings()
    assert screen.options("compose_id_column") == before


def test_records_have_no_header_row() -> None:
    screen = loaded(("a.json", b'[{"id": 1, "text": "a"}, {"id": 2, "text": "b"}]'))
    assert screen.has("compose_encoding")
    assert not screen.has("compose_header_row")


def test_names_in_two_rows_can_be_joined() -> None:
    screen = loaded(("a.csv", b"Customer,,Order\nName,Country,Number\nAnn,FR,1001\nBen,DE,1002\n"))
    screen.fill("compose_header_row", 1)
    screen.fill("compose_header_rows", True)
    assert "header in rows 1 to 2" in screen.said()
    assert screen.options("compose_id_column")[1:] == ["Customer / Name", "Customer / Country", "Order / Number"]
    screen.fill("compose_header_rows", False)
    assert screen.options("compose_id_column")[1:] == ["Customer", "Column 2", "Order"]
