"""A few requests are asked at once, in the same bytes, and their answers are read as a batch's."""

import json
import threading

import httpx
import pytest

from lib.results import read_results
from lib.sending import ask_now, trial_request
from lib.sending.trial import TrialRequest
from tests.support.scripted_provider import ScriptedProvider

LINE = (
    '{"custom_id":"row-2","method":"POST","url":"/v1/chat/completions", "body" : '
    '{"model":"m",  "temperature":1.0,"messages":[{"role":"user","content":"é\\u2028"}]} }\n'
)
ANSWER = {"choices": [{"message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}]}


def requests(count: int) -> list[TrialRequest]:
    return [
        TrialRequest(f"row-{number}", "/v1/chat/completions", json.dumps({"model": f"m{number}"}).encode())
        for number in range(count)
    ]


def test_the_body_of_a_line_is_taken_byte_for_byte() -> None:
    request = trial_request(LINE.encode())
    assert (request.custom_id, request.endpoint) == ("row-2", "/v1/chat/completions")
    assert request.body.decode() in LINE
    assert json.loads(request.body) == json.loads(LINE)["body"]


@pytest.mark.parametrize(
    ("line", "endpoint"),
    [
        ('{"custom_id":"a","url":"/v1/embeddings","body":{"model":"m","input":"x"}}', "/v1/embeddings"),
        ('{"custom_id":"a","url":"/chat/completions","body":{}}', "/v1/chat/completions"),
        ('{"custom_id":"a","body":{"model":"m","messages":[]}}', "/v1/chat/completions"),
    ],
)
def test_the_endpoint_of_a_line(line: str, endpoint: str) -> None:
    assert trial_request(line.encode()).endpoint == endpoint


@pytest.mark.parametrize("line", [b"", b"[]", b'{"custom_id":"a"}', b"{", b"\xff"])
def test_what_is_not_a_request(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        trial_request(line)


def test_answers_come_in_order_and_read_as_results() -> None:
    provider, running, most = ScriptedProvider(), [0], [0]
    lock = threading.Lock()

    def answer(request: httpx.Request) -> httpx.Response:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        number = int(json.loads(request.read())["model"][1:])
        with lock:
            running[0] -= 1
        return (
            httpx.Response(200, json=ANSWER) if number % 2 else httpx.Response(400, json={"error": {"message": "no"}})
        )

    provider.answers = answer
    answers = list(ask_now(requests(20), provider.client()))
    assert [each.custom_id for each in answers] == [f"row-{number}" for number in range(20)]
    results = read_results(b"".join(each.line for each in answers), "trial").results
    assert [result.custom_id for result in results] == [f"row-{number}" for number in range(20)]
    assert [(result.answer, result.status_code) for result in results[:2]] == [("", 400), ("Hi", 200)]
    assert "no" in results[0].error
    assert most[0] <= 4
    assert set(provider.calls) == {"POST /chat/completions"}


def test_a_request_is_asked_once_more_only_if_the_provider_asks_to_wait() -> None:
    provider, naps = ScriptedProvider({0: "429"}), list[float]()
    provider.answers = lambda request: httpx.Response(200, json=ANSWER)
    (answer,) = ask_now(requests(1), provider.client(), sleep=naps.append)
    assert json.loads(answer.line)["response"] == {"status_code": 200, "body": ANSWER}
    assert naps == [2]


@pytest.mark.parametrize("fault", ["dropped after", "unreachable"])
def test_a_lost_answer_is_an_error_of_its_row(fault: str) -> None:
    provider = ScriptedProvider({0: fault})  # type: ignore[dict-item]
    (answer,) = ask_now(requests(1), provider.client())
    (result,) = read_results(answer.line, "trial").results
    assert result.error.startswith("The ")
    assert len(provider.calls) == 1


def test_an_answer_that_is_not_json_is_shown() -> None:
    provider = ScriptedProvider()
    provider.answers = lambda request: httpx.Response(502, text="<html>Bad gateway</html>")
    (answer,) = ask_now(requests(1), provider.client())
    assert json.loads(answer.line)["response"] == {"status_code": 502, "body": "<html>Bad gateway</html>"}


def test_more_than_20_are_not_asked() -> None:
    provider = ScriptedProvider()
    with pytest.raises(ValueError, match="at most 20"):
        list(ask_now(requests(21), provider.client()))
    assert provider.calls == []
