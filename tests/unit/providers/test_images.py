"""The addresses of images that providers can read."""

from base64 import b64encode

import pytest

from lib.providers.images import address_fault, image_format

IMAGES = [
    ("https://example.org/a.png", True),
    ("HTTP://example.org", True),
    ("data:image/png;base64,iVBORw0KGgo=", True),
    ("data:image/svg+xml;base64,AA==", False),
    ("https://example.org/logo.svg?v=2", False),
    ("https://example.org/svg", True),
    ("https://example.org/logo.svg?w=200&fm=png", True),
    ("https://example.org/page.pdf?format=JPG", True),
    ("https://example.org/logo.svg?name=pngs", False),
    ("data:image/png;base64,", False),
    ("data:image/png;base64,AA===", False),
    ("data:text/plain;base64,AAAA", False),
    ("data:image/png,raw", False),
    ("https://", False),
    ("https:///a.png", False),
    ("ftp://example.org/a.png", False),
    ("C:\\photos\\a.png", False),
    ("a.png", False),
    ("", False),
    ("https://www.dropbox.com/s/x/a.png?dl=0", False),
    ("https://www.dropbox.com/s/x/a.png?raw=1", True),
    ("data:image/bmp;base64,AAAA", False),
    ("https://[broken/a.png", False),
]


@pytest.mark.parametrize(("address", "taken"), IMAGES)
def test_an_image_has_an_address_that_providers_can_read(address: str, taken: bool) -> None:
    assert (address_fault(address) is None) is taken


def test_a_jpeg_as_base64_is_not_a_path() -> None:
    jpeg = b64encode(b"\xff\xd8\xff\xe0" + bytes(60)).decode()
    assert jpeg.startswith("/9j/")
    for text, part in ((jpeg, "base64"), ("/home/me/a.png", "a file on a computer")):
        fault = address_fault(text)
        assert fault is not None
        assert part in fault.words


@pytest.mark.parametrize(
    ("first", "kind"),
    [(b"GIF89a", "gif"), (b"RIFF\0\0\0\0WEBPVP8 ", "webp"), (b"RIFF\0\0\0\0WAVE", None), (b"\x89PNX", None)],
)
def test_the_first_bytes_show_the_format(first: bytes, kind: str | None) -> None:
    assert image_format(b64encode(first + bytes(60)).decode()) == kind
