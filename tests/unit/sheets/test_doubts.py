"""Every doubt is settled once, stays settled beside others, and can be opened again."""

from lib.common import Problem
from lib.sheets import ImportOptions, Question, Reading, Sheet
from lib.sheets.doubts import (
    SheetChoices,
    keep_sheet,
    open_doubts,
    open_offers,
    other_notes,
    reopen,
    settle_question,
    settled_doubts,
)
from tests.support.sheets import make_sheet

NAMES = Question(
    "no-header",
    "row 1 may be data.",
    severity="ask",
    readings=(Reading("Names", ImportOptions(header_row=1)), Reading("Data", ImportOptions(header_row=0))),
)
HIDDEN = Question(
    "hidden",
    "row 3 is hidden.",
    readings=(
        Reading("Only visible rows", ImportOptions(include_hidden=False)),
        Reading("Hidden rows too", ImportOptions(include_hidden=True)),
    ),
)
RAGGED = [Problem("ragged", f"row {row} is wider than the header.", severity="ask") for row in (4, 7)]
CONTROLS = Problem("controls", "1 cell has control characters.", severity="ask")
BLANK = Problem("blank-rows", "1 empty row is left out.")


def sheet(*notes: Problem) -> Sheet:
    return make_sheet({"a": ["x"]}, notes=notes)


FULL = sheet(NAMES, HIDDEN, *RAGGED, CONTROLS, BLANK)


def test_only_doubts_are_open() -> None:
    assert list(open_doubts(FULL, SheetChoices())) == ["no-header", "ragged", "controls"]
    assert open_offers(FULL, SheetChoices()) == [HIDDEN]
    assert other_notes(FULL) == [BLANK]


def test_doubts_of_one_kind_are_settled_together_and_beside_others() -> None:
    choices = keep_sheet(keep_sheet(SheetChoices(), RAGGED), [CONTROLS])
    choices = settle_question(choices, HIDDEN, HIDDEN.readings[0])
    assert list(open_doubts(FULL, choices)) == ["no-header"]
    choices = settle_question(choices, NAMES, NAMES.readings[1])
    assert choices.options == ImportOptions(header_row=0, include_hidden=False)
    asked_no_more = sheet(*RAGGED, CONTROLS)
    assert open_doubts(asked_no_more, choices) == {}
    assert [doubt.label for doubt in settled_doubts(asked_no_more, choices)] == ["", "", "Only visible rows", "Data"]


def test_a_new_doubt_of_a_settled_kind_is_open() -> None:
    choices = keep_sheet(SheetChoices(), RAGGED[:1])
    assert open_doubts(FULL, choices)["ragged"] == RAGGED[1:]


def test_a_doubt_that_a_file_no_longer_shows_is_not_listed() -> None:
    assert settled_doubts(sheet(BLANK), keep_sheet(SheetChoices(), RAGGED)) == []


def test_a_choice_that_the_options_replaced_is_not_listed() -> None:
    choices = settle_question(SheetChoices(), NAMES, NAMES.readings[0])
    detected = SheetChoices(ImportOptions(), choices.settled)
    assert settled_doubts(FULL, detected) == []
    assert "no-header" in open_doubts(FULL, detected)


def test_a_second_choice_replaces_the_first() -> None:
    choices = settle_question(SheetChoices(), NAMES, NAMES.readings[0])
    choices = settle_question(choices, NAMES, NAMES.readings[1])
    assert [doubt.label for doubt in settled_doubts(FULL, choices)] == ["Data"]


def test_a_settled_doubt_can_be_opened_again() -> None:
    choices = keep_sheet(settle_question(SheetChoices(), NAMES, NAMES.readings[0]), [CONTROLS])
    for settled in settled_doubts(FULL, choices):
        choices = reopen(choices, settled)
    assert choices == SheetChoices()
