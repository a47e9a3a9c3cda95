"""A check of every run in every test of the screens."""

from collections.abc import Iterator

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

Path = tuple[int, ...]


class Order:
    """The blocks of a run. A tab breaks if a part of a block arrives after the block was replaced.

    Streamlit's queue replaces a waiting part by a newer one at the same path, which may then be ahead of the
    new block: https://github.com/streamlit/streamlit/blob/1.67.0/lib/streamlit/runtime/forward_msg_queue.py
    """

    def __init__(self) -> None:
        self.faults: list[Path] = []
        self._blocks: set[Path] = set()
        self._again: set[Path] = set()

    def see(self, message: ForwardMsg) -> None:
        """Records the next message. A run starts with its pages."""
        if message.HasField("navigation"):
            self._blocks.clear()
            self._again.clear()
        elif message.HasField("delta") and not message.delta.fragment_id:  # a fragment's own run fills its blocks again
            self._put(tuple(message.metadata.delta_path), is_block=message.delta.HasField("add_block"))

    def _put(self, path: Path, *, is_block: bool) -> None:
        if any(path[:depth] in self._again for depth in range(1, len(path))):
            self.faults.append(path)
        if path in self._blocks:
            self._again.add(path)
        if is_block:
            self._blocks.add(path)


@pytest.fixture(autouse=True)
def in_order() -> Iterator[Order]:
    """Fails a test in which a run fills a block twice."""
    order = Order()
    ForwardMsgQueue.on_before_enqueue_msg(order.see)
    yield order
    ForwardMsgQueue.on_before_enqueue_msg(None)
    assert not order.faults, f"A block was filled twice in one run, at {order.faults[:3]}"
