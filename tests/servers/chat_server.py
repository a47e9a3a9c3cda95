"""A chat model for tests: it answers each prompt by what the prompt says.

A row's text decides its fate, so a test reads like its sheet: `fail` in a prompt gives an error,
`wait` is answered only when the test releases it, everything else is repeated with `Answer to: `.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeAlias

from tests.servers.http_server import JsonHandler, running

Body: TypeAlias = dict[str, Any]

_LONGEST_WAIT = 300
"""Seconds after which a held prompt is answered in any case."""


def answer(path: str, body: Body) -> tuple[int, Body]:
    """The status and body with which the model answers a request."""
    text = prompt_of(body)
    if "fail" in text:
        return 400, {"error": {"message": f"Cannot answer: {text}", "type": "invalid_request_error", "code": "bad"}}
    if path.endswith("/embeddings"):
        return 200, _embeddings(body)
    message = {"role": "assistant", "content": f"Answer to: {text}", "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return 200, {**_head("chat.completion", body), "choices": [choice], "usage": _usage(text)}


def prompt_of(body: Body) -> str:
    """The text of the last message, or of the input."""
    return str(body["messages"][-1]["content"] if "messages" in body else body.get("input", ""))


def _embeddings(body: Body) -> Body:
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    data = [{"object": "embedding", "index": index, "embedding": _vector(text)} for index, text in enumerate(texts)]
    return {**_head("list", body), "data": data, "usage": _usage("".join(texts))}


def _vector(text: str) -> list[float]:
    return [byte / 256 for byte in hashlib.sha256(text.encode()).digest()[:4]]


def _head(kind: str, body: Body) -> Body:
    return {"id": "chat-1", "object": kind, "created": 1_790_000_000, "model": body.get("model", "")}


def _usage(text: str) -> Body:
    return {"prompt_tokens": len(text), "completion_tokens": 5, "total_tokens": len(text) + 5}


@dataclass
class ChatServer:
    """A running model: its address, and what it was asked."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    """The prompts in the order they came."""
    released: Event = field(default_factory=Event)
    """Set to answer the prompts that say `wait`."""

    def respond(self, path: str, body: Body) -> tuple[int, Body]:
        """Answers a request, a held one when it is released."""
        text = prompt_of(body)
        self.asked.append(text)
        if "wait" in text:
            self.released.wait(_LONGEST_WAIT)
        return answer(path, body)


@contextmanager
def chatting() -> Iterator[ChatServer]:
    """Runs the model in threads of this process."""
    model = ChatServer()

    class Handler(JsonHandler):
        """Requests to the model."""

        def respond(self) -> None:
            self.send_json(*model.respond(self.path, json.loads(self.read_body())))

    with running(Handler) as model.url:
        try:
            yield model
        finally:
            model.released.set()
