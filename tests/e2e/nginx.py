"""A proxy in front of the app, as in the README. As a program, it exits with 0 if nginx is installed."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.server import HOST, ROOT, SECONDS_TO_START

_PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", str(ROOT / ".venv/nginx/usr/sbin")])
_FRAME = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


def find_nginx() -> str | None:
    """The path in NGINX, else Debian's, else that of the nginx that `tests/run` unpacked."""
    return shutil.which(os.environ.get("NGINX") or "nginx", path=_PLACES)


def example() -> str:
    """The site's configuration in the README."""
    return re.findall(r"```nginx\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[0]


@contextmanager
def proxying(folder: Path, port: int, changes: Mapping[str, str]) -> Iterator[None]:
    """Runs nginx with the README's site, adapted to this machine.

    Args:
        port: the port on which the adapted site listens.
        changes: texts that occur once in the example, and their replacements.
    """
    site = example()
    for old, new in changes.items():
        assert site.count(old) == 1, f"The README's example has {old!r} {site.count(old)} times"
        site = site.replace(old, new)
    nginx = find_nginx()
    assert nginx, "No nginx: install it, or set NGINX to its path"
    settings = folder / "nginx.conf"
    settings.write_text(_FRAME.format(folder=folder, site=site))
    with subprocess.Popen([nginx, "-p", folder, "-c", settings], stderr=subprocess.PIPE) as process:
        try:
            _wait_until_open(process, port)
            yield
        finally:
            process.terminate()


def _wait_until_open(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"nginx did not start: {process.communicate()[1].decode()}")


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for localhost, and its key."""
    made, key = folder / "site.pem", folder / "site.key"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *names, "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key


if __name__ == "__main__":
    sys.exit(find_nginx() is None)
