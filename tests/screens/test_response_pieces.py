"""A large download leaves the server in pieces, whole, and uncompressed; all else leaves as it is."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from pages.parts.shell.response_pieces import PIECE, InPieces


def sent(body: bytes, path: str, seen: list[Scope] | None = None) -> list[Any]:
    """The messages that leave the server for a response with this body."""
    messages: list[Any] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if seen is not None:
            seen.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        messages.append({**message, "body": bytes(message["body"])} if "body" in message else message)

    headers = [(b"accept-encoding", b"gzip"), (b"host", b"localhost")]
    asyncio.run(InPieces(app)({"type": "http", "path": path, "headers": headers}, receive, send))
    return messages


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_file_leaves_whole_in_pieces(size: int) -> None:
    body = bytes(at % 251 for at in range(1_000)) * (size // 1_000 + 1)
    start, *pieces = sent(body[:size], "/media/a.csv")
    assert start["type"] == "http.response.start"
    assert b"".join(piece["body"] for piece in pieces) == body[:size]
    assert all(len(piece["body"]) <= PIECE for piece in pieces)
    assert [piece.get("more_body", False) for piece in pieces] == [True] * (len(pieces) - 1) + [False]


def test_only_downloads_are_kept_from_being_compressed() -> None:
    seen: list[Scope] = []
    assert len(sent(bytes(3 * PIECE), "/static/app.js", seen)) == 2
    sent(b"", "/under/media/a.csv", seen)
    assert [len(scope["headers"]) for scope in seen] == [2, 1]
