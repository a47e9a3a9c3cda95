"""What the provider's list says about a sending, and about the files that found no room."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import (
    PartState,
    has_work,
    mark_collected,
    resend,
    sent_before,
    stop_sending,
    update,
)
from lib.sending.following import find_batch, with_queue_retries
from lib.sending.remote_batch import RemoteBatch
from tests.support.sendings import OTHER, TRACKED, batch, listed, part, sending
from tests.support.sendings import START as NOW

LATER = NOW + timedelta(minutes=5)
OPENAI = BATCH_SERVICES["OpenAI"]


@pytest.mark.parametrize(
    ("status", "state", "is_accepted"),
    [
        ("validating", PartState.TRACKED, False),
        ("in_progress", PartState.TRACKED, True),
        ("cancelling", PartState.TRACKED, True),
        ("completed", PartState.ENDED, True),
        ("expired", PartState.ENDED, True),
        ("cancelled", PartState.ENDED, True),
        ("failed", PartState.REJECTED, False),
    ],
)
def test_states_of_a_file(status: str, state: PartState, is_accepted: bool) -> None:
    after = update(TRACKED, listed(batch(status=status)), LATER).part(1)
    assert (after.state, after.is_accepted, after.status) == (state, is_accepted, status)
    assert after.since == (NOW if state is PartState.TRACKED else LATER)


def test_a_failed_batch_with_answers_is_not_rejected() -> None:
    for fields in ({"output_file_id": "o"}, {"request_counts": {"total": 3, "completed": 1}}):
        after = update(TRACKED, listed(batch(status="failed", **fields)), LATER)
        assert after.part(1).state is PartState.ENDED


def test_a_rejected_file_has_the_words_of_the_provider() -> None:
    errors = {"data": [{"code": "invalid_json_line", "line": 2, "message": "not JSON"}, {"message": "more"}]}
    after = update(TRACKED, listed(batch(status="failed", errors=errors)), LATER).part(1)
    assert (after.problem, after.is_queue_full) == ("not JSON", False)


def test_a_batch_that_is_not_in_the_whole_list_is_gone_until_it_is_there_again() -> None:
    gone = update(TRACKED, listed(batch("other")), LATER)
    assert gone.part(1).state is PartState.GONE
    assert update(gone, listed(batch()), LATER).part(1).state is PartState.TRACKED
    assert update(TRACKED, listed(is_complete=False), LATER) == TRACKED
    assert update(TRACKED, listed(), NOW + timedelta(minutes=1)) == TRACKED


def test_a_batch_is_found_by_its_file_or_by_its_metadata() -> None:
    unknown = sending(part(1, PartState.UNKNOWN, rejected_ids=("old",)), part(2, PartState.UNKNOWN))
    ours = {"batchdesk_intent": "intent", "batchdesk_part": "1 of 2"}
    cases = {
        "b1": batch("b1", input_file_id="file-1"),
        "b2": batch("b2", metadata=ours),
        "": batch("b3", metadata=ours | {"batchdesk_intent": "another"}, input_file_id="file-9"),
    }
    for name, candidate in cases.items():
        found = find_batch(unknown, unknown.part(1), [candidate])
        assert (found.id if found else "") == name
    assert find_batch(unknown, unknown.part(1), [batch("old", input_file_id="file-1")]) is None
    assert find_batch(unknown, unknown.part(2), [batch("b2", metadata=ours)]) is None
    assert find_batch(unknown, replace(unknown.part(1), file_id=""), [batch("b4")]) is None


def test_of_two_batches_of_a_file_the_first_counts() -> None:
    two = [batch("b2", input_file_id="file-1", created_at=20), batch("b1", input_file_id="file-1", created_at=10)]
    found = find_batch(TRACKED, TRACKED.part(1), two)
    assert found
    assert found.id == "b1"


def test_a_file_that_was_sent_before_is_named_with_its_newest_batch() -> None:
    def earlier(name: str, created: int, **fields: Any) -> RemoteBatch:
        metadata = {"batchdesk_sha256": "sha2", "batchdesk_intent": "earlier"} | fields.pop("metadata", {})
        return batch(name, metadata=metadata, created_at=created, **fields)

    new = sending(part(1, PartState.READY), part(2, PartState.READY))
    found = sent_before(new, [earlier("b1", 10), earlier("b2", 20), earlier("b3", 15)])
    assert [(number, each.id) for number, each in found] == [(2, "b2")]
    assert sent_before(new, [earlier("b1", 10, status="failed")]) == []
    assert sent_before(new, [earlier("b1", 10, metadata={"batchdesk_intent": "intent"})]) == []


def test_a_rejected_file_is_sent_again_as_it_is() -> None:
    rejected = update(TRACKED, listed(batch(status="failed")), LATER)
    again = resend(rejected, 1, LATER).part(1)
    assert (again.state, again.file_id, again.batch_id) == (PartState.UPLOADED, "file-1", "")
    assert (again.rejected_ids, again.problem, again.problem_kind) == (("b1",), "", None)


def test_a_file_that_found_the_queue_full_is_sent_once_another_has_ended() -> None:
    full = {"data": [{"code": "token_limit_exceeded", "message": "Enqueued token limit reached"}]}
    two = sending(part(1, PartState.TRACKED), part(2, PartState.TRACKED))
    waiting = update(two, listed(batch("b1"), batch("b2", "failed", errors=full)), LATER)
    assert waiting.part(2).is_queue_full
    assert with_queue_retries(waiting, LATER) == waiting
    assert not has_work(waiting, OTHER, LATER)
    ended = update(waiting, listed(batch("b1", "completed")), LATER + timedelta(hours=1))
    assert has_work(ended, OTHER, LATER)
    assert with_queue_retries(ended, LATER).part(2).state is PartState.UPLOADED


def test_a_file_that_found_the_queue_full_alone_waits_for_a_person() -> None:
    full = {"data": [{"code": "token_limit_exceeded"}]}
    alone = update(TRACKED, listed(batch("b1", "failed", errors=full)), LATER)
    assert with_queue_retries(alone, LATER) == alone


@pytest.mark.parametrize(
    ("first", "second", "other", "limited"),
    [
        (PartState.TRACKED, PartState.TRACKED, False, False),
        (PartState.TRACKED, PartState.UPLOADED, True, False),
        (PartState.TRACKED, PartState.READY, True, True),
        (PartState.TRACKED, PartState.UNKNOWN, True, True),
        (PartState.STOPPED, PartState.STOPPED, False, False),
    ],
)
def test_whether_there_is_work(first: PartState, second: PartState, other: bool, limited: bool) -> None:
    two = sending(part(1, first), part(2, second))
    assert (has_work(two, OTHER, NOW), has_work(two, OPENAI, NOW)) == (other, limited)


def test_what_stopped_with_a_problem_waits_for_a_person() -> None:
    stopped = sending(part(1, PartState.UPLOADED, problem="The key is wrong."))
    assert not has_work(stopped, OTHER, NOW)


def test_stopping_keeps_what_may_exist() -> None:
    states = [PartState.READY, PartState.UPLOADED, PartState.UNKNOWN, PartState.TRACKED, PartState.ENDED]
    stopped = stop_sending(sending(*(part(number, state) for number, state in enumerate(states, 1))), LATER)
    assert [each.state for each in stopped.parts] == [PartState.STOPPED, PartState.STOPPED, *states[2:]]


def test_collected_files_are_marked() -> None:
    ended = update(TRACKED, listed(batch(status="completed")), LATER)
    assert mark_collected(ended, ["b1"], LATER).part(1).state is PartState.COLLECTED
    assert mark_collected(ended, ["b2"], LATER) == ended
    assert mark_collected(TRACKED, ["b1"], LATER) == TRACKED
