"""Attacks on a running server from outside: foreign names and sites, uploads before sign-in, too many sessions."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import ConnectionClosed

from pages.parts.shell.session_limits import MOST, OpenSessions
from tests.e2e.attacker import ask, is_let_in, session, status_of_socket, upload, xsrf
from tests.e2e.server import HOST, ROOT, Server, serving
from tests.e2e.sign_in_server import signing_in
from tests.e2e.test_team import secrets

REQUESTS = [
    ("GET", "/"),
    ("GET", "/results"),
    ("GET", "/static/css/none.css"),
    ("GET", "/media/none.csv"),
    ("GET", "/_stcore/health"),
    ("GET", "/_stcore/host-config"),
    ("GET", "/_stcore/metrics"),
    ("PUT", "/_stcore/upload_file/any/1"),
    ("POST", "/_stcore/upload_file/any/1"),
    ("DELETE", "/_stcore/upload_file/any/1"),
    ("GET", "/oauth2callback"),
]
FORGED = {
    "host": [("Host", "evil.example")],
    "host and origin": [("Host", "evil.example:8501"), ("Origin", "http://evil.example:8501")],
    "longer host": [("Host", "localhost.evil.example")],
    "user in host": [("Host", "localhost@evil.example")],
    "two hosts": [("Host", "localhost"), ("Host", "evil.example")],
    "origin": [("Origin", "http://evil.example")],
    "another port": [("Origin", "http://localhost:1")],
    "no origin's name": [("Origin", "null")],
    "two origins": [("Origin", "http://localhost"), ("Origin", "http://evil.example")],
}
FAR = ("X-Forwarded-For", "203.0.113.9")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with sign-in, where nobody has signed in."""
    folder = tmp_path_factory.mktemp("signed")
    with signing_in() as issuer:
        file = secrets(folder, "http://localhost", issuer)
        with serving(folder / "app.log", options=[f"--secrets.files={file}"]) as server:
            yield server


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED.keys())
def test_forged_names_and_foreign_sites_are_turned_away(server: Server, headers: list[tuple[str, str]]) -> None:
    answers = {(method, path): ask(server, path, method, headers).status for method, path in REQUESTS}
    assert set(answers.values()) <= {400, 403}, answers
    assert status_of_socket(server, headers) in (400, 403)
    if len({name for name, _ in headers}) == len(headers):  # else the server may reject the request as broken
        assert set(answers.values()) == {403}
        assert status_of_socket(server, headers) == 403


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_the_app_answers_under_its_own_names(server: Server, name: str) -> None:
    host = f"{name}:{urlsplit(server.url).port}"
    for origin in ([], [("Origin", f"http://{host}")], [("Origin", f"https://{host}")]):
        assert ask(server, "/", headers=[("Host", host), *origin]).status == 200
        assert status_of_socket(server, [("Host", host), *origin]) == 101


def test_a_team_adds_its_name(tmp_path: Path) -> None:
    team = [("Host", "batchdesk.example.com"), ("Origin", "https://batchdesk.example.com")]
    with serving(
        tmp_path / "app.log", options=["--server.allowedHosts=127.0.0.1", "--server.allowedHosts=*.example.com"]
    ) as server:
        assert ask(server, "/", headers=team).status == 200
        assert status_of_socket(server, team) == 101
        assert ask(server, "/", headers=[("Host", "localhost")]).status == 403


def test_nobody_uploads_before_sign_in(signed: Server) -> None:
    with session(signed) as stranger:
        stranger.run()
        for method in ("PUT", "DELETE"):
            assert upload(signed, stranger.id, b"a", xsrf(signed), method) == 403
        assert upload(signed, stranger.id, b"a" * 3_000_000, xsrf(signed)) == 403


def test_everybody_may_upload_where_no_sign_in_is_set_up(server: Server) -> None:
    with session(server) as visitor:
        visitor.run()
        assert upload(server, visitor.id, b"a", xsrf(server)) == 204
        assert upload(server, visitor.id, b"a", []) == 403
        assert upload(server, "another", b"a", xsrf(server)) == 400


def test_a_stranger_leaves_no_session_behind(signed: Server, server: Server) -> None:
    assert not comes_back(signed)
    assert comes_back(server)


def comes_back(server: Server) -> bool:
    """Whether a closed session can be opened again."""
    with session(server) as first:
        first.run()
    with session(server, again=first.id) as second:
        second.run()
    return first.id == second.id


