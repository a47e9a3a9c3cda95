"""Where a quoted text of broken JSON ends, and the edits after which it is a JSON text with the same characters."""

import re

from lib.json.edits import Cause, Edit, GiveUp

_DOUBLE, _SINGLE = '"“”„‟＂', "'‘’‚‛"
QUOTES = (*_DOUBLE, *_SINGLE)
"""Marks that may open a text."""

CLOSING = {
    '"': '"',
    "＂": "＂",
    "'": "'",
    **dict.fromkeys("“”„‟", "“”"),
    **dict.fromkeys("‘’‚‛", "‘’"),
}
"""The marks that may close a text, by the one that opens it."""

INVISIBLE = "\0\v\f\x1a\x1c-\x1f\x85\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
"""Invisible characters, which JSON does not allow between values."""

_GAP = rf"(?:[\s{INVISIBLE}]|(?://|#)[^\n]{{0,999}}+(?![^\n])|/\*.{{0,999}}?\*/)*+"  # a limit keeps the work linear
_BESIDE = rf"(?:[\s{INVISIBLE}]|(?://|#)[^\n\"“”]{{0,999}}+(?![^\n])|/\*[^\"“”]{{0,999}}?\*/)*+"
"""What may be beside a text: no comment with quotes, since that may be the rest of the text."""
_QUOTED = (
    r"""(?:"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|[“”„‟][^“”„‟"\\\n]*+[“”]|[‘’‚‛][^‘’‚‛"\\\n]*+[‘’]|＂[^＂\n]*+＂)"""
)
_OPENING = f"[{''.join(QUOTES)}]"
_END = r"[}\];]|```|\Z"
_AFTER_KEY = re.compile(rf"{_BESIDE}:", re.DOTALL)
_AFTER_VALUE = re.compile(
    rf"{_BESIDE}(?:{_END}|,{_GAP}(?:[,}}\]]|\Z|(?:{_QUOTED}|[^\W\d][\w$-]*+){_GAP}:)|{_QUOTED}{_GAP}:)", re.DOTALL
)
_NEXT_MEMBER = re.compile(rf"{_GAP},{_GAP}{_QUOTED}{_GAP}:", re.DOTALL)
_AFTER_ITEM = re.compile(rf"{_BESIDE}(?:{_END}|,{_GAP}(?:[,}}\]\[{{\dtfnTFN-]|\Z|{_OPENING}))", re.DOTALL)
_SPECIAL = re.compile("[\0-\x1f\\\\\"'“”„‟＂‘’‚‛]")
_ESCAPE = re.compile(r'["\\/bfnrt]|u[0-9a-fA-F]{4}')
_PYTHON_ESCAPE = re.compile(r"x[0-9a-fA-F]{2}|U[0-9a-fA-F]{8}|N\{")
_PYTHON_START = re.compile(r"\s*+\{\s*+'")
_WORD_END = re.compile(r"[\s\"]")
_NO_END = "A quote or a colon is missing, or two quotes do not match, so the end of a text is not clear."
_NO_MEANING = "It is not clear what a backslash means."
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_CLOSERS = re.compile(r"\s*+([}\]\s]*+)[;,]?\s*+\Z")


def read_text(text: str, start: int, closing: str, is_key: bool) -> tuple[int, list[Edit], int]:
    """The end of the quoted text at an offset, the edits it needs, and how many closing marks are missing after it.

    Args:
        closing: the brackets that are open around it, the innermost last.
        is_key: whether it is the key of a member.

    Raises:
        GiveUp: it has no reading, or several.
    """
    return _TextReader(text, start, closing, is_key).read()


