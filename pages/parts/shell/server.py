"""The app's server: Streamlit's, behind a guard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.middleware import Middleware
from streamlit import cli_util, config
from streamlit.starlette import App
from streamlit.web.server.server_util import get_display_address, get_url

from pages.parts.shell.private_sessions import keep_sessions_private
from pages.parts.shell.response_pieces import InPieces
from pages.parts.shell.server_guard import Guard
from pages.parts.shell.sign_in import check_secrets


def guard() -> list[Middleware]:
    """What every request passes first.

    Raises:
        SystemExit: the secrets cannot be read.
    """
    check_secrets()
    keep_sessions_private()
    return [Middleware(InPieces), Middleware(Guard)]


@asynccontextmanager
async def open_browser(_app: App) -> AsyncIterator[Any]:
    """Opens the app in the browser when the server starts, as Streamlit does where no guard is set."""
    if not config.get_option("server.headless"):
        address = get_display_address(config.get_option("server.address") or "localhost")
        asyncio.get_running_loop().call_soon(cli_util.open_browser, get_url(address))
    yield None
