"""What providers do that no real server can be asked for: each has its words, and loses nothing."""

import logging
from collections.abc import Iterator

import pytest

from lib.sending import BatchClient, CallError, ErrorKind, PartState, collect, group_batches
from lib.sending.remote_batch import BatchState
from tests.servers.fake_provider import KEY, MODELS, FakeProvider
from tests.servers.faults import cut_off, drop_before, redirect, reply
from tests.servers.journey import (
    Watch,
    assert_nothing_is_lost,
    begun,
    connected,
    ended,
    gone_on,
    home,
    joined,
    load,
    sent,
    states,
)

TEXTS = ["Vistula", "fail Oder", "Warta", "Bug"]
WRONG = "sk-another-key-9876543210"


@pytest.fixture
def client(provider: FakeProvider) -> Iterator[BatchClient]:
    """A client of the fake provider."""
    with connected(provider.url) as connection:
        yield connection


@pytest.mark.parametrize("setting", ["capitals", "empty_ids"])
def test_other_spellings_change_nothing(provider: FakeProvider, client: BatchClient, setting: str) -> None:
    setattr(provider.store, setting, True)
    rivers = load(["Vistula", "Oder"])
    group = ended(client, sent(rivers.files, client))
    assert (group.state, group.batches[0].error_file_id) == (BatchState.COMPLETED, "")
    table = home(client, group, rivers.sheet)
    assert_nothing_is_lost(table, ["Vistula", "Oder"])
    assert len(provider.calls("GET /files/*/content")) == 2


@pytest.mark.parametrize("end", ["expired", "cancelled"])
def test_paid_answers_of_an_unfinished_batch_come_home(provider: FakeProvider, client: BatchClient, end: str) -> None:
    rivers = load(TEXTS)
    provider.store.ends = [end]
    table = home(client, ended(client, sent(rivers.files, client)), rivers.sheet)
    assert_nothing_is_lost(table, TEXTS)
    assert states(table) == {"Vistula": "OK", "fail Oder": "Failed", "Warta": "Failed", "Bug": "Failed"}


def test_a_file_that_is_gone_is_named_and_the_others_come(provider: FakeProvider, client: BatchClient) -> None:
    rivers = load(TEXTS)
    group = ended(client, sent(rivers.files, client))
    del provider.store.files[group.batches[0].input_file_id]
    files = list(collect(group, client))
    assert [(file.role, file.problem_kind) for file in files] == [
        ("input", ErrorKind.NOT_VISIBLE),
        ("output", None),
        ("errors", None),
    ]
    assert set(states(joined([file for file in files if not file.problem], rivers.sheet)).values()) == {"OK", "Failed"}


def test_half_a_file_is_fetched_again(provider: FakeProvider, client: BatchClient) -> None:
    rivers, watch = load(TEXTS), Watch()
    group = ended(client, sent(rivers.files, client))
    provider.next("GET /files/*/content", cut_off)
    files = list(collect(group, client, sleep=watch.sleep))
    assert [file.problem for file in files] == ["", "", ""]
    assert_nothing_is_lost(joined(files, rivers.sheet), TEXTS)
    provider.next("GET /files/*/content", *[cut_off] * 3)
    first = next(collect(group, client, sleep=watch.sleep))
    assert (first.problem_kind, first.data) == (ErrorKind.UNCLEAR, b"")


def test_a_pending_file_is_waited_for(provider: FakeProvider) -> None:
    provider.store.looks_until_ready = 4
    rivers, watch = load(["Vistula"]), Watch()
    with connected(provider.url) as client:
        sending = gone_on(begun(rivers.files, client), client, rivers.files, watch)
    assert sending.part(1).state is PartState.TRACKED
    names = [call.name for call in provider.seen]
    assert names.index("POST /batches") > max(i for i, name in enumerate(names) if name == "GET /files/*")
    assert provider.calls("GET /files/*")[3:]


def test_a_redirect_is_not_followed(provider: FakeProvider, client: BatchClient, other_host: FakeProvider) -> None:
    rivers = load(["Vistula"])
    for name in ("GET /batches", "GET /models", "POST /files", "POST /batches", "GET /files/*/content"):
        provider.next(name, *[redirect(f"{other_host.url}/batches")] * 3)
    for call in (client.connect, client.batches, client.models):
        with pytest.raises(CallError):
            call()
    stopped = sent(rivers.files, client)
    assert stopped.part(1).problem
    assert other_host.seen == []
    assert provider.store.batches == {}


def test_a_wrong_key_is_told_from_a_wrong_address_and_from_no_batch_service(provider: FakeProvider) -> None:
    with connected(provider.url, WRONG) as client, pytest.raises(CallError) as failure:
        client.connect()
    assert failure.value.kind is ErrorKind.WRONG_KEY
    with connected(f"{provider.url}/elsewhere") as client, pytest.raises(CallError) as failure:
        client.connect()
    assert failure.value.kind is ErrorKind.WRONG_ADDRESS
    provider.next("GET /batches", reply(404))
    with connected(provider.url) as client, pytest.raises(CallError) as failure:
        client.connect()
    assert failure.value.kind is ErrorKind.NO_BATCH_SERVICE
    with connected(provider.url) as client:
        assert client.connect().models == MODELS


def test_an_echoed_key_is_masked(provider: FakeProvider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.DEBUG)
    with connected(provider.url, WRONG) as client:
        with pytest.raises(CallError) as failure:
            client.batches()
        sending = sent(load(["Vistula"]).files, client)
    assert "Incorrect API key provided" in failure.value.words
    seen = [failure.value.words, str(failure.value), repr(failure.value.__dict__), repr(client), repr(sending)]
    assert WRONG not in " ".join([*seen, caplog.text])


def test_the_key_goes_into_one_header_only(provider: FakeProvider, client: BatchClient) -> None:
    group = ended(client, sent(load(["Vistula"]).files, client))
    list(collect(group, client))
    for call in provider.seen:
        assert [name for name, value in call.headers.items() if KEY in value] == ["authorization"]
        assert KEY.encode() not in call.body
        assert KEY not in call.path + repr(call.query)


def test_an_upload_tells_its_progress(provider: FakeProvider, client: BatchClient) -> None:
    provider.upload_pause = 0.002
    size, ticks = 8_000_000, []
    client.upload("big.jsonl", [b"x" * 1_000_000] * 8, size, lambda done, total: ticks.append((done, total)))
    assert ticks == sorted(ticks)
    assert (ticks[-1], len(ticks) > 20) == ((size, size), True)
    assert [len(file.data) for file in provider.store.files.values()] == [size]


@pytest.mark.parametrize(("pages", "service"), [(True, "Other"), (False, "Groq")])
def test_a_long_list_is_read_whole(provider: FakeProvider, pages: bool, service: str) -> None:
    provider.store.pages, provider.store.steps = pages, ("in_progress",)
    file = provider.store.add_file("a.jsonl", b"")
    for _ in range(250):
        provider.store.create({"input_file_id": file.id, "endpoint": "/v1/chat/completions"})
    with connected(provider.url, service=service) as client:
        listed = client.batches()
        assert (len(listed.batches), listed.is_complete) == (250, True)
        assert len(group_batches(listed.batches)) == 250
    assert len(provider.calls("GET /batches")) == (3 if pages else 1)


def test_a_broken_look_is_repeated(provider: FakeProvider, client: BatchClient) -> None:
    provider.next("GET /batches", drop_before, drop_before)
    assert sent(load(["Vistula"]).files, client).part(1).state is PartState.TRACKED
