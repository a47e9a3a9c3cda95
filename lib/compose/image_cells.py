"""The images in a cell: their addresses, and what to do about those that a provider cannot open.

Blanks and line breaks separate addresses. A comma, semicolon or bar does so too where a blank or another address
follows; anywhere else it is part of the address. Before an address, a bullet, a number or an "and" only separates.
"""

import binascii
import json
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from lib.common.phrasing import shorten
from lib.providers.images import NOT_IMAGES, other_file

_SHOWN = 61
"""Characters of a cell in a message."""

_DATA_URL = r"(?i:data:image/[\w.+-]+;base64,)[A-Za-z0-9+/]+={0,2}"
_IMAGE = re.compile(rf"(?i:https?://)[^\s/]+\S*|{_DATA_URL}")
_ONE = re.compile(rf"(?i:https?://)[^\s/,;|、，；،\"'`<>][^\s,;|、，；،\"'`<>]*|{_DATA_URL}")
"""A cell that is one address without any sign of a list: nearly every cell."""

_STARTS = r"https?://|data:|www\.|ftp://|file:|s3://|gs://"
_NEXT = rf"(?=[\"'<]?(?:{_STARTS}))"
_BETWEEN = re.compile(
    rf"(?:^|[,;|、，；،]*\s+)(?:[/&•·+*-]|and|or|\d{{1,3}}[.)])\s+{_NEXT}"
    rf"|[,;|、，；،]*\s+[,;|、，；،]*\s*|[,;|、，；،]+{_NEXT}",
    re.IGNORECASE,
)
_AROUND = "\"'`<>,;|、，；،"
_DATA = re.compile(r"(?:data:image/[\w.+-]+;base64,)?\s*(?P<base64>[A-Za-z0-9+/\s]{64,}={0,2})\s*", re.IGNORECASE)
_FIRST_CHARACTERS = 24

_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\|file:|~/|\.{0,2}/(?!/)|[\w .-]+\\", re.IGNORECASE)
_FILE_NAME = re.compile(r"[^\s:?*]+\.(?:png|jpe?g|gif|webp|bmp|tiff?|heic|svg)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:www\.|[\w-]+\.(?:com|org|net|io|de|co|eu|uk|fr|it|es|nl|ch|at|jp|cn|ru|br|in|edu|gov)/)", re.IGNORECASE
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

_ANYONE = "Share the image so that anyone can open it without signing in, and copy the address of the image alone."
_SHARE_PAGES = {
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
    rf"\.(?:{'|'.join(NOT_IMAGES)})(?:[?#]|$)|^https?://(?:[^/@]*@)?(?:{'|'.join(_SHARE_PAGES)})(?:[:/?#]|$)",
    re.IGNORECASE,
)
"""Addresses that can open something other than an image; the others need no closer look."""

_DIRECT = re.compile(
    r"[?&](?:raw=(?:1|true)|dl=1|export=(?:download|view)|download=1)|/uc\?|/thumbnail\?|Special:FilePath", re.I
)
"""Parts of an address on such a host that opens the image itself."""


class CellFault(NamedTuple):
    """Why a cell cannot be used."""

    message: str
    hint: str = "Fix the cell or leave the row out."


def image_addresses(cell: str) -> list[str]:
    """The addresses in a cell, in order.

    Base64 alone gets the beginning of a data URL if its first bytes are those of an image.

    >>> image_addresses("https://a.example/1.png, https://a.example/2,3.png")
    ['https://a.example/1.png', 'https://a.example/2,3.png']
    """
    text = cell.strip()
    if _ONE.fullmatch(text):
        return [text]
    if (listed := _json_list(text)) is not None:
        return listed
    if (data := _DATA.fullmatch(text)) is not None:
        return [_data_url(text, data["base64"])]
    pieces = (piece.strip(_AROUND) if _IMAGE.match(piece.lstrip(_AROUND)) else piece for piece in _BETWEEN.split(text))
    return [_data_url(piece, piece) if _DATA.fullmatch(piece) else piece for piece in pieces if piece.strip(_AROUND)]


def _json_list(text: str) -> list[str] | None:
    if not text.startswith("["):
        return None
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, list) and all(isinstance(value, str) for value in values) else None


def _data_url(text: str, base64: str) -> str:
    """Base64 on one line, after the beginning that it has or that its first bytes prove; else the text as it is."""
    joined = "".join(base64.split())
    if text[:5].lower() == "data:":
        return "".join(text.split())
    kind = image_kind(joined)
    return f"data:image/{kind};base64,{joined}" if kind else text


