"""What is wrong with a line's bytes as JSON, before anyone looks at its value."""

import json
import re
from typing import NoReturn

from lib.check.rule import Flaw
from lib.json import codec
from lib.json.lossless import DuplicateKey, loads_exactly

_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

_ENVELOPE_KEYS = (b'"custom_id"', b'"body"')
"""Keys that must not be duplicate: one decides whose answer it is, the other holds the prompt."""


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


def duplicate_key(written: bytes) -> Flaw | None:
    """The flaw of a line with a duplicate key. A reader keeps one of the two values, and nothing else shows it."""
    if not any(written.count(key) > 1 for key in _ENVELOPE_KEYS):
        return None
    try:
        loads_exactly(_bare(written.decode()))
    except DuplicateKey:
        return Flaw("key-twice", "$", "An object in the line has a duplicate key.")
    except ValueError:
        pass
    return None


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
