"""The script runs of one tab, counted from the messages between the tab and the server."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Runs:
    """The number of runs that a tab has requested, and whether the last one has ended.

    The page's own mark of an idle app is late after a click, and it flickers between the runs of one
    chain (`st.rerun`, `st.switch_page`). The messages are exact.
    """

    def __init__(self, page: Page) -> None:
        self.count = 0
        self.idle = False
        self._started = False
        self._socket: WebSocket | None = None
        page.on("websocket", self._listen)

    def wait_until_more_than(self, count: int) -> None:
        """Waits until the tab has requested more runs than this."""
        assert self._socket, "The page has not connected to the app"
        if self.count <= count:
            self._socket.wait_for_event("framesent", predicate=lambda _: self.count > count)

    def wait_until_idle(self) -> None:
        """Waits for the end of the last requested run."""
        assert self._socket, "The page has not connected to the app"
        if not self.idle:
            self._socket.wait_for_event("framereceived", predicate=lambda _: self.idle)

    @contextmanager
    def until_received(self, part: bytes) -> Iterator[None]:
        """Waits, after the action inside, for a message of the app with these bytes. The page may draw it later."""
        assert self._socket, "The page has not connected to the app"
        with self._socket.expect_event("framereceived", predicate=lambda frame: part in frame):
            yield

    @contextmanager
    def until_part_drawn(self) -> Iterator[None]:
        """Waits, after the action inside, until the app has drawn a part of the page on its own."""
        assert self._socket, "The page has not connected to the app"
        with self._socket.expect_event("framereceived", predicate=_is_end_of_part):
            yield

    def _listen(self, socket: WebSocket) -> None:
        self._socket = socket
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: bytes | str) -> None:
        assert isinstance(frame, bytes)
        if BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            self.count += 1
            self.idle = self._started = False

    def _received(self, frame: bytes | str) -> None:
        assert isinstance(frame, bytes)
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._started = True
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.idle = self._started


def _is_end_of_part(frame: bytes | str) -> bool:
    assert isinstance(frame, bytes)
    message = ForwardMsg.FromString(frame)
    return message.HasField("script_finished") and (
        message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
    )
