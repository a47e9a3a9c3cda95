"""The JSON value of an answer, without the code fence, call or words around it."""

import re
from typing import Any

from lib.json.lossless import loads_exactly

_FENCE = re.compile(r"```[^\S\n]*[\w+-]*[^\S\n]*\n(.*)\n?[^\S\n]*```", re.DOTALL)
"""A code block up to the last fence, since a string inside may contain fences."""

_FIRST_FENCE = re.compile(r"```[^\S\n]*[\w+-]*[^\S\n]*\n(.*?)\n[^\S\n]*```", re.DOTALL)
_CALL = re.compile(r"[\w.-]{1,128}\((\{.*\})\)", re.DOTALL)


def json_in(text: str) -> Any:
    """The JSON value of an answer: bare, in a code fence with words around it, or as the arguments of a call.

    Lone surrogates become U+FFFD.

    Raises:
        ValueError: the answer is not JSON.
    """
    text = text.strip().removeprefix("\ufeff")
    if text[:1] in ("{", "["):
        return loads_exactly(text)
    if call := _CALL.fullmatch(text):
        return loads_exactly(call[1])
    for fence in (_FENCE, _FIRST_FENCE):
        if (block := fence.search(text)) and block[1].strip():
            try:
                return loads_exactly(block[1])
            except ValueError:
                continue
    return loads_exactly(text)
