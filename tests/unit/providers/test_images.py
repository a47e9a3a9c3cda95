"""The addresses of images that providers can read."""

import pytest

from lib.providers.images import address_fault

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
]


@pytest.mark.parametrize(("address", "taken"), IMAGES)
def test_an_image_has_an_address_that_providers_can_read(address: str, taken: bool) -> None:
    assert (address_fault(address) == "") is taken
