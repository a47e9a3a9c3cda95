"""Connects only to IP addresses that were checked, so that a name cannot change its meaning after the check."""

from urllib.parse import urlsplit

import httpx

from lib.sending.address import AddressRules, Resolve, allowed_targets, resolve_host
from lib.sending.call_error import CallError, ErrorKind

_NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout)


class CheckedTransport(httpx.BaseTransport):
    """A transport that resolves a host itself and connects to the very addresses that it checked.

    The certificate is checked against the host's name all the same. Proxies of the environment are not used.

    Raises:
        CallError: the host is unknown or leads into a private network; nothing was sent.
    """

    def __init__(self, rules: AddressRules, address: str, resolve: Resolve = resolve_host) -> None:
        """Args:
        address: the base address; requests to another host fail.
        """
        self._rules = rules
        self._host = urlsplit(address).hostname
        self._resolve = resolve
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends the request to the first of the host's addresses that lets itself be connected to."""
        url = request.url
        port = url.port or (443 if url.scheme == "https" else 80)
        if url.host != self._host:
            raise CallError(ErrorKind.NOT_ALLOWED, "This is not the address of the provider.", "Connect again.")
        targets = allowed_targets(url.host, port, self._rules, self._resolve)
        for target in targets[:-1]:
            try:
                return self._inner.handle_request(_at(request, target))
            except _NOT_CONNECTED:
                continue
        return self._inner.handle_request(_at(request, targets[-1]))

    def close(self) -> None:
        """Closes all connections."""
        self._inner.close()


def _at(request: httpx.Request, target: str) -> httpx.Request:
    """The same request to one IP address, with the host's name in its header and for its certificate."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=target),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
