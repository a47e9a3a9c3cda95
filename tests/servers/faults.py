"""Faults of a fake provider: what happens to a request instead of its answer.

with faking() as provider:
    provider.next("POST /batches", drop_after)
    ...
    assert len(provider.calls("POST /batches")) == 1
"""

from threading import Event

from tests.servers.fake_provider import Call, Fault, Handler, failure

_LONGEST_WAIT = 300
"""Seconds after which a held connection ends in any case."""


def answered(handler: Handler, call: Call) -> None:
    """No fault: the answer, so that a later request of the same name can have one."""
    handler.send_reply(handler.perform(call))


def drop_before(handler: Handler, call: Call) -> None:
    """The connection ends, and nothing was done."""
    handler.drop_connection()


def drop_after(handler: Handler, call: Call) -> None:
    """What was asked for is done, and then the connection ends without an answer."""
    handler.perform(call)
    handler.drop_connection()


def drop_when(released: Event) -> Fault:
    """What was asked for is done, the answer does not come, and when released the connection ends."""

    def fault(handler: Handler, call: Call) -> None:
        handler.perform(call)
        released.wait(_LONGEST_WAIT)
        handler.drop_connection()

    return fault


def reply(status: int, message: str = "This is a test.", code: str = "test", **headers: str) -> Fault:
    """The answer is an error, and nothing was done."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, call: handler.send_json(status, failure(message, code), names)


def done_but(status: int) -> Fault:
    """What was asked for is done, and the answer is an error all the same."""

    def fault(handler: Handler, call: Call) -> None:
        handler.perform(call)
        handler.send_json(status, failure("Something went wrong.", "server_error"))

    return fault


def cut_off(handler: Handler, call: Call) -> None:
    """The answer is a file of which only the first half comes."""
    _, value = handler.perform(call)
    assert isinstance(value, bytes)
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(value)))
    handler.end_headers()
    handler.wfile.write(value[: len(value) // 2])
    handler.drop_connection()


def redirect(url: str) -> Fault:
    """The answer sends the client to another address, with the same method and body."""
    return reply(307, Location=url)
