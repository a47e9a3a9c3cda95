"""A small batch in which everything happens once, and a session at Results that has it."""

from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, expired, failed, input_line, jsonl, refused
from tests.support.sheet_files import as_csv

IDS = ["a", "b", "c", "d", "e", "f"]
SHEET: File = (
    "sheet.csv",
    as_csv([("key", "question"), *((name, f"What is {name}?") for name in IDS), ("g", "Not me")]),
)
INPUT: File = ("input.jsonl", jsonl(input_line(name, f"What is {name}?") for name in IDS))
OUTPUT: File = (
    "output.jsonl",
    jsonl(
        [
            refused("d", "I would rather not."),
            answered("c", "A cut ans", "length"),
            answered("a", "A new letter", created=2),
            answered("stranger", "Who asked?"),
            answered("a", "An old letter", created=1),
            failed("b", "The prompt is too long"),
        ]
    )
    + b'{"custom_id": "a", "resp\n',
)
ERRORS: File = ("errors.jsonl", jsonl([expired("e")]))
ALL = {
    "Sent": "6",
    "OK": "1",
    "Failed": "2",
    "Cut short": "1",
    "Refused": "1",
    "Missing": "1",
    "Duplicate": "1",
    "Unknown": "1",
    "Unreadable": "1",
}


def results(*files: File) -> Screen:
    """A new session at Results, with those files."""
    screen = Screen("results")
    screen.upload("Everything", *files)
    return screen


def shown(screen: Screen, column: str = "custom_id") -> list[str]:
    """One column of the table's page."""
    return list(screen.table()[column])
