"""What an image's address in a request must be, and what is wrong with one that a provider cannot open.

OpenAI, Mistral and the others read PNG, JPEG, GIF and WebP (their guides to images, checked in November 2026), at a
web address or as a data URL. Compose and Check ask the same `address_fault`.
"""

import binascii
import re
from typing import NamedTuple
from urllib.parse import urlsplit

_NOT_IMAGES = {
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
"""Endings of files that vision models do not read, even on servers that decode with Pillow, as vLLM does."""

_CONVERTED = re.compile(r"=(?:png|jpe?g|gif|webp|auto)\b", re.IGNORECASE)
"""A setting in an address with which an image server converts a file, such as `fm=png`."""

_FORMATS = {"png", "jpeg", "jpg", "gif", "webp"}
_FIRST_BYTES = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"<svg": "svg+xml",
    b"<?xml": "svg+xml",
}
_FIRST_CHARACTERS = 24

_ANYONE = "Share the image so that anyone can open it without signing in, and copy the address of the image alone."
_PAGES = {
    r"(?:drive|docs)\.google\.com": ("a page of Google Drive", _ANYONE),
    r"photos\.(?:app\.goo\.gl|google\.com)": ("a page of Google Photos", _ANYONE),
    r"(?:www\.)?dropbox\.com": ("a page of Dropbox", "Replace dl=0 at its end by raw=1."),
    r"1drv\.ms|onedrive\.live\.com|[^/]*\.sharepoint\.com": ("a page of OneDrive or SharePoint", _ANYONE),
    r"(?:www\.)?icloud\.com|share\.icloud\.com": ("a page of iCloud", _ANYONE),
    r"we\.tl|wetransfer\.com": ("a page of WeTransfer", _ANYONE),
    r"(?:www\.)?imgur\.com": ("a page of Imgur", "Use the address that begins with i.imgur.com."),
    r"github\.com": ("a page of GitHub", "Use the address of the button Raw."),
    r"(?:www\.)?(?:flickr|instagram|pinterest|facebook)\.com": ("a page with an image", _ANYONE),
    r"[^/]*\.wikipedia\.org|commons\.wikimedia\.org": ("a page of Wikipedia", "Use the address of the original file."),
}
"""Hosts whose usual addresses open a page about the image, with what to do."""

_DOUBTFUL = re.compile(
    rf"\.(?:{'|'.join(_NOT_IMAGES)})(?:[?#]|$)|^https?://(?:[^/@]*@)?(?:{'|'.join(_PAGES)})(?:[:/?#]|$)|^https?://\[",
    re.IGNORECASE,
)
"""Addresses that can open something other than an image; the others need no closer look."""

_DIRECT = re.compile(
    r"[?&](?:raw=(?:1|true)|dl=1|export=(?:download|view)|download=1)|/uc\?|/thumbnail\?|Special:FilePath", re.I
)
"""Parts of an address on such a host that opens the image itself."""

_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_DATA = re.compile(r"data:image/([\w.+-]+);base64,[A-Za-z0-9+/]+={0,2}", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{40,}={0,2}")
_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\|file:|~/|\.{0,2}/(?!/)|[\w .-]+\\", re.IGNORECASE)
_FILE_NAME = re.compile(r"[^\s:?*]+\.(?:png|jpe?g|gif|webp|bmp|tiff?|heic|svg)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:www\.|[\w-]+\.(?:com|org|net|io|de|co|eu|uk|fr|it|es|nl|ch|at|jp|cn|ru|br|in|edu|gov)/)", re.IGNORECASE
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class AddressFault(NamedTuple):
    """Why no provider can read an image at an address."""

    words: str
    """The end of a sentence that begins with the address."""

    hint: str = ""
    """What to do, as a sentence. Empty: replace the address."""


def address_fault(address: str) -> AddressFault | None:
    """Why no provider can read an image at this address; None for a web address or a data URL of an image.

    >>> address_fault("7.png").words, address_fault("https://example.com/7.png")
    ('is a file on a computer', None)
    """
    if data := _DATA.fullmatch(address):
        return _format_fault(data[1].lower())
    if _WEB.fullmatch(address):
        return _web_fault(address)
    if _BASE64.fullmatch(address) and (image_format(address) or not is_path(address)):
        hint = "Write data:image/png;base64, or another kind of image in front of it."
        return AddressFault("is base64 without its kind of image", hint)
    if is_path(address) or (_FILE_NAME.fullmatch(address) and not _HOST.match(address)):
        hint = "A provider cannot open it. Upload the image and use its web address (https://)."
        return AddressFault("is a file on a computer", hint)
    if _HOST.match(address):
        return AddressFault("has no https:// at its beginning", "Put https:// in front of the address.")
    if address[:5].lower() == "data:":
        hint = 'It must begin with "data:image/png;base64," or another kind of image, and be whole.'
        return AddressFault("is not an image as a data URL", hint)
    if _SCHEME.match(address):
        hint = "Use a web address that begins with https:// and that anyone can open."
        return AddressFault("is not a web address", hint)
    return AddressFault("is neither a web address nor an image as a data URL")


def image_format(base64: str) -> str | None:
    """The format of an image by its first bytes: png, jpeg, gif, webp or svg+xml; None for anything else."""
    try:
        start = binascii.a2b_base64(base64[:_FIRST_CHARACTERS])
    except binascii.Error:
        return None
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "webp"
    return next((kind for first, kind in _FIRST_BYTES.items() if start.startswith(first)), None)


def is_path(text: str) -> bool:
    """Whether a text begins as the path of a file on a computer does."""
    return _PATH.match(text) is not None


def has_scheme(address: str) -> bool:
    """Whether a text begins as any kind of address does."""
    return _SCHEME.match(address) is not None


def _format_fault(kind: str) -> AddressFault | None:
    """What is wrong with the format of a data URL."""
    if kind in _FORMATS:
        return None
    name = _NOT_IMAGES["svg"] if kind.startswith("svg") else f"an image of the format {kind}"
    return _not_read(name)


def _web_fault(address: str) -> AddressFault | None:
    if not _DOUBTFUL.search(address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return AddressFault("is not a web address")
    ending = parts.path.rpartition(".")[2].lower()
    if ending in _NOT_IMAGES and not _CONVERTED.search(parts.query):
        return _not_read(_NOT_IMAGES[ending])
    if _DIRECT.search(address):
        return None
    for pattern, (page, hint) in _PAGES.items():
        if re.fullmatch(pattern, host) and _is_page(host, parts.path):
            return AddressFault(f"is {page}, not an image", hint)
    return None


def _is_page(host: str, path: str) -> bool:
    """Whether a path on a host of pages is one. GitHub and Imgur have addresses of images beside them."""
    if host == "github.com":
        return "/blob/" in path
    if host.endswith(("wikipedia.org", "wikimedia.org")):
        return path.startswith("/wiki/")
    return True


def _not_read(kind: str) -> AddressFault:
    return AddressFault(f"is {kind}; providers read PNG, JPEG, GIF and WebP", "Save it as PNG or JPEG.")
