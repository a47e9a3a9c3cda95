"""What is to be said about a join beyond its numbers: how the sheet fits, what came twice."""

from collections import Counter
from collections.abc import Iterator, Sequence

from lib.batch import InputFile
from lib.common import Problem
from lib.common.phrasing import counted, listed
from lib.compose.row_ids import parse_row_id
from lib.join.attempts import Resubmitted, RetryOutcome
from lib.join.id_match import Match
from lib.join.joined_table import JoinedRows
from lib.join.request_counts import RequestCounts
from lib.results import Results
from lib.results.results_file import collect_field
from lib.sheets import Sheet


def about_match(
    sheet: Sheet | None, ids: Sequence[str], match: Match | None, rows: JoinedRows, sent_known: bool
) -> Iterator[Problem]:
    """How the sheet fits, in a sentence; what does not fit, in others."""
    if sheet is None or match is None:
        return
    if not ids:
        yield Problem("no-answer", f"{counted(len(sheet), 'row')} of the sheet without an answer.")
        return
    pairs = zip(rows.sheet_rows, rows.custom_ids, strict=True)
    found = len({row for row, custom_id in pairs if custom_id and row is not None})
    said = f"{found:,} of {len(sheet):,} rows match{_by(match) if found or match.how != 'text' else ''}."
    fit = _fit(match, found, said, ids)
    yield fit
    if fit.kind != "match":
        return
    if not sent_known and len(sheet) > found:
        yield Problem("no-answer", f"{counted(len(sheet) - found, 'row')} of the sheet without an answer.")
    places = (at for at, row in enumerate(rows.sheet_rows) if row is None)
    orphans = [rows[at] for at in places if rows.states[at] != "Unknown"]
    if orphans:
        notes = listed(dict.fromkeys(row.note for row in orphans), 3, "; ")
        said = f"{counted(len(orphans), 'request')} without a row in this sheet: {notes}."
        hint = "They stand at the end of the table, with the text that was sent."
        yield Problem("edited-rows", said, hint, severity="ask")


def _fit(match: Match, found: int, said: str, ids: Sequence[str]) -> Problem:
    """How the sheet fits, with what to do about it; of the kind `match` if it fits at all."""
    if match.rivals:
        names = " and ".join(f'"{name}"' for name in match.rivals)
        return Problem("rival-columns", f"{said} The columns {names} hold the ids equally well.", _CHOOSE, "ask")
    if match.contradicted:
        said = f'{said} The column "{match.contradicted}" has the ids, but the texts sent under them are in other rows.'
        return Problem("contradicted-column", said, _SORTED_ALONE, "ask")
    if not found and match.how == "text":
        said = f"{said} The texts that were sent stand in several rows or requests: nobody can tell which is which."
        return Problem("shared-texts", said, "Choose the column that holds the ids, if there is one.", "ask")
    if not found and match.how == "column":
        holds = "has the ids in several rows each" if match.shared else "holds none of the ids"
        return Problem("unrelated-column", f"{said} It {holds}.", _CHOOSE, "ask")
    if not found:
        return Problem("unrelated-sheet", said, _another_way(ids), "ask")
    if match.how == "number":
        return Problem("match", said, "No text was compared: look at a few rows before you trust them.", "ask")
    if not match.sure:
        hint = "Ids may agree by chance: look at a few rows, or load the input file, before you trust them."
        return Problem("match", said, hint, "ask")
    return Problem("match", said)


def _by(match: Match) -> str:
    """By what the rows match, where that needs a word."""
    if match.how == "text" and match.column:
        return f' by the texts that were sent, which stand in the column "{match.column}"'
    if match.how == "text":
        return " by the ends of the ids, and the texts that were sent say the same"
    return {"column": f' by the column "{match.column}"', "number": " by row number alone"}.get(match.how, "")


_CHOOSE = 'Choose the right one under "Column that holds the ids", or load the input file.'


_SORTED_ALONE = (
    'Was it sorted apart from the others? If it is right all the same, choose it as "Column that holds the ids".'
)


def _another_way(ids: Sequence[str]) -> str:
    """What to do when no row matches."""
    hint = "This sheet is not the one the batch was made from, or all its rows were changed since: load that one"
    if any(map(parse_row_id, ids)):
        return f"{hint}, or switch on Match by row number alone if no row has moved."
    return f"{hint}, or choose the column that holds the ids."


def about_unknown(ledger: RequestCounts) -> Iterator[Problem]:
    """That answers were never asked for: most often a part of the input was not loaded."""
    if ledger.unknown:
        said = f"{counted(ledger.unknown, 'answer')} to requests that are in none of the loaded input files."
        yield Problem("unknown", said, "Load all parts of the input; the answers stand at the end of the table.", "ask")


def about_tries(fates: Sequence[RetryOutcome]) -> Iterator[Problem]:
    """What came of the requests that were tried again, apart from what was answered again."""
    count = Counter(fates)
    if count["resolved"]:
        yield Problem("resolved", f"{counted(count['resolved'], 'request')} tried again, and OK.")
    if count["still open"]:
        yield Problem("still-open", f"{counted(count['still open'], 'request')} tried more than once and still not OK.")
    if count["answered twice"]:
        yield Problem(
            "answered-twice", f"{counted(count['answered twice'], 'request')} answered twice, alike each time."
        )
    if count["answers differ"]:
        hint = (
            "The newest answer stands in the table, or the last one loaded if they do not say when they were made; "
            "the row's detail has the others."
        )
        said = f"{counted(count['answers differ'], 'request')} answered more than once, and not alike."
        yield Problem("answers-differ", said, hint, severity="ask")


def about_lines(sent: Sequence[InputFile], results: Sequence[Results], resent: Resubmitted) -> Iterator[Problem]:
    """Choices, conflicts and repairs: what the numbers alone do not say."""
    if several := sum(map(bool, collect_field(results, "other_answers"))):
        hint = "The first choice of each decides its state; the others have columns of their own, from answer_2 on."
        yield Problem("several-choices", f"{counted(several, 'answer')} with several choices.", hint, severity="ask")
    yield from _about_bodies(resent)
    if repaired := sum(file.repaired for file in sent) + sum(file.repaired for file in results):
        said = (
            f"{counted(repaired, 'line')} with broken characters, shown as �, "
            "or numbers that are none (NaN), taken as null."
        )
        yield Problem("repaired", said, "Download the file again if that matters.", severity="ask")


def _about_bodies(resent: Resubmitted) -> Iterator[Problem]:
    """A retry may ask the same with other parameters; anything else is a conflict."""
    if resent.changed:
        said = f"{counted(len(resent.changed), 'request')} sent again with the same content and other parameters."
        yield Problem(
            "changed-request", said, "The one of the latest retry is shown, else that of the first file loaded."
        )
    if resent.conflicts:
        hint = (
            "The first one loaded is shown, and the column note marks these rows: "
            "take input files of other batches away, with their answers."
        )
        said = (
            f"{counted(len(resent.conflicts), 'custom_id')} sent with different content: "
            "nobody can tell which of these an answer is to."
        )
        yield Problem("conflict", said, hint, severity="ask")
