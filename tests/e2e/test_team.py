"""The README's set-up for a team: a proxy with TLS, and sign-in."""

from collections.abc import Mapping
from pathlib import Path
from ssl import _create_unverified_context
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, expect

from tests.e2e.desk import Desk
from tests.e2e.nginx import certificate, proxying
from tests.e2e.server import Server, free_port, serving
from tests.e2e.sign_in_server import CLIENT, signing_in
from tests.support.result_lines import read
from tests.support.sheet_files import as_csv

ROWS = [(f"{row:05d}", "Review " * 40) for row in range(8_000)]
SHEET = ("reviews.csv", as_csv([("id", "review"), *ROWS]))


def secrets(folder: Path, address: str, issuer: str) -> Path:
    """Streamlit's secrets, as in the README."""
    lines = {
        "redirect_uri": f"{address}/oauth2callback",
        "cookie_secret": "a text that nobody guesses",
        "client_id": CLIENT,
        "client_secret": "s",
        "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
    }
    file = folder / "secrets.toml"
    file.write_text("\n".join(["[auth]", *(f'{name} = "{value}"' for name, value in lines.items())]))
    return file


def changes(folder: Path, port: int, server: Server) -> dict[str, str]:
    """The texts of the README's example to adapt to this machine, and their replacements."""
    made, key = certificate(folder)
    return {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "batchdesk.example.com": "localhost",
        "/etc/ssl/batchdesk.pem": str(made),
        "/etc/ssl/batchdesk.key": str(key),
        "http://127.0.0.1:8501": server.url,
    }


def status(address: str, headers: Mapping[str, str], path: str = "/") -> int:
    """The status of the answer to a request through the proxy."""
    try:
        with urlopen(Request(address + path, headers=dict(headers)), context=_create_unverified_context()) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_a_team_can_work_behind_a_proxy_after_sign_in(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    address = f"https://localhost:{port}"
    with signing_in() as issuer:
        file = secrets(tmp_path, address, issuer)
        options = [f"--secrets.files={file}"]
        with (
            serving(tmp_path / "app.log", env={"AUTHLIB_INSECURE_TRANSPORT": "1"}, options=options) as server,
            proxying(tmp_path, port, changes(tmp_path, port, server)),
        ):
            page = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 900}).new_page()
            desk = Desk(page, address)
            desk.open("/results")
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
            expect(page.get_by_role("link", name="Compose")).to_have_count(0)
            page.get_by_role("button", name="Sign in").click()
            desk.hook("compose_file").wait_for()
            desk.settle()
            desk.upload("compose_file", SHEET)
            desk.fill("compose_model", "m")
            desk.fill("compose_prompt", "{{id}} {{review}}")
            lines = read(desk.download("compose_download")[1])
            prompts = [line["body"]["messages"][0]["content"] for line in lines]
            assert prompts == [f"{number} {text}" for number, text in ROWS]
            assert status(address, {"Host": "evil.example"}) == 403
            assert status(address, {"Origin": "https://evil.example"}) == 403
            assert status(address, {"X-Forwarded-For": "203.0.113.9"}, "/_stcore/metrics") == 200  # not believed
            page.get_by_role("button", name="Sign out").click()
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
            assert "Traceback" not in server.output()
            page.context.close()
