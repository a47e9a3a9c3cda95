"""The provider's answers as values: files, lists of batches, names of models."""

from typing import Any, NamedTuple

from lib.sending.remote_batch import RemoteBatch


class RemoteFile(NamedTuple):
    """A file at the provider."""

    id: str
    """Empty if the answer has none."""

    name: str = ""
    bytes: int | None = None
    status: str = ""
    """The provider's word in small letters; empty if it has none."""


class BatchList(NamedTuple):
    """Batches of the provider's list, in its order."""

    batches: tuple[RemoteBatch, ...]
    is_complete: bool
    """Whether these are all batches that the key sees. Only then does a batch's absence prove anything."""


class Account(NamedTuple):
    """What a key sees when it connects."""

    batches: BatchList
    models: tuple[str, ...]
    """Names of the models; empty if the provider does not list them."""


class Reply(NamedTuple):
    """The answer to a single request, whatever its status."""

    status: int
    body: bytes
    wait: float | None = None
    """Seconds to wait before the next request, as the provider asks."""


def parse_file(value: Any) -> RemoteFile:
    """The file in a JSON value, which some servers wrap in `data`."""
    if isinstance(value, dict) and "id" not in value and isinstance(value.get("data"), dict):
        value = value["data"]
    if not isinstance(value, dict):
        return RemoteFile("")
    size, status = value.get("bytes"), value.get("status")
    return RemoteFile(
        id=_text(value.get("id")),
        name=_text(value.get("filename")),
        bytes=size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None,
        status=status.lower() if isinstance(status, str) else "",
    )


def entries(value: Any, name: str) -> list[Any] | None:
    """The items of a list: in `data`, under a name, or the value itself; None if the value has no list.

    >>> entries({"object": "list", "data": None}, "batches"), entries({"status": "ok"}, "batches")
    ([], None)
    """
    if isinstance(value, dict):
        holder = next((key for key in ("data", name) if key in value), None)
        value = value if holder is None else value[holder] or []
    return value if isinstance(value, list) else None


def has_more(value: Any, count: int, limit: int) -> bool:
    """Whether the list has another page; without a word about it, a page of as many as asked for has one.

    Args:
        count: entries of this page.
    """
    more = value.get("has_more") if isinstance(value, dict) else None
    return bool(count) and (more if isinstance(more, bool) else count >= limit)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