def test_an_address_has_a_limited_number_of_sessions(cold_server: Server, page: Page) -> None:
    with ExitStack() as sessions:
        for _ in range(20):
            sessions.enter_context(session(cold_server))
        assert not is_let_in(cold_server)
        assert is_let_in(cold_server, [FAR])
        assert ask(cold_server, "/_stcore/health").status == 200
        page.goto(cold_server.url)
        told = page.get_by_role("dialog").filter(has_text="20 tabs of Batchdesk are open from your address. Close one")
        expect(told).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", name="Compose")).to_be_visible(timeout=60_000)


def test_all_addresses_together_have_a_limited_number_of_sessions() -> None:
    sessions = OpenSessions()
    with ExitStack() as opened:
        places = [opened.enter_context(sessions.place(f"203.0.113.{number % 30}")) for number in range(MOST)]
        assert all(places)
        with sessions.place("198.51.100.1") as place:
            assert not place
        assert sessions.full("198.51.100.1") == "200 tabs of Batchdesk are open, which is the most. Try again later."
    assert not sessions.full("198.51.100.1")


def test_metrics_are_for_this_machine_only(server: Server) -> None:
    assert ask(server, "/_stcore/metrics", headers=[FAR]).status == 404
    assert ask(server, "/_stcore/metrics").status == 200


def test_no_session_tells_where_the_app_is(cold_server: Server) -> None:
    with session(cold_server) as visitor:
        visitor.run()
        visitor.send(load_git_info=True)
        visitor.send(backend_operation_request={"request_id": "1", "deferred_file": {"file_id": "none"}})
        visitor.send(backend_operation_request={"request_id": "2", "install_skills": {}})
        visitor.send(rerun_script={"page_script_hash": "none", "page_name": "../../etc"})
        while visitor.read().WhichOneof("type") != "script_finished":
            pass
        visitor.run()
        visitor.socket.send(b"\xff" * 50)  # no message at all: the server closes the connection
        with pytest.raises(ConnectionClosed, match="1002"):
            visitor.read_all()
    bodies = [
        ask(cold_server, path, method).body
        for method, path in [*REQUESTS, ("GET", "/component/a/../b"), ("GET", "/%00")]
    ]
    assert len(visitor.received) > 10
    for place in (str(ROOT), str(Path.home()), "site-packages"):
        assert not [data for data in [*visitor.received, *bodies] if place.encode() in data]


def test_a_visitor_cannot_empty_the_caches_of_the_others(cold_server: Server) -> None:
    with session(cold_server) as visitor:
        visitor.run()
        before = threads(cold_server)
        for _ in range(10):
            visitor.send(clear_cache=True)
            visitor.run()
        assert threads(cold_server) <= before + 2


def threads(server: Server) -> int:
    status = Path(f"/proc/{server.pid}/status")
    if not status.exists():
        pytest.skip("Threads are counted on Linux only")
    return int(re.findall(r"Threads:\s+(\d+)", status.read_text())[0])


@pytest.mark.parametrize(
    "path", ["/", "/none", "/_stcore/health", "/_stcore/host-config", "/media/none", "/favicon.png"]
)
@pytest.mark.parametrize("host", [[], [("Host", "evil.example")]], ids=["own", "foreign"])
def test_every_response_has_the_headers_for_the_browser(server: Server, path: str, host: list[tuple[str, str]]) -> None:
    headers = ask(server, path, headers=host).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["default-src"] == "'self'"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & set(policy["script-src"].split())


def test_no_other_site_is_a_parent(server: Server) -> None:
    assert b'"allowedOrigins":[]' in ask(server, "/_stcore/host-config").body


def test_address_upload_size_and_time_outs_hold(tmp_path: Path) -> None:
    options = ["--server.maxUploadSize=1", "--server.websocketPingInterval=1"]
    with serving(tmp_path / "app.log", options=options) as server:
        port = urlsplit(server.url).port
        with socket.socket() as elsewhere:
            assert elsewhere.connect_ex(("127.0.0.2", port)) != 0
        with session(server) as visitor:
            visitor.run()
            assert upload(server, visitor.id, b"a" * 1_000_000, xsrf(server)) == 204
            assert upload(server, visitor.id, b"a" * 1_100_000, xsrf(server)) == 413
        assert seconds_until_closed(port or 0) < 20


def seconds_until_closed(port: int) -> float:
    """How long the server waits for a tab that no longer answers."""
    with socket.create_connection((HOST, port), timeout=60) as silent:
        upgrade = (
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        )
        silent.sendall(f"{upgrade}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'A' * 22}==\r\n\r\n".encode())
        start = time.monotonic()
        while silent.recv(65536):
            pass
    return time.monotonic() - start


def test_secrets_that_cannot_be_read_open_nothing(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text("[auth\n")
    with (
        pytest.raises(RuntimeError, match="cannot read its secrets"),
        serving(tmp_path / "app.log", options=[f"--secrets.files={file}"]),
    ):
        pass
