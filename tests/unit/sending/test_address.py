"""Only known hosts are called, encrypted, and never inside a private network."""

from urllib.parse import urlsplit

import httpx
import pytest

from lib.providers.batch_services import BATCH_SERVICES, BatchService
from lib.sending import AddressRules, CallError, ErrorKind
from lib.sending.address import allowed_targets, checked_address, provider_of_host

TEAM = AddressRules()
ALONE = AddressRules(loopback=True)
NAMED = AddressRules(hosts=frozenset(("llm.example.com", "gateway.example.com:8443")))


@pytest.mark.parametrize(
    ("text", "rules", "address"),
    [
        ("https://api.openai.com/v1", TEAM, "https://api.openai.com/v1"),
        ("  https://API.OpenAI.com/v1/ ", TEAM, "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/chat/completions", TEAM, "https://api.openai.com/v1"),
        ("https://api.openai.com:443/v1", TEAM, "https://api.openai.com:443/v1"),
        ("https://my-team.openai.azure.com/openai/v1/", TEAM, "https://my-team.openai.azure.com/openai/v1"),
        ("https://llm.example.com/v1", NAMED, "https://llm.example.com/v1"),
        ("https://gateway.example.com:8443/v1", NAMED, "https://gateway.example.com:8443/v1"),
        ("http://localhost:8000/v1", ALONE, "http://localhost:8000/v1"),
        ("http://127.0.0.1:8000", ALONE, "http://127.0.0.1:8000"),
        ("http://[::1]:8000/v1", ALONE, "http://[::1]:8000/v1"),
    ],
)
def test_allowed_addresses(text: str, rules: AddressRules, address: str) -> None:
    assert checked_address(text, rules) == address
    assert httpx.URL(address).host == urlsplit(address).hostname


@pytest.mark.parametrize(
    ("text", "rules", "kind"),
    [
        ("", TEAM, ErrorKind.WRONG_ADDRESS),
        ("api.openai.com/v1", TEAM, ErrorKind.WRONG_ADDRESS),
        ("ftp://api.openai.com/v1", TEAM, ErrorKind.WRONG_ADDRESS),
        ("https://api.openai.com:port/v1", TEAM, ErrorKind.WRONG_ADDRESS),
        ("https://user:word@api.openai.com/v1", TEAM, ErrorKind.WRONG_ADDRESS),
        ("https://api.openai.com@evil.example/v1", TEAM, ErrorKind.WRONG_ADDRESS),
        ("https://api.openai.com\\@evil.example/v1", TEAM, ErrorKind.WRONG_ADDRESS),
        ("https://api.openai.com/v1?to=evil.example", TEAM, ErrorKind.WRONG_ADDRESS),
        ("https://api.openai.com/v1#x", TEAM, ErrorKind.WRONG_ADDRESS),
        ("https://api.openai.com/v1\r\nHost: evil.example", TEAM, ErrorKind.WRONG_ADDRESS),
        ("https://RESOURCE.openai.azure.com/openai/v1", TEAM, ErrorKind.WRONG_ADDRESS),
        ("http://api.openai.com/v1", TEAM, ErrorKind.NOT_ALLOWED),
        ("https://api.openai.com.evil.example/v1", TEAM, ErrorKind.NOT_ALLOWED),
        ("https://evilopenai.azure.com/v1", TEAM, ErrorKind.NOT_ALLOWED),
        ("https://api.openai.com:8443/v1", TEAM, ErrorKind.NOT_ALLOWED),
        ("https://llm.example.com/v1", TEAM, ErrorKind.NOT_ALLOWED),
        ("https://llm.example.com:8443/v1", NAMED, ErrorKind.NOT_ALLOWED),
        ("http://llm.example.com/v1", NAMED, ErrorKind.NOT_ALLOWED),
        ("http://localhost:8000/v1", TEAM, ErrorKind.NOT_ALLOWED),
        ("https://127.0.0.1/v1", NAMED, ErrorKind.NOT_ALLOWED),
        ("http://169.254.169.254/latest", ALONE, ErrorKind.NOT_ALLOWED),
        ("http://2130706433/v1", ALONE, ErrorKind.NOT_ALLOWED),
        ("https://10.0.0.1/v1", ALONE, ErrorKind.NOT_ALLOWED),
    ],
)
def test_rejected_addresses(text: str, rules: AddressRules, kind: ErrorKind) -> None:
    with pytest.raises(CallError) as caught:
        checked_address(text, rules)
    assert caught.value.kind is kind


@pytest.mark.parametrize("service", BATCH_SERVICES.values(), ids=list(BATCH_SERVICES))
def test_every_address_of_the_data_is_allowed(service: BatchService) -> None:
    for address in service.addresses:
        own = address.replace("RESOURCE", "team")
        assert checked_address(own, TEAM) == own
        assert provider_of_host(urlsplit(own).hostname or "") == service.provider


PUBLIC = "93.184.216.34"


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::6810:85e5", "64:ff9b::5db8:d822", "::ffff:5db8:d822"])
def test_public_targets(address: str) -> None:
    assert allowed_targets("api.openai.com", 443, TEAM, lambda host, port: [address]) == [address]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00:ec2::254", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1"),
    ],
)
def test_private_targets(address: str) -> None:
    for rules in (TEAM, ALONE, NAMED):
        for found in ([address], [PUBLIC, address]):
            with pytest.raises(CallError) as caught:
                allowed_targets("api.openai.com", 443, rules, lambda host, port, found=found: found)
            assert caught.value.kind is ErrorKind.NOT_ALLOWED


def test_this_machine_is_called_only_if_the_rules_allow_it() -> None:
    assert allowed_targets("localhost", 80, ALONE, lambda host, port: ["::1", "127.0.0.1"]) == ["::1", "127.0.0.1"]
    for rules, found in ((TEAM, "127.0.0.1"), (ALONE, "10.0.0.1"), (ALONE, PUBLIC)):
        with pytest.raises(CallError) as caught:
            allowed_targets("localhost", 80, rules, lambda host, port, found=found: [found])
        assert caught.value.kind is ErrorKind.NOT_ALLOWED


def test_an_unknown_name_is_unreachable() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(CallError) as caught:
        allowed_targets("api.openai.com", 443, TEAM, unknown)
    assert caught.value.kind is ErrorKind.UNREACHABLE
