"""A batch is read from whatever a provider writes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from lib.sending.remote_batch import BatchState, LineError, RequestProgress, parse_batch
from tests.support.json_strategies import JSON

FULL = {
    "id": "batch_1",
    "status": "in_progress",
    "input_file_id": "file-1",
    "output_file_id": None,
    "error_file_id": "",
    "endpoint": "/v1/chat/completions",
    "completion_window": "24h",
    "created_at": 1_000_000_000,
    "in_progress_at": 1_000_000_060,
    "expires_at": 1_000_086_400,
    "request_counts": {"total": 10, "completed": 6, "failed": 1},
    "metadata": {"a": "b", "n": 3, "x": None},
}


def test_a_full_batch() -> None:
    batch = parse_batch(FULL)
    assert batch
    assert (batch.state, batch.is_final) == (BatchState.RUNNING, False)
    assert (batch.output_file_id, batch.error_file_id, batch.result_file_ids) == ("", "", ())
    assert batch.requests == RequestProgress(10, 6, 1)
    assert batch.requests.done == 7
    assert batch.created == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
    assert batch.deadline == datetime(2001, 9, 10, 1, 46, 40, tzinfo=UTC)
    assert batch.metadata == {"a": "b", "n": "3"}


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("COMPLETED", BatchState.COMPLETED),
        ("In Progress", BatchState.RUNNING),
        ("canceled", BatchState.CANCELLED),
        ("scheduling", BatchState.RUNNING),
        ("PROGRESS", BatchState.RUNNING),
        ("", BatchState.RUNNING),
        (None, BatchState.RUNNING),
    ],
)
def test_words_of_the_state(word: str | None, state: BatchState) -> None:
    batch = parse_batch({"id": "b", "status": word})
    assert batch
    assert (batch.state, batch.status) == (state, word or "")


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        (None, ()),
        ({"object": "list", "data": [{"code": "c", "line": 3, "message": "m"}]}, (LineError(3, "m", "c"),)),
        ({"data": [{"message": "m", "line": None}]}, (LineError(None, "m"),)),
        ([{"code": "token_limit_exceeded"}], (LineError(None, "token_limit_exceeded", "token_limit_exceeded"),)),
        ({"message": "m", "line": True}, (LineError(None, "m"),)),
        ([{"message": "Line 3: no model", "line": None}], (LineError(3, "Line 3: no model"),)),
        ([{"message": "Expecting value: line 1 column 5"}], (LineError(None, "Expecting value: line 1 column 5"),)),
        ("broken", (LineError(None, "broken"),)),
        ({"data": [{}, 3, None]}, ()),
        ({"data": None}, ()),
    ],
)
def test_errors_of_a_file(errors: Any, expected: tuple[LineError, ...]) -> None:
    batch = parse_batch({"id": "b", "errors": errors})
    assert batch
    assert batch.errors == expected


@pytest.mark.parametrize(
    ("value", "year"),
    [(1_000_000_000, 2001), (1_000_000_000_000, 2001), ("1000000001", 2001), ("2026-11-30T12:00:00Z", 2026)],
)
def test_times(value: Any, year: int) -> None:
    batch = parse_batch({"id": "b", "created_at": value})
    assert batch
    assert batch.created
    assert batch.created.year == year
    assert batch.created.tzinfo is UTC


@pytest.mark.parametrize("value", [0, -5, None, "soon", True, 1e400, [1]])
def test_no_time(value: Any) -> None:
    batch = parse_batch({"id": "b", "created_at": value})
    assert batch
    assert batch.created is None


@given(JSON, JSON)
def test_nothing_breaks_it(value: Any, other: Any) -> None:
    assert parse_batch(value) is None or parse_batch(value)
    assert parse_batch({"id": "b"} | dict.fromkeys([*FULL, "errors", "metadata"][1:], other))
