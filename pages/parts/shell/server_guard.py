"""The guard of the server: what every request has to pass before Streamlit sees it.

Streamlit itself checks the Host and Origin of a websocket only, takes uploads from visitors who have not
signed in, and opens as many sessions as it is asked for. The guard answers such requests itself, and adds
the headers for the browser to every response. This module uses private parts of Streamlit. The exact
version is pinned, and tests attack a running server.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import exists, get_instance
from streamlit.web.server.server_util import is_allowed_origin
from streamlit.web.server.starlette.starlette_routes import BASE_ROUTE_UPLOAD_FILE, ROUTE_HOST_CONFIG, ROUTE_METRICS
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from pages.parts.shell.content_policy import security_headers
from pages.parts.shell.session_limits import OpenSessions, close_strangers
from pages.parts.shell.sign_in import is_signed_in

_UPLOAD = f"/{BASE_ROUTE_UPLOAD_FILE}/"
_LOOPBACK = ("127.0.0.1", "::1")
_NOT_OWN = (
    "Batchdesk does not answer under this name, or a page of another site sent this request. "
    "An administrator can add a name to allowedHosts in .streamlit/config.toml."
)


class Guard:
    """Middleware around Streamlit's server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = OpenSessions()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = security_headers(Headers(scope=scope).get("host", ""))

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        app = self._refusal(scope) or self._app
        await app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that must not reach the app."""
        path = scope["path"]
        if not _is_own(scope):
            return PlainTextResponse(_NOT_OWN, 403)
        if _UPLOAD in path and not _may_upload(path.partition(_UPLOAD)[2].partition("/")[0]):
            return PlainTextResponse("Sign in first.", 403)
        if path.endswith(f"/{ROUTE_METRICS}") and _address(scope) not in _LOOPBACK:
            return PlainTextResponse("Not found", 404)
        # Every tab asks for this before it connects, shows the answer if it is JSON, and asks again.
        if path.endswith(f"/{ROUTE_HOST_CONFIG}") and (reason := self._open.full(_address(scope))):
            return JSONResponse(reason, 503)
        return None

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a tab in, and closes its session afterwards if the visitor has not signed in."""
        if not _is_own(scope):
            return await _turn_away(send)
        with self._open.place(_address(scope)) as has_place:
            if not has_place:
                return await _turn_away(send)
            await self._app(scope, receive, send)
        if exists():
            close_strangers(get_instance())


async def _turn_away(send: Send) -> None:
    """Closes a websocket that was not accepted: the server answers with 403."""
    await send({"type": "websocket.close", "code": 1008})


def _is_own(scope: Scope) -> bool:
    """Whether a request asks for a name of this app, and comes from a page of the app or from no page."""
    headers = Headers(scope=scope)
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    if len(hosts) != 1 or not is_host_allowed(hosts[0]):
        return False
    return all(urlsplit(origin).netloc == hosts[0] or is_allowed_origin(origin) for origin in origins)


def _may_upload(session_id: str) -> bool:
    """Whether the session's visitor has signed in. Streamlit itself rejects uploads to a session that is not open."""
    session = get_instance().get_app_session(session_id)
    return session is None or is_signed_in(session)


def _address(scope: Scope) -> str:
    """The visitor's address, which a proxy on this machine names in X-Forwarded-For."""
    client = scope.get("client")
    return str(client[0]) if client else ""
