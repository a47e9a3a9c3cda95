"""A batch is created once, whatever happens to the call that creates it."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from lib.sending import ErrorKind, PartState, Sending, resend, run, update
from tests.servers.fake_provider import FakeProvider, Fault
from tests.servers.faults import answered, done_but, drop_after, drop_before, reply
from tests.servers.journey import (
    Watch,
    assert_nothing_is_lost,
    begun,
    connected,
    ended,
    gone_on,
    home,
    load,
    sent,
    states,
)

TEXTS = [f"River {number}" for number in range(60)]
CREATE = "POST /batches"


@pytest.mark.parametrize("fault", [drop_after, done_but(500)], ids=["dropped", "500"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_create_with_an_unclear_answer_is_looked_up(provider: FakeProvider, fault: Fault, number: int) -> None:
    rivers = load(TEXTS, per_file=30)
    provider.store.steps = ("validating", *("in_progress",) * 20)
    provider.next(CREATE, *[answered] * (number - 1), fault)
    with connected(provider.url) as client:
        sending = sent(rivers.files, client)
        assert [part.batch_id for part in sending.parts] == ["batch-1", "batch-2"]
        assert len(provider.calls(CREATE)) == len(provider.store.batches) == 2
        table = home(client, ended(client, sending), rivers.sheet)
    assert_nothing_is_lost(table, TEXTS)
    assert set(states(table).values()) == {"OK"}


@pytest.mark.parametrize("fault", [drop_before, reply(500)], ids=["dropped", "500"])
def test_a_create_that_did_not_happen_is_not_repeated_unasked(provider: FakeProvider, fault: Fault) -> None:
    rivers, watch = load(["Vistula"]), Watch()
    provider.next(CREATE, fault)
    with connected(provider.url) as client:
        stopped = gone_on(begun(rivers.files, client), client, rivers.files, watch)
        assert (stopped.part(1).state, bool(stopped.part(1).problem)) == (PartState.UPLOADED, True)
        assert (len(provider.calls(CREATE)), provider.store.batches) == (1, {})
        assert len(watch.naps) >= 2
        done = gone_on(stopped, client, None)
        assert (done.part(1).batch_id, len(provider.store.batches)) == ("batch-1", 1)
    assert len(provider.calls("POST /files")) == 1


def test_a_create_interrupted_by_a_restart_is_looked_up(provider: FakeProvider) -> None:
    """The app ends between the call and its answer. What was kept is the state before it."""
    rivers, watch = load(["Vistula"]), Watch()
    with connected(provider.url) as client:
        steps = list(run(begun(rivers.files, client), client, rivers.files))
        creating = next(step for step in steps if step.part(1).state is PartState.CREATING)
        saved = TypeAdapter(Sending)
        kept = saved.validate_json(saved.dump_json(creating))
        assert kept
        done = gone_on(kept, client, None, watch)
    assert (done.part(1).batch_id, len(provider.calls(CREATE))) == ("batch-1", 1)


def test_an_upload_that_broke_is_repeated_without_a_second_batch(provider: FakeProvider) -> None:
    rivers = load(["Vistula"])
    provider.next("POST /files", drop_before, drop_after)
    with connected(provider.url) as client:
        sending = sent(rivers.files, client)
    assert sending.part(1).batch_id == "batch-1"
    assert [file.data for file in provider.store.files.values()] == [b"".join(rivers.files.chunks(1))] * 2
    assert len(provider.store.batches) == 1


def test_a_full_queue_is_waited_for_as_told(provider: FakeProvider) -> None:
    rivers, watch = load(["Vistula"]), Watch()
    provider.next(CREATE, reply(429, Retry_After="7"))
    with connected(provider.url) as client:
        sending = gone_on(begun(rivers.files, client), client, rivers.files, watch)
    assert (sending.part(1).batch_id, watch.naps) == ("batch-1", [7.0])


def test_a_long_wait_is_left_to_the_person(provider: FakeProvider) -> None:
    rivers, watch = load(["Vistula"]), Watch()
    provider.next(CREATE, reply(429, Retry_After="3600"))
    with connected(provider.url) as client:
        part = gone_on(begun(rivers.files, client), client, rivers.files, watch).part(1)
    assert (part.state, part.problem_kind, watch.naps) == (PartState.UPLOADED, ErrorKind.RATE_LIMITED, [])
    assert provider.store.batches == {}


def test_a_file_that_was_sent_before_is_asked_about(provider: FakeProvider) -> None:
    rivers = load(["Vistula"])
    with connected(provider.url) as client:
        sent(rivers.files, client)
        again = sent(rivers.files, client)
    assert again.part(1).problem_kind is ErrorKind.ALREADY_SENT
    assert (len(provider.store.batches), len(provider.calls("POST /files"))) == (1, 1)


def test_only_the_rejected_file_is_sent_again(provider: FakeProvider) -> None:
    rivers = load(TEXTS, per_file=30)
    provider.store.ends = ["completed", "failed"]
    with connected(provider.url) as client:
        sending = sent(rivers.files, client)
        group = ended(client, sending)
        assert group.batches[1].errors[0].line == 2
        sending = update(sending, client.batches(), datetime.now(UTC))
        assert [part.state for part in sending.parts] == [PartState.ENDED, PartState.REJECTED]
        sending = gone_on(resend(sending, 2, datetime.now(UTC)), client, None)
        table = home(client, ended(client, sending), rivers.sheet)
    assert [call.json["metadata"]["batchdesk_part"] for call in provider.calls(CREATE)] == [
        "1 of 2",
        "2 of 2",
        "2 of 2",
    ]
    assert_nothing_is_lost(table, TEXTS)
