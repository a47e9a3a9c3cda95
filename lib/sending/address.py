"""Which addresses Batchdesk may call: the providers' own, those that an administrator names, or this machine.

On a team's server, an address that a person types makes that server call it. So hosts are fixed, the connection is
encrypted, and what a name resolves to is checked too: it is never inside the server's own network.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from lib.providers.batch_services import BATCH_SERVICES
from lib.sending.call_error import CallError, ErrorKind

Resolve = Callable[[str, int], Sequence[str]]
"""Turns a host and a port into its IP addresses, best first; raises OSError if the name is unknown."""

_ENDPOINTS = ("/batches", "/files", "/chat/completions", "/models", "/embeddings")
_PLACEHOLDER = "RESOURCE"
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What this installation may call."""

    hosts: frozenset[str] = frozenset()
    """Hosts that the administrator names beside the providers' own, as `host` or `host:port`, in small letters."""

    loopback: bool = False
    """Whether servers on this machine may be called: only if the app's user sits at it."""


def checked_address(text: str, rules: AddressRules) -> str:
    """The base address in a person's text, without a slash at its end.

    An endpoint at the end, which people copy along, is removed.

    Raises:
        CallError: `WRONG_ADDRESS` if it is not an address; `NOT_ALLOWED` if these rules exclude it.

    >>> checked_address(" https://api.openai.com/v1/batches ", AddressRules())
    'https://api.openai.com/v1'
    """
    text = text.strip().rstrip("/")
    for endpoint in _ENDPOINTS:
        text = text.removesuffix(endpoint)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _not_an_address() from None
    if _PLACEHOLDER in text:
        message = f"The address has the word {_PLACEHOLDER} in it."
        raise CallError(ErrorKind.WRONG_ADDRESS, message, "Write the name of your own resource instead.")
    host = parts.hostname or ""
    if not host or parts.scheme not in ("http", "https") or parts.query or parts.fragment or "@" in parts.netloc:
        raise _not_an_address()
    if any(not "!" <= character <= "~" or character in '"<>\\^`{|}' for character in text):
        raise _not_an_address()
    _check_host(parts.scheme, host, port, rules)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _not_an_address() -> CallError:
    return CallError(
        ErrorKind.WRONG_ADDRESS, "This is not a base address.", "It looks like https://api.example.com/v1."
    )


def _check_host(scheme: str, host: str, port: int | None, rules: AddressRules) -> None:
    if is_loopback(host):
        if not rules.loopback:
            message = "Batchdesk may not call servers on its own machine here."
            raise CallError(ErrorKind.NOT_ALLOWED, message, "Choose a provider from the list.")
        return
    if not _is_known(host, port, rules):
        message = f"Batchdesk does not send to {host}, since it is not a known provider."
        raise CallError(ErrorKind.NOT_ALLOWED, message, "An administrator can allow this host.")
    if scheme != "https":
        raise CallError(ErrorKind.NOT_ALLOWED, "The address is not encrypted.", "Begin it with https://.")


def _is_known(host: str, port: int | None, rules: AddressRules) -> bool:
    if port in (None, 443):
        return host in rules.hosts or f"{host}:443" in rules.hosts or provider_of_host(host) is not None
    return f"{host}:{port}" in rules.hosts


def provider_of_host(host: str) -> str | None:
    """The provider that has this host, in small letters; None if no known provider has it."""
    for service in BATCH_SERVICES.values():
        hosts = {urlsplit(address).hostname for address in service.addresses}
        if host in hosts or host.endswith(service.host_endings):
            return service.provider
    return None


def is_loopback(host: str) -> bool:
    """Whether a host, as it is written, is this machine.

    >>> is_loopback("localhost"), is_loopback("127.0.0.2"), is_loopback("::1"), is_loopback("api.openai.com")
    (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def resolve_host(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the system's order, each once.

    Raises:
        OSError: the name is unknown.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def allowed_targets(host: str, port: int, rules: AddressRules, resolve: Resolve = resolve_host) -> list[str]:
    """The IP addresses of a host that may be connected to, best first.

    A name with one address inside a private network is not called at all: its owner may move it there at will.

    Raises:
        CallError: `UNREACHABLE` if the name is unknown; `NOT_ALLOWED` if it leads to this machine or into a private
            network.
    """
    try:
        found = [ip_address(address.partition("%")[0]) for address in resolve(host, port)]
    except (OSError, ValueError):
        found = []
    if not found:
        message = f"The address {host} was not found."
        raise CallError(ErrorKind.UNREACHABLE, message, "Check the address and your connection to the internet.")
    here = rules.loopback and is_loopback(host)
    if not all(_real(address).is_loopback if here else _is_public(address) for address in found):
        message = f"The address {host} leads into a private network, which Batchdesk does not call."
        raise CallError(ErrorKind.NOT_ALLOWED, message, "Choose a provider from the list.")
    return [str(address) for address in found]


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    real = _real(address)
    return real.is_global and not real.is_multicast and not real.is_reserved


def _real(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 address that only carries one."""
    if isinstance(address, IPv4Address):
        return address
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
