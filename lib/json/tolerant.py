"""The edits that turn a broken JSON text into JSON without changing what its texts and numbers say.

Each edit has a cause, so that a person sees why a line is broken and may keep it as it is. Where a place has more than
one reading, there are no edits. No library does this: those tried return a value instead of edits, lose digits and
duplicate keys, and guess where a text ends.
"""

import re
from collections.abc import Sequence

from lib.json.broken_texts import INVISIBLE, QUOTES, read_text
from lib.json.edits import LIKELY, Cause, Edit, GiveUp

_SPACE = re.compile(r"[ \t\r\n]*+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]++")
_COMMENT = re.compile(r"//[^\r\n]*+|#[^\r\n]*+|/\*.*?\*/", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*+)(?:\.\d++)?(?:[eE][+-]?\d++)?(?![\w.])")
_WORD = re.compile(r"-?[^\W\d][\w$-]*+")
_WORDS = {
    **{word: word for word in ("true", "false", "null")},
    **{"True": "true", "TRUE": "true", "False": "false", "FALSE": "false"},
    **dict.fromkeys(("None", "NULL", "Null", "nil"), "null"),
}
_NO_VALUES = ("NaN", "nan", "Infinity", "-Infinity", "inf", "-inf", "undefined")
_PREFIX = re.compile(r"data:[ \t]*+|```[ \t]*+(?:jsonl?|JSONL?)?[ \t]*+")
_SUFFIX = re.compile(r"[;,]|```")
_ARRAY_START = re.compile(r"\s*+\[\s*+\{")
_DOUBLED = re.compile(r"""\s*+"?\{\s*+""[^"]""")
_QUOTES_TOGETHER = re.compile('"+')
_QUOTE = re.compile(r"[\"“”„‟＂]|(?<![^\W\d_])['‘’‚‛]|['‘’‚‛](?![^\W\d_])")
"""A quote, unlike the apostrophe in "it's"."""

_BRACKETS = ("brackets", "bracket-place")
_COMMENTS = ("comments", "text-comments")
_DEEPEST = 100


def tolerant_edits(text: str) -> Sequence[Edit]:
    """The edits after which a broken text is one JSON object or text; empty if it has no single reading.

    >>> tolerant_edits('{"a": 1,}'), tolerant_edits('{"a": 1}'), tolerant_edits('{"a": hello}')
    ([Edit(start=7, stop=8, written='', cause='commas')], [], ())
    """
    try:
        return _edits(text)
    except GiveUp:
        return ()


def doubt_about(text: str) -> str:
    """Why a broken text has no single reading, as a sentence; empty if it has one.

    >>> doubt_about('{"a": hello}')
    'A value is missing, or it has no quotes.'
    """
    try:
        _edits(text)
    except GiveUp as doubt:
        return str(doubt)
    return ""


def _edits(text: str) -> list[Edit]:
    return _Reader(text, is_item=_ARRAY_START.match(text) is not None).edits()


def is_doubled(text: str) -> bool:
    """Whether all quotes of an object are doubled, as inside a cell of a CSV."""
    inner = _cell(text)
    return _DOUBLED.match(text) is not None and all(len(run) % 2 == 0 for run in _QUOTES_TOGETHER.findall(inner))


def without_doubles(text: str) -> str:
    """The object in a cell of a CSV.

    Raises:
        ValueError: the text is not one.

    >>> without_doubles('"{""a"": ""b \\\\""c\\\\"" ""}"')
    '{"a": "b \\\\"c\\\\" "}'
    """
    if not is_doubled(text):
        raise ValueError("nothing is doubled")
    return _cell(text).replace('""', '"')


def _cell(text: str) -> str:
    """What is inside the quotes of a cell, without the delimiter after it."""
    cell = text.strip().rstrip(",;\t")
    return cell[1:-1] if cell.startswith('"') and cell.endswith('"') else text.strip()


