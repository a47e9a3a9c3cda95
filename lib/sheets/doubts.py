"""What the user chose about how a file is read: import options, and the doubts that are settled.

A note of severity `ask` is a doubt. A question is settled by import options, so it stays settled
with saved settings; any other doubt by keeping the sheet as it is, which holds for this file alone.
"""

from dataclasses import dataclass, field, replace

from lib.common import Problem
from lib.common.problems import by_kind
from lib.sheets.question import Question, Reading, ask_again, choose_reading
from lib.sheets.raw_table import ImportOptions
from lib.sheets.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Settled:
    """A doubt that the user settled with one press."""

    kind: str
    label: str = ""
    """The reading that the user chose; empty if the user kept the sheet as it is."""

    options: tuple[tuple[str, object], ...] = ()
    """The import options that choose this reading, by name."""

    kept: tuple[Problem, ...] = ()
    """The doubts about which the user kept the sheet as it is."""

    def is_chosen_in(self, options: ImportOptions) -> bool:
        """Whether import options choose this reading."""
        return bool(self.options) and all(getattr(options, name) == value for name, value in self.options)


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """The user's choices about one file."""

    options: ImportOptions = field(default_factory=ImportOptions)
    settled: tuple[Settled, ...] = ()


def open_doubts(sheet: Sheet, choices: SheetChoices) -> dict[str, list[Problem]]:
    """The doubts that the user has not settled, by kind: one press settles all of a kind."""
    return by_kind(note for note in _open(sheet, choices) if note.severity == "ask")


def open_offers(sheet: Sheet, choices: SheetChoices) -> list[Question]:
    """The open questions whose first reading is safe, such as that about hidden rows: nothing waits for them."""
    return [note for note in _open(sheet, choices) if isinstance(note, Question) and note.severity != "ask"]


def other_notes(sheet: Sheet) -> list[Problem]:
    """The notes that ask nothing."""
    return [note for note in sheet.notes if note.severity != "ask" and not isinstance(note, Question)]


def _open(sheet: Sheet, choices: SheetChoices) -> list[Problem]:
    kept = {problem for settled in choices.settled for problem in settled.kept}
    chosen = {settled.kind for settled in choices.settled if settled.is_chosen_in(choices.options)}
    notes = (note for note in sheet.notes if not (isinstance(note, Question) and note.kind in chosen))
    return [note for note in notes if note not in kept]


def settled_doubts(sheet: Sheet, choices: SheetChoices) -> list[Settled]:
    """The settled doubts that the sheet still shows the effect of."""
    notes = set(sheet.notes)
    return [
        settled
        for settled in choices.settled
        if settled.is_chosen_in(choices.options) or not notes.isdisjoint(settled.kept)
    ]


def settle_question(choices: SheetChoices, question: Question, reading: Reading) -> SheetChoices:
    """The choices with one of a question's readings."""
    options = choose_reading(question, reading, choices.options)
    chosen = tuple((name, getattr(options, name)) for name in question.asked_fields)
    return _with(replace(choices, options=options), Settled(question.kind, reading.label, chosen))


def keep_sheet(choices: SheetChoices, doubts: list[Problem]) -> SheetChoices:
    """The choices with doubts of one kind settled by keeping the sheet as it is."""
    return _with(choices, Settled(doubts[0].kind, kept=tuple(doubts)))


def reopen(choices: SheetChoices, settled: Settled) -> SheetChoices:
    """The choices without a settled doubt, so that it is asked again."""
    options = ask_again(tuple(name for name, _ in settled.options), choices.options)
    return SheetChoices(options, tuple(other for other in choices.settled if other != settled))


def _with(choices: SheetChoices, settled: Settled) -> SheetChoices:
    """The choices with one more doubt settled; an earlier choice of a reading of its kind is replaced."""
    others = (other for other in choices.settled if other.kind != settled.kind or (other.kept and settled.kept))
    return replace(choices, settled=(*others, settled))
