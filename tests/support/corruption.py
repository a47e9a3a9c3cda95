"""Corrupt copies of a file: a seed decides how its bytes or its JSON are damaged."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

HOSTILE: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 10**30, -(10**400), 1e308, float("nan"), float("inf")),
    *("", " ", "\0", "\ud800", "\u2028", "é" * 300, "=1+1", "007", "1e400", "[", '{"a": 1}', "{{", "{{review}}"),
    *([], {}, [[]], [None], [{}], {"": ""}, {"custom_id": "a"}, {"error": {"error": {}}}, ["a", 1], {"a": [{"b": 1}]}),
]
"""Values in the place of another kind of value."""

TOKENS = [
    *(
        b"\0",
        b"\n",
        b"\r",
        b"\r\n",
        b'"',
        b"'",
        b",",
        b";",
        b"\t",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b"\\",
        b"\\u",
        b"\\ud800",
    ),
    *(b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\x1a"),
    *(b"null", b"NaN", b"-Infinity", b"1e999", b"0x1", b"9" * 400, b"[" * 2_000, b'{"a":' * 1_500, b"PK\x03\x04"),
    *(
        b"\x1f\x8b\x08",
        b"PAR1",
        b"<table>",
        b"<td>",
        b"&lt;",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"&a;",
        b"\xd0\xcf\x11\xe0",
    ),
]
"""Bytes with a meaning for some reader."""

Damage = Callable[[bytes, Random], bytes]


def corrupt(whole: bytes, seed: int) -> bytes:
    """The file with one to four kinds of damage; the same seed gives the same bytes."""
    dice = Random(seed)
    for _ in range(dice.randint(1, 4)):
        whole = dice.choice(_DAMAGES)(whole, dice)
    return whole


def corrupt_json(whole: bytes, seed: int) -> bytes:
    """Lines of JSON, or one JSON value, with hostile values and keys; sometimes with damaged bytes too."""
    dice = Random(seed)
    lines = whole.split(b"\n") if whole.count(b"\n") > 1 and not whole.startswith(b"{\n") else [whole]
    for _ in range(dice.randint(1, 3)):
        index = dice.randrange(len(lines))
        lines[index] = _corrupt_line(lines[index], dice)
    data = b"\n".join(lines)
    return corrupt(data, seed) if dice.random() < 0.2 else data


def _cut(data: bytes, dice: Random) -> bytes:
    offset = dice.randint(0, len(data))
    return data[:offset] if dice.random() < 0.5 else data[offset:]


def _gap(data: bytes, dice: Random) -> bytes:
    offset = dice.randint(0, len(data))
    return data[:offset] + data[offset + dice.randint(1, 60) :]


def _insert(data: bytes, dice: Random) -> bytes:
    offset = dice.randint(0, len(data))
    return (
        data[:offset]
        + (dice.choice(TOKENS) if dice.random() < 0.7 else dice.randbytes(dice.randint(1, 8)))
        + data[offset:]
    )


def _overwrite(data: bytes, dice: Random) -> bytes:
    token = dice.choice(TOKENS) if dice.random() < 0.5 else dice.randbytes(dice.randint(1, 4))
    offset = dice.randint(0, len(data))
    return data[:offset] + token + data[offset + len(token) :]


def _flip(data: bytes, dice: Random) -> bytes:
    if not data:
        return data
    offset = dice.randrange(len(data))
    return data[:offset] + bytes([data[offset] ^ 1 << dice.randrange(8)]) + data[offset + 1 :]


def _repeat(data: bytes, dice: Random) -> bytes:
    start, stop = sorted((dice.randint(0, len(data)), dice.randint(0, len(data))))
    return data[:stop] + data[start : start + 5_000] * dice.randint(1, 3) + data[stop:]


def _shuffle(data: bytes, dice: Random) -> bytes:
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def _recoded(data: bytes, dice: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(dice.choice(["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-32", "shift-jis"]), "replace")


_DAMAGES: list[Damage] = [
    _cut,
    _gap,
    _insert,
    _insert,
    _overwrite,
    _overwrite,
    _flip,
    _flip,
    _repeat,
    _shuffle,
    _recoded,
]


def _corrupt_line(line: bytes, dice: Random) -> bytes:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):  # too deep for this reader
        return _insert(line, dice)
    written = json.dumps(_with_hostile(value, dice), ensure_ascii=dice.random() < 0.5)
    return written.encode("utf-8", "surrogatepass")


def _with_hostile(value: Any, dice: Random) -> Any:
    """The value with a hostile value somewhere inside, or with a key missing, renamed or added."""
    if not isinstance(value, dict | list) or not value or dice.random() < 0.12:
        return dice.choice(HOSTILE)
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = dice.choice(keys)
    if dice.random() < 0.75:
        value[key] = _with_hostile(value[key], dice)
    elif isinstance(value, dict) and dice.random() < 0.5:
        value[dice.choice(["", "error", "response", "custom_id", "a" * 300, "body", "$ref", "\0"])] = value.pop(key)
    else:
        del value[key]
    return value
