"""What is to be said about a join beyond its numbers: how the sheet fits, what came twice."""

from collections.abc import Iterator, Mapping, Sequence

from lib.ledger import Ledger
from lib.match import Match
from lib.problems import Problem, counted
from lib.results import Results
from lib.rowid import parse_row_id
from lib.sent import Sent
from lib.sheet import Sheet
from lib.table import Place, Row


def about_match(
    sheet: Sheet | None, ids: Sequence[str], match: Match | None, rows: Sequence[Row], sent_known: bool
) -> Iterator[Problem]:
    """How the sheet fits, in a sentence; what does not fit, in others."""
    if sheet is None or match is None:
        return
    if not ids:
        yield Problem("no-answer", f"{counted(len(sheet), 'row')} of the sheet without an answer.")
        return
    found = len({row.sheet_row for row in rows if row.custom_id and row.sheet_row is not None})
    how = {"column": f' by the column "{match.column}"', "number": " by row number alone"}.get(match.how, "")
    said = f"{found:,} of {len(sheet):,} rows match{how}."
    if not found:
        yield Problem("unrelated-sheet", said, _another_way(ids), weight="ask")
        return
    if match.how == "number":
        yield Problem("match", said, "No text was compared: look at a few rows before you trust them.", "ask")
    else:
        yield Problem("match", said)
    if not sent_known and len(sheet) > found:
        yield Problem("no-answer", f"{counted(len(sheet) - found, 'row')} of the sheet without an answer.")
    orphans = [row for row in rows if row.sheet_row is None and row.state != "Unknown"]
    if orphans:
        said = f"{counted(len(orphans), 'request')} without a row in this sheet: {_first_notes(orphans)}."
        hint = "They stand at the end of the table, with the text that was sent."
        yield Problem("edited-rows", said, hint, weight="ask")


def _another_way(ids: Sequence[str]) -> str:
    """What to do when no row matches."""
    hint = "This sheet is not the one the batch was made from, or all its rows were changed since: load that one"
    if any(map(parse_row_id, ids)):
        return f"{hint}, or switch on Match by row number alone if no row has moved."
    return f"{hint}, or choose the column that holds the ids."


def about_unknown(ledger: Ledger) -> Iterator[Problem]:
    """That answers were never asked for: most often a part of the input was not loaded."""
    if ledger.unknown:
        said = f"{counted(ledger.unknown, 'answer')} to requests that are in none of the loaded input files."
        yield Problem("unknown", said, "Load all parts of the input; the answers stand at the end of the table.", "ask")


def _first_notes(orphans: Sequence[Row], most: int = 3) -> str:
    notes = list(dict.fromkeys(row.note for row in orphans))
    more = f" and {len(notes) - most:,} more" if len(notes) > most else ""
    return "; ".join(notes[:most]) + more


def about_lines(
    sent: Sequence[Sent],
    results: Sequence[Results],
    lines: Mapping[str, Sequence[Place]],
    requests: Mapping[str, Place],
) -> Iterator[Problem]:
    """Repeats, conflicts and repairs: what the numbers alone do not say."""
    repeated = [[results[file].rows[at].state for file, at in places] for places in lines.values() if len(places) > 1]
    resolved = sum("Failed" in states and set(states) != {"Failed"} for states in repeated)
    twice = sum(sum(state != "Failed" for state in states) > 1 for states in repeated)
    if resolved:
        yield Problem("resolved", f"{counted(resolved, 'failure')} resolved by another try.")
    if twice:
        hint = "The best one stands in the table, of equals the newest; the row's detail has the others."
        yield Problem("answered-twice", f"{counted(twice, 'request')} answered more than once.", hint, weight="ask")
    if several := sum(result.choices > 1 for file in results for result in file.rows):
        hint = "The first choice of each decides its state; the others have columns of their own, from answer_2 on."
        yield Problem("several-choices", f"{counted(several, 'answer')} with several choices.", hint, weight="ask")
    if conflicts := _conflicts(sent, requests):
        hint = "The first one loaded is shown; take one of the input files away if it belongs to another batch."
        said = f"{counted(conflicts, 'custom_id')} sent with different requests."
        yield Problem("conflict", said, hint, weight="ask")
    if repaired := sum(file.repaired for file in sent) + sum(file.repaired for file in results):
        said = f"{counted(repaired, 'line')} with broken characters; they are shown as �."
        yield Problem("repaired", said, "Download the file again if that matters.", weight="ask")


def _conflicts(sent: Sequence[Sent], requests: Mapping[str, Place]) -> int:
    """Ids under which differing bodies were sent."""
    differing = set()
    for file in sent:
        for custom_id, fingerprint in zip(file.ids, file.fingerprints, strict=False):
            first, at = requests[custom_id]
            if sent[first].fingerprints and sent[first].fingerprints[at] != fingerprint:
                differing.add(custom_id)
    return len(differing)
