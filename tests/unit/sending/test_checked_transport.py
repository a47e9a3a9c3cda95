"""A name that changes its meaning after the check reaches nothing, and certificates are checked all the same."""

import datetime
import ssl
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lib.sending import AddressRules, CallError, ErrorKind
from lib.sending.checked_transport import CheckedTransport
from tests.support.local_server import Answer, local_server

ALONE = AddressRules(loopback=True)


def test_a_name_that_leads_home_is_not_called() -> None:
    with local_server(lambda asked: Answer()) as server:
        address = f"http://api.openai.com:{server.port}/v1"
        transport = CheckedTransport(ALONE, address, lambda host, port: ["127.0.0.1"])
        with httpx.Client(transport=transport) as client, pytest.raises(CallError) as caught:
            client.get(f"{address}/models")
        assert caught.value.kind is ErrorKind.NOT_ALLOWED
        assert server.asked == []


def test_another_host_than_the_chosen_one_is_not_called() -> None:
    with local_server(lambda asked: Answer()) as server:
        transport = CheckedTransport(ALONE, "http://localhost/v1")
        with httpx.Client(transport=transport) as client, pytest.raises(CallError) as caught:
            client.get(f"http://127.0.0.1:{server.port}/models")
        assert caught.value.kind is ErrorKind.NOT_ALLOWED
        assert server.asked == []


def test_the_next_address_of_a_name_is_tried() -> None:
    with local_server(lambda asked: Answer(body=b"[]")) as server:
        address = f"http://localhost:{server.port}/v1"
        transport = CheckedTransport(ALONE, address, lambda host, port: ["127.0.0.9", "127.0.0.1"])
        with httpx.Client(transport=transport) as client:
            assert client.post(f"{address}/files", content=iter([b"a", b"b"])).json() == []
        (asked,) = server.asked
        assert asked.headers["Host"] == f"localhost:{server.port}"


@pytest.mark.parametrize(("name", "is_reached"), [("localhost", True), ("other.example", False)])
def test_the_certificate_must_have_the_name_of_the_host(
    name: str, is_reached: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = _certificate(name, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with local_server(lambda asked: Answer(), tls) as server:
        address = f"https://localhost:{server.port}/v1"
        transport = CheckedTransport(ALONE, address, lambda host, port: ["127.0.0.1"])
        with httpx.Client(transport=transport) as client:
            if is_reached:
                assert client.get(f"{address}/models").is_success
                return
            with pytest.raises(httpx.ConnectError):
                client.get(f"{address}/models")
        assert server.asked == []


def _certificate(name: str, folder: Path) -> Path:
    """A key and a certificate for a name, which signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(private + certificate.public_bytes(pem))
    return path
