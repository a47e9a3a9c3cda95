"""A sign-in server that lets everybody in: as much of OpenID Connect as a real one shows to the app."""

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
    """What it is asked for, and what it says to it."""

    nonces: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/authorize":
            self._let_in({name: values[0] for name, values in parse_qs(asked.query).items()})
        elif asked.path == "/keys":
            self._say({"keys": [_KEY.as_dict(private=False)]})
        else:
            self._say(self._about())

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "sub": "ann",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 600,
            "email": "ann@team.example",
            "nonce": self.nonces[sent["code"][0]],
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, _KEY)
        self._say({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def _let_in(self, asked: dict[str, str]) -> None:
        code = str(len(self.nonces))
        self.nonces[code] = asked["nonce"]
        self.send_response(302)
        query = urlencode({"code": code, "state": asked["state"]})
        self.send_header("Location", f"{asked['redirect_uri']}?{query}")
        self.end_headers()

    def _about(self) -> dict[str, Any]:
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

    def _say(self, value: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Says nothing."""


@contextmanager
def signing_in() -> Iterator[str]:
    """Runs the server; gives its address."""
    with ThreadingHTTPServer((HOST, 0), _Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}"
        server.shutdown()
