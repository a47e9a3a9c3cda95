"""What is to be said about a join beyond its numbers: how the sheet fits, what came twice."""

from collections.abc import Iterator, Mapping, Sequence

from lib.match import Match
from lib.problems import Problem, counted
from lib.results import Results
from lib.sent import Sent
from lib.sheet import Sheet
from lib.table import Place, Row


def about_match(
    sheet: Sheet | None, ids: Sequence[str], match: Match | None, rows: Sequence[Row], sent_known: bool
) -> Iterator[Problem]:
    """How the sheet fits, in a sentence; what does not fit, in others."""
    if sheet is None or match is None or not ids:
        return
    found = len({row.sheet_row for row in rows if row.custom_id and row.sheet_row is not None})
    how = {"column": f' by the column "{match.column}"', "number": " by row number alone"}.get(match.how, "")
    said = f"{found:,} of {len(sheet):,} rows match{how}."
    if not found:
        hint = (
            "This sheet is not the one the batch was made from: load that one, or choose the column that holds the ids."
        )
        yield Problem("unrelated-sheet", said, hint, weight="ask")
        return
    yield Problem("match", said)
    if not sent_known and len(sheet) > found:
        yield Problem("no-answer", f"{counted(len(sheet) - found, 'row')} of the sheet without an answer.")
    orphans = [row for row in rows if row.sheet_row is None and row.state != "Unknown"]
    if orphans:
        said = f"{counted(len(orphans), 'request')} without a row in this sheet: {_first_notes(orphans)}."
        hint = "They stand at the end of the table, with the text that was sent."
        yield Problem("edited-rows", said, hint, weight="ask")


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
        yield Problem("resolved", f"{counted(resolved, 'failure')} resolved by a later answer.")
    if twice:
        hint = "The newest answer stands in the table; the row's detail has the others."
        yield Problem("answered-twice", f"{counted(twice, 'request')} answered more than once.", hint, weight="ask")
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
