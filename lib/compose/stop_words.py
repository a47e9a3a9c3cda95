r"""Stop words as people type them: one on each line, with `\n` for a line break and `\t` for a tab.

A stop word can be any text, even a comma or a blank. So only lines separate stop words; a line that looks like a
list is read as one stop word, and the list is offered. Double quotes keep the blanks at the ends of a line.
"""

import re
from collections.abc import Sequence

from lib.compose.typed_lists import read_list

_QUOTED = re.compile(r'"(?:[^"]|"")+"')
_LISTED = re.compile(r"[,;|、，；،]\s|\w[,;]\w|\t|^\[.*\]$")
"""A sign of a list. The bars of `<|end|>` are not one."""

_ESCAPE = re.compile(r"\\[nrt\\]")
_MEANINGS = {r"\n": "\n", r"\r": "\r", r"\t": "\t", "\\\\": "\\"}
_WRITTEN = {meaning: escape for escape, meaning in _MEANINGS.items()}


def read_stop_words(text: str) -> tuple[str, ...]:
    r"""The stop words in a text, in order.

    >>> read_stop_words('END\n\\n\\nUser:')
    ('END', '\n\nUser:')
    """
    return tuple(_read_line(line) for line in re.split("\r\n|[\r\n]", text) if line)


def write_stop_words(words: Sequence[str]) -> str:
    """The text that `read_stop_words` reads as these stop words."""
    return "\n".join(map(_write_line, words))


def offered_stop_words(text: str) -> tuple[str, ...]:
    """The stop words of a single line that looks like a list; empty if it does not.

    >>> offered_stop_words("END, STOP"), offered_stop_words("END")
    (('END', 'STOP'), ())
    """
    line = text.strip()
    if "\n" in line or _QUOTED.fullmatch(line) or not _LISTED.search(line):
        return ()
    items = max(read_list(line).readings, key=len)
    return tuple(_read_line(item) for item in items) if len(items) > 1 else ()


def _read_line(line: str) -> str:
    if _QUOTED.fullmatch(line):
        line = line[1:-1].replace('""', '"')
    return _ESCAPE.sub(lambda match: _MEANINGS[match[0]], line)


def _write_line(word: str) -> str:
    line = re.sub(r"[\n\r\t\\]", lambda match: _WRITTEN[match[0]], word)
    if line == line.strip() and not _QUOTED.fullmatch(line) and not offered_stop_words(line):
        return line
    doubled = line.replace('"', '""')
    return f'"{doubled}"'
