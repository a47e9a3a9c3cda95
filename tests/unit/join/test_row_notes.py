"""The note of a request without a row says why it has none."""

from lib.batch import read_requests
from lib.compose import Recipe, compose
from lib.join import join
from lib.sheets import Sheet, read_sheet

RECIPE = Recipe(model="m", prompt="{{q}}")


def sheet_of(*cells: str) -> Sheet:
    return read_sheet("\n".join(["q,n", *(f"{cell},x" for cell in cells)]).encode(), "a.csv")


def notes(now: Sheet, *batches: Sheet) -> list[str]:
    """The notes of a sheet joined with the requests of these sheets."""
    sent = [read_requests(b"".join(compose(sheet, RECIPE).lines()), f"{at}.jsonl") for at, sheet in enumerate(batches)]
    rows = join([], sent, now).rows
    return [row.note for row in rows]


def test_a_row_that_is_gone() -> None:
    assert notes(sheet_of("a"), sheet_of("a", "b")) == ["", "row 3 was changed or deleted after sending"]


def test_a_row_that_moved_and_was_sent_again() -> None:
    assert notes(sheet_of("b", "a"), sheet_of("a"), sheet_of("b", "a")) == [
        "",
        "",
        "row 3 has the same cells, and a request of its own",
    ]


def test_a_row_that_moved_keeps_its_request() -> None:
    assert notes(sheet_of("b", "a"), sheet_of("a", "b")) == ["", ""]
