"""The number format of each cell style of an XLSX file."""

import re
from collections.abc import Iterator
from html import unescape

from lib.sheets.format_codes import format_code

_NUMBER_FORMAT = re.compile(r"<(?:\w+:)?numFmt\b[^>]*>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\b[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*("[^"]*"|'[^']*')""")


def style_formats(styles: bytes) -> tuple[str, ...]:
    """The code of the number format of each style, by the number that cells name it by."""
    own = {
        int(tag["numFmtId"]): tag["formatCode"]
        for tag in tags(_NUMBER_FORMAT, styles)
        if tag.get("numFmtId", "").isdecimal() and "formatCode" in tag
    }
    found = _STYLES.search(styles)
    numbers = (tag.get("numFmtId", "0") for tag in tags(_STYLE, found[0] if found else b""))
    return tuple(format_code(int(number) if number.isdecimal() else 0, own) for number in numbers)


def tags(pattern: re.Pattern[str], xml: bytes) -> Iterator[dict[str, str]]:
    """The attributes of each such tag, in any order and with either kind of quotation marks."""
    for tag in pattern.findall(xml.decode("utf-8", "replace")):
        yield {name.rpartition(":")[2]: unescape(value[1:-1]) for name, value in _ATTRIBUTE.findall(tag)}
