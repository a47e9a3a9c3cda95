"""A replication file makes its batch again beside its sheet, and says why it does not beside another."""

from lib.compose import Composition
from lib.compose.replication import replication_of, write_replication
from tests.screens.screen import File, Screen

SHEET: File = ("reviews.csv", b"text,lang\nGood,en\nBon,fr\nMal,fr\n")


def made() -> tuple[Composition, File]:
    """A batch with a condition on its rows, and its replication file."""
    screen = Screen()
    screen.upload("Spreadsheet", SHEET)
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{text}}")
    screen.press("Add a condition")
    screen.fill("condition 1 column", "lang")
    screen.fill("condition 1 values", ["fr"])
    composition: Composition = screen.at.session_state["slots"]["composition"].value
    return composition, ("again.json", write_replication(replication_of(composition)))


def test_the_batch_is_made_again_beside_its_sheet() -> None:
    composition, saved = made()
    screen = Screen()
    screen.upload("Saved settings", saved)
    assert "Load the sheet reviews.csv to make it." in screen.said()
    screen.upload("Spreadsheet", SHEET)
    assert "2 requests in 1 file, from the sheet reviews.csv" in screen.said()
    assert "This sheet gives the same files again, byte for byte." in screen.said()
    again: Composition = screen.at.session_state["slots"]["replicated"].value
    assert list(again.lines()) == list(composition.lines())
    assert screen.value("compose_model") == "m"
    screen.press("Close")
    assert "A batch to make again" not in screen.said()


def test_another_sheet_makes_no_batch_again() -> None:
    screen = Screen()
    screen.upload("Saved settings", made()[1])
    screen.upload("Spreadsheet", (SHEET[0], SHEET[1] + b"Bien,fr\n"))
    assert "This is not the sheet that the batch was made from." in screen.warnings()
    assert "byte for byte" not in screen.said()


def test_a_batch_that_came_out_otherwise_is_not_called_the_same() -> None:
    name, saved = made()[1]
    screen = Screen()
    screen.upload("Saved settings", (name, saved.replace(b'"requests": 2', b'"requests": 3')))
    screen.upload("Spreadsheet", SHEET)
    assert "Made from this sheet, the batch is not the same any more." in screen.errors()


def test_a_damaged_file_says_so_and_changes_nothing() -> None:
    screen = Screen()
    screen.upload("Saved settings", ("again.json", made()[1][1].replace(b'"version": 1', b'"version": 9')))
    assert "again.json: this replication file is damaged, or of a later version." in screen.errors()
    assert screen.value("compose_model") == ""
