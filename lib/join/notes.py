"""Remarks about a join beyond its numbers: how the sheet fits, how rows were matched, what was sent twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pyarrow.compute as pc

from lib.batch import InputFile
from lib.common import Problem
from lib.common.phrasing import counted, listed, listed_rows
from lib.compose.row_ids import parse_row_id
from lib.join.attempts import Resubmitted, RetryOutcome
from lib.join.joined_table import JoinedRows
from lib.join.matching import Match, Step
from lib.join.request_counts import RequestCounts
from lib.results import Results
from lib.results.results_file import field_of_all
from lib.sheets import Sheet

_ARE, _HAVE, _WERE = ("row is", "rows are"), ("row has", "rows have"), ("request was", "requests were")
_RETRIED = ("retried request is", "retried requests are")
_OF_SHEET = ("row of the sheet has", "rows of the sheet have")
_WHATEVER_COLUMN = "by the ids, whichever of the columns in question you choose"

_NO_TEMPLATE = "The prompt's template could not be worked out from the requests."


def about_match(sheet: Sheet | None, match: Match | None, rows: JoinedRows, sent_known: bool) -> Iterator[Problem]:
    """How the sheet fits, in a sentence; what does not fit, in others."""
    if sheet is None or match is None:
        return
    if not any(rows.custom_ids):
        yield Problem("no-answer", f"{counted(len(sheet), *_OF_SHEET)} no answer.")
        return
    matched = len(sheet) - rows.custom_ids[: len(sheet)].count("")
    fit = f"{matched:,} of {len(sheet):,} rows match."
    if not matched and not match.question:
        yield Problem("unrelated-sheet", fit, _another_way(rows.custom_ids), "ask")
        return
    yield Problem("match", fit)
    if match.question:
        yield Problem("question", _REASONS[match.question.reason], _CHOOSE, "ask")
    if match.steps["number"]:
        message = f"{counted(match.steps['number'], 'row matches', 'rows match')} by row number alone."
        yield Problem("by-number", message, "Look at a few rows before you trust them.", "ask")
    yield from _about_proof(sheet, match)
    if not sent_known and len(sheet) > matched and not match.question:
        yield Problem("no-answer", f"{counted(len(sheet) - matched, *_OF_SHEET)} no answer.")
    if match.equal_rows and not match.sharing:
        equal = counted(len(match.equal_rows), "row without a request has", "rows without a request have")
        message = f"{equal} the same text as a row that was sent."
        hint = 'If identical requests were sent once, switch on "Identical rows share an answer".'
        yield Problem("equal-rows", message, hint)
    if not match.question:
        yield from _about_orphans(sheet, rows)


_REASONS = {
    "several columns": "Several columns hold the ids, and nothing proves which of them is the right one.",
    "plain numbers": "A column holds the ids, but plain numbers agree by chance, and no text proves it.",
    "other texts": "A column holds the ids, but most of its rows have another text than was sent.",
}
_CHOOSE = 'Choose under "How rows were matched", or load the input file that you sent.'


def _about_proof(sheet: Sheet, match: Match) -> Iterator[Problem]:
    """What the texts that were sent prove about the matched rows."""
    if differing := match.proof.differing:
        numbers = sorted(sheet.numbers[match.rows[custom_id]] for custom_id in differing)
        message = f"{counted(len(differing), *_HAVE)} another text than was sent: {listed_rows(numbers)}."
        yield Problem("differing-rows", message, 'The column "note" says what differs.', "ask")
    if match.proof.unread and match.steps["column"]:
        message = f"{counted(match.proof.unread, 'row')} could not be compared with the text that was sent."
        hint = f"{_NO_TEMPLATE} Look at a few rows before you trust them."
        yield Problem("unread", message, hint, "ask")
    if match.proof.unsent and match.steps["column"] and match.column:
        hint = "Load the input file that you sent. Batchdesk then compares each row with its text."
        yield Problem("unproved", f'The rows match by the column "{match.column}", which is not proved.', hint, "ask")


def _about_orphans(sheet: Sheet, rows: JoinedRows) -> Iterator[Problem]:
    """Requests that no row of the sheet belongs to."""
    orphans = [row for row in rows[len(sheet) :] if row.state != "Unknown"]
    if orphans:
        notes = listed(dict.fromkeys(row.note for row in orphans), 3, "; ")
        message = f"{counted(len(orphans), 'request has', 'requests have')} no row in this sheet: {notes}."
        yield Problem("edited-rows", message, "They are at the end of the table, with the text that was sent.", "ask")


def how_matched(match: Match) -> list[str]:
    """How rows were matched and proved, a sentence each."""
    steps: dict[Step, str] = {
        "default ids": "by the ids that Batchdesk made: they hold the row's number and a digest of its cells",
        "column": f'by the ids in the column "{match.column}"' if match.column else _WHATEVER_COLUMN,
        "request": "by the text that was sent: only this row gives it",
        "number": "by the row number in the id alone, as you chose",
    }
    sentences = [
        f"{counted(count, 'row matches', 'rows match')} {steps[step]}." for step, count in match.steps.items() if count
    ]
    proof = match.proof
    if proof.agreeing:
        sentences.append(
            f"{counted(proof.agreeing, 'row gives', 'rows give')} exactly the text that was sent, which proves them."
        )
    if proof.differing:
        sentences.append(f"{counted(len(proof.differing), *_HAVE)} another text than was sent; the notes say which.")
    if proof.unread:
        sentences.append(f"{counted(proof.unread, *_ARE)} not compared. {_NO_TEMPLATE}")
    if proof.unsent:
        sentences.append(f"{counted(proof.unsent, *_ARE)} not proved: load the input file that you sent.")
    if match.paired:
        sentences.append(f"{counted(len(match.paired), *_HAVE)} equal texts. Batchdesk pairs them in order.")
    if match.sharing:
        sentences.append(
            f"{counted(len(match.sharing), 'row shares', 'rows share')} the answer of a row with the same text."
        )
    return sentences


def _another_way(ids: Iterable[str]) -> str:
    """What to do when no row matches."""
    hint = "This sheet is not the one the batch was made from, or all its rows were changed since. Load that one"
    if any(map(parse_row_id, ids)):
        return f'{hint}, or switch on "Match by row number alone" if no row has moved.'
    return f"{hint}, or choose the column that holds the ids."


def about_unknown(ledger: RequestCounts) -> Iterator[Problem]:
    """Answers that were never sent: most often a part of the input was not loaded."""
    if ledger.unknown:
        answers = counted(ledger.unknown, "answer belongs", "answers belong")
        message = f"{answers} to requests in none of the loaded input files."
        hint = "Load all files of the input. Until then these answers are at the end of the table."
        yield Problem("unknown", message, hint, "ask")


def about_tries(outcomes: Sequence[RetryOutcome]) -> Iterator[Problem]:
    """What became of the requests that were sent or answered more than once."""
    count = Counter(outcomes)
    if count["resolved"]:
        yield Problem("resolved", f"{counted(count['resolved'], *_RETRIED)} now OK.")
    if count["still open"]:
        yield Problem("still-open", f"{counted(count['still open'], *_RETRIED)} still not OK.")
    if count["answered twice"]:
        message = f"{counted(count['answered twice'], *_WERE)} answered more than once, with equal answers."
        yield Problem("answered-twice", message)
    if count["answers differ"]:
        message = f"{counted(count['answers differ'], *_WERE)} answered more than once, with different answers."
        hint = (
            "The table shows the newest answer, or the last one loaded where no time is known. "
            "The row's detail has the others."
        )
        yield Problem("answers-differ", message, hint, severity="ask")


def about_lines(sent: Sequence[InputFile], results: Sequence[Results], again: Resubmitted) -> Iterator[Problem]:
    """Choices, conflicts and repairs: what the numbers alone do not show."""
    if several := pc.sum(pc.greater(pc.list_value_length(field_of_all(results, "other_answers")), 0)).as_py():
        hint = "The first choice decides the state; the others are in the columns answer_2, answer_3 and so on."
        yield Problem(
            "several-choices",
            f"{counted(several, 'answer has', 'answers have')} several choices.",
            hint,
            severity="ask",
        )
    yield from _about_resubmitted(again)
    if repaired := sum(file.repaired for file in sent) + sum(file.repaired for file in results):
        message = (
            f"{counted(repaired, 'line has', 'lines have')} damaged characters, shown as \ufffd, or NaN, read as null."
        )
        yield Problem("repaired", message, "Download the file again if that matters.", severity="ask")


def _about_resubmitted(again: Resubmitted) -> Iterator[Problem]:
    """A retry may ask the same with other settings; anything else is a conflict."""
    if again.changed:
        message = f"{counted(len(again.changed), *_WERE)} sent again with the same texts and other settings."
        hint = "The request of the latest retry is shown, else that of the first file loaded."
        yield Problem("changed-request", message, hint)
    if again.shortened:
        message = f"{counted(len(again.shortened), *_WERE)} sent again with a shorter text."
        yield Problem("shorter-request", message, 'The column "note" says how much is cut.')
    if again.conflicts:
        message = f"{counted(len(again.conflicts), 'custom_id was', 'custom_ids were')} sent with different texts."
        hint = (
            "The table shows the first text loaded, and the column note marks these rows. "
            "Remove input files of other batches, with their answers."
        )
        yield Problem("conflict", message, hint, severity="ask")
