"""Nothing is paid twice: whatever drops at whichever call, each file gets one batch."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import (
    ErrorKind,
    PartState,
    Sending,
    has_work,
    resend,
    run,
    update,
)
from tests.support.scripted_provider import KEY, Fault, ScriptedProvider
from tests.support.sendings import OTHER, Clock, files_of, line, new_sending, run_all

SAVED = TypeAdapter(Sending)
"""How a saved desk keeps a sending."""


def creates(provider: ScriptedProvider) -> Counter[str]:
    return Counter(batch["metadata"]["batchdesk_part"] for batch in provider.batches.values())


def test_two_files_are_two_batches() -> None:
    provider, files = ScriptedProvider(), files_of()
    seen: list[tuple[int, int, int]] = []
    done = list(run(new_sending(files), provider.client(), files, progress=lambda *each: seen.append(each)))[-1]
    assert [part.state for part in done.parts] == [PartState.TRACKED] * 2
    assert [part.batch_id for part in done.parts] == ["batch_1", "batch_2"]
    assert [name for name, _ in provider.files.values()] == [
        "sheet_1a2b_part-01-of-02_01234567.jsonl",
        "sheet_1a2b_part-02-of-02_01234567.jsonl",
    ]
    assert b"".join(data for _, data in provider.files.values()) == b"".join(map(line, range(6)))
    assert provider.batches["batch_2"]["metadata"] == {
        "batchdesk_intent": "0123456789abcdef",
        "batchdesk_part": "2 of 2",
        "batchdesk_requests": "3",
        "batchdesk_sha256": files.files[1].sha256,
        "batchdesk_whole": files.sha256,
        "batchdesk_name": "Sheet.xlsx",
    }
    assert seen == [(1, files.files[0].bytes, files.files[0].bytes), (2, files.files[1].bytes, files.files[1].bytes)]
    assert KEY not in SAVED.dump_json(done).decode() + repr(done)


def calls_of_a_good_run() -> list[str]:
    provider, files = ScriptedProvider(), files_of()
    run_all(provider, new_sending(files), files, Clock())
    return provider.calls


GOOD = calls_of_a_good_run()
UPLOADS = [number for number, call in enumerate(GOOD) if call == "POST /files"]
CREATES = [number for number, call in enumerate(GOOD) if call == "POST /batches"]


def states_of(states: list[Sending], number: int) -> list[PartState]:
    """The states that a file went through, each once in a row."""
    return [state for state, _ in groupby(each.part(number).state for each in states)]


@pytest.mark.parametrize("fault", ["dropped after", "500 after", "garbage after"])
def test_a_create_that_was_done_without_a_clear_answer_is_found(fault: Fault) -> None:
    provider, files, clock = ScriptedProvider({CREATES[0]: fault}), files_of(), Clock()
    states = run_all(provider, new_sending(files), files, clock)
    assert [part.batch_id for part in states[-1].parts] == ["batch_1", "batch_2"]
    assert states_of(states, 1) == [
        PartState.READY,
        PartState.UPLOADING,
        PartState.UPLOADED,
        PartState.CREATING,
        PartState.UNKNOWN,
        PartState.TRACKED,
    ]
    assert provider.calls.count("POST /batches") == 2


@pytest.mark.parametrize("fault", ["dropped before", "500 before"])
def test_a_create_that_was_not_done_is_looked_for_and_left_to_a_person(fault: Fault) -> None:
    provider, files, clock = ScriptedProvider({CREATES[0]: fault}), files_of(), Clock()
    states = run_all(provider, new_sending(files), files, clock)
    stopped = states[-1]
    assert (stopped.part(1).state, stopped.part(2).state) == (PartState.UPLOADED, PartState.UPLOADED)
    assert stopped.part(1).problem
    assert not has_work(stopped, OTHER, clock())
    looks = len(provider.calls) - 1 - CREATES[0]
    assert provider.calls[-looks:] == ["GET /batches"] * 3
    assert sum(clock.naps) >= 8
    again = run_all(provider, stopped, None, clock)[-1]
    assert [part.batch_id for part in again.parts] == ["batch_1", "batch_2"]


def test_an_unreachable_provider_is_not_looked_up() -> None:
    provider, files = ScriptedProvider({CREATES[0]: "unreachable"}), files_of()
    stopped = run_all(provider, new_sending(files), files, Clock())[-1]
    assert (stopped.part(1).state, stopped.part(1).problem_kind) == (PartState.UPLOADED, ErrorKind.UNREACHABLE)
    assert provider.calls[-1] == "POST /batches"


def test_a_provider_that_asks_to_wait_is_asked_once_more() -> None:
    provider, files, clock = ScriptedProvider({CREATES[0]: "429"}), files_of(), Clock()
    done = run_all(provider, new_sending(files), files, clock)[-1]
    assert creates(provider) == {"1 of 2": 1, "2 of 2": 1}
    assert [part.problem for part in done.parts] == ["", ""]
    assert 2 in clock.naps


def test_a_provider_that_asks_again_and_again_is_left() -> None:
    provider, files, clock = ScriptedProvider(dict.fromkeys(range(CREATES[0], 99), "429")), files_of(), Clock()
    stopped = run_all(provider, new_sending(files), files, clock)[-1]
    assert (stopped.part(1).state, stopped.part(1).problem_kind) == (PartState.UPLOADED, ErrorKind.RATE_LIMITED)
    assert provider.calls.count("POST /batches") == 2


@pytest.mark.parametrize("fault", ["unreachable", "dropped before", "dropped after", "500 before", "garbage after"])
def test_an_upload_is_repeated(fault: Fault) -> None:
    provider, files = ScriptedProvider({UPLOADS[1]: fault}), files_of()
    done = run_all(provider, new_sending(files), files, Clock())[-1]
    assert [part.state for part in done.parts] == [PartState.TRACKED] * 2
    assert provider.calls.count("POST /files") == 3


def test_a_run_that_ended_while_creating_waits_until_nothing_can_come_any_more() -> None:
    files, clock = files_of(), Clock()
    provider = ScriptedProvider()
    creating = next(
        state for state in run_all(provider, new_sending(files), files, clock) if PartState.CREATING in states_in(state)
    )
    provider.batches.clear()
    late = clock() + timedelta(seconds=40)

    def create_late() -> None:
        """The interrupted call of the other process creates its batch after 40 seconds."""
        if clock() >= late and not provider.batches:
            part = creating.part(1)
            provider.client().create(part.file_id, part.endpoint, "24h", creating.metadata(part))

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        create_late()

    *_, done = run(creating, provider.client(), files, clock=clock, sleep=sleep)
    assert clock() >= late
    assert creates(provider) == {"1 of 2": 1, "2 of 2": 1}
    assert [part.batch_id for part in done.parts] == ["batch_1", "batch_2"]


def states_in(sending: Sending) -> list[PartState]:
    return [part.state for part in sending.parts]


def test_a_batch_that_another_process_created_is_taken_over() -> None:
    provider, files, clock = ScriptedProvider(), files_of(), Clock()
    uploaded = next(
        state
        for state in run(new_sending(files), provider.client(), files, clock=clock, sleep=clock.sleep)
        if states_in(state) == [PartState.UPLOADED] * 2
    )
    first = run_all(provider, uploaded, None, clock)[-1]
    second = run_all(provider, uploaded, None, clock)[-1]
    assert [part.batch_id for part in second.parts] == [part.batch_id for part in first.parts]
    assert provider.calls.count("POST /batches") == 2


def test_a_file_that_was_sent_before_is_not_sent_again_without_a_word() -> None:
    provider, files = ScriptedProvider(), files_of()
    run_all(provider, new_sending(files), files, Clock())
    second = replace(new_sending(files), intent="another")
    stopped = run_all(provider, second, files, Clock())[-1]
    assert [part.problem_kind for part in stopped.parts] == [ErrorKind.ALREADY_SENT] * 2
    assert len(provider.batches) == len(provider.files) == 2
    *_, done = run(stopped, provider.client(), files, again=True)
    assert states_in(done) == [PartState.TRACKED] * 2
    assert len(provider.batches) == 4


def test_bytes_that_have_changed_are_not_sent() -> None:
    provider, files = ScriptedProvider(), files_of()
    sending = new_sending(files)
    for other in (files_of(rows=8, per_file=4), None):
        stopped = run_all(provider, sending, other, Clock())[-1]
        assert stopped.part(1).problem_kind is ErrorKind.NOT_AT_HAND
    calls = provider.calls.count("POST /files")
    assert (calls, provider.batches) == (0, {})


def test_bytes_that_change_while_they_are_sent_are_not_used() -> None:
    provider, files = ScriptedProvider(), files_of()
    changed = [line(number).replace(b"row", b"wor") for number in range(6)]
    broken = replace(files, batch=replace(files.batch, lines=lambda indexes: [changed[index] for index in indexes]))
    stopped = run_all(provider, new_sending(files), broken, Clock())[-1]
    assert stopped.part(1).problem_kind is ErrorKind.NOT_AT_HAND
    assert provider.batches == {}


def test_a_rejected_file_does_not_hold_back_the_others() -> None:
    provider, files, clock = ScriptedProvider(), files_of(), Clock()
    create = provider.create

    def reject_the_first(request: httpx.Request) -> httpx.Response:
        if b"1 of 2" in request.read() and not clock.naps:
            return httpx.Response(400, json={"error": {"message": "model not found"}})
        return create(request)

    provider.create = reject_the_first  # type: ignore[method-assign]
    done = run_all(provider, new_sending(files), files, clock)[-1]
    assert states_in(done) == [PartState.REJECTED, PartState.TRACKED]
    assert (done.part(1).words, done.part(1).problem) == ("model not found", "The provider rejects the request.")
    clock.sleep(1)
    again = run_all(provider, resend(done, 1, clock()), None, clock)[-1]
    assert states_in(again) == [PartState.TRACKED, PartState.TRACKED]
    assert creates(provider) == {"1 of 2": 1, "2 of 2": 1}


def test_where_the_queue_is_limited_a_file_waits_for_the_one_before() -> None:
    provider, files, clock = ScriptedProvider(), files_of(), Clock()
    client = provider.client(service=replace(OTHER, queue_limited=True))

    def finish(sending: Sending) -> Sending:
        return [sending, *run(sending, client, files, clock=clock, sleep=clock.sleep)][-1]

    first = finish(new_sending(files))
    assert states_in(first) == [PartState.TRACKED, PartState.UPLOADED]
    assert finish(first) == first
    assert not has_work(first, client.service, clock())
    provider.batches["batch_1"]["status"] = "in_progress"
    accepted = update(first, client.batches(), clock())
    assert has_work(accepted, client.service, clock())
    assert states_in(finish(accepted)) == [PartState.TRACKED] * 2


def test_a_file_that_found_the_queue_full_goes_alone_after_the_other() -> None:
    provider, files, clock = ScriptedProvider(), files_of(), Clock()
    client = provider.client()
    both = run_all(provider, new_sending(files), files, clock)[-1]
    provider.end("batch_2", "failed")
    provider.batches["batch_2"]["errors"] = {"data": [{"code": "token_limit_exceeded", "message": "too many tokens"}]}
    full = update(both, client.batches(), clock())
    assert run_all(provider, full, None, clock)[-1] == full
    provider.end("batch_1", "completed", b"{}\n")
    clock.sleep(60)
    done = run_all(provider, update(full, client.batches(), clock()), None, clock)[-1]
    assert (done.part(2).state, done.part(2).batch_id) == (PartState.TRACKED, "batch_3")
    assert provider.batches["batch_3"]["input_file_id"] == provider.batches["batch_2"]["input_file_id"]


@pytest.mark.parametrize("service", ["Other", "Azure OpenAI"])
def test_a_file_is_used_once_the_provider_has_processed_it(service: str) -> None:
    provider, files, clock = ScriptedProvider(), files_of(rows=3), Clock()
    statuses = iter(["pending", "pending", "Processed"])
    answer = provider.one_file

    def one_file(file_id: str, content: str | None) -> httpx.Response:
        response = answer(file_id, content)
        asked = provider.calls[-1].startswith("GET")
        return httpx.Response(200, json=response.json() | {"status": next(statuses)}) if asked else response

    provider.one_file = one_file  # type: ignore[method-assign]
    client = provider.client(service=replace(BATCH_SERVICES[service], key_header="Authorization"))
    *_, done = run(new_sending(files), client, files, clock=clock, sleep=clock.sleep)
    assert states_in(done) == [PartState.TRACKED]
    assert clock.naps[:2] == [1, 2]


@pytest.mark.parametrize(
    ("about", "words", "state"),
    [
        ({"status": "error"}, "cannot process", PartState.READY),
        ({"bytes": 5}, "incomplete", PartState.READY),
        ({"status": "pending"}, "not processed", PartState.UPLOADED),
    ],
)
def test_a_file_that_the_provider_cannot_use_is_not_paid(
    about: dict[str, object], words: str, state: PartState
) -> None:
    provider, files, clock = ScriptedProvider(), files_of(rows=3), Clock()
    answer = provider.one_file

    def one_file(file_id: str, content: str | None) -> httpx.Response:
        response = answer(file_id, content)
        asked = provider.calls[-1].startswith("GET")
        return httpx.Response(200, json=response.json() | about) if asked else response

    provider.one_file = one_file  # type: ignore[method-assign]
    stopped = run_all(provider, new_sending(files), files, clock)[-1]
    assert words in stopped.part(1).problem
    assert (stopped.part(1).state, provider.batches) == (state, {})


def test_the_endpoint_is_named_as_the_service_wants_it() -> None:
    for name, word in {
        "Zhipu": "/v4/chat/completions",
        "Azure OpenAI": "/chat/completions",
        "OpenAI": "/v1/chat/completions",
    }.items():
        provider, files = ScriptedProvider(), files_of(rows=3)
        client = provider.client(service=replace(BATCH_SERVICES[name], key_header="Authorization"))
        list(run(replace(new_sending(files), provider=name), client, files))
        assert provider.batches["batch_1"]["endpoint"] == word


def test_a_list_that_is_too_long_proves_nothing() -> None:
    provider, files, clock = ScriptedProvider(), files_of(), Clock()

    def lost(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("connection lost", request=request)

    provider.create = lost  # type: ignore[method-assign]
    endless = httpx.Response(200, json={"data": [{"id": "x"}], "has_more": True})
    provider.listed = lambda request: endless  # type: ignore[method-assign]
    stopped = run_all(provider, new_sending(files), files, clock)[-1]
    assert (stopped.part(1).state, stopped.part(1).problem_kind) == (PartState.UNKNOWN, ErrorKind.UNCLEAR)
    assert provider.calls.count("POST /batches") == 1


def test_an_upload_of_an_earlier_run_is_not_used_if_the_list_is_too_long() -> None:
    provider, files, clock = ScriptedProvider(), files_of(rows=3), Clock()
    endless = httpx.Response(200, json={"data": [{"id": "x"}], "has_more": True})
    provider.listed = lambda request: endless  # type: ignore[method-assign]
    states = run_all(provider, new_sending(files), files, clock)
    assert states_in(states[-1]) == [PartState.TRACKED]
    uploaded = next(state for state in states if states_in(state) == [PartState.UPLOADED])
    stopped = run_all(provider, uploaded, None, clock)[-1]
    assert stopped.part(1).problem_kind is ErrorKind.ALREADY_SENT
    assert len(provider.batches) == 1


def test_a_state_that_was_held_back_is_handed_out_again() -> None:
    provider, files, clock = ScriptedProvider(), files_of(rows=3), Clock()
    seen: list[PartState] = []
    for state in run(new_sending(files), provider.client(), files, clock=clock, sleep=clock.sleep):
        seen.append(state.part(1).state)
        if seen.count(PartState.CREATING) == 1 and seen[-1] is PartState.CREATING:
            clock.sleep(600)
    assert seen.count(PartState.CREATING) == 2
    assert len(provider.batches) == 1


FAULTS = st.dictionaries(
    st.integers(0, 30),
    st.sampled_from(
        ["unreachable", "dropped before", "dropped after", "500 before", "500 after", "429", "garbage after"]
    ),
    max_size=12,
)


@given(FAULTS, st.data())
def test_whatever_drops_each_file_has_one_batch(faults: Mapping[int, Fault], data: st.DataObject) -> None:
    """Each run may also be cut off after any state, as by a reload, and starts again from what was kept."""
    provider, files, clock = ScriptedProvider(faults), files_of(), Clock()
    sending = new_sending(files)
    for attempt in range(40):
        states = [sending]
        cut = data.draw(st.integers(1, 12), "states until the cut") if attempt < 10 else 100
        for state in run(sending, provider.client(), files, clock=clock, sleep=clock.sleep):
            states.append(state)
            if len(states) > cut:
                break
        lost = data.draw(st.integers(0, min(1, len(states) - 1)), "states lost at the cut") if attempt < 10 else 0
        sending = states[-1 - lost]
        assert max(creates(provider).values(), default=0) <= 1
        assert SAVED.validate_json(SAVED.dump_json(sending)) == sending
        clock.sleep(30)
        if all(part.state is PartState.TRACKED for part in sending.parts):
            break
    assert creates(provider) == {"1 of 2": 1, "2 of 2": 1}
    assert {part.batch_id for part in sending.parts} == set(provider.batches)
    for part in sending.parts:
        assert provider.batches[part.batch_id]["metadata"]["batchdesk_part"] == f"{part.number} of 2"
        assert provider.files[part.file_id][1] == b"".join(files.chunks(part.number))
