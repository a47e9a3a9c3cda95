"""Asks a few requests at once, before a batch is made of them, and writes the answers as a batch would."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from lib.batch.request_line import custom_id_of
from lib.json import codec, edit
from lib.providers import CHAT
from lib.providers.endpoints import endpoint_of_body, endpoint_of_url
from lib.sending.call_error import CallError
from lib.sending.client import BatchClient
from lib.sending.patience import LONGEST_WAIT

MOST_REQUESTS = 20
"""Most requests of one press."""

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class TrialRequest:
    """One request of a batch file, to be asked at once."""

    custom_id: str
    endpoint: str
    """As OpenAI names it."""

    body: bytes
    """Exactly the bytes of the body in its line."""


@dataclass(frozen=True, slots=True)
class TrialAnswer:
    """What came back for one request."""

    custom_id: str
    line: bytes
    """A line as an output file has it, with a newline: `lib.results` reads it."""

    seconds: float


def trial_request(line: bytes) -> TrialRequest:
    """The request in one line of a batch file.

    Raises:
        ValueError: the line is not a request with a body.
    """
    text = line.decode()
    parts = edit.members(text)
    body, value = edit.find(parts, "body"), codec.loads(line)[0]
    if body is None or not isinstance(value, dict):
        raise ValueError("the line has no body")
    url = value.get("url")
    endpoint = (endpoint_of_url(url) if isinstance(url, str) else None) or endpoint_of_body(value["body"]) or CHAT
    return TrialRequest(custom_id_of(value) or "", endpoint, text[body.value : body.stop].encode())


def ask_now(
    requests: Sequence[TrialRequest], client: BatchClient, sleep: Callable[[float], None] = time.sleep
) -> Iterator[TrialAnswer]:
    """Asks the requests, four at a time, and hands out the answers in their order. Each is paid at the full price.

    Each request is asked once; only if the provider asks to wait a little, it is asked again. A request without an
    answer has a line with an error.

    Args:
        requests: at most 20.

    Raises:
        ValueError: there are more than 20.
    """
    if len(requests) > MOST_REQUESTS:
        raise ValueError(f"at most {MOST_REQUESTS} requests are asked at once")
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        yield from threads.map(partial(_ask, client, sleep), requests)


def _ask(client: BatchClient, sleep: Callable[[float], None], request: TrialRequest) -> TrialAnswer:
    began = time.monotonic()
    try:
        reply = client.ask(request.endpoint, request.body)
        if reply.status == 429 and reply.wait is not None and reply.wait <= LONGEST_WAIT:
            sleep(reply.wait)
            reply = client.ask(request.endpoint, request.body)
    except CallError as error:
        line = codec.dumps({"custom_id": request.custom_id, "response": None, "error": {"message": str(error)}})
    else:
        line = _line(request.custom_id, reply.status, reply.body)
    return TrialAnswer(request.custom_id, line + b"\n", time.monotonic() - began)


def _line(custom_id: str, status: int, body: bytes) -> bytes:
    """An output line around the body's own JSON; a body that is not JSON is in it as text."""
    value, damage = codec.loads(body)
    if damage == "not-json":
        value = body.decode("utf-8", "replace")
    return codec.dumps({"custom_id": custom_id, "response": {"status_code": status, "body": value}, "error": None})
