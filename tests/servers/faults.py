"""Faults of a fake provider: what happens to a request instead of its answer.

with faking() as provider:
    provider.next("POST /batches", drop_after)
    ...
    assert len(provider.calls("POST /batches")) == 1
"""

from tests.servers.fake_provider import Call, Fault, Handler, failure


def drop_before(handler: Handler, call: Call) -> None:
    """The connection ends, and nothing was done."""
    handler.drop_connection()


def drop_after(handler: Handler, call: Call) -> None:
    """What was asked for is done, and then the connection ends without an answer."""
    handler.perform(call)
    handler.drop_connection()


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
