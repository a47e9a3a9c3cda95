"""Downloads in pieces, so that the server holds a file once while a slow browser fetches it.

Streamlit gives a whole file to the server in one message. The server copies what the network does not take
at once, twice, and the copies stay until the last byte is gone. Before, it compresses tables and texts at
once, and every other request waits for it.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PIECE = 1_000_000
"""Bytes of a piece. The server sends the next one when the network has taken most of it."""


class InPieces:
    """Sends each download uncompressed, in pieces that share the memory of the whole."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http" or "/media/" not in scope["path"]:
            return await self._app(scope, receive, send)
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]

        async def send_in_pieces(message: Message) -> None:
            body = memoryview(message.get("body", b""))
            last = max(len(body) - 1, 0) // PIECE * PIECE
            for start in range(0, last, PIECE):
                piece = body[start : start + PIECE]
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({**message, "body": body[last:]} if last else message)

        await self._app({**scope, "headers": headers}, receive, send_in_pieces)
