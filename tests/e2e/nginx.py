"""A proxy before the app, as the README sets one up; run as a program, whether there is an nginx at all."""

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
    """The path in NGINX, else where Debian has it, else the one that `tests/run` unpacked."""
    return shutil.which(os.environ.get("NGINX") or "nginx", path=_PLACES)


def example() -> str:
    """The site in the README."""
    return re.findall(r"```nginx\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[0]


@contextmanager
def proxying(folder: Path, port: int, changes: Mapping[str, str]) -> Iterator[None]:
    """Runs nginx with the README's site, in which what is another machine's is exchanged for what is here.

    Args:
        port: where it is to listen, once that is in the site.
        changes: what stands in the example, each once, by what is to stand there.
    """
    site = example()
    for said, meant in changes.items():
        assert site.count(said) == 1, f"The README's example has {said!r} {site.count(said)} times"
        site = site.replace(said, meant)
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
    """A certificate for localhost that it signs itself, and its key."""
    made, key = folder / "site.pem", folder / "site.key"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *names, "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key


if __name__ == "__main__":
    sys.exit(find_nginx() is None)