class _Reader:
    """Reads one value, and notes an edit wherever JSON would have it otherwise."""

    def __init__(self, text: str, is_item: bool) -> None:
        self._text = text
        self._is_item = is_item
        """Whether the text is an item of an array, after its opening bracket."""

        self._edits: list[Edit] = []
        self._missing = 0
        """Number of closing brackets that are missing."""

        self._text_stop = -1
        """End of the last text."""

        self._body = -1
        """Start of a request's body."""

        self._may_close_early = False
        """Whether one closing bracket too many may be at the end of an object inside the body."""

        self._has_places: list[bool] = []
        """For the whole and for each list's item around the place: whether a bracket in it may be in several places."""

    def edits(self) -> list[Edit]:
        """The edits for the whole text."""
        text = self._text
        position = self._skip(0)
        if prefix := _PREFIX.match(text, position):
            self._edit(position, prefix.end(), "", "around")
            position = self._skip(prefix.end())
        if self._is_item:
            self._edit(position, position + 1, "", "around")
            position = self._skip(position + 1)
        if text[position : position + 1] not in ("{", *QUOTES):
            raise GiveUp("The line does not begin with a brace.")
        position = self._skip(self._value(position, ""))
        while position < len(text):
            position = self._skip(self._after_end(position))
        return self._judged()

    def _judged(self) -> list[Edit]:
        """The edits, unless they rest on two guesses. A text that lacks several brackets is cut off."""
        if self._missing > 1:
            self._edits = [edit._replace(cause="cut") if edit.cause in _BRACKETS else edit for edit in self._edits]
        last = len(self._text.rstrip())
        if self._missing and any(edit.cause in _COMMENTS and edit.stop >= last for edit in self._edits):
            raise GiveUp("A bracket may be inside a comment.")
        if len({edit.cause for edit in self._edits} & LIKELY) > 1:
            raise GiveUp("More than one thing in the line is not clear.")
        return self._edits

    def _after_end(self, position: int) -> int:
        """The end of something after the value that may go."""
        if self._text[position] in "]}" and not self._missing:
            cause: Cause = "bracket-place" if self._may_close_early else "brackets"
            self._edit(position, position + 1, "", cause if self._text[position] == "}" else "around")
            return position + 1
        if suffix := _SUFFIX.match(self._text, position):
            self._edit(position, suffix.end(), "", "around")
            return suffix.end()
        raise GiveUp("Other text follows the request.")

    def _edit(self, start: int, stop: int, written: str, cause: Cause) -> None:
        self._edits.append(Edit(start, stop, written, cause))

    def _skip(self, position: int) -> int:
        """The next place that is neither space nor comment."""
        text, is_beside = self._text, position == self._text_stop
        while True:
            start = position
            position = _SPACE.match(text, position).end()  # type: ignore[union-attr]
            if invisible := _INVISIBLE.match(text, position):
                self._edit(position, invisible.end(), "", "invisible")
                position = invisible.end()
            elif comment := _COMMENT.match(text, position):
                may_be_text = is_beside or _QUOTE.search(comment[0])
                self._edit(position, comment.end(), "", "text-comments" if may_be_text else "comments")
                position = comment.end()
            if position == start:
                return position

    def _value(self, position: int, closing: str) -> int:
        """The end of a value; `closing` has the brackets that are open around it, the innermost last."""
        mark = self._text[position : position + 1]
        if mark in ("{", "[") and len(closing) == _DEEPEST:
            raise GiveUp("The line is nested too deeply.")
        if mark in ("{", "["):
            return self._members(position + 1, closing + ("}" if mark == "{" else "]"))
        if mark in QUOTES and mark:
            return self._string(position, closing)
        if number := _NUMBER.match(self._text, position):
            return number.end()
        word = _WORD.match(self._text, position)
        if word and word[0] in _WORDS:
            if _WORDS[word[0]] != word[0]:
                self._edit(position, word.end(), _WORDS[word[0]], "literals")
            return word.end()
        if word and word[0] in _NO_VALUES:
            self._edit(position, word.end(), "null", "no-number")
            return word.end()
        raise GiveUp("A value is missing, or it has no quotes.")

    def _members(self, position: int, closing: str) -> int:
        """The end of an object or list, after its opening bracket."""
        commas: list[int] = []
        """Positions of the commas since the last member."""

        is_empty, count, last = True, 0, position
        if closing == "}" or closing[-2:] == "]}":
            self._has_places.append(False)
        opened = position - 1
        while True:
            stop = position
            position = self._skip(position)
            mark = self._text[position : position + 1]
            if mark == ",":
                commas.append(position)
                position += 1
                continue
            if mark in ("", "}", "]"):
                for comma in commas:
                    self._edit(comma, comma + 1, "", "commas")
                return self._close(position, closing, opened, count)
            for comma in commas if is_empty else commas[1:]:
                self._edit(comma, comma + 1, "", "commas")
            if not is_empty and closing[-3:] == "}}}" and "]" not in closing and self._text[last] == "{":
                self._may_close_early = True
            if not is_empty and not commas:
                self._add_comma(stop, position, closing)
            last = position = self._start_of_value(position, closing, bool(commas) or is_empty)
            position = self._value(position, closing)
            commas, is_empty, count = [], False, count + 1

    def _add_comma(self, stop: int, position: int, closing: str) -> None:
        """Adds a missing comma. Between texts of a list, Python would join them instead."""
        if closing[-1] == "]" and self._text[position] not in "{[":
            raise GiveUp("A comma may be missing in a list.")
        self._edit(stop, stop, ",", "commas")

    def _start_of_value(self, position: int, closing: str, separated: bool) -> int:
        """Where the value of the member begins that begins at an offset."""
        if closing[-1] == "]":
            return position
        start = position
        if self._text[position] in QUOTES:
            position = self._string(position, closing, is_key=True)
        elif separated and (name := _WORD.match(self._text, position)):
            self._edit(position, name.end(), f'"{name[0]}"', "keys")
            position = name.end()
        else:
            raise GiveUp("A key is missing, or it has no quotes.")
        key = self._text[start:position].strip("".join(QUOTES))
        position = self._skip(position)
        if self._text[position : position + 1] != ":":
            raise GiveUp("A colon is missing after a key.")
        position = self._skip(position + 1)
        if key == "body" and closing == "}":
            self._body = position
        return position

    def _close(self, position: int, closing: str, opened: int, count: int) -> int:
        """The end of an object or list of `count` members at its closing bracket; adds it if it is missing."""
        mark = self._text[position : position + 1]
        if count > 1 and closing[-2:] == "}}" and opened != self._body:
            self._has_places[-1] = True
        has_places = closing[-1] == "}" and self._has_places[-1]
        if closing == "}" or closing[-2:] == "]}":
            self._has_places.pop()
        if mark == closing[-1]:
            return position + 1
        if mark and mark not in closing:
            raise GiveUp("A closing bracket does not match its opening one.")
        self._missing += 1
        self._edit(position, position, closing[-1], "bracket-place" if has_places else "brackets")
        return position

    def _string(self, position: int, closing: str, is_key: bool = False) -> int:
        stop, edits, missing = read_text(self._text, position, closing, is_key)
        self._text_stop = stop
        self._edits += edits
        self._missing += missing
        return stop
