"""All files of one sending are one batch, with its counts summed; batches made elsewhere stand for themselves."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lib.sending import Sending, group_batches, state_text
from lib.sending.remote_batch import BatchState, RemoteBatch, RequestProgress, parse_batch
from tests.support.sendings import TRACKED, batch


def ours(name: str, number: int, status: str = "in_progress", **fields: Any) -> RemoteBatch:
    metadata = {
        "batchdesk_intent": "intent",
        "batchdesk_part": f"{number} of 2",
        "batchdesk_requests": "30",
        "batchdesk_name": "Sheet.xlsx",
    }
    return batch(name, status, **{"metadata": metadata, "created_at": 100 + number} | fields)


def counts(total: int, completed: int, failed: int = 0) -> dict[str, Any]:
    return {"request_counts": {"total": total, "completed": completed, "failed": failed}}


def test_ours_come_first_then_the_newest() -> None:
    batches = [batch("x1", created_at=999), ours("b2", 2), batch("x2", created_at=5), ours("b1", 1)]
    groups = group_batches(batches)
    assert [(group.key, group.name, group.is_ours) for group in groups] == [
        ("intent", "Sheet.xlsx", True),
        ("x1", "x1", False),
        ("x2", "x2", False),
    ]
    assert [each.id for each in groups[0].batches] == ["b1", "b2"]
    assert (groups[0].files, groups[0].missing_files) == (2, 0)
    assert groups[0].created == datetime(1970, 1, 1, 0, 1, 41, tzinfo=UTC)


def test_counts_add_up_also_while_a_file_is_checked() -> None:
    (group,) = group_batches([ours("b1", 1, **counts(30, 20, 1)), ours("b2", 2, "validating")])
    assert group.requests == RequestProgress(60, 20, 1)
    (uncounted,) = group_batches([ours("b1", 1), ours("b2", 2)])
    assert uncounted.requests is None


def test_a_sending_of_this_tab_names_batches_without_metadata() -> None:
    (group,) = group_batches([batch("b1")], [TRACKED])
    assert (group.key, group.name, group.is_ours) == ("intent", "Sheet.xlsx", True)


def test_a_rejected_batch_is_left_out_if_its_file_was_sent_again() -> None:
    rejected, again = ours("b1", 1, "failed"), ours("b3", 1, created_at=900)
    (group,) = group_batches([again, rejected])
    assert [each.id for each in group.batches] == ["b3"]
    assert group.missing_files == 1
    (alone,) = group_batches([rejected])
    assert [each.id for each in alone.batches] == ["b1"]


def test_two_answered_batches_of_one_file_are_both_kept() -> None:
    (group,) = group_batches([ours("b1", 1, "completed"), ours("b2", 1, "completed", created_at=200)])
    assert [each.id for each in group.batches] == ["b1", "b2"]


@pytest.mark.parametrize("text", ["", "1", "one of two", "1 of 2 of 3", "² of ²", "1 of 99999999999999999999"])
def test_strange_part_numbers(text: str) -> None:
    metadata = {"batchdesk_intent": "intent", "batchdesk_part": text}
    (group,) = group_batches([batch("b1", metadata=metadata)])
    assert (group.numbers, group.files) == ((1,), 1)


@pytest.mark.parametrize(
    ("states", "state", "is_final"),
    [
        (("completed", "completed"), BatchState.COMPLETED, True),
        (("completed", "in_progress"), BatchState.RUNNING, False),
        (("validating", "in_progress"), BatchState.VALIDATING, False),
        (("completed", "expired"), BatchState.EXPIRED, True),
        (("failed", "completed"), BatchState.FAILED, True),
    ],
)
def test_the_state_of_several_files(states: tuple[str, str], state: BatchState, is_final: bool) -> None:
    (group,) = group_batches([ours("b1", 1, states[0]), ours("b2", 2, states[1])])
    assert (group.state, group.is_final) == (state, is_final)


def test_the_deadline_is_that_of_the_last_file_that_works() -> None:
    (group,) = group_batches([ours("b1", 1, "completed", expires_at=900), ours("b2", 2, expires_at=500)])
    assert group.deadline == datetime(1970, 1, 1, 0, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"status": "validating"}, "The provider checks the file."),
        ({"status": "in_progress"}, "The provider answers."),
        (
            {"status": "in_progress", **counts(5, 4, 1)},
            "All requests are answered. The provider writes the files.",
        ),
        ({"status": "Scheduling"}, "The provider works on it (Scheduling)."),
        ({"status": ""}, "The provider works on it (without a word about its state)."),
        ({"status": "completed", "output_file_id": "o"}, "The answers can be collected."),
        ({"status": "completed", "error_file_id": ""}, "Ended, without a file of answers."),
        ({"status": "failed"}, "The provider rejected the file."),
        (
            {"status": "failed", "error_file_id": "e"},
            "Ended with a fault. What was answered by then can be collected.",
        ),
    ],
)
def test_states_in_words(fields: dict[str, Any], text: str) -> None:
    parsed = parse_batch({"id": "b", **fields})
    assert parsed
    (group,) = group_batches([parsed])
    assert state_text(group) == text


def test_files_in_different_states_are_counted() -> None:
    (group,) = group_batches([ours("b1", 1, "completed", output_file_id="o"), ours("b2", 2)])
    assert state_text(group) == "1 file: The answers can be collected. 1 file: The provider answers."
    (half,) = group_batches([ours("b1", 1)])
    assert state_text(half) == "1 file: The provider answers. 1 file: Not started."


def test_every_sending_has_its_own_group() -> None:
    other = Sending("second", "Other.xlsx", "Other", "https://api.openai.com/v1", "24h", TRACKED.started, ())
    groups = group_batches([batch("b1"), batch("b9", metadata={"batchdesk_intent": "second"})], [TRACKED, other])
    assert {group.key for group in groups} == {"intent", "second"}
