"""A sign-in server that accepts every visitor, with the parts of OpenID Connect that the app uses."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.e2e.server import HOST

CLIENT = "batchdesk"
_KEY = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})


class _Handler(BaseHTTPRequestHandler):
    """The answers to the app's and the browser's requests."""

    nonces: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/authorize":
            self._let_in({name: values[0] for name, values in parse_qs(url.query).items()})
        elif url.path == "/keys":
            self._send({"keys": [_KEY.as_dict(private=False)]})
        else:
            self._send(self._configuration())

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "sub": "ann",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 600,
            "email": "ann@team.example",
            "nonce": self.nonces[form["code"][0]],
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, _KEY)
        self._send({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def _let_in(self, query: dict[str, str]) -> None:
        code = str(len(self.nonces))
        self.nonces[code] = query["nonce"]
        self.send_response(302)
        answer = urlencode({"code": code, "state": query["state"]})
        self.send_header("Location", f"{query['redirect_uri']}?{answer}")
        self.end_headers()

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self._issuer,
            "authorization_endpoint": f"{self._issuer}/authorize",
            "token_endpoint": f"{self._issuer}/token",
            "jwks_uri": f"{self._issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    @property
    def _issuer(self) -> str:
        return f"http://{self.headers['Host']}"

    def _send(self, value: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Writes no log."""


@contextmanager
def signing_in() -> Iterator[str]:
    """Runs the server and yields its address."""
    with ThreadingHTTPServer((HOST, 0), _Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}"
        server.shutdown()
