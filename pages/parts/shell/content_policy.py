"""The headers that tell a browser what a page of the app may do.

Scripts run only if they are Streamlit's files, or one of the app's own by its hash; components are modules
that Streamlit makes in the browser (`blob:`). Streamlit sets styles in elements, so those are allowed.
Nothing is loaded from another host, sent to one, or shown in its frames.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from streamlit.file_util import get_static_dir

from pages.parts.shared.page_scripts import page_scripts


def security_headers(host: str) -> Mapping[str, str]:
    """The headers by their names.

    Args:
        host: the request's Host. Some browsers do not count a websocket there as the page's own.
    """
    sources = {
        "default-src": "'self'",
        "script-src": f"'self' blob: {' '.join(_hashes())}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self' ws://{host} wss://{host}",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {allowed}" for name, allowed in sources.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }


@cache
def _hashes() -> tuple[str, ...]:
    """The hash of each script within a page: Streamlit's own, and those of the app."""
    page = Path(get_static_dir(), "index.html").read_text("utf-8")
    return tuple(
        _hash(script) for script in [*re.findall(r"<script>(.*?)</script>", page, re.DOTALL), *page_scripts().values()]
    )


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