class _TextReader:
    def __init__(self, text: str, start: int, closing: str, is_key: bool) -> None:
        self._text, self._start, self._closing = text, start, closing
        self._quote = text[start]
        self._after = _AFTER_KEY if is_key else _AFTER_ITEM if closing.endswith("]") else _AFTER_VALUE
        self._is_key = is_key
        self._edits: list[Edit] = []
        self._unknown_escapes: list[int] = []
        self._doubtful_escapes: list[int] = []
        self._has_rival = False
        """Whether a quote that does not match the first one may be the end."""

        self._has_escaped_end = False
        """Whether a quote after a backslash may be the end, as in the text of a path: `C:\\data\\`."""

    def read(self) -> tuple[int, list[Edit], int]:
        text, position = self._text, self._start + 1
        if self._quote != '"':
            self._edit(self._start, position, '"', "quotes")
        while special := _SPECIAL.search(text, position):
            position, mark = special.start(), special[0]
            if mark in CLOSING[self._quote] and self._closes(position):
                if mark != '"':
                    self._edit(position, position + 1, '"', "quotes")
                self._judge_inner_quotes()
                self._judge_backslashes(position)
                return position + 1, self._edits, 0
            position = self._inside(position, mark)
        return self._unclosed()

    def _closes(self, position: int) -> bool:
        return self._after.match(self._text, position + 1) is not None

    def _edit(self, start: int, stop: int, written: str, cause: Cause) -> None:
        self._edits.append(Edit(start, stop, written, cause))

    def _inside(self, position: int, mark: str) -> int:
        """The end of a special character that is part of the text."""
        if mark < " ":
            self._edit(position, position + 1, _SHORT.get(mark, f"\\u{ord(mark):04x}"), "controls")
        elif mark == "\\":
            return self._escape(position)
        self._note_rival(position, mark)
        if mark in CLOSING[self._quote] and not self._is_apostrophe(position):
            if self._is_key:
                raise GiveUp("A colon or a quote may be missing after a key.")
            self._edit(position, position + 1, '\\"' if mark == '"' else mark, "inner-quotes")
        elif mark == '"':
            self._edit(position, position + 1, '\\"', "quotes")
        return position + 1

    def _note_rival(self, position: int, mark: str) -> None:
        """Gives up where a text surely may end with a quote that does not match its first one, such as `"a”, "b":`."""
        if mark < " " or mark in CLOSING[self._quote] or not self._closes(position):
            return
        is_related = (mark in _DOUBLE) == (self._quote in _DOUBLE)
        if is_related and (self._quote not in "\"'" or _NEXT_MEMBER.match(self._text, position + 1)):
            raise GiveUp(_NO_END)
        self._has_rival = True

    def _judge_inner_quotes(self) -> None:
        """Gives up unless the quotes in the text are pairs around words: others belong to the next keys and texts."""
        inner = [edit.start for edit in self._edits if edit.cause == "inner-quotes"]
        is_end = self._has_rival or self._has_escaped_end
        if inner and (is_end or len(inner) % 2 or not all(map(self._is_pair, inner[::2], inner[1::2]))):
            raise GiveUp(_NO_END)

    def _is_pair(self, first: int, second: int) -> bool:
        return not self._text[first - 1].isalnum() and not self._text[second + 1].isalnum()

    def _is_apostrophe(self, position: int) -> bool:
        around = self._text[position - 1 : position + 2]
        return self._quote != '"' and len(around) == 3 and around[0].isalnum() and around[2].isalnum()

    def _escape(self, position: int) -> int:
        text, after = self._text, position + 1
        if known := _ESCAPE.match(text, after):
            if known[0] in "\\bfnrt":
                self._doubtful_escapes.append(position)
            elif known[0] == '"' and self._closes(after):
                self._has_escaped_end = True
            return known.end()
        if text[after : after + 1] == "'":
            self._edit(position, after, "", "quotes" if self._quote == "'" else "backslashes")
            return after + 1
        if _PYTHON_ESCAPE.match(text, after):
            return self._python_escape(position)
        if text[after : after + 1] in QUOTES:
            raise GiveUp(_NO_MEANING)  # a curly quote that was a straight one, perhaps with its backslash
        self._unknown_escapes.append(position)
        self._edit(position, after, "\\\\", "backslashes")
        return after

    def _python_escape(self, position: int) -> int:
        r"""Python's `\xe9` in what Python printed; elsewhere it may as well be a path or a pattern."""
        match = _PYTHON_ESCAPE.match(self._text, position + 1)
        if not _PYTHON_START.match(self._text) or match is None or match[0][0] == "N":
            raise GiveUp(_NO_MEANING)
        number = int(match[0][1:], 16)
        if number > 0x10FFFF or 0xD800 <= number < 0xE000:
            raise GiveUp(_NO_MEANING)
        pair = chr(number).encode("utf-16-be").hex()
        written = "".join(f"\\u{pair[index : index + 4]}" for index in range(0, len(pair), 4))
        self._edit(position, match.end(), written, "quotes")
        return match.end()

    def _judge_backslashes(self, stop: int) -> None:
        r"""Asks about `C:\new\Users`, where `\n` is a line break to JSON and part of a name to a person."""
        if self._unknown_escapes and self._is_key:
            raise GiveUp(_NO_MEANING)
        if self._unknown_escapes and any(self._is_doubtful(place, stop) for place in self._doubtful_escapes):
            self._edits = [
                edit._replace(cause="paths") if edit.cause == "backslashes" else edit for edit in self._edits
            ]

    def _is_doubtful(self, escape: int, stop: int) -> bool:
        r"""Whether an escape may be part of a name: `\b` and `\f`, others before a letter or in a word with more."""
        text = self._text
        if text[escape + 1] in "bf" or text[escape + 2 : escape + 3].isalpha():
            return True
        first = max((text.rfind(mark, self._start, escape) for mark in (" ", '"', "\n", "\t")), default=-1)
        end = _WORD_END.search(text, escape, stop)
        last = end.start() if end else stop
        return any(first < other < last for other in self._unknown_escapes)

    def _unclosed(self) -> tuple[int, list[Edit], int]:
        """The end of a text that does not close: before the closing brackets at its end, or the end itself."""
        if self._is_key or self._quote != '"' or self._unknown_escapes or self._has_rival:
            raise GiveUp(_NO_END)
        text = self._text
        body = text.rstrip("}] \t\r\n;,")
        closers = _CLOSERS.match(text, len(body))
        place = len(text.rstrip("\r\n"))
        if closers and "".join(closers[1].split()) == self._closing[::-1]:
            place = len(body)
        self._edits = [edit for edit in self._edits if edit.start < place]
        self._edit(place, place, '"', "cut")
        return place, self._edits, 1
