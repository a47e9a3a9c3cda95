"""One address and one key, and the exchange of requests and answers with them.

The key is here and nowhere else. It is masked in what the provider writes before anything reads it.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpx
from pydantic import SecretStr

from lib.common import Tick
from lib.sending.address import AddressRules, checked_address
from lib.sending.answer_errors import answer_error, retry_after
from lib.sending.call_error import CallError, ErrorKind
from lib.sending.checked_transport import CheckedTransport
from lib.sending.masking import masked, masked_data

_CONNECT, _ANSWER = 10.0, 60.0
_MOST_BYTES = 64_000_000
_HEADERS = {"User-Agent": "Batchdesk", "Accept": "application/json", "Accept-Encoding": "gzip, deflate"}
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

# At the level DEBUG, these two write the headers of every answer, in which a provider may echo the key.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Connection:
    """Exchanges requests and answers with one address. No retry, no redirect, no proxy, no cookie."""

    def __init__(
        self, address: str, key: SecretStr, rules: AddressRules, header: str, transport: httpx.BaseTransport | None
    ) -> None:
        """Args:
        header: the name of the header that carries the key.

        Raises:
            CallError: the rules exclude the address, or the key has characters that no key has.
        """
        self.address = checked_address(address, rules)
        if not _is_key(key.get_secret_value()):
            message = "This is not a key." if key else "The key is missing."
            raise CallError(ErrorKind.WRONG_KEY, message, "Copy it from the provider's page.")
        self._key, self._header = key, header
        self._client = httpx.Client(transport=transport or CheckedTransport(rules, self.address), trust_env=False)

    def close(self) -> None:
        """Closes all connections and forgets the key."""
        self._key = SecretStr("")
        self._client.close()

    def json(
        self,
        method: str,
        path: str,
        content: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        missing: ErrorKind = ErrorKind.NOT_VISIBLE,
        timeout: float = _ANSWER,
    ) -> Any:
        """The JSON value of a successful answer.

        Args:
            missing: what 404 means for this call.
            timeout: seconds without a byte after which the call fails.

        Raises:
            CallError: of any kind.
        """
        response = self._open(method, path, content, headers, timeout)
        text = self._text(response)
        if not response.is_success:
            raise answer_error(response.status_code, text, response.headers, missing)
        value = _loads(text)
        if not isinstance(value, dict | list):
            kind = ErrorKind.UNCLEAR if method == "POST" else ErrorKind.WRONG_ADDRESS
            message = "The address answers, but not as a batch service does."
            raise CallError(kind, message, "Compare it with the provider's guide.", status=response.status_code)
        return value

    def post(self, path: str, body: bytes, timeout: float) -> tuple[int, bytes, float | None]:
        """Status, body and seconds to wait of the answer to these bytes of JSON, whatever the status.

        Raises:
            CallError: there was no answer.
        """
        response = self._open("POST", path, body, {"Content-Type": "application/json"}, timeout)
        answer = self._read(response) if response.is_success else self._text(response).encode()
        return response.status_code, answer, retry_after(response.headers)

    def stream(self, path: str, progress: Tick | None) -> Iterator[bytes]:
        """The bytes of a successful answer, in pieces, decompressed.

        Raises:
            CallError: of any kind, also in the middle.
        """
        response = self._open("GET", path, None, None, _ANSWER)
        if not response.is_success:
            raise answer_error(response.status_code, self._text(response), response.headers)
        yield from self._pieces(response, progress)

    def _open(
        self,
        method: str,
        path: str,
        content: bytes | Iterable[bytes] | None,
        headers: Mapping[str, str] | None,
        timeout: float,
    ) -> httpx.Response:
        """The beginning of an answer.

        An exception keeps the frames that it passed and the exception that it replaces, and with both the request with
        its key. So a failure is a value until it is raised here.
        """
        timeouts = httpx.Timeout(timeout, connect=_CONNECT).as_dict()
        response = self._send(
            httpx.Request(method, f"{self.address}{path}", content=content, headers=headers), timeouts
        )
        if isinstance(response, CallError):
            raise response.with_traceback(None)
        return response

    def _send(self, request: httpx.Request, timeouts: dict[str, float | None]) -> httpx.Response | CallError:
        key = self._key.get_secret_value()
        if not key:
            return CallError(ErrorKind.WRONG_KEY, "The key was forgotten.", "Enter it again.")
        request.headers.update(_HEADERS)
        request.headers[self._header] = f"Bearer {key}" if self._header == "Authorization" else key
        request.extensions["timeout"] = timeouts
        try:
            return self._client.send(request, stream=True)
        except CallError as refused:
            return refused
        except httpx.HTTPError as broken:
            return _failure(broken)
        finally:
            request.headers[self._header] = ""

    def _text(self, response: httpx.Response) -> str:
        """The whole answer as text, without the key."""
        text = self._read(response).decode("utf-8", "replace")
        mask = masked_data if response.is_success else masked
        return mask(text, self._key.get_secret_value())

    def _read(self, response: httpx.Response) -> bytes:
        read = bytearray()
        for piece in self._pieces(response, None):
            read += piece
            if len(read) > _MOST_BYTES:
                response.close()
                raise CallError(ErrorKind.UNCLEAR, "The provider's answer is far too long.")
        return bytes(read)

    def _pieces(self, response: httpx.Response, progress: Tick | None) -> Iterator[bytes]:
        total = response.headers.get("content-length", "")
        size = int(total) if total.isdecimal() and "content-encoding" not in response.headers else 0
        done, failure = 0, None
        try:
            for piece in response.iter_bytes():
                done += len(piece)
                yield piece
                if progress:
                    progress(done, size)
        except (httpx.HTTPError, httpx.StreamError) as broken:
            failure = _failure(broken)
        finally:
            response.close()
        if failure:
            raise failure


def _is_key(text: str) -> bool:
    return bool(text) and all("!" <= character <= "~" for character in text)


def _failure(broken: Exception) -> CallError:
    """The failure of a call without a whole answer."""
    if isinstance(broken, _NOT_SENT):
        hint = "Check the address and your connection to the internet. Nothing was sent."
        return CallError(ErrorKind.UNREACHABLE, "The provider cannot be reached.", hint)
    message = "The connection to the provider broke."
    if isinstance(broken, httpx.TimeoutException):
        message = "The provider did not answer in time."
    return CallError(ErrorKind.UNCLEAR, message, "Batchdesk looks at the provider's list before it continues.")


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
