"""A field of an object in either spelling: camel case, as in documentation, or snake case, as Python clients write."""

import re
from functools import lru_cache
from typing import Any

_CAPITAL = re.compile("(?<=[a-z0-9])([A-Z])")
_UNDERSCORE = re.compile("_([a-z])")


def get(value: dict[str, Any], *names: str) -> Any:
    """The value of the first of the names that has one, in either spelling; None if none has.

    >>> get({"finish_reason": "STOP"}, "finishReason"), get({"finishReason": "stop"}, "finish_reason")
    ('STOP', 'stop')
    """
    for name in names:
        if (found := value.get(name)) is not None:
            return found
        if (found := value.get(other_spelling(name))) is not None:
            return found
    return None


@lru_cache(1_000)
def other_spelling(name: str) -> str:
    """The same name in the other spelling.

    >>> other_spelling("finishReason"), other_spelling("finish_reason")
    ('finish_reason', 'finishReason')
    """
    if "_" in name:
        return _UNDERSCORE.sub(lambda match: match[1].upper(), name)
    return _CAPITAL.sub(lambda match: f"_{match[1].lower()}", name)
