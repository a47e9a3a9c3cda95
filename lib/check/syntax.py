"""What is wrong with a line's bytes as JSON, before anyone looks at its value."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from lib.check.broken_line import BROKEN_DETAILS
from lib.check.rule import Flaw
from lib.common.phrasing import listed_names, shorten
from lib.json import codec
from lib.json.duplicate_keys import DuplicateMember, duplicate_members
from lib.json.paths import quoted
from lib.json.tolerant import doubt_about

_DUPLICATES = {
    "key-twice": "The line has more than one {} in one object, with the same value.",
    "key-differs": "The line has more than one {} in one object, with different values. Providers take the last: {}",
}
_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def syntax_flaw(written: bytes, damage: codec.Damage) -> Flaw:
    """What is wrong with a line that is not JSON, or that the reader had to repair."""
    try:
        text = written.decode()
    except UnicodeDecodeError:
        return Flaw("broken-text", "$", "Some bytes are not UTF-8.")
    if damage == "not-json":
        return Flaw("not-json", "$", _json_error(text))
    try:
        json.loads(_bare(text), parse_constant=_reject, parse_int=float)
    except ValueError:
        return Flaw("not-json", "$", "NaN and Infinity are not JSON. Python writes them where a number is missing.")
    if _LONE_SURROGATE.search(written):
        return Flaw("half-character", "$", "The line has damaged text: half of a character is missing.")
    return Flaw("not-json", "$", "A number is too large.")


def duplicate_flaws(text: str, value: Any) -> Iterator[Flaw]:
    """The flaws of duplicate keys in a line, also where the line or its body is a text that contains JSON.

    A reader keeps one of the values, and nothing else shows it.
    """
    found = [one for inner in _json_texts(text, value) for one in _duplicates(inner)]
    for slug, fix, ones in (
        ("key-twice", "one-key", [one for one in found if one.is_equal]),
        ("key-differs", "last-key", [one for one in found if not one.is_equal]),
    ):
        if ones:
            keys = listed_names(dict.fromkeys(quoted(one.key) for one in ones))
            yield Flaw(slug, "$", _DUPLICATES[slug].format(keys, shorten(ones[-1].last, 40)), fix)


def _json_texts(text: str, value: Any) -> Iterator[str]:
    """The line, and the JSON in it that is written as text."""
    body = value.get("body") if isinstance(value, dict) else None
    yield text
    if isinstance(value, str):
        yield from _json_texts(value, codec.loads(value.encode("utf-8", "replace"))[0])
    elif isinstance(body, str):
        yield body


def _duplicates(text: str) -> Sequence[DuplicateMember]:
    try:
        return duplicate_members(text)
    except ValueError:
        return ()


def _bare(text: str) -> str:
    """A line without the mark before it and the comma after it."""
    return text.strip().removeprefix("\ufeff").removesuffix(",")


def _reject(_: str) -> NoReturn:
    raise ValueError


def _json_error(text: str) -> str:
    """Where a line stops being JSON."""
    try:
        json.loads(text)
    except RecursionError:
        return "The line is nested too deeply."
    except json.JSONDecodeError as error:
        near = text[error.pos :][:20].strip()
        doubt = doubt_about(_bare(text))
        if not near:
            return "The line breaks off." if doubt else BROKEN_DETAILS["json-bracket-place"]
        return f"{doubt or BROKEN_DETAILS['json-bracket-place']} See character {error.pos + 1:,}: {near}"
    except ValueError:
        return "A number has too many digits."
    return "The line is not JSON."
