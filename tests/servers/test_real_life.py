"""The whole life of a batch at a real server: AIBrix, with a model of the tests behind it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import (
    BatchClient,
    CallError,
    ErrorKind,
    PartFiles,
    PartState,
    collect,
    group_batches,
    part_files,
    update,
)
from lib.sending.remote_batch import BatchState
from tests.servers.batch_servers import BatchServer
from tests.servers.chat_server import ChatServer
from tests.servers.journey import (
    NAME,
    assert_nothing_is_lost,
    batch_when,
    connected,
    ended,
    home,
    load,
    sent,
    states,
)


@pytest.fixture
def client(aibrix_server: BatchServer, chat: ChatServer) -> Iterator[BatchClient]:
    """A client of AIBrix."""
    with connected(aibrix_server.url) as connection:
        yield connection


def with_a_fault(files: PartFiles, good: bytes, bad: bytes) -> PartFiles:
    """The files with a fault of equal length in each line, which Compose would not write."""
    batch = files.batch
    lines = replace(batch, lines=lambda indexes: [line.replace(good, bad) for line in batch.lines(indexes)])
    return part_files(lines, BATCH_SERVICES["Other"])


def test_two_files_come_home_as_one_batch(client: BatchClient, chat: ChatServer) -> None:
    texts = [f"River {number}: Łódź, 北京, \u2028 {number}" for number in range(12)]
    rivers = load(texts, per_file=7)
    group = ended(client, sent(rivers.files, client))
    assert (group.name, group.state, group.files, group.requests) == (NAME, BatchState.COMPLETED, 2, (12, 12, 0))
    table = home(client, group, rivers.sheet)
    assert_nothing_is_lost(table, texts)
    assert set(states(table).values()) == {"OK"}
    assert sorted(chat.asked) == sorted(texts)


def test_the_input_comes_back_byte_for_byte(client: BatchClient) -> None:
    rivers = load(["Vistula é", "Oder"])
    group = ended(client, sent(rivers.files, client))
    inputs = [file.data for file in collect(group, client) if file.role == "input"]
    assert inputs == [b"".join(rivers.files.chunks(1))]


def test_failed_rows_are_beside_answered_ones(client: BatchClient) -> None:
    texts = ["Vistula", "fail Oder", "Warta", "fail Bug"]
    rivers = load(texts)
    group = ended(client, sent(rivers.files, client))
    assert group.requests == (4, 2, 2)
    table = home(client, group, rivers.sheet)
    assert_nothing_is_lost(table, texts)
    assert states(table) == {"Vistula": "OK", "fail Oder": "Failed", "Warta": "OK", "fail Bug": "Failed"}


def test_a_batch_without_one_answer_comes_home_too(client: BatchClient) -> None:
    texts = ["fail Oder", "fail Bug"]
    rivers = load(texts)
    group = ended(client, sent(rivers.files, client))
    assert [batch.output_file_id for batch in group.batches] == [""]
    table = home(client, group, rivers.sheet)
    assert_nothing_is_lost(table, texts)
    assert set(states(table).values()) == {"Failed"}


def test_embeddings_come_home(client: BatchClient) -> None:
    rivers = load(["Vistula", "Oder"], task="Embeddings")
    table = home(client, ended(client, sent(rivers.files, client)), rivers.sheet)
    assert set(states(table).values()) == {"OK"}
    assert table.has_vectors


def test_a_rejected_file_says_why(client: BatchClient, chat: ChatServer) -> None:
    sending = sent(with_a_fault(load(["Vistula"]).files, b'"messages"', b'"massages"'), client)
    group = ended(client, sending)
    (part,) = update(sending, client.batches(), datetime.now(UTC)).parts
    assert (group.state, part.state) == (BatchState.FAILED, PartState.REJECTED)
    assert (
        "Line 1: Request body for endpoint '/v1/chat/completions' is missing required field 'messages'" in part.problem
    )
    assert chat.asked == []


def test_a_stopped_batch_brings_what_was_answered(client: BatchClient, chat: ChatServer) -> None:
    texts = ["Vistula", "Oder", "wait Warta", "wait Bug", "San", "Noteć"]
    rivers = load(texts)
    sending = sent(rivers.files, client)
    group = batch_when(client, sending, lambda group: len(chat.asked) == 4, 30)
    assert not group.is_final
    stopping = client.cancel(group.batches[0].id)
    assert stopping.state is BatchState.CANCELLING
    chat.released.set()
    group = ended(client, sending)
    assert group.state is BatchState.CANCELLED
    table = home(client, group, rivers.sheet)
    assert_nothing_is_lost(table, texts)
    assert table.ledger.ok == 4
    assert table.ledger.missing == 2


def test_a_batch_expires_with_the_answers_so_far(client: BatchClient, chat: ChatServer) -> None:
    """Takes a minute, AIBrix's shortest window. It finishes the two requests that it has begun, and no other."""
    texts = ["Vistula", "wait Oder", "wait Warta", "Bug", "San"]
    rivers = load(texts)
    sending = sent(rivers.files, client, window="1m")
    deadline = batch_when(client, sending, lambda group: len(chat.asked) == 3, 30).deadline
    assert deadline
    batch_when(client, sending, lambda group: datetime.now(UTC) > deadline + timedelta(seconds=10), 90)
    chat.released.set()
    group = ended(client, sending)
    assert group.state is BatchState.EXPIRED
    table = home(client, group, rivers.sheet)
    assert_nothing_is_lost(table, texts)
    assert states(table) == {
        **dict.fromkeys(texts[:3], "OK"),
        **dict.fromkeys(texts[3:], "Missing"),
    }


def test_a_killed_server_goes_on_where_it_was(
    client: BatchClient, chat: ChatServer, aibrix_server: BatchServer
) -> None:
    texts = [*(f"River {number}" for number in range(6)), "wait Oder", *(f"Lake {number}" for number in range(6))]
    rivers = load(texts)
    sending = sent(rivers.files, client)
    batch_when(client, sending, lambda group: len(chat.asked) > 6, 30)
    aibrix_server.kill()
    with pytest.raises(CallError) as failure:
        client.batches()
    assert failure.value.kind is ErrorKind.UNREACHABLE
    chat.released.set()
    aibrix_server.start()
    table = home(client, ended(client, sending), rivers.sheet)
    assert_nothing_is_lost(table, texts)
    assert set(states(table).values()) == {"OK"}


def test_the_key_alone_brings_it_back(client: BatchClient, aibrix_server: BatchServer) -> None:
    rivers = load(["Vistula", "Oder", "Warta"], per_file=2)
    group = ended(client, sent(rivers.files, client))
    with connected(aibrix_server.url) as another:
        account = another.connect()
        again = next(found for found in group_batches(account.batches.batches) if found.key == group.key)
        assert (again.name, again.files, again.is_ours, again.numbers) == (NAME, 2, True, (1, 2))
        table = home(another, again, rivers.sheet)
    assert set(states(table).values()) == {"OK"}
