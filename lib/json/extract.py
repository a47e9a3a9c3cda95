"""The JSON that an answer is, found in what is around it: a code fence, a call, or words."""

import re
from typing import Any

from lib.json.lossless import loads_exactly

_FENCE = re.compile(r"```[^\S\n]*[\w+-]*[^\S\n]*\n(.*)\n?[^\S\n]*```", re.DOTALL)
"""A block of code, up to the last fence, since a string inside may hold fences of its own."""

_FIRST_FENCE = re.compile(r"```[^\S\n]*[\w+-]*[^\S\n]*\n(.*?)\n[^\S\n]*```", re.DOTALL)
_CALL = re.compile(r"[\w.-]{1,128}\((\{.*\})\)", re.DOTALL)


def json_in(text: str) -> Any:
    """The JSON value that an answer is: bare, in a code fence with any words around it, or a call's arguments.

    Halves of surrogate pairs become U+FFFD.

    Raises:
        ValueError: the answer is no JSON.
    """
    text = text.strip().removeprefix("\ufeff")
    if text[:1] in ("{", "["):
        return loads_exactly(text)
    if called := _CALL.fullmatch(text):
        return loads_exactly(called[1])
    for fence in (_FENCE, _FIRST_FENCE):
        if (found := fence.search(text)) and found[1].strip():
            try:
                return loads_exactly(found[1])
            except ValueError:
                continue
    return loads_exactly(text)
