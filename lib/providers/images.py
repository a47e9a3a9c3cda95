"""What is wrong with the address of an image in a request."""

import re
from urllib.parse import urlsplit

NOT_IMAGES = {
    "svg": "an SVG drawing",
    "svgz": "an SVG drawing",
    "pdf": "a PDF",
    "heic": "a HEIC photo",
    "heif": "a HEIC photo",
    "doc": "a document",
    "docx": "a document",
    "psd": "a Photoshop file",
    "eps": "an EPS drawing",
    "mp4": "a video",
    "mov": "a video",
}
"""Endings of files that vision models do not read. OpenAI takes PNG, JPEG, WebP and GIF (its guide to images, checked
in November 2026), and servers that decode with Pillow, as vLLM does, read none of these either."""

_CONVERTED = re.compile(r"=(?:png|jpe?g|gif|webp|auto)\b", re.IGNORECASE)
"""A setting in an address with which an image server converts a file, such as `fm=png`."""

_FORMATS = {"png", "jpeg", "jpg", "gif", "webp"}
_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_DATA = re.compile(r"data:image/([\w.+-]+);base64,[A-Za-z0-9+/]+={0,2}", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{40,}={0,2}")
_PATH = re.compile(r"file:|[A-Za-z]:[\\/]|[./~\\]|[^:/\s]+\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|heic)$", re.IGNORECASE)


def address_fault(address: str) -> str:
    """Why no provider can read an image at this address, to follow it; empty for a web address or a data URL.

    >>> address_fault("7.png"), address_fault("https://example.com/7.png")
    ('is a file on a computer, which the provider cannot open', '')
    """
    if data := _DATA.fullmatch(address):
        kind = data[1].lower()
        return "" if kind in _FORMATS else f"is an image of the format {kind}; providers read PNG, JPEG, GIF and WebP"
    if _WEB.fullmatch(address):
        return _web_fault(address)
    if _BASE64.fullmatch(address):
        return "is base64 alone; write data:image/png;base64, or another kind of image in front of it"
    if _PATH.match(address):
        return "is a file on a computer, which the provider cannot open"
    return "is neither a web address nor an image as a data URL"


def other_file(address: str) -> str:
    """What a web address leads to if it is surely not an image for a provider; empty otherwise.

    Raises:
        ValueError: it is not a web address.

    >>> other_file("https://a.example/7.svg"), other_file("https://a.example/7.svg?fm=png")
    ('an SVG drawing', '')
    """
    parts = urlsplit(address)
    return "" if _CONVERTED.search(parts.query) else NOT_IMAGES.get(parts.path.rpartition(".")[2].lower(), "")


def _web_fault(address: str) -> str:
    try:
        kind = other_file(address)
    except ValueError:
        return "is not a web address"
    return f"is {kind}; providers read PNG, JPEG, GIF and WebP" if kind else ""
