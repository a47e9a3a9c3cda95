"""The images in a cell: their addresses, and what to do about those that a provider cannot open.

Blanks and line breaks separate addresses. A comma, semicolon or bar does so too where a blank or another address
follows; anywhere else it is part of the address. Before an address, a bullet, a number or an "and" only separates.
"""

import json
import re
from typing import NamedTuple

from lib.common.phrasing import shorten
from lib.providers.images import address_fault, has_scheme, image_format, is_path

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
    if is_path(text):  # in which a blank separates nothing
        return [text]
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
    kind = image_format(joined)
    return f"data:image/{kind};base64,{joined}" if kind else text


def is_completed(cell: str) -> bool:
    """Whether a cell has base64 alone, which `image_addresses` completes to a data URL."""
    return ":" not in cell[:40] and any(address.startswith("data:image/") for address in image_addresses(cell))


def image_fault(cell: str) -> CellFault | None:
    """The first thing in a cell that is not an image for a provider; None for a blank cell or images alone."""
    addresses = image_addresses(cell)
    if not addresses and cell.strip():
        return CellFault(f"{_shown(cell.strip())} contains no image")
    before = ""
    for address in addresses:
        if fault := _fault_after(address, before):
            return fault
        before = address
    return None


def _fault_after(address: str, before: str) -> CellFault | None:
    """What is wrong with an address that follows another one in its cell."""
    fault = address_fault(address)
    if fault is None:
        return None
    if before.lower().startswith("http") and not has_scheme(address) and not address.lower().startswith("www."):
        return CellFault(f"{_shown(address)} follows an address after a space", "Write %20 for a space in an address.")
    if _DATA.fullmatch(address) and address[:5].lower() != "data:":
        return CellFault("the cell has base64 that is not an image")
    return CellFault(f"{_shown(address)} {fault.words}", fault.hint or CellFault("").hint)


def _shown(text: str) -> str:
    return f'"{shorten(text, _SHOWN)}"'
