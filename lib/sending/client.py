"""Calls the batch service of one provider: files, batches, models and single requests.

It makes each call once: no retry, no redirect, no proxy. Every failure is a `CallError`. The key is in no text, no
log and no exception of it. Keep the texts of an exception, not the exception itself: its traceback leads to the client.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import quote

import httpx
from pydantic import SecretStr

from lib.common import Tick
from lib.providers.batch_services import BATCH_SERVICES, BatchService
from lib.sending.address import AddressRules
from lib.sending.answer_errors import answer_error
from lib.sending.answers import Account, BatchList, RemoteFile, Reply, entries, has_more, parse_file
from lib.sending.call_error import CallError, ErrorKind
from lib.sending.connection import Connection
from lib.sending.remote_batch import RemoteBatch, parse_batch
from lib.sending.upload_body import UploadBody

_PAGE, _FIRST_PAGES, _MOST_PAGES = 100, 5, 100
_MOST_MODELS = 5_000
_UPLOAD_TIMEOUT = _ASK_TIMEOUT = 300.0
_JSON = {"Content-Type": "application/json"}


class BatchClient:
    """The calls to one base address with one key. Any number of threads may use it."""

    def __init__(
        self,
        address: str,
        key: str,
        rules: AddressRules | None = None,
        *,
        service: BatchService | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Connects to nothing yet.

        Args:
            address: the base address, as a person wrote it.
            service: what is known about the provider; by default it is like OpenAI's.
            transport: instead of the network, for tests.

        Raises:
            CallError: the rules exclude the address, or the key has characters that no key has.
        """
        self.service = service or BATCH_SERVICES["Other"]
        header = self.service.key_header
        self._connection = Connection(address, SecretStr(key.strip()), rules or AddressRules(), header, transport)
        self.address = self._connection.address
        """The base address, checked, without a slash at its end."""

    def __repr__(self) -> str:
        return f"BatchClient({self.address!r})"

    def __enter__(self) -> "BatchClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections and forgets the key; every later call fails with `WRONG_KEY`."""
        self._connection.close()

    def connect(self) -> Account:
        """Tests address and key without any effect, and gives what the key sees: its newest 500 batches, its models.

        Raises:
            CallError: `WRONG_KEY`, `NO_PERMISSION`, `WRONG_ADDRESS`, `NO_BATCH_SERVICE` (the address answers, and has
                no list of batches), or what any call raises.
        """
        try:
            batches, kind = self.batches(pages=_FIRST_PAGES), None
        except CallError as error:
            if error.kind is not ErrorKind.NO_BATCH_SERVICE:
                raise
            batches, kind = BatchList((), False), self._kind_without_batches()
        if kind is not None:
            raise answer_error(404, "", {}, missing=kind)
        return Account(batches, self._models_if_any())

    def models(self) -> tuple[str, ...]:
        """The names of the models that the key may use, in the provider's order, each once; at most 5,000."""
        value = self._connection.json("GET", "/models", missing=ErrorKind.WRONG_ADDRESS)
        found = entries(value, "models") or ()
        names = (entry.get("id") if isinstance(entry, dict) else entry for entry in found)
        return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name))[:_MOST_MODELS]

    def batches(self, wanted: Collection[str] | None = None, pages: int = _MOST_PAGES) -> BatchList:
        """The batches that the key sees, usually newest first.

        Args:
            wanted: stops at the page that has the last of these ids; the list is then not complete.
            pages: stops after so many pages of 100.
        """
        found: dict[str, RemoteBatch] = {}
        after = ""
        for _ in range(pages):
            page, more = self._page(after)
            new = {batch.id: batch for batch in page if batch.id not in found}
            found |= new
            if not new or not more:
                return BatchList(tuple(found.values()), not more)
            if wanted is not None and found.keys() >= set(wanted):
                break
            after = page[-1].id
        return BatchList(tuple(found.values()), False)

    def batch(self, batch_id: str) -> RemoteBatch:
        """One batch.

        Raises:
            CallError: `NOT_VISIBLE` if this key does not see it, or what any call raises.
        """
        return self._batch("GET", f"/batches/{quote(batch_id, safe='')}")

    def upload(self, name: str, chunks: Iterable[bytes], size: int, progress: Tick | None = None) -> RemoteFile:
        """Uploads a batch file.

        Args:
            size: bytes of all chunks together.
            progress: receives the bytes handed to the network, and `size`.
        """
        body = UploadBody(name, chunks, size, progress)
        value = self._connection.json("POST", "/files", content=body, headers=body.headers, timeout=_UPLOAD_TIMEOUT)
        return _uploaded(value)

    def file(self, file_id: str) -> RemoteFile:
        """Name, size and status of a file."""
        return parse_file(self._connection.json("GET", f"/files/{quote(file_id, safe='')}"))

    def create(self, file_id: str, endpoint: str, window: str, metadata: Mapping[str, str]) -> RemoteBatch:
        """Creates a batch of an uploaded file. It costs money, so it is called once.

        Raises:
            CallError: what any call raises; if `may_have_happened`, look for the batch in the list.
        """
        body = {"input_file_id": file_id, "endpoint": endpoint, "completion_window": window, "metadata": dict(metadata)}
        return self._batch("POST", "/batches", body)

    def cancel(self, batch_id: str) -> RemoteBatch:
        """Asks the provider to stop a batch, and gives its new state; what is answered by then is kept and paid."""
        return self._batch("POST", f"/batches/{quote(batch_id, safe='')}/cancel")

    def content(self, file_id: str, progress: Tick | None = None) -> Iterator[bytes]:
        """The bytes of a file, in pieces.

        Args:
            progress: receives the bytes so far, and all bytes, or 0 if the provider does not say how many there are.

        Raises:
            CallError: `NOT_VISIBLE` if it is gone or belongs to another key, `UNCLEAR` if it breaks off.
        """
        yield from self._connection.stream(f"/files/{quote(file_id, safe='')}/content", progress)

    def ask(self, endpoint: str, body: bytes) -> Reply:
        """Sends one request at once, in exactly these bytes, and gives the answer, whatever its status.

        Args:
            endpoint: as OpenAI names it, such as `/v1/chat/completions`.

        Raises:
            CallError: there was no answer.
        """
        path = "/" + endpoint.removeprefix("/").partition("/")[2]
        return Reply(*self._connection.post(path, body, timeout=_ASK_TIMEOUT))

    def _page(self, after: str) -> tuple[list[RemoteBatch], bool]:
        """The batches after one of the list, and whether there are more."""
        cursor = f"&after={quote(after, safe='')}" if after else ""
        query = f"?limit={_PAGE}{cursor}" if self.service.pages_list else ""
        value = self._connection.json("GET", f"/batches{query}", missing=ErrorKind.NO_BATCH_SERVICE)
        found = entries(value, "batches")
        if found is None:
            raise answer_error(404, "", {}, missing=ErrorKind.NO_BATCH_SERVICE)
        page = [batch for entry in found if (batch := parse_batch(entry))]
        return page, self.service.pages_list and has_more(value, len(found), _PAGE)

    def _batch(self, method: str, path: str, body: Mapping[str, object] | None = None) -> RemoteBatch:
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        value = self._connection.json(method, path, content, _JSON if body else None)
        batch = parse_batch(value)
        if batch is None:
            message = "The provider's answer does not describe a batch."
            raise CallError(ErrorKind.UNCLEAR, message, "Batchdesk looks at the provider's list before it continues.")
        return batch

    def _kind_without_batches(self) -> ErrorKind:
        """What it means that the address has no list of batches: whether it has a list of models decides."""
        try:
            self.models()
        except CallError as error:
            return error.kind
        return ErrorKind.NO_BATCH_SERVICE

    def _models_if_any(self) -> tuple[str, ...]:
        try:
            return self.models()
        except CallError:
            return ()


def _uploaded(value: object) -> RemoteFile:
    file = parse_file(value)
    if not file.id:
        raise CallError(ErrorKind.UNCLEAR, "The provider's answer has no id for the uploaded file.", "Upload it again.")
    return file
