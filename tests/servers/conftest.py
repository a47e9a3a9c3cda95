"""Fixtures with batch servers: real ones of a worker's own, started at the first test that needs them, and fakes."""

from collections.abc import Iterator

import pytest

from tests.servers.batch_servers import BatchServer, aibrix, llmock
from tests.servers.chat_server import ChatServer, chatting
from tests.servers.fake_provider import FakeProvider, faking


@pytest.fixture(scope="session")
def model() -> Iterator[ChatServer]:
    """The model behind AIBrix."""
    with chatting() as running:
        yield running


@pytest.fixture(scope="session")
def aibrix_server(tmp_path_factory: pytest.TempPathFactory, model: ChatServer) -> Iterator[BatchServer]:
    """AIBrix, for all tests of a worker."""
    with aibrix(tmp_path_factory.mktemp("aibrix"), model.url) as server:
        yield server


@pytest.fixture(scope="session")
def llmock_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BatchServer]:
    """LLMock, for all tests of a worker."""
    with llmock(tmp_path_factory.mktemp("llmock")) as server:
        yield server


@pytest.fixture
def chat(model: ChatServer) -> Iterator[ChatServer]:
    """The model, which was asked nothing and answers nothing that says `wait`. At the end it answers that too."""
    model.asked.clear()
    model.released.clear()
    yield model
    model.released.set()


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    """A fake provider, for one test."""
    with faking() as running:
        yield running


@pytest.fixture
def other_host() -> Iterator[FakeProvider]:
    """A second fake provider, which nobody should call."""
    with faking() as running:
        yield running
