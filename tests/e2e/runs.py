"""When the app is busy: the script runs of one tab, read from what it and the server say to each other."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Runs:
    """Counts the runs a tab asks for, and knows whether the last one has ended.

    The page's own mark for an idle app is late by a moment after a click, and flickers between the
    runs of one chain (`st.rerun`, `st.switch_page`); the messages are exact.
    """

    def __init__(self, page: Page) -> None:
        self.asked = 0
        self.idle = False
        self._started = False
        self._socket: WebSocket | None = None
        page.on("websocket", self._listen)

    def wait_until_asked(self, before: int) -> None:
        """Waits until the tab has asked for more runs than that."""
        assert self._socket, "The page has not connected to the app"
        if self.asked <= before:
            self._socket.wait_for_event("framesent", predicate=lambda _: self.asked > before)

    def wait_until_idle(self) -> None:
        """Waits for the end of the last run that was asked for."""
        assert self._socket, "The page has not connected to the app"
        if not self.idle:
            self._socket.wait_for_event("framereceived", predicate=lambda _: self.idle)

    @contextmanager
    def heard(self, said: bytes) -> Iterator[None]:
        """Around an act: waits until a message of the app has this in it, which the page may draw later."""
        assert self._socket, "The page has not connected to the app"
        with self._socket.expect_event("framereceived", predicate=lambda frame: said in frame):
            yield

    def _listen(self, socket: WebSocket) -> None:
        self._socket = socket
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: bytes | str) -> None:
        assert isinstance(frame, bytes)
        if BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            self.asked += 1
            self.idle = self._started = False

    def _received(self, frame: bytes | str) -> None:
        assert isinstance(frame, bytes)
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._started = True
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.idle = self._started
