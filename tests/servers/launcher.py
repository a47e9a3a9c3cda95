"""Starts a batch server in an environment of its own: `python launcher.py aibrix PORT CHAT_URL`.

It ends with the process that started it: its standard input is a pipe, which closes even if that
process is killed. This file runs in the server's environment, so it imports nothing of the tests.
"""

import os
import sys
from threading import Thread

HOST = "127.0.0.1"
LONGEST_ANSWER = 600
"""Seconds that AIBrix waits for the model."""


def aibrix(port: str, chat_url: str) -> None:
    """AIBrix over local files, without Redis and Kubernetes. A chat server answers instead of its echo."""
    from aibrix.batch.client.sources.static import StaticEndpointSource
    from aibrix.metadata import app

    app.NoopEndpointSource = lambda: StaticEndpointSource(chat_url, capacity=2, timeout=LONGEST_ANSWER)
    sys.argv = ["aibrix_metadata", "--host", HOST, "--port", port, "--dry-run"]
    app.main()


def llmock(port: str) -> None:
    """LLMock, whose answers repeat their prompt."""
    os.environ["LLMOCK_RESPONSE_STYLE"] = "echo"
    import uvicorn
    from llmock.main import app

    uvicorn.run(app, host=HOST, port=int(port))


def _end_with_the_starter() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    Thread(target=_end_with_the_starter, daemon=True).start()
    {"aibrix": aibrix, "llmock": llmock}[sys.argv[1]](*sys.argv[2:])
