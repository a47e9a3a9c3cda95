"""Remarks about results that need a look: second runs, work still running, unknown finish reasons."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from lib.common import Problem
from lib.common.phrasing import counted, listed
from lib.join.joined_table import JoinedRows
from lib.results import Result, Results
from lib.results.answer import is_known_reason
from lib.results.result import NOT_UNDERSTOOD
from lib.results.results_file import collect_field, field_of_all

_MOST_NAMED = 5


class SecondRun(NamedTuple):
    """Two files of two runs under the same ids: the indexes of the results files, and how many ids are OK in both."""

    first: int
    second: int
    shared: int


def second_runs(results: Sequence[Results]) -> list[SecondRun]:
    """The files with another run of an earlier file's requests.

    Both files have OK answers for over half of the smaller one's ids, and not simply the same lines.
    """
    if len(results) < 2:
        return []
    ids = [set(collect_field([file], "custom_id")) for file in results]
    answers = [{result.custom_id: result for result in file.results if result.state == "OK"} for file in results]
    runs = []
    for second in range(1, len(results)):
        pairs = ((first, answers[first].keys() & answers[second].keys()) for first in range(second))
        for first, shared in pairs:
            smaller = min(len(ids[first]), len(ids[second]))
            if 2 * len(shared) > smaller and _differ(answers[first], answers[second], shared):
                runs.append(SecondRun(first, second, len(shared)))
                break
    return runs


def running_notes(rows: JoinedRows, results: Sequence[Results]) -> dict[str, str]:
    """A note for each id without a result whose work was still running."""
    running = {custom_id for file in results for custom_id in file.running if custom_id}
    if not running:
        return {}
    missing = {custom_id for custom_id, result in zip(rows.custom_ids, rows.results, strict=True) if result is None}
    return dict.fromkeys(running & missing, "still running when the file was written")


def _differ(first: dict[str, Result], second: dict[str, Result], ids: set[str]) -> bool:
    return any(first[custom_id] != second[custom_id] for custom_id in ids)


def about_results(results: Sequence[Results], runs: Sequence[SecondRun]) -> Iterator[Problem]:
    """What the user should know about the results beyond their numbers."""
    for run in runs:
        first, second = results[run.first].name, results[run.second].name
        which = f"{second} and {first}" if first != second else f"two files named {second}"
        message = f"Two runs have the same ids: {which}, with {counted(run.shared, 'request')} OK in both."
        hint = "The table shows the newest answers. Compare the runs to see both side by side."
        yield Problem("second-run", message, hint, "ask")
    if running := sum(len(file.running) for file in results):
        message = f"{counted(running, 'request was', 'requests were')} still running when the file was written."
        yield Problem("still-running", message, "Download the file again when the batch is done.", "ask")
    yield from _about_reasons(results)
    if unread := pc.sum(pc.starts_with(field_of_all(results, "error"), NOT_UNDERSTOOD)).as_py():
        message = f"Batchdesk does not know the form of {counted(unread, 'response')}."
        hint = "The column with the errors has the JSON. A retry costs again and gives the same form."
        yield Problem("not-understood", message, hint, "ask")


def _about_reasons(results: Sequence[Results]) -> Iterator[Problem]:
    """Answers that count as OK, although their finish reason is not known to mean that they are complete."""
    states, reasons = (field_of_all(results, name) for name in ("state", "finish_reason"))
    is_plain = pc.is_in(reasons, pa.array(["", "stop"], reasons.type))
    counts = Counter(reasons.filter(pc.and_not(pc.equal(states, "OK"), is_plain)).to_pylist())
    unknown = {reason: count for reason, count in counts.items() if not is_known_reason(reason)}
    if unknown:
        names = listed([f'"{reason}" ({count:,})' for reason, count in unknown.items()], _MOST_NAMED)
        message = f"{counted(sum(unknown.values()), 'answer has', 'answers have')} an unknown finish reason: {names}."
        yield Problem("unknown-reason", message, "They count as OK: look at a few to see if they are complete.", "ask")
