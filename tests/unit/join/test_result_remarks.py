"""Remarks about second runs, work still running, and finish reasons and responses that are not known."""

from typing import Any

import pytest

from lib.join import Joined, join
from lib.join.result_remarks import second_runs
from lib.results import Results, read_results
from tests.support.result_lines import answered, failed, jsonl, sent_file

SENT = sent_file({"a": "North?", "b": "South?", "c": "East?"})


def results(*lines: dict[str, Any], name: str = "out.jsonl") -> Results:
    return read_results(jsonl(lines), name)


def remarks(joined: Joined) -> dict[str, str]:
    return {remark.kind: str(remark) for remark in joined.remarks}


FIRST = results(answered("a", "north", created=10), answered("b", "south", created=10), name="first.jsonl")
SECOND = results(answered("a", "yes", created=20), answered("b", "no", created=20), name="second.jsonl")


def test_a_second_run_is_named() -> None:
    joined = join([FIRST, SECOND], [SENT])
    assert remarks(joined)["second-run"] == (
        "Two runs have the same ids: second.jsonl and first.jsonl, with 2 requests OK in both. "
        "The table shows the newest answers. Compare the runs to see both side by side."
    )
    assert [(run.first, run.second, run.shared) for run in joined.second_runs] == [(0, 1, 2)]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(results(answered("c", "east")), id="another-part"),
        pytest.param(results(answered("a", "north", created=10), answered("b", "south", created=10)), id="same-lines"),
        pytest.param(results(answered("a", "x"), answered("c", "y")), id="half-of-the-ids"),
        pytest.param(results(failed("a", "x"), failed("b", "x")), id="failures"),
        pytest.param(results(), id="empty"),
    ],
)
def test_other_files_are_no_second_run(second: Results) -> None:
    assert second_runs([FIRST, second]) == []


def test_a_retry_of_failures_is_no_second_run() -> None:
    first = results(answered("a", "north"), failed("b", "x"), failed("c", "x"))
    assert second_runs([first, results(answered("b", "south"), answered("c", "east"))]) == []


def test_each_file_of_a_third_run_is_named_once() -> None:
    third = results(answered("a", "one", created=30), answered("b", "two", created=30))
    assert [(run.first, run.second) for run in second_runs([FIRST, SECOND, third])] == [(0, 1), (0, 2)]


def test_a_request_still_running_is_missing_with_a_note() -> None:
    running = {"custom_id": "b", "status": "in_progress", "response": None, "error": None}
    joined = join([results(answered("a", "north"), running)], [SENT])
    assert list(joined.columns["state"]) == ["OK", "Missing", "Missing"]
    assert list(joined.columns["note"]) == ["", "still running when the file was written", ""]
    assert (joined.ledger.missing, joined.ledger.unreadable) == (2, 0)
    assert remarks(joined)["still-running"].startswith("1 request was still running")


def test_a_request_that_was_running_and_is_now_done_has_no_note() -> None:
    running = {"custom_id": "a", "status": "in_progress", "response": None, "error": None}
    joined = join([results(running), results(answered("a", "north"))], [SENT])
    assert "note" not in joined.columns


def test_an_unknown_finish_reason_is_shown() -> None:
    joined = join([results(answered("a", "north", "OTHER"), answered("b", "so", "eos"), answered("c", "e", "length"))])
    assert remarks(joined)["unknown-reason"] == (
        '1 answer has an unknown finish reason: "OTHER" (1). '
        "They count as OK: look at a few to see if they are complete."
    )


def test_responses_that_are_not_understood_are_named() -> None:
    line = {"custom_id": "a", "response": {"status_code": 200, "body": {"verdict": {"label": "good"}}}}
    assert "not-understood" in remarks(join([results(line)]))
