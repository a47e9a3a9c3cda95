"""What is wrong with a line's bytes as JSON, before anyone looks at its value."""

import json
import re
from contextlib import suppress
from typing import Any, NoReturn

from lib.check.rule import Flaw
from lib.common.phrasing import listed_names
from lib.json import codec
from lib.json.paths import quoted

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
        json.loads(_bare(text), parse_constant=_reject)
    except ValueError:
        return Flaw("not-json", "$", "NaN and Infinity are not JSON. Python writes them where a number is missing.")
    if _LONE_SURROGATE.search(written):
        return Flaw("half-character", "$", "The line has damaged text: half of a character is missing.")
    return Flaw("not-json", "$", "A number is too large.")


def has_spaced_colons(data: bytes) -> bool:
    """Whether a space may follow a key, as in `"a" : 1`; `has_only_keys` counts too few keys then."""
    return b'" :' in data or (b"\t" in data and b'"\t:' in data)


def has_only_keys(data: bytes, start: int, stop: int, keys: int) -> bool:
    """Whether a line writes exactly so many keys, so that none is duplicate. Ten times as fast as reading them."""
    colons = data.count(b'":', start, stop)  # keys, and quotes before a colon inside texts
    return colons == keys or colons - data.count(b'\\":', start, stop) == keys


def duplicate_key(written: bytes) -> Flaw | None:
    """The flaw of a line with duplicate keys. A reader keeps one of the values, and nothing else shows it."""
    twice: dict[str, None] = {}

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.update(dict.fromkeys(key for key in value if keys.count(key) > 1))
        return value

    with suppress(ValueError, RecursionError):
        json.loads(_bare(written.decode("utf-8", "replace")), object_pairs_hook=note, parse_int=float)
    if not twice:
        return None
    keys = listed_names([quoted(key) for key in reversed(twice)])
    return Flaw("key-twice", "$", f"The line has more than one {keys} in one object. Most readers take the last.")


def keys_in(value: Any) -> int:
    """The number of keys in a value, at every level."""
    if isinstance(value, dict):
        return len(value) + sum(map(keys_in, value.values()))
    return sum(map(keys_in, value)) if isinstance(value, list) else 0


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
        return f"The line is not JSON at character {error.pos + 1:,}: {near}" if near else "The line breaks off."
    except ValueError:
        return "A number has too many digits."
    return "The line is not JSON."
