"""The same way at a second real server, LLMock, which writes and lacks other fields than the first."""

from collections.abc import Iterator

import pytest

from lib.join import join
from lib.results import read_results
from lib.sending import BatchClient, ask_now, collect, group_batches, trial_request
from lib.sending.remote_batch import BatchState
from tests.servers.batch_servers import BatchServer
from tests.servers.journey import assert_nothing_is_lost, connected, ended, home, load, sent, states


@pytest.fixture
def client(llmock_server: BatchServer) -> Iterator[BatchClient]:
    """A client of LLMock."""
    with connected(llmock_server.url) as connection:
        yield connection


def test_two_files_come_home_as_one_batch(client: BatchClient) -> None:
    texts = [f"River {number}: Łódź" for number in range(5)]
    rivers = load(texts, per_file=3)
    group = ended(client, sent(rivers.files, client))
    assert (group.state, group.requests) == (BatchState.COMPLETED, (5, 5, 0))
    table = home(client, group, rivers.sheet)
    assert_nothing_is_lost(table, texts)
    assert set(states(table).values()) == {"OK"}


def test_a_stopped_batch_brings_its_input(client: BatchClient) -> None:
    rivers = load(["Vistula", "Oder"])
    sending = sent(rivers.files, client)
    client.cancel(sending.part(1).batch_id)
    group = ended(client, sending)
    assert group.state is BatchState.CANCELLED
    assert [file.role for file in collect(group, client)] == ["input"]
    assert home(client, group, rivers.sheet).ledger.missing == 2


def test_connecting_gives_batches_and_models(client: BatchClient) -> None:
    account = client.connect()
    assert "gpt-4o-mini" in account.models
    assert account.batches.is_complete


def test_a_few_rows_are_asked_at_once(client: BatchClient) -> None:
    texts = ["Vistula", "Oder", "Warta"]
    rivers = load(texts)
    lines = b"".join(rivers.files.chunks(1)).splitlines(keepends=True)
    answers = list(ask_now([trial_request(line) for line in lines], client))
    table = join([read_results(b"".join(answer.line for answer in answers), "trial.jsonl")], sheet=rivers.sheet)
    assert all(str(answer).endswith(text) for answer, text in zip(table.columns["answer"], texts, strict=True))


def test_a_list_of_several_pages_is_read_to_its_end(client: BatchClient) -> None:
    file = client.upload("a.jsonl", [b"{}"], 2)
    created = {client.create(file.id, "/v1/chat/completions", "24h", {}).id for _ in range(201)}
    assert created <= {batch.id for batch in client.batches().batches}
    assert created <= {group.key for group in group_batches(client.batches().batches)}
