"""The key is in no text, log, exception or forgotten object, whatever the provider echoes."""

import gc
import json
import logging
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import AddressRules, BatchClient, CallError, ErrorKind
from lib.sending.masking import masked
from tests.support.local_server import Answer, Asked, local_server

KEY = "sk-secret-ABCDEFGHIJKLMNOP-0123456789"
PIECE = "ABCDEFGHIJKLMNOP"
RULES = AddressRules(loopback=True)


def echo(status: int) -> Callable[[Asked], Answer]:
    """Answers with the key in the message, in a field, and in a header."""

    def answer(asked: Asked) -> Answer:
        message = f"Incorrect API key provided: {KEY}. It begins with {KEY[:20]} ({asked.headers})."
        body = {"error": {"message": message}, "id": KEY, "data": [{"id": "b1", "status": KEY, "metadata": {"a": KEY}}]}
        return Answer(status, json.dumps(body).encode(), {"X-Echo": KEY, "Retry-After": "1", "Location": f"/{KEY}"})

    return answer


CALLS: dict[str, Callable[[BatchClient], Any]] = {
    "connect": lambda client: client.connect(),
    "models": lambda client: client.models(),
    "list": lambda client: client.batches(),
    "batch": lambda client: client.batch("b1"),
    "create": lambda client: client.create("f1", "/v1/chat/completions", "24h", {}),
    "cancel": lambda client: client.cancel("b1"),
    "upload": lambda client: client.upload("a.jsonl", [b"{}\n"], 3),
    "file": lambda client: client.file("f1"),
    "content of an error": lambda client: list(client.content("f1")) == [],
}


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 413, 429, 500])
@pytest.mark.parametrize("service", ["Other", "Azure OpenAI"])
def test_an_echoed_key_is_in_nothing(status: int, service: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    texts: list[str] = []
    with local_server(echo(status)) as server, ExitStack() as clients:
        client = BatchClient(f"http://localhost:{server.port}/v1", KEY, RULES, service=BATCH_SERVICES[service])
        clients.enter_context(client)
        for call in CALLS.values():
            try:
                texts.append(repr(call(client)))
            except CallError as error:
                own = error.__traceback__ and error.__traceback__.tb_next  # without the frame of this test
                shown = traceback.TracebackException(CallError, error, own, capture_locals=True)
                texts += [str(error), repr(error), repr(vars(error)), "".join(shown.format())]
        header = {asked.headers.get("Authorization", asked.headers.get("api-key")) for asked in server.asked}
        assert header <= {f"Bearer {KEY}", KEY}
        texts += [repr(client), repr(vars(client)), caplog.text]
    assert not [text for text in texts if KEY in text or PIECE in text]


def test_an_address_that_is_not_called_leaves_no_trace_of_the_key() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise CallError(ErrorKind.NOT_ALLOWED, "This leads into a private network.")

    client = BatchClient("http://localhost:9/v1", KEY, RULES, transport=httpx.MockTransport(refuse))
    with pytest.raises(CallError) as caught:
        client.models()
    own = caught.tb.tb_next  # without the frame of this test
    assert KEY not in "".join(traceback.TracebackException(CallError, caught.value, own, capture_locals=True).format())
    assert caught.value.__context__ is None


def test_a_forgotten_key_is_in_no_object() -> None:
    with local_server(echo(401)) as server:
        client = BatchClient(f"http://localhost:{server.port}/v1", KEY, RULES)
        kept: list[object] = [client]
        for call in CALLS.values():
            try:
                kept.append(call(client))
            except CallError as error:
                kept.append(error.with_traceback(None))
        client.close()
        server.asked.clear()
        with pytest.raises(CallError) as caught:
            client.batches()
        assert "forgotten" in str(caught.value)
        assert server.asked == []
    assert not [each for each in reachable(kept) if isinstance(each, str | bytes) and holds_key(each)]


def holds_key(text: str | bytes) -> bool:
    return (KEY if isinstance(text, str) else KEY.encode()) in text


def reachable(roots: list[object]) -> list[object]:
    """Every object that can be reached from some, without modules, classes and functions."""
    seen: dict[int, object] = {}
    left = list(roots)
    while left:
        each = left.pop()
        if id(each) in seen or isinstance(each, type) or type(each).__name__ in ("module", "function", "frame"):
            continue
        seen[id(each)] = each
        left += gc.get_referents(each)
    return list(seen.values())


@pytest.mark.parametrize("key", ["", " ", "sk-1 2", "sk-\n1", "sk-ключ"])
def test_what_is_not_a_key_is_not_sent(key: str) -> None:
    with pytest.raises(CallError) as caught:
        BatchClient("http://localhost:9/v1", key, RULES)
    assert not key.strip() or key.strip() not in str(caught.value)


def test_pieces_of_a_key_are_masked() -> None:
    assert masked(f"{KEY} and {KEY[3:14]}, {KEY[:7]}", KEY) == "••• and •••, sk-secr"
    assert masked("The short word is wrong.", "word") == "The short ••• is wrong."
    assert masked("A key of one letter", "e") == "A key of one letter"
    assert masked("nothing", KEY) == "nothing"


@pytest.mark.parametrize("key", ["a", "test", "batch", "EMPTY", '"id":', "in_progress"])
def test_a_word_as_a_key_hides_nothing_in_data(key: str) -> None:
    batch = {"id": "batch_test", "status": "in_progress"}
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=batch))
    found = BatchClient("http://localhost:9/v1", key, RULES, transport=transport).batch("b")
    assert (found.id, found.status) == ("batch_test", "in_progress")


def test_an_id_that_shares_some_characters_with_the_key_keeps_them() -> None:
    batch = {"id": "batch_0123456789", "metadata": {"own": f"id-{PIECE[:12]}", "echo": KEY}}
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=batch))
    found = BatchClient("http://localhost:9/v1", KEY, RULES, transport=transport).batch("b")
    assert (found.id, found.metadata) == ("batch_0123456789", {"own": "id-ABCDEFGHIJKL", "echo": "•••"})
