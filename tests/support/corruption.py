"""Files that were whole once: what a seed makes of one, by spoiling its bytes or the JSON in it."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

HOSTILE: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 10**30, -(10**400), 1e308, float("nan"), float("inf")),
    *("", " ", "\0", "\ud800", "\u2028", "é" * 300, "=1+1", "007", "1e400", "[", '{"a": 1}', "{{", "{{review}}"),
    *([], {}, [[]], [None], [{}], {"": ""}, {"custom_id": "a"}, {"error": {"error": {}}}, ["a", 1], {"a": [{"b": 1}]}),
]
"""Values that stand where another kind of value is awaited."""

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
"""Bytes that mean something to a reader."""

Spoil = Callable[[bytes, Random], bytes]


def mangled(whole: bytes, seed: int) -> bytes:
    """The file with one to four things wrong with it; the same seed gives the same bytes."""
    dice = Random(seed)
    for _ in range(dice.randint(1, 4)):
        whole = dice.choice(_SPOILS)(whole, dice)
    return whole


def mangled_json(whole: bytes, seed: int) -> bytes:
    """Lines of JSON, or one JSON value, with hostile values and keys in it; now and then with spoiled bytes too."""
    dice = Random(seed)
    lines = whole.split(b"\n") if whole.count(b"\n") > 1 and not whole.startswith(b"{\n") else [whole]
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(lines))
        lines[at] = _spoiled_json(lines[at], dice)
    data = b"\n".join(lines)
    return mangled(data, seed) if dice.random() < 0.2 else data


def _cut(data: bytes, dice: Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] if dice.random() < 0.5 else data[at:]


def _gap(data: bytes, dice: Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + data[at + dice.randint(1, 60) :]


def _insert(data: bytes, dice: Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + (dice.choice(TOKENS) if dice.random() < 0.7 else dice.randbytes(dice.randint(1, 8))) + data[at:]


def _overwrite(data: bytes, dice: Random) -> bytes:
    token = dice.choice(TOKENS) if dice.random() < 0.5 else dice.randbytes(dice.randint(1, 4))
    at = dice.randint(0, len(data))
    return data[:at] + token + data[at + len(token) :]


def _flip(data: bytes, dice: Random) -> bytes:
    if not data:
        return data
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


def _repeat(data: bytes, dice: Random) -> bytes:
    start, stop = sorted((dice.randint(0, len(data)), dice.randint(0, len(data))))
    return data[:stop] + data[start : start + 5_000] * dice.randint(1, 3) + data[stop:]


def _swap(data: bytes, dice: Random) -> bytes:
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def _recoded(data: bytes, dice: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(dice.choice(["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-32", "shift-jis"]), "replace")


_SPOILS: list[Spoil] = [_cut, _gap, _insert, _insert, _overwrite, _overwrite, _flip, _flip, _repeat, _swap, _recoded]


def _spoiled_json(line: bytes, dice: Random) -> bytes:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):  # too deep for the reader here
        return _insert(line, dice)
    written = json.dumps(_replaced(value, dice), ensure_ascii=dice.random() < 0.5)
    return written.encode("utf-8", "surrogatepass")


def _replaced(value: Any, dice: Random) -> Any:
    """The value with a hostile one somewhere in it, or a key gone, renamed or added."""
    if not isinstance(value, dict | list) or not value or dice.random() < 0.12:
        return dice.choice(HOSTILE)
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = dice.choice(keys)
    if dice.random() < 0.75:
        value[key] = _replaced(value[key], dice)
    elif isinstance(value, dict) and dice.random() < 0.5:
        value[dice.choice(["", "error", "response", "custom_id", "a" * 300, "body", "$ref", "\0"])] = value.pop(key)
    else:
        del value[key]
    return value
