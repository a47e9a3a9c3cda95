"""What each answer of a provider means."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import AddressRules, BatchClient, CallError, ErrorKind
from tests.support.scripted_provider import ADDRESS, KEY, ScriptedProvider

Handler = Callable[[httpx.Request], httpx.Response]


def client_of(handler: Handler, service: str = "Other") -> BatchClient:
    transport = httpx.MockTransport(handler)
    return BatchClient(ADDRESS, KEY, AddressRules(loopback=True), service=BATCH_SERVICES[service], transport=transport)


def answers(status: int = 200, **options: Any) -> Handler:
    return lambda request: httpx.Response(status, **options)


def by_path(**responses: httpx.Response) -> Handler:
    return lambda request: responses[request.url.path.rsplit("/", 1)[-1]]


def failure(call: Callable[[], object]) -> CallError:
    with pytest.raises(CallError) as caught:
        call()
    return caught.value


def test_connecting_gives_batches_and_models() -> None:
    provider = ScriptedProvider()
    provider.files["file-1"] = ("a.jsonl", b"{}\n")
    client = provider.client()
    batch = client.create("file-1", "/v1/chat/completions", "24h", {"a": "b"})
    account = client.connect()
    assert account.models == ("model-a", "model-b")
    assert account.batches == ((batch,), True)
    assert batch.metadata == {"a": "b"}


NO_LIST = httpx.Response(404, json={"detail": "Not Found"})
MODELS = httpx.Response(200, json={"data": [{"id": "m"}]})


WRONG = {
    "401": (answers(401, json={"error": {"message": "bad key"}}), ErrorKind.WRONG_KEY),
    "400 about the key": (answers(400, json={"error": {"message": "Invalid API Key"}}), ErrorKind.WRONG_KEY),
    "403": (answers(403, json={}), ErrorKind.NO_PERMISSION),
    "404 everywhere": (answers(404, text="nothing here"), ErrorKind.WRONG_ADDRESS),
    "web page": (answers(200, text="<html>Welcome</html>"), ErrorKind.WRONG_ADDRESS),
    "redirect": (answers(307, headers={"Location": "https://evil.example/"}), ErrorKind.WRONG_ADDRESS),
    "no list": (by_path(batches=NO_LIST, models=MODELS), ErrorKind.NO_BATCH_SERVICE),
    "another answer": (
        by_path(batches=httpx.Response(200, json={"status": "ok"}), models=MODELS),
        ErrorKind.NO_BATCH_SERVICE,
    ),
    "no list, 401": (by_path(batches=NO_LIST, models=httpx.Response(401)), ErrorKind.WRONG_KEY),
    "429": (answers(429, headers={"Retry-After": "7"}, json={}), ErrorKind.RATE_LIMITED),
    "quota": (answers(429, json={"error": {"message": "You exceeded your current quota"}}), ErrorKind.NO_CREDIT),
    "502": (answers(502, text="<html>"), ErrorKind.SERVER_FAULT),
}


@pytest.mark.parametrize(("handler", "kind"), WRONG.values(), ids=list(WRONG))
def test_connecting_says_what_is_wrong(handler: Handler, kind: ErrorKind) -> None:
    assert failure(client_of(handler).connect).kind is kind


def test_a_redirect_is_named() -> None:
    error = failure(lambda: list(client_of(answers(302, headers={"Location": "https://evil.example/"})).content("f")))
    assert "another address" in str(error)


def test_a_provider_without_models_connects() -> None:
    handler = by_path(batches=httpx.Response(200, json={"object": "list", "data": None}), models=NO_LIST)
    assert client_of(handler).connect() == (((), True), ())


def test_an_unreachable_provider_was_asked_for_nothing() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    error = failure(lambda: client_of(refuse).create("f", "/v1/chat/completions", "24h", {}))
    assert (error.kind, error.may_have_happened) == (ErrorKind.UNREACHABLE, False)


UNCLEAR = {
    "500": (answers(500, json={"error": "oops"}), True),
    "504": (answers(504, text=""), True),
    "409": (answers(409, json={}), True),
    "web page": (answers(200, text="<html>"), True),
    "no id": (answers(200, json={"status": "validating"}), True),
    "400": (answers(400, json={"error": {"message": "no such file"}}), False),
    "422": (answers(422, json={"detail": [{"msg": "field required"}]}), False),
    "429": (answers(429, json={}), False),
    "302": (answers(302, headers={"Location": "/elsewhere"}), False),
}


@pytest.mark.parametrize(("handler", "may_have_happened"), UNCLEAR.values(), ids=list(UNCLEAR))
def test_whether_a_batch_may_exist_after_a_failure(handler: Handler, may_have_happened: bool) -> None:
    error = failure(lambda: client_of(handler).create("f", "/v1/chat/completions", "24h", {}))
    assert error.may_have_happened is may_have_happened


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"error": {"message": "No such file", "code": 1}}', "No such file"),
        ('{"error": "No such file"}', "No such file"),
        ('{"detail": [{"loc": ["body"], "msg": "field required"}]}', "field required"),
        ('{"errors": ["a", {"message": "b"}]}', "a; b"),
        ("No such\n file", "No such file"),
        ("<html>Bad gateway</html>", ""),
        ("[" * 5_000, "[" * 999 + "…"),
    ],
)
def test_the_words_of_a_provider(body: str, words: str) -> None:
    assert failure(lambda: client_of(answers(400, text=body)).file("f")).words == words


def test_what_404_means_depends_on_the_call() -> None:
    client = client_of(answers(404, json={}))
    assert failure(lambda: client.batch("b")).kind is ErrorKind.NOT_VISIBLE
    assert failure(lambda: list(client.content("f"))).kind is ErrorKind.NOT_VISIBLE
    assert failure(client.batches).kind is ErrorKind.NO_BATCH_SERVICE


@pytest.mark.parametrize(
    ("value", "wait"), [("7", 7), ("0.5", 0.5), ("-3", 0), ("1e9", 86_400), ("nan", None), ("soon", None), ("", None)]
)
def test_how_long_to_wait(value: str, wait: float | None) -> None:
    error = failure(lambda: client_of(answers(429, headers={"Retry-After": value}, json={})).file("f"))
    assert error.wait == wait


def test_a_date_to_wait_for() -> None:
    later = "Fri, 31 Dec 2100 23:59:59 GMT"
    assert failure(lambda: client_of(answers(429, headers={"Retry-After": later}, json={})).file("f")).wait == 86_400


def test_the_list_is_read_page_by_page() -> None:
    provider = ScriptedProvider()
    provider.page = 2
    provider.batches = {f"b{number}": {"id": f"b{number}"} for number in range(5)}
    client = provider.client()
    whole = client.batches()
    assert ([batch.id for batch in whole.batches], whole.is_complete) == (["b4", "b3", "b2", "b1", "b0"], True)
    part = client.batches(wanted={"b3"})
    assert ([batch.id for batch in part.batches], part.is_complete) == (["b4", "b3"], False)
    assert client.batches(pages=2).is_complete is False
    assert len(provider.calls) == 3 + 1 + 2


def test_a_server_that_repeats_its_page_is_left() -> None:
    page = {"data": [{"id": "b1"}], "has_more": True}
    found = client_of(answers(json=page)).batches()
    assert ([batch.id for batch in found.batches], found.is_complete) == (["b1"], False)


@pytest.mark.parametrize("value", [{"batches": [{"id": "b1"}]}, [{"id": "b1"}], {"data": [{"id": "b1"}, {}, 3]}])
def test_other_shapes_of_the_list(value: Any) -> None:
    found = client_of(answers(json=value)).batches()
    assert ([batch.id for batch in found.batches], found.is_complete) == (["b1"], True)


def test_a_list_without_pages_is_asked_without_a_limit() -> None:
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"data": [{"id": f"b{number}"} for number in range(100)]})

    assert client_of(handler, "Groq").batches().is_complete
    assert asked == [f"{ADDRESS}/batches"]


def test_a_key_travels_in_the_header_of_the_service() -> None:
    asked: list[httpx.Headers] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.copy())
        return httpx.Response(200, json={"data": []})

    client_of(handler).batches()
    client_of(handler, "Azure OpenAI").batches()
    assert asked[0]["authorization"] == f"Bearer {KEY}"
    assert asked[1]["api-key"] == KEY
    assert "authorization" not in asked[1]


def test_ids_cannot_lead_to_another_path() -> None:
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        return httpx.Response(200, json={"id": "x"})

    client_of(handler).file("../batches?x=1#y")
    assert asked == ["/v1/files/..%2Fbatches%3Fx%3D1%23y"]


def test_an_upload_reports_its_bytes() -> None:
    provider, seen = ScriptedProvider(), list[tuple[int, int]]()
    chunks = [b"a" * 100_000, b"b" * 50_000, b"c"]
    file = provider.client().upload('my "file".jsonl', chunks, 150_001, lambda *each: seen.append(each))
    assert provider.files[file.id] == ("my %22file%22.jsonl", b"".join(chunks))
    assert seen == [(65_536, 150_001), (131_072, 150_001), (150_001, 150_001)]


def test_an_upload_without_an_id_is_unclear() -> None:
    error = failure(lambda: client_of(answers(json={"status": "ok"})).upload("a", [b"{}"], 2))
    assert error.kind is ErrorKind.UNCLEAR


def test_the_content_of_a_file_reports_its_bytes() -> None:
    provider, seen = ScriptedProvider(), list[tuple[int, int]]()
    provider.files["file-1"] = ("a.jsonl", b"abc")
    assert b"".join(provider.client().content("file-1", lambda *each: seen.append(each))) == b"abc"
    assert seen == [(3, 3)]


def test_a_single_request_keeps_its_bytes() -> None:
    asked: list[tuple[str, bytes]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.path, request.read()))
        return httpx.Response(422, json={"error": f"key {KEY}"})

    body = '{"model": "m",  "temperature": 1.0, "x": "é"}'.encode()
    reply = client_of(handler).ask("/v1/chat/completions", body)
    assert asked == [("/v1/chat/completions", body)]
    assert (reply.status, json.loads(reply.body)) == (422, {"error": "key •••"})
