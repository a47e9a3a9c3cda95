"""A checked line as a pattern: a line that differs from it in nothing but its id and its texts has the same faults.

Most lines of a file are like the one before, so that this is what makes checking fast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.check.messages import is_plain_message
from lib.check.rule import Flaw
from lib.json import codec
from lib.providers import CHAT, EMBEDDINGS
from lib.providers.limits import ID_LENGTH

_ASKS = {CHAT: "messages", EMBEDDINGS: "input"}
"""The fields of the body in which lines of one file differ."""


@dataclass(frozen=True, slots=True)
class LineTemplate:
    """What lines have alike."""

    endpoint: str
    asks: str
    """The field of the body that holds what is asked."""

    rest: Mapping[str, Any]
    """The line without its id, and its body without what is asked."""

    flaws: Sequence[Flaw]
    """The faults of every such line."""

    fingerprint: int
    """Of the rest: to Python, and not to a provider, `true` equals 1."""

    @property
    def model(self) -> str:
        """Empty if there is none."""
        model = self.rest["body"].get("model")
        return model if isinstance(model, str) else ""

    def fits(self, value: Any) -> bool:
        """Whether a line differs in its id and texts only, and these are plain."""
        if type(value) is not dict or type(body := value.get("body")) is not dict:
            return False
        custom_id, asked = value.get("custom_id"), body.get(self.asks)
        if not _is_plain(custom_id, asked):
            return False
        del value["custom_id"], body[self.asks]
        # without what differs, which is then put back
        alike = value == self.rest and codec.fingerprint(value) == self.fingerprint
        value["custom_id"] = custom_id
        body[self.asks] = asked
        return bool(alike)


def line_template_of(value: Any, endpoint: str | None, flaws: Sequence[Flaw]) -> LineTemplate | None:
    """The pattern of a checked line; None if another line like it might have other faults."""
    asks = _ASKS.get(endpoint or "")
    if asks is None or not isinstance(value, dict) or not isinstance(body := value.get("body"), dict):
        return None
    if not _is_plain(value.get("custom_id"), body.get(asks)):
        return None
    rest = {key: inner for key, inner in value.items() if key != "custom_id"}
    rest["body"] = {key: inner for key, inner in body.items() if key != asks}
    return LineTemplate(str(endpoint), asks, rest, flaws, codec.fingerprint(rest))


def _is_plain(custom_id: Any, asked: Any) -> bool:
    """Whether an id and what is asked are without fault of their own, as far as a look tells."""
    if type(custom_id) is not str or not 0 < len(custom_id) <= ID_LENGTH or custom_id.isspace():
        return False
    if type(asked) is list:
        for message in asked:
            if not is_plain_message(message):
                return False
        return bool(asked)
    return type(asked) is str and asked != ""