def image_kind(base64: str) -> str | None:
    """The kind of an image by its first bytes: png, jpeg, gif, webp or svg+xml; None for anything else."""
    try:
        start = binascii.a2b_base64(base64[:_FIRST_CHARACTERS])
    except binascii.Error:
        return None
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "webp"
    kinds = {
        b"\x89PNG\r\n\x1a\n": "png",
        b"\xff\xd8\xff": "jpeg",
        b"GIF8": "gif",
        b"<svg": "svg+xml",
        b"<?xml": "svg+xml",
    }
    return next((kind for first, kind in kinds.items() if start.startswith(first)), None)


def is_completed(cell: str) -> bool:
    """Whether a cell has base64 alone, which `image_addresses` completes to a data URL."""
    return ":" not in cell[:40] and any(address.startswith("data:image/") for address in image_addresses(cell))


def is_image_address(address: str) -> bool:
    """Whether a text is a web address or an image as a data URL. Providers take nothing else."""
    return _IMAGE.fullmatch(address) is not None


def image_fault(cell: str) -> CellFault | None:
    """The first thing in a cell that is not an image for a provider; None if there is none."""
    text = cell.strip()
    if _ONE.fullmatch(text):
        return _web_fault(text)
    if _PATH.match(text):
        return _local_file(text)
    before = ""
    for address in image_addresses(cell):
        fault = _web_fault(address) if is_image_address(address) else _other_fault(address, before)
        if fault:
            return fault
        before = address
    return None


def _web_fault(address: str) -> CellFault | None:
    """What is wrong with a web address or a data URL."""
    if address[:5].lower() == "data:":
        is_svg = address[5:].lower().startswith("image/svg")
        return _not_an_image("the image", NOT_IMAGES["svg"]) if is_svg else None
    if not _DOUBTFUL.search(address):
        return None
    try:
        kind, parts = other_file(address), urlsplit(address)
    except ValueError:
        return CellFault(f"{_shown(address)} is not a web address")
    if kind:
        return _not_an_image(_shown(address), kind)
    if _DIRECT.search(address):
        return None
    for host, (page, hint) in _SHARE_PAGES.items():
        if re.fullmatch(host, parts.hostname or "") and _is_page(parts.hostname or "", parts.path):
            return CellFault(f"{_shown(address)} is {page}, not an image", hint)
    return None


def _is_page(host: str, path: str) -> bool:
    """Whether a path on a host of pages is one. GitHub and Imgur have addresses of images beside them."""
    if host == "github.com":
        return "/blob/" in path
    if host.endswith(("wikipedia.org", "wikimedia.org")):
        return path.startswith("/wiki/")
    return True


def _other_fault(text: str, before: str) -> CellFault:
    """What a text is that is neither a web address nor a data URL."""
    if _PATH.match(text):
        return _local_file(text)
    if _HOST.match(text):
        return CellFault(f"{_shown(text)} has no https:// at its beginning", "Put https:// in front of the address.")
    if before.lower().startswith("http") and not _SCHEME.match(text):
        return CellFault(f"{_shown(text)} follows an address after a space", "Write %20 for a space in an address.")
    if _FILE_NAME.fullmatch(text):
        return _local_file(text)
    if _DATA.fullmatch(text):
        return CellFault("the cell has base64 that is not an image", "Fix the cell or leave the row out.")
    if text[:5].lower() == "data:":
        hint = 'It must begin with "data:image/png;base64," or another kind of image, and be whole.'
        return CellFault(f"{_shown(text)} is not an image as a data URL", hint)
    if _SCHEME.match(text):
        hint = "Use a web address that begins with https:// and that anyone can open."
        return CellFault(f"{_shown(text)} is not a web address", hint)
    return CellFault(f"{_shown(text)} is neither a web address nor an image as a data URL")


def _local_file(text: str) -> CellFault:
    hint = "A provider cannot open it. Upload the image and use its web address (https://)."
    return CellFault(f"{_shown(text)} is a file on a computer", hint)


def _not_an_image(subject: str, kind: str) -> CellFault:
    return CellFault(f"{subject} is {kind}, which providers do not read", "Save it as PNG or JPEG.")


def _shown(text: str) -> str:
    return f'"{shorten(text, _SHOWN)}"'
